"""A table to pick people from: a tick per row, kept while one searches on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from ui.parts.cells import CellDelegate
from ui.parts.table import Column, RowTable
from ui.theme.tokens import tokens

_TICK = 17


class TickDelegate(CellDelegate):
    """Draws a tick box that is on while its row is selected."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        left = option.rect.left() + (option.rect.width() - _TICK) / 2
        top = option.rect.top() + (option.rect.height() - _TICK) / 2
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_tick(painter, QRectF(left, top, _TICK, _TICK), is_on)


def paint_tick(painter: QPainter, box: QRectF, is_on: bool) -> None:
    """A tick box in the colours of the theme."""
    colours = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.accent if is_on else colours.field_line, 1.2))
    painter.setBrush(colours.accent if is_on else colours.field)
    painter.drawRoundedRect(box, 3.5, 3.5)
    if is_on:
        pen = QPen(colours.on_accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        left, top, side = box.left(), box.top(), box.width()
        painter.drawPolyline(QPolygonF([
            QPointF(left + side * 0.25, top + side * 0.52), QPointF(left + side * 0.43, top + side * 0.70),
            QPointF(left + side * 0.76, top + side * 0.31),
        ]))
    painter.restore()


class PickTable(RowTable):
    """Click or Space ticks a row, Ctrl+A all that are shown; a tick outlives filter and order."""

    picks_moved = Signal()

    def __init__(
        self, columns: Sequence[Column], name: str, key: Callable[[Any], Any], parent: QWidget | None = None,
    ) -> None:
        self._picked: set[Any] = set()
        tick = Column("", lambda value: "", width=2)
        super().__init__((tick, *columns), name, key, several=True, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setItemDelegateForColumn(0, TickDelegate((tick, *columns), self))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(0, _TICK + 16)
        self.selection_moved.connect(self._note)

    def picked(self) -> list[Any]:
        """The ticked values, also those that the filter hides, in the order of the list."""
        return [value for value in self.all_values() if self._key(value) in self._picked]

    def pick(self, keys: Iterable[Any]) -> None:
        """Tick exactly these."""
        self._picked = set(keys)
        self._tick_again()
        self.picks_moved.emit()

    def set_filter(self, passes: Callable[[Any], bool] | None) -> None:
        kept = set(self._picked)
        super().set_filter(passes)
        self._picked = kept
        self._tick_again()

    def sort_on(self, column: int, descending: bool = False) -> None:
        kept = set(self._picked)
        super().sort_on(column, descending)
        self._picked = kept
        self._tick_again()

    def _tick_again(self) -> None:
        self._quietly(self._choose_picked)
        self.viewport().update()

    def _choose_picked(self) -> None:
        self._choose(set(self._picked), self.current_key())

    def _note(self) -> None:
        """Rows that are not shown keep their tick."""
        shown = {self._key(value) for value in self.rows()}
        self._picked = (self._picked - shown) | {self._key(value) for value in self.chosen()}
        self.picks_moved.emit()
