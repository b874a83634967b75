"""Whose consent is asked, and whether it stands: of a representative until sixteen, and the participant's own after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.consents import (
    PARTICIPANT,
    REPRESENTATIVE,
    Consent,
    ConsentState,
    broken_consent,
    check_consent,
    check_withdrawal,
    giver,
    state_of,
)

TODAY = date(2026, 11, 21)
YOUNG, JUST = TODAY + timedelta(days=1), TODAY
PARENT = Consent("photo", "M. de Vries", "parent", "paper", date(2026, 9, 1), "map 3")
OWN = Consent("photo", "", "self", "paper", date(2026, 11, 1), "map 3")


@pytest.mark.clause("O-annex 3: 1.2")
@pytest.mark.parametrize(("until", "who"), [(YOUNG, REPRESENTATIVE), (JUST, PARTICIPANT), (None, PARTICIPANT)])
def test_from_the_day_of_sixteen_on_the_participant_is_asked(until: date | None, who: str) -> None:
    assert giver(until, TODAY) == who


@pytest.mark.clause("O-annex 3: 1.2")
@pytest.mark.parametrize(("given_consents", "until", "state"), [
    ([], YOUNG, ConsentState.NOT_ASKED), ([PARENT], YOUNG, ConsentState.GIVEN),
    ([PARENT], JUST, ConsentState.OWN_NEEDED), ([PARENT, OWN], JUST, ConsentState.GIVEN),
    ([replace(PARENT, withdrawn_on=TODAY)], YOUNG, ConsentState.WITHDRAWN),
    ([replace(PARENT, withdrawn_on=TODAY)], JUST, ConsentState.WITHDRAWN),
    ([replace(PARENT, withdrawn_on=TODAY), replace(PARENT, given_on=TODAY)], YOUNG, ConsentState.GIVEN),
    ([PARENT, replace(OWN, withdrawn_on=TODAY)], JUST, ConsentState.OWN_NEEDED),
])
def test_where_it_stands(given_consents: list[Consent], until: date, state: ConsentState) -> None:
    assert state_of(given_consents, until, TODAY) is state


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_nobody_consents_for_somebody_of_sixteen_and_no_child_alone(until: date) -> None:
    wrong = {consent.relation: [one.field for one in check_consent(consent, until, TODAY)] for consent in (PARENT, OWN)}
    assert wrong == ({"parent": [], "self": ["relation"]} if until > TODAY else {"parent": ["relation"], "self": []})


@pytest.mark.parametrize(("changed", "field"), [
    ({"given_by": " "}, "given_by"), ({"given_by": "x" * 201}, "given_by"), ({"form": "telepathy"}, "form"),
    ({"proof": ""}, "proof"), ({"given_on": date(2026, 11, 22)}, "given_on"), ({"relation": "neighbour"}, "relation")])
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    assert [one.field for one in check_consent(replace(PARENT, **changed), YOUNG, TODAY)] == [field]


def test_a_consent_is_withdrawn_after_it_was_given() -> None:
    assert check_withdrawal(PARENT, TODAY, TODAY) == ()
    assert [one.field for one in check_withdrawal(PARENT, date(2026, 8, 31), TODAY)] == ["withdrawn_on"]
    assert [one.field for one in check_withdrawal(PARENT, date(2026, 11, 22), TODAY)] == ["withdrawn_on"]


ROW = {"purpose": "photo", "given_by": "M", "relation": "parent", "form": "paper", "given_on": "2026-09-01",
       "proof": "map", "withdrawn_on": None}


@pytest.mark.parametrize(("changed", "is_broken"), [
    ({}, False), ({"relation": "self", "given_by": ""}, False), ({"given_by": ""}, True), ({"form": "x"}, True),
    ({"proof": ""}, True), ({"withdrawn_on": "2026-08-31"}, True), ({"withdrawn_on": "2026-09-01"}, False)])
def test_no_desk_sends_another_shape(changed: dict[str, object], is_broken: bool) -> None:
    assert (broken_consent(ROW | changed) is not None) == is_broken
