"""Seats over time: nobody loses one unchosen, what may be used again, and the picture counted once per person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.periods import Period
from app.domain.contract.seats import (
    SeatHeld,
    SeatsBought,
    SeatUse,
    check_reduction,
    days_in,
    may_be_freed,
    seat_series,
    seat_series_by_place,
    seats_free,
    seats_too_many,
)
from app.domain.provider import ProviderProfile

TODAY = date(2026, 11, 23)
YEAR = Period(0, date(2026, 1, 15), date(2027, 1, 14))
FIVE = ("Amira", "Bram", "Chi", "Daan", "Eva")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def held(person: str, from_on: str, until_on: str | None = None, place: str | None = None) -> SeatHeld[str, str]:
    return SeatHeld(person, place, day(from_on), day(until_on) if until_on else None)


# --- a lower number ---


@pytest.mark.parametrize(
    ("bought", "chosen", "fields"),
    [
        (3, ("Bram", "Eva"), []),
        (3, ("Bram",), ["chosen"]),  # two must go
        (3, ("Bram", "Bram"), ["chosen"]),  # the same person twice is one
        (3, ("Bram", "Chi", "Eva"), ["chosen"]),  # one too many
        (3, ("Bram", "Faye"), ["chosen"]),  # she has no seat
        (5, (), []), (7, (), []), (-1, FIVE, ["seats"]),
    ],
)
def test_who_loses_a_seat_is_chosen_and_exactly_as_many_as_needed(
    bought: int, chosen: tuple[str, ...], fields: list[str],
) -> None:
    assert [one.field for one in check_reduction(bought, FIVE, chosen)] == fields


@given(st.integers(0, 12), st.sets(st.integers(0, 20)))
def test_with_the_number_that_is_needed_it_fits(bought: int, seated: set[int]) -> None:
    needed = seats_too_many(bought, seated)
    chosen = sorted(seated)[:needed]
    assert check_reduction(bought, seated, chosen) == ()
    assert len(seated) - needed <= bought or needed == 0


# --- used again ---


def test_a_freed_seat_is_free_again_at_once_where_that_is_assumed(practice: ProviderProfile) -> None:
    """Two of three bought: Amira keeps hers, Bram's came free in March."""
    seats = [held("Amira", "01-15"), held("Bram", "01-15", "03-01")]
    assert practice.licence.freed_seat.basis.assumption
    assert seats_free(practice.licence, 3, seats, YEAR, TODAY) == 2


def test_where_it_is_not_used_again_it_counts_until_the_period_ends(practice: ProviderProfile) -> None:
    """Bram's seat ended in this period and still counts; Chi's ended with the last day before it."""
    rule = practice.licence.freed_seat
    strict = practice.licence._replace(
        freed_seat=rule._replace(value=rule.value._replace(reusable_within_period=False)))
    seats = [held("Amira", "01-15"), held("Bram", "01-15", "03-01"), held("Chi", "01-01", "01-15")]
    assert seats_free(strict, 3, seats, YEAR, TODAY) == 1
    assert seats_free(strict, 3, seats, Period(1, date(2027, 1, 15), date(2028, 1, 14)), date(2027, 2, 1)) == 2


def test_both_profiles_mark_re_use_as_an_assumption(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    assert practice.licence.freed_seat.basis.assumption
    assert monitoring.licence.freed_seat.basis.assumption


def test_a_year_unseen_may_be_freed_by_hand_and_pupils_never(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    """12 months before 23 November 2026: who was seen on that day in 2025 was not yet a year away."""
    seen = [("Amira", date(2025, 11, 22)), ("Bram", date(2025, 11, 23)), ("Chi", None)]
    assert may_be_freed(practice.licence, seen, TODAY) == ("Amira",)
    assert may_be_freed(monitoring.licence, seen, TODAY) == ()


# --- the picture ---

BOUGHT = [SeatsBought(40, "Noord", day("01-15")), SeatsBought(10, "Zuid", day("03-01"), day("06-01"))]


def test_the_series_changes_where_something_changes() -> None:
    """Until a day is the first day no longer, so Bram's place is empty on 1 March itself."""
    seats = [held("Amira", "01-20"), held("Bram", "01-20", "03-01"), held("Chi", "02-10")]
    assert seat_series(seats, BOUGHT, day("01-01"), day("12-31")) == (
        SeatUse(day("01-01"), 0, 0), SeatUse(day("01-15"), 0, 40), SeatUse(day("01-20"), 2, 40),
        SeatUse(day("02-10"), 3, 40), SeatUse(day("03-01"), 2, 50), SeatUse(day("06-01"), 2, 40),
    )


def test_what_began_before_the_picture_is_there_on_its_first_day() -> None:
    seats = [held("Amira", "01-20"), held("Bram", "01-20", "02-01")]
    assert seat_series(seats, BOUGHT, day("02-01"), day("02-28")) == (SeatUse(day("02-01"), 1, 40),)


def test_somebody_in_two_groups_or_places_counts_once() -> None:
    seats = [held("Amira", "02-01", None, "Noord"), held("Amira", "02-01", "04-01", "Zuid")]
    assert [use.used for use in seat_series(seats, BOUGHT, day("02-01"), day("12-31"))] == [1, 1, 1]
    places = seat_series_by_place(seats, BOUGHT, day("03-01"), day("12-31"))
    assert places["Noord"] == (SeatUse(day("03-01"), 1, 40),)
    assert places["Zuid"] == (
        SeatUse(day("03-01"), 1, 10), SeatUse(day("04-01"), 0, 10), SeatUse(day("06-01"), 0, 0))


def test_a_seat_that_is_handed_over_on_a_day_keeps_the_line_level() -> None:
    seats = [held("Amira", "01-15", "02-01"), held("Bram", "02-01")]
    assert seat_series(seats, BOUGHT[:1], day("01-15"), day("12-31")) == (SeatUse(day("01-15"), 1, 40),)


def test_day_by_day_for_a_table() -> None:
    series = (SeatUse(day("02-27"), 1, 5), SeatUse(day("03-01"), 2, 5))
    assert [(use.day, use.used) for use in days_in(series, day("03-02"))] == [
        (day("02-27"), 1), (day("02-28"), 1), (day("03-01"), 2), (day("03-02"), 2)]


@st.composite
def held_seats(draw: st.DrawFn) -> SeatHeld[int, str]:
    begins = draw(st.integers(0, 60))
    length = draw(st.none() | st.integers(0, 60))
    start = YEAR.begins + timedelta(days=begins)
    return SeatHeld(
        draw(st.integers(0, 6)), draw(st.sampled_from(["Noord", "Zuid"])), start,
        None if length is None else start + timedelta(days=length))


@given(st.lists(held_seats(), max_size=15), st.integers(0, 80))
def test_the_picture_says_for_each_day_what_counting_that_day_says(seats: list[SeatHeld[int, str]], later: int) -> None:
    first, asked = YEAR.begins + timedelta(days=10), YEAR.begins + timedelta(days=10 + later)
    series = seat_series(seats, [], first, asked)
    counted = {
        seat.person for seat in seats
        if seat.from_on <= asked and (seat.until_on is None or asked < seat.until_on)
    }
    assert series[-1].used == len(counted)
    assert [use.day for use in series] == sorted({use.day for use in series})
    assert series[0].day == first
