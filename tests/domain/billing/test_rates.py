"""The table of statutory interest: half-year by half-year, with sources; a gap is never guessed over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.figures import InterestRate, parse_interest_rates
from app.domain.billing.rates import RateTable, half_year_of, rate_table
from app.domain.errors import Refusal
from app.store.money import load_interest_rates
from tests.invoices import day


@pytest.fixture
def table() -> RateTable:
    return load_interest_rates()


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("on", "commercial", "ordinary"),
    [
        ("2016-06-30", "8.05", "2"), ("2022-12-31", "8.00", "2"), ("2023-01-01", "10.50", "4"),
        ("2023-07-01", "12.00", "6"), ("2024-01-01", "12.50", "7"), ("2024-06-30", "12.50", "7"),
        ("2024-07-01", "12.25", "7"), ("2025-01-01", "11.15", "6"), ("2025-12-31", "10.15", "6"),
    ],
)
def test_the_rate_of_a_day(table: RateTable, on: str, commercial: str, ordinary: str) -> None:
    assert table.rate_on("commercial", day(on)).percent == Decimal(commercial)
    assert table.rate_on("ordinary", day(on)).percent == Decimal(ordinary)


@given(st.dates(date(2016, 1, 1), date(2025, 12, 31)))
def test_a_half_year_has_one_rate(on: date) -> None:
    table = load_interest_rates()
    assert half_year_of(on) <= on
    assert table.rate_on("commercial", on) == table.rate_on("commercial", half_year_of(on))


@pytest.mark.parametrize(("on", "gap"), [("2015-12-31", "2015-07-01"), ("2026-01-01", "2026-01-01"),
                                         ("2026-11-30", "2026-07-01")])
def test_a_gap_is_named(table: RateTable, on: str, gap: str) -> None:
    with pytest.raises(Refusal, match=f"commercial interest from {gap} is not in the table") as refusal:
        table.rate_on("commercial", day(on))
    assert refusal.value.remedy == "rates"


def test_every_shipped_rate_has_a_source_and_what_nobody_read_is_marked(table: RateTable) -> None:
    for kind in ("commercial", "ordinary"):
        rates = table.rates[kind]
        assert all(rate.source for rate in rates.values())
        assert not rates[day("2025-07-01")].confirmed
        assert rates[day("2025-01-01")].confirmed


def test_own_rates_fill_a_gap_and_stand_over_the_shipped_ones(table: RateTable) -> None:
    own = [InterestRate(day("2026-01-01"), Decimal("10.15"), "Staatsblad", True),
           InterestRate(day("2025-07-01"), Decimal("10.20"), "Staatsblad", True)]
    edited = table.with_rates("commercial", own)
    assert edited.rate_on("commercial", day("2026-06-30")).percent == Decimal("10.15")
    assert edited.rate_on("commercial", day("2025-08-01")).percent == Decimal("10.20")
    assert edited.rate_on("ordinary", day("2025-08-01")) == table.rate_on("ordinary", day("2025-08-01"))
    with pytest.raises(Refusal):
        table.rate_on("commercial", day("2026-06-30"))


@pytest.mark.parametrize(
    ("begins", "percent", "source", "field"),
    [
        ("2026-01-02", "10", "x", "begins"), ("2026-04-01", "10", "x", "begins"), ("2026-01-01", "-1", "x", "percent"),
        ("2026-01-01", "101", "x", "percent"), ("2026-01-01", "NaN", "x", "percent"),
        ("2026-01-01", "10", " ", "source"),
    ],
)
def test_an_impossible_rate_is_refused_at_its_field(begins: str, percent: str, source: str, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rate_table([InterestRate(day(begins), Decimal(percent), source, True)], [])
    assert refusal.value.remedy == field


def test_a_wrong_file_is_refused_with_every_fault() -> None:
    row = {"begins": "2026-01-01", "percent": 10, "source": "x", "confirmed": True, "colour": "red"}
    with pytest.raises(Refusal) as refusal:
        parse_interest_rates({"commercial": [row], "ordinary": []})
    assert sorted(map(str, refusal.value.reasons)) == [
        "commercial[1].begins must be a day without quotes, such as 2026-01-31.",
        "commercial[1].colour is not a key of this table.",
        'commercial[1].percent must be an amount between quotes, such as "500.00".',
    ]
