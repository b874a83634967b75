"""Record a payment that was received, or a credit note, on one invoice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.billing.recording import checked_booking
from ui.licences.fault_form import FaultForm, refused_by
from ui.licences.typed import typed_cents
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show_money, show_number, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage


class BookingDialog(FaultForm):
    """`submit` gets what the action takes."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: InvoicePage, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Payment or credit note on invoice {number}", number=page.row.number),
                         tr("&Record"), lambda: submit(self.arguments()))
        self._today, self._page = shell.sight.today, page
        self.say(tr("Open today: {money} of {total}", money=show_money(page.row.open_cents),
                    total=show_money(page.row.total_cents)))
        self.kind = self.add_choice(tr("&Kind"), [("payment", tr("payment")), ("credit", tr("credit note"))])
        self.day = self.add_date(tr("&Day"), self._today)
        self.watch("day", self.day)
        left = max(0, page.row.open_cents)
        self.amount = QLineEdit(show_number(Decimal(left) / 100, 2))
        self.add_field(tr("&Amount with VAT (€)"), self.amount)
        self.watch("cents", self.amount)
        self.reference = self.add_line(tr("Re&ference"))
        self.reference.setPlaceholderText(tr("may stay empty"))
        self.kind.currentIndexChanged.connect(lambda _index: self.check())
        self.setMinimumWidth(460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        cents = typed_cents(self.amount.text())
        return {
            "invoice_id": self._page.row.id, "kind": self.kind.currentData(), "booked_on": day_of(self.day).isoformat(),
            "amount_cents": 0 if cents is None else cents, "reference": self.reference.text().strip(),
        }

    def faults(self) -> Mapping[str, str]:
        if typed_cents(self.amount.text()) is None:
            return {"cents": tr("This is not an amount of money. Write it as 35,00.")}
        given = self.arguments()
        return refused_by(lambda: checked_booking(
            self._page.kept.receivable, given["kind"], given["booked_on"], given["amount_cents"], given["reference"],
            self._today))
