"""Claims and their deadline; the ways in which use stops, and what ends for whom, when, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contract.claims import (
    LoggedThirdPartyClaim,
    OwnClaim,
    check_claim,
    claim_deadline,
    end_on_third_party_claim,
    has_lapsed,
    indemnity_at_risk,
)
from app.domain.contract.consequences import Consequence, ConsequenceKind, consequences
from app.domain.contract.deadline import Deadline
from app.domain.contract.ending import (
    Available,
    Ending,
    Ground,
    at_once,
    at_the_end,
    available,
    check_ending,
    duty_to_tell,
)
from app.domain.provider import NotRegulated, ProviderProfile
from app.store.resources import load_profile

TODAY = date(2026, 11, 23)
STARTS, LAST_DAY = date(2026, 1, 15), date(2027, 1, 14)


# --- own claims ---


@pytest.mark.clause("A-9.3")
@pytest.mark.parametrize(
    ("known", "could_be_known", "last", "other"),
    [
        ("2026-03-10", None, "2026-04-10", None),
        ("2026-01-31", None, "2026-02-28", "2026-03-02"),  # a Saturday; Monday is 2 March
        ("2026-02-28", None, "2026-03-28", "2026-03-31"),  # the other way: the whole of March
        ("2026-03-10", "2026-02-17", "2026-03-17", None),  # it could have been known earlier
        ("2026-03-10", "2026-04-01", "2026-04-10", None),
        ("2028-01-29", None, "2028-02-28", "2028-02-29"),  # 30 January + 1 month - 1 day is 28 February
    ],
)
def test_a_claim_lapses_a_month_after_it_could_be_known(
    monitoring: ProviderProfile, known: str, could_be_known: str | None, last: str, other: str | None,
) -> None:
    claim = OwnClaim(
        date.fromisoformat(known), date.fromisoformat(could_be_known) if could_be_known else None)
    found = claim_deadline(monitoring.claims.lapse, claim)
    assert isinstance(found, Deadline)
    assert (found.last, found.other) == (date.fromisoformat(last), date.fromisoformat(other) if other else None)
    assert bool(found.explanation) is (other is not None)


@pytest.mark.clause("A-9.3")
@pytest.mark.parametrize(
    ("received", "today", "lapsed"),
    [
        (None, "2026-04-10", False), (None, "2026-04-11", True),
        ("2026-04-10", "2026-05-01", False), ("2026-04-11", "2026-05-01", True),
    ],
)
def test_only_receipt_by_the_last_day_keeps_a_claim(received: str | None, today: str, lapsed: bool) -> None:
    claim = OwnClaim(date(2026, 3, 10), received_on=date.fromisoformat(received) if received else None)
    assert has_lapsed(Deadline(date(2026, 4, 10)), claim, date.fromisoformat(today)) is lapsed


def test_terms_without_a_lapse_name_no_day(practice: ProviderProfile) -> None:
    assert isinstance(claim_deadline(practice.claims.lapse, OwnClaim(TODAY)), NotRegulated)


def test_what_is_wrong_with_a_claim() -> None:
    assert [one.field for one in check_claim(OwnClaim(date(2026, 11, 24)), TODAY)] == ["known_on"]
    early = OwnClaim(date(2026, 11, 1), received_on=date(2026, 10, 31))
    assert [one.field for one in check_claim(early, TODAY)] == ["received_on"]


@pytest.mark.clause("A-9.3")
@given(st.dates(date(2001, 1, 1), date(2060, 1, 1)))
def test_the_deadline_of_a_claim_is_right_in_every_way_of_counting(known: date) -> None:
    found = claim_deadline(load_profile("leerling-in-beeld").claims.lapse, OwnClaim(known))
    assert isinstance(found, Deadline)
    assert timedelta(days=28) <= found.last - known <= timedelta(days=31)
    assert found.other is None or found.other > found.last


# --- a third party's claim ---


@pytest.mark.clause("A-7.4", "A-7.5", "O-9.1")
def test_what_must_be_done_to_stay_indemnified(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    claim = LoggedThirdPartyClaim(date(2026, 11, 20), None, False, False)
    found = indemnity_at_risk(monitoring.claims.third_party, claim, TODAY)
    assert isinstance(found, tuple)
    assert [text.arguments.get("n") for text in found] == [3, None]
    done = LoggedThirdPartyClaim(date(2026, 11, 20), date(2026, 11, 20), True, True)
    assert indemnity_at_risk(monitoring.claims.third_party, done, TODAY) == ()
    assert indemnity_at_risk(practice.claims.third_party, claim, TODAY) == ()


@pytest.mark.clause("O-11.4")
def test_a_month_of_notice_on_a_third_party_claim(practice: ProviderProfile) -> None:
    """10 March + 1 month is 10 April. From 28 February: 28 March or 31 March, and the longer one protects."""
    rule = practice.claims.third_party_outcome
    assert end_on_third_party_claim(rule, date(2026, 3, 10)) == Deadline(date(2026, 4, 10))
    found = end_on_third_party_claim(rule, date(2026, 2, 28))
    assert isinstance(found, Deadline)
    assert (found.last, found.other) == (date(2026, 3, 31), date(2026, 3, 28))


@pytest.mark.clause("O-11.4")
def test_a_day_that_the_licensor_names_counts_unless_it_is_too_early(practice: ProviderProfile) -> None:
    rule = practice.claims.third_party_outcome
    later = end_on_third_party_claim(rule, date(2026, 3, 10), date(2026, 4, 30))
    early = end_on_third_party_claim(rule, date(2026, 3, 10), date(2026, 3, 31))
    assert isinstance(later, Deadline)
    assert isinstance(early, Deadline)
    assert (later.last, later.explanation) == (date(2026, 4, 30), ())
    assert (early.last, len(early.explanation)) == (date(2026, 4, 10), 1)
    between = end_on_third_party_claim(rule, date(2026, 2, 28), date(2026, 3, 29))
    assert isinstance(between, Deadline)
    assert between.last == date(2026, 3, 31)


@pytest.mark.clause("A-7.6")
def test_without_a_notice_period_only_a_named_day_is_known(monitoring: ProviderProfile) -> None:
    rule = monitoring.claims.third_party_outcome
    assert isinstance(end_on_third_party_claim(rule, date(2026, 3, 10)), NotRegulated)
    assert end_on_third_party_claim(rule, date(2026, 3, 10), date(2026, 7, 31)) == Deadline(date(2026, 7, 31))


# --- measures ---


@pytest.mark.clause("A-3.7", "A-10.1", "O-11.3", "O-annex 2")
def test_which_measures_the_terms_give(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    def given_by(profile: ProviderProfile, ground: Ground) -> tuple[str, ...] | None:
        found = available(profile, ground)
        return found.measures if isinstance(found, Available) else None

    assert given_by(monitoring, Ground.MISUSE) == ("end_access",)
    assert given_by(monitoring, Ground.INSOLVENCY) == ("suspend", "limit", "end_access", "dissolve")
    assert given_by(practice, Ground.MISUSE) == ("dissolve",)
    assert given_by(practice, Ground.INSOLVENCY) is None
    assert given_by(practice, Ground.SUSPECTED_ABUSE) == ("suspend",)
    assert given_by(practice, Ground.EXPIRY) is None


@pytest.mark.clause("A-3.7")
def test_insolvency_is_told_at_once_where_the_terms_ask_it(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    assert duty_to_tell(monitoring, Ground.INSOLVENCY) is not None
    assert duty_to_tell(monitoring, Ground.EXPIRY) is None
    assert duty_to_tell(practice, Ground.INSOLVENCY) is None


def wrong(profile: ProviderProfile, ending: Ending, *, written: bool = True) -> list[str]:
    return [one.field for one in check_ending(profile, ending, STARTS, written=written)]


@pytest.mark.clause("O-11.3")
def test_dissolution_takes_a_written_notice(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    dissolved = at_once(Ground.MISUSE, "dissolve", TODAY)
    assert wrong(practice, dissolved) == []
    assert wrong(practice, dissolved, written=False) == ["written"]
    assert wrong(monitoring, at_once(Ground.MISUSE, "end_access", TODAY), written=False) == []
    assert wrong(monitoring, dissolved) == ["measure"]
    assert wrong(practice, at_once(Ground.INSOLVENCY, "suspend", TODAY)) == ["measure"]


@pytest.mark.clause("O-11.5", "A-10.2")
def test_an_end_lies_after_the_beginning_and_an_exception_must_be_possible(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    assert wrong(practice, at_the_end(Ground.NOTICE, date(2026, 1, 14))) == ["last_day"]
    agreed = at_the_end(Ground.EXPIRY, LAST_DAY, administrator_until=date(2027, 1, 31))
    assert wrong(practice, agreed) == []
    assert wrong(practice, replace(agreed, administrator_until=date(2027, 1, 1))) == ["administrator_until"]
    assert wrong(monitoring, agreed) == ["administrator_until"]


# --- consequences ---


def lines(found: tuple[Consequence, ...]) -> list[tuple[str, str, str]]:
    """kind, day, clause; a dash where there is none, 'silent' where the terms are."""
    return [
        (str(one.kind), str(one.day or "-"), "silent" if isinstance(one.source, NotRegulated) else one.source.cited)
        for one in found
    ]


@pytest.mark.clause("O-11.5", "O-annex 3: 9.2", "O-annex 3: 9.3", "O-annex 3: 9.4", "O-annex 3: 1.5")
def test_what_happens_when_the_practice_agreement_is_over(practice: ProviderProfile) -> None:
    """The last day is 14 January 2027, so what ends is ended on the 15th."""
    assert lines(consequences(practice, at_the_end(Ground.EXPIRY, LAST_DAY), 38)) == [
        ("export before", "2027-01-14", "O-11.5, O-annex 3: 9.2"),
        ("administrator closed", "2027-01-15", "O-11.5"),
        ("users out", "-", "silent"),
        ("participants", "2027-01-15", "O-11.5"),
        ("processing agreement", "2027-01-15", "O-annex 3: 1.4, O-annex 3: 1.5"),
        ("destruction", "2027-01-15", "O-annex 3: 9.2, O-annex 3: 9.3, O-annex 3: 9.4"),
        ("sub-processors", "2027-01-15", "O-annex 3: 9.2, O-annex 3: 9.3, O-annex 3: 9.4"),
        ("costs", "-", "O-annex 3: 9.2, O-annex 3: 9.3, O-annex 3: 9.4"),
        ("legal keeping", "2027-01-15", "O-11.5, O-annex 3: 9.2"),
        ("refund", "-", "silent"),
    ]


@pytest.mark.clause("A-10.1", "A-10.2", "A-10.3")
def test_what_happens_when_access_to_the_monitoring_system_is_ended(monitoring: ProviderProfile) -> None:
    """At once: on the day itself, with no day left to export; the agreement itself is not dissolved by it."""
    found = consequences(monitoring, at_once(Ground.MISUSE, "end_access", TODAY), 240)
    assert lines(found) == [
        ("export before", "-", "A-10.2"),
        ("administrator closed", "2026-11-23", "A-10.2"),
        ("users out", "2026-11-23", "A-10.2"),
        ("content blocked", "2026-11-23", "A-10.2"),
        ("participants", "2026-11-23", "A-10.2"),
        ("legal keeping", "2026-11-23", "A-10.2"),
        ("refund", "-", "A-10.3"),
    ]
    assert found[4].what.arguments == {"n": 240}
    assert "not paid back" in str(found[-1].what)


@pytest.mark.clause("A-3.7")
def test_insolvency_dissolves_without_refund_and_says_where_the_terms_are_silent(
    monitoring: ProviderProfile,
) -> None:
    found = lines(consequences(monitoring, at_once(Ground.INSOLVENCY, "dissolve", TODAY), 240))
    assert ("processing agreement", "-", "silent") in found
    assert ("destruction", "-", "silent") in found
    assert found[-1] == ("refund", "-", "A-3.7")


@pytest.mark.clause("A-3.7")
@pytest.mark.parametrize(("measure", "kind"), [("suspend", "access paused"), ("limit", "access limited")])
def test_suspension_and_limitation_remove_nothing(monitoring: ProviderProfile, measure: str, kind: str) -> None:
    ending = at_once(Ground.INSOLVENCY, "suspend" if measure == "suspend" else "limit", TODAY)
    assert lines(consequences(monitoring, ending, 240)) == [
        (kind, "2026-11-23", "A-3.7"), ("records kept", "-", "")]


@pytest.mark.clause("O-annex 2")
def test_suspected_abuse_stops_one_account_only(practice: ProviderProfile) -> None:
    found = consequences(practice, at_once(Ground.SUSPECTED_ABUSE, "suspend", TODAY), 38)
    assert lines(found) == [("access paused", "2026-11-23", "O-annex 2"), ("records kept", "-", "")]
    assert "one user" in str(found[0].what)


@pytest.mark.clause("A-7.6", "O-11.4")
def test_an_end_over_a_third_party_claim_pays_something_back(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    for profile, clause in ((practice, "O-11.4"), (monitoring, "A-7.6")):
        found = consequences(profile, at_the_end(Ground.THIRD_PARTY_CLAIM, LAST_DAY), 38)[-1]
        assert (found.kind, str(found.what)) == (ConsequenceKind.REFUND, "Something is paid back")
        assert not isinstance(found.source, NotRegulated)
        assert found.source.cited == clause


@pytest.mark.clause("O-11.5")
def test_the_administrator_may_stay_longer_where_that_was_agreed(practice: ProviderProfile) -> None:
    """Up to and including 31 January, so closed from 1 February; everything else keeps its day."""
    ending = at_the_end(Ground.EXPIRY, LAST_DAY, administrator_until=date(2027, 1, 31))
    found = {kind: day for kind, day, _ in lines(consequences(practice, ending, 38))}
    assert (found["administrator closed"], found["participants"]) == ("2027-02-01", "2027-01-15")


@given(st.sampled_from(["oefenen", "leerling-in-beeld"]), st.sampled_from(list(Ground)), st.integers(0, 500))
def test_nothing_ends_before_the_last_day_and_the_export_never_after_it(
    code: str, ground: Ground, participants: int,
) -> None:
    ending = at_the_end(ground, LAST_DAY)
    for one in consequences(load_profile(code), ending, participants):
        if one.kind is ConsequenceKind.EXPORT_BEFORE:
            assert one.day == LAST_DAY
        else:
            assert one.day is None or one.day > LAST_DAY
