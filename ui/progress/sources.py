"""The two contents of the matrix: people by name, and the picture that stays when others look along.

While presenting, names, scores and everything that belongs to one person are gone. What stays is how far
the group as a whole is: per programme so many have done it, so many are busy, so many need help. Every
column is piled up on its own, done at the top, so that a row is nobody: it cannot be traced by its order,
nor by a pattern that somebody knows of a neighbour. There is nothing to open, to order, to filter, to copy
or to export, and cells have no hints.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from ui.parts.matrix_grid import HEADER, Lead
from ui.parts.matrix_tiles import CALL, CALLS, CHECK, DOT, NO_SIGN, Kind, mixed
from ui.progress.arrangement import FIRST_TITLE, HELP_SIGN, LAST_SEEN
from ui.progress.attention import reasons
from ui.progress.reading import Reading
from ui.theme.tokens import tokens
from ui.words import show, show_last_seen, show_number, tr

if TYPE_CHECKING:
    from app.views.progress import GroupMatrix, MatrixRow

SHADES = 4
"""A busy cell is darker with every quarter that is done."""


def kinds() -> tuple[Kind, ...]:
    """The tiles: not started, busy (its lightest shade), done, needs help, and the other shades of busy.

    The first four have the numbers of the states they stand for.
    """
    colours = tokens()
    busy = [_busy(mixed(colours.accent, colours.surface, 0.7 + 0.1 * shade)) for shade in range(SHADES)]
    return (
        Kind(tr("not started"), NO_SIGN, colours.track, colours.muted),
        busy[0],
        Kind(tr("done"), CHECK, _ground(colours.good), colours.surface),
        Kind(tr("needs help"), CALL, _ground(colours.warning), colours.surface),
        *busy[1:],
    )


def legend_kinds(kinds: Sequence[Kind]) -> list[Kind]:
    """The same kinds in the order in which a legend names them: from done to not started."""
    not_started, busy, done, helped, *shades = kinds
    return [done, busy, *shades, helped, not_started]


def _ground(colour: QColor) -> QColor:
    """A tone made for text, as the ground of a cell: on a light screen a little lighter."""
    return colour if tokens().is_dark else colour.lighter(125).toRgb()


def _busy(ground: QColor) -> Kind:
    return Kind(tr("busy"), DOT, ground, tokens().surface)


def tally(matrix: GroupMatrix, title: int) -> str:
    """How many stand where in one column: 'Taal A2: done 8, busy 5, needs help 3, not started 4'."""
    from app.views.progress_words import tally_words

    return show(tally_words(matrix, title))


class PeopleSource:
    """Participants by programme, or by exercise of one programme."""

    def __init__(self, reading: Reading, today: date) -> None:
        self._reading, self._today = reading, today
        self._shown: dict[int, bytes] = {}
        self._leads: dict[int, tuple[str, str, str]] = {}
        self.kinds: Sequence[Kind] = kinds()
        self.titles: Sequence[str] = [column.title for column in reading.matrix.columns]
        self.leads: Sequence[Lead] = (
            Lead(tr("Name"), tr("Order by name"), _longest(reading.names)),
            Lead("!", tr("Order by who needs help or is late"), self._sign_samples(), tone="warning"),
            Lead(
                tr("Last seen"), tr("Order by who was not seen for longest"), self._seen_samples(),
                right=True,
            ),
        )

    def _sign_samples(self) -> tuple[str, ...]:
        """Every combination that is there, or the one sign that is always room for."""
        return tuple({CALLS, *self._reading.signs})

    def _seen_samples(self) -> tuple[str, ...]:
        seen = {row.last_seen_us for row in self._reading.matrix.rows[:200]}
        return _longest([show_last_seen(at_us, self._today) for at_us in seen])

    def lead(self, row: int) -> Sequence[str]:
        texts = self._leads.get(row)
        if texts is None:
            one = self._reading.matrix.rows[row]
            seen = show_last_seen(one.last_seen_us, self._today)
            texts = self._leads[row] = (self._reading.names[row], self._reading.signs[row], seen)
        return texts

    def tiles(self, row: int) -> bytes:
        shown = self._shown.get(row)
        if shown is None:
            shown = self._shown[row] = self._shaded(row)
        return shown

    def _shaded(self, row: int) -> bytes:
        from app.views.progress import BUSY

        one = self._reading.matrix.rows[row]
        if BUSY not in one.states:
            return one.states
        triples = zip(one.states, one.done, self._reading.matrix.columns, strict=True)
        return bytes(
            _shade(done, column.total) if state == BUSY else state for state, done, column in triples
        )

    def standing(self, row: int, title: int) -> str:
        """One cell in words: 'done 12 of 12'."""
        from app.views.progress_words import standing_words

        matrix = self._reading.matrix
        return show(standing_words(matrix.rows[row], matrix.columns[title], title))

    def spoken(self, row: int, column: int) -> str:
        if row == HEADER:
            return self.hint(row, column)
        name = self._reading.matrix.rows[row].full
        if column >= FIRST_TITLE:
            title = column - FIRST_TITLE
            return tr("{name}, {title}: {standing}", name=name, title=self.titles[title],
                      standing=self.standing(row, title))
        return self._spoken_lead(row, column, name)

    def _spoken_lead(self, row: int, column: int, name: str) -> str:
        one = self._reading.matrix.rows[row]
        if column == HELP_SIGN:
            return _spoken_reasons(one, name)
        if column == LAST_SEEN:
            return tr("{name}: last seen {when}", name=name, when=self.lead(row)[LAST_SEEN])
        return self.spoken_row(row)

    def spoken_row(self, row: int) -> str:
        """A whole row: the name, how many columns stand where, the titles of those that ask for help, and why."""
        from app.views.progress import BUSY, DONE, HELP

        one = self._reading.matrix.rows[row]
        helped = [title for title, state in zip(self.titles, one.states, strict=True) if state == HELP]
        numbers = {"done": one.states.count(DONE), "busy": one.states.count(BUSY), "total": len(one.states)}
        if helped:
            stands = tr("{name}: done {done} of {total}, busy {busy}, needs help with {titles}",
                        name=one.full, titles=helped, **numbers)
        else:
            stands = tr("{name}: done {done} of {total}, busy {busy}", name=one.full, **numbers)
        others = reasons(replace(one, stuck=False))
        return f"{stands}; {others}" if others else stands  # whole phrases, not a sentence put together

    def hint(self, row: int, column: int) -> str:
        if row != HEADER:
            return self.spoken(row, column)
        if column < FIRST_TITLE:
            return self.leads[column].hint
        return tally(self._reading.matrix, column - FIRST_TITLE)

    def line(self, row: int) -> list[str]:
        """The row as it goes on the clipboard and into a file: what the screen shows, in words."""
        name, _, seen = self.lead(row)
        standings = (self.standing(row, title) for title in range(len(self.titles)))
        return [name, reasons(self._reading.matrix.rows[row]), seen, *standings]

    def header(self) -> list[str]:
        """The titles above those lines."""
        return [self.leads[0].title, tr("Needs help"), self.leads[2].title, *self.titles]


class PiledSource:
    """How far the group as a whole is, without anybody in it (see the module)."""

    def __init__(self, matrix: GroupMatrix) -> None:
        from app.views.progress import BUSY, DONE, HELP, NOT_STARTED

        self._matrix = matrix
        self.kinds: Sequence[Kind] = kinds()[:4]
        self.titles: Sequence[str] = [column.title for column in matrix.columns]
        self.leads: Sequence[Lead] = (Lead(tr("Number"), "", (show_number(len(matrix.rows)),), right=True),)
        rank = {DONE: 0, BUSY: 1, HELP: 2, NOT_STARTED: 3}
        columns = zip(*(row.states for row in matrix.rows), strict=True)
        piles = (sorted(states, key=rank.__getitem__) for states in columns)
        self._rows = [bytes(states) for states in zip(*piles, strict=True)] or [b""] * len(matrix.rows)

    def lead(self, row: int) -> Sequence[str]:
        return (show_number(row + 1),)

    def tiles(self, row: int) -> bytes:
        return self._rows[row]

    def spoken(self, row: int, column: int) -> str:
        return tally(self._matrix, column - 1) if column else ""

    def hint(self, row: int, column: int) -> str:
        return self.spoken(row, column) if row == HEADER else ""


def _spoken_reasons(row: MatrixRow, name: str) -> str:
    why = reasons(row)
    if row.needs_help:
        return tr("{name}: needs help: {reasons}", name=name, reasons=why)
    return tr("{name}: {standing}", name=name, standing=why) if why else tr("{name}: needs no help", name=name)


def _longest(texts: Sequence[str]) -> tuple[str, ...]:
    """Some of the longest: the widest on the screen is among them."""
    return tuple(heapq.nlargest(20, texts, key=len))


def _shade(done: int, total: int) -> int:
    """The tile of a busy cell: 1, or 4 to 6 for the darker ones."""
    quarter = min(done * SHADES // max(total, 1), SHADES - 1)
    return quarter + SHADES - 1 if quarter else 1
