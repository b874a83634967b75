"""Payments and credit notes: what is open on a day, what is too much, and where one payment goes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.receivable import Attribution, Booking, Receivable, allocate, attribute
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated
from tests.invoices import AMOUNTS, day, debt

INVOICE = debt(169_400, "2026-01-31", net=140_000)


def test_what_is_open_falls_with_each_payment() -> None:
    # 1694.00 - 694.00 = 1000.00; - 250.00 credited = 750.00; - 750.00 = 0
    paid = (
        INVOICE.with_booking(Booking(day("2026-01-10"), 69_400, reference="a"))
        .with_booking(Booking(day("2026-01-20"), 25_000, "credit", "C1"))
        .with_booking(Booking(day("2026-02-01"), 75_000))
    )
    assert paid.open_over_time() == (
        (day("2026-01-01"), 169_400), (day("2026-01-10"), 100_000), (day("2026-01-20"), 75_000), (day("2026-02-01"), 0))
    assert [line.cents for line in paid.open_computation(day("2026-01-31")).lines] == [169_400, -69_400, -25_000]
    assert paid.open_computation(day("2026-01-31")).cents == paid.open_on(day("2026-01-31")) == 75_000


def test_a_payment_counts_from_the_close_of_its_day() -> None:
    paid = INVOICE.with_booking(Booking(day("2026-01-10"), 169_400))
    assert (paid.open_on(day("2026-01-09")), paid.open_on(day("2026-01-10"))) == (169_400, 0)


@pytest.mark.parametrize(
    ("booking", "field", "reason"),
    [
        (Booking(day("2026-01-10"), 169_401), "cents", "€ 1694.01 and € 1694.00 is open"),
        (Booking(day("2026-01-10"), 0), "cents", "more than 0"),
        (Booking(day("2026-01-10"), -5), "cents", "more than 0"),
        (Booking(day("2025-12-31"), 100), "day", "cannot be older"),
        (Booking(day("2026-01-10"), 169_401, "credit"), "cents", "at most € 1694.00"),
    ],
)
def test_what_cannot_be_booked_is_refused(booking: Booking, field: str, reason: str) -> None:
    with pytest.raises(Refusal, match=re.escape(reason)) as refusal:
        INVOICE.with_booking(booking)
    assert refusal.value.remedy == field


def test_nothing_can_be_paid_on_a_paid_invoice() -> None:
    paid = INVOICE.with_booking(Booking(day("2026-01-10"), 169_400))
    with pytest.raises(Refusal, match=r"€ 0\.00 is open"):
        paid.with_booking(Booking(day("2026-01-11"), 1))


def test_a_credit_after_payment_is_to_be_paid_back_and_never_more_than_the_invoice() -> None:
    paid = INVOICE.with_booking(Booking(day("2026-01-10"), 169_400))
    credited = paid.with_booking(Booking(day("2026-02-10"), 42_350, "credit"))
    assert credited.open_cents == -42_350
    with pytest.raises(Refusal, match=r"at most € 1270\.50"):  # 1694.00 - 423.50
        credited.with_booking(Booking(day("2026-02-11"), 127_051, "credit"))


def test_an_invoice_less_its_credit_notes() -> None:
    credited = INVOICE.with_booking(Booking(day("2026-02-10"), 42_350, "credit"))  # a quarter of 1694.00
    assert credited.invoiced_on(day("2026-02-09")) == (140_000, 169_400)
    assert credited.invoiced_on(day("2026-02-10")) == (105_000, 127_050)
    whole = INVOICE.with_booking(Booking(day("2026-02-10"), 169_400, "credit"))
    assert whole.invoiced_on(day("2026-02-10")) == (0, 0)


def three() -> list[Receivable]:
    """Due in February, in January, and not on any day."""
    return [
        replace(debt(10_000, "2026-02-28"), number="feb"),
        replace(debt(20_000, "2026-01-31"), number="jan"),
        replace(debt(30_000, "2026-01-15"), number="none", due=NotRegulated()),
    ]


@pytest.mark.parametrize(
    ("cents", "designated", "parts"),
    [
        (15_000, None, {"jan": 15_000}),  # the one due first
        (25_000, None, {"jan": 20_000, "feb": 5_000}),  # 250.00 = 200.00 + 50.00
        (60_000, None, {"jan": 20_000, "feb": 10_000, "none": 30_000}),
        (12_000, "feb", {"feb": 10_000, "jan": 2_000}),  # the payer named it (BW 6:43)
        (12_000, "none", {"none": 12_000}),
    ],
)
def test_one_payment_for_several_invoices(cents: int, designated: str | None, parts: dict[str, int]) -> None:
    allocation = allocate(cents, three(), designated)
    assert dict(allocation.parts) == parts
    assert allocation.computation.cents == cents


def test_more_than_all_that_is_open_is_refused() -> None:
    with pytest.raises(Refusal, match=r"€ 0\.01 more"):
        allocate(60_001, three())


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.data())
def test_allocating_loses_and_makes_no_cent(totals: list[int], data: st.DataObject) -> None:
    invoices = [
        replace(debt(total, date(2026, 1, 31) + timedelta(days=number)), number=str(number))
        for number, total in enumerate(totals)
    ]
    cents = data.draw(st.integers(1, sum(totals)))
    parts = allocate(cents, invoices).parts
    assert sum(parts.values()) == cents
    assert all(0 < part <= totals[int(number)] for number, part in parts.items())


@pytest.mark.parametrize(
    ("cents", "parts"),
    [
        (30_000, (30_000, 0, 0)),  # costs 500.00 first
        (50_500, (50_000, 500, 0)),  # then interest 9.29
        (100_000, (50_000, 929, 49_071)),  # 1000.00 - 500.00 - 9.29 = 490.71 of the principal
    ],
)
def test_a_payment_goes_to_costs_then_interest_then_principal(cents: int, parts: tuple[int, int, int]) -> None:
    found = attribute(cents, 50_000, 929, 169_400)
    assert found == Attribution(*parts)
    assert [line.cents for line in found.computation.lines] == list(parts)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.data())
def test_attributing_conserves_cents(costs: int, interest: int, principal: int, data: st.DataObject) -> None:
    cents = data.draw(st.integers(0, costs + interest + principal))
    found = attribute(cents, costs, interest, principal)
    assert found.computation.cents == cents
    assert 0 <= found.costs <= costs and 0 <= found.interest <= interest and 0 <= found.principal <= principal
    with pytest.raises(Refusal):
        attribute(costs + interest + principal + 1, costs, interest, principal)


@given(AMOUNTS, st.lists(st.tuples(st.integers(0, 400), AMOUNTS), max_size=6))
def test_open_is_the_invoice_less_what_was_booked_on_every_day(total: int, booked: list[tuple[int, int]]) -> None:
    invoice = debt(total, "2026-01-31")
    for later, cents in booked:
        part = min(cents, invoice.open_cents)
        if part:
            invoice = invoice.with_booking(Booking(invoice.day + timedelta(days=later), part))
    changes = invoice.open_over_time()
    assert [amount for _, amount in changes] == sorted((amount for _, amount in changes), reverse=True)
    assert all(invoice.open_computation(moment).cents == amount >= 0 for moment, amount in changes)
