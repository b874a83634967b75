"""Draws a table cell whole: text, badge or two lines, and the line below it. One Python call per cell, not seven."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.parts.badge import paint_badge
from ui.parts.columns import Column
from ui.theme.fonts import sized
from ui.theme.icons import drawn
from ui.theme.tokens import tokens

_AIR = 8
_VERTICAL = Qt.AlignmentFlag.AlignVCenter
_State = QStyle.StateFlag
_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """For a RowModel in a RowTable."""

    def __init__(self, columns: Sequence[Column], table: QTableView) -> None:
        super().__init__(table)
        self._columns, self._table = tuple(columns), table
        self._colours = tokens()
        self._fonts: tuple[QFont, QFont, QFont] | None = None

    def row_height(self, font: QFont) -> int:
        lines = 2 if any(column.under for column in self._columns) else 1
        metrics = QFontMetrics(font)
        return metrics.height() + 14 if lines == 1 else round(metrics.height() * 1.95) + 12

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        text = index.data() or ""
        width = QFontMetrics(option.font).horizontalAdvance(text) + 2 * _AIR + 4
        return QSize(width, self.row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, state = option.rect, option.state
        self._ground(painter, rect, state, index)
        model: Any = index.model()
        value = model.value(index.row())
        column = self._columns[index.column()]
        self._content(painter, rect.adjusted(_AIR, 0, -_AIR, -1), column, value)

    def _ground(self, painter: QPainter, rect: QRect, state: _State, index: _Index) -> None:
        colours = self._colours
        if state & _State.State_Selected:
            painter.fillRect(rect, colours.selected)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours.line)
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, colours.accent)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours.accent)

    def _content(self, painter: QPainter, rect: QRect, column: Column, value: Any) -> None:
        text = column.text(value)
        tone = column.tone(value) if column.tone is not None else ""
        if tone:
            self._badge(painter, rect, column, text, tone)
            return
        rect = self._picture(painter, rect, column, value)
        below = column.under(value) if column.under is not None else ""
        if below:
            middle = rect.top() + rect.height() // 2
            self._line(painter, QRect(rect.left(), rect.top() + 4, rect.width(), middle - rect.top() - 4), column, text)
            self._below(painter, QRect(rect.left(), middle, rect.width(), rect.bottom() - middle - 3), column, below)
        else:
            self._line(painter, rect, column, text, column.struck is not None and column.struck(value))

    def _line(self, painter: QPainter, rect: QRect, column: Column, text: str, struck: bool = False) -> None:
        font = self._font(1 if column.bold else 0)
        if struck:
            font = QFont(font)
            font.setStrikeOut(True)
        self._draw(painter, rect, column.flags, text, font, self._colours.muted if column.muted else self._colours.text)

    def _below(self, painter: QPainter, rect: QRect, column: Column, text: str) -> None:
        self._draw(painter, rect, column.flags, text, self._font(2), self._colours.muted)

    def _draw(self, painter: QPainter, rect: QRect, flags: int, text: str, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(rect, flags, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))

    def _badge(self, painter: QPainter, rect: QRect, column: Column, text: str, tone: str) -> None:
        font = self._font(2)
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(text) + 14, rect.width())
        height = metrics.height() + 4
        left = rect.right() - width + 1 if column.align == "right" else rect.left()
        painter.setFont(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 8)
        paint_badge(painter, QRectF(left, rect.top() + (rect.height() - height) / 2, width, height), shown, tone)

    def _picture(self, painter: QPainter, rect: QRect, column: Column, value: Any) -> QRect:
        name = column.picture(value) if column.picture is not None else ""
        if not name:
            return rect
        picture = drawn(name, self._colours.muted, 16, self._table.devicePixelRatioF())
        painter.drawPixmap(rect.left(), rect.top() + (rect.height() - 16) // 2, picture)
        return rect.adjusted(16 + _AIR, 0, 0, 0)

    def _font(self, kind: int) -> QFont:
        """0 plain, 1 strong, 2 small."""
        if self._fonts is None:
            plain = self._table.font()
            self._fonts = (plain, sized(plain, 1.0, QFont.Weight.DemiBold), sized(plain, 0.93))
        return self._fonts[kind]
