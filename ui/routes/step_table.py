"""The steps of a route in their order, which is changed by keyboard (Alt with an arrow) or by dragging."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from ui.parts.table import RowTable
from ui.routes.draft import Draft, moved
from ui.routes.words import step_columns
from ui.theme.tokens import tokens
from ui.words import tr

_KIND = "application/x-leerspoor-step"
_NOWHERE = -1


class StepTable(RowTable):
    """`changed` tells that steps came, went or moved."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(step_columns(), tr("Steps"), _number)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.horizontalHeader().setSectionsClickable(False)
        self._gap = _NOWHERE

    def drafts(self) -> list[Draft]:
        return self.all_values()

    def show_drafts(self, drafts: list[Draft], chosen: Draft | None = None) -> None:
        """These steps, with one of them chosen: the one that was, where none is named."""
        self.set_rows(drafts)
        if chosen is not None:
            self.choose(chosen.number)
        elif drafts and self.current() is None:
            self.choose(drafts[0].number)
        self.changed.emit()

    def move_by(self, steps: int) -> None:
        """The chosen step further up (below 0) or down."""
        self._move_to(self.currentIndex().row() + steps)

    def take_out(self) -> None:
        """The chosen step is no part of the route any more; the next one is chosen."""
        at = self.currentIndex().row()
        if self.current() is not None:
            left = [one for number, one in enumerate(self.drafts()) if number != at]
            self.show_drafts(left, left[min(at, len(left) - 1)] if left else None)

    def put(self, draft: Draft) -> None:
        """The same step with other days."""
        self.show_drafts([draft if one.number == draft.number else one for one in self.drafts()], draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if with_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_by(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.take_out()
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        if self.current() is None:
            return
        drag, carried = QDrag(self), QMimeData()
        carried.setData(_KIND, b"1")
        drag.setMimeData(carried)
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self._gap_at(event.position().y()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(_NOWHERE)

    def dropEvent(self, event: QDropEvent) -> None:
        gap, at = self._gap_at(event.position().y()), self.currentIndex().row()
        self._aim(_NOWHERE)
        event.acceptProposedAction()
        self._move_to(gap - 1 if gap > at else gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap != _NOWHERE:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(tokens().accent, 2))
                y = self.rowViewportPosition(self._gap) if self._gap < len(self.drafts()) else self._bottom()
                painter.drawLine(0, y, self.viewport().width(), y)

    def _move_to(self, to: int) -> None:
        at, drafts = self.currentIndex().row(), self.drafts()
        if self.current() is not None and 0 <= to < len(drafts) and to != at:
            self.show_drafts(moved(drafts, at, to), drafts[at])

    def _gap_at(self, y: float) -> int:
        """Before which row something is let go at this height."""
        row = self.rowAt(round(y))
        if row < 0:
            return len(self.drafts())
        return row + (y > self.rowViewportPosition(row) + self.rowHeight(row) / 2)

    def _bottom(self) -> int:
        last = len(self.drafts()) - 1
        return self.rowViewportPosition(last) + self.rowHeight(last) - 1 if last >= 0 else 0

    def _aim(self, gap: int) -> None:
        self._gap = gap
        self.viewport().update()


def _number(draft: Draft) -> int:
    return draft.number
