"""Over which days figures are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import SchoolYear
from app.domain.errors import Refusal
from app.domain.text import Text

LONGEST_YEARS = 3


class PeriodKind(StrEnum):
    CALENDAR = "calendar"
    SCHOOL = "school"
    LICENCE = "licence"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """From `begins` up to and including `ends`."""

    begins: date
    ends: date
    kind: PeriodKind = PeriodKind.FREE

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise Refusal(Text("The last day lies before the first. Choose other days."), remedy="ends")
        if self.ends.year - self.begins.year > LONGEST_YEARS:
            raise Refusal(Text("Figures go over three years at most. Choose other days."), remedy="ends")

    @property
    def label(self) -> str:
        if self.kind is PeriodKind.CALENDAR:
            return str(self.begins.year)
        return f"{self.begins.isoformat()} – {self.ends.isoformat()}"

    def months(self) -> tuple[tuple[date, date], ...]:
        """(first, last day) of every month in it, cut off at its ends."""
        found, begins = [], self.begins
        while begins <= self.ends:
            after = (begins.replace(day=28) + timedelta(days=4)).replace(day=1)
            found.append((begins, min(after - timedelta(days=1), self.ends)))
            begins = after
        return tuple(found)


def calendar_year(year: int) -> FigurePeriod:
    return FigurePeriod(date(year, 1, 1), date(year, 12, 31), PeriodKind.CALENDAR)


def offered_periods(
    today: date, first: date, licence_years: Iterable[tuple[date, date]],
) -> tuple[FigurePeriod, ...]:
    """What can be chosen without typing a day: years that have begun since `first`, the newest of each kind first."""
    calendar = [calendar_year(year) for year in range(today.year, first.year - 1, -1)]
    school, year = [], SchoolYear.of(today)
    while year.ends >= first:
        school.append(FigurePeriod(year.begins, year.ends, PeriodKind.SCHOOL))
        year = SchoolYear(year.first - 1)
    licence = [FigurePeriod(begins, ends, PeriodKind.LICENCE) for begins, ends in sorted(licence_years, reverse=True)
               if begins <= today]
    return (*calendar, *school, *licence)
