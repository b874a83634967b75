"""A small line or bar chart, painted, with its numbers beside the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.timeline import tone_colour
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number, tr

_AIR = 6.0


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one per category; None where there is no number (yet). `bars` draws bars, else a line."""

    label: str
    values: tuple[float | None, ...]
    tone: str = "info"
    bars: bool = False
    dashed: bool = False


class Chart(QWidget):
    """Categories along the bottom, round numbers at the left, the last number of each line at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_series(self, name: str, categories: Sequence[str], series: Sequence[Series]) -> None:
        """`name` is the accessible name; the numbers themselves become the accessible description."""
        self._categories, self._series = tuple(categories), tuple(series)
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    def lines(self) -> list[str]:
        """Every number as text: 'september: 38 in use'."""
        return [
            tr("{category}: {number} {what}", category=category, number=show_number(value), what=series.label)
            for series in self._series
            for category, value in zip(self._categories, series.values, strict=False)
            if value is not None
        ]

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    def top_value(self) -> float:
        """The number at the top of the scale."""
        highest = max((value for series in self._series for value in series.values if value is not None), default=0)
        return round_above(highest)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._categories:
            return
        frame = self._frame()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._small())
            self._paint_scale(painter, frame)
            self._paint_categories(painter, frame)
            for series in self._series:
                self._paint_series(painter, frame, series)
            self._paint_ends(painter, frame)

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._small())

    def _frame(self) -> QRectF:
        metrics = self._metrics()
        left = metrics.horizontalAdvance(show_number(self.top_value())) + 2 * _AIR
        right = metrics.horizontalAdvance("00") + _AIR
        top = metrics.height() + _AIR
        return QRectF(left, top, self.width() - left - right, self.height() - top - metrics.height() - 2 * _AIR)

    def _x(self, frame: QRectF, index: int) -> float:
        return frame.left() + (index + 0.5) * frame.width() / len(self._categories)

    def _y(self, frame: QRectF, value: float) -> float:
        return frame.bottom() - value / self.top_value() * frame.height()

    def _paint_scale(self, painter: QPainter, frame: QRectF) -> None:
        height = self._metrics().height()
        for value in (0.0, self.top_value() / 2, self.top_value()):
            y = self._y(frame, value)
            painter.setPen(QPen(tokens().line, 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(tokens().muted)
            box = QRectF(0, y - height / 2, frame.left() - _AIR, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, show_number(value))

    def _paint_categories(self, painter: QPainter, frame: QRectF) -> None:
        """Every category, or every second or third where they would touch."""
        metrics = self._metrics()
        widest = max(metrics.horizontalAdvance(word) for word in self._categories) + _AIR
        step = max(1, int(-(-widest // (frame.width() / len(self._categories)))))
        painter.setPen(tokens().muted)
        for index in range(0, len(self._categories), step):
            box = QRectF(self._x(frame, index) - widest / 2, frame.bottom() + _AIR, widest, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._categories[index])

    def _paint_series(self, painter: QPainter, frame: QRectF, series: Series) -> None:
        if series.bars:
            self._paint_bars(painter, frame, series)
        else:
            self._paint_line(painter, frame, series)

    def _paint_bars(self, painter: QPainter, frame: QRectF, series: Series) -> None:
        width = min(frame.width() / len(self._categories) * 0.62, 38)
        height = self._metrics().height()
        for index, value in enumerate(series.values):
            if value is None:
                continue
            x, y = self._x(frame, index), self._y(frame, value)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone_colour(series.tone))
            painter.drawRoundedRect(QRectF(x - width / 2, y, width, frame.bottom() - y), 2, 2)
            if self._metrics().horizontalAdvance(show_number(value)) <= frame.width() / len(self._categories):
                painter.setPen(tokens().text)
                painter.drawText(
                    QRectF(x - 40, y - height - 1, 80, height), Qt.AlignmentFlag.AlignCenter, show_number(value),
                )

    def _paint_line(self, painter: QPainter, frame: QRectF, series: Series) -> None:
        points = self._points(frame, series)
        style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(tone_colour(series.tone), 1.4 if series.dashed else 2.2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if points and not series.dashed:
            painter.setBrush(tone_colour(series.tone))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(points[-1], 3.5, 3.5)

    def _points(self, frame: QRectF, series: Series) -> list[QPointF]:
        return [
            QPointF(self._x(frame, index), self._y(frame, value))
            for index, value in enumerate(series.values) if value is not None
        ]

    def _paint_ends(self, painter: QPainter, frame: QRectF) -> None:
        """The last number of each line with its name, in its colour; words that would touch step aside."""
        taken: list[QRectF] = []
        for series in sorted((one for one in self._series if not one.bars), key=lambda one: not one.dashed):
            points = self._points(frame, series)
            if points:
                words = self._end_words(series)
                place = self._free(self._end_places(frame, points[-1], words), taken)
                taken.append(place)
                painter.fillRect(place, tokens().surface)
                painter.setPen(tone_colour(series.tone))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _end_words(self, series: Series) -> str:
        last = [value for value in series.values if value is not None][-1]
        return tr("{number} {what}", number=show_number(last), what=series.label)

    def _end_places(self, frame: QRectF, point: QPointF, words: str) -> tuple[QRectF, QRectF]:
        """Above and below the end of the line, within the picture."""
        width, height = self._metrics().horizontalAdvance(words) + 4, self._metrics().height()
        left = max(frame.left(), min(point.x() - width / 2, self.width() - width))
        above = QRectF(left, max(point.y() - height - 5, 0), width, height)
        return above, QRectF(left, point.y() + 6, width, height)

    def _free(self, places: tuple[QRectF, ...], taken: list[QRectF]) -> QRectF:
        """The first place that is free, or the last one moved down until it is."""
        for place in places:
            if not any(place.intersects(other) for other in taken):
                return place
        while any(place.intersects(other) for other in taken):
            place = place.translated(0, 1)
        return place


def round_above(value: float) -> float:
    """The first of 2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60 ... not below `value`: its half is a whole number too."""
    power = 1.0
    while True:
        for step in (1.2, 1.6, 2, 3, 4, 6, 8, 10):
            if step * power >= value and step * power % 2 == 0:
                return step * power
        power *= 10
