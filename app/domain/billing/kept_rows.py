"""Rows about money as they are kept: decimals as text, and what must hold of a row whoever wrote it (S1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.billing.choices import setting_fault
from app.domain.billing.computation import euros
from app.domain.billing.invoice import CURRENCY, MOST_CENTS, InvoiceLine, line_faults
from app.domain.billing.withdrawal import broken_withdrawal
from app.domain.text import Text

BOOKINGS = ("payment", "credit")
REMINDERS = ("reminder", "letter")
FORMS = ("email", "letter", "registered")
FIGURES = ("commercial", "ordinary", "price_index")
MOST_FIGURE = 100_000
NOT_A_NUMBER = Decimal("NaN")
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


def decimal_of(kept: object) -> Decimal:
    """The number in a column of decimal text; not a number (NaN) where it is none."""
    try:
        return Decimal(str(kept))
    except InvalidOperation:
        return NOT_A_NUMBER


def line_of(row: Mapping[str, Any]) -> InvoiceLine:
    """A row of `invoice_lines` as the rules take it."""
    return InvoiceLine(
        row["description"], decimal_of(row["quantity"]), row["unit_cents"], decimal_of(row["vat_percent"]),
        row.get("vat_category", ""))


def broken_money(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with this row of an invoice and what belongs to it, None where nothing is."""
    return _broken(kind, row) or broken_withdrawal(kind, row)


def _broken(kind: str, row: Mapping[str, Any]) -> Text | None:
    match kind:
        case "invoices":
            return _invoice_broken(row)
        case "invoice_lines":
            return next((reason for _, reason in line_faults(line_of(row))), None)
        case "bookings":
            return amount_fault(row["amount_cents"]) if row["kind"] in BOOKINGS else _SHAPE
        case "reminders":
            return None if row["kind"] in REMINDERS and row["form"] in FORMS and row["sent_on"] else _SHAPE
        case "figures":
            return figure_fault(row) if row["kind"] in FIGURES and row["begins_on"] else _SHAPE
        case "billing_settings":
            return setting_fault(row["setting"], row["value"])
    return None


def amount_fault(cents: int) -> Text | None:
    """What is wrong with the amount of a payment or credit note."""
    if 0 < cents <= MOST_CENTS:
        return None
    return Text("An amount is more than 0 and at most € {most}. Nothing was recorded. Correct the amount.",
                most=euros(MOST_CENTS))


def figure_fault(row: Mapping[str, Any]) -> Text | None:
    """What is wrong with the value or the source of a figure."""
    value, most = decimal_of(row["value"]), 100 if row["kind"] != "price_index" else MOST_FIGURE
    if not (value.is_finite() and 0 <= value <= most):
        return Text("A figure is from 0 to {most}. Nothing was recorded. Correct the figure.", most=most)
    if not str(row["source"]).strip():
        return Text("A figure says where it was read. Nothing was recorded. Fill in the source.")
    return None


def _invoice_broken(row: Mapping[str, Any]) -> Text | None:
    if not str(row["number"]).strip():
        return Text("An invoice has a number. Nothing was recorded. Fill in the number.")
    if row["currency"] != CURRENCY:
        return Text(
            "This invoice is in {currency}. Only euros can be recorded. Ask for an invoice in euros.",
            currency=row["currency"] or "–")
    return None if row["invoiced_on"] else _SHAPE
