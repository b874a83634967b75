"""A table, or what to do next while there is nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from ui.parts.empty import EmptyState
from ui.parts.table import RowTable


class TableOrEmpty(QStackedWidget):
    """Give rows to this one; a filter that hides every row does not count as empty."""

    def __init__(self, table: RowTable, empty: EmptyState) -> None:
        super().__init__()
        self.table, self._empty = table, empty
        self.addWidget(table)
        self.addWidget(empty)

    def offer(self, empty: EmptyState) -> None:
        """Another empty state from now on."""
        self.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = empty
        self.addWidget(empty)

    def set_rows(self, values: Sequence[Any]) -> None:
        self.table.set_rows(values)
        self.setCurrentIndex(0 if values else 1)
