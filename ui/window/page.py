"""Where the panels stand: the one in front fills the room there is, or scrolls where it needs more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

_AIR = QMargins(20, 14, 20, 14)


class Page(QScrollArea):
    """`stack` holds the panels."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room = _Room()
        self.stack = self._room.stack
        self.setWidget(self._room)
        self.viewport().setAutoFillBackground(False)


class _Room(QWidget):
    """Without a layout of its own: a scroll area gives a layout the height it prefers, not the least it can do with."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.stack = QStackedWidget(self)
        self.stack.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        shown = self.stack.currentWidget()
        return (shown.minimumSizeHint() if shown is not None else QSize(0, 0)).grownBy(_AIR)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stack.setGeometry(self.rect().marginsRemoved(_AIR))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
