"""The report of the whole organisation: per programme, per location and group, in numbers. Nobody is named in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.documents.paper import Block, Heading, Paragraph
from app.documents.report_blocks import Around, Report, opening, page_of, section, weeks_chart
from app.documents.report_group import legend_of, programme_piles, totals_only, without_help
from app.domain.reports import Section
from app.domain.text import Text
from app.views.reports import OrganisationReport
from app.views.wide_progress import Figures, LocationFigures


def organisation_paper(around: Around, whole: OrganisationReport) -> Report:
    return Report(page_of(around, across=True, marks=2), tuple(_organisation(around, whole)))


def _organisation(around: Around, whole: OrganisationReport) -> Iterator[Block]:
    matrix, wide, has = whole.matrix, whole.wide, around.order.has
    with_help = has(Section.HELP)
    if not with_help:
        matrix = without_help(matrix)
    people = Text("{n} {participant}", "{n} {participants}", n=len(matrix.rows))
    yield from opening(around, around.say(Text("Progress of {the_organisation}")), (
        f"{around.head.organisation} · {around.say(people)}",
        around.say(Text("Nobody is named here: {participants} are counted."))))
    if has(Section.PROGRAMMES):
        yield from section(around, Text("{Participants} per {programme}"), [*programme_piles(around, matrix), *(
            (legend_of(around, with_help),) if matrix.columns else ())])
    yield from section(around, Text("From {first} up to and including {last}", first=wide.first, last=wide.last),
                       list(_places(around, whole, with_help)))
    if has(Section.WEEKS):
        yield from section(around, Text("Exercises done per week"), weeks_chart(around, whole.weeks))
    if with_help:
        yield Paragraph(around.say(around.head.rules[0]), quiet=True)
    yield from totals_only(around)


def _places(around: Around, whole: OrganisationReport, with_help: bool) -> Iterator[Block]:
    """A table for every location with its groups, and one of everybody together."""
    wide = whole.wide
    named = len(wide.locations) > 1 or any(one.name for one in wide.locations)
    for place in wide.locations:
        if named:
            yield Heading(place.name or around.say(Text("Without {location}")), 3)
        yield _table(around, _rows(around, place, with_help), with_help, len(place.groups) > 1)
    together = [(around.say(Text("Everybody together")), wide.whole)]
    if wide.without_group is not None and wide.without_group.participants:
        together.insert(0, (around.say(Text("In no {group}")), wide.without_group))
    yield _table(around, [_row(around, *one, with_help) for one in together], with_help, True)
    yield Paragraph(around.say(Text(
        "Counted is who was there in these days. Active is who did something in them. Exercises were made for the "
        "first time, {programmes} were finished and certificates issued in them.")), quiet=True)


def _rows(around: Around, place: LocationFigures, with_help: bool) -> list[tuple[str, ...]]:
    rows = [(one.name, one.figures) for one in place.groups]
    if len(rows) > 1:
        rows.append((around.say(Text("Together")), place.figures))
    return [_row(around, *one, with_help) for one in rows]


def _row(around: Around, name: str, one: Figures, with_help: bool) -> tuple[str, ...]:
    helped = (one.helped,) if with_help else ()
    numbers = one.participants, one.active, *helped, one.made, one.completed, one.certificates, one.minutes
    return name, *map(around.translator.number, numbers)


def _table(around: Around, rows: list[tuple[str, ...]], with_help: bool, summed: bool) -> Block:
    headings = (
        Text("{Group}"), Text("{Participants}"), Text("Active"), *((Text("Are stuck"),) if with_help else ()),
        Text("Exercises"), Text("{Programmes}"), Text("Certificates"), Text("Minutes"))
    made = around.table(headings, rows, (3, *[1.4] * (len(headings) - 1)))
    return replace(made, right=frozenset(range(1, len(headings))), strong=int(summed))
