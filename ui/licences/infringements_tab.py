"""Reports of infringement: what was seen, where, when and by whom, and what the licensor answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contract.infringements import CLOSED
from app.domain.permissions import Permission, allowed
from ui.licences.report_dialog import AnswerReportDialog, ReportDialog
from ui.licences.report_words import report_columns
from ui.licences.who_may import why_no_answer, why_not
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine
from ui.parts.headline import button_of
from ui.parts.list_with_facts import ListWithFacts
from ui.parts.table import RowTable
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.rights import InfringementRow, Infringements


class InfringementsTab(QWidget):
    """`counted` hears how many reports are not closed."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self._known: Infringements | None = None
        self.table = RowTable(report_columns(shell), tr("Reports of infringement"), _id_of)
        self.report_button = button_of(tr("Report a&n infringement…"), self.report)
        self.answer_button = button_of(tr("Record the answe&r…"), self.answer)
        self.answer_button.setVisible(allowed(shell.sight.actor, Permission.ANSWER_RIGHTS))
        self.list = ListWithFacts(
            self.table, EmptyState(
                tr("Nothing was reported"), tr("Everybody of the staff can report what they see, also from the Help "
                                               "menu.")),
            tr("The chosen report"), self._lines, lambda row: self.answer_button.setEnabled(row is not None),
            [self.report_button, self.answer_button])
        column = QVBoxLayout(self)
        bare(column)
        column.addWidget(self.list)

    def read(self) -> None:
        from app.views.rights import infringement_reports

        self._shell.read(infringement_reports, then=self._show)

    def report(self) -> None:
        if self._known is not None and self._known.may_report:
            ReportDialog(self, self._shell, self._known).open()

    def answer(self) -> None:
        row = self.table.current()
        if row is not None and self.answer_button.isEnabled():
            AnswerReportDialog(self, self._shell, row).open()

    def _show(self, known: Infringements) -> None:
        self._known = known
        self._counted(sum(1 for row in known.rows if row.state != CLOSED))
        self.report_button.setVisible(known.may_report)
        self.list.show_rows(known.rows)

    def _lines(self, row: InfringementRow) -> list[FactLine]:
        lines = [
            FactLine(tr("What"), row.what), FactLine(tr("Where"), row.seen_at),
            FactLine(tr("Seen"), show_short_date(row.seen)),
            FactLine(tr("Reported"), tr("{said}, by {name}", said=show_short_date(row.reported),
                                        name=self._shell.veil.name(row.reported_by))),
            FactLine(tr("State"), show(row.said)),
        ]
        if row.answered is not None:
            lines.append(FactLine(tr("Answer"), row.answer))
            said = show_short_date(row.answered)
            lines.append(FactLine(
                tr("Answered"), tr("{said}, by {name}", said=said, name=row.answered_by) if row.answered_by else said))
        if row.state != CLOSED:
            lines += why_not(tr("Answering"), why_no_answer(self._shell, Permission.ANSWER_RIGHTS))
        return lines


def _id_of(row: InfringementRow) -> bytes:
    return row.id
