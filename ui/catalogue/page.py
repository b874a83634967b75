"""One tab of the catalogue: a table, what is known of the chosen row, and the buttons for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty

_SIDE_BY_SIDE = 860


class CataloguePage(QWidget):
    """`aside` stands beside the table; `chosen` hears of every other choice (None: nothing is chosen)."""

    def __init__(
        self, name: str, columns: Sequence[Column], key: Callable[[Any], bytes], empty: EmptyState,
        buttons: Sequence[QPushButton] = (), aside: QWidget | None = None,
        chosen: Callable[[Any], None] | None = None, several: bool = False,
    ) -> None:
        super().__init__()
        self._chosen = chosen
        self.table = RowTable(columns, name, key, several)
        self._place = TableOrEmpty(self.table, empty)
        self._aside = aside
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._beside(aside) if aside is not None else self._place, 1)
        if buttons:
            row = QWidget()
            flow = FlowLayout(row)
            for button in buttons:
                flow.addWidget(button)
            column.addWidget(row)
        self.table.selection_moved.connect(self._tell)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """The row that was chosen stays; the first one is chosen where none was."""
        self._place.set_rows(rows)
        if self._aside is not None:
            self._aside.setVisible(bool(rows))
        if rows and self.table.current_key() is None:
            self.table.choose(self.table.rows()[0].id)
        self._tell()

    def _beside(self, aside: QWidget) -> QWidget:
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        both.row.addWidget(self._place, 7)
        both.row.addWidget(aside, 5)
        return both

    def _tell(self) -> None:
        if self._chosen is not None:
            self._chosen(self.table.current())
