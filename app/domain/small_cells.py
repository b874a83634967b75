"""Tables of people without names: which numbers are hidden, so that no small one can be read or worked out.

What counts (statistical disclosure control as it is taught: primary, then complementary suppression):

- A number from 1 up to the threshold is hidden. Zero is shown: it is nobody's. It may be hidden to cover another one.
- Further numbers are hidden with it until, whatever is subtracted from whatever total, each hidden small number could
  still be as large as the threshold and could still be one less. So nobody can tell that it is small, nor work it out.
- Numbers are never rounded: what is shown is true. A share is shown as less than 5 % or more than 95 % beyond those.
- Two tables that were published one after the other may not be subtracted either: `small_differences` points them out.

A table with its totals is a circulation in which every number is an arc: from a row to a column, from a column through
its total to the whole, and from the whole through the total of a row back to it. A hidden number can be larger exactly
where a cycle of hidden arcs goes through it; the cheapest cycle is what is hidden (Cox, 1995; Castro, 2012).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

LEAST, OUTSIDE = 5, 10
"""No threshold is below the first; the second is that of what leaves the organisation where nothing was chosen."""
BOTTOM, TOP = 5, 95
SETTING = "small_cells"
"""The threshold among the settings of learning."""
Shown = int | None
_Cell = tuple[int, int]
_Step = tuple[_Cell, int]  # a cell, and whether it goes up (1) or down (-1)


@dataclass(frozen=True, slots=True)
class Protected:
    """The numbers that may be shown, None for one that is hidden; in the order in which they were given."""

    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown

    @property
    def hidden(self) -> int:
        return sum(one is None for row in (*self.cells, self.row_totals, self.column_totals, (self.total,))
                   for one in row)


def threshold_of(value: str) -> int:
    """The threshold that was recorded, or the usual one; never below the least."""
    return max(int(value), LEAST) if value.isascii() and value.isdigit() else OUTSIDE


def is_small(number: int, threshold: int) -> bool:
    return 0 < number < threshold


def protect(counts: Sequence[Sequence[int]], threshold: int, keep_columns: bool = False) -> Protected:
    """Which numbers of a table and its totals may be shown. `counts` are rows of whole numbers from zero on.

    `keep_columns`: the totals of the columns and that of the whole stand in other tables too, so they are never hidden
    to cover another one; each of them is then the threshold or more, or zero. A table in which people of a column
    without enough of them stand is not for this. ValueError for a number below zero and for ragged rows.
    """
    if any(number < 0 for row in counts for number in row) or len({len(row) for row in counts}) > 1:
        raise ValueError("a table has rows of one length, with numbers from zero on")
    table = _Table([list(row) for row in counts], threshold, keep_columns)
    table.cover()
    return table.shown()


def protect_line(values: Sequence[int], people: Sequence[int], threshold: int) -> tuple[tuple[Shown, ...], Shown]:
    """Sums of something, such as hours, over parts and in total: hidden where too few people are behind them.

    Of hidden parts there are at least two, with enough people together, or the total is hidden too.
    """
    hidden = {at for at, number in enumerate(people) if is_small(number, threshold)}
    rest = sorted((at for at, number in enumerate(people) if number and at not in hidden), key=lambda at: people[at])
    while hidden and rest and (len(hidden) < 2 or sum(people[at] for at in hidden) < threshold):
        hidden.add(rest.pop(0))
    alone = bool(hidden) and (len(hidden) < 2 or sum(people[at] for at in hidden) < threshold)
    total = None if alone or is_small(sum(people), threshold) else sum(values)
    return tuple(None if at in hidden else value for at, value in enumerate(values)), total


def protect_places(
    places: Sequence[tuple[int, Sequence[int]]], threshold: int,
) -> tuple[tuple[Shown, ...], tuple[tuple[Shown, ...], ...]]:
    """Numbers of people per place, and per part of each place, which stand in two tables: neither tells what the other
    hides. `places` are (number, those of its parts); gives the same.
    """
    numbers = [number for number, _ in places]
    of_places, _ = protect_line(numbers, numbers, threshold)
    of_parts = (protect_line(parts, parts, threshold)[0] for _, parts in places)
    return of_places, tuple(
        parts if whole is not None else _hide_one(parts) for whole, parts in zip(of_places, of_parts, strict=True))


def _hide_one(parts: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """Of a place that is hidden its parts cannot be added up."""
    least = min((number for number in parts if number), default=0)
    if None in parts or not least:
        return parts
    at = parts.index(least)
    return *parts[:at], None, *parts[at + 1:]


def coded_share(part: int, whole: int) -> tuple[str, int]:
    """A share in whole percents with its sign: ('<', 5), ('', 40), ('>', 95); ('', 0) of nobody."""
    if not whole or not part:
        return "", 0
    percent = (200 * part + whole) // (2 * whole)
    if percent < BOTTOM:
        return "<", BOTTOM
    return (">", TOP) if percent > TOP else ("", percent)


def small_differences(before: Mapping[str, int], now: Mapping[str, int], threshold: int) -> tuple[str, ...]:
    """What stands in both and differs by so few people that the difference tells about them."""
    return tuple(name for name, number in now.items()
                 if name in before and is_small(abs(number - before[name]), threshold))


@dataclass(slots=True)
class _Table:
    """The table with its totals in a last row and column, and what of it is hidden."""

    counts: list[list[int]]
    threshold: int
    keep_columns: bool
    rows: int = 0
    columns: int = 0
    hidden: set[_Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows, self.columns = len(self.counts), len(self.counts[0]) if self.counts else 0
        for row in self.counts:
            row.append(sum(row))
        self.counts.append([sum(column) for column in zip(*self.counts, strict=True)] or [0])
        self.hidden = {cell for cell in self._all() if is_small(self._value(cell), self.threshold)}

    def cover(self) -> None:
        """Hide until each small number could be as large as the threshold, and one less."""
        small = sorted(self.hidden, key=lambda cell: (self._value(cell), cell))
        for cell in small:
            self._make_room(cell, 1, self.threshold - self._value(cell))
            self._make_room(cell, -1, 1)

    def shown(self) -> Protected:
        seen = [[None if (at, to) in self.hidden else number for to, number in enumerate(row)]
                for at, row in enumerate(self.counts)]
        *inner, last = seen
        return Protected(tuple(tuple(row[:-1]) for row in inner), tuple(row[-1] for row in inner),
                         tuple(last[:-1]), last[-1])

    def _make_room(self, cell: _Cell, way: int, amount: int) -> None:
        """Hide the cheapest numbers that let this one move so far; some moves go through several cycles."""
        moved: dict[_Cell, int] = {}
        left = amount
        while left > 0:
            cycle = self._cheapest(cell, way, moved)
            step = min(left, *(self._room(one, to, moved) for one, to in cycle))
            for one, to in cycle:
                moved[one] = moved.get(one, 0) + to * int(step)
                self.hidden.add(one)
            left -= int(step)

    def _cheapest(self, cell: _Cell, way: int, moved: Mapping[_Cell, int]) -> list[_Step]:
        """The cycle through this number, by what it would hide anew; ValueError where there is none."""
        begins, ends = self._ends(cell)
        start, goal = (ends, begins) if way > 0 else (begins, ends)
        best: dict[int, float] = {start: 0}
        came: dict[int, tuple[int, _Step]] = {}
        queue: list[tuple[float, int]] = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == goal:
                return [(cell, way), *_back(came, start, goal)]
            if cost > best[node]:
                continue
            for step, other in self._steps(node, cell, moved):
                whole = cost + self._cost(step[0])
                if whole < best.get(other, inf):
                    best[other], came[other] = whole, (node, step)
                    heapq.heappush(queue, (whole, other))
        raise ValueError("a column has fewer people than the threshold, and its total is to be shown")

    def _steps(self, node: int, without: _Cell, moved: Mapping[_Cell, int]) -> Iterator[tuple[_Step, int]]:
        for cell in self._all():
            if cell == without or (self._stays(cell) and cell not in self.hidden):
                continue
            begins, ends = self._ends(cell)
            if node == begins:
                yield (cell, 1), ends
            elif node == ends and self._room(cell, -1, moved) > 0:
                yield (cell, -1), begins

    def _cost(self, cell: _Cell) -> float:
        """Little numbers first, and totals last: they are what people look for."""
        if cell in self.hidden:
            return 0.001
        is_total = cell[0] == self.rows or cell[1] == self.columns
        return self._value(cell) + 1 + (self.counts[-1][-1] + 1 if is_total else 0)

    def _stays(self, cell: _Cell) -> bool:
        return self.keep_columns and cell[0] == self.rows

    def _room(self, cell: _Cell, way: int, moved: Mapping[_Cell, int]) -> float:
        """How far a number can go up, or down to zero."""
        return inf if way > 0 else self._value(cell) + moved.get(cell, 0)

    def _value(self, cell: _Cell) -> int:
        return self.counts[cell[0]][cell[1]]

    def _all(self) -> Iterator[_Cell]:
        return ((row, column) for row in range(self.rows + 1) for column in range(self.columns + 1))

    def _ends(self, cell: _Cell) -> tuple[int, int]:
        """Where the arc of a number begins and ends. Nodes are the rows, then the columns, the last of each the totals.
        """
        row, column = cell
        of_row, of_column = row, self.rows + 1 + column
        inner_row, inner_column = row < self.rows, column < self.columns
        return (of_row, of_column) if inner_row == inner_column else (of_column, of_row)


def _back(came: Mapping[int, tuple[int, _Step]], start: int, goal: int) -> Iterator[_Step]:
    while goal != start:
        goal, step = came[goal]
        yield step
