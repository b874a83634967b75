"""Claims, suspension, insolvency and the end: what is recorded, what is refused, and what is really blocked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.assessing import add_sitting, change_sitting
from app.actions.certificates import issue_certificates, revoke_certificate
from app.actions.claims import log_claim, record_outcome, settle_claim, tell_claim
from app.actions.contacts import confirm_data, record_contact
from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.licences import assign_seats, free_seats
from app.actions.measures import lift_measure, record_insolvency, record_measure, task_done, tell_insolvency
from app.actions.norming import load_tests
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from tests.actions.conftest import Stage
from tests.actions.test_agreements import ended_on, give_notice, wrong_fields
from tests.assessing import norm, reading_test
from tests.course import claimed, measured
from tests.desks import Clock
from tests.dumps import rows_of
from tests.invoices import concluded


def agreement_of(stage: Stage) -> bytes:
    return bytes(rows_of(stage.desk, "agreements")[0]["id"])


def assign(stage: Stage) -> Any:
    return stage.desk.do(assign_seats, licence_id=stage.licence, participant_ids=[stage.people["Daan"]])


def issue(stage: Stage) -> Any:
    due = [(stage.people["Amira"], stage.version, "Amira Bakker")]
    return stage.desk.do(issue_certificates, due=due, place="Lindenveen", issued_on=stage.desk.sight.today)


@pytest.mark.clause("O-11.3")
def test_after_dissolution_the_licence_is_not_used_and_what_is_there_stays(stage: Stage) -> None:
    measured(stage.desk, agreement_of(stage))
    assert ended_on(stage.desk) == "2026-11-21"
    for act in (assign, issue):
        with pytest.raises(Refusal, match="The licence ended"):
            act(stage)
    stage.desk.do(free_seats, licence_id=stage.licence, participant_ids=[stage.people["Amira"]])
    stage.desk.do(revoke_certificate, certificate_id=stage.certificate, reason="fout")
    assert len(rows_of(stage.desk, "certificates")) == 1


@pytest.mark.clause("A-3.7")
def test_a_suspension_holds_until_it_is_lifted(school_desk: Desk, clock: Clock) -> None:
    agreement = concluded(school_desk)
    licence = rows_of(school_desk, "licences")[0]["id"]
    measure = measured(school_desk, agreement, "insolvency", "suspend")
    with pytest.raises(Refusal, match="suspended"):
        school_desk.do(assign_seats, licence_id=licence, participant_ids=[bytes(16)])
    assert ended_on(school_desk) is None, "the agreement goes on"
    clock.forward(2)
    before = {"measure_id": measure, "lifted_on": "2026-11-20", "proof": "brief"}
    assert wrong_fields(school_desk, lift_measure, **before) == ["lifted_on"]
    school_desk.do(lift_measure, measure_id=measure, lifted_on="2026-11-23", proof="brief van 23 november")
    school_desk.do(assign_seats, licence_id=licence, participant_ids=[bytes(16)])
    with pytest.raises(Refusal, match="lifted already"):
        school_desk.do(lift_measure, **before)


@pytest.mark.clause("O-11.1")
def test_the_day_after_the_end_the_licence_is_not_used_by_the_dates_alone(stage: Stage, clock: Clock) -> None:
    give_notice(stage.desk, agreement_of(stage))
    clock.forward(71)  # 31 January 2027, the last day
    assign(stage)
    stage.desk.do(undo_last)
    clock.forward(1)
    with pytest.raises(Refusal, match="The licence ended"):
        assign(stage)


@pytest.mark.clause("O-annex 2")
def test_suspected_abuse_by_one_user_stops_nobody_else(stage: Stage) -> None:
    measured(stage.desk, agreement_of(stage), "suspected abuse", "suspend")
    assign(stage)
    issue(stage)


@pytest.mark.clause("O-11.3")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"measure": "suspend"}, "measure"), ({"ground": "insolvency"}, "measure"), ({"form": "spoken"}, "form"),
        ({"from_on": "2026-01-31", "told_on": "2026-01-31"}, "last_on"), ({"from_on": "2026-11-20"}, "last_on"),
        ({"told_on": "2026-11-22", "from_on": "2026-11-22"}, "told_on"), ({"reason": ""}, "reason"),
        ({"proof": " "}, "proof"), ({"administrator_until": "2026-11-20"}, "administrator_until"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_measure_is_said_at_its_field(desk: Desk, given: dict[str, Any], field: str) -> None:
    full = {
        "agreement_id": concluded(desk), "ground": "misuse", "measure": "dissolve", "told_on": "2026-11-21",
        "from_on": "2026-11-21", "form": "letter", "reason": "x", "proof": "x",
    } | given  # fmt: skip
    assert wrong_fields(desk, record_measure, **full) == [field]


def test_of_notice_and_measure_the_earlier_end_counts(desk: Desk) -> None:
    agreement = concluded(desk)
    give_notice(desk, agreement)
    measured(desk, agreement)
    assert ended_on(desk) == "2026-11-21"
    desk.do(undo_last)
    assert ended_on(desk) == "2027-01-31"


@pytest.mark.clause("A-3.7")
def test_insolvency_is_told_at_once_and_in_writing(school_desk: Desk) -> None:
    agreement = concluded(school_desk)
    given = {"agreement_id": agreement, "sort": "suspension", "began_on": "2026-11-20"}
    assert wrong_fields(school_desk, record_insolvency, **given | {"began_on": "2026-11-22"}) == ["began_on"]
    made = school_desk.do(record_insolvency, **given).outcome
    told = {"insolvency_id": made, "told_on": "2026-11-21", "form": "spoken", "proof": "gebeld"}
    assert wrong_fields(school_desk, tell_insolvency, **told) == ["form"]
    school_desk.do(tell_insolvency, **told | {"form": "registered"})
    assert rows_of(school_desk, "insolvencies")[0]["told_on"] == "2026-11-21"


@pytest.mark.clause("A-9.3")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"known_on": "2026-11-22"}, "known_on"), ({"about": ""}, "about"), ({"amount_cents": -1}, "amount_cents"),
        ({"sent_on": "2026-11-20", "form": "spoken", "proof": "x"}, "form"),
        ({"sent_on": "2026-11-20", "form": "email"}, "proof"),
        ({"received_on": "2026-11-20"}, "sent_on"), ({"could_be_known_on": "2026-11-10"}, "could_be_known_on"),
        ({"sent_on": "2026-11-20", "received_on": "2026-11-19", "form": "email", "proof": "x"}, "received_on"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_claim_is_said_at_its_field(
    school_desk: Desk, given: dict[str, Any], field: str,
) -> None:
    full = {"agreement_id": concluded(school_desk), "sort": "own", "about": "x", "known_on": "2026-11-01"} | given
    assert wrong_fields(school_desk, log_claim, **full) == [field]


@pytest.mark.clause("O-11.4")
def test_a_third_partys_claim_ends_the_agreement_with_a_month(desk: Desk) -> None:
    agreement = concluded(desk)
    claim = claimed(desk, agreement, "third_party")
    given = {"claim_id": claim, "outcome": "ended", "outcome_on": "2026-11-21", "form": "letter"}
    assert wrong_fields(desk, record_outcome, **given | {"outcome": "changed"}) == ["outcome"]
    assert wrong_fields(desk, record_outcome, **given | {"outcome_on": "2026-11-22"}) == ["outcome_on"]
    desk.do(record_outcome, **given, amount_cents=140_000)
    (measure,) = rows_of(desk, "measures")
    assert (measure["ground"], measure["last_on"], ended_on(desk)) == (
        "third-party claim", "2026-12-21", "2026-12-21")
    desk.do(undo_last)
    assert (rows_of(desk, "measures"), ended_on(desk)) == ([], None)


@pytest.mark.clause("A-7.6")
def test_without_notice_in_the_terms_the_licensor_names_the_last_day(school_desk: Desk) -> None:
    claim = claimed(school_desk, concluded(school_desk), "third_party")
    given = {"claim_id": claim, "outcome": "ended", "outcome_on": "2026-11-21", "form": "letter"}
    assert wrong_fields(school_desk, record_outcome, **given) == ["ends_on"]
    school_desk.do(record_outcome, **given, ends_on="2026-12-31")
    assert ended_on(school_desk) == "2026-12-31"


def test_a_claim_is_told_and_settled(school_desk: Desk) -> None:
    claim = claimed(school_desk, concluded(school_desk), known_on="2026-11-01")
    school_desk.do(tell_claim, claim_id=claim, sent_on="2026-11-18", received_on="2026-11-19", form="registered",
                   proof="RR 4")
    assert wrong_fields(
        school_desk, settle_claim, claim_id=claim, settled_on="2026-11-21", settlement="") == ["settlement"]
    school_desk.do(settle_claim, claim_id=claim, settled_on="2026-11-21", settlement="betaald")
    assert rows_of(school_desk, "claims")[0]["settled_on"] == "2026-11-21"


@pytest.mark.clause("O-11.5")
def test_steps_around_the_end_are_recorded_with_their_day(desk: Desk) -> None:
    agreement = concluded(desk)
    given = {"agreement_id": agreement, "task": "destruction", "done_on": "2026-11-22"}
    assert wrong_fields(desk, task_done, **given) == ["done_on"]
    desk.do(task_done, **given | {"done_on": "2026-11-21"})
    with pytest.raises(Refusal, match="no step"):
        desk.do(task_done, **given | {"task": "dansen"})


@pytest.mark.clause("O-annex 3: 10.5", "A-3.5")
def test_there_is_one_contact_person_and_the_data_are_confirmed(desk: Desk, clock: Clock) -> None:
    wrong = {"name": "", "role": "", "email": "", "phone": ""}
    assert wrong_fields(desk, record_contact, **wrong) == ["name", "email"]
    assert wrong_fields(desk, record_contact, **wrong | {"name": "Anna", "email": "anna"}) == ["email"]
    desk.do(record_contact, name="Anna", role="beheerder", email="anna@proef.example", phone="")
    clock.forward(1)
    desk.do(record_contact, name="Ben", role="directeur", email="", phone="020 000 00 00")
    assert [(row["name"], row["until_on"]) for row in rows_of(desk, "contacts")] == [
        ("Anna", "2026-11-22"), ("Ben", None)]
    desk.do(confirm_data)
    assert [row["confirmed_on"] for row in rows_of(desk, "confirmations")] == [date(2026, 11, 22).isoformat()]


@pytest.mark.clause("A-10.2")
def test_while_tests_are_blocked_only_what_was_taken_before_is_typed_in(school_desk: Desk, clock: Clock) -> None:
    group = school_desk.do(create_group, name="Groep 5").outcome
    school_desk.do(load_tests, defined=[reading_test(norms=(norm(),))], source="normen.csv", checksum="0" * 64)
    given = {"test_id": rows_of(school_desk, "tests")[0]["id"], "moment": "M4", "group_id": group}
    today = school_desk.sight.today.isoformat()
    school_desk.do(add_sitting, taken_on=today, **given)
    measured(school_desk, concluded(school_desk), "insolvency", "suspend")
    with pytest.raises(Refusal, match="suspended"):
        school_desk.do(add_sitting, taken_on=today, **given)
    earlier = school_desk.do(add_sitting, taken_on="2026-11-02", **given).outcome
    with pytest.raises(Refusal, match="suspended"):
        school_desk.do(change_sitting, sitting_id=earlier, moment="M4", taken_on=today)
    school_desk.do(change_sitting, sitting_id=earlier, moment="M4", taken_on="2026-11-03")
