"""Object to a change, and record what the licensor then chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.contract.change_course import check_choice, check_filed
from app.domain.contract.kept_rows import SPOKEN
from app.domain.contract.objections import Decision, FiledObjection
from app.domain.wrong_fields import missing
from ui.licences.course_steps import choose, object_to
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.signer import SignerFields
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.course import AgreementCourse, ChangeItem


class ObjectionDialog(FaultForm):
    """Only where there is a right to object, up to and including its last day."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse, item: ChangeItem) -> None:
        super().__init__(parent, tr("Object: {what}", what=show(item.title)), tr("&Record objection"),
                         lambda: object_to(shell, self.arguments()))
        self._shell, self._course, self._item = shell, course, item
        term = item.course.term
        assert term is not None  # the button is there only then
        self.say(tr("The licensor must have received it by {day} at the latest. Nothing is sent from here: you record "
                    "what was sent, and what shows its receipt.", day=show_date(term.deadline.last)))
        self.received = self.add_date(tr("Recei&ved on"), shell.sight.today)
        self.watch("objection_on", self.received)
        self.form_sent = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail")),
            (SPOKEN, tr("spoken"))])
        self.watch("objection_form", self.form_sent)
        self.reasons = self.watched_line("objection_reason", tr("&Reasons"))
        self.proof = self.watched_line("objection_proof", tr("&Proof of receipt"))
        self.form_sent.currentIndexChanged.connect(lambda _index: self.touch("objection_form"))
        self.signer = SignerFields(self, shell, tr("Signed b&y"), self.check)
        self.watch("signatory", self.signer.name)
        self.signer.show_mandates(course.mandates)
        self.setMinimumWidth(560)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {
            "change_id": self._item.id, "received_on": day_of(self.received).isoformat(),
            "form": self.form_sent.currentData(), "reasons": self.reasons.text().strip(),
            "proof": self.proof.text().strip(), "signatory": self.signer.arguments(),
        }

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "signer"):
            return {}
        filed = FiledObjection(
            day_of(self.received), self.form_sent.currentData() != SPOKEN, self.reasons.text(),
            self.signer.signatory())
        wrong = [*check_filed(self._course.profile, self._item.course, filed, self._course.terms.today),
                 *([] if self.proof.text().strip() else [missing("objection_proof")])]
        return {one.field: show(one.reason) for one in wrong}


class ChoiceDialog(FaultForm):
    """End the agreement, or go on unchanged; the last day where the licensor named one."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse, item: ChangeItem) -> None:
        super().__init__(parent, tr("Choice of the licensor: {what}", what=show(item.title)), tr("&Record"),
                         lambda: choose(shell, self.arguments()))
        self._course, self._item = course, item
        self.say(tr("After an objection the licensor chooses. Record the choice as it was told to you."))
        self.outcome = self.add_choice(tr("&Choice"), [
            ("continues_unchanged", tr("goes on unchanged")), ("ends", tr("ends the agreement"))])
        self.watch("outcome", self.outcome)
        self.chosen = self.add_date(tr("&Told on"), shell.sight.today)
        self.watch("chosen_on", self.chosen)
        self.last = OptionalDay(tr("Last day of the agreement"), shell.sight.today)
        self.add_field(tr("&Last day of the agreement"), self.last)
        self.watch("ends_on", self.last.edit)
        self.outcome.currentIndexChanged.connect(lambda _index: self._chosen())
        self.last.tick.toggled.connect(lambda _on: self.check())
        self.setMinimumWidth(520)
        self._chosen()

    def arguments(self) -> dict[str, Any]:
        return {
            "change_id": self._item.id, "outcome": self.outcome.currentData(),
            "chosen_on": day_of(self.chosen).isoformat(),
            "ends_on": (self.last.text() or None) if self.outcome.currentData() == "ends" else None,
        }

    def faults(self) -> Mapping[str, str]:
        ends = self.outcome.currentData() == "ends" and self.last.tick.isChecked()
        decision = Decision(
            self.outcome.currentData(), day_of(self.chosen), day_of(self.last.edit) if ends else None)
        return {one.field: show(one.reason)
                for one in check_choice(self._item.course, decision, self._course.terms.today)}

    def _chosen(self) -> None:
        self.form.setRowVisible(self.last, self.outcome.currentData() == "ends")
        self.check()
