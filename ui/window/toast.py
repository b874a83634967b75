"""The line that says what just happened, with Undo where that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.parts.labels import label
from ui.words import tr

_SECONDS, _SECONDS_UNDOABLE = 6, 12


class Toast(QFrame):
    """Lies over the middle of the strip below, so that it hides no button, and goes away by itself; Ctrl+Z stays."""

    def __init__(self, parent: QWidget, undo: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(14)
        self._words = label("", wrap=False)
        row.addWidget(self._words)
        self.button = QPushButton(tr("Undo"))
        self.button.setAccessibleName(self.button.text())
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.hide)
        self.button.clicked.connect(lambda: undo())
        row.addWidget(self.button)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undoable: bool) -> None:
        self._words.setText(text)
        self._fit(text)
        self.setAccessibleName(text)
        self.button.setVisible(undoable)
        self.show()
        self.raise_()
        self._place()
        self._clock.start(1000 * (_SECONDS_UNDOABLE if undoable else _SECONDS))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        return self._words.text()

    def clear(self) -> None:
        self._words.clear()
        self.setAccessibleName("")
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _fit(self, text: str) -> None:
        """One line where it fits, else as many as it needs."""
        room = round(self._parent().width() * 0.6)
        wide = self._words.fontMetrics().horizontalAdvance(text) + 4 > room
        self._words.setWordWrap(wide)
        self._words.setMinimumWidth(room if wide else 0)

    def _place(self) -> None:
        parent = self._parent()
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 6)

    def _parent(self) -> QWidget:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent


