"""Every date of an agreement in order, with its source; and which of them need attention today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.agreement import Agreement
from app.domain.contract.reminders import Threshold, Urgency, reminders
from app.domain.contract.source import AGREEMENT, Origin
from app.domain.contract.timeline import Entry, EntryKind, still_to_come, timeline
from app.domain.provider import ProviderProfile
from app.domain.text import Text
from app.store.resources import load_profile

LABEL = Text("Change")
TODAY = date(2026, 11, 23)
LIBRARY = Agreement(
    date(2026, 1, 15), 12, concluded_on=date(2025, 12, 1), delivered_on=date(2026, 1, 20))


def lines(profile: ProviderProfile, agreement: Agreement, today: date = TODAY) -> list[tuple[str, str, str]]:
    """kind, day or days, source."""
    return [
        (str(entry.kind), f"{entry.day}..{entry.until}" if entry.until else str(entry.day), entry.source.cited)
        for entry in timeline(profile, agreement, today).entries
    ]


@pytest.mark.clause("O-11.1", "O-5.3", "O-10.1")
def test_the_timeline_of_a_yearly_agreement_counted_by_hand(practice: ProviderProfile) -> None:
    """14 January less 1 month is 14 December, less 3 months 14 October; a year from 20 January is 19 January."""
    assert lines(practice, LIBRARY) == [
        ("concluded", "2025-12-01", ""),
        ("period", "2026-01-15..2027-01-14", ""),
        ("delivered", "2026-01-20", ""),
        ("warranty", "2026-01-20..2027-01-19", "O-10.1"),
        ("price announcement", "2026-10-14", "O-5.3"),
        ("notice", "2026-12-14", "O-11.1"),
        ("period", "2027-01-15..2028-01-14", ""),
        ("renewal", "2027-01-15", "O-11.1"),
        ("confirmation", "2027-01-15", "O-annex 3: 10.5"),
        ("price announcement", "2027-10-14", "O-5.3"),
        ("notice", "2027-12-14", "O-11.1"),
    ]


@pytest.mark.parametrize(("today", "first_notice"), [("2027-01-14", "2026-12-14"), ("2027-01-15", "2027-12-14")])
def test_the_notice_day_of_a_period_stands_until_that_period_is_over(
    practice: ProviderProfile, today: str, first_notice: str,
) -> None:
    found = timeline(practice, LIBRARY, date.fromisoformat(today)).of(EntryKind.NOTICE)
    assert str(found[0].day) == first_notice


@pytest.mark.clause("A-1.13", "A-1.2")
def test_terms_without_renewal_have_an_end_and_say_what_they_are_silent_about(monitoring: ProviderProfile) -> None:
    agreement = Agreement(date(2025, 8, 1), 24)
    assert lines(monitoring, agreement) == [
        ("period", "2025-08-01..2027-07-31", ""),
        ("year end", "2026-07-31", "A-1.13"),
        ("confirmation", "2026-08-01", "A-3.5"),
        ("end", "2027-07-31", ""),
        ("year end", "2027-07-31", "A-1.13"),
    ]
    silent = {one.kind for one in timeline(monitoring, agreement, TODAY).silent}
    assert silent == {
        EntryKind.RENEWAL, EntryKind.NOTICE, EntryKind.PRICE_ANNOUNCEMENT, EntryKind.WARRANTY, EntryKind.OBJECTION}


def test_terms_that_regulate_it_are_silent_about_nothing(practice: ProviderProfile) -> None:
    assert timeline(practice, LIBRARY, TODAY).silent == ()


@pytest.mark.clause("O-11.1")
def test_after_notice_there_is_an_end_and_no_notice_or_renewal(practice: ProviderProfile) -> None:
    ended = replace(LIBRARY, ended_on=date(2027, 1, 14), delivered_on=None, concluded_on=None)
    assert lines(practice, ended, date(2027, 6, 1)) == [
        ("period", "2026-01-15..2027-01-14", ""), ("end", "2027-01-14", "")]


@pytest.mark.clause("O-11.2")
def test_an_end_halfway_cuts_the_last_period_off(practice: ProviderProfile) -> None:
    ended = Agreement(date(2026, 1, 15), 12, ended_on=date(2027, 3, 31))
    assert ("period", "2027-01-15..2027-03-31", "") in lines(practice, ended)
    assert ("end", "2027-03-31", "") in lines(practice, ended)


@pytest.mark.clause("O-11.1")
def test_two_ways_of_counting_show_both_days_with_the_reason(practice: ProviderProfile) -> None:
    """Ends 28 February 2027: a month back is 28 January, the month before 1 March begins after 31 January."""
    notice = timeline(practice, Agreement(date(2026, 3, 1), 12), TODAY).of(EntryKind.NOTICE)[0]
    assert (notice.day, notice.other) == (date(2027, 1, 28), date(2027, 1, 31))
    assert len(notice.explanation) == 1


@pytest.mark.clause("O-11.1")
def test_a_last_day_in_a_weekend_does_not_move_and_an_earlier_day_is_advised(practice: ProviderProfile) -> None:
    """Ends 31 March 2026; 28 February 2026 is a Saturday, so aim for Friday the 27th."""
    notice = timeline(practice, Agreement(date(2025, 4, 1), 12), date(2026, 1, 1)).of(EntryKind.NOTICE)[0]
    assert (notice.day, notice.other) == (date(2026, 2, 28), None)
    assert notice.explanation[0].arguments == {"day": date(2026, 2, 28), "before": date(2026, 2, 27)}


@pytest.mark.clause("O-11.2")
def test_a_consumer_sees_from_when_it_can_be_ended_at_any_time(practice: ProviderProfile) -> None:
    entry = timeline(practice, replace(LIBRARY, consumer=True), TODAY).of(EntryKind.CONSUMER_NOTICE)[0]
    assert (entry.day, entry.source.cited) == (date(2027, 1, 15), "O-11.2")
    assert timeline(practice, LIBRARY, TODAY).of(EntryKind.CONSUMER_NOTICE) == ()


@pytest.mark.clause("O-10.1")
@pytest.mark.parametrize(
    ("updates", "ranges"),
    [
        ((), ["2026-01-20..2027-01-19"]),
        ((date(2026, 6, 1),), ["2026-01-20..2026-05-31", "2026-06-01..2027-05-31"]),
        ((date(2027, 3, 1),), ["2026-01-20..2027-01-19", "2027-03-01..2028-02-29"]),  # 2028 has a 29 February
        ((date(2026, 1, 20), date(2025, 12, 1)), ["2026-01-20..2027-01-19"]),
    ],
)
def test_an_update_ends_the_warranty_before_it_and_starts_its_own(
    practice: ProviderProfile, updates: tuple[date, ...], ranges: list[str],
) -> None:
    found = timeline(practice, replace(LIBRARY, updates=updates), TODAY).of(EntryKind.WARRANTY)
    assert [f"{entry.day}..{entry.until}" for entry in found] == ranges


@pytest.mark.clause("A-3.5", "O-annex 3: 10.5")
def test_the_confirmation_is_counted_from_the_last_one_and_is_our_assumption(practice: ProviderProfile) -> None:
    found = timeline(practice, LIBRARY, TODAY, confirmed_on=date(2026, 3, 31)).of(EntryKind.CONFIRMATION)[0]
    assert (found.day, found.source.origin) == (date(2027, 3, 31), Origin.ASSUMPTION)


def test_a_window_holds_what_overlaps_it(practice: ProviderProfile) -> None:
    found = timeline(practice, LIBRARY, TODAY).within(date(2026, 12, 1), date(2026, 12, 31))
    assert [str(entry.kind) for entry in found] == ["period", "warranty", "notice"]


agreements = st.builds(
    Agreement, st.dates(date(2001, 1, 1), date(2050, 12, 31)), st.integers(1, 48), consumer=st.booleans())


@given(agreements, st.integers(0, 2500), st.sampled_from(["oefenen", "leerling-in-beeld"]), st.booleans())
def test_a_timeline_is_sorted_and_stays_between_the_beginning_and_the_next_period(
    agreement: Agreement, later: int, code: str, ended: bool,
) -> None:
    profile, today = load_profile(code), agreement.starts_on + timedelta(days=later)
    if ended:
        agreement = replace(agreement, ended_on=today)
    entries = timeline(profile, agreement, today, confirmed_on=agreement.starts_on).entries
    days = [entry.day for entry in entries]
    assert days == sorted(days)
    last = max(entry.last for entry in entries if entry.kind is EntryKind.PERIOD)
    dated = [e for e in entries if e.kind not in (EntryKind.CONFIRMATION, EntryKind.CONSUMER_NOTICE)]
    assert all(entry.last <= last and entry.day <= entry.last for entry in dated)
    begun = [entry for entry in dated if entry.kind not in (EntryKind.NOTICE, EntryKind.PRICE_ANNOUNCEMENT)]
    assert all(entry.day >= agreement.starts_on for entry in begun)  # notice may fall before a short period


# --- reminders ---


@pytest.mark.parametrize(
    ("today", "urgency", "left"),
    [
        ("2026-09-13", None, 92),  # 13 weeks before 14 December is 14 September
        ("2026-09-14", Urgency.LATER, 91),
        ("2026-11-01", Urgency.LATER, 43),
        ("2026-11-02", Urgency.SOON, 42),  # 6 weeks
        ("2026-11-30", Urgency.NOW, 14),  # 2 weeks
        ("2026-12-14", Urgency.NOW, 0),
        ("2026-12-15", None, -1),
    ],
)
@pytest.mark.clause("O-11.1")
def test_the_last_day_for_notice_presses_more_as_it_nears(
    practice: ProviderProfile, today: str, urgency: Urgency | None, left: int,
) -> None:
    day = date.fromisoformat(today)
    notice = [entry for entry in timeline(practice, LIBRARY, day).of(EntryKind.NOTICE) if entry.day.year == 2026]
    found = reminders(notice, day)
    assert [(one.urgency, one.days_left) for one in found] == ([(urgency, left)] if urgency else [])


@pytest.mark.clause("A-3.5")
def test_what_stays_to_be_done_is_overdue_and_comes_first(practice: ProviderProfile) -> None:
    entries = timeline(practice, LIBRARY, date(2026, 12, 10), confirmed_on=date(2025, 11, 1)).entries
    found = reminders(entries, date(2026, 12, 10))
    assert [(one.entry.kind, one.urgency, one.days_left) for one in found[:2]] == [
        (EntryKind.CONFIRMATION, Urgency.OVERDUE, -39), (EntryKind.NOTICE, Urgency.NOW, 4)]


def test_thresholds_are_data(practice: ProviderProfile) -> None:
    entries = timeline(practice, LIBRARY, TODAY).entries
    found = reminders(entries, TODAY, {EntryKind.RENEWAL: (Threshold(8, Urgency.SOON),)})
    assert [(one.entry.kind, one.days_left) for one in found] == [(EntryKind.RENEWAL, 53)]


def test_a_range_is_counted_to_its_last_day(practice: ProviderProfile) -> None:
    """A warranty up to and including 19 January 2027 is 28 days away on 22 December 2026."""
    entries = timeline(practice, LIBRARY, date(2026, 12, 22)).of(EntryKind.WARRANTY)
    assert [one.days_left for one in reminders(entries, date(2026, 12, 22))] == [28]
    assert reminders(entries, date(2026, 12, 21)) == ()


@given(
    starts=st.dates(date(2016, 1, 1), date(2027, 6, 30)), months=st.sampled_from([1, 6, 12, 36]),
    ends=st.none() | st.dates(date(2016, 1, 1), date(2029, 1, 1)),
    code=st.sampled_from(["oefenen", "leerling-in-beeld"]),
    confirmed=st.none() | st.dates(date(2020, 1, 1), TODAY), consumer=st.booleans(), delivered=st.booleans())
def test_of_what_is_over_nothing_is_asked(
    starts: date, months: int, ends: date | None, code: str, confirmed: date | None, consumer: bool, delivered: bool,
) -> None:
    """What lists read of an agreement holds everything that can still ask for attention, and the same of it."""
    profile, ended = load_profile(code), None if ends is None else max(starts, ends)
    made = Agreement(starts, months, starts, ended, starts if delivered else None, consumer=consumer)
    happened = (Entry(EntryKind.CHANGE, TODAY + timedelta(days=9), LABEL, AGREEMENT),
                Entry(EntryKind.MEASURE, TODAY - timedelta(days=9), LABEL, AGREEMENT, done=True))
    whole = timeline(profile, made, TODAY, confirmed_on=confirmed, changes=happened).entries
    rest = still_to_come(profile, made, TODAY, confirmed_on=confirmed, changes=happened)
    beginnings = {EntryKind.CONCLUDED, EntryKind.DELIVERED}
    assert [one for one in rest if one.last >= TODAY] == [
        one for one in whole if one.last >= TODAY and one.kind not in beginnings]
    assert reminders(rest, TODAY) == reminders(whole, TODAY)
    assert set(rest) <= set(whole)
