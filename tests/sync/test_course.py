"""Changes, claims, measures and the end on two desks, and what the server holds whoever sends it."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.changes import record_choice
from app.actions.claims import record_outcome
from app.actions.contacts import confirm_data, record_contact
from app.actions.licences import assign_seats
from app.actions.participants import add_participant
from app.domain.operation import Patch
from tests.course import claimed, measured, new_prices, objected
from tests.invoices import concluded
from tests.sync.scenes import open_reviews, send
from tests.sync.test_agreements import together
from tests.syncing import World


@pytest.mark.clause("O-5.3")
def test_a_change_its_objection_and_the_choice_travel(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    together(one, two)
    change = new_prices(one, agreement)
    world.agree(one, two)
    objected(two, change)
    world.agree(one, two)
    lies = world.join("lies")
    lies.sync()
    lies.do(record_choice, change_id=change, outcome="ends", chosen_on="2026-11-21", ends_on="2026-12-31")
    lies.sync()
    world.agree(one, two)
    assert two.one("agreements", id=agreement)["ended_on"] == "2026-12-31"
    assert two.one("changes", id=change)["objection_name"] == "S. Vermeer"
    assert open_reviews(one) == open_reviews(two) == []


@pytest.mark.clause("O-11.4")
def test_a_claim_that_ends_the_agreement_and_a_dissolution_agree_on_the_earliest_end(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    together(one, two)
    claim = claimed(one, agreement, "third_party")
    world.agree(one, two)
    two.do(record_outcome, claim_id=claim, outcome="ended", outcome_on="2026-11-21", form="letter")
    world.agree(one, two)
    assert one.one("agreements", id=agreement)["ended_on"] == "2026-12-21"
    measured(one, agreement)
    world.agree(one, two)
    assert two.one("agreements", id=agreement)["ended_on"] == "2026-11-21"


def test_who_sees_what_of_it(world: World) -> None:
    """A coach sees that use is stopped and not why; the licensor sees what was told and whom to call."""
    one = world.join()
    agreement = concluded(one)
    measured(one, agreement, "suspected abuse", "suspend", reason="Bram deelde zijn wachtwoord")
    new_prices(one, agreement)
    claimed(one, agreement)
    one.do(record_contact, name="Anna", role="beheerder", email="a@proef.example", phone="")
    one.do(confirm_data)
    together(one)
    lies, ben = world.join("lies"), world.join("ben")
    together(lies, ben)
    kinds = ("changes", "new_fees", "claims", "measures", "contacts", "confirmations")
    assert [len(lies.rows(kind)) for kind in kinds] == [1, 1, 1, 1, 1, 1]
    assert [len(ben.rows(kind)) for kind in kinds] == [0, 0, 0, 1, 0, 0]
    (measure,) = ben.rows("measures").values()
    assert (measure["measure"], measure["reason"], measure["proof"]) == ("suspend", "", "")


@pytest.mark.clause("O-11.3")
def test_the_server_takes_no_seat_and_no_certificate_of_a_licence_that_ended(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    licence = next(iter(one.rows("licences")))
    person = one.do(add_participant, fields={"given_name": "Amira", "family_name": "Bakker"}).outcome
    together(one, two)
    measured(one, agreement)
    one.sync()
    two.do(assign_seats, licence_id=licence, participant_ids=[person])
    together(two)
    assert world.server_rows("seats") == {}
    (review,) = open_reviews(two)
    assert review["action"] == "seats.assign" and "ended" in review["reason"]
    issued = {
        "participant_id": person, "programme_version_id": bytes(16), "serial": "x", "code": "x", "name_printed": "x",
        "completed_on": "2026-11-01", "issued_on": "2026-11-21", "place": "x",
    }  # fmt: skip
    made = secrets.token_bytes(16)
    answer = send(one, "certificates.issue", [Patch("certificates", made, None, 0, None, issued | {"id": made})])
    assert (answer.status, "ended" in str(answer.reason)) == ("rejected", True)


CHANGE = {"kind": "terms", "form": "publication", "announced_on": "2026-11-20", "title": "x"}
MEASURE = {"ground": "misuse", "measure": "dissolve", "told_on": "2026-11-21", "last_on": "2026-11-21",
           "immediate": 1, "form": "letter", "reason": "x", "proof": "x"}
CLAIM = {"sort": "own", "about": "x", "known_on": "2026-11-20"}


@pytest.mark.parametrize(
    ("action", "kind", "row"),
    [
        ("change.announce", "changes", CHANGE | {"kind": "anything"}),
        ("change.announce", "changes", CHANGE | {"form": "spoken"}),
        ("change.announce", "changes", CHANGE | {"received_on": "2026-11-19"}),
        ("change.announce", "changes", CHANGE | {"outcome": "ends", "chosen_on": "2026-11-21"}),
        ("change.announce", "changes", CHANGE | {"objection_on": "2026-11-21"}),
        ("change.announce", "changes", CHANGE | {"checksum": "none"}),
        ("change.announce", "new_fees", {"change_id": bytes(16), "licence_id": bytes(16), "fee_cents": -1}),
        ("change.announce", "new_fees", {
            "change_id": bytes(16), "licence_id": bytes(16), "before_cents": 3_500, "fee_cents": 3_700,
            "series": "CPI", "base_value": "130.00", "new_value": "133.90"}),
        ("claim.log", "claims", CLAIM | {"sort": "x"}),
        ("claim.log", "claims", CLAIM | {"about": " "}),
        ("claim.log", "claims", CLAIM | {"outcome": "ended", "outcome_on": "2026-11-21"}),
        ("measure.record", "measures", MEASURE | {"measure": "suspend"}),
        ("measure.record", "measures", MEASURE | {"ground": "insolvency"}),
        ("measure.record", "measures", MEASURE | {"form": "spoken"}),
        ("measure.record", "measures", MEASURE | {"last_on": "2026-01-01", "told_on": "2026-01-01"}),
        ("measure.record", "measures", MEASURE | {"ground": "objection"}),
        ("measure.record", "measures", MEASURE | {"immediate": 0}),
        ("measure.record", "measures", MEASURE | {"lifted_on": "2026-11-21"}),
        ("insolvency.record", "insolvencies", {"sort": "x", "began_on": "2026-11-20"}),
        ("insolvency.record", "insolvencies", {
            "sort": "bankruptcy", "began_on": "2026-11-20", "told_on": "2026-11-20", "form": "spoken"}),
        ("end.task_done", "end_tasks", {"task": "x", "done_on": "2026-11-20"}),
        ("contact.record", "contacts", {"purpose": "breach", "name": "A", "from_on": "2026-11-20"}),
        ("organisation.confirm", "confirmations", {
            "what": "x", "confirmed_on": "2026-11-20", "account_id": bytes(16)}),
        ("seats.assign", "measures", MEASURE),
    ],
)  # fmt: skip
def test_the_server_takes_no_row_that_the_rules_refuse(
    world: World, action: str, kind: str, row: dict[str, Any],
) -> None:
    one = world.join()
    agreement = concluded(one)
    together(one)
    made = secrets.token_bytes(16)
    belongs = {} if kind in ("new_fees", "contacts", "confirmations") else {"agreement_id": agreement}
    answer = send(one, action, [Patch(kind, made, None, 0, None, row | belongs | {"id": made})])
    assert answer.status == "rejected"
    assert made not in world.server_rows(kind)


def test_an_end_that_no_measure_gives_is_refused(world: World) -> None:
    one = world.join()
    agreement = concluded(one)
    together(one)
    made = secrets.token_bytes(16)
    measure = Patch("measures", made, None, 0, None, MEASURE | {"agreement_id": agreement, "id": made})
    ended = Patch("agreements", agreement, "ended_on", one.one("agreements", id=agreement)["version"], None,
                  "2026-12-31")
    assert send(one, "measure.record", [measure, ended]).status == "rejected"
    assert world.server_rows("agreements")[agreement]["ended_on"] is None
