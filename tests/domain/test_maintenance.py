"""Announced maintenance: what is proper, which hours are warned of, and what stands over the window when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.maintenance import (
    Announced,
    MaintenanceState,
    broken_maintenance,
    check_announcement,
    in_avoided_hours,
    instant,
    to_show,
)
from app.domain.provider_terms import NotRegulated
from app.domain.wrong_fields import WrongField
from app.store.resources import load_profile

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 3_600_000_000


def at(day: str, clock: str) -> int:
    found = instant("starts", date.fromisoformat(day), time.fromisoformat(clock), AMSTERDAM)
    assert isinstance(found, int)
    return found


def announced(begins: int, ends: int, number: int = 1, **more: bool) -> Announced:
    return Announced(bytes([number]) * 16, begins, ends, "w", "m", **({"urgent": False} | more))


def test_what_is_coming_can_be_put_away_and_is_back_when_it_begins() -> None:
    one = announced(10, 20)
    away = {one.id}
    assert to_show([one], 9, ()) == (one,) and to_show([one], 9, away) == ()
    assert to_show([one], 10, away) == to_show([one], 19, away) == (one,)
    assert to_show([one], 20, ()) == ()


def test_two_at_a_time_stand_in_order_and_what_was_withdrawn_nowhere() -> None:
    first, second = announced(5, 30, 1), announced(10, 15, 2)
    gone = announced(1, 50, 3, withdrawn=True)
    assert to_show([second, gone, first], 12, {second.id}) == (first, second)
    assert gone.state(12) is MaintenanceState.WITHDRAWN


@given(st.integers(0, 100), st.integers(1, 50), st.integers(0, 200))
def test_it_is_shown_from_its_announcement_until_it_ends(begins: int, long: int, now: int) -> None:
    one = announced(begins, begins + long)
    assert bool(to_show([one], now, ())) == (now < begins + long)
    assert bool(to_show([one], now, {one.id})) == (begins <= now < begins + long)


@pytest.mark.clause("A-6.7", "O-4.7")
@pytest.mark.parametrize(("code", "day", "begins", "ends", "warned"), [
    ("leerling-in-beeld", "2026-11-24", "07:00", "08:00", False),
    ("leerling-in-beeld", "2026-11-24", "07:00", "08:01", True),
    ("leerling-in-beeld", "2026-11-24", "16:00", "17:30", False),
    ("oefenen", "2026-11-24", "16:30", "17:30", True),
    ("oefenen", "2026-11-24", "17:00", "23:00", False),
    ("oefenen", "2026-11-28", "10:00", "12:00", False),  # a Saturday
    ("oefenen", "2026-12-25", "10:00", "12:00", False),  # Christmas
])  # fmt: skip
def test_hours_that_the_terms_would_keep_free_are_warned_of(
    code: str, day: str, begins: str, ends: str, warned: bool,
) -> None:
    rule = load_profile(code).maintenance
    assert in_avoided_hours(rule, at(day, begins), at(day, ends), AMSTERDAM) is warned


def test_a_night_that_goes_on_into_the_morning_is_warned_of() -> None:
    rule = load_profile("oefenen").maintenance
    assert in_avoided_hours(rule, at("2026-11-23", "22:00"), at("2026-11-24", "09:30"), AMSTERDAM)
    assert not in_avoided_hours(rule, at("2026-11-27", "22:00"), at("2026-11-30", "09:00"), AMSTERDAM)
    assert not in_avoided_hours(NotRegulated(None), at("2026-11-24", "10:00"), at("2026-11-24", "11:00"), AMSTERDAM)


def test_the_night_in_which_the_clock_goes_back_is_an_hour_longer() -> None:
    begins, ends = at("2026-10-25", "01:30"), at("2026-10-25", "04:30")
    assert ends - begins == 4 * HOUR
    assert at("2026-10-25", "02:30") - begins == HOUR  # the first of the two


def test_in_the_night_in_which_the_clock_goes_forward_an_hour_is_not_there() -> None:
    assert at("2026-03-29", "04:30") - at("2026-03-29", "01:30") == 2 * HOUR
    found = instant("ends", date(2026, 3, 29), time(2, 30), AMSTERDAM)
    assert isinstance(found, WrongField) and found.field == "ends"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_every_instant_shows_the_time_that_was_typed(moment: datetime) -> None:
    typed = moment.replace(second=0, microsecond=0)
    found = instant("starts", typed.date(), typed.time(), AMSTERDAM)
    if isinstance(found, int):
        shown = datetime.fromtimestamp(found / 1_000_000, UTC).astimezone(AMSTERDAM)
        assert shown.replace(tzinfo=None) == typed


def test_what_is_wrong_is_said_at_its_field() -> None:
    def wrong(begins: int, ends: int, what: str = "w", meanwhile: str = "m", now: int = 5) -> list[str]:
        return [one.field for one in check_announcement(begins, ends, what, meanwhile, now)]

    assert wrong(10, 20) == []
    assert wrong(10, 10) == wrong(1, 5) == wrong(10, 10 + 32 * 24 * HOUR) == ["ends"]
    assert wrong(10, 20, " ", "x" * 501) == ["what", "meanwhile"]


def test_the_server_takes_no_other_shape() -> None:
    row = {"starts_us": 10, "ends_us": 20, "what": "w", "meanwhile": "m", "urgent": 0, "published_us": 1}
    assert broken_maintenance("maintenances", row) is None
    for change in ({"ends_us": 10}, {"urgent": 2}, {"what": ""}, {"published_us": 0}):
        assert broken_maintenance("maintenances", row | change) is not None
