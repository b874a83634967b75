"""From a raw score to a point on the scale and a level, by the table of one edition of a norm.

A norm belongs to the school that loads it: nothing of a publisher is known here. Points of the scale are whole
thousandths, so that a boundary is exact; raw scores are whole points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.assessment.levels import LevelSystem, fits

POINT = 1_000
"""Thousandths in one point of the scale."""


class RowSort(StrEnum):
    """What a row of a norm says. `SCALE`: from raw points to a point on the scale. `LEVEL`: from a point on the scale
    to a level. `RAW_LEVEL`: from raw points to a level, as UWLR has it. `FUNCTIONING`: from a point on the scale to the
    moment at which that is usual, such as M5.
    """

    SCALE = "scale"
    LEVEL = "level"
    RAW_LEVEL = "raw level"
    FUNCTIONING = "functioning"


ON_SCALE = frozenset({RowSort.LEVEL, RowSort.FUNCTIONING})
"""Sorts of which `begins` and `ends` are thousandths of a point; of the others they are raw points."""


@dataclass(frozen=True, slots=True)
class NormRow:
    """Both ends belong to it. `value`, `low` and `high` are thousandths of a point; the last two are the interval."""

    sort: RowSort
    begins: int
    ends: int
    value: int | None = None
    low: int | None = None
    high: int | None = None
    term: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class NormTable:
    """One edition of a norm: of the whole test, or of the part with code `part`. An empty `moment` fits any moment;
    `from_on` is the first day, as text, on which a test that is taken is normed by it.
    """

    edition: str
    rows: tuple[NormRow, ...]
    part: str = ""
    moment: str = ""
    scale: str = ""
    from_on: str = ""

    def of(self, *sorts: RowSort) -> tuple[NormRow, ...]:
        return tuple(sorted((row for row in self.rows if row.sort in sorts), key=lambda row: row.begins))


@dataclass(frozen=True, slots=True)
class Normed:
    """What a norm makes of a raw score; nothing at all where the score lies outside it."""

    scaled: int | None = None
    low: int | None = None
    high: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class NormChoice:
    """A norm that is there, as far as choosing needs it; days are text."""

    id: bytes
    part_id: bytes | None
    moment: str
    from_on: str
    until_on: str | None = None
    loaded_us: int = 0
    rows: tuple[NormRow, ...] = field(default=(), compare=False)

    @property
    def table(self) -> NormTable:
        return NormTable("", self.rows)


def normed(raw: int, norm: NormTable, system: LevelSystem) -> Normed:
    """`raw` in points. The level is that of the scale where the norm has one, else that of the raw score."""
    row = _row_of(raw, norm.of(RowSort.SCALE))
    if row is None or row.value is None:
        return Normed(level=_term(raw, norm.of(RowSort.RAW_LEVEL), system))
    level = level_at(row.value, norm, system) or _term(raw, norm.of(RowSort.RAW_LEVEL), system)
    return Normed(row.value, row.low, row.high, level)


def level_at(scaled: int, norm: NormTable, system: LevelSystem) -> str:
    """The level of a point on the scale (thousandths); '' outside the norm."""
    return _term(scaled, norm.of(RowSort.LEVEL), system)


def functioning_at(scaled: int, norm: NormTable) -> str:
    """The moment at which this point on the scale is usual, '' where the norm does not say."""
    row = _row_of(scaled, norm.of(RowSort.FUNCTIONING))
    return row.term if row is not None else ""


def norm_for(
    norms: Iterable[NormChoice], part_id: bytes | None, moment: str, taken_on: str,
) -> NormChoice | None:
    """The norm for this part (None: the whole test) at this moment on this day: the newest that stood then.

    One for the very moment goes before one for any.
    """
    fitting = [
        norm for norm in norms
        if norm.part_id == part_id and norm.moment in ("", moment) and norm.from_on <= taken_on
        and (norm.until_on is None or norm.until_on > taken_on)]
    return max(fitting, key=lambda norm: (norm.moment != "", norm.from_on, norm.loaded_us, norm.id), default=None)


def _term(value: int, rows: Sequence[NormRow], system: LevelSystem) -> str:
    row = _row_of(value, [row for row in rows if fits(row.term, system)])
    return row.term if row is not None else ""


def _row_of(value: int, rows: Sequence[NormRow]) -> NormRow | None:
    """The last row that begins at or below it. What lies between the end of one row and the beginning of the next is
    still of the lower one: a table that ends at 149.9 and goes on at 150 has no hole for 149.95.
    """
    below = [row for row in rows if row.begins <= value]
    if not below:
        return None
    return below[-1] if value <= below[-1].ends or len(below) < len(rows) else None
