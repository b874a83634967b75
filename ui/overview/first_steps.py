"""What an organisation that has just begun does first; each step goes when it was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.words import tr

if TYPE_CHECKING:
    from app.views.overview import Overview


class Step(NamedTuple):
    """What to do, why, and the button that does it."""

    title: str
    detail: str
    button: str
    pressed: Callable[[], None]


def first_steps(values: Overview, shell: Shell, parent: QWidget) -> list[Step]:
    """Only what this actor may do, and only while it is lacking; not while it may still come from the server."""
    if values.is_coming_in:
        return []
    actor, found = shell.sight.actor, []
    if not values.participants_active and allowed(actor, Permission.IMPORT):
        found.append(Step(
            tr("Nobody is here yet"),
            tr("Import {participants} and {groups} from a file. You see first what would happen."),
            tr("Import people…"), shell.bring_in))
    if not values.seats_bought and allowed(actor, Permission.EDIT_LICENCES):
        found.append(Step(
            tr("No licence is running"), tr("Record the agreement; then {participants} can get a seat."),
            tr("Record agreement…"), lambda: _record(shell, parent)))
    return found


def _record(shell: Shell, parent: QWidget) -> None:
    from ui.licences.record_dialog import RecordDialog

    RecordDialog(parent, shell).open()
