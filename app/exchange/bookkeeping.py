"""What was invoiced, paid and credited under an agreement, as a list that a bookkeeper reads in.

An invoice has a line for each VAT category (UNCL 5305: S, Z, E, AE) and rate; a payment or credit note has one, and
names the invoice it is on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.actions.desk import Desk
from app.domain.billing.computation import euros, plain
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text
from app.exchange.shown_table import write_shown_table
from app.store.invoices import KeptInvoice
from app.store.texts import Translator
from app.views.invoices import standing_invoices

_HEADINGS = (
    Text("Kind"), Text("Invoice"), Text("Date"), Text("Pay by"), Text("Purchase order"), Text("Cost centre"),
    Text("OIN"), Text("Without VAT"), Text("VAT rate (%)"), Text("VAT category"), Text("VAT"), Text("Total"),
    Text("Reference"), Text("Agreement"),
)
Row = list[str]


def write_bookkeeping(desk: Desk, agreement_id: bytes | None, path: Path, language: str) -> Path:
    """Write the list of an agreement or with None of all, the oldest invoice first, and give the path back.

    Refusal where it cannot be written. What was withdrawn is not in it. Days are as 2026-11-30 and amounts as
    1694,00, which a Dutch spreadsheet takes for days and numbers.
    """
    say = Translator(language, desk.sight.profile.words).render
    kinds = {"invoice": say(Text("invoice")), "payment": say(Text("payment")), "credit": say(Text("credit note"))}
    found = desk.read(standing_invoices, agreement_id)
    rows = [row for one, agreement in found for row in _rows(one, agreement, kinds)]
    return write_shown_table(path, [[say(heading) for heading in _HEADINGS], *rows])


def _rows(kept: KeptInvoice, agreement: str, kinds: dict[str, str]) -> Iterator[Row]:
    row, debt = kept.row, kept.receivable
    due = "" if isinstance(debt.due, NotRegulated) else debt.due.isoformat()
    references = [row["purchase_order"], row["cost_centre"], row["oin"]]
    for group in kept.invoice.vat:
        yield [
            kinds["invoice"], debt.number, debt.day.isoformat(), due, *references, _amount(group.net_cents),
            f"{plain(group.percent):f}".replace(".", ","), group.category, _amount(group.vat_cents),
            _amount(group.net_cents + group.vat_cents), "", agreement]
    for booking in debt.bookings:
        yield [kinds[booking.kind], debt.number, booking.day.isoformat(), "", *references, "", "", "", "",
               _amount(booking.cents), booking.reference, agreement]


def _amount(cents: int) -> str:
    return f"{euros(cents):f}".replace(".", ",")
