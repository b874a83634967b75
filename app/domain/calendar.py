"""Days that count: school years, months by day number, the last day for notice, official holidays.

Nothing here knows what day it is: the day is passed in. Terms of a contract are never moved to a working
day: the Dutch act on that (Algemene termijnenwet) covers terms set by law, not contracts.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from app.domain.text import Text

DAY = timedelta(days=1)
SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """1 August to 31 July (A-1.13)."""

    first: int

    @property
    def label(self) -> str:
        return f"{self.first}-{self.first + 1}"

    @property
    def begins(self) -> date:
        return date(self.first, 8, 1)

    @property
    def ends(self) -> date:
        return date(self.first + 1, 7, 31)

    @property
    def next(self) -> SchoolYear:
        return SchoolYear(self.first + 1)

    @classmethod
    def of(cls, day: date) -> SchoolYear:
        return cls(day.year if day.month >= 8 else day.year - 1)


def is_day(value: object) -> bool:
    """Days are compared as text, so there is one way to write them."""
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (negative: earlier); the last day where the month is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(begins: date, months: int) -> date:
    """The last day of a period of so many months: from 15 January 2026, 12 months, it is 14 January 2027."""
    return add_months(begins, months) - DAY


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The last day on which notice can be received.

    `last` is the day to keep, `later` what the other way of counting gives; they are equal where both agree.
    """

    last: date
    later: date

    @property
    def explanation(self) -> Text | None:
        """Why an earlier day is kept than one might count, or None where both ways of counting agree."""
        if self.last == self.later:
            return None
        return Text(
            "Counted another way, {later} would be the last day. Keep to {last}: it is right either way.",
            last=self.last, later=self.later,
        )


def last_day_for_notice(end: date, months: int) -> NoticeDay:
    """The last day for notice at least `months` before an agreement ends at the close of `end` (O-11.1).

    One way counts back from the last day itself, the other from the day after, on which the next period
    begins. They differ around short months and the clause does not choose, so the earlier is kept and the
    later explained.
    """
    from_last_day = add_months(end, -months)
    from_next_period = add_months(end + DAY, -months) - DAY
    return NoticeDay(min(from_last_day, from_next_period), max(from_last_day, from_next_period))


def last_day_within(event: date, months: int) -> NoticeDay:
    """The last day of a term of `months` that an event on `event` sets running; that day itself does not count.

    One way keeps the day number of the event, the other counts whole months from the day after it. They differ
    around short months; the earlier is the one to keep for whoever must act within the term.
    """
    from_event = add_months(event, months)
    from_next_day = add_months(event + DAY, months) - DAY
    return NoticeDay(min(from_event, from_next_day), max(from_event, from_next_day))


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule, with the letters of New Scientist, 30 March 1961."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def kings_day(year: int) -> date:
    """27 April, or the day before where that is a Sunday (since 2014)."""
    day = date(year, 4, 27)
    return day - DAY if day.weekday() == 6 else day


@lru_cache(maxsize=64)
def official_holidays(year: int) -> Mapping[date, Text]:
    """The days of Algemene termijnenwet article 3(1), with Good Friday of 3(2), and 5 May in every year.

    Two may fall on one day (Ascension on 5 May in 2016); the later name of this list then stands. Days that
    are put on a level with these by royal decree differ by year: the organisation keeps them and passes them
    as `extra`.
    """
    sunday = easter(year)
    return MappingProxyType({
        date(year, 1, 1): Text("New Year's Day"),
        sunday - timedelta(days=2): Text("Good Friday"),
        sunday + timedelta(days=1): Text("Easter Monday"),
        kings_day(year): Text("King's Day"),
        date(year, 5, 5): Text("Liberation Day"),
        sunday + timedelta(days=39): Text("Ascension Day"),
        sunday + timedelta(days=50): Text("Whit Monday"),
        date(year, 12, 25): Text("Christmas Day"),
        date(year, 12, 26): Text("Boxing Day"),
    })


def is_holiday(day: date, extra: Collection[date] = ()) -> bool:
    """An official holiday, or one of the organisation's `extra` days off."""
    return day in extra or day in official_holidays(day.year)


def is_working_day(day: date, extra: Collection[date] = ()) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < 5 and not is_holiday(day, extra)


def next_working_day(day: date, extra: Collection[date] = ()) -> date:
    """The day itself where it is a working day, else the first one after it."""
    while not is_working_day(day, extra):
        day += DAY
    return day


def previous_working_day(day: date, extra: Collection[date] = ()) -> date:
    """The day itself where it is a working day, else the last one before it."""
    while not is_working_day(day, extra):
        day -= DAY
    return day


def school_year_of(day: date) -> int:
    """The first calendar year of the school year (1 August to 31 July) that a day falls in."""
    return day.year if day.month >= 8 else day.year - 1
