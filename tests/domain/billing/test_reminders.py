"""Reminders and the fourteen-day letter, and the stage of an invoice on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.receivable import Booking
from app.domain.billing.reminders import (
    CostsLetter,
    Dunning,
    InvoiceState,
    Reminder,
    check_reminder,
    costs_wait_until,
    invoice_state,
    letter_ends,
)
from app.domain.calendar import DAY
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.store.resources import load_profile
from tests.invoices import DAYS, day, debt

LATE = debt(100_000, "2026-01-31")
REMINDED = Dunning(reminders=(Reminder(day("2026-02-05"), day("2026-02-19")),))
WRITTEN_TO = Dunning(consumer=True, letter=CostsLetter(day("2026-02-10")))


@pytest.mark.clause("O-8.2")
def test_a_reminder_waits_until_the_due_day_has_passed() -> None:
    check_reminder(LATE, day("2026-02-01"))
    for early in ("2026-01-15", "2026-01-31"):
        with pytest.raises(Refusal, match="2026-02-01") as refusal:
            check_reminder(LATE, day(early))
        assert refusal.value.remedy == "sent"


def test_a_paid_invoice_and_one_without_a_due_day_are_not_reminded_of() -> None:
    with pytest.raises(Refusal, match="Nothing was open"):
        check_reminder(debt(100_000, "2026-01-31", ("2026-02-02", 100_000)), day("2026-02-02"))
    with pytest.raises(Refusal, match="do not say when"):
        check_reminder(replace(LATE, due=NotRegulated()), day("2026-02-02"))


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("received", "ends"),
    [
        ("2026-03-01", "2026-03-15"),  # 2 March is the first day, 15 March the fourteenth
        ("2024-02-20", "2024-03-05"),  # nine days of a leap February, then five
        ("2025-02-20", "2025-03-06"),
        ("2026-12-18", "2027-01-01"),  # a holiday does not move it
    ],
)
def test_the_fourteen_days_begin_the_day_after_receipt(received: str, ends: str) -> None:
    assert letter_ends(CostsLetter(day(received)), 14) == day(ends)


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("dunning", "on", "state"),
    [
        (Dunning(), "2026-01-31", InvoiceState.OPEN),
        (Dunning(), "2026-02-01", InvoiceState.OVERDUE),
        (REMINDED, "2026-02-04", InvoiceState.OVERDUE),  # not sent yet
        (REMINDED, "2026-02-05", InvoiceState.REMINDED),
        (REMINDED, "2026-02-19", InvoiceState.REMINDED),  # the last day it gives
        (REMINDED, "2026-02-20", InvoiceState.COLLECTION),
        (Dunning(reminders=(Reminder(day("2026-02-05")),)), "2026-02-06", InvoiceState.COLLECTION),
        (replace(REMINDED, consumer=True), "2026-03-20", InvoiceState.REMINDED),  # a consumer gets a letter first
        (WRITTEN_TO, "2026-02-09", InvoiceState.OVERDUE),
        (WRITTEN_TO, "2026-02-10", InvoiceState.LETTER_RUNNING),
        (WRITTEN_TO, "2026-02-24", InvoiceState.LETTER_RUNNING),  # the fourteenth day
        (WRITTEN_TO, "2026-02-25", InvoiceState.COLLECTION),
    ],
)
def test_the_stage_on_a_day(practice: ProviderProfile, dunning: Dunning, on: str, state: InvoiceState) -> None:
    assert invoice_state(practice.payment, LATE, dunning, day(on)) is state


def test_paid_and_credited_are_told_apart(practice: ProviderProfile) -> None:
    paid = debt(100_000, "2026-01-31", ("2026-02-21", 100_000))
    credited = LATE.with_booking(Booking(day("2026-02-21"), 100_000, "credit"))
    on = [day("2026-02-20"), day("2026-02-21")]
    assert [invoice_state(practice.payment, paid, REMINDED, each) for each in on] == [
        InvoiceState.COLLECTION, InvoiceState.PAID]
    assert invoice_state(practice.payment, credited, REMINDED, on[1]) is InvoiceState.CREDITED
    free = debt(0, "2026-01-31")
    assert invoice_state(practice.payment, free, Dunning(), on[0]) is InvoiceState.PAID


def test_without_a_clause_an_invoice_is_never_in_collection(monitoring: ProviderProfile) -> None:
    assert isinstance(costs_wait_until(monitoring.payment, REMINDED), NotRegulated)
    assert isinstance(costs_wait_until(monitoring.payment, WRITTEN_TO), NotRegulated)
    assert invoice_state(monitoring.payment, LATE, REMINDED, day("2026-06-01")) is InvoiceState.REMINDED
    silent = replace(LATE, due=NotRegulated())
    assert invoice_state(monitoring.payment, silent, Dunning(), day("2026-06-01")) is InvoiceState.OPEN


ORDER = [InvoiceState.OPEN, InvoiceState.OVERDUE, InvoiceState.REMINDED, InvoiceState.LETTER_RUNNING,
         InvoiceState.COLLECTION]


@given(DAYS, st.integers(1, 60), st.integers(0, 30), st.integers(0, 200), st.booleans())
def test_an_unpaid_invoice_only_gets_further(
    due: date, sent_after: int, gives: int, later: int, consumer: bool,
) -> None:
    rules = load_profile("oefenen").payment
    sent = due + timedelta(days=sent_after)
    letter = CostsLetter(sent + DAY) if consumer else None
    dunning = Dunning(consumer, (Reminder(sent, sent + timedelta(days=gives)),), letter)
    on = due + timedelta(days=later)
    states = [invoice_state(rules, debt(100, due), dunning, each) for each in (on, on + DAY)]
    assert ORDER.index(states[0]) <= ORDER.index(states[1])
    assert (states[0] is InvoiceState.OPEN) == (on <= due)
