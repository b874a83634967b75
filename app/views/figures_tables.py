"""The tables without names as they stand on a screen, on paper and in a file alike, and what must be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, func, select

from app.domain.contract.kept_rows import day_of
from app.domain.contract.periods import renews_silently
from app.domain.errors import Refusal
from app.domain.field_words import FIELD_TEXTS
from app.domain.figures.breakdown import Breakdown, break_down
from app.domain.figures.cbs import FIELDS, HEADINGS, Missing, Numbering, cbs_table
from app.domain.figures.people import CountedPerson
from app.domain.figures.periods import FigurePeriod, calendar_year, offered_periods
from app.domain.figures.published import ALL, EVERYBODY, Publication, told_apart
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.small_cells import Shown
from app.domain.text import Text
from app.store.agreements import kept_agreement
from app.store.figures import numbering, publications, results_since, threshold
from app.store.tables import agreements, belongs_to, memberships, organisations
from app.views.figures_people import people_in
from app.views.sheets import Cell, Sheet

HIDDEN = Text("hidden")
"""What stands for a number that is not shown; a word, so that it is read aloud and never taken for a number."""
_LONGEST = 60
"""Of a name in what is written down of a table that left."""
_DESCRIBED = (*FIELDS[:3], *FIELDS[4:])
"""The fields beside the postcode, which the terms name."""


class Area(StrEnum):
    """By what people are told apart: where the group meets, the four figures of their postcode, or not at all."""

    LOCATION = "location"
    POSTCODE = "postcode"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`notes` say what was counted, hidden and left out; `warnings` what to think of before it leaves.

    `publication` is what is written down when it leaves; None where that
    needs no writing down. `years` are columns with years, which have no separators.
    """

    sheet: Sheet
    notes: tuple[Text, ...]
    warnings: tuple[Text, ...] = ()
    publication: Publication | None = None
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CbsPage:
    """`years` can be chosen, the newest first. `undescribed` are groups left out, with their people. `off` are
    fields that the table has and nobody switched on.
    """

    table: FigureTable
    year: int
    years: tuple[int, ...]
    missing: tuple[Missing, ...]
    undescribed: tuple[Missing, ...]
    numbering: Numbering
    off: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """The periods that can be chosen, the threshold, and the fields that nobody switched on."""

    periods: tuple[FigurePeriod, ...]
    threshold: int
    off: tuple[Text, ...]


def figure_choices(connection: Connection, sight: Sight) -> FigureChoices:
    """Raises Refusal without the permission to export."""
    require(sight.actor, Permission.EXPORT)
    return FigureChoices(
        offered_periods(sight.today, _first_day(connection, sight), _licence_years(connection, sight)),
        threshold(connection), _off(sight))


def cbs_page(connection: Connection, sight: Sight, year: int) -> CbsPage:
    """The table of CBS over a calendar year. Raises Refusal where this computer has no key for the numbers yet."""
    require(sight.actor, Permission.EXPORT)
    secret = connection.execute(select(organisations.c.import_secret)).scalar_one()
    if not secret:
        raise Refusal(Text("This computer has not received everything yet. Wait for the next sync, then try again."))
    numbered = numbering(connection)
    kept = _kept(sight)
    people = people_in(connection, sight, calendar_year(year))
    made = cbs_table(people, kept, secret, year if numbered is Numbering.PER_YEAR else None)
    rows = tuple(tuple(None if cell == "" else cell for cell in line.cells) for line in made.lines)
    sheet = Sheet("cbs", Text("Table for CBS over {year}", year=str(year)),
                  tuple(Text("{heading}", heading=heading) for heading in HEADINGS), rows,
                  Text("One line per person and course: for CBS only, never for anybody else."))
    years = tuple(range(sight.today.year, min(_first_day(connection, sight).year, year) - 1, -1))
    table = FigureTable(sheet, tuple(_cbs_notes(made.people, made.without_course)),
                        years=frozenset({HEADINGS.index("Geboortejaar")}))
    return CbsPage(table, year, years, made.missing, made.undescribed, numbered, _off(sight))


def breakdown_table(
    connection: Connection, sight: Sight, begins: date, ends: date, area: str,
) -> FigureTable:
    """Participants per place, broken down; no number of fewer people than the threshold can be read or worked out."""
    require(sight.actor, Permission.EXPORT)
    period, least = FigurePeriod(begins, ends), threshold(connection)
    if area == Area.POSTCODE and not sight.keeps("participant", "postcode"):
        area = Area.LOCATION
    made = break_down(
        people_in(connection, sight, period),
        lambda person: _area_of(person, area), period, _kept(sight), least)
    since = results_since(connection)
    sheet, published = _breakdown_sheet(made, area, with_hours=begins >= since)
    hidden = sum(cell is HIDDEN for row in sheet.rows for cell in row[:-1])
    publication = Publication(f"places by {area}", begins, ends, tuple(map(str, published[0])), published[1])
    differing = sum(told_apart(before, publication, least) for before in publications(connection))
    return FigureTable(
        sheet, (*_breakdown_notes(sight, made, hidden, least), *without_results(begins, since)),
        tuple(_differing(differing)),
        publication if made.total else None)


def _area_of(person: CountedPerson, area: str) -> str:
    return {Area.LOCATION: person.place, Area.POSTCODE: person.postcode_area, Area.NONE: ""}[Area(area)]


Published = tuple[tuple[str, ...], dict[str, tuple[Shown, ...]]]


def _breakdown_sheet(made: Breakdown, area: str, with_hours: bool) -> tuple[Sheet, Published]:
    apart = slice(0, 0) if area == Area.NONE else slice(None)
    columns = [*(Text("{name}", name=name) if name else Text("Place not known") for name in made.columns),
               *([Text("{n} place together", "{n} places together", n=made.together)] if made.together else [])]
    headings = (Text("Number of {participants}"), *columns[apart], Text("All"), Text("Share"))
    rows: list[tuple[Cell, ...]] = []
    published: dict[str, tuple[Shown, ...]] = {}
    if made.total:
        rows.append((Text("{Participants}"), *made.people[apart], made.total, None))
        published[ALL] = (*made.people[apart], made.total)
    for part in made.parts:
        for code, words, cells, total, share in part.rows:
            name = Text("{part}: {words}", part=part.title, words=words)
            rows.append((name, *map(_cell, cells[apart]), _cell(total), _share(share, total)))
            published[f"{part.code} {code}"] = (*cells[apart], total)
    if made.total and with_hours:
        rows.append((Text("Hours practised"), *map(_cell, made.hours[apart]), _cell(made.all_hours), None))
    title = {Area.LOCATION: Text("Participation per {location}"), Area.NONE: Text("Participation"),
             Area.POSTCODE: Text("Participation per postcode area")}[Area(area)]
    places = (*(name[:_LONGEST] or "?" for name in made.columns), *(("*",) if made.together else ()))
    return Sheet("places", title, headings, tuple(rows)), ((*places[apart], EVERYBODY), published)


def _cell(number: Shown) -> Cell:
    return HIDDEN if number is None else number


def _share(share: tuple[str, int] | None, total: Shown) -> Cell:
    if share is None or total is None:
        return HIDDEN
    sign, percent = share
    return Text("{sign}{percent} %", sign=f"{sign} " if sign else "", percent=percent)


def _breakdown_notes(sight: Sight, made: Breakdown, hidden: int, least: int) -> Iterator[Text]:
    if made.too_few:
        yield Text("Fewer than {n} {participants} took part, so nothing is shown.", n=least)
        return
    yield Text("Counted: everybody who was in a {group} on any day of the period, each once.")
    if hidden:
        yield hidden_note(hidden, least)
    if made.together:
        yield Text("Places with few {participants} stand together in one column.")
    for words in _off(sight):
        yield Text("Not in the table: {field} is not kept here.", field=words)


def hidden_note(number: int, least: int) -> Text:
    """Why numbers are not shown."""
    return Text(
        "{n} number is hidden: fewer than {least} people, or needed so that such a number cannot be worked out.",
        "{n} numbers are hidden: fewer than {least} people, or needed so that such numbers cannot be worked out.",
        n=number, least=least)


def without_results(begins: date, since: date) -> Iterator[Text]:
    """That results of earlier years are not all here, so that what is counted from them is left out."""
    if begins < since:
        yield Text(
            "Results of before {day} are not all on this computer: what follows from them is left out.", day=since)


def _differing(number: int) -> Iterator[Text]:
    if number:
        yield Text(
            "{n} number tells more beside a table that left earlier over some of the same days: it differs by a few "
            "people, or is hidden in one of them. Think about whether this one must leave.",
            "{n} numbers tell more beside tables that left earlier over some of the same days: they differ by a few "
            "people, or are hidden in one of them. Think about whether this one must leave.", n=number)


def _cbs_notes(people: int, without: int) -> Iterator[Text]:
    yield Text("{n} {participant}, without a name, under a number that only {the_organisation} can make.",
               "{n} {participants}, without names, under numbers that only {the_organisation} can make.", n=people)
    if without:
        yield Text("Left out: {n} {participant} in {groups} without a kind or type of course.",
                   "Left out: {n} {participants} in {groups} without a kind or type of course.", n=without)


def _kept(sight: Sight) -> frozenset[str]:
    return frozenset(field for field in FIELDS if sight.keeps("participant", field))


def _off(sight: Sight) -> tuple[Text, ...]:
    return tuple(FIELD_TEXTS[field] for field in _DESCRIBED if not sight.keeps("participant", field))


def _first_day(connection: Connection, sight: Sight) -> date:
    found = connection.execute(select(func.min(memberships.c.from_on))).scalar()
    return day_of(found) or sight.today


def _licence_years(connection: Connection, sight: Sight) -> Iterator[tuple[date, date]]:
    """The periods of the agreements of this organisation that have begun, each once."""
    found = set()
    mine = select(agreements.c.id).where(belongs_to(agreements, sight.tenant))
    for agreement_id in connection.execute(mine).scalars():
        made = kept_agreement(connection, agreement_id)
        if made is None:
            continue
        last, number = made.agreement.ended_on or sight.today, 0
        while (one := made.agreement.period(number)).begins <= min(last, sight.today):
            found.add((one.begins, one.ends))
            number += 1
            if not renews_silently(made.profile.duration):
                break
    return iter(sorted(found))


