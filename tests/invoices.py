"""Debts, days and recorded invoices for the tests about money, in cents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.actions.invoices import record_invoice
from app.actions.licences import conclude_agreement
from app.domain.billing.receivable import Booking, Receivable

ISSUED = timedelta(days=30)
DAYS = st.dates(date(2016, 1, 1), date(2025, 6, 30))
"""Days from which six months of interest rates are there."""
AMOUNTS = st.integers(1, 10_000_000)


def day(text: str) -> date:
    return date.fromisoformat(text)


def debt(total: int, due: str | date, *payments: tuple[str, int], net: int | None = None) -> Receivable:
    """An invoice of so many cents with VAT, sent thirty days before its due day, with these payments."""
    last = day(due) if isinstance(due, str) else due
    booked = tuple(Booking(day(paid), cents) for paid, cents in payments)
    without = total if net is None else net
    return Receivable("2025-001", last - ISSUED, without, total, last, booked)


def concluded(desk: Any, **more: Any) -> bytes:
    """An agreement of the provider of this desk; gives its id."""
    done = desk.do(
        conclude_agreement, number="2026-7", provider=getattr(desk, "desk", desk).organisation.provider,
        package="Alles", concluded_on="2026-01-10", starts_on="2026-02-01", months=12,
        parts=[{"kind": "participant", "seats": 40, "fee_cents": 3_500}], **more,
    )  # fmt: skip
    return bytes(done.outcome)


def line(quantity: str = "40", cents: int = 3_500, vat: str = "21", what: str = "Plaatsen") -> dict[str, Any]:
    """A line of an invoice as an action takes it."""
    return {"description": what, "quantity": quantity, "unit_cents": cents, "vat_percent": vat}


def recorded(desk: Any, agreement: bytes, number: str = "2026-017", on: str = "2026-08-01", **head: Any) -> bytes:
    """An invoice of 40 × € 35.00, with VAT € 1,694.00; gives its id."""
    given = {"number": number, "invoiced_on": on, **head}
    return bytes(desk.do(record_invoice, agreement_id=agreement, head=given, lines=[line()]).outcome)
