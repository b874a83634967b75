"""What is recorded about an invoice, on any day and of any amount: within what is open, never of a day to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.recording import SentForm, check_figure, check_sent, checked_booking
from app.domain.errors import Refusal
from tests.invoices import AMOUNTS, DAYS, debt

AROUND = st.integers(-40, 80)


def refused(check: object) -> str | None:
    """The field at which it is refused, None where it is not."""
    try:
        check()  # type: ignore[operator]
    except Refusal as refusal:
        return refusal.remedy or "?"
    return None


@given(due=DAYS, total=AMOUNTS, paid=AMOUNTS, cents=st.integers(-10, 12_000_000), after=AROUND, today=AROUND)
def test_a_payment_is_within_what_is_open_and_within_its_days(
    due: date, total: int, paid: int, cents: int, after: int, today: int,
) -> None:
    first = min(paid, total)
    owed = debt(total, due, (due.isoformat(), first))
    issued, day, now = owed.day, owed.day + timedelta(days=after), owed.day + timedelta(days=today)
    at = refused(lambda: checked_booking(owed, "payment", day.isoformat(), cents, "", now))
    right = 0 < cents <= total - first and issued <= day <= now
    assert (at is None) == right
    if right:
        booking = checked_booking(owed, "payment", day.isoformat(), cents, "", now)
        assert owed.with_booking(booking).open_cents == total - first - cents >= 0


@given(day=st.dates(date(2016, 1, 1), date(2026, 11, 21)))
@pytest.mark.clause("O-8.2")
def test_a_rate_begins_with_a_half_year_and_an_index_on_any_day(day: date) -> None:
    row = {"kind": "commercial", "series": "", "begins_on": day.isoformat(), "value": "10.15", "source": "Stcrt.",
           "read_on": "2026-11-21", "confirmed": False}
    at = refused(lambda: check_figure(row, date(2026, 11, 21)))
    assert at == (None if (day.month, day.day) in {(1, 1), (7, 1)} else "begins")


@given(due=DAYS, sent=AROUND, received=st.none() | AROUND, today=st.integers(0, 120))
@pytest.mark.clause("O-8.2")
def test_a_letter_is_sent_after_the_last_day_and_received_after_that(
    due: date, sent: int, received: int | None, today: int,
) -> None:
    owed, now = debt(100_000, due), due + timedelta(days=today)
    went = due + timedelta(days=sent)
    came = due + timedelta(days=received) if received is not None else None
    form = SentForm("letter", "letter", went.isoformat(), came.isoformat() if came else None)
    at = refused(lambda: check_sent(owed, True, form, now))
    right = due < went <= now and (came is None or went <= came <= now)
    assert (at is None) == right and at in {None, "sent", "received"}
