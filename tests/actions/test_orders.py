"""Orders: prepared, sent by who may bind, answered, and taken up into an agreement."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from app.actions.agreements import record_mandate
from app.actions.desk import Desk
from app.actions.groups import create_group
from app.actions.licences import conclude_agreement
from app.actions.orders import (
    accept_order,
    change_order,
    decline_order,
    extend_agreement,
    prepare_order,
    send_order,
    withdraw_order,
)
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.store import tables
from app.views.licences import licence_list
from app.views.orders import order_basis
from tests.actions.test_agreements import wrong_fields
from tests.dumps import dump, rows_of
from tests.invoices import concluded
from tests.orders import DIRECTOR, accepted, order_given, parts_given, prepared, sent

ANSWER = {"answered_on": "2026-11-21", "answered_by": "Verkoop", "proof": "e-mail"}


def state(desk: Desk) -> str:
    found: str = rows_of(desk, "orders")[0]["state"]
    return found


def place(desk: Desk, name: str = "Noord") -> bytes:
    """A location; the ordinary import makes them."""
    made = name.encode()[:16].ljust(16, b"0")
    with desk.database.writing() as connection:
        connection.execute(insert(tables.locations).values(id=made, name=name, from_on="2026-01-01"))
    return made


@pytest.mark.clause("A-1.2")
def test_an_order_is_prepared_and_binds_nobody_yet(desk: Desk) -> None:
    prepared(desk, 8, 4)
    (row,) = rows_of(desk, "orders")
    assert (row["state"], row["participants"], row["prepared_by"], row["ordered_on"]) == (
        "prepared", 12, desk.sight.actor.name, None)
    assert [part["participants"] for part in rows_of(desk, "order_parts")] == [8, 4]
    assert desk.read(licence_list) == ()


@pytest.mark.clause("A-1.2")
@pytest.mark.parametrize(
    ("order", "parts", "fields"),
    [
        ({}, [], ["participants"]),
        ({}, [-4], ["participants", "participants"]),
        ({}, [0, 5], ["participants"]),
        ({}, [200_000], ["participants"]),
        ({"number": " ", "package": ""}, [5], ["number", "package"]),
        ({"months": 0}, [5], ["months"]),
        ({"months": 100_000}, [5], ["months"]),
        ({"fee_cents": -1}, [5], ["fee"]),
        ({"starts_on": "2026-02-30"}, [5], ["starts_on"]),
        ({"starts_on": "1926-02-01"}, [5], ["starts_on"]),
    ],
)
def test_what_is_wrong_with_an_order_is_said_at_its_field(
    desk: Desk, order: dict[str, Any], parts: list[int], fields: list[str],
) -> None:
    given = order_given(desk, **order)
    assert wrong_fields(desk, prepare_order, order=given, parts=parts_given(*parts)) == fields


@pytest.mark.clause("A-1.2", "A-1.8")
def test_a_group_put_together_of_others_is_not_ordered_for(school_desk: Desk) -> None:
    noord = place(school_desk)
    for name in ("3A", "Rekengroep"):
        school_desk.do(create_group, name=name, location_id=noord)
    with school_desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE groups SET kind = 'combined' WHERE name = 'Rekengroep'")
    assert [place.group for place in school_desk.read(order_basis).places] == ["", "3A"]


@pytest.mark.clause("A-1.2", "O-1")
def test_where_there_are_locations_and_groups_they_are_asked(school_desk: Desk) -> None:
    order = order_given(school_desk, starts_on="2030-08-01")
    noord = place(school_desk)
    assert wrong_fields(school_desk, prepare_order, order=order, parts=parts_given(5)) == ["groups", "locations"]
    group = school_desk.do(create_group, name="3A", location_id=noord).outcome
    full = parts_given(5, location=noord, group=group)
    assert wrong_fields(
        school_desk, prepare_order, order=order | {"fee_cents": None}, parts=full) == ["fee"]
    school_desk.do(prepare_order, order=order, parts=full)


def test_a_number_that_is_there_and_days_that_overlap_are_refused(desk: Desk) -> None:
    prepared(desk)
    concluded(desk)
    second = order_given(desk, number="B-1")
    assert wrong_fields(desk, prepare_order, order=second, parts=parts_given(5)) == ["number"]
    beside = order_given(desk, number="B-2", starts_on="2026-12-01")
    assert wrong_fields(desk, prepare_order, order=beside, parts=parts_given(5)) == ["starts_on"]


def test_an_order_is_changed_only_before_it_is_sent(desk: Desk) -> None:
    order = prepared(desk, 8, 4)
    desk.do(change_order, order_id=order, order=order_given(desk, package="Basis"), parts=parts_given(9))
    (row,) = rows_of(desk, "orders")
    assert (row["package"], row["participants"]) == ("Basis", 9)
    assert sorted(part["participants"] for part in rows_of(desk, "order_parts")) == [0, 0, 9]
    desk.do(undo_last)
    assert sorted(part["participants"] for part in rows_of(desk, "order_parts")) == [4, 8]
    desk.do(send_order, order_id=order, ordered_on="2026-11-20", signatory=DIRECTOR)
    with pytest.raises(Refusal, match="stays as it is"):
        desk.do(change_order, order_id=order, order=order_given(desk), parts=parts_given(9))


@pytest.mark.clause("A-1.3", "O-2.2")
def test_only_who_may_bind_sends(desk: Desk) -> None:
    order = prepared(desk)
    administrator = {"name": "Anna", "role": "administrator", "mandate_id": None}
    for signatory, day, field in (
        (administrator, "2026-11-20", "signatory"), (DIRECTOR | {"name": " "}, "2026-11-20", "signatory"),
        (DIRECTOR | {"role": "coach"}, "2026-11-20", "signatory"), (DIRECTOR, "2026-11-22", "ordered_on"),
        (DIRECTOR, "2026-11-31", "ordered_on"),
    ):
        assert wrong_fields(desk, send_order, order_id=order, ordered_on=day, signatory=signatory) == [field]
    mandate = desk.do(
        record_mandate, holder="Anna", given_by="S. Vermeer", acts=["conclude"], from_on="2026-01-01").outcome
    desk.do(send_order, order_id=order, ordered_on="2026-11-20", signatory=administrator | {"mandate_id": mandate})
    assert state(desk) == "sent"


def test_an_answer_says_who_when_and_what_shows_it(desk: Desk) -> None:
    order = sent(desk)
    for wrong, field in (
        ({"answered_on": "2026-11-19"}, "answered_on"), ({"answered_on": "2026-12-01"}, "answered_on"),
        ({"answered_by": " "}, "answered_by"), ({"proof": ""}, "proof"),
    ):
        assert wrong_fields(desk, accept_order, order_id=order, **(ANSWER | wrong)) == [field]
    assert wrong_fields(desk, decline_order, order_id=order, reason=" ", **ANSWER) == ["reason"]
    desk.do(decline_order, order_id=order, reason="geen plaats", **ANSWER)
    assert state(desk) == "declined"
    desk.do(undo_last)
    assert state(desk) == "sent"


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (send_order, {"ordered_on": "2026-11-20", "signatory": DIRECTOR}), (accept_order, ANSWER),
        (decline_order, ANSWER | {"reason": "x"}), (withdraw_order, {}), (extend_agreement, {}),
    ],
)
def test_no_step_is_taken_from_a_state_that_does_not_know_it(desk: Desk, step: Any, given: dict[str, Any]) -> None:
    order = prepared(desk)
    desk.do(withdraw_order, order_id=order, reason="niet nodig")
    before = dump(desk, frozenset())
    with pytest.raises(Refusal):
        desk.do(step, order_id=order, **given)
    assert dump(desk, frozenset()) == before


def test_where_a_licensor_works_the_administrator_does_not_answer(desk: Desk) -> None:
    order = sent(desk)
    with desk.database.writing() as connection:
        connection.execute(insert(tables.accounts).values(
            id=bytes(16), role="licensor", name="Lies", from_on="2026-01-01"))
    desk.look_again()
    with pytest.raises(Refusal, match="Only the licensor itself"):
        desk.do(accept_order, order_id=order, **ANSWER)
    assert state(desk) == "sent"


@pytest.mark.clause("O-2.1", "A-2.2")
def test_an_accepted_order_becomes_an_agreement(desk: Desk) -> None:
    order = accepted(desk, 6)
    terms = {
        "number": "2030-1", "provider": "oefenen", "package": "Compleet", "concluded_on": "2026-11-21",
        "starts_on": "2030-03-01", "months": 12, "parts": [{"kind": "participant", "seats": 6}],
    }  # fmt: skip
    agreement = desk.do(conclude_agreement, **terms, order_id=order).outcome
    assert (state(desk), rows_of(desk, "orders")[0]["agreement_id"]) == ("concluded", agreement)
    desk.do(undo_last)
    assert state(desk) == "accepted" and desk.read(licence_list) == ()
    waiting = sent(desk, 5, number="B-2")
    with pytest.raises(Refusal, match="sent already"):
        desk.do(conclude_agreement, **terms, order_id=waiting)


@pytest.mark.clause("A-1.2", "A-1.8")
def test_more_seats_come_to_the_agreement_that_runs(desk: Desk) -> None:
    agreement = concluded(desk)
    order = accepted(desk, 5, supplements_id=agreement, starts_on="2026-12-01")
    assert rows_of(desk, "orders")[0]["package"] == "Alles"
    assert desk.do(extend_agreement, order_id=order).outcome == agreement
    (row,) = desk.read(licence_list)
    assert (row.bought, [number for _, number in row.later]) == (40, [45])
    desk.do(undo_last)
    (row,) = desk.read(licence_list)
    assert (row.bought, row.later, state(desk)) == (40, (), "accepted")


def test_more_seats_only_while_the_agreement_runs(desk: Desk) -> None:
    agreement = concluded(desk)
    early = order_given(desk, supplements_id=agreement, starts_on="2026-01-31")
    assert wrong_fields(desk, prepare_order, order=early, parts=parts_given(5)) == ["starts_on"]


def test_agreements_for_the_same_days_are_meant_or_refused(desk: Desk) -> None:
    first = concluded(desk)
    terms = {
        "number": "9", "provider": "oefenen", "package": "Rekenen", "concluded_on": "2026-11-20",
        "starts_on": "2026-12-01", "months": 12, "parts": [{"kind": "participant", "seats": 3}],
    }  # fmt: skip
    assert wrong_fields(desk, conclude_agreement, **terms) == ["starts_on"]
    desk.do(conclude_agreement, **terms, supplements_id=first)
    assert [row["supplements_id"] for row in rows_of(desk, "agreements")] == [None, first]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"parts": [{"kind": "participant", "seats": 100_001}]}, "participants"), ({"months": 121}, "months"),
        ({"starts_on": "2026-02-30"}, "starts_on"), ({"starts_on": "2199-01-01"}, "starts_on"),
        ({"parts": [{"kind": "participant", "seats": 3, "fee_cents": -5}]}, "fee"),
    ],
)
def test_absurd_terms_of_an_agreement_are_refused(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    terms = {
        "number": "9", "provider": "oefenen", "package": "Rekenen", "concluded_on": "2026-11-20",
        "starts_on": "2026-12-01", "months": 12, "parts": [{"kind": "participant", "seats": 3}],
    }  # fmt: skip
    assert wrong_fields(desk, conclude_agreement, **(terms | wrong)) == [field]
