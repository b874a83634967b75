"""Ask for a permission, record the answer of the licensor, and withdraw what was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from app.domain.contract.permission_register import (
    KIND_WORDS,
    Given,
    Request,
    check_given,
    check_refused,
    check_request,
    check_withdrawn,
)
from app.domain.wrong_fields import WrongField
from ui.licences import rights_steps
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.proof_field import ProofField
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.rights import PermissionRegister, PermissionRow

_LINES = 68
GIVEN, REFUSED = "given", "refused"
_DAY = {"given_on": "day", "refused_on": "day"}


class AskDialog(FaultForm):
    """What is asked of the licensor: for what kind of use, of what, for whom."""

    def __init__(self, parent: QWidget, shell: Shell, register: PermissionRegister) -> None:
        super().__init__(parent, tr("Ask for permission"), tr("&Record the request"))
        self._shell, self._register = shell, register
        self.say(tr("You record what you ask. Send it in writing too, as long as {licensor} does not read along here.",
                    licensor=register.profile.licensor))
        kinds = [use.kind for use in register.uses]
        self.kind = self.add_choice(tr("&For"), [(kind, show(KIND_WORDS[kind])) for kind in kinds])
        self.watch("kind", self.kind)
        self.what = self.watched_line("what", tr("&Of what"), tr("such as the name of the programme"))
        self.third_party = self.watched_line(
            "third_party", tr("For &whom"), tr("the organisation or person who uses it"))
        self.asked_by = self.watched_line("asked_by", tr("&Asked by"), tr("name and position"))
        self.asked_on = self.add_date(tr("Asked o&n"), shell.sight.today)
        self.watch("asked_on", self.asked_on)
        self.asked_by.setText(shell.sight.actor.name)
        self.kind.currentIndexChanged.connect(lambda _index: self.check())
        self.setMinimumWidth(560)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {
            "agreement_id": self._register.agreement_id, "kind": self.kind.currentData(),
            "what": self.what.text().strip(), "third_party": self.third_party.text().strip(),
            "asked_on": day_of(self.asked_on).isoformat(), "asked_by": self.asked_by.text().strip(),
        }

    def faults(self) -> Mapping[str, str]:
        asked = Request(
            str(self.kind.currentData() or ""), self.what.text(), self.third_party.text(), day_of(self.asked_on),
            self.asked_by.text())
        return _words(check_request(self._register.profile.access, asked, self._shell.sight.today))

    def accept(self) -> None:
        if self.is_complete():
            rights_steps.ask(self._shell, self.arguments())
            super().accept()


class AnswerDialog(FaultForm):
    """Given, with the conditions and the paper that proves it; or refused, with the reason."""

    def __init__(self, parent: QWidget, shell: Shell, register: PermissionRegister, row: PermissionRow) -> None:
        super().__init__(parent, tr("Answer of the licensor"), tr("&Record the answer"))
        self._shell, self._register, self._row = shell, register, row
        self.say(tr("{what} ({kind}). Asked on {day}.", kind=show(row.kind), what=_about(row),
                    day=show_date(row.asked)))
        self.state = self.add_choice(tr("A&nswer"), [(GIVEN, tr("given")), (REFUSED, tr("refused"))])
        self.day = self.add_date(tr("O&n"), shell.sight.today)
        self.watch("day", self.day)
        self.answered_by = self.watched_line("answered_by", tr("Answered &by"), tr("who at the licensor"))
        self.until = OptionalDay(tr("Until (that day no longer)"), shell.sight.today)
        words = QLabel(tr("Until (that day no longer)"))
        words.setBuddy(self.until)
        self.form.addRow(words, self.until)
        self.watch("until_on", self.until.edit)
        self.conditions = _lines(self, tr("&Conditions (one a line)"))
        self.watch("conditions", self.conditions)
        self.proof = self.watched_line("proof", tr("&Proof"), tr("such as the letter of 10 November"))
        self.file = ProofField(shell, tr("File of the proof"), self._file_chosen)
        self.add_field(tr("File of the proof"), self.file)
        self.watch("checksum", self.file)
        self.reason = _lines(self, tr("Rea&son"))
        self.watch("refused_reason", self.reason)
        self.state.currentIndexChanged.connect(lambda _index: self._follow())
        self.until.tick.toggled.connect(lambda _on: self.check())
        self.day.dateChanged.connect(lambda _day: self.check())
        self.setMinimumWidth(600)
        self._follow()

    def faults(self) -> Mapping[str, str]:
        today = self._shell.sight.today
        if self.state.currentData() == REFUSED:
            return _words(check_refused(
                self._row.row, day_of(self.day), self.reason.toPlainText(), self.answered_by.text(), today))
        until = day_of(self.until.edit) if self.until.tick.isChecked() else None
        given = Given(day_of(self.day), until, self.conditions.toPlainText(), self.proof.text(), self.file.checksum,
                      self.answered_by.text())
        return _words(check_given(self._register.profile.access, self._row.row, given, today))

    def accept(self) -> None:
        if not self.is_complete():
            return
        day, by = day_of(self.day).isoformat(), self.answered_by.text().strip()
        if self.state.currentData() == REFUSED:
            rights_steps.refuse(self._shell, {
                "permission_id": self._row.id, "refused_on": day, "answered_by": by,
                "refused_reason": self.reason.toPlainText().strip()})
        else:
            rights_steps.give(self._shell, {
                "permission_id": self._row.id, "given_on": day, "until_on": self.until.text() or None,
                "conditions": self.conditions.toPlainText().strip(), "proof": self.proof.text().strip(),
                "checksum": self.file.checksum, "answered_by": by})
        super().accept()

    def _follow(self) -> None:
        refused = self.state.currentData() == REFUSED
        for field in (self.until, self.conditions, self.proof, self.file):
            self.form.setRowVisible(field, not refused)
        self.form.setRowVisible(self.reason, refused)
        self.check()

    def _file_chosen(self) -> None:
        self.touch("checksum")


class WithdrawPermissionDialog(FaultForm):
    """From a day on it does not hold any more."""

    def __init__(self, parent: QWidget, shell: Shell, row: PermissionRow) -> None:
        super().__init__(parent, tr("Withdraw the permission"), tr("&Withdraw"))
        self._shell, self._row = shell, row
        self.say(tr("{what} ({kind}). From this day on it is not allowed any more.", kind=show(row.kind),
                    what=_about(row)))
        self.day = self.add_date(tr("&From"), shell.sight.today)
        self.watch("withdrawn_on", self.day)
        self.reason = self.watched_line("withdrawn_reason", tr("Rea&son"))
        self.setMinimumWidth(520)
        self.check()

    def faults(self) -> Mapping[str, str]:
        return _words(check_withdrawn(self._row.row, day_of(self.day), self.reason.text()))

    def accept(self) -> None:
        if self.is_complete():
            rights_steps.withdraw(self._shell, {
                "permission_id": self._row.id, "withdrawn_on": day_of(self.day).isoformat(),
                "withdrawn_reason": self.reason.text().strip()})
            super().accept()


def _about(row: PermissionRow) -> str:
    return tr("{what}, for {whom}", what=row.what, whom=row.third_party) if row.third_party else row.what


def _lines(form: FaultForm, title: str) -> QPlainTextEdit:
    edit = QPlainTextEdit()
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(_LINES)
    form.add_field(title, edit)
    return edit


def _words(wrong: tuple[WrongField, ...]) -> dict[str, str]:
    return {_DAY.get(one.field, one.field): show(one.reason) for one in wrong}
