"""Free seats of people who were not seen for long: shown with their last visit and what their coach set out, chosen one
by one, never by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.seats import person_columns
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.pick_dialog import PickDialog
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import show_date, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.unused_seats import SetOut, UnusedSeat, UnusedSeats


class FreeDialog(PickDialog):
    """`free` gets the ids that were chosen."""

    def __init__(
        self, parent: QWidget, shell: Shell, unused: UnusedSeats, free: Callable[[list[bytes]], None],
    ) -> None:
        super().__init__(parent, tr("Free seats: {licence}", licence=unused.package), "")
        self._free = free
        self.say(_opening(unused), "")
        self.say(tr("Account, results and certificates stay. You can undo this at once."))
        self.table = PickTable(_columns(shell), tr("{Participants} who were not seen"), _person_of)
        self.table.set_rows(unused.rows)
        if unused.rows:
            self.fill(people_search(shell.veil, tr("Search by name or {group}"), self.search), 0)
            self.fill_picks(self.table, lambda row: f"{row.holder.name} {row.holder.groups}")
        self.resize(960 if unused.rows else 720, 480 if unused.rows else 180)
        self.check()

    def check(self) -> None:
        chosen = len(self.table.picked())
        self.name_verb(tr_count("Free {n} seat", "Free {n} seats", chosen) if chosen else tr("Free seats"))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._free([row.holder.participant_id for row in self.table.picked()])
            super().accept()


def _columns(shell: Shell) -> list[Column]:
    """As of everybody with a seat, and what the coach set out: who still has something to do may be coming back."""
    def of_holder(column: Column) -> Column:
        return replace(column, text=lambda row: column.text(row.holder), sort_key=lambda row: column.order(row.holder))

    def coaches(row: UnusedSeat) -> str:
        return ", ".join(shell.veil.name(name) for name in row.coaches) or tr("nobody")

    def set_out(row: UnusedSeat) -> str:
        return shell.veil.value(_set_out(row.set_out), row.holder.participant_id)

    name, _groups, *others = map(of_holder, person_columns(shell, with_since=True))
    return [
        replace(name, under=lambda row: row.holder.groups), *others,
        Column(tr("{Coaches}"), coaches, width=18, muted=True),
        Column(tr("Set out for them"), set_out, width=26),
    ]


def _set_out(routes: tuple[SetOut, ...]) -> str:
    if not routes:
        return tr("nothing")
    first, more = routes[0], len(routes) - 1
    said = first.route if first.until is None else tr(
        "{route}, up to {day}", route=first.route, day=show_short_date(first.until))
    return tr("{route} and {n} more", route=said, n=more) if more else said


def _person_of(row: UnusedSeat) -> bytes:
    return row.holder.participant_id


def _opening(unused: UnusedSeats) -> str:
    day = show_date(unused.before)
    if not unused.is_allowed:
        return tr("The terms of this licence do not let a seat be used again.")
    if not unused.rows:
        return tr("Everybody with a seat was seen since {day}. There is nothing to free.", day=day)
    return tr_count(
        "{n} {participant} with a seat was not seen since {day}. Choose whose seat may go.",
        "{n} {participants} with a seat were not seen since {day}. Choose whose seats may go.",
        len(unused.rows), day=day)
