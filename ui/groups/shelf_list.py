"""The list at the left; people dropped on a group go into it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from ui.groups.members import MemberTable
from ui.groups.shelf import Shelf
from ui.panel import Veil
from ui.parts.columns import Column
from ui.parts.table import RowTable
from ui.theme.tokens import tokens
from ui.words import tr


class ShelfList(RowTable):
    """`dropped` gives the shelf on which the chosen people of a member table were let go."""

    dropped = Signal(object)

    def __init__(self, veil: Veil, takes_drops: bool) -> None:
        super().__init__(shelf_columns(veil), tr("{Groups}"), shelf_key)
        self.horizontalHeader().hide()
        self.setColumnWidth(1, self.fontMetrics().horizontalAdvance("0.000") + 18)
        self.setAcceptDrops(takes_drops)
        self._aimed = QModelIndex()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if isinstance(event.source(), MemberTable):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self.indexAt(event.position().toPoint()))
        if self._aimed.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._aim(QModelIndex())
        if self.takes(index):
            event.acceptProposedAction()
            self.dropped.emit(self._model.value(index.row()))

    def takes(self, index: QModelIndex) -> bool:
        """Every group and 'without', but not the one that is open."""
        if not index.isValid():
            return False
        shelf = cast(Shelf, self._model.value(index.row()))
        return shelf.kind in ("without", "group") and shelf.key != self.current_key()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._aimed.isValid():
            where = QRectF(self.visualRect(self._aimed)).adjusted(1, 1, -1, -2)
            with QPainter(self.viewport()) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(tokens().accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(where, 5, 5)

    def _aim(self, index: QModelIndex) -> None:
        self._aimed = index if self.takes(index) else QModelIndex()
        self.viewport().update()


def shelf_columns(veil: Veil) -> tuple[Column, ...]:
    """Name with what is known about it, and how many people."""
    return (
        Column(tr("Name"), lambda shelf: shelf.title, width=24, stretch=True, bold=True,
               under=lambda shelf: shelf.below(veil)),
        Column(tr("{Participants}"), lambda shelf: shelf.number, align="right", width=3, muted=True),
    )


def shelf_key(shelf: Shelf) -> object:
    return shelf.key
