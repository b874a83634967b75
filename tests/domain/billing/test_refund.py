"""What comes back at an early end: by days where the terms say so, a whole school year, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.computation import Computation
from app.domain.billing.refund import ClaimOutcome, Prepaid, prepaid_remainder, refund_at_end, third_party_refund
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.domain.provider_terms import Basis
from tests.invoices import AMOUNTS, day

CLAUSE = Basis(clause="O-11.4")
YEAR = Prepaid(140_000, day("2026-01-01"), day("2026-12-31"))
SCHOOL_YEAR_FEE = 245_000


def computed(found: Computation | NotRegulated) -> Computation:
    assert isinstance(found, Computation)
    return found


@pytest.mark.clause("O-11.4")
@pytest.mark.parametrize(
    ("cents", "begins", "ends", "last", "lines"),
    [
        # 90 of 365 days used: 1400.00 × 275 ÷ 365 = 1054.7945
        (140_000, "2026-01-01", "2026-12-31", "2026-03-31", [140_000, -34_521]),
        # a leap year, 1.00 a day: 60 of 366 days used
        (36_600, "2024-01-01", "2024-12-31", "2024-02-29", [36_600, -6_000]),
        # a school year: 31 + 30 + 31 + 30 + 31 + 31 = 184 of 365 days used
        (36_500, "2025-08-01", "2026-07-31", "2026-01-31", [36_500, -18_400]),
        # one of two days, one cent: half a cent comes back whole
        (1, "2026-01-01", "2026-01-02", "2026-01-01", [1, 0]),
        # three years from 29 February 2024, 1095 days; 365 used until 27 February 2025: 3000.00 × 730 ÷ 1095
        (300_000, "2024-02-29", "2027-02-27", "2025-02-27", [300_000, -100_000]),
        # on the last day of all nothing is left
        (140_000, "2026-01-01", "2026-12-31", "2026-12-31", [140_000, -140_000]),
        # before the first day everything comes back
        (140_000, "2026-01-01", "2026-12-31", "2025-12-31", [140_000, 0]),
        (140_000, "2026-01-01", "2026-12-31", "2025-06-30", [140_000, 0]),
    ],
)
def test_the_days_that_are_left_are_paid_back_without_vat(
    cents: int, begins: str, ends: str, last: str, lines: list[int],
) -> None:
    found = prepaid_remainder(Prepaid(cents, day(begins), day(ends)), day(last), CLAUSE)
    assert [line.cents for line in found.lines] == lines
    assert found.cents == sum(lines)


@pytest.mark.parametrize(
    ("prepaid", "last", "field"),
    [(YEAR, "2027-01-01", "last_day"), (Prepaid(1, day("2026-02-01"), day("2026-01-31")), "2026-01-31", "ends")],
)
def test_impossible_days_are_refused(prepaid: Prepaid, last: str, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        prepaid_remainder(prepaid, day(last), CLAUSE)
    assert refusal.value.remedy == field


@pytest.mark.clause("O-11.4")
def test_a_third_partys_claim_brings_back_what_is_left(practice: ProviderProfile) -> None:
    found = computed(third_party_refund(practice.claims, "ended", YEAR, day("2026-03-31"), SCHOOL_YEAR_FEE))
    assert (found.cents, found.source.cited) == (105_479, "O-11.4")
    with pytest.raises(Refusal, match="do not name this outcome"):
        third_party_refund(practice.claims, "changed", YEAR, day("2026-03-31"), SCHOOL_YEAR_FEE)


@pytest.mark.clause("A-7.6")
@pytest.mark.parametrize("last", ["2025-08-01", "2026-01-31", "2026-07-31"])
def test_or_the_fee_of_one_whole_school_year_whatever_the_day(monitoring: ProviderProfile, last: str) -> None:
    prepaid = Prepaid(245_000, day("2025-08-01"), day("2026-07-31"))
    found = computed(third_party_refund(monitoring.claims, "ended", prepaid, day(last), SCHOOL_YEAR_FEE))
    assert (found.cents, found.source.cited) == (SCHOOL_YEAR_FEE, "A-7.6")


@pytest.mark.clause("A-7.6")
@pytest.mark.parametrize("outcome", ["changed", "replaced"])
def test_while_the_use_goes_on_nothing_comes_back(monitoring: ProviderProfile, outcome: ClaimOutcome) -> None:
    found = third_party_refund(monitoring.claims, outcome, YEAR, day("2026-03-31"), SCHOOL_YEAR_FEE)
    assert computed(found).cents == 0


@pytest.mark.clause("A-3.7", "A-10.3")
def test_ended_access_and_insolvency_bring_nothing_back_and_say_why(monitoring: ProviderProfile) -> None:
    insolvent = computed(refund_at_end(monitoring.end, "insolvency", YEAR, day("2026-03-31")))
    ended = computed(refund_at_end(monitoring.end, "access_ended", YEAR, day("2026-03-31")))
    assert [(each.cents, each.source.cited) for each in (insolvent, ended)] == [(0, "A-3.7"), (0, "A-10.3")]
    assert str(ended.lines[0].label) == "The terms pay nothing back"


def test_what_the_terms_do_not_say_is_not_filled_in(practice: ProviderProfile) -> None:
    assert isinstance(refund_at_end(practice.end, "insolvency", YEAR, day("2026-03-31")), NotRegulated)
    assert isinstance(refund_at_end(practice.end, "access_ended", YEAR, day("2026-03-31")), NotRegulated)
    silent = practice.claims._replace(third_party_outcome=NotRegulated())
    assert isinstance(third_party_refund(silent, "ended", YEAR, day("2026-03-31"), 0), NotRegulated)


@given(AMOUNTS, st.dates(date(2015, 1, 1), date(2040, 1, 1)), st.integers(1, 1_200), st.data())
def test_what_comes_back_and_what_was_used_are_what_was_paid(
    cents: int, begins: date, length: int, data: st.DataObject,
) -> None:
    prepaid = Prepaid(cents, begins, begins + timedelta(days=length - 1))
    days = data.draw(st.integers(-1, length - 1))
    now = prepaid_remainder(prepaid, begins + timedelta(days=days), CLAUSE)
    used = -now.lines[1].cents
    assert now.cents + used == cents
    assert 0 <= now.cents <= cents
    if days < length - 1:
        assert prepaid_remainder(prepaid, begins + timedelta(days=days + 1), CLAUSE).cents <= now.cents
