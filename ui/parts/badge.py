"""A word on a soft ground: a status that does not lean on its colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import sized
from ui.theme.tokens import tokens

_SIDE, _EDGE, _ROUND = 7.0, 2.0, 4.0


class Badge(QWidget):
    """`tone` is info, good, warning, danger or neutral."""

    def __init__(self, text: str, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(sized(self.font(), 0.93))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(int(metrics.horizontalAdvance(self._text) + 2 * _SIDE + 2), int(metrics.height() + 2 * _EDGE + 1))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()


def paint_badge(painter: QPainter, where: QRectF, text: str, tone: str) -> None:
    """A badge that fills `where`, in the painter's font."""
    ink, ground = tokens().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(where, _ROUND, _ROUND)
    painter.setPen(ink)
    painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
