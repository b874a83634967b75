"""Assign an organisation's agreement to another licensor (O-13): told in writing, with what moves and from when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.contract.rights import Assignment, AssignmentEffect, assignment_effect, check_assignment
from ui.licences.fault_form import FaultForm
from ui.licences.sources import source_words
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, show_money, show_number, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.organisation_page import OrganisationPage

_DAYS = (2, 5)


class AssignDialog(FaultForm):
    """`submit` gets {licensor_code, told_on, proof, effective_on}. It closes only once the server has done it."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: OrganisationPage, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Other licensor for {name}", name=page.row.name), tr("&Assign"))
        self._shell, self._page, self._give = shell, page, submit
        self.say(tr("The other licensor comes in your place. Afterwards this organisation is no longer in your list."))
        self.to = QLineEdit()
        self.add_field(tr("&Code of the other licensor"), self.to)
        self.watch("to_licensor", self.to)
        self.told = self.add_date(tr("&Told on"), shell.sight.today)
        self.watch("told_on", self.told)
        self.written = QCheckBox(tr("Told &in writing"))
        self.written.setAccessibleName(tr("Told in writing"))
        self.form.addRow("", self.written)
        self.watch("written", self.written)
        self.proof = QLineEdit()
        self.add_field(tr("&Proof of that"), self.proof)
        self.proof.setPlaceholderText(tr("such as the number of the registered letter"))
        self.watch("proof", self.proof)
        self.effective = self.add_date(tr("Counts &from"), shell.sight.today)
        self.watch("effective_on", self.effective)
        self.outcome = Facts(shares=_DAYS)
        card = Card(tr("What moves"))
        card.fill(scrolled(self.outcome, tr("What moves")), 1)
        self.fill_beside(card)
        self.written.toggled.connect(lambda _on: self.touch("written"))
        self.told.dateChanged.connect(lambda _day: self.check())
        self.effective.dateChanged.connect(lambda _day: self.check())
        self.resize(1040, 460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {
            "licensor_code": self.to.text().strip(), "told_on": day_of(self.told).isoformat(),
            "proof": self.proof.text().strip(), "effective_on": day_of(self.effective).isoformat()}

    def faults(self) -> Mapping[str, str]:
        wrong = check_assignment(self._shell.sight.profile.transfer, self._assignment(), self._shell.sight.today)
        found = {one.field: show(one.reason) for one in reversed(wrong)}
        if not self.proof.text().strip():
            found["proof"] = tr("This must be filled in. Nothing was recorded.")
        return found

    def check(self) -> None:
        self.outcome.show_lines([*self._effect(), *moving_lines(self._page)])
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._give(self.arguments())

    def done_assigning(self) -> None:
        """The server has done it."""
        self.done(int(self.DialogCode.Accepted))

    def _assignment(self) -> Assignment:
        return Assignment(
            self.to.text().strip(), day_of(self.told), self.written.isChecked(), day_of(self.effective), whole=True)

    def _effect(self) -> list[FactLine]:
        effect = assignment_effect(self._shell.sight.profile.transfer, self._assignment())
        if not isinstance(effect, AssignmentEffect):
            return [FactLine("–", show(effect.text))]
        said = [tr("From this day on it counts"), *map(show, effect.explanation)]
        return [FactLine(show_short_date(effect.day), "\n".join(said), source_words(effect.source))]


def moving_lines(page: OrganisationPage) -> list[FactLine]:
    """What goes to the other licensor, as numbers."""
    row = page.row
    agreed = tr_count("{n} agreement", "{n} agreements", len(page.agreements))
    numbers = ", ".join(one.agreement_number for one in page.agreements)
    return [
        FactLine(tr("Agreements"), f"{agreed}: {numbers}" if numbers else agreed),
        FactLine(tr("Seats"), show_number(row.bought)),
        FactLine(tr("Open amount"), show_money(row.open_cents)),
        FactLine(tr("Orders that wait"), show_number(row.orders)),
        FactLine(tr("Stays with you"), tr("your own catalogue; who took part was never here")),
    ]
