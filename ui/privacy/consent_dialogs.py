"""Recording a consent and its withdrawal (O-annex 3: 1.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.consents import (
    FORMS,
    PARTICIPANT,
    RELATIONS,
    Consent,
    check_consent,
    check_withdrawal,
    giver,
)
from ui.licences.fault_form import FaultForm
from ui.parts.form_dialog import day_of
from ui.privacy.field_words import field_label
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.consents import ConsentLine


class ConsentDialog(FaultForm):
    """`record` gets the arguments of the action. Whose consent it is follows from the age that is kept."""

    def __init__(
        self, parent: QWidget, name: str, lines: Sequence[ConsentLine], today: date,
        record: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Consent"), tr("Record"))
        self._today, self._record, self._until = today, record, lines[0].younger_until
        self._is_own = giver(self._until, today) == PARTICIPANT
        self.say(name, "heading")
        self.say(self._whose(), "")
        self.purpose = self.add_choice(
            tr("&For"), tuple((line.purpose, field_label(line.purpose)) for line in lines))
        self.given_by = self.watched_line("given_by", tr("&Given by"))
        self.form.setRowVisible(self.given_by, not self._is_own)
        relations = [code for code in RELATIONS if (code == "self") == self._is_own]
        self.relation = self.add_choice(tr("&Relation"), tuple((code, show(RELATIONS[code])) for code in relations))
        self.way = self.add_choice(tr("F&orm"), tuple((code, show(words)) for code, words in FORMS.items()))
        self.day = self.add_date(tr("Given o&n"), today)
        self.watch("given_on", self.day)
        self.proof = self.watched_line("proof", tr("&Proof"), tr("where it can be seen, such as a folder"))
        self.setMinimumWidth(480)
        self.check()

    def consent(self) -> Consent:
        return Consent(
            self.purpose.currentData(), self.given_by.text(), self.relation.currentData(), self.way.currentData(),
            day_of(self.day), self.proof.text())

    def faults(self) -> dict[str, str]:
        if not hasattr(self, "proof"):
            return {}
        return {one.field: show(one.reason) for one in check_consent(self.consent(), self._until, self._today)}

    def accept(self) -> None:
        if self.is_complete():
            given = self.consent()
            super().accept()
            self._record({
                "purpose": given.purpose, "given_by": given.given_by, "relation": given.relation, "form": given.form,
                "given_on": given.given_on.isoformat(), "proof": given.proof})

    def _whose(self) -> str:
        if self._is_own:
            return tr("Sixteen or older, or no age is kept: the {participant} consents in person.")
        assert self._until is not None
        return tr("Younger than sixteen until {day}: a parent or guardian consents.", day=show_short_date(self._until))


class WithdrawConsentDialog(FaultForm):
    """`withdraw` gets the day and who withdrew."""

    def __init__(
        self, parent: QWidget, line: ConsentLine, name: str, today: date, withdraw: Callable[[str, str], None],
    ) -> None:
        super().__init__(parent, tr("Withdraw consent"), tr("Withdraw"))
        assert line.consent is not None
        self._consent, self._today, self._withdraw = line.consent, today, withdraw
        self.say(tr("{name}: {what}", name=name, what=field_label(line.purpose)), "heading")
        self.say(tr("What was done before stays lawful. From now on it may not be used any more: empty it, or switch "
                    "the field off in the register."), "")
        self.by = self.watched_line("withdrawn_by", tr("&Withdrawn by"), value=line.consent.given_by)
        self.day = self.add_date(tr("With&drawn on"), today)
        self.watch("withdrawn_on", self.day)
        self.setMinimumWidth(460)
        self.check()

    def faults(self) -> dict[str, str]:
        if not hasattr(self, "day"):
            return {}
        found = {one.field: show(one.reason) for one in check_withdrawal(self._consent, day_of(self.day), self._today)}
        if not self.by.text().strip():
            found["withdrawn_by"] = tr("This must be filled in. Nothing was recorded.")
        return found

    def accept(self) -> None:
        if self.is_complete():
            day, by = day_of(self.day).isoformat(), self.by.text().strip()
            super().accept()
            self._withdraw(day, by)
