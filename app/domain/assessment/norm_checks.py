"""What is wrong with a test or a norm as somebody loads it: said per line, before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.assessment.levels import LevelSystem, system_of
from app.domain.assessment.norming import ON_SCALE, POINT, NormRow, NormTable, RowSort
from app.domain.text import Text

LONGEST_CODE = 256
LONGEST_TITLE = 128
LONGEST_TERM = 64
"""As UWLR 2.2 has them."""
HIGHEST_RAW = 10_000
MOST_ITEMS = 200
MOST_ROWS = 3_000
"""Our own choice: no test on paper has more."""
MOST_PARTS = 30
HIGHEST_SCALED = 100_000 * POINT
_LEVELS = (RowSort.LEVEL, RowSort.RAW_LEVEL)


@dataclass(frozen=True, slots=True)
class DefinedPart:
    """A part of a test (toetsonderdeel); `highest` the highest raw score, `items` how many there are, if known."""

    code: str
    title: str
    highest: int | None = None
    items: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class DefinedTest:
    """A test as a file describes it; `code` and `edition` together name it."""

    code: str
    edition: str = ""
    title: str = ""
    subject: str = ""
    year_groups: str = ""
    category: str = ""
    highest: int | None = None
    items: int | None = None
    parts: tuple[DefinedPart, ...] = ()
    norms: tuple[NormTable, ...] = ()
    line: int = 0


def check_test(test: DefinedTest) -> Iterator[Text]:
    """What makes it no test."""
    if not test.code.strip():
        yield Text("A code is missing.")
    if len(test.code) > LONGEST_CODE or len(test.edition) > LONGEST_CODE or len(test.title) > LONGEST_TITLE:
        yield Text("The code, version or title is too long.")
    yield from check_size(test.highest, test.items)
    codes = [part.code for part in test.parts]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Text("Part {code} is there more than once.", code=code)
    if len(codes) > MOST_PARTS:
        yield Text("A test has at most {n} parts.", n=MOST_PARTS)
    for part in test.parts:
        if not part.code.strip() or len(part.code) > LONGEST_CODE or len(part.title) > LONGEST_TITLE:
            yield Text("A part needs a code of at most {n} characters.", n=LONGEST_CODE)
        yield from check_size(part.highest, part.items)


def check_size(highest: int | None, items: int | None) -> Iterator[Text]:
    if highest is not None and not 1 <= highest <= HIGHEST_RAW:
        yield Text("The highest score is a number from 1 to {n}.", n=HIGHEST_RAW)
    if items is not None and not 1 <= items <= MOST_ITEMS:
        yield Text("The number of items is from 1 to {n}.", n=MOST_ITEMS)


def check_norm(norm: NormTable, highest: int | None = None) -> tuple[Text, ...]:
    """What is wrong with a norm: rows that overlap, leave a hole or contradict each other, or nothing to norm with."""
    return tuple(_wrong_norm(norm, highest))


def _wrong_norm(norm: NormTable, highest: int | None) -> Iterator[Text]:
    if not norm.rows:
        yield Text("The norm has no rows.")
    if len(norm.rows) > MOST_ROWS:
        yield Text("A norm has at most {n} rows.", n=MOST_ROWS)
    for row in norm.rows:
        yield from _wrong_row(row, highest)
    for rows in _tables(norm):
        yield from _wrong_order(rows)
    for sort in _LEVELS:
        if len({system_of(row.term) is None for row in norm.of(sort)}) > 1:
            yield Text("The levels are A to E, I to V, or words of your own; words stand beside neither.")
    if norm.of(*ON_SCALE) and not norm.of(RowSort.SCALE):
        yield Text("The norm has levels on the scale, and no rows that lead from the raw score to the scale.")


def _tables(norm: NormTable) -> Iterator[tuple[NormRow, ...]]:
    """What must follow on itself: the scale, and the levels of each of the two ways."""
    yield norm.of(RowSort.SCALE)
    yield norm.of(RowSort.FUNCTIONING)
    for sort in _LEVELS:
        rows = norm.of(sort)
        for system in (*LevelSystem, None):
            yield tuple(row for row in rows if system_of(row.term) is system)


def _wrong_row(row: NormRow, highest: int | None) -> Iterator[Text]:
    where = _shown(row, row.begins)
    if row.begins > row.ends or row.begins < 0:
        yield Text("The row from {begins} ends before it begins.", begins=where)
    if row.sort in ON_SCALE and row.ends > HIGHEST_SCALED:
        yield Text("The row from {begins} is larger than a scale goes.", begins=where)
    if row.sort not in ON_SCALE and row.ends > (highest or HIGHEST_RAW):
        yield Text("The row from {begins} goes beyond the highest score, {n}.", begins=where, n=highest or HIGHEST_RAW)
    if row.sort is RowSort.SCALE:
        yield from _wrong_value(row, where)
    elif not row.term.strip() or len(row.term) > LONGEST_TERM:
        yield Text("The row from {begins} names no level.", begins=where)


def _wrong_value(row: NormRow, where: str) -> Iterator[Text]:
    if row.value is None:
        yield Text("The row from {begins} has no point on the scale.", begins=where)
    elif not 0 <= row.value <= HIGHEST_SCALED:
        yield Text("The row from {begins} is larger than a scale goes.", begins=where)
    elif (row.low is None) != (row.high is None):
        yield Text("The row from {begins} has one end of its interval only.", begins=where)
    elif row.low is not None and row.high is not None and not 0 <= row.low <= row.value <= row.high:
        yield Text("The interval of the row from {begins} does not hold its own point.", begins=where)


def _wrong_order(rows: Sequence[NormRow]) -> Iterator[Text]:
    """Rows follow on each other; on the scale a hole of less than a point is a way of writing decimals."""
    for row, following in pairwise(rows):
        hole = POINT if row.sort in ON_SCALE else 1
        if following.begins <= row.ends:
            yield Text("The rows from {first} and {second} overlap.", first=_shown(row, row.begins),
                       second=_shown(following, following.begins))
        elif following.begins - row.ends > hole:
            yield Text("There is a hole between {end} and {begin}.", end=_shown(row, row.ends),
                       begin=_shown(following, following.begins))
        if row.sort is RowSort.SCALE and (row.value or 0) > (following.value or 0):
            yield Text("From {begins} on the scale goes down while the score goes up.",
                       begins=_shown(following, following.begins))


def _shown(row: NormRow, value: int) -> str:
    """A score or point as it stands in the file."""
    if row.sort not in ON_SCALE:
        return str(value)
    whole, rest = divmod(value, POINT)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
