"""Claims: record one with its last day, record that the licensor was told, how it ended, and that it was settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.billing.computation import Computation
from app.domain.contract.claim_course import (
    OUTCOMES,
    check_logged,
    check_outcome,
    claim_course,
    claim_refund,
    last_day_by_claim,
)
from app.domain.contract.consequences import ConsequenceKind
from app.domain.contract.ending import Ground, at_the_end
from app.domain.contract.kept_course import OWN, THIRD_PARTY
from app.domain.contract.kept_rows import SPOKEN
from app.domain.provider import NotRegulated, Regulated
from app.domain.wrong_fields import missing, wrong_future, wrong_order
from ui.licences.course_steps import log, outcome, settle, tell
from ui.licences.course_words import claim_lines, computed_lines
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.sources import consequence_line
from ui.licences.typed import typed_cents
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.course import AgreementCourse, ClaimItem

NO_AMOUNT = -1
_CARD = 440


class _ClaimForm(FaultForm):
    """The fields that say when and how the licensor was told, and what follows at the right."""

    def _telling(self, shell: Shell, on: bool) -> None:
        today = shell.sight.today
        self.sent = OptionalDay(tr("Licensor told on"), today, on)
        self.add_field(tr("&Licensor told on"), self.sent)
        self.watch("sent_on", self.sent.edit)
        self.received = OptionalDay(tr("Received by the licensor on"), today)
        self.add_field(tr("Recei&ved by the licensor on"), self.received)
        self.watch("received_on", self.received.edit)
        self.form_sent = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail")),
            (SPOKEN, tr("spoken"))])
        self.watch("form", self.form_sent)
        self.proof = self.watched_line("proof", tr("&Proof"))
        self.left = QCheckBox(tr("The &handling is left to the licensor"))
        self.left.setAccessibleName(self.left.text().replace("&", ""))
        self.form.addRow("", self.left)
        for day in (self.sent, self.received):
            day.tick.toggled.connect(lambda _on: self.follow())
            day.edit.dateChanged.connect(lambda _day: self.follow())
        self.left.toggled.connect(lambda _on: self.follow())
        self.form_sent.currentIndexChanged.connect(lambda _index: self.follow())

    def told(self) -> dict[str, Any]:
        return {
            "sent_on": self.sent.text() or None, "received_on": self.received.text() or None,
            "form": self.form_sent.currentData() if self.sent.tick.isChecked() else "",
            "proof": self.proof.text().strip(), "handling_left": self.left.isChecked(),
        }

    def follow(self) -> None:
        self.check()


class ClaimDialog(_ClaimForm):
    """An own claim on the licensor, or one of a third party against the use of the product."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse) -> None:
        super().__init__(parent, tr("Claim: agreement {number}", number=course.number), tr("&Record claim"),
                         lambda: log(shell, self.arguments()))
        self._course, today = course, shell.sight.today
        self.sort = self.add_choice(tr("&Whose claim"), [
            (OWN, tr("ours, on the licensor")), (THIRD_PARTY, tr("of a third party, against the use"))])
        self.about = self.watched_line("about", tr("&About"), tr("in a few words"))
        self.claimant = self.watched_line("claimant", tr("&By whom"))
        self.known = self.add_date(tr("&Known on"), today)
        self.watch("known_on", self.known)
        self.could = OptionalDay(tr("Could have been known on"), today)
        self.add_field(tr("C&ould have been known on"), self.could)
        self.watch("could_be_known_on", self.could.edit)
        self.amount = self.watched_line("amount_cents", tr("A&mount (€)"), tr("may stay empty"))
        self._telling(shell, False)
        self.outcome = Facts(shares=(2, 5))
        card = Card(tr("What this asks"))
        card.fill(scrolled(self.outcome, tr("What this asks")), 1)
        self.fill_beside(card)
        self.sort.currentIndexChanged.connect(lambda _index: self._sort_chosen())
        self.known.dateChanged.connect(lambda _day: self.follow())
        self.could.tick.toggled.connect(lambda _on: self.follow())
        self.could.edit.dateChanged.connect(lambda _day: self.follow())
        self.resize(980, 560)
        self._sort_chosen()

    def arguments(self) -> dict[str, Any]:
        row = self._row()
        wanted = ("sort", "about", "claimant", "known_on", "could_be_known_on", "sent_on", "received_on", "form",
                  "proof", "amount_cents")
        return {"agreement_id": self._course.agreement_id, "handling_left": bool(row["handling_left"]),
                **{name: row[name] for name in wanted}}

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "outcome"):
            return {}
        found = check_logged(self._course.profile, self._row(), self._course.terms.today)
        return {one.field: show(one.reason) for one in found}

    def follow(self) -> None:
        if not hasattr(self, "outcome"):
            return
        from app.views.course import ClaimItem

        terms, row = self._course.terms, self._row()
        known = claim_course(terms.profile, terms.agreement, row, terms.today)
        self.outcome.show_lines(claim_lines(ClaimItem(b"", row, known)))
        self.check()

    def _row(self) -> dict[str, Any]:
        own = self.sort.currentData() == OWN
        cents = typed_cents(self.amount.text()) if self.amount.text().strip() else 0
        return {
            "sort": self.sort.currentData(), "about": self.about.text().strip(),
            "claimant": "" if own else self.claimant.text().strip(), "known_on": day_of(self.known).isoformat(),
            "could_be_known_on": (self.could.text() or None) if own else None,
            "amount_cents": (NO_AMOUNT if cents is None else cents) if own else 0, "outcome": "", "outcome_on": None,
            "settled_on": None, "settlement": "", **self.told(),
        }

    def _sort_chosen(self) -> None:
        own = self.sort.currentData() == OWN
        for field, shown in ((self.claimant, not own), (self.could, own), (self.amount, own)):
            self.form.setRowVisible(field, shown)
        self.form.setRowVisible(self.left, not own)
        self.follow()


class TellDialog(_ClaimForm):
    """That the licensor was told of a claim."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse, item: ClaimItem) -> None:
        super().__init__(parent, tr("Licensor told: {about}", about=item.row["about"]), tr("&Record"),
                         lambda: tell(shell, self.arguments()))
        self._course, self._item = course, item
        self._telling(shell, True)
        self.sent.tick.setEnabled(False)
        self.left.setChecked(bool(item.row["handling_left"]))
        self.form.setRowVisible(self.left, item.row["sort"] == THIRD_PARTY)
        self.setMinimumWidth(520)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"claim_id": self._item.id, **self.told()}

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "left"):
            return {}
        found = check_logged(self._course.profile, self._item.row | self.told(), self._course.terms.today)
        return {one.field: show(one.reason) for one in found}


class OutcomeDialog(FaultForm):
    """How a third party's claim ended; what the end brings back, line by line, and what it ends for whom."""

    def __init__(self, parent: QWidget, shell: Shell, course: AgreementCourse, item: ClaimItem) -> None:
        super().__init__(parent, tr("Outcome: {about}", about=item.row["about"]), tr("&Record outcome"),
                         lambda: outcome(shell, self.arguments()))
        self._course, self._item, today = course, item, shell.sight.today
        rule = course.profile.claims.third_party_outcome
        named = rule.value.outcomes if isinstance(rule, Regulated) else ()
        self.choice = self.add_choice(tr("&Outcome"), [(one, show(OUTCOMES[one])) for one in named])
        self.watch("outcome", self.choice)
        self.told_on = self.add_date(tr("&Told on"), today)
        self.watch("outcome_on", self.told_on)
        self.form_told = self.add_choice(tr("&Form"), [
            ("registered", tr("registered letter")), ("letter", tr("letter")), ("email", tr("e-mail"))])
        needs_day = isinstance(rule, Regulated) and rule.value.notice_months == 0
        self.last = OptionalDay(tr("Last day that the licensor named"), today, needs_day)
        self.add_field(tr("&Last day that the licensor named"), self.last)
        self.watch("ends_on", self.last.edit)
        by_year = isinstance(rule, Regulated) and rule.value.refund == "one_school_year"
        self.amount = QLineEdit(show_number(Decimal(self._proposal(by_year, today)) / 100, 2))
        self.add_field(tr("Licence fee of one s&chool year (€)") if by_year
                       else tr("Paid ahead for this &period, without VAT (€)"), self.amount)
        self.watch("amount_cents", self.amount)
        self.seen = QCheckBox(tr("I have &seen what ends and for whom"))
        self.seen.setAccessibleName(self.seen.text().replace("&", ""))
        self.form.addRow("", self.seen)
        self.outcome = Facts(shares=(2, 5))
        card = Card(tr("What this ends and brings back"))
        card.fill(scrolled(self.outcome, tr("What this ends and brings back")), 1)
        card.setMinimumWidth(_CARD)
        self.fill_beside(card)
        self.choice.currentIndexChanged.connect(lambda _index: self._follow())
        self.told_on.dateChanged.connect(lambda _day: self._follow())
        self.last.tick.toggled.connect(lambda _on: self._follow())
        self.last.edit.dateChanged.connect(lambda _day: self._follow())
        self.amount.textChanged.connect(lambda _typed: self._follow())
        self.seen.toggled.connect(lambda _on: self.check())
        self.resize(1000, 600)
        self._follow()

    def arguments(self) -> dict[str, Any]:
        return {
            "claim_id": self._item.id, "outcome": self.choice.currentData(),
            "outcome_on": day_of(self.told_on).isoformat(), "form": self.form_told.currentData(),
            "ends_on": (self.last.text() or None) if self._ends() else None,
            "amount_cents": typed_cents(self.amount.text()) or 0,
        }

    def faults(self) -> Mapping[str, str]:
        found = {one.field: show(one.reason) for one in check_outcome(
            self._course.profile, self._item.row, self.choice.currentData() or "", day_of(self.told_on),
            self._named(), self._course.terms.today)}
        if self._ends() and typed_cents(self.amount.text()) is None:
            found["amount_cents"] = tr("This is not an amount of money. Write it as 35,00.")
        return found

    def is_complete(self) -> bool:
        return super().is_complete() and (self.seen.isChecked() or not self._ends())

    def _proposal(self, by_year: bool, today: date) -> int:
        return self._course.year_fee_cents if by_year else self._course.prepaid_cents(today)

    def _ends(self) -> bool:
        return bool(self.choice.currentData() == "ended")

    def _named(self) -> date | None:
        return day_of(self.last.edit) if self._ends() and self.last.tick.isChecked() else None

    def _follow(self) -> None:
        for field in (self.last, self.amount, self.seen):
            self.form.setRowVisible(field, self._ends())
        last = last_day_by_claim(self._course.profile, day_of(self.told_on), self._named()) if self._ends() else None
        self.outcome.show_lines(self._ending_lines(last) if last is not None else [
            FactLine("–", show(OUTCOMES[self.choice.currentData()]) if self.choice.currentData() else "–")])
        self.check()

    def _ending_lines(self, last: date) -> list[FactLine]:
        lines = [FactLine(show_short_date(last), tr("Last day of the agreement"))]
        cents = typed_cents(self.amount.text())
        if cents is not None:
            lines += refund_lines(claim_refund(self._course.profile, self._course.terms.agreement, cents, last))
        ended = self._course.what_ends(at_the_end(Ground.THIRD_PARTY_CLAIM, last))
        return [*lines, *(consequence_line(one) for one in ended if one.kind is not ConsequenceKind.REFUND)]


class SettleDialog(FaultForm):
    """A claim that is over."""

    def __init__(self, parent: QWidget, shell: Shell, item: ClaimItem) -> None:
        super().__init__(parent, tr("Settled: {about}", about=item.row["about"]), tr("&Record"),
                         lambda: settle(shell, self.arguments()))
        self._item, self._today = item, shell.sight.today
        self.day = self.add_date(tr("&Settled on"), self._today)
        self.watch("settled_on", self.day)
        self.how = QLineEdit()
        self.add_field(tr("&How"), self.how)
        self.how.setPlaceholderText(tr("paid, dropped, or what was agreed"))
        self.watch("settlement", self.how)
        self.setMinimumWidth(460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"claim_id": self._item.id, "settled_on": day_of(self.day).isoformat(),
                "settlement": self.how.text().strip()}

    def faults(self) -> Mapping[str, str]:
        day, known = day_of(self.day), date.fromisoformat(self._item.row["known_on"])
        wrong = [wrong_future("settled_on", day, self._today), wrong_order("settled_on", known, day),
                 None if self.how.text().strip() else missing("settlement")]
        return {one.field: show(one.reason) for one in wrong if one is not None}


def refund_lines(found: Computation | NotRegulated) -> list[FactLine]:
    """What comes back, line by line."""
    if isinstance(found, NotRegulated):
        return [FactLine("–", show(found.text), tr("not regulated"))]
    return computed_lines(found)
