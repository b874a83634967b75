"""Kerning: how much closer two letters of a face stand, such as the T and the o of a name in large type.

ReportLab does not kern. This reads what the fonts of resources/fonts hold: pair adjustments (lookup type 2)
of the feature `kern` in the table GPOS, as the OpenType specification describes it. Other lookups are left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from struct import unpack_from

_PAIR_ADJUSTMENT, _EXTENSION = 2, 9
_X_ADVANCE = 0x0004

PairRule = Callable[[int, int], int | None]
"""From two glyphs to the change of the first one's width; None: the next rule decides."""


class Kerning:
    """The pairs of one face; glyphs are glyph numbers, changes are in units of the face."""

    def __init__(self, positioning: bytes) -> None:
        self._rules = [_rule(positioning, start) for start in _pair_tables(positioning)]
        self._known: dict[tuple[int, int], int] = {}

    def between(self, left: int, right: int) -> int:
        """How much the width of `left` changes before `right`: mostly zero or negative."""
        pair = left, right
        change = self._known.get(pair)
        if change is None:
            answers = (rule(left, right) for rule in self._rules)
            change = self._known[pair] = next((answer for answer in answers if answer is not None), 0)
        return change


def _numbers(data: bytes, start: int, count: int) -> tuple[int, ...]:
    return unpack_from(f">{count}H", data, start)


def _offsets(data: bytes, start: int) -> list[int]:
    """A counted list of offsets from its own beginning."""
    (count,) = _numbers(data, start, 1)
    return [start + offset for offset in _numbers(data, start + 2, count)]


def _pair_tables(data: bytes) -> Iterator[int]:
    """Where the pair adjustments of the feature `kern` begin."""
    features, lookups = _numbers(data, 6, 2)
    chosen: set[int] = set()
    for place in range(_numbers(data, features, 1)[0]):
        record = features + 2 + 6 * place
        if data[record : record + 4] == b"kern":
            feature = features + _numbers(data, record + 4, 1)[0]
            chosen.update(_numbers(data, feature + 4, _numbers(data, feature + 2, 1)[0]))
    places = _offsets(data, lookups)
    for number in sorted(chosen):
        yield from _tables_of_lookup(data, places[number])


def _tables_of_lookup(data: bytes, lookup: int) -> Iterator[int]:
    (kind,) = _numbers(data, lookup, 1)
    for table in (lookup + offset for offset in _numbers(data, lookup + 6, _numbers(data, lookup + 4, 1)[0])):
        if kind == _PAIR_ADJUSTMENT:
            yield table
        elif kind == _EXTENSION and _numbers(data, table + 2, 1)[0] == _PAIR_ADJUSTMENT:
            yield table + unpack_from(">I", data, table + 4)[0]


def _rule(data: bytes, table: int) -> PairRule:
    shape, coverage, first, second = _numbers(data, table, 4)
    covered = _coverage(data, table + coverage)
    if not first & _X_ADVANCE:
        return lambda left, right: None
    advance = 2 * (first & (_X_ADVANCE - 1)).bit_count()
    size = 2 * (first.bit_count() + second.bit_count())
    chosen = _listed_pairs if shape == 1 else _class_pairs
    return chosen(data, table, covered, advance, size)


def _listed_pairs(data: bytes, table: int, covered: dict[int, int], advance: int, size: int) -> PairRule:
    sets = [table + offset for offset in _numbers(data, table + 10, _numbers(data, table + 8, 1)[0])]

    @cache
    def pairs_of(place: int) -> dict[int, int]:
        start, count = sets[place] + 2, _numbers(data, sets[place], 1)[0]
        records = range(start, start + count * (2 + size), 2 + size)
        return {_numbers(data, record, 1)[0]: unpack_from(">h", data, record + 2 + advance)[0] for record in records}

    def change(left: int, right: int) -> int | None:
        place = covered.get(left)
        return None if place is None else pairs_of(place).get(right)

    return change


def _class_pairs(data: bytes, table: int, covered: dict[int, int], advance: int, size: int) -> PairRule:
    left_at, right_at, _, right_count = _numbers(data, table + 8, 4)
    left_classes, right_classes = _classes(data, table + left_at), _classes(data, table + right_at)

    def change(left: int, right: int) -> int | None:
        if left not in covered:
            return None
        place = left_classes.get(left, 0) * right_count + right_classes.get(right, 0)
        return int(unpack_from(">h", data, table + 16 + place * size + advance)[0])

    return change


def _coverage(data: bytes, start: int) -> dict[int, int]:
    """Glyph number to its place in the coverage table."""
    shape, count = _numbers(data, start, 2)
    if shape == 1:
        return {glyph: place for place, glyph in enumerate(_numbers(data, start + 4, count))}
    covered: dict[int, int] = {}
    for number in range(count):
        first, last, place = _numbers(data, start + 4 + 6 * number, 3)
        covered.update(zip(range(first, last + 1), range(place, place + last - first + 1), strict=True))
    return covered


def _classes(data: bytes, start: int) -> dict[int, int]:
    """Glyph number to its class; a glyph that is not named has class 0."""
    (shape,) = _numbers(data, start, 1)
    if shape == 1:
        first, count = _numbers(data, start + 2, 2)
        return dict(enumerate(_numbers(data, start + 6, count), first))
    classes: dict[int, int] = {}
    for number in range(_numbers(data, start + 2, 1)[0]):
        first, last, kind = _numbers(data, start + 4 + 6 * number, 3)
        classes.update(dict.fromkeys(range(first, last + 1), kind))
    return classes
