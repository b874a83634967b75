"""Asks before logging out, and warns where something still waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.words import tr, tr_count


class LogOutDialog(FormDialog):
    """`waiting` changes have not reached the server; `out` logs out, `sync` first synchronises once more. Without
    `keeps` nothing else stays on this computer.
    """

    def __init__(
        self, parent: QWidget, waiting: int, out: Callable[[], None], sync: Callable[[], None], keeps: bool = True,
    ) -> None:
        safe = (tr("&Synchronise first"), sync) if waiting else (tr("&Log out"), out)
        super().__init__(parent, tr("Log out"), *safe)
        self.setMinimumWidth(460)
        self._out = out
        if waiting:
            self.say(tr_count(
                "{n} change of yours has not reached the server yet.",
                "{n} changes of yours have not reached the server yet.", waiting), "heading")
            self.say(tr("If you log out now, they stay on this computer, encrypted, and are sent after the next "
                        "log-in here. Nobody else sees them until then."))
        self.say(tr("Your data stay on this computer, encrypted. This computer exchanges nothing with the server "
                    "until somebody logs in again.") if keeps else
                 tr("Everything else is removed from this computer, and is fetched again after the next log-in.")
                 if waiting else
                 tr("Your data are removed from this computer, and are fetched again after the next log-in."))
        if waiting:
            all_the_same = button_of(tr("&Log out all the same"), self._all_the_same)
            self.below.addWidget(all_the_same, 0, Qt.AlignmentFlag.AlignLeft)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter takes the safe way."""
        super().showEvent(event)
        self.verb.setFocus()

    def _all_the_same(self) -> None:
        self.reject()
        self._out()
