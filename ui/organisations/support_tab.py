"""What an organisation asked the help desk, and the licensor's answers to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.support import CLOSED
from ui.help import steps
from ui.help.dialogs import AnswerDialog
from ui.help.words import id_of, support_columns, support_facts
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.list_with_facts import ListWithFacts
from ui.parts.table import RowTable
from ui.words import tr

if TYPE_CHECKING:
    from app.views.support import SupportRow


class SupportTab(QWidget):
    """`counted` hears how many are not closed."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self.table = RowTable(support_columns(shell), tr("Questions and faults"), id_of)
        self.table.row_opened.connect(lambda _row: self.answer())
        self.answer_button = button_of(tr("Record the answe&r…"), self.answer)
        self.list = ListWithFacts(
            self.table, EmptyState(
                tr("Nothing was asked"), tr("Questions and faults of this organisation appear here.")),
            tr("The chosen question or fault"), partial(support_facts, shell),
            lambda row: self.answer_button.setEnabled(row is not None), [self.answer_button])
        column = QVBoxLayout(self)
        bare(column)
        column.addWidget(self.list)

    def read(self) -> None:
        from app.views.support import support_requests_of

        self._shell.read(support_requests_of, then=self._show)

    def answer(self) -> None:
        row = self.table.current()
        if row is not None:
            AnswerDialog(self, row, True, lambda given: steps.answer(self._shell, given)).open()

    def _show(self, rows: tuple[SupportRow, ...]) -> None:
        self._counted(sum(1 for row in rows if row.state != CLOSED))
        self.list.show_rows(rows)
