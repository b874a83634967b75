"""What the tiles of the matrix mean: the same pictures, each with its word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.flow import FlowLayout
from ui.parts.labels import label
from ui.parts.matrix_tiles import Kind, paint_cell

_WIDTH, _HEIGHT = 22, 16


class Legend(QWidget):
    """One sample per kind in `kinds`, and under them the rule by which a participant needs help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(4)
        samples = QWidget()
        self._samples = FlowLayout(samples, spacing=18)
        self._rule = label("", "muted", wrap=True)
        column.addWidget(samples)
        column.addWidget(self._rule)

    def show_kinds(self, kinds: Sequence[Kind], rule: str) -> None:
        """Replace what is shown; kinds of one word share a sample. An empty `rule` takes no room."""
        for old in self.findChildren(_Sample):
            self._samples.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        for word in dict.fromkeys(kind.word for kind in kinds):
            self._samples.addWidget(_Sample([kind for kind in kinds if kind.word == word]))
        self._rule.setText(rule)
        self._rule.setVisible(bool(rule))


class _Sample(QWidget):
    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(_Cell(kinds))
        row.addWidget(label(kinds[0].word, "muted"))


class _Cell(QWidget):
    """The shades side by side in one cell, with the sign they share."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        self._kinds = kinds
        self.setFixedSize(QSize(_WIDTH if len(kinds) == 1 else 2 * _WIDTH, _HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_cell(painter, self._kinds[0], box)
        width = box.width() / len(self._kinds)
        for place, kind in enumerate(self._kinds[1:], start=1):
            painter.setClipRect(QRectF(place * width, 0, width, box.height()))
            paint_cell(painter, kind, box)
        painter.end()
