"""Prices: indexed by a consumer price index within one series, and new per contract period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.figures import IndexSeries, IndexValue
from app.domain.billing.indexation import (
    IndexedPrice,
    PriceRound,
    check_round,
    indexed_price,
    price_for,
    with_figures,
)
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.domain.provider_terms import IndexMonths
from app.store.money import load_price_indexes
from app.store.resources import load_profile
from tests.invoices import AMOUNTS, day

NAME = "CBS, consumentenprijsindex, alle huishoudens"


def series(reference: str, **values: str) -> IndexSeries:
    """Months as m2025_10."""
    rows = (IndexValue(date(int(name[1:5]), int(name[6:]), 1), Decimal(value), True) for name, value in values.items())
    return IndexSeries(NAME, reference, "CBS", tuple(rows))


def indexed(
    cents: int, begins: str, tables: tuple[IndexSeries, ...] | None = None, months: IndexMonths | None = None,
) -> IndexedPrice:
    rules = load_profile("oefenen").price
    found = indexed_price(rules, tables or load_price_indexes(), cents, day(begins), months)
    assert isinstance(found, IndexedPrice)
    return found


@pytest.mark.clause("O-5.2")
@pytest.mark.parametrize(
    ("cents", "begins", "base", "new", "price"),
    [
        (3_500, "2023-08-01", "119.81", "126.01", 3_681),  # 35.00 × 1.0517486 = 36.8112
        (1_250, "2023-06-01", "115.27", "124.45", 1_350),  # 12.50 × 1.0796391 = 13.4955
        (10_000, "2023-07-15", "119.46", "124.72", 10_440),  # 100.00 × 1.0440315 = 104.4031
        (10_000, "2023-07-31", "119.46", "124.72", 10_440),  # March whatever the day
        (0, "2023-08-01", "119.81", "126.01", 0),
    ],
)
def test_the_price_of_one_follows_the_index(cents: int, begins: str, base: str, new: str, price: int) -> None:
    found = indexed(cents, begins)
    assert (found.base.value, found.new.value) == (Decimal(base), Decimal(new))
    assert found.unit.cents == price
    assert found.series == f"{NAME} (2015=100)"
    assert found.unit.source.cited == "O-5.2"


@pytest.mark.clause("O-5.2")
def test_the_rounded_price_is_multiplied() -> None:
    # 36.81 × 40 = 1472.40; unrounded it would be 36.8112 × 40 = 1472.45
    assert indexed(3_500, "2023-08-01").times(Decimal(40)).cents == 147_240


def test_a_lower_index_lowers_the_price() -> None:
    falling = (series("2025=100", m2025_09="100.00", m2026_09="99.40"),)
    found = indexed(2_000, "2027-01-01", falling)
    assert [line.cents for line in found.unit.lines] == [2_000, -12]  # 20.00 × 0.994 = 19.88


@pytest.mark.clause("O-5.2")
def test_which_months_are_compared_is_a_setting() -> None:
    # a year before the year, October over October: 128.25 is 2022-10; own figure for 2021-10: 114.00
    tables = with_figures(load_price_indexes(), [series("2015=100", m2021_10="114.00")])
    found = indexed(10_000, "2023-01-01", tables, IndexMonths(before=3, apart=12))
    assert (found.base.month, found.new.month) == (day("2021-10-01"), day("2022-10-01"))
    assert found.unit.cents == 11_250  # 100.00 × 128.25 ÷ 114.00


@pytest.mark.clause("O-5.2")
def test_two_series_are_never_compared() -> None:
    broken = (series("2015=100", m2025_09="130.00"), series("2025=100", m2026_09="103.00"))
    with pytest.raises(Refusal, match="has both 09-2025 and 09-2026") as refusal:
        indexed(10_000, "2027-01-01", broken)
    assert refusal.value.remedy == "indexes"


def test_the_newest_series_with_both_months_is_used() -> None:
    both = (series("2015=100", m2025_09="130.00", m2026_09="133.90"),
            series("2025=100", m2025_09="100.00", m2026_09="103.10"))
    found = indexed(10_000, "2027-01-01", both)
    assert (found.series, found.unit.cents) == (f"{NAME} (2025=100)", 10_310)


@pytest.mark.parametrize("begins", ["2023-01-01", "2024-01-01", "2026-08-01"])
def test_over_a_gap_no_price_is_indexed(begins: str) -> None:
    with pytest.raises(Refusal, match="Nothing was computed"):
        indexed(10_000, begins)


def test_a_provisional_index_is_shown_as_such() -> None:
    found = indexed(10_000, "2023-09-01", with_figures(load_price_indexes(), []))
    assert str(found.unit.lines[1].source.text) == "CBS StatLine 83136NED; not yet confirmed"


@pytest.mark.parametrize(
    ("own", "field"),
    [
        (series("2015=100", m2026_09="0"), "value"),
        (IndexSeries(NAME, "2015=100", "CBS", (IndexValue(day("2026-09-02"), Decimal(1), True),)), "value"),
        (IndexSeries(NAME, "", "CBS", ()), "series"),
        (IndexSeries(NAME, "2025=100", " ", ()), "series"),
    ],
)
def test_an_impossible_index_is_refused_at_its_field(own: IndexSeries, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        with_figures(load_price_indexes(), [own])
    assert refusal.value.remedy == field


def test_own_figures_stand_over_the_shipped_ones() -> None:
    tables = with_figures(load_price_indexes(), [series("2015=100", m2023_04="127.00")])
    assert indexed(3_500, "2023-08-01", tables).new.value == Decimal("127.00")
    assert indexed(3_500, "2023-08-01", tables).base.value == Decimal("119.81")


def test_terms_without_indexation_index_nothing(monitoring: ProviderProfile) -> None:
    found = indexed_price(monitoring.price, load_price_indexes(), 3_500, day("2023-08-01"))
    assert isinstance(found, NotRegulated)


INDEX = st.decimals("50", "400", places=2)


@given(AMOUNTS, INDEX, INDEX)
def test_the_steps_make_the_price_and_it_is_off_by_half_a_cent_at_most(cents: int, base: Decimal, new: Decimal) -> None:
    found = indexed(cents, "2027-01-01", (series("2025=100", m2025_09=str(base), m2026_09=str(new)),))
    assert found.unit.cents == sum(line.cents for line in found.unit.lines)
    assert abs(found.unit.cents - cents * Fraction(new) / Fraction(base)) <= Fraction(1, 2)


AGREED = PriceRound(day("2026-01-01"), 3_500, "agreed")
PERIODS = [day("2026-01-01"), day("2027-01-01"), day("2028-01-01")]


@pytest.mark.clause("O-5.3")
def test_a_period_has_the_last_price_that_had_begun() -> None:
    rounds = [PriceRound(day("2027-01-01"), 3_700, "new"), AGREED, PriceRound(day("2028-01-01"), 3_800, "indexed")]
    assert [price_for(rounds, begins).unit_cents for begins in PERIODS] == [3_500, 3_700, 3_800]
    with pytest.raises(Refusal, match="no price yet"):
        price_for(rounds, day("2025-12-31"))


@pytest.mark.clause("O-5.2", "O-5.3")
@pytest.mark.parametrize(
    ("new", "field"),
    [
        (PriceRound(day("2026-07-01"), 3_700, "new"), "begins"),  # halfway a period
        (PriceRound(day("2026-01-01"), 3_700, "new"), "begins"),  # there is one already
        (PriceRound(day("2028-01-01"), 3_900, "indexed"), "begins"),  # indexed on 1 July 2027 already
        (PriceRound(day("2028-01-01"), -1, "new"), "unit_cents"),
    ],
)
def test_a_price_that_cannot_hold_is_refused(practice: ProviderProfile, new: PriceRound, field: str) -> None:
    rounds = [AGREED, PriceRound(day("2027-07-01"), 3_600, "indexed")]
    with pytest.raises(Refusal) as refusal:
        check_round(practice.price, rounds, new, PERIODS)
    assert refusal.value.remedy == field


def test_a_price_that_can_hold_passes(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    rounds = [AGREED, PriceRound(day("2027-01-01"), 3_600, "indexed")]
    check_round(practice.price, rounds, PriceRound(day("2028-01-01"), 3_700, "indexed"), PERIODS)
    check_round(practice.price, rounds, PriceRound(day("2028-01-01"), 3_700, "new"), PERIODS)
    with pytest.raises(Refusal, match="do not provide for indexation"):
        check_round(monitoring.price, [AGREED], PriceRound(day("2027-01-01"), 3_700, "indexed"), PERIODS)
