"""Free seats of people who were not seen for long: shown with their last visit, chosen one by one, never by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.licences.reuse import Reuse
from ui.licences.seats import person_columns, unseen_since
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog
from ui.parts.pick_table import PickTable
from ui.words import show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, SeatHolder


class FreeDialog(FormDialog):
    """`free` gets the ids that were chosen."""

    def __init__(
        self, parent: QWidget, shell: Shell, detail: LicenceDetail, reuse: Reuse, free: Callable[[list[bytes]], None],
    ) -> None:
        super().__init__(parent, tr("Free seats: {licence}", licence=detail.row.package), "")
        self._free = free
        unseen = unseen_since(detail.holders, reuse.before, reuse.before_us)
        self.say(_opening(len(unseen), reuse), "")
        self.say(tr("Account, results and certificates stay. You can undo this at once."))
        self.table = PickTable(
            person_columns(shell, with_since=True), tr("{Participants} who were not seen"), _person_of)
        self.table.set_rows(unseen)
        if unseen:
            self.fill_table(self.table)
        self.table.picks_moved.connect(self.check)
        self.resize(720, 480 if unseen else 180)
        self.check()

    def is_complete(self) -> bool:
        return bool(self.table.picked())

    def check(self) -> None:
        chosen = len(self.table.picked())
        self.name_verb(tr_count("Free {n} seat", "Free {n} seats", chosen) if chosen else tr("Free seats"))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._free([holder.participant_id for holder in self.table.picked()])
            super().accept()


def _person_of(holder: SeatHolder) -> bytes:
    return holder.participant_id


def _opening(unseen: int, reuse: Reuse) -> str:
    day = show_date(reuse.before)
    if not unseen:
        return tr("Everybody with a seat was seen since {day}. There is nothing to free.", day=day)
    return tr_count(
        "{n} {participant} with a seat was not seen since {day}. Choose whose seat may go.",
        "{n} {participants} with a seat were not seen since {day}. Choose whose seats may go.", unseen, day=day,
    )
