"""What stands about an invoice in words: its state in a tone, its columns, and an amount or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.billing.reminders import InvoiceState
from ui.parts.columns import Column
from ui.words import show, show_money, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.billing.amount import Amount
    from app.views.invoices import InvoiceRow

_TONES = {
    InvoiceState.OPEN: "info", InvoiceState.OVERDUE: "warning", InvoiceState.REMINDED: "warning",
    InvoiceState.LETTER_RUNNING: "warning", InvoiceState.COLLECTION: "danger", InvoiceState.PAID: "good",
    InvoiceState.CREDITED: "neutral", InvoiceState.WITHDRAWN: "neutral",
}


def invoice_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Invoice"), _number, width=10, stretch=True, bold=True, sort_key=lambda row: row.number,
               struck=is_struck),
        Column(tr("Agreement"), lambda row: row.agreement, width=12, muted=True),
        Column(tr("Date"), lambda row: show_short_date(row.day), width=10, sort_key=lambda row: row.day),
        Column(tr("Pay by"), due_words, width=13, sort_key=lambda row: (row.due is None, row.due or row.day)),
        Column(tr("Total"), lambda row: show_money(row.total_cents), align="right", width=9,
               sort_key=lambda row: row.total_cents, struck=is_struck),
        Column(tr("Open"), lambda row: show_money(row.open_cents), align="right", width=9,
               sort_key=lambda row: row.open_cents),
        Column(tr("State"), lambda row: show(row.state.label), width=22, tone=state_tone),
    )


def is_struck(row: InvoiceRow) -> bool:
    """What was withdrawn stays in the list and counts in no sum."""
    return not row.stands


def state_tone(row: InvoiceRow) -> str:
    return _TONES[row.state]


def due_words(row: InvoiceRow) -> str:
    """The last day to pay, or that none was agreed."""
    return tr("not regulated") if row.due is None else show_short_date(row.due)


def amount_words(amount: Amount) -> str:
    """The amount; or in two words that there is none, of which `why` says more."""
    if amount.cents is not None:
        return show_money(amount.cents)
    return tr("not regulated") if amount.not_regulated else tr("not computed")


def form_words(form: str) -> str:
    """How a reminder was sent."""
    return {"email": tr("by e-mail"), "letter": tr("by letter"), "registered": tr("by registered letter")}[form]


def _number(row: InvoiceRow) -> str:
    return tr("{number} (twice)", number=row.number) if row.doubled else row.number
