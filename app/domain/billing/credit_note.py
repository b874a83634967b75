"""A credit note as its own document: the amount that was credited, split over the lines and rates of the invoice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.domain.billing.computation import half_up
from app.domain.billing.invoice import Invoice, InvoiceLine
from app.domain.errors import Refusal
from app.domain.text import Text

ONE = Decimal(1)


def credit_note(invoice: Invoice, cents: int) -> Invoice:
    """The lines of a credit note of `cents` with VAT, as amounts above nought.

    All of the invoice: its own lines. A part of it: one line, where the invoice knows one kind of VAT and the amount
    is a net amount in whole cents with its VAT. Refusal where the split does not follow: nothing is made up.
    """
    if cents == invoice.total_cents:
        return invoice
    kinds = invoice.vat
    if len(kinds) != 1:
        raise Refusal(Text(
            "This credit note is a part of an invoice with several rates of VAT. How it is split over them was not "
            "recorded. Nothing was written. Ask the seller for the credit note itself."), remedy="split")
    (kind,) = kinds
    net = half_up(cents / (1 + Fraction(kind.percent) / 100))
    described = " / ".join(dict.fromkeys(line.description for line in invoice.lines))
    line = InvoiceLine(described, ONE, net, kind.percent, invoice.lines[0].vat)
    found = replace(invoice, lines=(line,))
    if found.total_cents != cents:
        raise Refusal(Text(
            "No net amount in whole cents comes to this credit note with its VAT. Nothing was written. "
            "Ask the seller for the credit note itself."), remedy="split")
    return found
