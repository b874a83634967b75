"""Progress by the months of a year, this year and the years before it, of the whole or of one group or location."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from app.domain.periods import Period, Year
from app.domain.sight import Sight
from app.domain.spans import day_number
from app.store.tables import batch_days, groups
from app.views.spans import People, local_since, members_between, people_of

MOST_YEARS = 4
"""So many years stand beside each other; our own choice."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Of one month: `active` did something in it."""

    active: int = 0
    visits: int = 0
    attempts: int = 0
    made: int = 0
    seconds: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


@dataclass(frozen=True, slots=True)
class YearOfMonths:
    """Twelve months in order; None for a month that is still to come, whose results are not all here, or of before
    anything was done.
    """

    label: str
    months: tuple[MonthFigures | None, ...]


@dataclass(frozen=True, slots=True)
class YearMonths:
    """The present year first. `first_months` are the first days of the months of the present year."""

    years: tuple[YearOfMonths, ...]
    first_months: tuple[date, ...]
    local_since: date | None


def year_months(
    connection: Connection, sight: Sight, group_id: bytes | None = None, location_id: bytes | None = None,
) -> YearMonths:
    """Of a group or a location who was there on those days (D5); of neither everybody the reader may see."""
    begun, since = _begun(connection), local_since(connection)
    years = list(_years(sight, begun))
    periods = [month for year in years for month in year.months()]
    people = _people(connection, sight, Period(years[-1].first, sight.today), group_id, location_id)
    found = _by_month(connection, sorted(periods, key=lambda month: month.first), people)

    def figures(month: Period) -> MonthFigures | None:
        known = begun is not None and month.last >= begun and (since is None or month.first >= since)
        if month.first > sight.today or not known:
            return None
        return found.get(month.first, MonthFigures())

    return YearMonths(
        tuple(YearOfMonths(year.label, tuple(figures(month) for month in year.months())) for year in years),
        tuple(month.first for month in years[0].months()), since)


def _begun(connection: Connection) -> date | None:
    """The first day on which anything was done, as far as is known here."""
    day = connection.execute(select(func.min(batch_days.c.day)).where(batch_days.c.results > 0)).scalar()
    return None if day is None else date.fromisoformat(day)


def _years(sight: Sight, begun: date | None) -> Iterator[Year]:
    """This year, and those before it as far as something is known of their days."""
    year = Year.of(sight.today, sight.profile.period_kind == "school_year")
    for _ in range(MOST_YEARS):
        yield year
        year = year.previous
        if begun is None or year.period.last < begun:
            return


def _people(
    connection: Connection, sight: Sight, period: Period, group_id: bytes | None, location_id: bytes | None,
) -> People | None:
    """Who was there and when; None for everybody on all days."""
    if group_id is not None:
        only: list[bytes] | None = [group_id]
    elif location_id is not None:
        only = list(connection.execute(select(groups.c.id).where(groups.c.location_id == location_id)).scalars())
    elif sight.sees_all:
        return None
    else:
        only = None
    members = members_between(connection, sight, period.first, period.last, only)
    return people_of(members, {one.group_id: "" for one in members}).get("", {})


def _by_month(
    connection: Connection, months: Sequence[Period], people: People | None,
) -> dict[date, MonthFigures]:
    """By the first day of the month."""
    begins = [day_number(month.first) for month in months]
    last = day_number(months[-1].last)
    given: tuple[object, ...]
    if people is None:
        source, given = "SELECT participant AS local, ? AS first, ? AS last FROM activity GROUP BY participant", (
            begins[0], last)
    else:
        source, given = ("SELECT value ->> 0 AS local, value ->> 1 AS first, value ->> 2 AS last FROM json_each(?)",
                         (json.dumps([(local, *span) for local, spans in people.items() for span in spans]),))
    rows = connection.exec_driver_sql(f"""
        SELECT month, count(*), sum(visits), sum(attempts), sum(made), sum(seconds) FROM (
          SELECT s.local, {_month_of(begins)} AS month, sum(visits) AS visits, sum(attempts) AS attempts,
                 sum(made) AS made, sum(seconds) AS seconds
          FROM ({source}) s CROSS JOIN activity a ON a.participant = s.local AND a.day BETWEEN s.first AND s.last
          GROUP BY s.local, month)
        GROUP BY month""", given)
    return {months[month].first: MonthFigures(*sums) for month, *sums in rows}


def _month_of(begins: Sequence[int], at: int = 0) -> str:
    """The number of the month that a day is in, found by halving: asking of each month in turn takes twice as long."""
    if len(begins) == 1:
        return str(at)
    half = len(begins) // 2
    return (f"CASE WHEN a.day < {begins[half]} THEN {_month_of(begins[:half], at)}"
            f" ELSE {_month_of(begins[half:], at + half)} END")
