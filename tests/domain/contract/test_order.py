"""Orders, who may sign, and how an agreement is concluded: what is wrong is refused at its field."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from app.domain.contract.agreement import (
    AcceptedDocument,
    Agreement,
    Conclusion,
    DeviatingTerms,
    ProcessingSigned,
    check_conclusion,
    processing_end,
    processing_unsigned,
)
from app.domain.contract.authority import Act, Mandate, Signatory, check_mandate, wrong_signatory
from app.domain.contract.order import Order, Running, check_order, check_overlap, fee_for_rest
from app.domain.contract.periods import Period
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile
from app.domain.provider_terms import AddedSeats, Basis, Regulated
from app.domain.wrong_fields import RefusedFields, WrongField, day_typed, refuse

TODAY = date(2026, 11, 23)
ORDER = Order(
    "2026-118", "Compleet", 240, ("3A", "4A"), ("Noord",), 36_900, starts_on=date(2026, 8, 1), months=12)


def fields(found: tuple[WrongField, ...]) -> list[str]:
    return [one.field for one in found]


# --- the order ---


@pytest.mark.clause("A-1.2")
def test_an_order_holds_what_the_terms_name(monitoring: ProviderProfile) -> None:
    assert check_order(monitoring.order, ORDER) == ()
    bare = replace(ORDER, package="", groups=(), locations=(), fee_cents=None)
    assert fields(check_order(monitoring.order, bare)) == ["package", "groups", "locations", "fee"]


@pytest.mark.clause("O-1", "O-11.1")
def test_the_other_terms_name_less(practice: ProviderProfile) -> None:
    assert check_order(practice.order, replace(ORDER, groups=(), fee_cents=None)) == ()
    assert fields(check_order(practice.order, replace(ORDER, locations=()))) == ["locations"]


@pytest.mark.clause("A-1.2")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"participants": 0}, "participants"), ({"participants": 100_001}, "participants"),
        ({"months": 0}, "months"), ({"months": 121}, "months"), ({"months": -12}, "months"),
        ({"fee_cents": -1}, "fee"), ({"fee_cents": 1_000_000_001}, "fee"),
        ({"starts_on": date(1026, 8, 1)}, "starts_on"), ({"starts_on": date(2206, 8, 1)}, "starts_on"),
        ({"number": "  "}, "number"),
    ],
)
def test_absurd_numbers_are_refused_at_the_field(
    monitoring: ProviderProfile, changed: dict[str, object], field: str,
) -> None:
    assert fields(check_order(monitoring.order, replace(ORDER, **changed))) == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["2026-02-30", "2027-02-29", "2026-13-01", "31-12-2026", "", "0026-01-01"])
def test_a_day_that_does_not_exist_is_refused_at_the_field(typed: str) -> None:
    found = day_typed("starts_on", typed)
    assert isinstance(found, WrongField)
    assert found.field == "starts_on"


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert day_typed("starts_on", " 2028-02-29 ") == date(2028, 2, 29)


def test_refused_fields_are_a_refusal_that_says_where(monitoring: ProviderProfile) -> None:
    with pytest.raises(RefusedFields) as refused:
        refuse(check_order(monitoring.order, replace(ORDER, participants=0, months=0)))
    assert fields(refused.value.wrong) == ["participants", "months"]
    assert isinstance(refused.value, Refusal)
    assert (len(refused.value.reasons), refused.value.remedy) == (2, "participants")
    assert pickle.loads(pickle.dumps(refused.value)).wrong == refused.value.wrong
    refuse(check_order(monitoring.order, ORDER))


# --- overlap ---

RUNNING = Running("2025-077", "one", ("Noord",), Agreement(date(2025, 8, 1), 12), renews=False)


def overlap(order: Order, other: Running = RUNNING) -> list[str]:
    return fields(check_overlap("one", order, [other]))


def test_the_day_after_the_last_day_is_free() -> None:
    """1 August 2025 and 12 months: up to and including 31 July 2026."""
    assert overlap(replace(ORDER, starts_on=date(2026, 8, 1))) == []
    assert overlap(replace(ORDER, starts_on=date(2026, 7, 31))) == ["starts_on"]


def test_an_order_that_ends_before_the_other_begins_is_free() -> None:
    assert overlap(replace(ORDER, starts_on=date(2024, 8, 1))) == []
    assert overlap(replace(ORDER, starts_on=date(2024, 8, 2))) == ["starts_on"]


@pytest.mark.clause("O-11.1")
def test_one_that_renews_by_itself_is_never_over_until_it_is_ended() -> None:
    assert overlap(replace(ORDER, starts_on=date(2031, 1, 1)), replace(RUNNING, renews=True)) == ["starts_on"]
    ended = replace(RUNNING, renews=True, agreement=replace(RUNNING.agreement, ended_on=date(2026, 7, 31)))
    assert overlap(ORDER, ended) == []


def test_other_places_other_products_and_additions_do_not_overlap() -> None:
    inside = replace(ORDER, starts_on=date(2026, 1, 1))
    assert overlap(replace(inside, locations=("Zuid",))) == []
    assert overlap(inside, replace(RUNNING, provider="another")) == []
    assert overlap(replace(inside, supplements="2025-077")) == []
    assert overlap(inside, replace(RUNNING, locations=())) == ["starts_on"]


# --- who may bind ---

MANDATE = Mandate("S. Vermeer", frozenset({Act.CONCLUDE}), date(2026, 1, 1), date(2026, 7, 1))


def may(profile: ProviderProfile, who: Signatory, act: Act, day: date) -> bool:
    return wrong_signatory(profile.order.authority, who, act, day, "by") is None


@pytest.mark.clause("A-1.3", "O-2.2")
def test_a_representative_binds_and_a_coach_does_not(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    for profile in (practice, monitoring):
        assert all(may(profile, Signatory("S. Vermeer", "representative"), act, TODAY) for act in Act)
        assert not may(profile, Signatory("K. Bos", "coach", MANDATE), Act.CONCLUDE, date(2026, 3, 1))


@pytest.mark.clause("A-1.3", "O-2.2")
@pytest.mark.parametrize(
    ("act", "day", "allowed"),
    [
        (Act.CONCLUDE, "2026-01-01", True), (Act.CONCLUDE, "2026-06-30", True),
        (Act.CONCLUDE, "2025-12-31", False), (Act.CONCLUDE, "2026-07-01", False),
        (Act.GIVE_NOTICE, "2026-03-01", False), (Act.ACCEPT_PRICES, "2026-03-01", False),
    ],
)
def test_a_mandate_reaches_as_far_as_its_acts_and_days(
    practice: ProviderProfile, act: Act, day: str, allowed: bool,
) -> None:
    who = Signatory("A. Prins", "administrator", MANDATE)
    assert may(practice, who, act, date.fromisoformat(day)) is allowed


def test_what_is_wrong_with_a_mandate() -> None:
    assert check_mandate(MANDATE) == ()
    empty = Mandate("", frozenset(), date(2026, 7, 1), date(2026, 1, 1))
    assert fields(check_mandate(empty)) == ["given_by", "acts", "until_on"]


# --- conclusion ---

TERMS = AcceptedDocument("Terms", "1.8", "a1" * 32)
MADE = Conclusion(date(2026, 6, 1), Signatory("S. Vermeer", "representative"), True, (TERMS,))


@pytest.mark.clause("O-2.1")
def test_an_explicit_tick_concludes(practice: ProviderProfile) -> None:
    assert check_conclusion(practice, MADE, TODAY) == ()
    assert fields(check_conclusion(practice, replace(MADE, ticked=False), TODAY)) == ["ticked"]


@pytest.mark.clause("A-2.2")
def test_where_the_order_concludes_no_tick_is_asked(monitoring: ProviderProfile) -> None:
    assert check_conclusion(monitoring, replace(MADE, ticked=False), TODAY) == ()


@pytest.mark.clause("O-2.1", "A-2.2")
def test_each_document_is_kept_with_version_and_checksum(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    assert fields(check_conclusion(practice, replace(MADE, documents=()), TODAY)) == ["documents"]
    unnamed = AcceptedDocument("", "", "A1" * 32)
    assert fields(check_conclusion(practice, replace(MADE, documents=(TERMS, unnamed)), TODAY)) == [
        "documents[2].title", "documents[2].checksum"]
    without = replace(MADE, documents=(replace(TERMS, version=""),))
    assert fields(check_conclusion(monitoring, without, TODAY)) == ["documents[1].version"]
    assert check_conclusion(practice, without, TODAY) == ()  # these terms bear no version: the checksum tells


def test_a_conclusion_in_the_future_or_by_nobody_is_refused(practice: ProviderProfile) -> None:
    made = Conclusion(date(2026, 11, 24), Signatory("", "representative"), True, (TERMS,))
    assert fields(check_conclusion(practice, made, TODAY)) == ["concluded_on", "concluded_by"]


@pytest.mark.clause("O-2.2")
def test_deviating_terms_are_in_writing_and_attached(practice: ProviderProfile) -> None:
    spoken = DeviatingTerms(date(2026, 5, 1), False, MADE.by, replace(TERMS, checksum=""))
    assert fields(check_conclusion(practice, replace(MADE, deviating=spoken), TODAY)) == [
        "deviating.written", "deviating.document.checksum"]
    assert check_conclusion(
        practice, replace(MADE, deviating=replace(spoken, written=True, document=TERMS)), TODAY) == ()


@pytest.mark.clause("A-8.3", "O-annex 3")
def test_the_processing_agreement_is_signed_apart_by_who_may(practice: ProviderProfile) -> None:
    signed = ProcessingSigned(date(2026, 6, 2), Signatory("A. Prins", "administrator", MANDATE), TERMS)
    assert fields(check_conclusion(practice, replace(MADE, processing=signed), TODAY)) == ["processing.by"]
    assert check_conclusion(practice, replace(MADE, processing=replace(signed, by=MADE.by)), TODAY) == ()


@pytest.mark.clause("A-8.3", "O-annex 3")
def test_an_unsigned_processing_agreement_is_told_and_hinders_nothing(monitoring: ProviderProfile) -> None:
    assert check_conclusion(monitoring, MADE, TODAY) == ()
    said = processing_unsigned(monitoring.privacy.agreement, MADE)
    assert said is not None
    assert said.arguments == {"model": "Modelverwerkersovereenkomst 4.0"}
    signed = replace(MADE, processing=ProcessingSigned(date(2026, 6, 2), MADE.by, TERMS))
    assert processing_unsigned(monitoring.privacy.agreement, signed) is None


@pytest.mark.clause("O-annex 3: 1.4", "O-annex 3: 1.5")
def test_the_processing_agreement_ends_with_the_agreement(
    practice: ProviderProfile, monitoring: ProviderProfile,
) -> None:
    rule = practice.privacy.agreement_end
    assert processing_end(rule, None) is None
    assert processing_end(rule, date(2027, 1, 14)) == date(2027, 1, 14)
    assert isinstance(processing_end(monitoring.privacy.agreement_end, date(2027, 1, 14)), NotRegulated)


# --- seats added during a period ---

YEAR = Period(0, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.clause("A-1.2")
@pytest.mark.parametrize(
    ("by_days", "from_on", "cents"),
    [(True, date(2026, 1, 1), 36_500), (True, date(2026, 12, 31), 100), (True, date(2026, 7, 1), 18_400),
     (False, date(2026, 12, 31), 36_500)],
)
def test_added_seats_cost_their_part_only_where_the_terms_say_so(by_days: bool, from_on: date, cents: int) -> None:
    """Ten seats of EUR 36.50, 365 days: EUR 1 a day."""
    rule = Regulated(AddedSeats(by_days), Basis(clause="X-1"))
    assert fee_for_rest(rule, 3_650, 10, YEAR, from_on) == cents


def test_where_the_terms_are_silent_nothing_is_computed(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    for profile in (practice, monitoring):
        assert isinstance(fee_for_rest(profile.price.added_seats, 3_650, 10, YEAR, YEAR.begins), NotRegulated)
