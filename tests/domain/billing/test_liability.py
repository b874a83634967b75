"""The most that is owed for one event: what was paid without VAT in the six months before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.computation import Computation
from app.domain.billing.liability import FeePaid, Unlimited, compensation, fees_paid, liability_cap
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.domain.provider_service import Gravity
from app.domain.provider_terms import Basis
from app.store.resources import load_profile
from tests.invoices import AMOUNTS, DAYS, day, debt

FEES = [
    FeePaid(day("2026-02-28"), 100_000, 121_000, "a"),
    FeePaid(day("2026-05-01"), 50_000, 60_500, "b"),
    FeePaid(day("2026-09-01"), 30_000, 36_300, "c"),
]
CLAUSE = Basis(clause="O-10.2")


@pytest.mark.clause("O-10.2")
@pytest.mark.parametrize(
    ("event", "lines"),
    [
        ("2026-08-31", [100_000, 50_000]),  # six months before 31 August is 28 February
        ("2026-09-01", [50_000]),  # from 1 March; what was paid on the day itself is not before it
        ("2026-09-02", [50_000, 30_000]),
        ("2026-11-01", [50_000, 30_000]),  # from 1 May on
        ("2026-11-02", [30_000]),
        ("2027-03-01", [30_000]),
        ("2027-03-02", []),  # nothing was paid: nothing is owed
        ("2026-02-28", []),
    ],
)
def test_what_was_paid_in_the_six_months_before_the_event(
    practice: ProviderProfile, event: str, lines: list[int],
) -> None:
    cap = liability_cap(practice.liability, day(event), FEES)
    assert isinstance(cap, Computation)
    assert [line.cents for line in cap.lines] == lines
    assert (cap.cents, cap.source.cited) == (sum(lines), "O-10.2")


@pytest.mark.clause("O-10.2")
@pytest.mark.parametrize("gravity", ["intent", "gross_negligence"])
def test_there_is_no_maximum_for_intent_or_gross_negligence(practice: ProviderProfile, gravity: Gravity) -> None:
    cap = liability_cap(practice.liability, None, FEES, gravity)
    assert isinstance(cap, Unlimited)
    assert compensation(cap, 999_999_900, CLAUSE).cents == 999_999_900


@pytest.mark.clause("O-10.2")
def test_the_day_of_the_event_is_asked(practice: ProviderProfile) -> None:
    with pytest.raises(Refusal) as refusal:
        liability_cap(practice.liability, None, FEES)
    assert refusal.value.remedy == "event"


@pytest.mark.clause("O-10.2")
@pytest.mark.parametrize(
    ("damage", "lines"),
    [(200_000, [200_000, -50_000]), (150_000, [150_000]), (1_234, [1_234])],  # at most 1500.00
)
def test_direct_damage_up_to_the_maximum(practice: ProviderProfile, damage: int, lines: list[int]) -> None:
    cap = liability_cap(practice.liability, day("2026-08-31"), FEES)
    assert isinstance(cap, Computation)
    assert [line.cents for line in compensation(cap, damage, CLAUSE).lines] == lines


def test_where_all_liability_is_excluded_no_maximum_is_invented(monitoring: ProviderProfile) -> None:
    assert isinstance(liability_cap(monitoring.liability, day("2026-08-31"), FEES), NotRegulated)


@pytest.mark.parametrize(
    ("net", "total", "paid", "parts"),
    [
        (140_000, 169_400, [84_700, 84_700], [70_000, 70_000]),  # halves of 1694.00
        # 99.81 in three: 33.27 × 84.97 ÷ 99.81 = 28.3233; twice: 56.6467; all: 84.97
        (8_497, 9_981, [3_327, 3_327, 3_327], [2_832, 2_833, 2_832]),
        (140_000, 169_400, [100], [83]),  # 1.00 × 1400 ÷ 1694 = 0.8264
    ],
)
def test_a_payment_has_a_part_without_vat(net: int, total: int, paid: list[int], parts: list[int]) -> None:
    payments = [(f"2026-02-{number:02}", cents) for number, cents in enumerate(paid, 1)]
    assert [fee.net_cents for fee in fees_paid(debt(total, "2026-01-31", *payments, net=net))] == parts


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=6))
def test_the_parts_of_a_whole_invoice_are_its_net_amount(vat: int, paid: list[int]) -> None:
    total = sum(paid) + vat
    payments = [(f"2026-02-{number:02}", cents) for number, cents in enumerate([*paid, vat], 1)]
    fees = fees_paid(debt(total, "2026-01-31", *payments, net=sum(paid)))
    assert sum(fee.net_cents for fee in fees) == sum(paid)
    assert all(0 <= fee.net_cents <= fee.total_cents for fee in fees)


@given(DAYS, st.lists(st.tuples(st.integers(-400, 400), AMOUNTS), max_size=8))
def test_only_the_six_months_before_count(event: date, payments: list[tuple[int, int]]) -> None:
    fees = [FeePaid(event + timedelta(days=offset), cents, cents) for offset, cents in payments]
    cap = liability_cap(load_profile("oefenen").liability, event, fees)
    assert isinstance(cap, Computation)
    surely = sum(fee.net_cents for fee in fees if event - timedelta(days=181) <= fee.day < event)
    at_most = sum(fee.net_cents for fee in fees if event - timedelta(days=184) <= fee.day < event)
    assert surely <= cap.cents <= at_most
    later = [replace(fee, day=event) for fee in fees]
    assert liability_cap(load_profile("oefenen").liability, event, later) == replace(cap, lines=())
