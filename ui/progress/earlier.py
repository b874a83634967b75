"""Says that of earlier school years only the sums are on this computer, and fetches the attempts on request (S9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.progress import EarlierAttempts


class EarlierLine(QWidget):
    """One plain line and a button; while the attempts are under way the button says so and is off."""

    def __init__(self, earlier: EarlierAttempts, fetch: Callable[[], None], is_under_way: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = tr_count(
            "Of before {day} only the totals are here: {n} attempt.",
            "Of before {day} only the totals are here: {n} attempts.", earlier.number, day=show_date(earlier.until))
        column.addWidget(label(words, "muted", wrap=True))
        self.button = button_of("", fetch)
        self.button.setAccessibleDescription(words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_under_way(is_under_way)

    def show_under_way(self, is_under_way: bool) -> None:
        self.button.setText(tr("Fetching…") if is_under_way else tr("&Fetch"))
        self.button.setAccessibleName(self.button.text().replace("&", ""))
        self.button.setEnabled(not is_under_way)
