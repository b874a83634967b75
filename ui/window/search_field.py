"""The search field in the top bar: typing opens the finder, arrows walk through it, Enter goes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.parts.labels import label
from ui.parts.typing_line import TypingLine
from ui.theme.icons import icon
from ui.theme.tokens import tokens

SHORTCUT = "Ctrl+K"


class SearchField(TypingLine):
    """`stepped` tells -1 or 1 for the arrows; `left` when it is given up."""

    entered = Signal()
    stepped = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(180)
        self.setMaximumWidth(460)
        self.addAction(icon("search", tokens().muted), QLineEdit.ActionPosition.LeadingPosition)
        self._key = label(QKeySequence(SHORTCUT).toString(QKeySequence.SequenceFormat.NativeText), "key")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(0, 0, self._key.sizeHint().width() + 4, 0)
        self.textChanged.connect(self._show_key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason):
            self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.entered.emit()

    def _show_key(self, text: str) -> None:
        self._key.setVisible(not text)
