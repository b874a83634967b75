"""Before the data of who may keep nothing here are left: what could not be sent, and what would be gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.words import show, tr, tr_count

_LEFT = 2
"""Neither accepted nor rejected."""


class LeaveDialog(FormDialog):
    """`unsent` changes could not be sent, because of `reasons`; `drafts` are messages that were typed and not sent.

    `again` tries to send once more, `stay` closes nothing, `leave` closes all the same.
    """

    def __init__(
        self, parent: QWidget, unsent: int, drafts: int, reasons: Sequence[Text], again: Callable[[], None],
        stay: Callable[[], None], leave: Callable[[], None],
    ) -> None:
        safe = (tr("&Try again"), again) if unsent else (tr("&Go back"), stay)
        super().__init__(parent, tr("Close Leerspoor"), *safe)
        self.setMinimumWidth(480)
        self._leave = leave
        self.cancel.setText(tr("&Go back"))
        self.cancel.setAccessibleName(tr("&Go back").replace("&", ""))
        self.rejected.connect(stay)
        if unsent:
            self._say_unsent(unsent, reasons)
        else:
            self.close_only()
        if drafts:
            self.say(tr_count("{n} message was typed and not sent.", "{n} messages were typed and not sent.", drafts),
                     "heading")
            self.say(tr("Your account keeps no data on this computer, so what you typed is gone when you close. Do you "
                        "still need it? Go back, and send it under Messages first."))
        all_the_same = button_of(tr("&Close all the same"), self._all_the_same)
        self.below.addWidget(all_the_same, 0, Qt.AlignmentFlag.AlignLeft)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter takes the safe way."""
        super().showEvent(event)
        self.verb.setFocus()

    def _say_unsent(self, unsent: int, reasons: Sequence[Text]) -> None:
        self.say(tr_count(
            "{n} change of yours has not reached the server yet.",
            "{n} changes of yours have not reached the server yet.", unsent), "heading")
        for reason in reasons:
            self.say(show(reason), "")
        self.say(tr("If you close now, only they stay on this computer, encrypted, and everything else is removed. "
                    "They are sent as soon as you open Leerspoor here with a connection. Nobody else sees them until "
                    "then."))

    def _all_the_same(self) -> None:
        self.done(_LEFT)
        self._leave()
