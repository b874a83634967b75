"""Stands in the place of the panels while the data are locked: too long without the server (S14), an account that has
ended, or one that works only while it is connected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.sync import SyncStanding
    from ui.sync.runner import SyncRunner

_WIDE = 620


class LockedPage(QWidget):
    """One contact with the server opens everything again; `runner` is what makes it."""

    def __init__(
        self, standing: SyncStanding, now: Callable[[], None], log_in: Callable[[], None],
        runner: SyncRunner | None = None,
    ) -> None:
        super().__init__()
        self._standing, self._runner = standing, runner
        self._fetches = standing.only_connected and not standing.ended
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        column.setSpacing(14)
        column.addStretch(1)
        self._title, self._words = label("", "title"), label("", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for line in (self._title, self._words):
            column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.addWidget(button_of(tr("&Log in again…"), log_in))
        row.addWidget(button_of(tr("&Synchronise now"), now, primary=True))
        column.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._say_state()
        if runner is not None:
            runner.changed.connect(self._say_state)

    def _say_state(self) -> None:
        """Where nothing is kept, that all of it comes in by now."""
        comes = self._fetches and self._runner is not None and self._runner.state.running
        self._title.setText(tr("Your data are being fetched…") if comes else tr("These data are locked"))
        self._words.setText(tr(
            "Your account keeps no data on this computer, so everything comes from the server again. It opens by "
            "itself as soon as it is here.") if comes else _why(self._standing))
        self._words.setFixedSize(_WIDE, self._words.heightForWidth(_WIDE))
        self._buttons.setHidden(comes)


def _why(standing: SyncStanding) -> str:
    """Why, what it means for the data, and what to do."""
    if standing.ended and standing.only_connected:
        return tr(
            "Your account has ended. It keeps no data on this computer; what you did here and was not sent is kept, "
            "encrypted. Is that not right? Ask your {administrator}, and synchronise afterwards: then everything is "
            "fetched again.")
    if standing.ended_on is not None:
        return tr(
            "Your account ended on {day}. Nothing was deleted, and what you did here is kept. Is that not right? Ask "
            "your {administrator}, and synchronise afterwards: then everything opens again.",
            day=show_date(standing.ended_on))
    if standing.ended:
        return tr(
            "The server says that your account has ended. Nothing was deleted, and what you did here is kept. Is that "
            "not right? Ask your {administrator}, and synchronise afterwards: then everything opens again.")
    if standing.only_connected:
        return " ".join(filter(None, [
            tr("Your account keeps no data on this computer, so without the server there is nothing to show. Connect "
               "to the network and synchronise: then everything is fetched again."),
            tr_count("{n} change that you made here waits, encrypted, and is sent first.",
                     "{n} changes that you made here wait, encrypted, and are sent first.", standing.unsent)
            if standing.unsent else "",
            tr("Do you need to work without a network? Ask your {administrator}.")]))
    return tr_count(
        "This computer has not been in contact with the server for more than {n} day. Nothing was deleted, and "
        "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
        "This computer has not been in contact with the server for more than {n} days. Nothing was deleted, and "
        "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
        standing.offline_days)
