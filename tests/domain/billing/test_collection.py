"""Collection costs: fifteen per cent and a minimum by the contract, the statutory scale for a consumer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.collection import CollectionSettings, collection_costs
from app.domain.billing.computation import Computation, Setting
from app.domain.billing.receivable import Booking, Receivable
from app.domain.billing.reminders import CostsLetter, Dunning, Reminder
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.store.money import load_collection_scale
from app.store.resources import load_profile
from tests.invoices import AMOUNTS, day, debt

DUE = "2026-01-31"
REMINDED = Dunning(reminders=(Reminder(day("2026-02-05"), day("2026-02-19")),))
CONSUMER = Dunning(consumer=True, letter=CostsLetter(day("2026-02-10")))
LATER = "2026-03-20"
LEFT_TO_THE_PROFILE = CollectionSettings()


def costs(
    receivable: Receivable, dunning: Dunning = REMINDED, on: str = LATER,
    settings: CollectionSettings = LEFT_TO_THE_PROFILE,
) -> Computation:
    profile = load_profile("oefenen")
    found = collection_costs(
        profile.payment, load_collection_scale(), profile.price.vat_rate, receivable, dunning, day(on), settings)
    assert isinstance(found, Computation)
    return found


def amounts(found: Computation) -> list[int]:
    return [line.cents for line in found.lines]


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("total", "lines"),
    [
        (169_400, [25_410, 24_590]),  # 1694.00 × 15 % = 254.10, raised to 500.00
        (500_000, [75_000]),  # 5000.00 × 15 % = 750.00
        (333_333, [50_000]),  # 499.9995 rounds to the minimum itself
        (333_326, [49_999, 1]),  # 499.9890 -> 499.99
        (333_340, [50_001]),  # 500.01
        (1, [0, 50_000]),
    ],
)
def test_fifteen_per_cent_of_the_invoice_with_a_minimum(total: int, lines: list[int]) -> None:
    assert amounts(costs(debt(total, DUE))) == lines
    assert costs(debt(total, DUE)).source.cited == "O-8.2"


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        (LEFT_TO_THE_PROFILE, [90_750]),  # 6050.00 × 15 %
        (CollectionSettings(base_with_vat=False), [75_000]),  # 5000.00 × 15 %
        (CollectionSettings(vat_added=True), [90_750, 19_058]),  # 907.50 × 21 % = 190.575
        (CollectionSettings(base_with_vat=False, vat_added=True), [75_000, 15_750]),  # 750.00 × 21 %
    ],
)
def test_with_or_without_vat_is_a_setting(settings: CollectionSettings, lines: list[int]) -> None:
    assert amounts(costs(debt(605_000, DUE, net=500_000), settings=settings)) == lines


def test_vat_on_the_minimum_comes_on_top_and_names_the_setting() -> None:
    found = costs(debt(100_000, DUE), settings=CollectionSettings(vat_added=True))
    assert amounts(found) == [15_000, 35_000, 10_500]  # 500.00 × 21 % = 105.00
    assert found.lines[-1].source == Setting("O-8.2")


@pytest.mark.clause("O-8.2")
def test_a_part_payment_leaves_the_percentage_a_credit_note_lowers_it() -> None:
    paid = debt(1_000_000, DUE, ("2026-02-10", 500_000))
    assert costs(paid).cents == 150_000  # of the invoice, 10,000.00 × 15 %
    credited = debt(1_000_000, DUE).with_booking(Booking(day("2026-02-10"), 400_000, "credit"))
    assert costs(credited).cents == 90_000  # 6000.00 × 15 %


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("dunning", "on", "field"),
    [
        (Dunning(), LATER, "reminder"),
        (REMINDED, "2026-02-19", "day"),
        (Dunning(reminders=(Reminder(day("2026-01-31")),)), LATER, "sent"),  # before the invoice was late
        (Dunning(consumer=True), LATER, "letter"),
        (Dunning(consumer=True, reminders=REMINDED.reminders), LATER, "letter"),  # a reminder is not the letter
        (CONSUMER, "2026-02-24", "day"),  # the fourteenth day
        (Dunning(consumer=True, letter=CostsLetter(day("2026-01-20"))), LATER, "sent"),
    ],
)
def test_costs_wait_for_what_must_come_first(dunning: Dunning, on: str, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        costs(debt(100_000, DUE), dunning, on)
    assert refusal.value.remedy == field


def test_whoever_paid_in_the_time_that_was_given_owes_no_costs() -> None:
    for dunning, last in ((REMINDED, "2026-02-19"), (CONSUMER, "2026-02-24")):
        with pytest.raises(Refusal, match="Everything was paid"):
            costs(debt(100_000, DUE, (last, 100_000)), dunning)


def test_whoever_paid_a_day_later_owes_them() -> None:
    assert costs(debt(100_000, DUE, ("2026-02-20", 100_000))).cents == 50_000
    assert costs(debt(100_000, DUE, ("2026-02-25", 100_000)), CONSUMER).cents == 15_000


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("principal", "lines"),
    [
        (10_000, [1_500, 2_500]),  # 15.00, raised to 40.00
        (26_666, [4_000]),  # 39.999 -> 40.00
        (26_667, [4_000]),  # 40.0005
        (100_000, [15_000]),
        (250_000, [37_500]),  # the first 2500.00
        (250_001, [37_500, 0]),  # one cent of the next: 0.001
        (500_000, [37_500, 25_000]),
        (1_000_000, [37_500, 25_000, 25_000]),  # 875.00
        (1_234_567, [37_500, 25_000, 25_000, 2_346]),  # 2345.67 × 1 % = 23.4567
        (20_000_000, [37_500, 25_000, 25_000, 190_000]),  # 2775.00
        (100_000_000, [37_500, 25_000, 25_000, 190_000, 400_000]),  # 800,000.00 × 0.5 %: just 6775.00
        (200_000_000, [37_500, 25_000, 25_000, 190_000, 900_000, -500_000]),  # 11,775.00, lowered to 6775.00
    ],
)
def test_the_statutory_scale_for_a_consumer(principal: int, lines: list[int]) -> None:
    found = costs(debt(principal, DUE), CONSUMER)
    assert amounts(found) == lines
    assert "Stb. 2012, 141" in found.source.cited


def test_a_consumer_pays_over_what_was_open_at_the_end_of_the_letter() -> None:
    # 1000.00 - 400.00 within the fourteen days = 600.00 × 15 % = 90.00; a payment after them changes nothing
    part = debt(100_000, DUE, ("2026-02-15", 40_000), ("2026-03-01", 20_000))
    assert costs(part, CONSUMER).cents == 9_000


def test_terms_without_the_clause_ask_nothing(monitoring: ProviderProfile, practice: ProviderProfile) -> None:
    scale, late = load_collection_scale(), debt(100_000, DUE)
    for dunning in (REMINDED, CONSUMER):
        found = collection_costs(
            monitoring.payment, scale, monitoring.price.vat_rate, late, dunning, day(LATER))
        assert isinstance(found, NotRegulated)
    with_vat = CollectionSettings(vat_added=True)
    no_rate = collection_costs(practice.payment, scale, NotRegulated(), late, REMINDED, day(LATER), with_vat)
    assert isinstance(no_rate, NotRegulated)


@given(AMOUNTS, AMOUNTS)
def test_costs_grow_with_the_debt_and_stay_within_their_bounds(one: int, other: int) -> None:
    small, large = sorted([one, other])
    scale = load_collection_scale().value
    for dunning, least in ((REMINDED, 50_000), (CONSUMER, 4_000)):
        lower, higher = (costs(debt(total, DUE), dunning) for total in (small, large))
        assert least <= lower.cents <= higher.cents
        assert lower.cents == sum(line.cents for line in lower.lines)
    assert costs(debt(large, DUE), CONSUMER).cents <= scale.maximum * 100


@given(st.integers(26_667, 250_000))
def test_under_the_first_bracket_it_is_fifteen_per_cent(principal: int) -> None:
    assert abs(costs(debt(principal, DUE), CONSUMER).cents - principal * Decimal("0.15")) <= Decimal("0.5")
