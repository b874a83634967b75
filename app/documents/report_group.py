"""The report of a group, for a coach: who is where, per programme, per week, and what asks for attention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.documents.paper import Block, Paragraph
from app.documents.report_blocks import (
    Around,
    Report,
    growth_blocks,
    opening,
    page_of,
    rules_in_force,
    section,
    weeks_chart,
)
from app.documents.report_charts import Bar, Bars
from app.documents.report_matrix import Cell, Matrix
from app.documents.report_parts import BUSY, DONE, HELP, NOT_STARTED, Cue, Legend
from app.domain.reports import Section
from app.domain.text import Text
from app.views import progress_values as states
from app.views.progress_values import GroupMatrix, MatrixRow
from app.views.progress_words import attention_words, standing_words, tally, tally_words
from app.views.reports import GroupReport

_CUES: Mapping[int, Cue] = {
    states.DONE: DONE, states.BUSY: BUSY, states.HELP: HELP, states.NOT_STARTED: NOT_STARTED}
_WORDS: Mapping[int, Text] = {
    states.DONE: Text("done"), states.BUSY: Text("busy"), states.HELP: Text("needs help"),
    states.NOT_STARTED: Text("not started")}


def group_paper(around: Around, group: GroupReport, marks: int = 2) -> Report:
    """`marks`: headings up to this level become bookmarks."""
    name = group.matrix.group_name or around.say(Text("Everybody"))
    return Report(page_of(around, name, across=True, marks=marks), tuple(_group(around, group, name)))


def _group(around: Around, group: GroupReport, name: str) -> Iterator[Block]:
    order, matrix = around.order, group.matrix
    people = Text("{n} {participant}", "{n} {participants}", n=len(matrix.rows))
    yield from opening(around, name, (" · ".join(filter(None, (around.say(people), group.programme))),))
    with_help = order.has(Section.HELP)
    if not with_help:
        matrix = without_help(matrix)
    if order.has(Section.PROGRAMMES) or with_help:
        yield from section(around, Text("Who is where"), list(_who_is_where(around, matrix, with_help)))
    if order.has(Section.PROGRAMMES):
        title = Text("{Participants} per exercise") if group.programme else Text("{Participants} per {programme}")
        yield from section(around, title, programme_piles(around, matrix))
    if order.has(Section.WEEKS):
        yield from section(around, Text("Exercises done per week"), weeks_chart(around, group.weeks))
    if order.has(Section.GROWTH) and group.growth is not None and group.growth.lines:
        yield from section(around, Text("Growth on tests"), growth_blocks(around, group.growth))
    if order.has(Section.CERTIFICATES):
        yield from section(around, Text("Certificates"), _certificates(around, group))
    if order.has(Section.TALKS) and group.talks:
        rows = [(one.full, around.day(one.planned_on), one.begins_at, one.subject) for one in group.talks]
        yield from section(around, Text("Planned talks"), [around.table(
            (Text("Name"), Text("Day"), Text("At what time"), Text("About what")), rows, (3, 2, 1, 4))])
    yield from totals_only(around)


def _who_is_where(around: Around, matrix: GroupMatrix, with_help: bool) -> Iterator[Block]:
    if not matrix.rows:
        yield Paragraph(around.say(Text("Nobody is in {this_group} yet")))
        return
    asides = (*((Text("Needs help"),) if with_help else ()), Text("Last seen"))
    yield Matrix(
        around.say(Text("Name")), tuple(map(around.say, asides)), tuple(one.title for one in matrix.columns),
        tuple(_row(around, matrix, row, with_help) for row in matrix.rows))
    if matrix.columns:
        yield legend_of(around, with_help)
    if with_help:
        yield Paragraph(rules_in_force(around), quiet=True)


def _row(around: Around, matrix: GroupMatrix, row: MatrixRow, with_help: bool) -> tuple[
        str, tuple[str, ...], tuple[Cell, ...]]:
    attention = ", ".join(map(around.say, attention_words(row)))
    seen = around.last_seen(row.last_seen_us)
    return row.full, (*((attention,) if with_help else ()), seen), tuple(
        _cell(around, matrix, row, at) for at in range(len(matrix.columns)))


def _cell(around: Around, matrix: GroupMatrix, row: MatrixRow, at: int) -> Cell:
    """Few cells differ: each is made once for a matrix."""
    column, state, done = matrix.columns[at], row.states[at], row.done[at]
    key = state, done, column.total
    if key not in around.cells:
        counted = state != states.NOT_STARTED and column.total > 1
        said = f"{done}/{column.total}" if counted else "…" if state == states.BUSY else ""
        around.cells[key] = Cell(_CUES[state], said, around.say(standing_words(row, column, at)))
    return around.cells[key]


def without_help(matrix: GroupMatrix) -> GroupMatrix:
    """The same with nobody asking for help: what was made is done, what was begun is busy."""
    return replace(matrix, rows=tuple(_calm(matrix, row) for row in matrix.rows))


def _calm(matrix: GroupMatrix, row: MatrixRow) -> MatrixRow:
    standing = bytes(
        state if state != states.HELP else states.DONE if done >= column.total > 0 else states.BUSY
        for state, done, column in zip(row.states, row.done, matrix.columns, strict=True))
    return replace(row, states=standing, stuck=False, inactive=False, behind=None, late=0)


def programme_piles(around: Around, matrix: GroupMatrix) -> list[Block]:
    """Of each programme how many people stand where; a number in each part, and all of them in words."""
    if not matrix.columns or not matrix.rows:
        return [Paragraph(around.say(Text("Nothing started yet.")))]
    bars = []
    for at, column in enumerate(matrix.columns):
        counts = tally(matrix, at)
        parts = tuple((_CUES[one], counts[one]) for one in (
            states.DONE, states.BUSY, states.HELP, states.NOT_STARTED))
        said = around.say(Text("{done} of {total}", done=counts[states.DONE], total=len(matrix.rows)))
        bars.append(Bar(column.title, parts, len(matrix.rows), said, around.say(tally_words(matrix, at))))
    return [Bars(tuple(bars), numbers=True)]


def legend_of(around: Around, with_help: bool) -> Legend:
    shown = [one for one in _WORDS if with_help or one != states.HELP]
    return Legend(tuple((_CUES[one], around.say(_WORDS[one])) for one in shown))


def _certificates(around: Around, group: GroupReport) -> list[Block]:
    rows = [(one.name_printed, one.programme, around.day(one.issued_on), one.serial) for one in group.certificates]
    headings = Text("Name"), Text("{Programme}"), Text("Issued"), Text("Serial")
    return [around.table(headings, rows, (3, 4, 2, 2))] if rows else []


def totals_only(around: Around) -> Iterator[Block]:
    if around.head.here_since is not None:
        yield Paragraph(around.say(Text(
            "Attempts of before {day} are counted in totals only.", day=around.head.here_since)), quiet=True)
