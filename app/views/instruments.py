"""Instruments for observing, and what a list that is looked through would add to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.errors import Refusal
from app.domain.observing import DefinedInstrument, DefinedPoint, check_instrument, fits_year, tidy
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.observing import loaded_id, points_of, stands, steps_of
from app.store.tables import instruments, observations
from app.views.people import natural

NEW, KNOWN, REFUSED = "new", "known", "refused"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """`observed` is how many observations this desk knows of; one that was used is not changed any more.
    `former` is the edition that it was copied from, '' for none.
    """

    id: bytes
    title: str
    edition: str
    year_groups: str
    source: str
    steps: int
    points: int
    observed: int
    until: date | None
    former: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    id: bytes
    area: str
    title: str


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """`steps` are the words of the scale in order, each with its id."""

    row: InstrumentRow
    steps: tuple[tuple[bytes, str], ...]
    points: tuple[PointLine, ...]

    @property
    def defined(self) -> DefinedInstrument:
        """As a form or a file describes it."""
        row = self.row
        return DefinedInstrument(
            row.title, row.edition, row.year_groups, row.source, tuple(words for _, words in self.steps),
            tuple(DefinedPoint(point.area, point.title) for point in self.points))


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """What loading does with one instrument. `state` is NEW, KNOWN or REFUSED; `line` of the file."""

    line: int
    title: str
    edition: str
    points: int
    state: str
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentPlan:
    """`defined` is what would be recorded."""

    lines: tuple[LoadedLine, ...]
    defined: tuple[DefinedInstrument, ...]

    @property
    def adds(self) -> int:
        return len(self.defined)


def instrument_list(
    connection: Connection, sight: Sight, include_closed: bool = False, year_group: str | None = None,
) -> tuple[InstrumentRow, ...]:
    """By title, the newest edition first; with a `year_group` those that are for it before the others."""
    rows = [row for row in all_instruments(connection).values() if include_closed or row.until is None]
    rows.sort(key=lambda row: natural(row.edition), reverse=True)
    return tuple(sorted(rows, key=lambda row: (
        year_group is not None and not fits_year(row.year_groups, year_group), natural(row.title))))


def one_instrument(connection: Connection, sight: Sight, instrument_id: bytes) -> InstrumentPage:
    """Raises Refusal for one that is gone."""
    return page_of(connection, instrument_id)


def instrument_plan(
    connection: Connection, sight: Sight, defined: Sequence[DefinedInstrument],
) -> InstrumentPlan:
    """What recording these would do, one by one; what is wrong stands beside it."""
    open_ones = {DefinedInstrument(row.title, row.edition).key: row.id
                 for row in all_instruments(connection).values() if row.until is None}
    lines, wanted = [], []
    for given in map(tidy, defined):
        reasons = tuple(one.reason for one in check_instrument(given))
        here = open_ones.get(given.key)
        if not reasons and here is not None and here != loaded_id(given):
            reasons = (Text("{title} is here already in this edition, with other words. Give this one another edition.",
                            title=given.title),)
        state = REFUSED if reasons else NEW if here is None else KNOWN
        lines.append(LoadedLine(given.line, given.title, given.edition, len(given.points), state, reasons))
        if state == NEW:
            open_ones[given.key] = loaded_id(given)
            wanted.append(given)
    return InstrumentPlan(tuple(lines), tuple(wanted))


def all_instruments(connection: Connection) -> dict[bytes, InstrumentRow]:
    """By id, closed ones too."""
    rows = connection.execute(select(instruments)).all()
    ids = [row.id for row in rows]
    steps, points = steps_of(connection, ids), points_of(connection, ids)
    seen: dict[bytes, int] = dict(connection.execute(
        select(observations.c.instrument_id, func.count()).group_by(observations.c.instrument_id)).all())
    editions = {row.id: row.edition for row in rows}
    return {row.id: InstrumentRow(
        row.id, row.title, row.edition, row.year_groups, row.source, sum(map(stands, steps[row.id])),
        sum(map(stands, points[row.id])), seen.get(row.id, 0),
        date.fromisoformat(row.until_on) if row.until_on else None, editions.get(row.copied_from, "")) for row in rows}


def page_of(connection: Connection, instrument_id: bytes, seen: Collection[Row] = ()) -> InstrumentPage:
    """With what was taken out only where somebody was seen by it all the same."""
    row = all_instruments(connection).get(instrument_id)
    if row is None:
        raise Refusal(Text("This instrument is not here any more."))
    by = {one["step_id"] for one in seen} | {one["point_id"] for one in seen}
    steps, points = (read(connection, [instrument_id])[instrument_id] for read in (steps_of, points_of))
    return InstrumentPage(
        row, tuple((one["id"], one["title"]) for one in steps if stands(one) or one["id"] in by),
        tuple(PointLine(one["id"], one["area"], one["title"]) for one in points if stands(one) or one["id"] in by))
