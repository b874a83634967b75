"""Seats: how full a licence is and who still fits; the days of an agreement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import NoticeDay
from app.domain.errors import Fault
from app.domain.licence import (
    AgreementDates,
    LicenceState,
    agreement_dates,
    licence_state,
    seat_plan,
    seats_needed,
    usable_seats,
)
from app.domain.provider import NotRegulated, ProviderProfile
from app.store.resources import load_profile

TODAY = date(2026, 11, 23)
BEGINS, ENDS = date(2026, 1, 15), date(2027, 1, 14)


@pytest.fixture
def practice() -> ProviderProfile:
    return load_profile("oefenen")


@pytest.fixture
def monitoring() -> ProviderProfile:
    return load_profile("leerling-in-beeld")


@pytest.mark.parametrize(
    ("bought", "used", "state"),
    [
        (110, 101, "active"), (60, 52, "active"), (40, 37, "active"), (10, 8, "active"), (1, 0, "active"),
        (40, 38, "nearly_full"), (10, 9, "nearly_full"),
        (40, 40, "full"), (40, 41, "full"), (1, 1, "full"), (0, 0, "full"),
    ],
)
def test_how_full_a_licence_is(bought: int, used: int, state: str) -> None:
    assert licence_state(TODAY, BEGINS, ENDS, bought, used) == state


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-01-14", "upcoming"), ("2026-01-15", "full"), ("2027-01-14", "full"), ("2027-01-15", "ended")],
)
def test_first_and_last_day_count(today: str, state: str) -> None:
    assert licence_state(date.fromisoformat(today), BEGINS, ENDS, 40, 40) == state


def test_a_licence_without_an_end_does_not_end() -> None:
    assert licence_state(date(2199, 1, 1), BEGINS, None, 40, 0) is LicenceState.ACTIVE


@pytest.mark.clause("A-1.8")
def test_seats_need_the_licence_of_the_school(monitoring: ProviderProfile, practice: ProviderProfile) -> None:
    assert usable_seats(monitoring.licence, 0, 240) == 0
    assert usable_seats(monitoring.licence, 1, 240) == 240
    assert usable_seats(practice.licence, 0, 40) == 40


def test_five_join_a_licence_with_two_free_seats() -> None:
    plan = seat_plan(40 - 38, ["Amira", "Bram", "Chi", "Daan", "Eva"])
    assert plan.fits == ("Amira", "Bram")
    assert plan.left_out == ("Chi", "Daan", "Eva")
    assert plan.short == 3


def test_somebody_in_two_groups_takes_one_seat() -> None:
    tuesday, thursday = ["Amira", "Bram"], ["Bram", "Chi"]
    assert seats_needed({"Amira"}, tuesday + thursday) == ("Bram", "Chi")


@given(st.integers(-5, 30), st.lists(st.integers(0, 20)))
def test_a_plan_answers_everybody_and_gives_no_seat_twice(free: int, wanted: list[int]) -> None:
    plan = seat_plan(free, wanted)
    assert plan.fits + plan.left_out == tuple(dict.fromkeys(wanted))
    assert len(plan.fits) <= max(0, free)
    assert not plan.left_out or len(plan.fits) == max(0, free)


@given(st.sets(st.integers(0, 20)), st.lists(st.integers(0, 20)))
def test_only_who_has_no_seat_needs_one(seated: set[int], wanted: list[int]) -> None:
    needed = seats_needed(seated, wanted)
    assert set(needed) == set(wanted) - seated
    assert len(set(needed)) == len(needed)


@pytest.mark.clause("O-11.1")
def test_dates_of_an_agreement_for_a_year(practice: ProviderProfile) -> None:
    assert agreement_dates(practice.duration, BEGINS, 12, TODAY) == AgreementDates(
        BEGINS, ENDS, NoticeDay(date(2026, 12, 14), date(2026, 12, 14)), date(2027, 1, 15))


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize(
    ("today", "begins", "ends"),
    [
        ("2025-12-01", "2026-01-15", "2027-01-14"),
        ("2027-01-14", "2026-01-15", "2027-01-14"),
        ("2027-01-15", "2027-01-15", "2028-01-14"),
        ("2030-06-01", "2030-01-15", "2031-01-14"),
    ],
)
def test_it_renews_silently_for_the_same_duration(
    practice: ProviderProfile, today: str, begins: str, ends: str,
) -> None:
    dates = agreement_dates(practice.duration, BEGINS, 12, date.fromisoformat(today))
    assert (dates.begins, dates.ends) == (date.fromisoformat(begins), date.fromisoformat(ends))


@pytest.mark.clause("O-11.1")
def test_after_notice_nothing_renews(practice: ProviderProfile) -> None:
    dates = agreement_dates(practice.duration, BEGINS, 12, date(2028, 1, 1), ended_on=ENDS)
    assert dates == AgreementDates(BEGINS, ENDS, None, None)


@pytest.mark.clause("O-11.2")
def test_a_renewed_agreement_may_end_halfway_a_period(practice: ProviderProfile) -> None:
    dates = agreement_dates(practice.duration, BEGINS, 12, date(2027, 5, 1), ended_on=date(2027, 3, 31))
    assert (dates.begins, dates.ends) == (date(2027, 1, 15), date(2027, 3, 31))


def test_terms_without_renewal_or_notice_say_so(monitoring: ProviderProfile) -> None:
    dates = agreement_dates(monitoring.duration, date(2025, 8, 1), 12, TODAY)
    assert (dates.begins, dates.ends) == (date(2025, 8, 1), date(2026, 7, 31))
    assert isinstance(dates.notice, NotRegulated)
    assert isinstance(dates.renews_on, NotRegulated)


def test_an_agreement_for_no_time_is_our_bug(practice: ProviderProfile) -> None:
    with pytest.raises(Fault):
        agreement_dates(practice.duration, BEGINS, 0, TODAY)


@pytest.mark.clause("O-11.1")
@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 36), st.integers(0, 4000))
def test_notice_lies_before_the_end_of_the_current_period(starts: date, months: int, later: int) -> None:
    today = starts + timedelta(days=later)
    dates = agreement_dates(load_profile("oefenen").duration, starts, months, today)
    assert dates.begins <= today <= dates.ends
    assert isinstance(dates.notice, NoticeDay)
    assert dates.notice.last < dates.ends
    assert dates.renews_on == dates.ends + timedelta(days=1)
