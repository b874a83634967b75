"""Announced changes and objections: what holds from when, who may object until when, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.agreement import Agreement
from app.domain.contract.authority import Signatory
from app.domain.contract.changes import (
    Announced,
    ChangeEffect,
    ObjectionTerm,
    change_entries,
    check_announced,
    price_change,
    terms_change,
    user_terms_change,
)
from app.domain.contract.deadline import WorkingDays
from app.domain.contract.objections import (
    Decision,
    FiledObjection,
    ObjectionResult,
    ObjectionState,
    check_decision,
    check_objection,
    objection_result,
)
from app.domain.contract.source import Origin
from app.domain.contract.timeline import EntryKind, timeline
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.domain.provider_terms import Basis, EndDay
from app.domain.text import Text
from app.store.resources import load_profile

TODAY = date(2026, 11, 23)
LIBRARY = Agreement(date(2026, 1, 15), 12)
DIRECTOR = Signatory("S. Vermeer", "representative")


def published(day: str, effective: str | None = None) -> Announced:
    return Announced(
        "publication", date.fromisoformat(day), effective_on=date.fromisoformat(effective) if effective else None)


def letter(sent: str, received: str | None = None, effective: str | None = None) -> Announced:
    return Announced(
        "letter", date.fromisoformat(sent), date.fromisoformat(received) if received else None,
        date.fromisoformat(effective) if effective else None, "letter of that day")


def known(found: ChangeEffect | NotRegulated) -> ChangeEffect:
    assert isinstance(found, ChangeEffect)
    return found


def term(found: ChangeEffect | NotRegulated) -> ObjectionTerm:
    objection = known(found).objection
    assert isinstance(objection, ObjectionTerm)
    return objection


# --- terms announced ahead, without a right to object ---


@pytest.mark.clause("A-2.3")
def test_six_weeks_are_42_days_from_receipt(monitoring: ProviderProfile) -> None:
    """4 March + 42 days: 27 to the end of March and 15 more, so 15 April."""
    found = known(terms_change(monitoring, letter("2026-03-02", "2026-03-04", "2026-04-15")))
    assert (found.in_time, found.holds_from, found.source.cited) == (True, date(2026, 4, 15), "A-2.3")
    assert found.explanation == ()


@pytest.mark.clause("A-2.3")
def test_a_day_short_of_six_weeks_is_late_and_what_follows_is_only_assumed(monitoring: ProviderProfile) -> None:
    found = known(terms_change(monitoring, letter("2026-03-02", "2026-03-04", "2026-04-14")))
    assert (found.in_time, found.holds_from) == (False, date(2026, 4, 15))
    assert found.source.origin is Origin.ASSUMPTION
    assert "do not say what a late announcement means" in str(found.explanation[0])


@pytest.mark.clause("A-2.3")
def test_without_the_day_of_receipt_it_counts_from_sending_and_says_so(monitoring: ProviderProfile) -> None:
    """2 March + 42 days is 13 April."""
    found = known(terms_change(monitoring, letter("2026-03-02")))
    assert found.holds_from == date(2026, 4, 13)
    assert found.explanation[0].arguments == {"day": date(2026, 3, 2)}


@pytest.mark.clause("A-2.3")
def test_no_right_to_object_is_not_regulated_and_noted(monitoring: ProviderProfile) -> None:
    found = known(terms_change(monitoring, letter("2026-03-02", "2026-03-04")))
    assert isinstance(found.objection, NotRegulated)
    assert found.objection.note is not None


@pytest.mark.clause("A-2.3")
def test_an_announcement_is_by_letter_or_email_with_proof(monitoring: ProviderProfile) -> None:
    rule = monitoring.terms_change.announcement
    wrong = {
        "way": published("2026-03-02"),
        "proof": replace(letter("2026-03-02"), proof=""),
        "received_on": letter("2026-03-02", "2026-03-01"),
        "sent_on": letter("2026-11-24"),
        "effective_on": letter("2026-03-02", "2026-03-04", "2206-04-15"),
    }
    for field, announced in wrong.items():
        assert [one.field for one in check_announced(rule, announced, TODAY)] == [field]
    assert check_announced(rule, letter("2026-03-02", "2026-03-04"), TODAY) == ()


# --- terms published, with a right to object ---


@pytest.mark.clause("O-2.3")
def test_fourteen_days_from_publication_and_silence_is_consent(practice: ProviderProfile) -> None:
    """2 March + 14 days is 16 March; the change holds from the 17th."""
    found = known(terms_change(practice, published("2026-03-02")))
    assert (found.in_time, found.holds_from) == (None, date(2026, 3, 17))
    objection = term(found)
    assert (objection.deadline.last, objection.deadline.other) == (date(2026, 3, 16), None)
    assert (objection.written, objection.with_reasons) == (True, True)


@pytest.mark.clause("O-2.3")
def test_a_later_day_named_in_the_publication_counts(practice: ProviderProfile) -> None:
    assert known(terms_change(practice, published("2026-03-02", "2026-05-01"))).holds_from == date(2026, 5, 1)


@pytest.mark.clause("O-2.3")
def test_an_end_on_a_holiday_does_not_move_but_the_other_day_is_shown(practice: ProviderProfile) -> None:
    """13 April + 14 days is Monday 27 April 2026, King's Day; the law on terms would make it the 28th."""
    found = term(terms_change(practice, published("2026-04-13"))).deadline
    assert (found.last, found.other, found.by_setting) == (date(2026, 4, 27), date(2026, 4, 28), False)
    assert "does not cover contracts" in str(found.explanation[0])


@pytest.mark.clause("O-2.3")
def test_a_setting_moves_it_and_is_named_as_the_source(practice: ProviderProfile) -> None:
    effect = known(terms_change(practice, published("2026-04-13"), WorkingDays(moves_terms=True)))
    assert (term(effect).deadline.last, effect.holds_from) == (date(2026, 4, 28), date(2026, 4, 29))
    entry = change_entries(Text("New terms"), effect)[1]
    assert (entry.source.origin, entry.until, entry.other) == (
        Origin.SETTING, date(2026, 4, 28), date(2026, 4, 27))


# --- user terms ---


@pytest.mark.clause("O-annex 2")
def test_user_terms_hold_thirty_days_after_publication_and_use_is_acceptance(practice: ProviderProfile) -> None:
    """15 January + 30 days: 16 to the end of January and 14 more."""
    found = known(user_terms_change(practice, published("2026-01-15", "2026-02-14")))
    assert (found.in_time, found.holds_from, found.objection) == (True, date(2026, 2, 14), None)
    assert "goes on using it" in str(found.explanation[-1])
    assert known(user_terms_change(practice, published("2026-01-15", "2026-02-13"))).in_time is False


def test_without_user_terms_nothing_is_filled_in(monitoring: ProviderProfile) -> None:
    assert isinstance(user_terms_change(monitoring, published("2026-01-15")), NotRegulated)
    assert isinstance(price_change(monitoring, LIBRARY, letter("2026-01-15")), NotRegulated)


# --- prices: the period ends 14 January 2027, three months before is 14 October 2026 ---


@pytest.mark.clause("O-5.3")
def test_prices_told_three_months_ahead_cannot_be_objected_to(practice: ProviderProfile) -> None:
    found = known(price_change(practice, LIBRARY, letter("2026-10-12", "2026-10-14")))
    assert (found.in_time, found.objection, found.holds_from) == (True, None, date(2027, 1, 15))


@pytest.mark.clause("O-5.3")
def test_prices_told_a_day_later_give_thirty_days_from_receipt(practice: ProviderProfile) -> None:
    """15 October + 30 days: 16 to the end of October and 14 more, Saturday 14 November; Monday is the 16th."""
    found = term(price_change(practice, LIBRARY, letter("2026-10-13", "2026-10-15")))
    assert (found.counted_from, found.deadline.last, found.deadline.other) == (
        date(2026, 10, 15), date(2026, 11, 14), date(2026, 11, 16))
    assert (found.written, found.with_reasons) == (True, False)


@pytest.mark.clause("O-5.3")
def test_that_the_clause_names_no_start_is_said(practice: ProviderProfile) -> None:
    effect = known(price_change(practice, LIBRARY, letter("2026-10-13", "2026-10-15")))
    assert term(effect).source.cited == "O-5.3"
    assert term(effect).start_source.origin is Origin.ASSUMPTION
    entry = change_entries(Text("New prices"), effect)[1]
    assert "name no beginning" in str(entry.explanation[0])


@pytest.mark.clause("O-5.3")
def test_between_two_ways_of_counting_three_months_one_objects_all_the_same(practice: ProviderProfile) -> None:
    """Ends 28 February 2027: 28 November, or 30 November before 1 December; told on the 29th, + 30 is 29 December."""
    found = known(price_change(practice, Agreement(date(2026, 3, 1), 12), letter("2026-11-29", "2026-11-29")))
    assert (found.in_time, term(found).deadline.last) == (False, date(2026, 12, 29))
    assert "Counted another way" in str(found.explanation[0])
    late = known(price_change(practice, Agreement(date(2026, 3, 1), 12), letter("2026-12-01", "2026-12-01")))
    assert late.explanation == ()


@pytest.mark.clause("O-5.3")
def test_the_thirty_days_may_reach_into_the_new_period(practice: ProviderProfile) -> None:
    found = known(price_change(practice, LIBRARY, letter("2027-01-10", "2027-01-10")))
    assert (found.holds_from, term(found).deadline.last) == (date(2027, 1, 15), date(2027, 2, 9))


@pytest.mark.clause("O-5.3")
def test_prices_begin_with_a_period(practice: ProviderProfile) -> None:
    found = known(price_change(practice, LIBRARY, letter("2026-10-01", "2026-10-02", "2026-11-01")))
    assert found.holds_from == date(2027, 1, 15)
    assert found.explanation[0].arguments == {"day": date(2026, 11, 1), "begins": date(2027, 1, 15)}


@pytest.mark.clause("O-5.3")
def test_new_prices_mean_nothing_to_an_agreement_that_ends(practice: ProviderProfile) -> None:
    ended = replace(LIBRARY, ended_on=date(2027, 1, 14))
    found = known(price_change(practice, ended, letter("2026-12-10", "2026-12-11")))
    assert (found.in_time, found.holds_from, found.objection) == (None, None, None)
    assert change_entries(Text("New prices"), found) == ()


@pytest.mark.clause("O-5.3")
@given(st.dates(date(2001, 1, 1), date(2050, 1, 1)), st.integers(1, 36), st.integers(0, 2000))
def test_prices_are_told_in_time_or_can_be_objected_to(starts: date, months: int, later: int) -> None:
    profile, agreement, told = load_profile("oefenen"), Agreement(starts, months), starts + timedelta(days=later)
    found = known(price_change(profile, agreement, Announced("email", told, told, proof="mail")))
    assert (found.objection is None) is found.in_time
    assert found.holds_from is not None and found.holds_from > told
    if isinstance(found.objection, ObjectionTerm):
        assert found.objection.deadline.last == told + timedelta(days=30)


# --- objections ---

# Published 2 March 2026: object up to and including 16 March.


@pytest.fixture
def terms_term(practice: ProviderProfile) -> ObjectionTerm:
    return term(terms_change(practice, published("2026-03-02")))


FILED = FiledObjection(date(2026, 3, 16), True, "The new limit is too low.", DIRECTOR)


def result(
    profile: ProviderProfile, found: ObjectionTerm, today: str, filed: FiledObjection | None = None,
    decision: Decision | None = None,
) -> ObjectionResult:
    return objection_result(
        found, profile.terms_change.end_after_objection, LIBRARY.period(0), date.fromisoformat(today), filed, decision)


@pytest.mark.clause("O-2.3")
def test_silence_is_open_until_the_last_day_and_consent_after_it(
    practice: ProviderProfile, terms_term: ObjectionTerm,
) -> None:
    open_still = result(practice, terms_term, "2026-03-16")
    assert (open_still.state, open_still.day) == (ObjectionState.OPEN, date(2026, 3, 16))
    over = result(practice, terms_term, "2026-03-17")
    assert (over.state, over.day) == (ObjectionState.CONSENTED, date(2026, 3, 17))


@pytest.mark.clause("O-2.3")
def test_an_objection_a_day_late_is_consent(practice: ProviderProfile, terms_term: ObjectionTerm) -> None:
    late = result(practice, terms_term, "2026-03-20", replace(FILED, received_on=date(2026, 3, 17)))
    assert (late.state, late.day) == (ObjectionState.CONSENTED, date(2026, 3, 17))


@pytest.mark.clause("O-2.3")
def test_after_an_objection_the_licensor_chooses(practice: ProviderProfile, terms_term: ObjectionTerm) -> None:
    assert result(practice, terms_term, "2026-04-20", FILED).state is ObjectionState.WAITING
    goes_on = result(practice, terms_term, "2026-04-20", FILED, Decision("continues_unchanged", date(2026, 4, 1)))
    assert (goes_on.state, goes_on.day) == (ObjectionState.CONTINUES_UNCHANGED, date(2026, 4, 1))


@pytest.mark.clause("O-2.3", "O-5.3")
def test_the_last_day_is_the_one_the_licensor_named_and_else_not_regulated(
    practice: ProviderProfile, terms_term: ObjectionTerm,
) -> None:
    named = Decision("ends", date(2026, 4, 1), date(2026, 4, 30))
    assert result(practice, terms_term, "2026-04-20", FILED, named).day == date(2026, 4, 30)
    silent = result(practice, terms_term, "2026-04-20", FILED, Decision("ends", date(2026, 4, 1)))
    assert (silent.state, silent.day) == (ObjectionState.ENDS, practice.terms_change.end_after_objection)
    assert isinstance(practice.price.end_after_objection, NotRegulated)


@pytest.mark.parametrize(("named", "day"), [("decision", date(2026, 4, 1)), ("period_end", date(2027, 1, 14))])
def test_terms_that_do_name_the_last_day_are_followed(
    terms_term: ObjectionTerm, named: str, day: date,
) -> None:
    rule = Regulated(EndDay("decision" if named == "decision" else "period_end"), Basis(clause="X-1"))
    found = objection_result(
        terms_term, rule, LIBRARY.period(0), date(2026, 4, 20), FILED, Decision("ends", date(2026, 4, 1)))
    assert found.day == day


@pytest.mark.clause("O-2.3")
@pytest.mark.parametrize(
    ("filed", "field"),
    [
        (replace(FILED, written=False), "written"),
        (replace(FILED, reasons=" "), "reasons"),
        (replace(FILED, received_on=date(2026, 3, 1)), "received_on"),
        (replace(FILED, by=Signatory("K. Bos", "coach")), "by"),
    ],
)
def test_an_objection_is_in_writing_with_reasons_by_who_may(
    practice: ProviderProfile, terms_term: ObjectionTerm, filed: FiledObjection, field: str,
) -> None:
    found = check_objection(practice.order.authority, terms_term, filed, TODAY)
    assert [one.field for one in found] == [field]
    assert check_objection(practice.order.authority, terms_term, FILED, TODAY) == ()


@pytest.mark.clause("O-5.3")
def test_an_objection_to_prices_needs_no_reasons(practice: ProviderProfile) -> None:
    found = term(price_change(practice, LIBRARY, letter("2026-10-13", "2026-10-15")))
    filed = FiledObjection(date(2026, 11, 1), True, "", DIRECTOR)
    assert check_objection(practice.order.authority, found, filed, TODAY) == ()


def test_a_decision_is_one_that_the_terms_give(terms_term: ObjectionTerm) -> None:
    ends = Decision("ends", date(2026, 4, 1), date(2026, 3, 31))
    assert [one.field for one in check_decision(terms_term, ends)] == ["ends_on"]
    only_ends = replace(terms_term, outcomes=("ends",))
    goes_on = Decision("continues_unchanged", date(2026, 4, 1))
    assert [one.field for one in check_decision(only_ends, goes_on)] == ["outcome"]
    assert check_decision(terms_term, goes_on) == ()


def test_changes_stand_on_the_timeline_among_the_other_dates(practice: ProviderProfile) -> None:
    effect = known(price_change(practice, LIBRARY, letter("2026-10-13", "2026-10-15")))
    entries = timeline(practice, LIBRARY, TODAY, changes=change_entries(Text("New prices"), effect)).entries
    assert [str(entry.kind) for entry in entries if entry.day >= date(2026, 10, 15)][:2] == ["objection", "notice"]
    assert [entry.day for entry in entries if entry.kind is EntryKind.CHANGE] == [date(2027, 1, 15)]
