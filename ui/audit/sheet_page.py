"""One table of the licence administration, with what must be known about its figures."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.sheets import Cell, Sheet

_LONG = 40
_WIDEST = 34


class SheetPage(QWidget):
    """The columns are those of the sheet it was made with; `show_sheet` fills it anew."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        columns = tuple(_column(sheet, at) for at in range(len(sheet.headings)))
        self.table = RowTable(columns, show(sheet.title), id)
        self._place = TableOrEmpty(self.table, EmptyState(tr("None."), ""))
        column = QVBoxLayout(self)
        bare(column, 6)
        column.setContentsMargins(0, 8, 0, 0)
        if sheet.note is not None:
            column.addWidget(label(show(sheet.note), "muted", wrap=True))
        column.addWidget(self._place, 1)

    def show_sheet(self, sheet: Sheet) -> None:
        self._place.set_rows(sheet.rows)


def _column(sheet: Sheet, at: int) -> Column:
    return Column(
        show(sheet.headings[at]), partial(_cell, at), align="right" if sheet.is_number(at) else "left",
        width=10 if sheet.is_number(at) else _width(sheet, at), stretch=at == 0, sort_key=partial(_order, at))


def _width(sheet: Sheet, at: int) -> int:
    """In signs: what is in it decides, since the next sheet of another organisation holds the same kind of things."""
    return min(_WIDEST, max((len(_cell(at, row)) for row in sheet.rows), default=0) + 2)


def _cell(at: int, row: tuple[Cell, ...]) -> str:
    cell = row[at]
    if isinstance(cell, Text):
        return show(cell)
    if isinstance(cell, date):
        return show_short_date(cell)
    if isinstance(cell, int):
        return show_number(cell)
    return f"{cell[:_LONG]}…" if cell and len(cell) > _LONG else cell or ""


def _order(at: int, row: tuple[Cell, ...]) -> tuple[bool, str]:
    cell = row[at]
    if isinstance(cell, int):
        return cell is None, f"{cell:012}"
    return cell is None, cell.isoformat() if isinstance(cell, date) else _cell(at, row).casefold()
