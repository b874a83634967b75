"""Filling in by keyboard: a figure or first letter chooses the step, Enter goes down, arrows go round.

Everything that was filled in goes in one action: after a short pause, and where another person, point or page is
chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from ui.assessing.entry_grid import EntryDelegate
from ui.observing.entry_model import ALL, PERSON, SheetModel
from ui.parts.alive import while_alive
from ui.words import tr

if TYPE_CHECKING:
    from app.views.observing import ObservationSheet

_TRIGGERS = QAbstractItemView.EditTrigger
_PAUSE = 2_500
"""Milliseconds without a key after which what was filled in is saved."""
_TITLE, _NAME, _AREA, _STEP, _REMARK, _BEFORE, _NARROW = 38, 20, 11, 16, 26, 30, 15
_HEAD_LINES, _HEAD_AIR = 4, 14
Save = Callable[["ObservationSheet", list[dict[str, Any]], Callable[[Any], None]], None]


class SheetGrid(QTableView):
    """`save` gets the sheet, what was filled in, and what to do once it is kept. `moved` tells that it is in another
    state, `ended` that somebody went on below the last row.
    """

    moved = Signal()
    ended = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.setAccessibleName(tr("What was seen"))
        self._save = save
        self._is_at: tuple[Any, ...] = ()
        self.cells = SheetModel()
        self.setModel(self.cells)
        self._delegate = EntryDelegate(self, self.go_down)
        self.setItemDelegate(self._delegate)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(_TRIGGERS.AnyKeyPressed | _TRIGGERS.DoubleClicked | _TRIGGERS.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 12)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(self._open_menu)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.save_all)
        self.cells.filled.connect(self._filled)

    def show_sheet(self, sheet: ObservationSheet, way: str, chosen: bytes) -> None:
        """Another reading, or another way to look; the cell that is chosen stays so, and typing is not disturbed."""
        is_at: tuple[Any, ...] = (sheet.page.row.id, sheet.group_id, sheet.day, way, chosen)
        if is_at != self._is_at:
            self.save_all()
        if is_at[:3] != self._is_at[:3]:
            self.cells.forget()
        at, same = self.currentIndex(), is_at == self._is_at
        place = (at.row(), at.column()) if at.isValid() and same else self._first(way)
        self._is_at = is_at
        self.cells.show_sheet(sheet, way, chosen)
        if not same:
            self._set_widths(way)
        if self.cells.rowCount() > place[0] and self.cells.columnCount() > place[1]:
            self.setCurrentIndex(self.cells.index(*place))
        self.moved.emit()

    def save_all(self) -> None:
        self._pause.stop()
        sheet = self.cells.sheet
        entries = self.cells.to_save() if sheet is not None else []
        keys = self.cells.send()
        if entries and sheet is not None:
            self._save(sheet, entries, while_alive(self, lambda _changes: self._are_kept(keys)))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif not self.cells.is_step(index) or event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cells.fill(index, None)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            self._open_menu(index)
        elif not event.text().isalnum() or not self.cells.choose(index, event.text()):
            super().keyPressEvent(event)

    def go_down(self, by: int = 1) -> None:
        """To the next row; after the last one to the top of the next column that is filled in, or what comes next."""
        at, last = self.currentIndex(), self.cells.rowCount() - 1
        row, column = at.row() + by, at.column()
        if row > last:
            following = [number for number in range(column + 1, self.cells.columnCount())
                         if self.cells.is_step(self.cells.index(0, number))]
            if not following and self.cells.is_step(at):
                self.ended.emit()
                return
            row, column = (0, following[0]) if following else (last, column)
        self.setCurrentIndex(self.cells.index(max(row, 0), column))

    def menu_of(self, index: QModelIndex) -> QMenu:
        """The steps, each with its figure. Whoever it was opened for may be gone by the time one is chosen."""
        menu = QMenu(self)
        menu.setAccessibleName(tr("Steps"))
        sheet, cell = self.cells.sheet, QPersistentModelIndex(index)
        for number, (_, words) in enumerate(sheet.page.steps if sheet is not None else ()):
            menu.addAction(f"&{number + 1}  {words}").triggered.connect(
                lambda _on, number=number: self.cells.fill(cell, number))
        menu.addAction(tr("Leave empty")).triggered.connect(lambda _on: self.cells.fill(cell, None))
        return menu

    def _open_menu(self, index: QModelIndex) -> None:
        if self.cells.is_step(index):
            menu = self.menu_of(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    # Saving

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.state() != QAbstractItemView.State.EditingState and event.reason() != (
                Qt.FocusReason.PopupFocusReason):
            self.save_all()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save_all()

    def _filled(self) -> None:
        self._pause.start()
        self.moved.emit()

    def _are_kept(self, keys: frozenset[tuple[bytes, bytes]]) -> None:
        self.cells.kept(keys)
        self.moved.emit()

    def _first(self, way: str) -> tuple[int, int]:
        return 0, 2 if way == PERSON else 1

    def _set_widths(self, way: str) -> None:
        header, metrics = self.horizontalHeader(), QFontMetrics(self.font())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(way != ALL)
        self.setColumnHidden(0, way == ALL)  # names must not scroll away from so many points
        self.verticalHeader().setVisible(way == ALL)
        lines = _HEAD_LINES if way == ALL else 1  # a point has more words than a column has room for
        header.setFixedHeight(lines * metrics.lineSpacing() + _HEAD_AIR)
        signs: tuple[int, ...] = (_NAME, _STEP, _REMARK, _BEFORE)
        if way == PERSON:
            signs = (_TITLE, _AREA, _STEP, _REMARK, _BEFORE)
        elif way == ALL:
            signs = (_NAME, *[_NARROW] * (self.cells.columnCount() - 1))
        for number, wide in enumerate(signs):
            self.setColumnWidth(number, metrics.averageCharWidth() * wide + 18)
