"""Two numbers over time as steps, day by day: how many there are, and how many are in use; with days marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.chart import round_above
from ui.parts.timeline import tone_colour
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number, show_short_date, tr

_AIR = 6.0
_USED, _BOUGHT = "info", "danger"
Step = tuple[date, int, int]
"""From this day on: in use, bought."""


class StepChart(QWidget):
    """`show_steps` fills it; use is drawn until `today`, the numbers bought until the last day."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._edges: tuple[tuple[date, str], ...] = ()
        self._first = self._today = self._last = date(2000, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_steps(
        self, name: str, steps: Sequence[Step], today: date, last: date, edges: Sequence[tuple[date, str]],
    ) -> None:
        """`name` is the accessible name; the numbers themselves become the accessible description."""
        self._steps, self._edges = tuple(steps), tuple(edges)
        self._first = steps[0][0] if steps else today
        self._today, self._last = today, max(last, self._first)
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    def lines(self) -> list[str]:
        """Every step and every marked day as text."""
        told = [
            tr("{day}: {used} in use, {bought} bought", day=show_short_date(day), used=show_number(used),
               bought=show_number(bought))
            if day <= self._today else tr("{day}: {bought} bought", day=show_short_date(day),
                                          bought=show_number(bought))
            for day, used, bought in self._steps]
        return [*told, *(tr("{day}: {what}", day=show_short_date(day), what=word) for day, word in self._edges)]

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        frame = self._frame()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._small())
            self._paint_scale(painter, frame)
            self._paint_months(painter, frame)
            self._paint_edges(painter, frame)
            self._paint_line(painter, frame, 1, self._last, QPen(tone_colour(_BOUGHT), 1.6, Qt.PenStyle.DashLine))
            self._paint_use(painter, frame)
            self._paint_legend(painter, frame)

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._small())

    def _frame(self) -> QRectF:
        metrics = self._metrics()
        left = metrics.horizontalAdvance(show_number(self._top())) + 2 * _AIR
        top = 2 * metrics.height() + 2 * _AIR
        return QRectF(left, top, self.width() - left - 3 * _AIR, self.height() - top - metrics.height() - 2 * _AIR)

    def _top(self) -> float:
        return round_above(max(max(used, bought) for _, used, bought in self._steps))

    def _x(self, frame: QRectF, day: date) -> float:
        whole = max(1, (self._last - self._first).days)
        return frame.left() + (day - self._first).days / whole * frame.width()

    def _y(self, frame: QRectF, value: float) -> float:
        return frame.bottom() - value / self._top() * frame.height()

    def _paint_scale(self, painter: QPainter, frame: QRectF) -> None:
        height = self._metrics().height()
        for value in (0.0, self._top() / 2, self._top()):
            y = self._y(frame, value)
            painter.setPen(QPen(tokens().line, 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(tokens().muted)
            box = QRectF(0, y - height / 2, frame.left() - _AIR, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, show_number(value))

    def _paint_months(self, painter: QPainter, frame: QRectF) -> None:
        """The first days of months, as many as can be read beside each other."""
        metrics = self._metrics()
        widest = metrics.horizontalAdvance(show_short_date(date(2000, 12, 28))) + 2 * _AIR
        painter.setPen(tokens().muted)
        free = frame.left() - widest
        for day in self._months():
            x = self._x(frame, day)
            if x - widest / 2 >= free and x + widest / 2 <= self.width():
                box = QRectF(x - widest / 2, frame.bottom() + _AIR, widest, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, show_short_date(day))
                free = x + widest / 2

    def _months(self) -> list[date]:
        found, day = [], self._first.replace(day=1)
        while day <= self._last:
            if day >= self._first:
                found.append(day)
            day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
        return found

    def _paint_edges(self, painter: QPainter, frame: QRectF) -> None:
        """A thin line on each marked day, and one for today, with its word above; words that would touch step down."""
        free = frame.left()
        marks = [(day, word, tokens().muted) for day, word in self._edges if self._first <= day <= self._last]
        if self._first <= self._today <= self._last:
            marks.append((self._today, tr("Today"), tokens().text))
        for day, word, colour in sorted(marks, key=lambda mark: mark[0]):
            free = self._paint_edge(painter, frame, self._x(frame, day), word, colour, free)

    def _paint_edge(
        self, painter: QPainter, frame: QRectF, x: float, word: str, colour: QColor, free: float,
    ) -> float:
        width = self._metrics().horizontalAdvance(word)
        at = max(free, min(x - width / 2, self.width() - width - 2))
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        painter.setPen(colour)
        painter.drawText(QPointF(at, frame.top() - _AIR), word)
        return at + width + _AIR

    def _points(self, frame: QRectF, at: int, last: date) -> list[QPointF]:
        """`at` is 0 for what is in use, 1 for what was bought."""
        points: list[QPointF] = []
        for step in self._steps:
            if step[0] > last:
                break
            x, y = self._x(frame, step[0]), self._y(frame, step[1:][at])
            points += [QPointF(x, points[-1].y())] if points else []
            points.append(QPointF(x, y))
        return [*points, QPointF(self._x(frame, last), points[-1].y())] if points else []

    def _paint_line(self, painter: QPainter, frame: QRectF, at: int, last: date, pen: QPen) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(self._points(frame, at, last)))

    def _paint_use(self, painter: QPainter, frame: QRectF) -> None:
        points = self._points(frame, 0, min(self._today, self._last))
        if not points:
            return
        fill = QColor(tone_colour(_USED))
        fill.setAlpha(40)
        floor = [QPointF(points[-1].x(), frame.bottom()), QPointF(points[0].x(), frame.bottom())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*points, *floor]))
        self._paint_line(painter, frame, 0, min(self._today, self._last), QPen(tone_colour(_USED), 2.2))

    def _paint_legend(self, painter: QPainter, frame: QRectF) -> None:
        metrics, x = self._metrics(), frame.left()
        base = metrics.ascent() + 2
        for words, tone, style in (
            (tr("in use"), _USED, Qt.PenStyle.SolidLine), (tr("bought"), _BOUGHT, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(tone_colour(tone), 2, style))
            painter.drawLine(QPointF(x, base - metrics.ascent() / 3), QPointF(x + 22, base - metrics.ascent() / 3))
            painter.setPen(tokens().text)
            painter.drawText(QPointF(x + 28, base), words)
            x += 28 + metrics.horizontalAdvance(words) + 18
