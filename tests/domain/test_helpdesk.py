"""The help desk: open or closed by the organisation's clock, and who may ask."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.helpdesk import DeskState, desk_state, may_ask, may_report, whom_to_ask
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.domain.provider_service import DeskHours
from app.store.resources import load_profile, profile_codes

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def practice() -> ProviderProfile:
    return load_profile("oefenen")


@pytest.fixture
def monitoring() -> ProviderProfile:
    return load_profile("leerling-in-beeld")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def hours_of(profile: ProviderProfile) -> Regulated[DeskHours]:
    hours = profile.help_desk.hours
    assert isinstance(hours, Regulated)
    return hours


@pytest.mark.clause("A-6.5")
@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-11-23T07:59:59", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00:00", True, "2026-11-23T17:00"),
        ("2026-11-23T16:59:59", True, "2026-11-23T17:00"),
        ("2026-11-23T17:00:00", False, "2026-11-24T08:00"),
        ("2026-11-27T18:00:00", False, "2026-11-30T08:00"),
        # Good Friday, then a weekend, then Easter Monday.
        ("2026-04-02T17:30:00", False, "2026-04-07T08:00"),
        ("2026-04-27T10:00:00", False, "2026-04-28T08:00"),
    ],
)
def test_open_on_working_days(monitoring: ProviderProfile, now: str, is_open: bool, until: str) -> None:
    assert desk_state(hours_of(monitoring), local(now), AMSTERDAM) == DeskState(is_open, local(until))


@pytest.mark.clause("O-annex 2")
def test_another_desk_opens_at_nine(practice: ProviderProfile) -> None:
    state = desk_state(hours_of(practice), local("2026-11-23T08:30"), AMSTERDAM)
    assert state == DeskState(False, local("2026-11-23T09:00"))


def test_the_clock_is_that_of_the_organisation(practice: ProviderProfile) -> None:
    summer = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    winter = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
    opened = [desk_state(hours_of(practice), now, AMSTERDAM) for now in (summer, winter)]
    assert [isinstance(state, DeskState) and state.open for state in opened] == [True, False]


def test_days_off_of_the_desk_itself(practice: ProviderProfile) -> None:
    bridge = date(2026, 5, 15)
    state = desk_state(hours_of(practice), local("2026-05-15T10:00"), AMSTERDAM, extra={bridge})
    assert state == DeskState(False, local("2026-05-18T09:00"))


def test_a_desk_that_never_opens_says_so(practice: ProviderProfile) -> None:
    hours = hours_of(practice)
    never = Regulated(hours.value._replace(days=()), hours.basis)
    state = desk_state(never, local("2026-11-23T10:00"), AMSTERDAM)
    assert state == DeskState(False, None)


def test_a_desk_the_terms_do_not_mention() -> None:
    assert desk_state(NotRegulated(), local("2026-11-23T10:00"), AMSTERDAM) == NotRegulated()


@given(
    st.sampled_from(profile_codes()),
    st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
)
def test_the_next_change_lies_ahead_and_is_one(code: str, now: datetime) -> None:
    hours = hours_of(load_profile(code))
    state = desk_state(hours, now, AMSTERDAM)
    assert isinstance(state, DeskState)
    assert state.until is not None
    assert state.until > now
    then = desk_state(hours, state.until, AMSTERDAM)
    before = desk_state(hours, state.until - timedelta(seconds=1), AMSTERDAM)
    assert isinstance(then, DeskState)
    assert isinstance(before, DeskState)
    assert (before.open, then.open) == (state.open, not state.open)


@pytest.mark.clause("O-7")
def test_a_coach_sees_whom_to_ask(practice: ProviderProfile) -> None:
    desk = practice.help_desk
    assert [may_ask(desk, who) for who in ("administrator", "coach", "participant")] == [True, False, False]
    assert "{administrator}" in whom_to_ask(desk, "coach").template
    assert whom_to_ask(desk, "administrator") != whom_to_ask(desk, "coach")


@pytest.mark.clause("O-annex 2")
def test_everybody_may_report_a_fault(practice: ProviderProfile) -> None:
    assert all(may_report(practice.help_desk, who) for who in ("administrator", "coach", "participant"))


@pytest.mark.clause("A-6.5")
def test_every_staff_user_may_ask_and_report(monitoring: ProviderProfile) -> None:
    for who in ("representative", "administrator", "coach"):
        assert may_ask(monitoring.help_desk, who)
        assert may_report(monitoring.help_desk, who)
    assert not may_ask(monitoring.help_desk, "participant")
