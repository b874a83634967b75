"""Record a credit note for a whole invoice: what was not credited yet, with the number and the day of the note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.billing.recording import checked_booking
from ui.licences.fault_form import FaultForm, refused_by
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show_money, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage


class CreditDialog(FaultForm):
    """`submit` gets what the action takes."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: InvoicePage, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Credit invoice {number} as a whole", number=page.row.number), tr("&Record"),
                         lambda: submit(self.arguments()))
        self._today, self._page = shell.sight.today, page
        self.say(tr("The credit note is {money} with VAT: what of the invoice was not credited yet.",
                    money=show_money(page.kept.receivable.left_to_credit)))
        if page.row.open_cents < page.kept.receivable.left_to_credit:
            self.say(tr("What was paid is then to be paid back."))
        self.number = QLineEdit()
        self.add_field(tr("&Number of the credit note"), self.number)
        self.watch("reference", self.number)
        self.day = self.add_date(tr("&Day of the credit note"), self._today)
        self.watch("day", self.day)
        self.setMinimumWidth(460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {"invoice_id": self._page.row.id, "number": self.number.text().strip(),
                "booked_on": day_of(self.day).isoformat()}

    def faults(self) -> Mapping[str, str]:
        debt, given = self._page.kept.receivable, self.arguments()
        if not given["number"]:
            return {"reference": tr("A credit note has a number. Nothing was recorded. Fill in the number.")}
        return refused_by(lambda: checked_booking(
            debt, "credit", given["booked_on"], debt.left_to_credit, given["number"], self._today))
