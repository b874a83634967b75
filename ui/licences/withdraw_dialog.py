"""Withdraw what was recorded about an invoice and was a mistake: choose it, and say why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.billing.computation import plain
from app.domain.billing.kept_rows import line_of
from app.domain.billing.withdrawal import check_reason
from ui.licences.fault_form import FaultForm, refused_by
from ui.licences.invoice_words import form_words
from ui.panel import Shell
from ui.words import show_money, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage


class WithdrawMistakeDialog(FaultForm):
    """`submit` gets what the action takes."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: InvoicePage, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Withdraw a mistake on invoice {number}", number=page.row.number),
                         tr("&Withdraw"), lambda: submit(self.arguments()))
        self.say(tr("What was done in the last thirty days can be undone with Ctrl+Z. What is withdrawn stays to be "
                    "seen, struck through, with your reason; it counts in no amount any more."))
        self.what = self.add_choice(tr("What was a &mistake"), _withdrawable(page))
        self.reason = self.add_line(tr("&Reason"))
        self.reason.setPlaceholderText(tr("such as: booked twice"))
        self.watch("reason", self.reason)
        self.setMinimumWidth(560)
        self.check()

    def arguments(self) -> dict[str, Any]:
        kind, row_id = self.what.currentData()
        return {"kind": kind, "row_id": row_id, "reason": self.reason.text().strip()}

    def faults(self) -> Mapping[str, str]:
        return refused_by(lambda: check_reason(self.reason.text()))


def _withdrawable(page: InvoicePage) -> list[tuple[object, str]]:
    """What stands, in words, what is withdrawn most often first."""
    found: list[tuple[object, str]] = []
    names = {"payment": tr("Payment"), "credit": tr("Credit note")}
    for one in page.booked:
        words = tr("{what} of {day}: {money}", what=names[one.kind], day=show_short_date(one.day),
                   money=show_money(one.cents))
        found.append((("bookings", one.id), words))
    sent_names = {"letter": tr("Letter"), "reminder": tr("Reminder")}
    for sent in page.sent:
        words = tr("{what} of {day}, {form}", what=sent_names[sent.kind], day=show_short_date(sent.sent),
                   form=form_words(sent.form))
        found.append((("reminders", sent.id), words))
    for row in page.kept.lines:
        line = line_of(row)
        words = tr("Line: {description}, {quantity} × {price}", description=line.description,
                   quantity=show_number(plain(line.quantity)), price=show_money(line.unit_cents))
        found.append((("invoice_lines", row["id"]), words))
    return [*found, (("invoices", page.row.id), tr("The whole invoice: it should not have been recorded here"))]
