"""A table of plain values. Sorting and filtering move row numbers, never rows: calls from Qt are the budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.parts.cells import CellDelegate
from ui.parts.columns import Column
from ui.words import tr

__all__ = ["Column", "RowModel", "RowTable"]

_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_NARROW, _NARROWEST = 60, 36
"""No column of words is made narrower than this to let a table fit, at first and at last; what stretches never."""


class RowModel(QAbstractTableModel):
    """`order` holds the numbers of the rows that are shown, in the order in which they are shown."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.values: list[Any] = []
        self.order: list[int] = []

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def value(self, row: int) -> Any:
        return self.values[self.order[row]]

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if role == _ROLE.DisplayRole or role == _ROLE.ToolTipRole:
            return self.columns[index.column()].text(self.values[self.order[index.row()]])
        if role == _ROLE.AccessibleTextRole:
            return self.columns[index.column()].spoken(self.values[self.order[index.row()]])
        if role == _ROLE.TextAlignmentRole:
            return self.columns[index.column()].flags
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole or role == _ROLE.AccessibleTextRole:
            return self.columns[section].title
        if role == _ROLE.TextAlignmentRole:
            return self.columns[section].flags
        return None

    def put(self, values: Sequence[Any], order: list[int]) -> None:
        self.beginResetModel()
        self.values, self.order = list(values), order
        self.endResetModel()

    def reorder(self, order: list[int]) -> None:
        self.beginResetModel()
        self.order = order
        self.endResetModel()


class RowTable(QTableView):
    """`name` is the accessible name; `key` gives a value's identity, so that a selection outlives a new reading."""

    row_opened = Signal(object)
    selection_moved = Signal()

    def __init__(
        self, columns: Sequence[Column], name: str, key: Callable[[Any], Any] | None = None, several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._key: Callable[[Any], Any] = key or id
        self._sorted: tuple[int, bool] | None = None
        self._passes: Callable[[Any], bool] | None = None
        self._silent = False
        self._fitting = False
        self._own: dict[int, int] = {}
        self._model = RowModel(columns, self)
        self.setModel(self._model)
        self._delegate = CellDelegate(self._model.columns, self)
        self.setItemDelegate(self._delegate)
        self._arrange(several)
        self._listen()

    # What is in it

    def set_rows(self, values: Sequence[Any]) -> None:
        """Show other values, in the sort order and with the filter and selection that were there."""
        chosen, current, top = self._chosen_keys(), self.current_key(), self.verticalScrollBar().value()
        self._quietly(lambda: self._model.put(values, self._ordered(values)))
        self._choose(chosen, current, chosen)
        self.verticalScrollBar().setValue(top)

    def rows(self) -> list[Any]:
        """The values in the order in which they are shown."""
        return [self._model.value(row) for row in range(self._model.rowCount())]

    def all_values(self) -> list[Any]:
        """Every value, also those that the filter hides, as they came."""
        return list(self._model.values)

    def shown_text(self, header: bool = True) -> list[list[str]]:
        """What is shown, cell by cell."""
        titles = [[column.title for column in self._model.columns]] if header else []
        return titles + [[column.text(value) for column in self._model.columns] for value in self.rows()]

    def set_filter(self, passes: Callable[[Any], bool] | None) -> None:
        """Show only values that pass; None shows all."""
        self._passes = passes
        self._reorder()

    def sort_on(self, column: int, descending: bool = False) -> None:
        self._sorted = (column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(column, order)
        header.blockSignals(False)
        self._reorder()

    def sorting(self) -> tuple[int, bool]:
        """By which column, and whether upside down; the first one where nobody chose."""
        return self._sorted or (0, False)

    # What is chosen

    def chosen(self) -> list[Any]:
        """The selected values, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._model.value(row) for row in rows]

    def key_of(self, value: Any) -> Any:
        """What tells this value apart."""
        return self._key(value)

    def current(self) -> Any | None:
        """The value under the cursor."""
        index = self.currentIndex()
        return self._model.value(index.row()) if index.isValid() else None

    def current_key(self) -> Any | None:
        value = self.current()
        return None if value is None else self._key(value)

    def choose(self, key: Any) -> bool:
        """Select the value with this key and bring it into view; false where it is not shown."""
        return self._choose({key}, key)

    def copy(self) -> None:
        """The chosen rows as tab-separated text on the clipboard, as they are shown, with the titles."""
        lines = [[column.title for column in self._model.columns]]
        lines += [[column.text(value) for column in self._model.columns] for value in self.chosen()]
        text = "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)
        QGuiApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.row_opened.emit(self.current())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._stands_unchosen():
            self.selectRow(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _stands_unchosen(self) -> bool:
        """Who comes in with Tab stands on the first row without choosing it: the first arrow must not skip it."""
        picks = self.selectionMode() == QAbstractItemView.SelectionMode.MultiSelection
        return not picks and self.currentIndex().isValid() and not self.selectionModel().hasSelection()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """The line round the current row spans every cell; Qt repaints only the two cells."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.viewport().update()

    # How it is arranged

    def _arrange(self, several: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height(self.font()))
        self._arrange_columns()

    def _arrange_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._note_width)
        for number, column in enumerate(self._model.columns):
            self._own[number] = self._width(column)  # nobody hears of a width that Qt happens to begin with
            self.setColumnWidth(number, self._own[number])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """The others take its room."""
        if hide != self.isColumnHidden(column):
            super().setColumnHidden(column, hide)
            self._stretch()

    def _stretch(self) -> None:
        """Columns that stretch share the room that is left; where there is too little, columns of words give way."""
        own = {number: width for number, width in self._own.items() if not self.isColumnHidden(number)}
        room = self.viewport().width() - sum(own.values())
        fitted = self._widened(own, room) if room >= 0 else self._narrowed(own, -room)
        was, self._fitting = self._fitting, True
        for number, width in fitted.items():
            self.setColumnWidth(number, width)
        self._fitting = was

    def _widened(self, own: dict[int, int], room: int) -> dict[int, int]:
        """None of them shrinks below its own width; those that need most are served first."""
        wide = sorted((number for number in own if self._model.columns[number].stretch), key=lambda one: -own[one])
        left, shares = room + sum(own[number] for number in wide), dict(own)
        for at, number in enumerate(wide):
            shares[number] = max(own[number], left // (len(wide) - at))
            left -= shares[number]
        return shares

    def _narrowed(self, own: dict[int, int], lack: int) -> dict[int, int]:
        """What does not fit in a cell is shown in full when it is pointed at.

        What is quiet gives most, names less, days and badges least; where that does not do, all give more. Numbers give
        nothing: cut off they would lie.
        """
        words = {number: column for number, column in enumerate(self._model.columns) if column.align == "left"}
        at_first = {number: (0.35 if column.muted else 0.7 if column.stretch else 0.8, _NARROW)
                    for number, column in words.items()}
        at_last = {number: (0.3, _NARROW if column.stretch else _NARROWEST) for number, column in words.items()}
        for keeps in (at_first, at_last):
            can_give = {
                number: max(0, width - max(
                    keeps[number][1], ceil(width * keeps[number][0]), self._least(words[number])))
                for number, width in own.items() if number in words}
            total = sum(can_give.values())
            part = min(1.0, lack / total) if total else 0.0
            given = {number: ceil(width * part) for number, width in can_give.items()}
            own, lack = own | {number: own[number] - width for number, width in given.items()}, lack - sum(
                given.values())
            if lack <= 0:
                break
        return own

    def _least(self, column: Column) -> int:
        return QFontMetrics(self.font()).averageCharWidth() * column.least

    def _note_width(self, number: int, _before: int, width: int) -> None:
        """What the user makes of a column stays its own width."""
        if not self._fitting and width:
            self._own[number] = width

    def _width(self, column: Column) -> int:
        """`width` counts signs of the font, so that it holds at every font size; never narrower than the title."""
        metrics = QFontMetrics(self.font())
        title = round(metrics.horizontalAdvance(column.title) * 1.08) + 24
        return max(metrics.averageCharWidth() * column.width + 18, title)

    def _listen(self) -> None:
        self.horizontalHeader().sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        copy = QAction(tr("&Copy"), self)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _header_clicked(self, column: int) -> None:
        again = self._sorted is not None and self._sorted[0] == column
        self.horizontalHeader().setSortIndicatorShown(True)
        self.sort_on(column, descending=again and self._sorted is not None and not self._sorted[1])

    def _double_clicked(self, index: QModelIndex) -> None:
        self.row_opened.emit(self._model.value(index.row()))

    def _selection_changed(self) -> None:
        if not self._silent:
            self.selection_moved.emit()

    # Order and selection

    def _ordered(self, values: Sequence[Any]) -> list[int]:
        passes = self._passes
        numbers = [n for n, value in enumerate(values) if passes is None or passes(value)]
        if self._sorted is not None:
            column, descending = self._sorted
            sort_key = self._model.columns[column].order
            numbers.sort(key=lambda number: sort_key(values[number]), reverse=descending)
        return numbers

    def _reorder(self) -> None:
        chosen, current = self._chosen_keys(), self.current_key()
        self._quietly(lambda: self._model.reorder(self._ordered(self._model.values)))
        self._choose(chosen, current, chosen)

    def _chosen_keys(self) -> set[Any]:
        return {self._key(value) for value in self.chosen()}

    def _choose(self, keys: set[Any], current: Any, before: set[Any] | None = None) -> bool:
        """Select what is shown of these keys; told only where that is another selection than `before`."""
        before = self._chosen_keys() if before is None else before
        rows = {self._key(value): row for row, value in enumerate(self.rows())} if keys or current is not None else {}
        self._quietly(lambda: self._select({rows[key] for key in keys if key in rows}, rows.get(current)))
        now = {key for key in keys if key in rows}
        if now != before:
            self.selection_moved.emit()
        return bool(now)

    def _select(self, rows: set[int], current: int | None) -> None:
        last = self._model.columnCount() - 1
        selection = QItemSelection()
        for row in rows:
            selection.select(self._model.index(row, 0), self._model.index(row, last))
        model = self.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if current is not None:
            index = self._model.index(current, 0)
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def _quietly(self, step: Callable[[], None]) -> None:
        was, self._silent = self._silent, True
        step()
        self._silent = was
