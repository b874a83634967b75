"""Beside each other where there is room, else below each other."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_LEAST = 160


class SideBySide(QWidget):
    """`needs` is the width, in pixels, from which there is room. Put content into `row`."""

    def __init__(self, needs: int) -> None:
        super().__init__()
        self._needs = needs
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._needs
        self.row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """It can always be made narrow."""
        return QSize(_LEAST, super().minimumSizeHint().height())
