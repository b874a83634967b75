"""A line to type in that leaves Ctrl+Z to the window until something was typed in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class TypingLine(QLineEdit):
    """Qt lets every line claim Ctrl+Z, also an untouched one: then undoing the last change would do nothing."""

    def event(self, event: QEvent) -> bool:
        if (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
                and event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)
