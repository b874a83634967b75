"""Typing scores from paper by keyboard: Enter goes down, arrows go round, a block is pasted from a spreadsheet.

A row is saved by itself, in one action, once another row is chosen, the grid is left or something is pasted. What is
refused stays at its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from ui.assessing.entry_model import EntryField, EntryModel
from ui.parts.alive import while_alive
from ui.words import tr

if TYPE_CHECKING:
    from app.views.sittings import ScoreSheet

_TRIGGERS = QAbstractItemView.EditTrigger
_ITEM, _SCORE, _REMARK, _NAME = 2, 9, 24, 20
_DOWN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down})
_UP = frozenset({Qt.Key.Key_Up})
_BEGUN = "begun"
_SHIFT = Qt.KeyboardModifier.ShiftModifier
Save = Callable[[bytes, bytes, list[dict[str, Any]], Callable[[Any], None]], None]


class EntryDelegate(QStyledItemDelegate):
    """A cell that is typed in: Enter and the arrows up and down leave it, as in a spreadsheet. `go_down` gets 1 or -1.
    """

    def __init__(self, grid: QTableView, go_down: Callable[[int], None]) -> None:
        super().__init__(grid)
        self._go_down = go_down

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Once: Qt asks again after every reading, and would lay what is kept over what is being typed."""
        if not editor.property(_BEGUN):
            super().setEditorData(editor, index)
            editor.setProperty(_BEGUN, True)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _DOWN | _UP:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self._go_down(-1 if event.key() in _UP or event.modifiers() & _SHIFT else 1)
            return True
        return super().eventFilter(editor, event)


class EntryGrid(QTableView):
    """`save` gets the sitting, a person, the scores of the row, and what to do once they are kept. `moved` tells that
    the state of the grid is another one.
    """

    moved = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.setAccessibleName(tr("Scores"))
        self._save, self._sitting = save, b""
        self.rows = EntryModel()
        self.setModel(self.rows)
        self._delegate = EntryDelegate(self, self.go_down)
        self.setItemDelegate(self._delegate)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(_TRIGGERS.AnyKeyPressed | _TRIGGERS.DoubleClicked | _TRIGGERS.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 12)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._row_left)
        self.rows.typed_in.connect(lambda _row: self.moved.emit())

    def show_sheet(self, sheet: ScoreSheet, fields: Sequence[EntryField], may_write: bool) -> None:
        """Show another reading; the cell that is chosen stays chosen, and what is being typed is not disturbed."""
        same = sheet.row.id == self._sitting and tuple(fields) == self.rows.fields
        if not same:
            self.save_all()
            self.rows.forget()
        at, top = self.currentIndex(), self.verticalScrollBar().value()
        place = (at.row(), at.column()) if at.isValid() and same else None
        self._sitting = sheet.row.id
        self.rows.show_sheet(sheet, fields, may_write)
        self._set_widths()
        place = place or self._first_empty()
        if place is not None and place[0] < len(self.rows.lines):
            self.setCurrentIndex(self.rows.index(*place))
        if same:
            self.verticalScrollBar().setValue(top)
        self.moved.emit()

    def save_all(self) -> None:
        """Every row in which something is typed."""
        for row in self.rows.unsaved():
            self._save_row(row)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down without opening the cell, Delete empties what is chosen."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for index in self.selectedIndexes():
                self.rows.setData(index, "")
        else:
            super().keyPressEvent(event)

    def go_down(self, by: int = 1) -> None:
        """To the next person in the same column; after the last one to the first of the next column."""
        at, last = self.currentIndex(), len(self.rows.lines) - 1
        row, column = at.row() + by, at.column()
        if row > last:
            following = [n for n in range(column + 1, self.rows.columnCount())
                         if self.rows.flags(self.rows.index(0, n)) & Qt.ItemFlag.ItemIsEditable]
            row, column = (0, following[0]) if following else (last, column)
        self.setCurrentIndex(self.rows.index(max(row, 0), column))

    def paste(self, text: str) -> None:
        """A block of cells from the chosen one on: rows by lines, columns by tabs."""
        at = self.currentIndex()
        if not at.isValid() or not text.strip("\r\n"):
            return
        for down, line in enumerate(text.rstrip("\r\n").replace("\r\n", "\n").split("\n")):
            for right, cell in enumerate(line.split("\t")):
                index = self.rows.index(at.row() + down, at.column() + right)
                if index.isValid():
                    self.rows.setData(index, cell)
        self.save_all()

    def chosen_text(self) -> str:
        """What is chosen, as a spreadsheet takes it."""
        cells = {(index.row(), index.column()): str(index.data() or "") for index in self.selectedIndexes()}
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        return "\n".join("\t".join(cells.get((row, column), "") for column in columns) for row in rows)

    # Saving

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.state() != QAbstractItemView.State.EditingState:
            self.save_all()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save_all()

    def _row_left(self, now: QModelIndex, before: QModelIndex) -> None:
        if before.isValid() and before.row() != now.row() and before.row() in self.rows.unsaved():
            self._save_row(before.row())

    def _save_row(self, row: int) -> None:
        line = self.rows.lines[row]
        scores, person = self.rows.scores_to_save(line), line.participant_id
        if scores:
            self.rows.send(person, scores)
            self._save(self._sitting, person, scores, while_alive(self, lambda _changes: self._is_kept(person)))

    def _is_kept(self, person: bytes) -> None:
        self.rows.kept(person)
        self.moved.emit()

    def _first_empty(self) -> tuple[int, int] | None:
        """Where typing goes on: the first person without a score."""
        if not self.rows.lines:
            return None
        empty = (row for row, line in enumerate(self.rows.lines) if not line.whole.is_entered)
        return next(empty, 0), 1

    def _set_widths(self) -> None:
        header, sign = self.horizontalHeader(), QFontMetrics(self.font()).averageCharWidth()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(0, sign * _NAME + 18)
        for number, field in enumerate(self.rows.fields, 1):
            signs = _ITEM if field.item is not None else _REMARK if field.is_remark else _SCORE
            title = QFontMetrics(self.font()).horizontalAdvance(field.title)
            self.setColumnWidth(number, max(sign * signs, title) + 18)
        header.setStretchLastSection(True)
