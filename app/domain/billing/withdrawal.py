"""A mistake that is too old to undo is withdrawn: with the reason, shown ever after, and counted in no sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.billing.invoice import Invoice
from app.domain.errors import Refusal
from app.domain.text import Text

WITHDRAWABLE = ("invoices", "invoice_lines", "bookings", "reminders")
LONGEST = 200
MARKS = frozenset({"withdrawn_us", "withdrawn_reason"})
Row = Mapping[str, Any]


def stands(row: Row) -> bool:
    return row.get("withdrawn_us") is None


def check_reason(reason: str) -> None:
    """Refusal with the field for a reason that is none."""
    if not reason.strip():
        raise Refusal(Text("Say why it is withdrawn. Nothing was changed."), remedy="reason")
    if len(reason) > LONGEST:
        raise Refusal(Text("This is longer than {n} signs. Nothing was changed.", n=LONGEST), remedy="reason")


def check_standing(row: Row) -> None:
    if not stands(row):
        raise Refusal(Text("This was withdrawn already. Nothing was changed."), remedy="what")


def check_line(left: Invoice, booked_cents: int) -> None:
    """Refusal where the invoice cannot do without this line; `left` is the invoice as it would become."""
    if not left.lines:
        raise Refusal(Text(
            "This is the last line of the invoice. Nothing was changed. Withdraw the invoice itself."), remedy="what")
    if left.total_cents < booked_cents:
        raise Refusal(Text(
            "More was paid and credited than the invoice would come to. Nothing was changed. "
            "Withdraw the payment first, or record a credit note."), remedy="what")


def check_invoice(booked: Sequence[Row]) -> None:
    """Refusal where something that stands was booked on the invoice."""
    if any(stands(row) for row in booked):
        raise Refusal(Text(
            "Something was booked on this invoice. Nothing was changed. Withdraw that first, or record a credit note.",
        ), remedy="what")


def changed_after_all(before: Row, now: Row) -> Text | None:
    """What was withdrawn stays as it was, whoever sends a change to it; None where it does."""
    if stands(before) or all(before.get(name) == value for name, value in now.items() if name not in MARKS):
        return None
    return Text("This was withdrawn and stays as it is. The change was not taken over.")


def broken_withdrawal(kind: str, row: Row) -> Text | None:
    """A row that was withdrawn says why, but for a line in whose place a correction put another, and a log-in code."""
    if stands(row) or kind in ("invoice_lines", "activation_codes") or str(row.get("withdrawn_reason") or "").strip():
        return None
    return Text("Say why it is withdrawn. Nothing was changed.")
