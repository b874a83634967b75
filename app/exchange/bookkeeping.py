"""What was invoiced, paid and credited under an agreement, as a list that a bookkeeper reads in.

An invoice has a line for each VAT rate; a payment or credit note has one, and names the invoice it is on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.actions.desk import Desk
from app.domain.billing.computation import euros, plain
from app.domain.text import Text
from app.exchange.shown_table import write_shown_table
from app.store.texts import Translator
from app.views.invoices import InvoicePage, invoice_page, invoices_of

_HEADINGS = (
    Text("Kind"), Text("Invoice"), Text("Date"), Text("Pay by"), Text("Purchase order"), Text("Cost centre"),
    Text("Without VAT"), Text("VAT rate (%)"), Text("VAT"), Text("Total"), Text("Reference"),
)
Row = list[str]


def write_bookkeeping(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write the list, the oldest invoice first, and give the path back; Refusal where it cannot be written.

    Days are as 2026-11-30 and amounts as 1694,00, which a Dutch spreadsheet takes for days and numbers.
    """
    say = Translator(language, desk.sight.profile.words).render
    pages = [desk.read(invoice_page, row.id) for row in reversed(desk.read(invoices_of, agreement_id))]
    kinds = {"invoice": say(Text("invoice")), "payment": say(Text("payment")), "credit": say(Text("credit note"))}
    rows = [row for page in pages for row in _rows(page, kinds)]
    return write_shown_table(path, [[say(heading) for heading in _HEADINGS], *rows])


def _rows(page: InvoicePage, kinds: dict[str, str]) -> Iterator[Row]:
    row, details = page.row, page.details
    due = row.due.isoformat() if row.due is not None else ""
    for group in page.kept.invoice.vat:
        yield [
            kinds["invoice"], row.number, row.day.isoformat(), due, details["purchase_order"], details["cost_centre"],
            _amount(group.net_cents), f"{plain(group.percent):f}".replace(".", ","), _amount(group.vat_cents),
            _amount(group.net_cents + group.vat_cents), ""]
    for booking in page.kept.receivable.bookings:
        yield [kinds[booking.kind], row.number, booking.day.isoformat(), "", details["purchase_order"],
               details["cost_centre"], "", "", "", _amount(booking.cents), booking.reference]


def _amount(cents: int) -> str:
    return f"{euros(cents):f}".replace(".", ",")
