"""Which rows of a matrix are shown in which order: lists of row numbers, nothing else moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ui.progress import attention
from ui.progress.reading import Reading, searchable

if TYPE_CHECKING:
    from collections.abc import Callable

NAME, HELP_SIGN, LAST_SEEN, FIRST_TITLE = 0, 1, 2, 3
"""The columns of the matrix: three frozen ones, then the programmes or exercises."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: a column to order by, upside down or not, part of a name, only who needs help and for which
    reason ('' for any), only who is late on a learning route.
    """

    column: int = NAME
    downward: bool = False
    typed: str = ""
    only_help: bool = False
    only_late: bool = False
    reason: str = ""

    def ordered_by(self, column: int) -> Wish:
        """The same with another order; asking for the same column again turns it upside down."""
        downward = column == self.column and not self.downward
        return replace(self, column=column, downward=downward)


def arranged(reading: Reading, wish: Wish) -> list[int]:
    """The row numbers to show, top to bottom; rows that are equal stay in the order of their names."""
    order, searched = list(reading.by_name), reading.searched
    if wish.only_help:
        order = [number for number in order if attention.asks(reading.matrix.rows[number], wish.reason)]
    if wish.only_late:
        order = [number for number in order if reading.matrix.rows[number].late]
    for word in searchable(wish.typed).split():
        begun = f" {word}"
        order = [number for number in order if begun in searched[number]]
    if wish.column == NAME:
        return order[::-1] if wish.downward else order
    order.sort(key=_key(reading, wish.column), reverse=wish.downward)
    return order


def _key(reading: Reading, column: int) -> Callable[[int], Any]:
    """What asks for attention first: who needs help, who was not seen for longest, who is furthest behind."""
    rows = reading.matrix.rows
    if column == HELP_SIGN:
        return lambda number: (*attention.order(rows[number]), -rows[number].late)
    if column == LAST_SEEN:
        return lambda number: rows[number].last_seen_us or 0
    title = column - FIRST_TITLE
    ranks = _ranks()
    return lambda number: (ranks[rows[number].states[title]], rows[number].done[title])


def _ranks() -> dict[int, int]:
    """Help, then busy, then done, then not started."""
    from app.views.progress import BUSY, DONE, HELP, NOT_STARTED

    return {HELP: 0, BUSY: 1, DONE: 2, NOT_STARTED: 3}
