"""How many seats there are from day to day, who still fits, and whose place is elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.periods import Period
from app.domain.contract.seat_numbers import (
    NumberFrom,
    bought_on,
    bought_over_time,
    first_overfull,
    holders_on,
    is_elsewhere,
    room,
)
from app.domain.contract.seats import SeatHeld, SeatsBought
from app.domain.provider import NotRegulated, ProviderProfile

BEGIN = date(2026, 2, 1)
TODAY = date(2026, 11, 23)
YEAR = Period(0, BEGIN, date(2027, 1, 31))
DROP = date(2027, 2, 1)


def bought(seats: int, *later: NumberFrom, until: date | None = None) -> tuple[SeatsBought[str], ...]:
    return bought_over_time(seats, None, BEGIN, until, later)


def held(*people: str, until: date | None = None) -> list[SeatHeld[str, str]]:
    return [SeatHeld(one, None, BEGIN, until) for one in people]


@pytest.mark.clause("A-1.8")
def test_a_later_number_counts_from_its_own_day_and_of_one_day_the_last_recorded() -> None:
    parts = bought(40, NumberFrom(45, date(2026, 6, 1), b"1"), NumberFrom(30, DROP, b"3"), NumberFrom(35, DROP, b"2"))
    days = (BEGIN - timedelta(days=1), BEGIN, date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 31), DROP)
    assert [bought_on(parts, day) for day in days] == [0, 40, 40, 45, 45, 30]


def test_a_number_from_before_the_beginning_replaces_the_first() -> None:
    assert [part.seats for part in bought(40, NumberFrom(35, date(2026, 1, 1)))] == [35]
    assert bought_on(bought(40, until=DROP), DROP) == 0


def test_who_gets_a_seat_now_can_keep_it_when_the_number_goes_down(practice: ProviderProfile) -> None:
    parts = bought(5, NumberFrom(3, DROP))
    assert room(practice.licence, YEAR, held("a", "b"), parts, TODAY) == 1
    leaving = [*held("a", "b"), *held("c", "d", until=DROP)]
    assert room(practice.licence, YEAR, leaving, parts, TODAY) == 1
    assert first_overfull([*leaving, *held("e", "f")], parts, TODAY) is not None
    over = first_overfull([*held("a", "b", "c", "d")], parts, TODAY)
    assert over is not None
    assert (over.day, over.used, over.bought) == (DROP, 4, 3)


def test_seats_of_what_is_to_come_are_given_out_before(practice: ProviderProfile) -> None:
    before = BEGIN - timedelta(days=30)
    early = [SeatHeld("a", None, before)]
    assert room(practice.licence, YEAR, early, bought(2), before) == 1
    assert first_overfull(early, bought(2), before) is None


@pytest.mark.clause("O-1", "A-1.2")
def test_use_is_bound_to_the_location_where_the_terms_say_so(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    for profile in (practice, monitoring):
        rule = profile.access.locations
        assert is_elsewhere(rule, "Noord", {"Zuid"})
        assert not is_elsewhere(rule, "Noord", {"Zuid", "Noord"})
        assert not is_elsewhere(rule, "Noord", set())
        assert not is_elsewhere(rule, None, {"Zuid"})
    assert not is_elsewhere(NotRegulated(), "Noord", {"Zuid"})


_DAYS = st.dates(BEGIN, date(2028, 12, 31))
_NUMBERS = st.lists(st.builds(NumberFrom, st.integers(0, 9), _DAYS, st.binary(min_size=2, max_size=2)), max_size=5)
_SEATS = st.lists(st.builds(
    lambda who, first, length: SeatHeld(who, None, first, first + timedelta(days=length) if length else None),
    st.sampled_from("abcdefgh"), st.dates(BEGIN, TODAY), st.integers(0, 900)), max_size=8)  # fmt: skip


@given(seats=st.integers(0, 9), later=_NUMBERS, day=_DAYS)
def test_every_day_has_the_last_number_that_began(seats: int, later: list[NumberFrom], day: date) -> None:
    began = sorted((one for one in later if one.from_on <= day), key=lambda one: (one.from_on, one.key))
    assert bought_on(bought(seats, *later), day) == (began[-1].seats if began else seats)


@given(seats=st.integers(0, 9), later=_NUMBERS, there=_SEATS)
def test_as_many_as_there_is_room_for_never_overfill(
    practice: ProviderProfile, seats: int, later: list[NumberFrom], there: list[SeatHeld[str, str]],
) -> None:
    parts = bought(seats, *later)
    fit = room(practice.licence, YEAR, there, parts, TODAY)
    new = [SeatHeld(f"new{number}", None, TODAY) for number in range(fit + 1)]
    if first_overfull(there, parts, TODAY) is None:
        assert first_overfull([*there, *new[:fit]], parts, TODAY) is None
        assert first_overfull([*there, *new], parts, TODAY) is not None
    else:
        assert fit == 0
    assert holders_on(there, TODAY) <= {one.person for one in there}
