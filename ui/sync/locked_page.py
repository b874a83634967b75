"""Stands in the place of the panels while this computer has not been at its server for too long (S14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import tr, tr_count

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
        words = label(tr_count(
            "This computer has not been in contact with the server for more than {n} day. Nothing was deleted, and "
            "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
            "This computer has not been in contact with the server for more than {n} days. Nothing was deleted, and "
            "what you did here is kept. Connect to the network and synchronise: then everything opens again.",
            standing.offline_days), wrap=True)
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
