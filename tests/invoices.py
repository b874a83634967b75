"""Debts and days for the tests about money, in cents."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

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
