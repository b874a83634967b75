"""What a notice received on a certain day ends, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import DAY, NoticeDay, add_months, last_day_within
from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Act, Mandate, Signatory
from app.domain.contract.notice import Notice, NoticeEffect, check_notice, notice_effect
from app.domain.provider import NotRegulated, ProviderProfile
from app.store.resources import load_profile

LIBRARY = Agreement(date(2026, 1, 15), 12, concluded_on=date(2025, 12, 1))
SPRING = Agreement(date(2026, 3, 1), 12)
PRIVATE = Agreement(date(2025, 1, 15), 12, consumer=True)
DIRECTOR = Signatory("S. Vermeer", "representative")


def effect(
    profile: ProviderProfile, agreement: Agreement, received: str, by: str = "organisation",
) -> NoticeEffect:
    found = notice_effect(
        profile.duration, agreement, "licensor" if by == "licensor" else "organisation", date.fromisoformat(received))
    assert isinstance(found, NoticeEffect)
    return found


# The period 15 January 2026 - 14 January 2027 has 14 December 2026 as its last day, counted either way.


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize("by", ["organisation", "licensor"])
def test_received_on_the_last_day_ends_the_period(practice: ProviderProfile, by: str) -> None:
    found = effect(practice, LIBRARY, "2026-12-14", by)
    assert (found.ends_on, found.in_time, found.otherwise) == (date(2027, 1, 14), True, None)
    assert found.measured == NoticeDay(date(2026, 12, 14), date(2026, 12, 14))
    assert (found.source.cited, found.explanation) == ("O-11.1", ())


@pytest.mark.clause("O-11.1")
def test_a_day_late_ends_the_next_period_instead(practice: ProviderProfile) -> None:
    found = effect(practice, LIBRARY, "2026-12-15")
    assert (found.ends_on, found.in_time, found.otherwise) == (date(2028, 1, 14), False, None)
    assert [text.arguments for text in found.explanation] == [
        {"last": date(2026, 12, 14), "day": date(2028, 1, 14)}]


@pytest.mark.clause("O-11.1")
def test_notice_before_the_first_day_ends_the_first_period(practice: ProviderProfile) -> None:
    assert effect(practice, LIBRARY, "2025-12-20").ends_on == date(2027, 1, 14)


# 1 March 2026 - 28 February 2027: one way of counting gives 28 January, the other 31 January.


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize(
    ("received", "ends", "in_time", "otherwise"),
    [
        ("2027-01-28", "2027-02-28", True, None),
        ("2027-01-29", "2028-02-29", False, "2027-02-28"),
        ("2027-01-31", "2028-02-29", False, "2027-02-28"),
        ("2027-02-01", "2028-02-29", False, None),
    ],
)
def test_between_two_ways_of_counting_the_earlier_counts_and_the_later_is_told(
    practice: ProviderProfile, received: str, ends: str, in_time: bool, otherwise: str | None,
) -> None:
    found = effect(practice, SPRING, received)
    assert (found.ends_on, found.in_time) == (date.fromisoformat(ends), in_time)
    assert found.otherwise == (date.fromisoformat(otherwise) if otherwise else None)
    assert any("Counted another way" in str(text) for text in found.explanation) is (otherwise is not None)


@pytest.mark.clause("O-11.1")
def test_a_month_of_notice_on_periods_of_a_month_ends_the_next_one(practice: ProviderProfile) -> None:
    """January's last day for notice is 31 December, February's 28 January: notice of 5 January ends February."""
    found = effect(practice, Agreement(date(2026, 1, 1), 1), "2026-01-05")
    assert (found.ends_on, found.in_time) == (date(2026, 2, 28), False)


# --- a natural person outside profession or business ---


@pytest.mark.clause("O-11.2")
@pytest.mark.parametrize(
    ("received", "ends", "otherwise"),
    [
        ("2026-03-10", "2026-04-10", None),          # 10 March + 1 month; 11 March + 1 month - 1 day: the same
        ("2026-01-31", "2026-02-28", None),          # the last of January to the last of February, either way
        ("2026-01-30", "2026-02-27", "2026-02-28"),  # from 31 January + 1 month - 1 day
        ("2026-02-28", "2026-03-28", "2026-03-31"),  # from 1 March + 1 month - 1 day
        ("2026-12-10", "2027-01-10", None),          # before the period's own end of 14 January
    ],
)
def test_a_renewed_agreement_ends_a_month_after_notice(
    practice: ProviderProfile, received: str, ends: str, otherwise: str | None,
) -> None:
    found = effect(practice, PRIVATE, received)
    assert (found.ends_on, found.in_time, found.source.cited) == (date.fromisoformat(ends), True, "O-11.2")
    assert found.otherwise == (date.fromisoformat(otherwise) if otherwise else None)


@pytest.mark.clause("O-11.2")
def test_in_the_first_period_a_consumer_gives_notice_like_everybody(practice: ProviderProfile) -> None:
    found = effect(practice, replace(LIBRARY, consumer=True), "2026-12-01")
    assert (found.ends_on, found.source.cited) == (date(2027, 1, 14), "O-11.1")


@pytest.mark.clause("O-11.2")
def test_too_late_for_the_first_period_counts_from_its_renewal(practice: ProviderProfile) -> None:
    """Renewed on 15 January 2027; a month from then is 15 February, not the end of the year after."""
    found = effect(practice, replace(LIBRARY, consumer=True), "2026-12-20")
    assert (found.ends_on, found.source.cited) == (date(2027, 2, 15), "O-11.2")
    assert any(text.arguments.get("day") == date(2027, 1, 15) for text in found.explanation)


@pytest.mark.clause("O-11.2")
def test_the_exception_is_not_for_the_licensor_nor_for_a_business(practice: ProviderProfile) -> None:
    assert effect(practice, PRIVATE, "2026-03-10", "licensor").ends_on == date(2027, 1, 14)
    assert effect(practice, replace(PRIVATE, consumer=False), "2026-03-10").ends_on == date(2027, 1, 14)


# --- silence and properties ---


def test_terms_without_notice_are_not_filled_in(monitoring: ProviderProfile) -> None:
    found = notice_effect(monitoring.duration, Agreement(date(2025, 8, 1), 12), "organisation", date(2026, 3, 1))
    assert found == monitoring.duration.notice
    assert isinstance(found, NotRegulated)


@pytest.mark.clause("O-11.1")
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 36), st.integers(-40, 3000))
def test_notice_lies_at_least_a_month_before_the_end_in_both_ways_of_counting(
    starts: date, months: int, later: int,
) -> None:
    received, agreement = starts + timedelta(days=later), Agreement(starts, months)
    found = effect(load_profile("oefenen"), agreement, received.isoformat())
    assert add_months(received, 1) <= found.ends_on
    assert add_months(received + DAY, 1) - DAY <= found.ends_on
    assert agreement.period_on(found.ends_on, True).ends == found.ends_on
    assert found.otherwise is None or found.otherwise < found.ends_on


@pytest.mark.clause("O-11.2")
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 24), st.integers(0, 3000))
def test_a_consumer_is_never_held_longer_than_a_business(starts: date, months: int, later: int) -> None:
    received = (starts + timedelta(days=later)).isoformat()
    practice = load_profile("oefenen")
    private = effect(practice, Agreement(starts, months, consumer=True), received)
    assert private.ends_on <= effect(practice, Agreement(starts, months), received).ends_on


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 24))
def test_a_term_of_months_ends_in_its_month_or_the_last_day_before(event: date, months: int) -> None:
    counted = last_day_within(event, months)
    assert event < counted.last <= counted.later
    assert counted.later - counted.last <= timedelta(days=3)
    assert add_months(event, months) in (counted.last, counted.later)


# --- what is wrong with a notice, at its field ---


def wrong(profile: ProviderProfile, agreement: Agreement, notice: Notice) -> set[str]:
    found = check_notice(profile.duration, profile.order.authority, agreement, notice, date(2026, 11, 23))
    return {one.field for one in found}


GOOD = Notice("organisation", date(2026, 11, 20), True, "registered letter 3S-11", DIRECTOR)


@pytest.mark.clause("O-11.1")
def test_a_notice_that_is_right_is_right(practice: ProviderProfile) -> None:
    assert wrong(practice, LIBRARY, GOOD) == set()
    assert wrong(practice, LIBRARY, Notice("licensor", date(2026, 11, 20), True, "e-mail", None)) == set()


@pytest.mark.clause("O-11.1")
@pytest.mark.parametrize(
    ("notice", "field"),
    [
        (replace(GOOD, written=False), "written"),
        (replace(GOOD, proof=" "), "proof"),
        (replace(GOOD, received_on=date(2026, 11, 24)), "received_on"),
        (replace(GOOD, received_on=date(2025, 11, 30)), "received_on"),
        (replace(GOOD, signatory=None), "signatory"),
        (replace(GOOD, signatory=Signatory("K. Bos", "coach")), "signatory"),
        (replace(GOOD, signatory=Signatory("A. Prins", "administrator")), "signatory"),
    ],
)
def test_a_notice_that_is_wrong_is_named_at_its_field(
    practice: ProviderProfile, notice: Notice, field: str,
) -> None:
    assert wrong(practice, LIBRARY, notice) == {field}


def test_an_agreement_ends_once(practice: ProviderProfile) -> None:
    assert wrong(practice, replace(LIBRARY, ended_on=date(2027, 1, 14)), GOOD) == {"received_on"}


@pytest.mark.clause("O-2.2", "O-11.1")
def test_an_administrator_with_a_mandate_may_give_notice(practice: ProviderProfile) -> None:
    mandate = Mandate("S. Vermeer", frozenset({Act.GIVE_NOTICE}), date(2026, 1, 1), date(2027, 1, 1))
    given = replace(GOOD, signatory=Signatory("A. Prins", "administrator", mandate))
    assert wrong(practice, LIBRARY, given) == set()
