"""A table of figures of which the columns follow from what was counted; what is hidden stands out and is a word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, show_number, tr

if TYPE_CHECKING:
    from app.views.figures_tables import FigureTable
    from app.views.sheets import Cell, Sheet

_NARROWEST, _WIDEST, _FIRST = 9, 24, 34
_LONG = 16
_LOOKED_AT = 200
"""Rows that tell how wide a column is: a table may have one for each of sixty thousand people."""
_Row = tuple[int, tuple[Any, ...]]
"""A row with its number, so that two equal ones are two."""


class SheetTable(QWidget):
    """`show_table` builds it anew where the columns are others."""

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = empty
        self._shown: tuple[str, ...] = ()
        self.figures: FigureTable | None = None
        self.table: RowTable | None = None
        self._column = QVBoxLayout(self)
        bare(self._column)
        self._place: TableOrEmpty | None = None

    def show_table(self, figures: FigureTable) -> None:
        titles = (show(figures.sheet.title), *map(show, figures.sheet.headings))
        self.figures = figures
        if self._place is None or titles != self._shown:
            self._build(figures, titles)
        assert self._place is not None
        self._place.set_rows(tuple(enumerate(figures.sheet.rows)))

    def sheet(self) -> Sheet | None:
        """What is shown, row by row in the order in which it stands here."""
        if self.figures is None or self.table is None:
            return None
        return replace(self.figures.sheet, rows=tuple(row for _, row in self.table.rows()))

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text() if self.table is not None else []

    def _build(self, figures: FigureTable, titles: tuple[str, ...]) -> None:
        if self._place is not None:
            self._column.removeWidget(self._place)
            self._place.deleteLater()
        self._shown = titles
        columns = tuple(_column(figures, at) for at in range(len(figures.sheet.headings)))
        self.table = RowTable(columns, titles[0], lambda row: row[0])
        self._place = TableOrEmpty(self.table, EmptyState(tr("Nothing to show"), self._empty, picture="chart"))
        self._column.addWidget(self._place)


def _column(figures: FigureTable, at: int) -> Column:
    sheet = figures.sheet
    plain = at in figures.years
    rows = sheet.rows[:_LOOKED_AT]
    texts = [_text(at, plain, row) for row in enumerate(rows)]
    longest = max((len(text) for text in texts), default=0) + 2
    numbers = any(isinstance(row[at], int) for row in rows) and not plain
    title = show(sheet.headings[at])
    width = max(min(longest, _WIDEST if at else _FIRST), len(title) + 3, _NARROWEST)
    return Column(title, partial(_text, at, plain), align="right" if numbers else "left", width=width,
                  stretch=at == 0 or (not numbers and longest > _LONG),
                  sort_key=partial(_order, at), tone=partial(_tone, at))


def _text(at: int, plain: bool, row: _Row) -> str:
    cell: Cell = row[1][at]
    if isinstance(cell, int):
        return str(cell) if plain else show_number(cell)
    return cell if isinstance(cell, str) else "" if cell is None else show(cell)  # type: ignore[arg-type]


def _tone(at: int, row: _Row) -> str:
    from app.views.figures_tables import HIDDEN

    return "neutral" if row[1][at] is HIDDEN or row[1][at] == HIDDEN else ""


def _order(at: int, row: _Row) -> tuple[bool, int, str]:
    cell: Cell = row[1][at]
    return not isinstance(cell, int), cell if isinstance(cell, int) else row[0] if at == 0 else 0, _text(at, True, row)
