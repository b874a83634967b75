"""Give notice: who, when it was received and in which form; at once what it ends, when, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.contract.consequences import consequences
from app.domain.contract.ending import Ground, at_the_end
from app.domain.contract.kept_rows import SPOKEN
from app.domain.contract.notice import Notice, NoticeEffect, check_notice, notice_effect
from app.domain.permissions import Role
from app.domain.provider import NotRegulated
from app.domain.wrong_fields import missing
from ui.licences.agreement_steps import give_notice, take_notice_back
from ui.licences.fault_form import FaultForm
from ui.licences.signer import SignerFields
from ui.licences.sources import consequence_line, source_words
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, show_date, show_short_date, tr

if TYPE_CHECKING:
    from app.views.agreements import AgreementBasis, NoticeRow

_DAYS = (2, 5)


class GiveNoticeDialog(FaultForm):
    """What stands at the right follows the day of receipt and who gives it."""

    def __init__(self, parent: QWidget, shell: Shell, basis: AgreementBasis) -> None:
        super().__init__(parent, tr("Give notice: agreement {number}", number=basis.number), tr("&Record notice"))
        self._shell, self._basis = shell, basis
        self.say(tr("Nothing is sent from here. You record the notice that was given, and what shows its receipt."))
        self.party = self.add_choice(tr("Given &by"), self._parties())
        self.received = self.add_date(tr("Recei&ved on"), shell.sight.today)
        self.watch("received_on", self.received)
        self.form_given = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail")),
            (SPOKEN, tr("spoken"))])
        self.watch("written", self.form_given)
        self.proof = QLineEdit()
        self.add_field(tr("&Proof of receipt"), self.proof)
        self.proof.setPlaceholderText(tr("such as the number of the registered letter"))
        self.watch("proof", self.proof)
        self.outcome = Facts(shares=_DAYS)
        card = Card(tr("What this ends"))
        card.fill(scrolled(self.outcome, tr("What this ends")), 1)
        self.fill_beside(card)
        self.signer = SignerFields(self, shell, tr("Signed b&y"), self._follow)
        self.watch("signatory", self.signer.name)
        self.party.currentIndexChanged.connect(self._party_chosen)
        self.form_given.currentIndexChanged.connect(lambda _index: self.check())
        self.received.dateChanged.connect(lambda _day: self._follow())
        self.signer.show_mandates(basis.mandates)
        self._party_chosen(0)
        self.resize(980, 560)

    def _parties(self) -> list[tuple[object, str]]:
        """A licensor records its own notice; the organisation's is recorded by the organisation."""
        licensor = ("licensor", self._basis.terms.profile.licensor)
        if self._shell.sight.actor.role is Role.LICENSOR:
            return [licensor]
        return [("organisation", tr("{Organisation}")), licensor]

    def arguments(self) -> dict[str, Any]:
        """As the action takes it."""
        own = self.party.currentData() == "organisation"
        return {
            "agreement_id": self._basis.agreement_id, "party": self.party.currentData(),
            "received_on": day_of(self.received).isoformat(), "form": self.form_given.currentData(),
            "proof": self.proof.text().strip(), "signatory": self.signer.arguments() if own else None,
        }

    def faults(self) -> Mapping[str, str]:
        terms, own = self._basis.terms, self.party.currentData() == "organisation"
        given = Notice(
            self.party.currentData(), day_of(self.received), self.form_given.currentData() != SPOKEN,
            self.proof.text(), self.signer.signatory() if own else None)
        wrong = check_notice(
            terms.profile.duration, terms.profile.order.authority, terms.agreement, given, terms.today)
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        effect = self._effect()
        if self.is_complete() and isinstance(effect, NoticeEffect):
            give_notice(self._shell, self.arguments(), effect.ends_on)
            super().accept()

    def _party_chosen(self, _index: int) -> None:
        self.signer.show_fields(self.party.currentData() == "organisation")
        self._follow()

    def _effect(self) -> NoticeEffect | NotRegulated:
        terms = self._basis.terms
        return notice_effect(
            terms.profile.duration, terms.agreement, self.party.currentData(), day_of(self.received))

    def _follow(self) -> None:
        """Work out again what this ends."""
        if not hasattr(self, "signer"):
            return  # still being built
        effect = self._effect()
        if isinstance(effect, NoticeEffect):
            ending = at_the_end(Ground.NOTICE, effect.ends_on)
            ended = consequences(self._basis.terms.profile, ending, self._basis.participants)
            self.outcome.show_lines([*_effect_lines(effect), *map(consequence_line, ended)])
        else:
            self.outcome.show_lines([FactLine("–", show(effect.text))])
        self.check()


class WithdrawDialog(FaultForm):
    """A notice that was received stands, unless the other party lets go of it too (BW 3:37(5))."""

    def __init__(self, parent: QWidget, shell: Shell, notice: NoticeRow) -> None:
        super().__init__(parent, tr("Withdraw the notice"), tr("&Withdraw"))
        self._shell, self._notice = shell, notice
        self.say(tr(
            "The notice received on {day} ends the agreement on {ends}. It can be withdrawn only if the other party "
            "agrees, or heard of it no later than of the notice itself (BW 3:37).",
            day=show_date(notice.received_on), ends=show_date(notice.ends_on)))
        self.proof = QLineEdit()
        self.add_field(tr("What &shows that"), self.proof)
        self.proof.setPlaceholderText(tr("such as the e-mail in which the other party agrees"))
        self.watch("proof", self.proof)
        self.setMinimumWidth(520)
        self.check()

    def faults(self) -> Mapping[str, str]:
        return {} if self.proof.text().strip() else {"proof": show(missing("proof").reason)}

    def accept(self) -> None:
        if self.is_complete():
            take_notice_back(self._shell, {"notice_id": self._notice.id, "proof": self.proof.text().strip()})
            super().accept()


def _effect_lines(effect: NoticeEffect) -> list[FactLine]:
    said = [tr("Last day of the agreement"), *map(show, effect.explanation)]
    day = show_short_date(effect.ends_on)
    if effect.otherwise is not None:
        day = tr("{day}, or {other}", day=day, other=show_short_date(effect.otherwise))
    lines = [FactLine(day, "\n".join(said), source_words(effect.source))]
    if effect.measured is not None:
        kept = tr("in time") if effect.in_time else tr("too late for this period")
        lines.insert(0, FactLine(
            show_short_date(effect.measured.last), tr("Last day for notice of this period: {kept}", kept=kept),
            source_words(effect.source)))
    return lines
