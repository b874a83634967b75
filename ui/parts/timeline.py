"""A line of dates: when it began, where we are, what comes. Labels move aside, they never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.spread import fits, spread
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_date, show_month, tr

_DOT = 7.0
_GAP = 18.0
_AIR = 10.0
_NEAR = 48.0


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A point in time. `tone` is danger, warning, good, info or neutral; `source` the clause it comes from."""

    day: date
    label: str
    tone: str = "info"
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: TimelineMark
    dot: float
    centre: float
    width: float
    above: bool


class Timeline(QWidget):
    """Paints marks on a line from the first to the last; the part that is past is drawn stronger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[TimelineMark, ...] = ()
        self._today: date | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Dates"))

    def show_marks(self, marks: Sequence[TimelineMark], today: date) -> None:
        """Show these marks, with today among them; everything stands in the accessible description too."""
        every = list(marks)
        if not any(mark.day == today for mark in every):
            every.append(TimelineMark(today, tr("Today"), "neutral"))
        self._marks = tuple(sorted(every, key=lambda mark: mark.day))
        self._today = today
        self.setAccessibleDescription("\n".join(self.lines()))
        self.updateGeometry()
        self.update()

    def lines(self) -> list[str]:
        """The marks as text, in order of date."""
        return [tr("{day}: {what}", day=show_date(mark.day), what=mark.label) for mark in self._marks]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Lower where all labels fit above the line."""
        lines = 2 if self._one_side_fits(width) else 4
        return int(lines * self._line_height() + 4 * _AIR + 2 * _DOT)

    def sizeHint(self) -> QSize:
        return QSize(560, self.heightForWidth(560))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(100_000))

    def placed(self) -> list[_Placed]:
        """Where dots and labels stand at the present width."""
        if not self._marks:
            return []
        widths = [self._label_width(mark) for mark in self._marks]
        dots = self._dots(widths, self.width())
        if self.one_sided():
            return self._side(list(range(len(widths))), widths, dots, above=True)
        upper, lower = list(range(0, len(widths), 2)), list(range(1, len(widths), 2))
        both = self._side(upper, widths, dots, above=True) + self._side(lower, widths, dots, above=False)
        return sorted(both, key=lambda placed: placed.dot)

    def one_sided(self) -> bool:
        """True if all labels stand above the line with their dates below it."""
        return self._one_side_fits(self.width())

    def _one_side_fits(self, width: int) -> bool:
        """True if all labels can stand above the line, each near its dot."""
        widths = [self._label_width(mark) for mark in self._marks]
        if not widths or not fits(widths, width, _GAP):
            return not widths
        dots = self._dots(widths, width)
        centres = spread(dots, widths, width, _GAP)
        return all(abs(centre - dot) <= _NEAR for centre, dot in zip(centres, dots, strict=True))

    def _side(self, chosen: list[int], widths: list[float], dots: list[float], above: bool) -> list[_Placed]:
        room = [self._narrowed(widths[index], len(chosen)) for index in chosen]
        centres = spread([dots[index] for index in chosen], room, self.width(), _GAP)
        return [
            _Placed(self._marks[index], dots[index], centre, width, above)
            for index, centre, width in zip(chosen, centres, room, strict=True)
        ]

    def _narrowed(self, width: float, count: int) -> float:
        return min(width, (self.width() - _GAP * (count - 1)) / max(count, 1))

    def _dots(self, widths: list[float], width: int) -> list[float]:
        """Each day at its true place, but never so close to the next that two dots touch."""
        first, last = self._marks[0].day.toordinal(), self._marks[-1].day.toordinal()
        left = min(widths[0] / 2, width / 6)
        right = width - min(widths[-1] / 2, width / 6)
        span = max(last - first, 1)
        wanted = [left + (mark.day.toordinal() - first) / span * (right - left) for mark in self._marks]
        return spread(wanted, [2 * _DOT] * len(wanted), width, 4)

    def _label_width(self, mark: TimelineMark) -> float:
        words = QFontMetricsF(self.font()).horizontalAdvance(mark.label)
        day = QFontMetricsF(self._small()).horizontalAdvance(day_words(mark.day))
        return max(words, day) + 2

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _line_height(self) -> float:
        return QFontMetricsF(self.font()).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        placed = self.placed()
        if not placed:
            return
        one_sided, middle = self.one_sided(), self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_line(painter, placed, middle)
            for item in placed:
                self._paint_mark(painter, item, middle, one_sided)

    def _paint_line(self, painter: QPainter, placed: list[_Placed], middle: float) -> None:
        today = next((item.dot for item in placed if item.mark.day == self._today), placed[0].dot)
        painter.setPen(_round_pen(tokens().line))
        painter.drawLine(QPointF(placed[0].dot, middle), QPointF(placed[-1].dot, middle))
        painter.setPen(_round_pen(tokens().muted))
        painter.drawLine(QPointF(placed[0].dot, middle), QPointF(max(today, placed[0].dot), middle))

    def _paint_mark(self, painter: QPainter, item: _Placed, middle: float, one_sided: bool) -> None:
        label_top, day_top = self._tops(item, middle, one_sided)
        self._paint_leader(painter, item, middle)
        painter.setPen(QPen(tokens().surface, 2))
        painter.setBrush(tone_colour(item.mark.tone))
        painter.drawEllipse(QPointF(item.dot, middle), _DOT, _DOT)
        self._paint_words(painter, item, label_top, item.mark.label, self.font(), tokens().text)
        self._paint_words(painter, item, day_top, day_words(item.mark.day), self._small(), tokens().muted)

    def _tops(self, item: _Placed, middle: float, one_sided: bool) -> tuple[float, float]:
        height = self._line_height()
        if one_sided:
            return middle - _DOT - _AIR - height, middle + _DOT + _AIR
        if item.above:
            return middle - _DOT - _AIR - 2 * height, middle - _DOT - _AIR - height
        return middle + _DOT + _AIR, middle + _DOT + _AIR + height

    def _paint_leader(self, painter: QPainter, item: _Placed, middle: float) -> None:
        """A thin line from the dot to a label that had to step aside."""
        if abs(item.centre - item.dot) < 3:
            return
        away = -1 if item.above else 1
        painter.setPen(QPen(tokens().muted, 1))
        painter.drawLine(
            QPointF(item.dot, middle), QPointF(item.centre, middle + away * (_DOT + _AIR - 2)),
        )

    def _paint_words(
        self, painter: QPainter, item: _Placed, top: float, words: str, font: QFont, colour: QColor,
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, item.width)
        box = QRectF(item.centre - item.width / 2 - 2, top, item.width + 4, self._line_height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setToolTip(self._tip_at(event.position().x()))

    def _tip_at(self, x: float) -> str:
        placed = self.placed()
        if not placed:
            return ""
        mark = min(placed, key=lambda item: abs(item.dot - x)).mark
        line = tr("{day}: {what}", day=show_date(mark.day), what=mark.label)
        return tr("{line} ({source})", line=line, source=mark.source) if mark.source else line


def day_words(day: date) -> str:
    """15 jan 2026: short, and read in one way only."""
    return " ".join((str(day.day), show_month(day), str(day.year)))


def _round_pen(colour: QColor) -> QPen:
    return QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def tone_colour(tone: str) -> QColor:
    """The strong colour of a tone; what has no tone is text."""
    colours = tokens()
    if tone == "info":
        return colours.accent
    return colours.text if tone == "neutral" else colours.tone(tone)[0]
