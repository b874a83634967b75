"""What an organisation asked the help desk, and the licensor's answers to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.support import CLOSED
from ui.help import steps
from ui.help.dialogs import AnswerDialog
from ui.help.words import id_of, support_columns, support_facts
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.facts import Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr

if TYPE_CHECKING:
    from app.views.support import SupportRow

_SIDE_BY_SIDE = 900


class SupportTab(QWidget):
    """`counted` hears how many are not closed."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self.table = RowTable(support_columns(shell), tr("Questions and faults"), id_of)
        self.table.selection_moved.connect(self._show_chosen)
        self.table.row_opened.connect(lambda _row: self.answer())
        self.chosen = Facts(shares=(1, 3))
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nothing was asked"), tr("Questions and faults of this organisation appear here.")))
        self.answer_button = button_of(tr("Record the answe&r…"), self.answer)
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        both.row.addWidget(self._place, 6)
        self._aside = scrolled(self.chosen, tr("The chosen question or fault"))
        both.row.addWidget(self._aside, 4)
        column.addWidget(both, 1)
        row = QWidget()
        FlowLayout(row).addWidget(self.answer_button)
        column.addWidget(row)

    def read(self) -> None:
        from app.views.support import support_requests_of

        self._shell.read(support_requests_of, then=self._show)

    def answer(self) -> None:
        row = self.table.current()
        if row is not None:
            AnswerDialog(self, row, True, lambda given: steps.answer(self._shell, given)).open()

    def _show(self, rows: tuple[SupportRow, ...]) -> None:
        self._counted(sum(1 for row in rows if row.state != CLOSED))
        self._place.set_rows(rows)
        self._aside.setVisible(bool(rows))
        if rows and self.table.current_key() is None:
            self.table.choose(rows[0].id)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.table.current()
        self.answer_button.setEnabled(row is not None)
        self.chosen.show_lines(support_facts(self._shell, row) if row is not None else [])
