"""Report an infringement, and answer one that was reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.domain.contract.infringements import CLOSED, STATES, UNDER_WAY, Report, check_answer, check_report
from ui.licences import rights_steps
from ui.licences.fault_form import FaultForm
from ui.licences.report_words import report_columns
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.parts.table import RowTable
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.rights import InfringementRow, Infringements

_LINES = 88


class ReportDialog(FaultForm):
    """For everybody of the staff. Under it stand the reports that this reader may see, with their answers."""

    def __init__(self, parent: QWidget, shell: Shell, known: Infringements) -> None:
        super().__init__(parent, tr("Report an infringement"), tr("&Report"))
        self._shell = shell
        self.say(tr("Did you see that somebody copies the content, passes on log-in details or uses it without a "
                    "right? {rule}", rule=show(known.rule)))
        self.say(tr("Name no {participants} here: {licensor} reads this.", licensor=shell.sight.profile.licensor))
        self.what = QPlainTextEdit()
        self.what.setTabChangesFocus(True)
        self.what.setFixedHeight(_LINES)
        self.add_field(tr("&What did you see"), self.what)
        self.watch("what", self.what)
        self.seen_at = QLineEdit()
        self.seen_at.setPlaceholderText(tr("the web address, or the place in words"))
        self.add_field(tr("Wh&ere"), self.seen_at)
        self.watch("seen_at", self.seen_at)
        self.seen_on = self.add_date(tr("&Seen on"), shell.sight.today)
        self.watch("seen_on", self.seen_on)
        if known.rows:
            self.say_below(tr("Reported before:"))
            table = RowTable(report_columns(shell), tr("Reports of infringement"), lambda row: row.id)
            table.set_rows(known.rows)
            table.setMinimumHeight(120)
            self.fill_table(table)
        self.setMinimumWidth(640)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = check_report(
            Report(self.what.toPlainText(), self.seen_at.text(), day_of(self.seen_on)), self._shell.sight.today)
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            rights_steps.report(self._shell, {
                "what": self.what.toPlainText().strip(), "seen_at": self.seen_at.text().strip(),
                "seen_on": day_of(self.seen_on).isoformat()})
            super().accept()


class AnswerReportDialog(FaultForm):
    """What the licensor says or does about a report."""

    def __init__(self, parent: QWidget, shell: Shell, row: InfringementRow) -> None:
        super().__init__(parent, tr("Answer to the report"), tr("&Record the answer"))
        self._shell, self._row = shell, row
        self.say(tr("Reported on {day}: {what}", day=show_date(row.reported), what=row.what))
        self.state = self.add_choice(tr("&State"), [
            (UNDER_WAY, show(STATES[UNDER_WAY])), (CLOSED, show(STATES[CLOSED]))])
        self.answer = QPlainTextEdit(row.answer)
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(_LINES)
        self.add_field(tr("A&nswer"), self.answer)
        self.answered_by = QLineEdit(row.answered_by)
        self.answered_by.setPlaceholderText(tr("who at the licensor"))
        self.add_field(tr("Answered &by"), self.answered_by)
        self.answer.textChanged.connect(self.check)
        self.setMinimumWidth(560)
        self.check()

    def is_complete(self) -> bool:
        today = self._shell.sight.today
        kept = {"reported_on": self._row.reported.isoformat()}
        return not check_answer(kept, self.state.currentData(), self.answer.toPlainText(), today, today)

    def accept(self) -> None:
        if self.is_complete():
            rights_steps.answer(self._shell, {
                "infringement_id": self._row.id, "state": self.state.currentData(),
                "answer": self.answer.toPlainText().strip(), "answered_by": self.answered_by.text().strip()})
            super().accept()
