"""Two numbers of each of several things as bars below each other: one full, one hatched, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.timeline import tone_colour
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number, tr

_AIR = 6.0
_BAR = 12.0
_TONES = ("info", "neutral")
_NAME_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` is drawn full, `second` hatched; None where there is no number."""

    label: str
    first: int | None
    second: int | None


class PairBars(QWidget):
    """As high as it has pairs; put it in something that scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: tuple[Pair, ...] = ()
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pairs(self, name: str, names: tuple[str, str], pairs: Sequence[Pair]) -> None:
        """`names` are of the first and the second number; all numbers become the accessible description."""
        self._pairs, self._names = tuple(pairs), names
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.setFixedHeight(round(self._top() + len(self._pairs) * self._step() + _AIR))
        self.update()

    def lines(self) -> list[str]:
        """Every number as text: 'Groep 3: 38 (1-11-2026 – 30-11-2026)'."""
        return [
            tr("{category}: {number} ({what})", category=pair.label, number=show_number(value), what=what)
            for pair in self._pairs for what, value in zip(self._names, (pair.first, pair.second), strict=True)
            if value is not None]

    def sizeHint(self) -> QSize:
        return QSize(420, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._pairs:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._small())
            self._paint_legend(painter)
            first = int(max(0, (event.rect().top() - self._top()) // self._step()))
            last = int((event.rect().bottom() - self._top()) // self._step()) + 1
            for at in range(first, min(last, len(self._pairs))):
                self._paint_pair(painter, self._pairs[at], self._top() + at * self._step())

    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._small())

    def _top(self) -> float:
        return 2 * self._metrics().height() + 2 * _AIR

    def _step(self) -> float:
        return 2 * max(_BAR, self._metrics().height()) + 2 * _AIR

    def _paint_legend(self, painter: QPainter) -> None:
        height = self._metrics().height()
        for at, (words, tone) in enumerate(zip(self._names, _TONES, strict=True)):
            y = at * height
            self._paint_bar(painter, QRectF(2, y + (height - _BAR) / 2, 22, _BAR), tone, hatched=at == 1)
            painter.setPen(tokens().text)
            painter.drawText(QRectF(30, y, self.width() - 30, height), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_pair(self, painter: QPainter, pair: Pair, top: float) -> None:
        metrics, left = self._metrics(), self.width() * _NAME_SHARE
        line = max(_BAR, metrics.height())
        painter.setPen(tokens().text)
        box = QRectF(0, top, left - _AIR, 2 * line)
        name = metrics.elidedText(pair.label, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        room = self.width() - left - metrics.horizontalAdvance(show_number(self._most())) - 2 * _AIR
        for at, (value, tone) in enumerate(zip((pair.first, pair.second), _TONES, strict=True)):
            y = top + at * line
            length = 0.0 if value is None else value / max(1, self._most()) * room
            self._paint_bar(painter, QRectF(left, y + (line - _BAR) / 2, length, _BAR), tone, hatched=at == 1)
            painter.setPen(tokens().text)
            words = "–" if value is None else show_number(value)
            painter.drawText(QRectF(left + length + _AIR, y, self.width(), line), Qt.AlignmentFlag.AlignVCenter, words)

    def _most(self) -> int:
        return max((value for pair in self._pairs for value in (pair.first, pair.second) if value is not None),
                   default=0)

    def _paint_bar(self, painter: QPainter, bar: QRectF, tone: str, hatched: bool) -> None:
        colour = QColor(tone_colour(tone))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern))
        if bar.width() > 0:
            painter.drawRect(bar)
