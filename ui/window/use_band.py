"""The band that says that a licence is limited, suspended or ended, and what can still be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.text import Text
from ui.parts.labels import label
from ui.words import show


class UseBand(QFrame):
    """Over everything while there is something to say; otherwise it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("use")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 16, 6)
        self._column.setSpacing(2)
        self._words = label("", wrap=True)
        self._column.addWidget(self._words)
        self.setVisible(False)

    def text(self) -> str:
        return self._words.text()

    def show_lines(self, lines: Sequence[Text]) -> None:
        words = "\n".join(map(show, lines))
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
