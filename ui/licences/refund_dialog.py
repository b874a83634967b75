"""What is paid back when an agreement ends before its time: computed line by line for a day that one chooses."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.billing.amount import Amount, tried
from app.domain.billing.refund import Prepaid, refund_at_end, third_party_refund
from app.domain.text import Text
from ui.licences.computation import ComputationLines
from ui.licences.typed import typed_cents
from ui.parts.card import Card
from ui.parts.form_dialog import FormDialog, day_of
from ui.words import show, show_date, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.domain.billing.computation import Computation
    from app.domain.provider_terms import NotRegulated
    from app.views.refunds import RefundBasis

_LABEL = Text("To be paid back")


class RefundDialog(FormDialog):
    """Nothing is recorded; the outcome follows what is filled in."""

    def __init__(self, parent: QWidget, basis: RefundBasis) -> None:
        super().__init__(parent, tr("Refund at an early end: agreement {number}", number=basis.number), tr("Close"))
        self.close_only()
        self._basis = basis
        paid = basis.prepaid
        self.say(tr("The period that runs is from {begins} to {ends}.", begins=show_date(paid.begins),
                    ends=show_date(paid.ends)))
        self.say(tr_count("On {n} invoice of this period so much was paid, without VAT; correct it where that is not "
                          "what was paid ahead.", "On {n} invoices of this period so much was paid, without VAT; "
                          "correct it where that is not what was paid ahead.", basis.invoices))
        self.cause = self.add_choice(tr("&Why it ends"), [
            ("claim", tr("a third party claims the right to it")), ("access_ended", tr("the licensor ends the access")),
            ("insolvency", tr("{the_organisation} is insolvent"))])
        self.last = self.add_date(tr("&Last day"), min(max(basis.today, paid.begins), paid.ends))
        self.amount = QLineEdit(show_number(Decimal(paid.cents) / 100, 2))
        self.add_field(tr("&Paid ahead, without VAT (€)"), self.amount)
        self.card = Card(tr("What is paid back"))
        self.fill(self.card)
        self.cause.currentIndexChanged.connect(lambda _at: self.follow())
        self.last.dateChanged.connect(lambda _day: self.follow())
        self.amount.textChanged.connect(lambda _text: self.follow())
        self.shown: ComputationLines | None = None
        self.follow()
        self.resize(720, 470)

    def outcome(self) -> Amount:
        """What is paid back with what is filled in now, or why there is none."""
        cents = typed_cents(self.amount.text())
        if cents is None:
            return Amount(_LABEL, None, Text("This is not an amount of money. Write it as 35,00."))
        return tried(_LABEL, lambda: self._computed(cents))

    def follow(self) -> None:
        if self.shown is not None:
            self.shown.setParent(None)
            self.shown.deleteLater()
        found = self.outcome()
        self.card.set_heading(show(found.label))
        self.shown = ComputationLines(found)
        self.card.fill(self.shown, 1)

    def _computed(self, cents: int) -> Computation | NotRegulated:
        paid, profile, last = self._basis.prepaid, self._basis.profile, day_of(self.last)
        prepaid, cause = Prepaid(cents, paid.begins, paid.ends), self.cause.currentData()
        if cause == "claim":
            return third_party_refund(profile.claims, "ended", prepaid, last, cents)
        return refund_at_end(profile.end, cause, prepaid, last)
