"""A growth line: one small number per week, painted, with the highest and the last one written beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number

_AIR = 4.0
_DOT = 3.5
_HEIGHT = 96
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Sparkline(QWidget):
    """`show_values` gives the numbers, oldest first; the words under both ends say which time they span."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(sized(self.font(), 0.9))
        self._values: tuple[int, ...] = ()
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, name: str, values: Sequence[int], first: str, last: str) -> None:
        """`name` says what is counted; the numbers themselves become the accessible description."""
        self._values, self._ends = tuple(values), (first, last)
        self.setAccessibleName(name)
        self.setAccessibleDescription(", ".join(show_number(value) for value in values))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, round(_HEIGHT * self._metrics().height() / 16))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def points(self) -> list[QPointF]:
        """Where the numbers stand at the present size."""
        frame, top = self._frame(), self._top_value()
        step = frame.width() / max(len(self._values) - 1, 1)
        return [
            QPointF(frame.left() + index * step, frame.bottom() - value / top * frame.height())
            for index, value in enumerate(self._values)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._values:
            self._paint_scale(painter)
            self._paint_line(painter, self.points())
            self._paint_ends(painter)
        painter.end()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font())

    def _top_value(self) -> int:
        """The number at the top; an even one, so that the line halfway is a number too."""
        highest = max(max(self._values, default=0), 2)
        return highest + highest % 2

    def _frame(self) -> QRectF:
        metrics = self._metrics()
        left = metrics.horizontalAdvance(show_number(self._top_value())) + 2 * _AIR
        right = metrics.horizontalAdvance(show_number(self._last())) + 2 * _AIR + _DOT
        top, bottom = metrics.height() / 2, metrics.height() * 1.5 + _AIR
        return QRectF(left, top, self.width() - left - right, self.height() - top - bottom)

    def _last(self) -> int:
        return self._values[-1] if self._values else 0

    def _paint_scale(self, painter: QPainter) -> None:
        frame, height, top = self._frame(), self._metrics().height(), self._top_value()
        for value in (0, top // 2, top):
            y = frame.bottom() - value / top * frame.height()
            painter.setPen(QPen(tokens().line, 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(tokens().muted)
            box = QRectF(0, y - height / 2, frame.left() - _AIR, height)
            painter.drawText(box, _RIGHT, show_number(value))

    def _paint_line(self, painter: QPainter, points: list[QPointF]) -> None:
        frame, accent = self._frame(), tokens().accent
        painter.fillPath(_area(points, frame.bottom()), _faint(accent))
        painter.setPen(QPen(accent, 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(points[-1], _DOT, _DOT)
        painter.setPen(tokens().text)
        height = self._metrics().height()
        box = QRectF(points[-1].x() + _DOT + _AIR, points[-1].y() - height / 2, self.width(), height)
        painter.drawText(box, _LEFT, show_number(self._last()))

    def _paint_ends(self, painter: QPainter) -> None:
        frame, height = self._frame(), self._metrics().height()
        box = QRectF(frame.left(), self.height() - height, self.width() - frame.left(), height)
        painter.setPen(tokens().muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, self._ends[0])
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._ends[1])


def _area(points: list[QPointF], bottom: float) -> QPainterPath:
    """The ground between the line and zero."""
    path = QPainterPath(QPointF(points[0].x(), bottom))
    for point in points:
        path.lineTo(point)
    path.lineTo(points[-1].x(), bottom)
    path.closeSubpath()
    return path


def _faint(colour: QColor) -> QColor:
    faint = QColor(colour)
    faint.setAlphaF(0.12)
    return faint
