"""A line to search with: it answers while one types, Escape empties it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.panel import Veil
from ui.parts.typing_line import TypingLine
from ui.theme.icons import icon
from ui.theme.tokens import tokens


class SearchLine(TypingLine):
    """`typed` is called with every change; `name` is both placeholder and accessible name."""

    def __init__(self, name: str, typed: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", tokens().muted), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def people_search(veil: Veil, name: str, typed: Callable[[str], None]) -> SearchLine:
    """A line to search people with; gone while presenting, for an answer would tell whether somebody is there."""
    line = SearchLine(name, typed)
    line.setDisabled(veil.on)
    line.setHidden(veil.on)
    return line
