"""Letting people in: what they accept, what is consented to, and who put themselves down for a group."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.acceptances import accept_as_coach, record_paper, tick_terms
from app.actions.consents import record_consent, withdraw_consent
from app.actions.desk import Desk
from app.actions.groups import close_group
from app.actions.joining import approve, decline, end_join_code, make_join_code
from app.actions.participants import add_participant
from app.actions.privacy import switch_field
from app.actions.regrouping import merge_groups
from app.actions.undo import undo_last
from app.domain.acceptance import Standing
from app.domain.consents import ConsentState
from app.domain.errors import Refusal
from app.views.acceptances import coach_to_ask, not_asked, person_terms
from app.views.consents import all_consents, consent_sheet, consents_to_ask
from app.views.groups import group_detail
from app.views.joining import joining, waiting_count
from app.views.people import participant_rows
from tests.actions.conftest import Stage
from tests.actions.scenes.cards import CONSENT, consent_asked, registered
from tests.coaching import coach_of
from tests.dumps import dump, rows_of

# User terms


@pytest.mark.clause("O-6.2")
def test_not_asked_is_a_state_until_the_person_ticked(stage: Stage) -> None:
    amira = stage.people["Amira"]
    assert stage.desk.read(person_terms, amira).standing is Standing.NOT_ASKED
    assert stage.desk.read(not_asked) == 4
    stage.desk.do(tick_terms, participant_id=amira, ticked=True)
    page = stage.desk.read(person_terms, amira)
    assert page.standing is Standing.ACCEPTED and stage.desk.read(not_asked) == 3
    (row,) = page.rows
    assert (row.way, row.accepted_on, row.title) == ("tick", date(2026, 11, 21), "Licentievoorwaarden voor Oefenen.nl")
    shown = {one.full: one.terms for one in stage.desk.read(participant_rows)}
    assert shown["Amira Bakker"] == "accepted" and shown["Bram Cools"] == "not asked"


@pytest.mark.clause("O-6.2")
def test_nothing_is_ticked_for_anybody(stage: Stage) -> None:
    before = dump(stage.desk, frozenset())
    with pytest.raises(Refusal, match="not ticked"):
        stage.desk.do(tick_terms, participant_id=stage.people["Amira"], ticked=False)
    with pytest.raises(Refusal, match="not come yet"):
        stage.desk.do(record_paper, participant_ids=[stage.people["Amira"]], accepted_on="2026-11-22")
    assert dump(stage.desk, frozenset()) == before


def test_a_coach_records_papers_of_the_own_group(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    people = [stage.people["Amira"], stage.people["Bram"]]
    assert coach.do(record_paper, participant_ids=people, accepted_on="2026-11-20").outcome == 2
    assert {row["way"] for row in rows_of(stage.desk, "acceptances")} == {"paper"}
    assert coach.read(not_asked) == 0
    assert coach.read(person_terms, stage.people["Chi"]).rows == ()


@pytest.mark.clause("O-6.2")
def test_a_coach_is_asked_at_the_first_use_and_not_again(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    assert coach.read(coach_to_ask) is not None and stage.desk.read(coach_to_ask) is None
    coach.do(accept_as_coach, ticked=True)
    assert coach.read(coach_to_ask) is None
    with pytest.raises(Refusal, match="account"):
        stage.desk.do(accept_as_coach, ticked=True)


def test_where_the_terms_ask_nobody_nothing_is_asked(school_desk: Desk) -> None:
    pupil = school_desk.do(add_participant, fields={"given_name": "Sem"}).outcome
    assert school_desk.read(person_terms, pupil).standing is Standing.NOT_NEEDED
    assert school_desk.read(not_asked) == 0
    assert school_desk.read(participant_rows)[0].terms == ""
    with pytest.raises(Refusal, match="no separate user terms"):
        school_desk.do(tick_terms, participant_id=pupil, ticked=True)


# Consent


def _consent(stage: Stage, **more: Any) -> bytes:
    return bytes(stage.desk.do(record_consent, **({"participant_id": stage.people["Amira"]} | CONSENT | more)).outcome)


@pytest.mark.clause("O-annex 3: 1.2")
def test_consent_is_asked_only_where_it_is_the_ground(stage: Stage) -> None:
    with pytest.raises(Refusal, match="not kept here"):
        _consent(stage)
    consent_asked(stage)
    with pytest.raises(Refusal, match="another ground"):
        _consent(stage, purpose="email")
    found = stage.desk.read(all_consents)
    assert found.purposes == ("gender",) and stage.desk.read(consents_to_ask) == (4, 0)
    made = _consent(stage)
    (line,) = stage.desk.read(all_consents, stage.people["Amira"]).lines
    assert (line.state, line.consent_id) == (ConsentState.GIVEN, made)
    assert stage.desk.read(consents_to_ask) == (3, 0)


@pytest.mark.clause("O-annex 3: 1.2")
def test_of_a_child_the_parent_consents_and_at_sixteen_the_participant_is_asked(stage: Stage) -> None:
    consent_asked(stage)
    stage.desk.do(
        switch_field, subject="participant", field="younger_than_16", is_on=True, purpose="proef", ground="c",
        addition_on="2026-11-01")
    child = stage.desk.do(
        add_participant, fields={"given_name": "Jip", "younger_than_16": "2026-12-01"}).outcome
    with pytest.raises(Refusal, match="parent or guardian"):
        _consent(stage, participant_id=child)
    _consent(stage, participant_id=child, relation="parent", given_by="M. de Wit")
    (line,) = stage.desk.read(all_consents, child).lines
    assert line.state is ConsentState.GIVEN and line.giver == "representative"
    stage.desk.clock.forward(10)  # type: ignore[attr-defined]
    (line,) = stage.desk.read(all_consents, child).lines
    assert line.state is ConsentState.OWN_NEEDED and stage.desk.read(consents_to_ask)[1] == 1


def test_the_list_on_first_request_has_what_was_withdrawn_too(stage: Stage) -> None:
    consent_asked(stage)
    made = _consent(stage)
    stage.desk.do(withdraw_consent, consent_id=made, withdrawn_on="2026-11-21", withdrawn_by="zelf")
    with pytest.raises(Refusal, match="already"):
        stage.desk.do(withdraw_consent, consent_id=made, withdrawn_on="2026-11-21", withdrawn_by="zelf")
    (row,) = stage.desk.read(consent_sheet).rows
    assert (row[0], row[2], row[5], row[7]) == ("Bakker, Amira", "Amira Bakker", date(2026, 11, 20), date(2026, 11, 21))


# Joining with a code


@pytest.mark.parametrize("merged", [False, True], ids=["closed", "merged"])
def test_a_code_ends_with_its_group_and_is_back_with_it(stage: Stage, merged: bool) -> None:
    group, other = stage.groups["Dinsdag"], stage.groups["Donderdag"]
    for one in (group, other):
        stage.desk.do(make_join_code, group_id=one, last_on=date(2026, 12, 5))
    if merged:
        stage.desk.do(merge_groups, group_ids=[group], into_id=other)
    else:
        stage.desk.do(close_group, group_id=group)
    until = {row["group_id"]: row["until_on"] for row in rows_of(stage.desk, "join_codes")}
    assert until == {group: "2026-11-21", other: "2026-12-06"}
    stage.desk.do(undo_last)
    assert {row["until_on"] for row in rows_of(stage.desk, "join_codes")} == {"2026-12-06"}


def test_another_code_of_a_group_ends_the_first(stage: Stage) -> None:
    group = stage.groups["Dinsdag"]
    for _ in range(2):
        stage.desk.do(make_join_code, group_id=group, last_on=date(2026, 12, 5))
    (code,) = stage.desk.read(joining).codes
    assert (code.group_id, code.last_on, len(code.code)) == (group, date(2026, 12, 5), 10)
    stage.desk.do(end_join_code, code_id=code.id)
    assert stage.desk.read(joining).codes == ()


@pytest.mark.clause("O-annex 1")
def test_a_coach_lets_into_the_own_group_and_no_other(stage: Stage) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    mine, other = registered(stage, email="n@example.org"), registered(stage, "Omar", 2, group="Donderdag")
    assert [row.full for row in coach.read(joining).waiting] == ["Nour Haddad"] and coach.read(waiting_count) == 1
    with pytest.raises(Refusal):
        coach.do(approve, registration_ids=[mine, other])
    assert coach.do(approve, registration_ids=[mine]).outcome == 1
    members = coach.read(group_detail, stage.groups["Dinsdag"]).members
    assert "Nour Haddad" in [row.full for row in members]
    (row,) = [row for row in rows_of(stage.desk, "registrations") if row["id"] == mine]
    assert (row["state"], row["given"], row["family"], row["email"]) == ("approved", "", "", "")
    with pytest.raises(Refusal, match="meantime"):
        coach.do(decline, registration_ids=[mine])


def test_who_may_be_there_already_is_said(stage: Stage) -> None:
    registered(stage, "Nour")
    stage.desk.do(add_participant, fields={"given_name": "NOUR", "family_name": "Haddad"})
    (row,) = stage.desk.read(joining).waiting
    assert row.like == ("Haddad, NOUR",)


def test_two_people_may_share_an_address_and_no_user_name(stage: Stage) -> None:
    ids = [registered(stage, name, number, email="gezin@example.org", username="haddad")
           for number, name in enumerate(("Nour", "Omar"), 1)]
    stage.desk.do(approve, registration_ids=ids)
    people = {row["given"]: row for row in rows_of(stage.desk, "participants")}
    assert {people[name]["email"] for name in ("Nour", "Omar")} == {"gezin@example.org"}
    assert [people[name]["username"] for name in ("Nour", "Omar")] == ["haddad", ""]


def test_who_was_declined_is_nobody_and_comes_back_by_undo(stage: Stage) -> None:
    mine = registered(stage)
    stage.desk.do(decline, registration_ids=[mine])
    assert "Haddad" not in repr(rows_of(stage.desk, "registrations"))
    stage.desk.do(undo_last)
    assert stage.desk.read(joining).waiting[0].full == "Nour Haddad"
