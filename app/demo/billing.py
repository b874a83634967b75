"""The invoices of a demo organisation: recorded, paid and reminded of on their own days, as far as those have come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.actions.corrections import credit_whole, withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, enter_figure, record_invoice, remind
from app.demo.agreeing import agreement_numbered
from app.demo.organisation import DemoInvoice, DemoOrganisation
from app.views.invoices import invoice_page

GoTo = Callable[[date], None]


def bill(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than `today` did not happen yet."""
    agreement = desk.read(agreement_numbered, told.agreement.number)
    for rate in told.rates:
        if rate.begins <= today:
            go_to(rate.begins)
            desk.do(enter_figure, kind="commercial", begins_on=rate.begins.isoformat(), value=rate.percent,
                    source=rate.source, read_on=rate.begins.isoformat())
    for invoice in told.invoices:
        if invoice.day <= today:
            _follow(desk, go_to, told, agreement, invoice, today)


def _follow(
    desk: Desk, go_to: GoTo, told: DemoOrganisation, agreement: bytes, invoice: DemoInvoice, today: date,
) -> None:
    go_to(invoice.day)
    head = {
        "number": invoice.number, "invoiced_on": invoice.day.isoformat(), "purchase_order": invoice.purchase_order,
        "cost_centre": invoice.cost_centre, "customer_street": told.address, "customer_postcode": told.postcode,
        "customer_place": told.place,
    }
    made = desk.do(record_invoice, agreement_id=agreement, head=head, lines=list(invoice.lines)).outcome
    if invoice.reminded_on is not None and invoice.reminded_on <= today:
        go_to(invoice.reminded_on)
        desk.do(remind, invoice_id=made, kind="reminder", form="email", sent_on=invoice.reminded_on.isoformat())
    if invoice.paid_on is not None and invoice.paid_on <= today:
        go_to(invoice.paid_on)
        total = desk.read(invoice_page, made).row.total_cents
        if invoice.booked_twice:
            _pay(desk, made, invoice, total)
            twice = desk.read(invoice_page, made).booked[0].id
            desk.do(withdraw, kind="bookings", row_id=twice, reason="twee keer vastgelegd")
        _pay(desk, made, invoice, total)
    if invoice.credit_note:
        desk.do(credit_whole, invoice_id=made, number=invoice.credit_note, booked_on=invoice.day.isoformat())


def _pay(desk: Desk, made: bytes, invoice: DemoInvoice, cents: int) -> None:
    assert invoice.paid_on is not None
    desk.do(book, invoice_id=made, kind="payment", booked_on=invoice.paid_on.isoformat(), amount_cents=cents,
            reference=invoice.number)
