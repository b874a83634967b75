"""A row of figures, one per outcome; pressing one shows only its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.parts.timeline import tone_colour
from ui.theme.fonts import sized
from ui.theme.tokens import tokens
from ui.words import show_number, tr

_WIDTH, _SIDES = 118, 20
_WRAPPED = Qt.TextFlag.TextWordWrap.value


class Tile(QAbstractButton):
    """A figure with a word and a quiet line under it; checkable where it has lines to show."""

    def __init__(self, words: str, number: int, below: str, tone: str) -> None:
        super().__init__()
        self.setText(words)
        self._number, self._below, self._tone = show_number(number), below, tone if number else "neutral"
        self._is_zero = not number
        self.setCheckable(True)
        self.setAccessibleName(tr("{what}: {n}", what=words, n=self._number))
        self.setAccessibleDescription(below)
        self.setToolTip(below)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The quiet line wraps, so that no part of it is cut off."""
        small = QFontMetrics(self._small())
        below = small.boundingRect(QRect(0, 0, width - _SIDES, 1000), _WRAPPED, self._below).height()
        return QFontMetrics(self._figure()).height() + small.height() + max(below, small.height()) + 20

    def minimumSizeHint(self) -> QSize:
        return QSize(84, QFontMetrics(self._figure()).height() + 2 * QFontMetrics(self._small()).height() + 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = colours.accent if self.isChecked() or self.hasFocus() else colours.line
            painter.setPen(QPen(edge, 2 if self.isChecked() or self.hasFocus() else 1))
            painter.setBrush(colours.selected if self.isChecked() else colours.surface)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        left, top, width = 12, 9, self.width() - _SIDES
        for text, font, colour in (
            (self.text(), self._small(), tokens().muted),
            (self._number, self._figure(), tokens().muted if self._is_zero else tone_colour(self._tone)),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(colour)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, top + metrics.ascent(), shown)
            top += metrics.height()
        painter.setFont(self._small())
        painter.setPen(tokens().muted)
        painter.drawText(QRect(left, top, width, self.height() - top - 4), _WRAPPED, self._below)

    def _small(self):
        return sized(self.font(), 0.92)

    def _figure(self):
        return sized(self.font(), 1.6, self.font().Weight.DemiBold)


class TileRow(QWidget):
    """`chosen` gets the outcome that is pressed, '' where none is."""

    def __init__(self, chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self.tiles: dict[str, Tile] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def show_tiles(self, tiles: Mapping[str, Tile]) -> None:
        """Put these in the place of those that were there."""
        for old in self.tiles.values():
            self._row.removeWidget(old)
            old.deleteLater()
        self.tiles = dict(tiles)
        for tile in self.tiles.values():
            self._row.addWidget(tile)
            tile.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        pressed = self.sender()
        for tile in self.tiles.values():
            if tile is not pressed:
                tile.setChecked(False)
        self._chosen(next((code for code, tile in self.tiles.items() if tile.isChecked()), ""))
