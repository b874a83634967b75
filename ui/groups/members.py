"""The table of people in a group (or of everybody); selected rows can be dragged onto another group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent

from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.table import RowTable
from ui.words import list_name, list_name_key, search_matcher, show_last_seen, tr

if TYPE_CHECKING:
    from app.views.people import ParticipantRow

_GROUPS_COLUMN, _YEAR_GROUP_COLUMN, _TERMS_COLUMN = 1, 2, 4
_KIND = "application/x-leerspoor-people"


class MemberTable(RowTable):
    """`removal_wanted` is Delete on the chosen rows."""

    removal_wanted = Signal()

    def __init__(self, shell: Shell, may_edit: bool) -> None:
        super().__init__(person_columns(shell), tr("{Participants}"), person_key, several=True)
        self._may_edit = may_edit
        self.setDragEnabled(may_edit)

    def show_groups(self, are_shown: bool) -> None:
        """In a group of their own the groups of everybody say little."""
        self.setColumnHidden(_GROUPS_COLUMN, not are_shown)

    def show_year_groups(self, are_shown: bool) -> None:
        """Only where somebody has one."""
        self.setColumnHidden(_YEAR_GROUP_COLUMN, not are_shown)

    def show_terms(self, are_shown: bool) -> None:
        """Only where people accept user terms."""
        self.setColumnHidden(_TERMS_COLUMN, not are_shown)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """The rows travel as a number only: who they are stays in this table."""
        if not self._may_edit or not self.chosen():
            return
        drag, carried = QDrag(self), QMimeData()
        carried.setData(_KIND, str(len(self.chosen())).encode())
        drag.setMimeData(carried)
        drag.exec(Qt.DropAction.MoveAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


def person_columns(shell: Shell) -> tuple[Column, ...]:
    """Name, groups, year group, what is worth noticing, last visit; names behind the veil."""
    today, veil = shell.sight.today, shell.veil

    def name(row: ParticipantRow) -> str:
        return veil.name(list_name(row.full, row.listed), row.id)

    def seen(row: ParticipantRow) -> str:
        return veil.value(show_last_seen(row.last_seen_us, today), row.id)

    return (
        Column(tr("Name"), name, width=26, stretch=True, sort_key=person_order),
        Column(tr("{Groups}"), lambda row: row.groups, width=24, muted=True),
        Column(tr("Year group"), lambda row: row.year_group, width=8),
        Column(tr("Note"), notice_of, width=13, tone=notice_tone),
        Column(tr("User terms"), terms_of, width=14, muted=True),
        Column(tr("Last visit"), seen, width=13, sort_key=lambda row: row.last_seen_us or 0),
    )


def terms_of(row: ParticipantRow) -> str:
    """Not being asked yet is a state like any other, so it is no warning."""
    return {"accepted": tr("Accepted"), "not asked": tr("Not asked yet")}.get(row.terms, "")


def person_key(row: ParticipantRow) -> bytes:
    return row.id


def person_order(row: ParticipantRow) -> Any:
    return list_name_key(row.full, row.listed)


def person_matcher(typed: str) -> Callable[[ParticipantRow], bool] | None:
    """Who fits what was typed, by name or group; None where nothing was typed."""
    if not typed.strip():
        return None
    fits = search_matcher(typed)
    return lambda row: fits(" ".join((row.full, row.groups)))


def notice_of(row: ParticipantRow) -> str:
    """What is worth noticing about somebody; most people have nothing."""
    if row.state == "left":
        return tr("Left")
    if row.state == "suspended":
        return tr("Suspended")
    return "" if row.has_seat else tr("No seat")


def notice_tone(row: ParticipantRow) -> str:
    if row.state == "suspended":
        return "danger"
    return "neutral" if row.state == "left" else "" if row.has_seat else "warning"
