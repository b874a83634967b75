"""Choose one thing out of a list: with a line to search in where the list may be long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.parts.columns import Column
from ui.parts.form_dialog import FormDialog
from ui.parts.search_line import SearchLine
from ui.parts.table import RowTable
from ui.words import search_matcher, tr


class ChooseDialog(FormDialog):
    """`chosen` gets the row. `searched` gives the words that a row is found by, under the hint `search`."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, table: RowTable, rows: Sequence[Any],
        chosen: Callable[[Any], None], search: str = "", searched: Callable[[Any], str] = str,
    ) -> None:
        super().__init__(parent, title, verb)
        self.table, self._chosen, self._searched = table, chosen, searched
        if search:
            self.fill(SearchLine(search, self._search), 0)
        table.set_rows(rows)
        table.selection_moved.connect(self.check)
        table.row_opened.connect(self._opened)
        self.fill_table(table)
        self.resize(460, 440)
        self.check()

    def is_complete(self) -> bool:
        return bool(self.table.chosen())

    def accept(self) -> None:
        if self.is_complete():
            self._chosen(self.table.chosen()[0])
            super().accept()

    def _opened(self, row: Any) -> None:
        """Enter on a row means that row, also where the cursor stands on it and it is not selected."""
        self.table.choose(self.table.key_of(row))
        self.accept()

    def _search(self, typed: str) -> None:
        """While something is typed its first answer is chosen, so that Enter takes it."""
        fits = search_matcher(typed)
        self.table.set_filter(lambda row: fits(self._searched(row)))
        if typed and self.table.rows() and not self.table.chosen():
            self.table.choose(self.table.key_of(self.table.rows()[0]))


class OptionDialog(ChooseDialog):
    """Choose one of some (value, words); `chosen` gets the value. `now` is the one that it is."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, options: Sequence[tuple[Any, str]], name: str,
        chosen: Callable[[Any], None], now: Any = None,
    ) -> None:
        words = Column(tr("Name"), lambda option: option[1], width=24, stretch=True)
        table = RowTable((words,), name, lambda option: option[0])
        table.horizontalHeader().hide()
        super().__init__(parent, title, verb, table, options, lambda option: chosen(option[0]))
        table.choose(now)
        self.resize(420, 340)
