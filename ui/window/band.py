"""The band that says that names and scores are hidden, and how to end it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.theme.icons import drawn
from ui.theme.tokens import tokens
from ui.words import tr


class Band(QFrame):
    """Always in sight while the veil is on."""

    def __init__(self, together: bool, leave: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(drawn("together" if together else "eye-off", tokens().on_accent, 17, self.devicePixelRatioF()))
        row.addWidget(mark)
        self._words = QLabel(_what(together))
        row.addWidget(self._words)
        row.addStretch(1)
        self.button = QPushButton(tr("Leave (Esc)") if together else tr("Leave (F9)"))
        self.button.setAccessibleName(tr("Leave looking together") if together else tr("Leave presentation mode"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: leave())
        row.addWidget(self.button)
        self.setAccessibleName(self._words.text())


def _what(together: bool) -> str:
    if together:
        return tr("Looking together: only this {participant} is shown")
    return tr("Presentation: names and scores are hidden")
