"""Ask a question or report a fault; answer one; the days on which the help desk is closed too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from app.domain.support import CLOSED, FAULT, STATES, UNDER_WAY, check_answer, check_request
from ui.help.words import diagnosis_words
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog, date_edit, day_of
from ui.parts.headline import button_of
from ui.parts.table import RowTable
from ui.words import show, show_weekday_date, tr

if TYPE_CHECKING:
    from app.views.support import HelpPage, SupportRow

_LINES, _BUNDLE = 96, 130


class AskDialog(FaultForm):
    """`bundle` is what can be sent along: it stands there in words. `submit` gets the arguments of the action."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: HelpPage, sort: str, bundle: str,
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, _title(sort), tr("&Send") if page.linked else tr("&Record"))
        self._given, self._sort, self._bundle = submit, sort, bundle
        self.say(tr("Name no {participants} here: {licensor} reads this.", licensor=shell.sight.profile.licensor))
        if not page.linked:
            self.say(tr("This computer has no line to the licensor: afterwards you send the text yourself."))
        self.subject = self.watched_line("subject", tr("&About what"))
        self.body = QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.body.setFixedHeight(_LINES)
        self.add_field(tr("&What went wrong") if sort == FAULT else tr("&Your question"), self.body)
        self.watch("body", self.body)
        self.along = QCheckBox(tr("Send &along how the program stands"))
        self.along.setAccessibleName(tr("Send along how the program stands"))
        self.along.setChecked(sort == FAULT)
        self.fill(self.along, 0)
        self.said = QPlainTextEdit(diagnosis_words(bundle))
        self.said.setReadOnly(True)
        self.said.setTabChangesFocus(True)
        self.said.setFixedHeight(_BUNDLE)
        self.said.setAccessibleName(tr("What is sent along; there is no personal data in it"))
        self.said.setVisible(self.along.isChecked())
        self.along.toggled.connect(self.said.setVisible)
        self.fill(self.said, 0)
        self.setMinimumWidth(640)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = check_request(self.subject.text(), self.body.toPlainText())
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            self._given({
                "sort": self._sort, "subject": self.subject.text().strip(), "body": self.body.toPlainText().strip(),
                "diagnosis": self._bundle if self.along.isChecked() else ""})
            super().accept()


class AnswerDialog(FaultForm):
    """What the licensor says to a question or a fault; `submit` gets the arguments of the action."""

    def __init__(
        self, parent: QWidget, row: SupportRow, by_licensor: bool, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Answer of the help desk"), tr("&Record the answer"))
        self._row, self._given = row, submit
        self.say(tr("{subject}: {body}", subject=row.subject, body=row.body))
        self.state = self.add_choice(tr("&State"), [
            (CLOSED, show(STATES[CLOSED])), (UNDER_WAY, show(STATES[UNDER_WAY]))])
        self.answer = QPlainTextEdit(row.answer)
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(_LINES)
        self.add_field(tr("A&nswer"), self.answer)
        self.watch("answer", self.answer)
        self.by = self.add_line(tr("Answered &by"), row.answered_by)
        self.by.setPlaceholderText("" if by_licensor else tr("who at the licensor"))
        self.setMinimumWidth(560)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = check_answer(self.state.currentData(), self.answer.toPlainText())
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            self._given({
                "request_id": self._row.id, "state": self.state.currentData(),
                "answer": self.answer.toPlainText().strip(), "answered_by": self.by.text().strip()})
            super().accept()


class DaysOffDialog(FormDialog):
    """Beside Sundays and holidays; `keep` gets all of them as they are kept."""

    def __init__(
        self, parent: QWidget, days: Sequence[date], today: date, keep: Callable[[list[str]], None],
    ) -> None:
        super().__init__(parent, tr("Days off of the help desk"), tr("&Record"))
        self._keep, self._days = keep, set(days)
        self.say(tr("No licensor is linked here who says these days. So they are remembered on this computer only."))
        self.day = date_edit(today)
        self.add_field(tr("&Day"), self.day)
        self.heed_day(self.day)
        self.fill(_at_the_left(button_of(tr("&Add"), self._add)), 0)
        self.table = RowTable((
            Column(tr("Day"), show_weekday_date, width=30, stretch=True, sort_key=lambda day: day),), tr("Days off"))
        self.table.setMinimumHeight(140)
        self.fill_table(self.table)
        self.fill(_at_the_left(button_of(tr("Ta&ke out"), self._take_out)), 0)
        self.setMinimumWidth(420)
        self._show()

    def accept(self) -> None:
        self._keep([day.isoformat() for day in sorted(self._days)])
        super().accept()

    def _add(self) -> None:
        if self.day.is_day():
            self._days.add(day_of(self.day))
            self._show()

    def _take_out(self) -> None:
        self._days -= set(self.table.chosen())
        self._show()

    def _show(self) -> None:
        self.table.set_rows(sorted(self._days))


def _at_the_left(button: QWidget) -> QWidget:
    box = QWidget()
    FlowLayout(box).addWidget(button)
    return box


def _title(sort: str) -> str:
    return tr("Report a fault") if sort == FAULT else tr("Ask a question")
