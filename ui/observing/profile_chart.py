"""A profile on the scale of its instrument: a dot per point, and no line between points or through time.

What was seen last is a full dot, what was seen before that an open one; of a group stands how many are on each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.observing import Seen
from ui.observing.words import seen_words
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.instruments import InstrumentPage
    from app.views.observing import GroupProfile, ObservationProfile, PointCount, PointProfile

_AIR, _DOT, _RING, _TICK = 8.0, 6.0, 9.0, 1.6
_TITLES, _LEAST_STEP, _WIDE = 0.42, 46.0, 620
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HEAD = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A point, or with `is_area` the heading of those below it. `now` and `before` are places on the scale; `counts`
    how many are on each; `aside` stands at the end of the row; `told` says it all in words.
    """

    title: str
    is_area: bool = False
    now: frozenset[int] = frozenset()
    before: frozenset[int] = frozenset()
    counts: tuple[int, ...] = ()
    aside: str = ""
    told: str = ""


class ProfileChart(QWidget):
    """Of one person (`show_profile`) or of a group (`show_group`); it is as high as its points need."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[str, ...] = ()
        self.rows: tuple[ChartRow, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_profile(self, profile: ObservationProfile) -> None:
        page = profile.page
        steps = () if page is None else tuple(words for _, words in page.steps)
        rows = [] if page is None else [
            row for area, points in profile.areas
            for row in _with_area(area, [_of_person(one, page) for one in points])]
        self._show(tr("Profile of {name}", name=profile.full), steps, rows)

    def show_group(self, profile: GroupProfile) -> None:
        page = profile.page
        steps = () if page is None else tuple(words for _, words in page.steps)
        areas: dict[str, list[ChartRow]] = {}
        for one in profile.points:
            areas.setdefault(one.point.area, []).append(_of_group(one, steps))
        rows = [row for area, some in areas.items() for row in _with_area(area, some)]
        self._show(tr("Profile of {name}", name=profile.name), steps, rows)

    def lines(self) -> list[str]:
        """Every point in words."""
        return [row.told for row in self.rows if row.told]

    def _show(self, name: str, steps: Sequence[str], rows: Sequence[ChartRow]) -> None:
        self._steps, self.rows = tuple(steps), tuple(rows)
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.updateGeometry()
        self.update()

    # How large

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._head_height(width) + sum(self._heights(width)) + _AIR)

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, self.heightForWidth(_WIDE))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 120)

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _aside_width(self) -> float:
        metrics = QFontMetricsF(self._small())
        return max((metrics.horizontalAdvance(row.aside) for row in self.rows), default=0.0) + _AIR

    def _scale(self, width: int) -> tuple[float, float]:
        """(left edge of the first step, width of a step)."""
        steps = max(len(self._steps), 1)
        left = min(width * _TITLES, max(90.0, width - self._aside_width() - steps * _LEAST_STEP))
        return left, (width - left - self._aside_width()) / steps

    def _head_height(self, width: int) -> float:
        metrics, (_, step) = QFontMetricsF(self._small()), self._scale(width)
        boxes = (metrics.boundingRect(QRectF(0, 0, step - 4, 400), _HEAD, words) for words in self._steps)
        return max((box.height() for box in boxes), default=metrics.height()) + _AIR

    def _heights(self, width: int) -> list[float]:
        plain, strong = QFontMetricsF(self.font()), QFontMetricsF(self._strong())
        left = self._scale(width)[0] - _AIR
        return [
            strong.height() + 2 * _AIR if row.is_area
            else max(plain.boundingRect(QRectF(0, 0, left, 400), _WRAP, row.title).height(), 2 * _RING) + _AIR
            for row in self.rows]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.rows:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_head(painter)
            top = self._head_height(self.width())
            for row, height in zip(self.rows, self._heights(self.width()), strict=True):
                self._paint_row(painter, row, QRectF(0, top, self.width(), height))
                top += height

    def _paint_head(self, painter: QPainter) -> None:
        left, step = self._scale(self.width())
        painter.setFont(self._small())
        painter.setPen(tokens().muted)
        for place, words in enumerate(self._steps):
            box = QRectF(left + place * step + 2, 0, step - 4, self._head_height(self.width()) - _AIR / 2)
            painter.drawText(box, _HEAD, words)

    def _paint_row(self, painter: QPainter, row: ChartRow, box: QRectF) -> None:
        left, step = self._scale(self.width())
        if row.is_area:
            painter.setFont(self._strong())
            painter.setPen(tokens().text)
            painter.drawText(box.adjusted(0, _AIR, 0, 0), _WRAP, row.title)
            return
        painter.setFont(self.font())
        painter.setPen(tokens().text)
        painter.drawText(QRectF(0, box.top(), left - _AIR, box.height()), _WRAP, row.title)
        places = [QPointF(left + (place + 0.5) * step, box.center().y()) for place in range(len(self._steps))]
        self._paint_scale(painter, places)
        for place, at in enumerate(places):
            self._paint_mark(painter, row, place, at)
        painter.setFont(self._small())
        painter.setPen(tokens().muted)
        end = QRectF(self.width() - self._aside_width(), box.top(), self._aside_width(), box.height())
        painter.drawText(end, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.aside)

    def _paint_scale(self, painter: QPainter, places: Sequence[QPointF]) -> None:
        """Where a dot can stand: a tick for each step, and a dotted track between them."""
        painter.setPen(QPen(tokens().field_line, 1, Qt.PenStyle.DotLine))
        for one, following in pairwise(places):
            painter.drawLine(one, following)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().field_line)
        for at in places:
            painter.drawEllipse(at, _TICK, _TICK)

    def _paint_mark(self, painter: QPainter, row: ChartRow, place: int, at: QPointF) -> None:
        if row.counts:
            self._paint_count(painter, row.counts[place], max(sum(row.counts), 1), at)
            return
        is_now, was = place in row.now, place in row.before
        if was:
            painter.setPen(QPen(tokens().info, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush if is_now else tokens().surface)
            painter.drawEllipse(at, _RING if is_now else _DOT, _RING if is_now else _DOT)
        if is_now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().info)
            painter.drawEllipse(at, _DOT, _DOT)

    def _paint_count(self, painter: QPainter, number: int, of: int, at: QPointF) -> None:
        """The number itself, in a line that is thicker the more there are."""
        if not number:
            return
        metrics = QFontMetricsF(self._strong())
        wide = max(metrics.horizontalAdvance(show_number(number)) + 12, metrics.height() + 2)
        box = QRectF(at.x() - wide / 2, at.y() - metrics.height() / 2 - 1, wide, metrics.height() + 2)
        painter.setPen(QPen(tokens().info, 1 + 2 * number / of))
        painter.setBrush(tokens().info_soft)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(self._strong())
        painter.setPen(tokens().info)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, show_number(number))

    def event(self, event: QEvent) -> bool:
        """Under the mouse a row says in words what it shows."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), row.told if row is not None else "", self)
            return True
        return super().event(event)

    def _row_at(self, y: float) -> ChartRow | None:
        top = self._head_height(self.width())
        for row, height in zip(self.rows, self._heights(self.width()), strict=True):
            if top <= y < top + height:
                return row
            top += height
        return None


def _with_area(area: str, rows: Sequence[ChartRow]) -> list[ChartRow]:
    return [*([ChartRow(area, is_area=True)] if area else []), *rows]


def _of_person(one: PointProfile, page: InstrumentPage) -> ChartRow:
    now = "; ".join(seen_words(seen, page) for seen in one.now) or tr("not seen")
    before = "; ".join(seen_words(seen, page) for seen in one.earlier)
    told = tr("{point}: {now}", point=one.point.title, now=now)
    return ChartRow(
        one.point.title, now=_places(one.now), before=_places(one.earlier),
        aside=show_short_date(one.now[0].day) if one.now else "",
        told=told + (", " + tr("before that {earlier}", earlier=before) if before else ""))


def _places(seen: Sequence[Seen]) -> frozenset[int]:
    return frozenset(one.step for one in seen if one.step is not None)


def _of_group(one: PointCount, steps: Sequence[str]) -> ChartRow:
    said = [f"{words} {show_number(number)}" for words, number in zip(steps, one.counts, strict=True)]
    unseen = tr_count("{n} not seen", "{n} not seen", one.unseen) if one.unseen else ""
    return ChartRow(
        one.point.title, counts=one.counts, aside=unseen,
        told=tr("{point}: {now}", point=one.point.title, now=", ".join(filter(None, (*said, unseen)))))
