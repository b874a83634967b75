"""Periods that progress is counted in: ready-made ones, and pairs of them to compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import DAY, add_months
from app.domain.text import Text

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` up to and including `last`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Year:
    """A school year (1 August to 31 July, A-1.13), or a calendar year where an organisation has no school years."""

    first: date

    @classmethod
    def of(cls, day: date, by_school: bool) -> Year:
        if by_school:
            return cls(date(day.year if day.month >= 8 else day.year - 1, 8, 1))
        return cls(date(day.year, 1, 1))

    @property
    def label(self) -> str:
        return str(self.first.year) if self.first.month == 1 else f"{self.first.year}-{self.first.year + 1}"

    @property
    def previous(self) -> Year:
        return Year(add_months(self.first, -MONTHS))

    @property
    def period(self) -> Period:
        return Period(self.first, add_months(self.first, MONTHS) - DAY)

    def months(self) -> Iterator[Period]:
        for at in range(MONTHS):
            yield Period(add_months(self.first, at), add_months(self.first, at + 1) - DAY)


def ready_made(today: date, by_school: bool) -> tuple[tuple[Text, Period], ...]:
    """(name, period), the one to begin with first; what runs now runs up to today."""
    year, month = Year.of(today, by_school), today.replace(day=1)
    words = ((Text("This school year"), Text("Last school year")) if by_school
             else (Text("This calendar year"), Text("Last calendar year")))
    return (
        (words[0], Period(year.first, today)), (Text("This month"), Period(month, today)),
        (Text("Last month"), _month_before(month)), (words[1], year.previous.period))


def ready_pairs(today: date, by_school: bool) -> tuple[tuple[Text, Period, Period], ...]:
    """(name, the later period, the earlier one): what runs now is held against as much of the one before."""
    year, month = Year.of(today, by_school), today.replace(day=1)
    last = _month_before(month)
    return (
        (Text("This and last month, up to the same day"), Period(month, today),
         Period(last.first, min(last.last, add_months(today, -1)))),
        (Text("The last two whole months"), last, _month_before(last.first)),
        (Text("This and last school year, up to the same day") if by_school
         else Text("This and last calendar year, up to the same day"),
         Period(year.first, today), Period(year.previous.first, add_months(today, -MONTHS))))


def _month_before(month: date) -> Period:
    return Period(add_months(month, -1), month - DAY)
