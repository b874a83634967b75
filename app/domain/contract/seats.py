"""Seats over time: who loses one when the number drops, what may be used again, and the picture of their use.

Nobody loses a seat by a rule: these functions count, propose and check, and a person chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from app.domain.calendar import add_months
from app.domain.contract.periods import Period
from app.domain.provider_access import LicenceRules
from app.domain.text import Text
from app.domain.wrong_fields import WrongField

Person = TypeVar("Person", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SeatHeld(Generic[Person, Place]):
    """Somebody's seat at a place (None: nowhere in particular); `until_on` is the first day no longer."""

    person: Person
    place: Place | None
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeatsBought(Generic[Place]):
    """Seats of an agreement; `until_on` is the first day no longer."""

    seats: int
    place: Place | None
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeatUse:
    """From `day` on, until the next of a series: seats in use and seats bought."""

    day: date
    used: int
    bought: int


# --- a lower number ---


def seats_too_many(bought: int, seated: Collection[Hashable]) -> int:
    """How many people would have to give up their seat."""
    return max(0, len(set(seated)) - bought)


def check_reduction(
    bought: int, seated: Collection[Person], chosen: Sequence[Person],
) -> tuple[WrongField, ...]:
    """Whether the people `chosen` to give up their seat make the lower number fit: no fewer, and no more."""
    holders, once = set(seated), set(chosen)
    needed = seats_too_many(bought, seated)
    if bought < 0:
        return (WrongField("seats", Text("The number of seats cannot be below nothing. Nothing was recorded.")),)
    if not once <= holders:
        return (WrongField("chosen", Text("Somebody who was chosen has no seat any more. Nothing was changed.")),)
    if len(once) < needed:
        return (WrongField("chosen", Text(
            "Choose {n} more person whose seat goes. Nobody loses a seat without being chosen.",
            "Choose {n} more people whose seats go. Nobody loses a seat without being chosen.",
            n=needed - len(once))),)
    if len(once) > needed:
        return (WrongField("chosen", Text(
            "{n} person too many was chosen: that seat can stay. Nothing was changed.",
            "{n} people too many were chosen: those seats can stay. Nothing was changed.",
            n=len(once) - needed)),)
    return ()


# --- used again ---


def seats_free(
    rules: LicenceRules, bought: int, seats: Iterable[SeatHeld[Person, Place]], period: Period, day: date,
) -> int:
    """The seats that can be given out on `day`; where a freed seat is not used again, who had one still counts."""
    since = day if rules.freed_seat.value.reusable_within_period else period.begins
    counted = {
        seat.person for seat in seats
        if seat.from_on <= day and (seat.until_on is None or seat.until_on > since)
    }
    return max(0, bought - len(counted))


def may_be_freed(
    rules: LicenceRules, last_seen: Iterable[tuple[Person, date | None]], today: date,
) -> tuple[Person, ...]:
    """Who was not seen for so long that a person may decide to free the seat; nobody where the terms keep it.

    `last_seen` None is somebody who was never seen: the caller passes the first day of the seat instead, or leaves
    that person out of the choice.
    """
    rule = rules.seat_reuse.value
    if not rule.allowed:
        return ()
    before = add_months(today, -rule.unseen_months)
    return tuple(person for person, seen in last_seen if seen is not None and seen < before)


def is_pupil(year_group: str, younger_than_16_until: date | None, today: date) -> bool:
    """Whether somebody takes part as a pupil, whose seat is never offered to others: in a year group, or under 16."""
    return bool(year_group) or (younger_than_16_until is not None and younger_than_16_until > today)


# --- the picture ---


def seat_series(
    seats: Iterable[SeatHeld[Person, Place]], bought: Iterable[SeatsBought[Place]], first: date, last: date,
) -> tuple[SeatUse, ...]:
    """Seats in use and bought, at `first` and at each day up to and including `last` on which one of them changes.

    Somebody with several seats at once counts once.
    """
    holding: Counter[Person] = Counter()
    changes: dict[date, list[tuple[Person | None, int]]] = {}
    for seat in seats:
        _note(changes, seat.person, 1, seat.from_on, seat.until_on, first)
    for part in bought:
        _note(changes, None, part.seats, part.from_on, part.until_on, first)
    series, total = [SeatUse(first, 0, 0)], 0
    for day in sorted(day for day in changes if day <= last):
        for person, number in changes[day]:
            if person is None:
                total += number
            else:
                _hold(holding, person, number)
        _extend(series, SeatUse(day, len(holding), total))
    return tuple(series)


def _note(
    changes: dict[date, list[tuple[Person | None, int]]], person: Person | None, number: int,
    from_on: date, until_on: date | None, first: date,
) -> None:
    """What began before the series is there on its first day; what ended by then never shows."""
    if until_on is not None and until_on <= max(from_on, first):
        return
    changes.setdefault(max(from_on, first), []).append((person, number))
    if until_on is not None:
        changes.setdefault(until_on, []).append((person, -number))


def _hold(holding: Counter[Person], person: Person, number: int) -> None:
    holding[person] += number
    if holding[person] == 0:
        del holding[person]


def _extend(series: list[SeatUse], use: SeatUse) -> None:
    before = series[-1]
    if before.day == use.day:
        series[-1] = use
    elif (before.used, before.bought) != (use.used, use.bought):
        series.append(use)


def seat_series_by_place(
    seats: Sequence[SeatHeld[Person, Place]], bought: Sequence[SeatsBought[Place]], first: date, last: date,
) -> dict[Place | None, tuple[SeatUse, ...]]:
    """The series of each place; somebody with seats at two places counts at both, and once in `seat_series`."""
    places = dict.fromkeys([*(one.place for one in bought), *(one.place for one in seats)])
    return {
        place: seat_series(
            [one for one in seats if one.place == place], [one for one in bought if one.place == place], first, last)
        for place in places
    }


def days_in(series: Sequence[SeatUse], last: date) -> tuple[SeatUse, ...]:
    """A series day by day up to and including `last`, for a table that has a line per day."""
    found = []
    for number, use in enumerate(series):
        until = series[number + 1].day if number + 1 < len(series) else last + timedelta(days=1)
        length = (until - use.day).days
        found += [SeatUse(use.day + timedelta(days=gone), use.used, use.bought) for gone in range(length)]
    return tuple(found)


MOST_MONTHS = 60
"""So far back seats are told month by month."""


def month_days(first: date, today: date) -> tuple[date, ...]:
    """The first days of the months from `first` on, and today itself; no more than MOST_MONTHS of them."""
    month = date(first.year, first.month, 1)
    days = []
    while month <= today:
        days.append(max(month, first))
        month = add_months(month, 1)
    return tuple(dict.fromkeys((*days[-MOST_MONTHS:], today)))


def use_on(series: Sequence[SeatUse], day: date) -> SeatUse:
    """What a series says of this day; its first day is not later."""
    return [use for use in series if use.day <= day][-1]
