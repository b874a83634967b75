"""Beside each other where there is room, else below each other."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.parts.card import bare

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


def in_two(page: QWidget, left: QWidget, right: QWidget, needs: int, shares: tuple[int, int] = (1, 1)) -> None:
    """Lay out a page behind a tab: a list, and beside it what is chosen there, with these shares of the width."""
    column = QVBoxLayout(page)
    bare(column, 8)
    column.setContentsMargins(0, 8, 0, 0)
    both = SideBySide(needs)
    both.row.setSpacing(14)
    both.row.addWidget(left, shares[0])
    both.row.addWidget(right, shares[1])
    column.addWidget(both, 1)
