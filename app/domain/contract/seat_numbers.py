"""How many seats a licence has from day to day, and how many of them can still be given out.

A licence begins with a number; from the day of a later number on that one counts. Of one day the last recorded counts.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.calendar import DAY, add_months
from app.domain.contract.periods import Period
from app.domain.contract.seats import SeatHeld, SeatsBought, SeatUse, seat_series, seats_free
from app.domain.provider_access import LicenceRules, LocationBound
from app.domain.provider_terms import Regulated, Rule

Person = TypeVar("Person", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)

FAR = date(2099, 12, 31)
"""Days are counted no further."""


@dataclass(frozen=True, slots=True)
class NumberFrom:
    """So many seats from `from_on` on; `key` orders numbers of one day as they were recorded."""

    seats: int
    from_on: date
    key: bytes = b""


def bought_over_time(
    seats: int, place: Place | None, from_on: date, until_on: date | None, later: Iterable[NumberFrom],
) -> tuple[SeatsBought[Place], ...]:
    """The seats of one licence, as one part after the other; `until_on` is the first day no longer."""
    in_order = sorted(later, key=lambda one: (one.from_on, one.key))
    steps = [NumberFrom(seats, from_on), *(NumberFrom(one.seats, max(one.from_on, from_on)) for one in in_order)]
    ends = [*(one.from_on for one in steps[1:]), until_on]
    return tuple(
        SeatsBought(step.seats, place, step.from_on, end)
        for step, end in zip(steps, ends, strict=True) if end is None or end > step.from_on)


def bought_on(parts: Iterable[SeatsBought[Place]], day: date) -> int:
    """The seats on one day."""
    return sum(one.seats for one in parts if one.from_on <= day and (one.until_on is None or one.until_on > day))


def holders_on(held: Iterable[SeatHeld[Person, Place]], day: date) -> frozenset[Person]:
    """Who has a seat on that day; somebody with several counts once."""
    return frozenset(
        one.person for one in held if one.from_on <= day and (one.until_on is None or one.until_on > day))


def counted_from(bought: Iterable[SeatsBought[Place]], today: date) -> date:
    """Today, or the first day of seats that are to come: they are given out before it."""
    return max(today, min((one.from_on for one in bought), default=today))


def room(
    rules: LicenceRules, period: Period, held: Sequence[SeatHeld[Person, Place]],
    bought: Sequence[SeatsBought[Place]], day: date,
) -> int:
    """How many more people can get a seat on `day` and keep it: a lower number that is to come counts already."""
    first = counted_from(bought, day)
    now = seats_free(rules, bought_on(bought, first), held, period, first)
    left = [use.bought - use.used for use in seat_series(held, bought, first, FAR)]
    return max(0, min([now, *left]))


def first_overfull(
    held: Iterable[SeatHeld[Person, Place]], bought: Sequence[SeatsBought[Place]], day: date,
) -> SeatUse | None:
    """The first day from `day` on with more seats in use than bought, None where there is none."""
    series = seat_series(held, bought, counted_from(bought, day), FAR)
    return next((use for use in series if use.used > use.bought), None)


def is_elsewhere(rule: Rule[LocationBound], place: Place | None, own: Collection[Place]) -> bool:
    """Whether somebody at the places `own` cannot use a seat of `place`: use is bound to locations (O-1, A-1.2).

    Somebody whose place is not known can, and so can everybody where the seat is of no place in particular.
    """
    bound = isinstance(rule, Regulated) and rule.value.bound
    return bound and place is not None and bool(own) and place not in own


def uses_on(series: Sequence[SeatUse], days: Iterable[date]) -> tuple[SeatUse, ...]:
    """What a series says on each of these days, none of them before it begins."""
    return tuple(
        SeatUse(day, last.used, last.bought)
        for day in days for last in [next(use for use in reversed(series) if use.day <= day)])


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last day of each month from `first` on, and `last` itself."""
    found, day = [], first.replace(day=1)
    while (end := add_months(day, 1) - DAY) < last:
        found.append(end)
        day = end + DAY
    return (*found, last)
