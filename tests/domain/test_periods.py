"""Ready-made periods: what runs now is held against as much of the one before it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.periods import Period, Year, ready_made, ready_pairs


def test_a_year_begins_in_august_or_in_january() -> None:
    school, calendar = (Year.of(date(2026, 7, 31), by_school) for by_school in (True, False))
    assert (school.label, school.period) == ("2025-2026", Period(date(2025, 8, 1), date(2026, 7, 31)))
    assert (calendar.label, calendar.previous.label) == ("2026", "2025")
    assert [month.first.month for month in school.months()] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]
    assert list(school.months())[6] == Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(("today", "month", "before", "earlier_year"), [
    (date(2026, 11, 21), (1, 21), Period(date(2026, 10, 1), date(2026, 10, 21)), date(2025, 11, 21)),
    (date(2027, 3, 31), (1, 31), Period(date(2027, 2, 1), date(2027, 2, 28)), date(2026, 3, 31)),
    (date(2028, 2, 29), (1, 29), Period(date(2028, 1, 1), date(2028, 1, 29)), date(2027, 2, 28)),
])
def test_pairs_run_up_to_the_same_day(
    today: date, month: tuple[int, int], before: Period, earlier_year: date,
) -> None:
    (_, later, earlier), (_, last, one_before), (_, year, year_before) = ready_pairs(today, True)
    assert (later.first.day, later.last.day, earlier) == (*month, before)
    assert (last.last - last.first).days >= 27 and one_before.last < last.first <= last.last < later.first
    assert (year.last, year_before.last) == (today, earlier_year)
    assert (year.first.year - year_before.first.year, year.first.month) == (1, 8)


def test_ready_made_periods_end_today_or_before() -> None:
    today = date(2026, 1, 15)
    periods = [period for by_school in (True, False) for _, period in ready_made(today, by_school)]
    assert periods[0] == Period(date(2025, 8, 1), today) and periods[4] == Period(date(2026, 1, 1), today)
    assert all(period.first <= period.last <= today for period in periods)
    assert periods[2] == Period(date(2025, 12, 1), date(2025, 12, 31))
