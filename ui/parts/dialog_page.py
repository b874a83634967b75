"""What stands above the buttons of a dialog: it scrolls where the screen is too low or too narrow for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

_LEAST = 60


class DialogPage(QScrollArea):
    """Put content into `column`. It is no stop of its own for Tab: it follows the field that has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = _Content()
        content.setObjectName("page")
        self.column = content.column
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self.updateGeometry())

    def height_at(self, wide: int, at_least: bool) -> int:
        """What the content needs at this width."""
        if not self.column.hasHeightForWidth():
            return (self.column.totalMinimumSize() if at_least else self.column.totalSizeHint()).height()
        return self.column.totalMinimumHeightForWidth(wide) if at_least else self.column.totalHeightForWidth(wide)

    def _follow(self, _left: QWidget | None, now: QWidget | None) -> None:
        """Also where Alt with a letter, or Tab from a button below, brought it there."""
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def sizeHint(self) -> QSize:
        return self.column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() > 0 else 0
        return QSize(self.column.totalMinimumSize().width() + beside, _LEAST)


class _Content(QWidget):
    """Scrolls only below what it needs at least, not below what it would like."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)

    def heightForWidth(self, wide: int) -> int:
        return self.column.totalMinimumHeightForWidth(wide)

    def minimumSizeHint(self) -> QSize:
        least = self.column.totalMinimumSize()
        return QSize(least.width(), 1) if self.column.hasHeightForWidth() else least
