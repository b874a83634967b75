"""The register of permissions: how one stands from day to day, what is wrong with one, and what may be done today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies

from app.domain.contract.permission_register import (
    Given,
    PermissionState,
    Request,
    check_given,
    check_refused,
    check_request,
    check_withdrawn,
    permission_of,
    proper_permission,
    standing_uses,
    state_of,
)
from app.domain.provider import ProviderProfile

TODAY = date(2026, 11, 23)
ASKED: dict[str, Any] = {
    "kind": "third_party", "what": "het leesprogramma", "third_party": "Buurthuis West", "asked_on": "2026-11-01",
    "asked_by": "Anna", "answered_by": "", "given_on": None, "until_on": None, "conditions": "", "proof": "",
    "checksum": "", "refused_on": None, "refused_reason": "", "withdrawn_on": None, "withdrawn_reason": "",
}  # fmt: skip
ANSWERED = ASKED | {
    "given_on": "2026-11-10", "until_on": "2027-02-01", "proof": "brief", "checksum": "a" * 64, "answered_by": "Lies",
    "conditions": "noem de bron\n\n alleen in de zaal ",
}  # fmt: skip
ENDED = ANSWERED | {"withdrawn_on": "2026-12-01", "withdrawn_reason": "misbruik"}
REFUSED = ASKED | {"refused_on": "2026-11-10", "refused_reason": "te druk", "answered_by": "Lies"}
REQUEST = Request("third_party", "het leesprogramma", "Buurthuis West", date(2026, 11, 1), "Anna")
ANSWER = Given(date(2026, 11, 10), date(2027, 2, 1), "", "brief van 10 november", "a" * 64, "Lies")


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9")
@pytest.mark.parametrize(
    ("row", "day", "state"),
    [
        (ASKED, "2026-11-23", PermissionState.ASKED),
        (ANSWERED, "2027-01-31", PermissionState.GIVEN),
        (ANSWERED, "2027-02-01", PermissionState.ENDED),
        (ENDED, "2026-11-30", PermissionState.GIVEN),
        (ENDED, "2026-12-01", PermissionState.WITHDRAWN),
        (REFUSED, "2026-11-23", PermissionState.REFUSED),
    ],
)
def test_how_a_permission_stands(row: dict[str, Any], day: str, state: PermissionState) -> None:
    assert state_of(row, date.fromisoformat(day)) is state


def test_a_withdrawal_ends_it_before_its_time() -> None:
    made = permission_of(ENDED)
    assert made is not None and made.until_on == date(2026, 12, 1)
    assert made.conditions == ("noem de bron", "alleen in de zaal")
    assert permission_of(ASKED) is None and permission_of(REFUSED) is None


@given(strategies.integers(-400, 400), strategies.sampled_from((ANSWERED, ENDED)))
def test_the_state_and_the_rule_agree_on_every_day(apart: int, row: dict[str, Any]) -> None:
    day = date(2026, 11, 10) + timedelta(days=apart)
    made = permission_of(row)
    assert made is not None
    if day >= made.given_on:
        assert made.holds_on(day) == (state_of(row, day) is PermissionState.GIVEN)


@pytest.mark.clause("O-4.2")
@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (REQUEST, []),
        (replace(REQUEST, what=" "), ["what"]),
        (replace(REQUEST, asked_by=""), ["asked_by"]),
        (replace(REQUEST, third_party=""), ["third_party"]),
        (replace(REQUEST, asked_on=date(2026, 11, 24)), ["asked_on"]),
        (replace(REQUEST, asked_on=date(1020, 1, 1)), ["asked_on"]),
        (replace(REQUEST, kind="credentials"), ["kind"]),
        (replace(REQUEST, kind="anything"), ["kind"]),
        (replace(REQUEST, what="x" * 1_001), ["what"]),
    ],
)
def test_a_request_says_for_what_and_whom(practice: ProviderProfile, asked: Request, fields: list[str]) -> None:
    assert [one.field for one in check_request(practice.access, asked, TODAY)] == fields


@pytest.mark.clause("A-3.3")
def test_under_terms_that_never_allow_third_parties_nothing_can_be_asked(monitoring: ProviderProfile) -> None:
    assert "kind" in [one.field for one in check_request(monitoring.access, REQUEST, TODAY)]
    (third, *_rest) = standing_uses(monitoring.access, [ANSWERED], TODAY)
    assert (third.kind, third.allowed, third.clause) == ("third_party", False, "A-3.3")


@pytest.mark.clause("O-4.9")
@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (replace(ANSWER, proof=""), "proof"),
        (replace(ANSWER, checksum="a"), "checksum"),
        (replace(ANSWER, answered_by=" "), "answered_by"),
        (replace(ANSWER, given_on=date(2026, 10, 31)), "given_on"),
        (replace(ANSWER, given_on=date(2026, 11, 24)), "given_on"),
        (replace(ANSWER, until_on=date(2026, 11, 9)), "until_on"),
        (replace(ANSWER, until_on=date(2026, 11, 10)), "until_on"),
    ],
)
def test_an_answer_has_its_proof(practice: ProviderProfile, answer: Given, field: str) -> None:
    assert check_given(practice.access, ASKED, ANSWER, TODAY) == ()
    assert [one.field for one in check_given(practice.access, ASKED, answer, TODAY)] == [field]


def test_refusing_and_withdrawing_take_a_reason() -> None:
    def refused(on: date, why: str) -> list[str]:
        return [one.field for one in check_refused(ASKED, on, why, "Lies", TODAY)]

    assert refused(date(2026, 11, 2), "te druk") == []
    assert refused(date(2026, 10, 2), "") == ["refused_on", "refused_reason"]
    assert check_withdrawn(ANSWERED, date(2026, 12, 1), "misbruik") == ()
    found = check_withdrawn(ANSWERED, date(2026, 11, 9), " ")
    assert [one.field for one in found] == ["withdrawn_on", "withdrawn_reason"]


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9")
def test_without_a_permission_in_the_register_use_is_refused_in_words(practice: ProviderProfile) -> None:
    without = {one.kind: one for one in standing_uses(practice.access, [ASKED, REFUSED], TODAY)}
    assert set(without) == {"reuse", "integration", "third_party", "modification"}
    assert not any(one.allowed for one in without.values())
    assert "no permission" in without["third_party"].said.template
    holding = {one.kind: one for one in standing_uses(practice.access, [ANSWERED], TODAY)}
    assert holding["third_party"].allowed and not holding["reuse"].allowed
    assert holding["third_party"].said.arguments["whom"] == "Buurthuis West"
    later = {one.kind: one for one in standing_uses(practice.access, [ENDED], date(2026, 12, 1))}
    assert not later["third_party"].allowed


@pytest.mark.parametrize(
    "wrong",
    [
        ASKED | {"kind": "x"}, ASKED | {"what": " "}, ASKED | {"third_party": ""}, ASKED | {"asked_on": ""},
        ANSWERED | {"refused_on": "2026-11-10", "refused_reason": "x"}, ANSWERED | {"checksum": "x"},
        ANSWERED | {"answered_by": ""}, ANSWERED | {"until_on": "2026-11-10"}, ASKED | {"until_on": "2027-01-01"},
        ASKED | {"withdrawn_on": "2026-12-01", "withdrawn_reason": "x"}, REFUSED | {"refused_reason": ""},
        ENDED | {"withdrawn_on": "2026-11-09"}, ANSWERED | {"given_on": "2026-10-01"},
    ],
)  # fmt: skip
def test_no_row_is_taken_that_the_rules_would_not_make(wrong: dict[str, Any]) -> None:
    for row in (ASKED, ANSWERED, ENDED, REFUSED):
        assert proper_permission(row)
    assert not proper_permission(wrong)
