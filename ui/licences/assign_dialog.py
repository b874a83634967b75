"""Assign seats: choose people, and see at once who fits, who does not, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.seat_outcome import SeatOutcome, fit_tone, fit_word
from ui.licences.seats import name_key, person_columns
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.pick_dialog import PickDialog
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, SeatHolder

class AssignDialog(PickDialog):
    """`assign` gets the ids that were chosen and fit; `order` (for so many as do not fit) and `free` open what
    is offered when it is full. `people` take part without a seat.
    """

    def __init__(
        self, parent: QWidget, shell: Shell, detail: LicenceDetail, people: Sequence[SeatHolder],
        assign: Callable[[list[bytes]], None], order: Callable[[int], None], free: Callable[[], None],
    ) -> None:
        super().__init__(parent, tr("Assign seats: {licence}", licence=detail.row.package), "")
        self._shell, self._assign = shell, assign
        self.licence_id = detail.row.id
        self._room, self._may_free = 0, detail.may_free
        self._fits: dict[bytes, bool] = {}
        self.opening = self.say("", "")
        self.fill(people_search(self._shell.veil, tr("Search by name or {group}"), self.search), 0)
        self.fill_picks(self._make_table(), lambda holder: f"{holder.name} {holder.groups}")
        self.outcome = SeatOutcome(shell, lambda: order(len(self.not_fitting())), free)
        self.fill(self.outcome, 0)
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
        self.outcome.show_outcome(left_out, self.elsewhere(), not self._room, self._may_free)
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._assign([holder.participant_id for holder in self.fitting()])
            super().accept()

    def _make_table(self) -> PickTable:
        columns = person_columns(self._shell, with_since=False)
        columns.append(Column(tr("Outcome"), self._outcome_of, width=14, tone=self._tone_of))
        table = PickTable(columns, tr("{Participants} without a seat"), _person_of)
        table.setMinimumHeight(180)
        return table

    def _outcome_of(self, holder: SeatHolder) -> str:
        if holder.elsewhere:
            return tr("other {location}")
        fits = self._fits.get(holder.participant_id)
        if fits is None:
            return ""
        return fit_word(fits)

    def _tone_of(self, holder: SeatHolder) -> str:
        if holder.elsewhere:
            return "neutral"
        fits = self._fits.get(holder.participant_id)
        return "" if fits is None else fit_tone(fits)


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
