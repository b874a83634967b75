"""A list with the facts of the chosen row beside it, and below what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty

_SIDE_BY_SIDE, _LEAST_ASIDE = 900, 260


class ListWithFacts(QWidget):
    """`aside` is the name of what stands beside; `lines` are the facts of a row; `chosen` hears of another row, or that
    there is none. `below` are the buttons, and whatever else stands with them.
    """

    def __init__(
        self, table: RowTable, empty: EmptyState, aside: str, lines: Callable[[Any], Iterable[FactLine]],
        chosen: Callable[[Any], None], below: Iterable[QWidget], shares: tuple[int, int] = (1, 3),
    ) -> None:
        super().__init__()
        self.table, self._lines, self._chosen = table, lines, chosen
        self.facts = Facts(shares=shares)
        self._place = TableOrEmpty(table, empty)
        self._aside = scrolled(self.facts, aside)
        self._aside.setMinimumWidth(_LEAST_ASIDE)
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        both.row.addWidget(self._place, 6)
        both.row.addWidget(self._aside, 4)
        column.addWidget(both, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for widget in below:
            flow.addWidget(widget)
        column.addWidget(row)
        table.selection_moved.connect(self.show_chosen)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """The first is chosen where none was."""
        self._place.set_rows(rows)
        self._aside.setVisible(bool(rows))
        if rows and self.table.current_key() is None:
            self.table.choose(self.table.rows()[0].id)
        self.show_chosen()

    def show_chosen(self) -> None:
        row = self.table.current()
        self.facts.show_lines(self._lines(row) if row is not None else ())
        self._chosen(row)
