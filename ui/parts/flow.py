"""A row that goes on below when it is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items from left to right, on as many lines as they need, in the middle of the height there is.

    `right` aligns each line to the right.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(height for _, _, height in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest item, and as high as the lines of the width there is now."""
        size = QSize(0, self.heightForWidth(self.geometry().width()) if self.geometry().width() > 0 else 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        other_lines = self.heightForWidth(rect.width()) != self.heightForWidth(self.geometry().width())
        super().setGeometry(rect)
        owner = self.parentWidget()
        if other_lines and owner is not None:
            owner.updateGeometry()  # what lies around it has to know
        top = rect.top() + max(0, rect.height() - self.heightForWidth(rect.width())) // 2
        for items, width, height in self._lines(rect.width()):
            left = rect.left() + (max(0, rect.width() - width) if self._right else 0)
            for item in items:
                size = item.sizeHint().boundedTo(QSize(rect.width(), height))
                item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, room: int) -> list[tuple[list[QLayoutItem], int, int]]:
        """Per line: its items, its width and its height."""
        lines: list[tuple[list[QLayoutItem], int, int]] = []
        for item in self._shown():
            size = item.sizeHint()
            if lines and lines[-1][1] + self.spacing() + size.width() <= room:
                items, width, height = lines[-1]
                lines[-1] = ([*items, item], width + self.spacing() + size.width(), max(height, size.height()))
            else:
                lines.append(([item], size.width(), size.height()))
        return lines
