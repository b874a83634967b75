"""Months by day number, the last day for notice, school years and official holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import (
    NoticeDay,
    SchoolYear,
    add_months,
    easter,
    is_holiday,
    is_working_day,
    kings_day,
    last_day_for_notice,
    last_day_of,
    next_working_day,
    official_holidays,
)
from app.domain.text import Text

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2199, 12, 31))
some_months = st.integers(1, 60)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2028-03-31", -1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
    ],
)
def test_a_month_keeps_its_day_number_or_ends_the_month(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@given(days, st.integers(-600, 600))
def test_months_move_the_month_and_never_the_day_upwards(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day == start.day or (moved.day < start.day and (moved + DAY).day == 1)


@given(days, days, some_months)
def test_a_later_day_is_never_moved_before_an_earlier_one(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


@given(days, some_months)
def test_a_period_ends_the_day_before_the_next_begins(begins: date, months: int) -> None:
    assert last_day_of(begins, months) + DAY == add_months(begins, months)


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize(
    ("end", "last", "later"),
    [
        ("2027-01-14", "2026-12-14", "2026-12-14"),
        ("2027-07-31", "2027-06-30", "2027-06-30"),
        ("2027-08-31", "2027-07-31", "2027-07-31"),
        ("2027-03-31", "2027-02-28", "2027-02-28"),
        ("2026-12-31", "2026-11-30", "2026-11-30"),
        # The two ways of counting differ around short months: the earlier day counts.
        ("2027-02-28", "2027-01-28", "2027-01-31"),
        ("2027-06-30", "2027-05-30", "2027-05-31"),
        ("2027-03-30", "2027-02-27", "2027-02-28"),
        ("2028-02-29", "2028-01-29", "2028-01-31"),
    ],
)
def test_last_day_for_one_month_notice(end: str, last: str, later: str) -> None:
    assert last_day_for_notice(day(end), 1) == NoticeDay(day(last), day(later))


@pytest.mark.clause("O-11.1")
def test_a_second_way_of_counting_is_explained_and_only_then() -> None:
    assert last_day_for_notice(day("2027-01-14"), 1).explanation is None
    explanation = last_day_for_notice(day("2027-02-28"), 1).explanation
    assert isinstance(explanation, Text)
    assert explanation.arguments == {"last": day("2027-01-28"), "later": day("2027-01-31")}


@pytest.mark.clause("O-11.1")
@given(days, some_months)
def test_notice_on_the_last_day_is_in_time_however_a_month_is_counted(end: date, months: int) -> None:
    notice = last_day_for_notice(end, months)
    assert notice.last <= notice.later < end
    assert notice.later - notice.last <= timedelta(days=3)
    assert add_months(notice.last, months) <= end
    assert add_months(notice.last + DAY, months) <= end + DAY


@pytest.mark.clause("A-1.13")
def test_a_school_year_runs_from_1_august_to_31_july() -> None:
    year = SchoolYear.of(day("2026-11-23"))
    assert (year.label, year.begins, year.ends) == ("2026-2027", day("2026-08-01"), day("2027-07-31"))
    assert SchoolYear.of(day("2027-07-31")) == year
    assert SchoolYear.of(day("2027-08-01")) == year.next


@pytest.mark.clause("A-1.13")
@given(days)
def test_every_day_is_in_exactly_one_school_year(any_day: date) -> None:
    year = SchoolYear.of(any_day)
    assert year.begins <= any_day <= year.ends
    assert year.ends + DAY == year.next.begins


@pytest.mark.parametrize(
    "sunday",
    [
        "1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2019-04-21", "2026-04-05", "2038-04-25",
        "2285-03-22",
    ],
)
def test_easter(sunday: str) -> None:
    assert easter(day(sunday).year) == day(sunday)


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26"),
        (2027, "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26"),
        (2028, "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26"),
    ],
)
def test_official_holidays(year: int, expected: str) -> None:
    assert [f"{holiday:%m-%d}" for holiday in sorted(official_holidays(year))] == expected.split()


@pytest.mark.parametrize(
    ("year", "expected"), [(2025, "2025-04-26"), (2026, "2026-04-27"), (2031, "2031-04-26")],
)
def test_kings_day_is_a_day_earlier_where_it_would_be_a_sunday(year: int, expected: str) -> None:
    assert kings_day(year) == day(expected)


def test_liberation_day_is_a_holiday_every_year() -> None:
    assert all(is_holiday(date(year, 5, 5)) for year in range(2024, 2032))


def test_days_off_of_the_organisation_count_too() -> None:
    bridge = day("2026-05-15")
    assert is_working_day(bridge)
    assert not is_working_day(bridge, extra={bridge})
    assert next_working_day(day("2026-05-14")) == bridge
    assert next_working_day(day("2026-05-14"), extra={bridge}) == day("2026-05-18")


@given(days)
def test_the_next_working_day_is_near_and_works(any_day: date) -> None:
    working = next_working_day(any_day)
    assert any_day <= working <= any_day + timedelta(days=5)
    assert is_working_day(working)
    assert next_working_day(working) == working
