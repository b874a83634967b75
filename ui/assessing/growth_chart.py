"""Growth on one scale over time: a line per edition of the norm, which never crosses to another one, and its band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.assessment.growth import GrowthPoint, segments
from app.domain.assessment.norming import POINT
from app.domain.calendar import SchoolYear
from ui.assessing.words import mean_points
from ui.assessing.words import points as points_words
from ui.parts.timeline import tone_colour
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_short_date, tr

_AIR, _DOT, _BAND = 6.0, 4.0, 0.16
_TONES = ("info", "warning", "good", "neutral")
_MARGIN = timedelta(days=40)


class GrowthChart(QWidget):
    """`show_points` fills it; the numbers themselves become the accessible description."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[GrowthPoint, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_points(self, name: str, points: Sequence[GrowthPoint]) -> None:
        """`name` is the accessible name."""
        self._parts = segments(points)
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    def parts(self) -> tuple[tuple[GrowthPoint, ...], ...]:
        """The lines that are drawn, each with its points."""
        return self._parts

    def lines(self) -> list[str]:
        """Every point as text."""
        return [
            tr("{day}: {points} (norm {norm})", day=show_short_date(point.day), points=_told(point), norm=point.norm)
            for part in self._parts for point in part]

    def sizeHint(self) -> QSize:
        return QSize(520, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._parts:
            return
        frame = self._frame()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._small())
            self._paint_scale(painter, frame)
            self._paint_years(painter, frame)
            self._paint_breaks(painter, frame)
            for number, part in enumerate(self._parts):
                self._paint_part(painter, frame, part, tone_colour(_TONES[number % len(_TONES)]))

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._small())

    def _all(self) -> list[GrowthPoint]:
        return [point for part in self._parts for point in part]

    def _range(self) -> tuple[int, int]:
        """Lowest and highest that is shown, in thousandths: whole tens around what there is."""
        low = min(point.scaled if point.low is None else point.low for point in self._all())
        high = max(point.scaled if point.high is None else point.high for point in self._all())
        step = 10 * POINT
        return low // step * step, max(-(-high // step) * step, low // step * step + step)

    def _days(self) -> tuple[date, date]:
        days = [point.day for point in self._all()]
        return min(days) - _MARGIN, max(days) + _MARGIN

    def _frame(self) -> QRectF:
        metrics = self._metrics()
        left = metrics.horizontalAdvance(points_words(self._range()[1])) + 2 * _AIR
        top = 2 * metrics.height() + _AIR
        return QRectF(left, top, self.width() - left - 3 * _AIR, self.height() - top - metrics.height() - 2 * _AIR)

    def _x(self, frame: QRectF, day: date) -> float:
        first, last = self._days()
        return frame.left() + (day - first).days / (last - first).days * frame.width()

    def _y(self, frame: QRectF, value: int) -> float:
        low, high = self._range()
        return frame.bottom() - (value - low) / (high - low) * frame.height()

    def _paint_scale(self, painter: QPainter, frame: QRectF) -> None:
        low, high = self._range()
        height = self._metrics().height()
        for value in (low, (low + high) // 2, high):
            y = self._y(frame, value)
            painter.setPen(QPen(tokens().line, 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(tokens().muted)
            box = QRectF(0, y - height / 2, frame.left() - _AIR, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, points_words(value))

    def _paint_years(self, painter: QPainter, frame: QRectF) -> None:
        """Each school year where it begins, and its name under it."""
        first, last = self._days()
        metrics, year = self._metrics(), SchoolYear.of(first)
        while year.begins <= last:
            begin, end = max(year.begins, first), min(year.ends, last)
            left, right = self._x(frame, begin), self._x(frame, end)
            if year.begins >= first:
                painter.setPen(QPen(tokens().line, 1))
                painter.drawLine(QPointF(left, frame.top()), QPointF(left, frame.bottom()))
            if right - left >= metrics.horizontalAdvance(year.label):
                painter.setPen(tokens().muted)
                painter.drawText(QRectF(left, frame.bottom() + _AIR, right - left, metrics.height()),
                                 Qt.AlignmentFlag.AlignCenter, year.label)
            year = year.next

    def _paint_breaks(self, painter: QPainter, frame: QRectF) -> None:
        """A dashed line where the norm changes, with the name of each norm beside it."""
        metrics = self._metrics()
        for number, part in enumerate(self._parts):
            before = self._parts[number - 1][-1].day if number else None
            x = self._x(frame, part[0].day if before is None else before + (part[0].day - before) / 2)
            if number:
                painter.setPen(QPen(tokens().muted, 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            words = tr("norm {edition}", edition=part[0].norm or "–")
            left = frame.left() if not number else x + _AIR
            painter.setPen(tone_colour(_TONES[number % len(_TONES)]))
            painter.drawText(QRectF(left, 0, frame.right() - left, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)

    def _paint_part(self, painter: QPainter, frame: QRectF, part: Sequence[GrowthPoint], colour: QColor) -> None:
        self._paint_band(painter, frame, part, colour)
        places = [QPointF(self._x(frame, point.day), self._y(frame, point.scaled)) for point in part]
        painter.setPen(QPen(colour, 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        for place, point in zip(places, part, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(place, _DOT, _DOT)
            self._paint_words(painter, frame, place, point)

    def _paint_band(self, painter: QPainter, frame: QRectF, part: Sequence[GrowthPoint], colour: QColor) -> None:
        known = [point for point in part if point.low is not None and point.high is not None]
        faint = QColor(colour)
        faint.setAlphaF(_BAND)
        upper = [QPointF(self._x(frame, point.day), self._y(frame, point.high or 0)) for point in known]
        lower = [QPointF(self._x(frame, point.day), self._y(frame, point.low or 0)) for point in known]
        if len(known) > 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faint)
            painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setPen(QPen(colour, 1))
        for top, bottom in zip(upper, lower, strict=True):
            painter.drawLine(top, bottom)

    def _paint_words(self, painter: QPainter, frame: QRectF, place: QPointF, point: GrowthPoint) -> None:
        metrics = self._metrics()
        words = _told(point)
        width = metrics.horizontalAdvance(words) + 2
        top = self._y(frame, point.high) if point.high is not None else place.y()
        left = max(frame.left(), min(place.x() - width / 2, self.width() - width))
        painter.setPen(tokens().text)
        painter.drawText(QRectF(left, max(metrics.height(), top - metrics.height() - 3), width, metrics.height()),
                         Qt.AlignmentFlag.AlignCenter, words)


def _told(point: GrowthPoint) -> str:
    number = mean_points(point.scaled) if point.number > 1 else points_words(point.scaled)
    return " ".join(filter(None, (number, point.level)))
