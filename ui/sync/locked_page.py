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

_WIDE = 620


class LockedPage(QWidget):
    """Nothing was deleted; one contact with the server opens everything again."""

    def __init__(self, standing: SyncStanding, now: Callable[[], None], log_in: Callable[[], None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(label(tr("These data are locked"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        words = label(_why(standing), wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setFixedSize(_WIDE, words.heightForWidth(_WIDE))
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button_of(tr("&Log in again…"), log_in))
        row.addWidget(button_of(tr("&Synchronise now"), now, primary=True))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)


def _why(standing: SyncStanding) -> str:
    """Why, what it means for the data, and what to do."""
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
        return tr(
            "Your account works only while this computer is connected with the server. Nothing was deleted. Connect to "
            "the network and synchronise: then everything opens. Do you need to work without a network? Ask your "
            "{administrator}.")
    return tr_count(
        "This computer has not been in contact with the server for more than {n} day. Nothing was deleted, and "
        "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
        "This computer has not been in contact with the server for more than {n} days. Nothing was deleted, and "
        "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
        standing.offline_days)
