"""Assign seats: choose people, and see at once who fits, who does not, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.seats import matcher, name_key, person_columns
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, SeatHolder

_NAMES_SHOWN = 5


class AssignDialog(FormDialog):
    """`assign` gets the ids that were chosen and fit; `order` and `free` open what is offered when it is full.

    `people` take part without a seat. `free` is None where the provider does not let seats be used again.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, detail: LicenceDetail, people: Sequence[SeatHolder],
        assign: Callable[[list[bytes]], None], order: Callable[[], None], free: Callable[[], None] | None,
    ) -> None:
        super().__init__(parent, tr("Assign seats: {licence}", licence=detail.row.package), "")
        self._shell, self._assign = shell, assign
        self._room = 0
        self._fits: dict[bytes, bool] = {}
        self.opening = self.say("", "")
        self.table = self._make_table()
        self.fill(people_search(self._shell.veil, tr("Search by name or {group}"), self._search), 0)
        self.fill_table(self.table)
        self.outcome = self.say_below("", "")
        self.ways_out = self._make_ways_out(order, free)
        self.fill(self.ways_out, 0)
        self.table.picks_moved.connect(self.check)
        self.resize(780, 560)
        self.show_people(detail, people)

    def show_people(self, detail: LicenceDetail, people: Sequence[SeatHolder]) -> None:
        """Show what is free now, and for whom; seats that were freed meanwhile count at once, and ticks stay."""
        self._room = detail.room
        self.opening.setText(_opening(self._room, bool(people)))
        self.table.set_rows(sorted(people, key=name_key))
        self.check()

    def fitting(self) -> list[SeatHolder]:
        """Who is chosen and gets a seat: the first in the order of the list."""
        return self._from_here()[:self._room]

    def not_fitting(self) -> list[SeatHolder]:
        return self._from_here()[self._room:]

    def elsewhere(self) -> list[SeatHolder]:
        """Who is chosen and belongs to another location, to which use of these seats is not bound."""
        return [one for one in self.table.picked() if one.elsewhere]

    def _from_here(self) -> list[SeatHolder]:
        return [one for one in self.table.picked() if not one.elsewhere]

    def is_complete(self) -> bool:
        return bool(self.fitting())

    def check(self) -> None:
        """Say who fits, and offer a way out when not everybody does."""
        fitting, left_out = self.fitting(), self.not_fitting()
        self._fits = {holder.participant_id: True for holder in fitting}
        self._fits |= {holder.participant_id: False for holder in left_out}
        self.table.viewport().update()
        self.name_verb(_verb(len(fitting)))
        self._say_outcome(left_out, self.elsewhere())
        self.ways_out.setVisible(bool(left_out) or not self._room)
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._assign([holder.participant_id for holder in self.fitting()])
            super().accept()

    def _say_outcome(self, left_out: list[SeatHolder], elsewhere: list[SeatHolder]) -> None:
        said = [_left_out_sentence(self._names(left_out))] if left_out else []
        said += [_elsewhere_sentence(self._names(elsewhere))] if elsewhere else []
        self.outcome.setText("\n".join(said))
        self.outcome.setVisible(bool(said))

    def _names(self, people: list[SeatHolder]) -> list[str]:
        return [self._shell.veil.name(one.name, one.participant_id) for one in people]

    def _make_table(self) -> PickTable:
        columns = person_columns(self._shell, with_since=False)
        columns.append(Column(tr("Outcome"), self._outcome_of, width=14, tone=self._tone_of))
        table = PickTable(columns, tr("{Participants} without a seat"), _person_of)
        table.setMinimumHeight(180)
        return table

    def _make_ways_out(self, order: Callable[[], None], free: Callable[[], None] | None) -> QWidget:
        """What can be done when there is no room: never done by itself."""
        box = QWidget()
        row = FlowLayout(box)
        row.addWidget(button_of(tr("Order &more…"), order))
        if free is not None:
            row.addWidget(button_of(tr("Seats &not used…"), free))
        return box

    def _search(self, typed: str) -> None:
        self.table.set_filter(matcher(typed) if typed.strip() else None)

    def _outcome_of(self, holder: SeatHolder) -> str:
        if holder.elsewhere:
            return tr("other {location}")
        fits = self._fits.get(holder.participant_id)
        if fits is None:
            return ""
        return tr("gets a seat") if fits else tr("does not fit")

    def _tone_of(self, holder: SeatHolder) -> str:
        if holder.elsewhere:
            return "neutral"
        fits = self._fits.get(holder.participant_id)
        return "" if fits is None else "good" if fits else "warning"


def _person_of(holder: SeatHolder) -> bytes:
    return holder.participant_id


def _verb(fitting: int) -> str:
    return tr_count("Assign {n} seat", "Assign {n} seats", fitting) if fitting else tr("Assign seats")


def _opening(room: int, somebody_waits: bool) -> str:
    if not somebody_waits:
        return tr("Everybody has a seat already; there is nobody to choose.")
    if room == 0:
        return tr("All seats of this licence are in use. Nobody else can get a seat now.")
    return tr_count("{n} seat is free. Choose who gets it.", "{n} seats are free. Choose who gets them.", room)


def _elsewhere_sentence(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return tr("These seats are for another {location} than that of: {names}. Choose a licence of that {location}.",
              names=shown if len(names) <= _NAMES_SHOWN else f"{shown}, …")


def _left_out_sentence(names: list[str]) -> str:
    shown, more = ", ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN
    if more > 0:
        return tr_count(
            "Does not fit: {names} and {n} other.", "Do not fit: {names} and {n} others.", more, names=shown,
        )
    return tr_count("{n} person does not fit: {names}.", "{n} people do not fit: {names}.", len(names), names=shown)
