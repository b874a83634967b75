"""What is asked for a licence and what was paid."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import metadata, number, ref, row_id, tenant, text, version

# Quantities, percentages and figures are decimal text, as exact as they were typed. A mistake is withdrawn with the
# reason, and stays; only undo removes a row.
invoices = Table(
    "invoices", metadata, row_id(), ref("agreement_id"), text("number"), text("invoiced_on"),
    text("received_on", nullable=True), text("pay_by_on", nullable=True), text("currency"), number("consumer"),
    text("purchase_order"), text("cost_centre"), text("oin"), text("customer_street"), text("customer_postcode"),
    text("customer_place"), text("seller_street"), text("seller_postcode"), text("seller_place"),
    text("seller_kvk"), text("seller_vat"), text("seller_iban"), version(), tenant(),
    text("vat_reason"), number("withdrawn_us", nullable=True), text("withdrawn_reason"),
    Index("invoices_by_agreement", "agreement_id"),
    info={"personal": None},
)

invoice_lines = Table(  # a correction withdraws a line without a reason: another stands in its place
    "invoice_lines", metadata, row_id(), ref("invoice_id"), number("position"), text("description"), text("quantity"),
    number("unit_cents"), text("vat_percent"), number("withdrawn_us", nullable=True), version(),
    tenant(), text("withdrawn_reason"), text("vat_category"),
    Index("invoice_lines_by_invoice", "invoice_id", "position"),
    info={"personal": None},
)

bookings = Table(  # a payment received or a credit note
    "bookings", metadata, row_id(), ref("invoice_id"), text("kind"), text("booked_on"), number("amount_cents"),
    text("reference"), version(), tenant(), number("withdrawn_us", nullable=True), text("withdrawn_reason"),
    Index("bookings_by_invoice", "invoice_id"),
    info={"personal": None},
)

reminders = Table(  # a written reminder, or the letter that gives a consumer fourteen days
    "reminders", metadata, row_id(), ref("invoice_id"), text("kind"), text("form"), text("sent_on"),
    text("received_on", nullable=True), text("pay_by_on", nullable=True), version(), tenant(),
    number("withdrawn_us", nullable=True), text("withdrawn_reason"),
    Index("reminders_by_invoice", "invoice_id"),
    info={"personal": None},
)

figures = Table(  # rows of the organisation itself over the tables that ship; of one day what was read last counts
    "figures", metadata, row_id(), text("kind"), text("series"), text("begins_on"), text("value"), text("source"),
    text("read_on"), number("confirmed"), version(), tenant(),
    info={"personal": None},
)

billing_settings = Table(  # what the organisation chose where the terms leave it open; of one setting the newest counts
    "billing_settings", metadata, row_id(), text("setting"), text("value"), number("decided_us"), version(), tenant(),
    info={"personal": None},
)
