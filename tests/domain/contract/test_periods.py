"""The periods of an agreement follow each other without a gap, whatever day they begin on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.agreement import Agreement
from app.domain.contract.periods import Period, period, period_on, renews_silently
from app.domain.errors import Fault
from app.domain.provider import ProviderProfile

DAY = timedelta(days=1)
starts = st.dates(date(2000, 1, 1), date(2060, 12, 31))
durations = st.integers(1, 60)


@pytest.mark.clause("O-11.1")
def test_months_from_the_31st_keep_the_31st_after_a_short_month() -> None:
    """31 January + 1 month is 28 February, so the first period ends the day before; + 2 months is 31 March."""
    first, second, third = (period(date(2026, 1, 31), 1, number) for number in range(3))
    assert first == Period(0, date(2026, 1, 31), date(2026, 2, 27))
    assert second == Period(1, date(2026, 2, 28), date(2026, 3, 30))
    assert third == Period(2, date(2026, 3, 31), date(2026, 4, 29))


@pytest.mark.clause("O-11.1")
def test_years_from_29_february_come_back_to_it_in_a_leap_year() -> None:
    """29 February 2028 + 12 months is 28 February 2029; + 48 months is 29 February 2032."""
    assert period(date(2028, 2, 29), 12, 0).ends == date(2029, 2, 27)
    assert period(date(2028, 2, 29), 12, 1) == Period(1, date(2029, 2, 28), date(2030, 2, 27))
    assert period(date(2028, 2, 29), 12, 4).begins == date(2032, 2, 29)


@pytest.mark.clause("O-11.1")
@given(starts, durations, st.integers(0, 40))
def test_periods_tile_time_without_gap_or_overlap(start: date, months: int, number: int) -> None:
    one, following = period(start, months, number), period(start, months, number + 1)
    assert one.begins <= one.ends
    assert following.begins == one.ends + DAY


@given(starts, durations, st.integers(0, 9000))
def test_every_day_lies_in_the_period_that_is_found_for_it(start: date, months: int, later: int) -> None:
    day = start + timedelta(days=later)
    found = period_on(start, months, day, renews=True)
    assert found.begins <= day <= found.ends


@given(starts, durations, st.integers(-400, 9000))
def test_without_renewal_there_is_one_period(start: date, months: int, later: int) -> None:
    assert period_on(start, months, start + timedelta(days=later), renews=False).number == 0


@given(starts, durations, st.integers(0, 2000), st.integers(0, 2000))
def test_an_ended_agreement_stays_in_its_last_period(start: date, months: int, ended: int, later: int) -> None:
    ended_on = start + timedelta(days=ended)
    agreement = Agreement(start, months, ended_on=ended_on)
    assert agreement.period_on(ended_on + timedelta(days=later), True) == agreement.period_on(ended_on, True)


def test_a_duration_of_nothing_is_our_bug() -> None:
    with pytest.raises(Fault):
        period(date(2026, 1, 1), 0, 0)


def test_terms_that_are_silent_renew_nothing(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    assert renews_silently(practice.duration)
    assert not renews_silently(monitoring.duration)
    assert Agreement(date(2025, 8, 1), 12).last_day(renews=False) == date(2026, 7, 31)
    assert Agreement(date(2026, 1, 15), 12).last_day(renews=True) is None
