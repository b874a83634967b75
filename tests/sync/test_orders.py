"""Orders and seats of several desks: who answers, what the server holds whoever sends it, and seats on every day."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.groups import create_group
from app.actions.licences import assign_seats, conclude_agreement, lower_seats
from app.actions.orders import accept_order, extend_agreement, send_order, withdraw_order
from app.actions.participants import add_participant
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.server.accounts import disable_account
from app.views.licences import licence_list
from tests.orders import DIRECTOR, accepted, prepared, sent
from tests.sync.scenes import open_reviews, send
from tests.syncing import SyncedDesk, World

KINDS = ("orders", "order_parts", "seat_numbers")
BY_LICENSOR = {"answered_on": "2026-11-21"}


def together(*desks: SyncedDesk) -> None:
    for desk in [*desks, *desks]:
        desk.sync()


def without_licensor(world: World) -> None:
    with world.office.database.writing() as connection:
        disable_account(connection, world.office.id, "lies", world.office.clock())


@pytest.mark.clause("A-1.2", "A-2.2")
def test_an_order_goes_to_the_licensor_and_comes_back_answered(world: World) -> None:
    one = world.join()
    order = sent(one, 6, 4)
    together(one)
    lies, ben = world.join("lies"), world.join("ben")
    together(lies, ben)
    assert [len(lies.rows(kind)) for kind in KINDS] == [1, 2, 0]
    assert [len(ben.rows(kind)) for kind in KINDS] == [0, 0, 0]
    lies.do(accept_order, order_id=order, **BY_LICENSOR)
    together(lies, one)
    row = one.one("orders", id=order)
    assert (row["state"], row["answered_by"]) == ("accepted", lies.desk.sight.actor.name)
    assert open_reviews(one) == open_reviews(lies) == []


@pytest.mark.clause("A-1.2")
def test_what_is_only_being_prepared_is_not_the_licensors_to_see(world: World) -> None:
    one, lies = world.join(), world.join("lies")
    order = prepared(one, 6, 4)
    together(one, lies)
    assert lies.rows("orders") == {} and len(one.rows("orders")) == 1
    one.do(send_order, order_id=order, ordered_on="2026-11-20", signatory=DIRECTOR)
    together(one, lies)
    assert lies.one("orders", id=order)["state"] == "sent"
    one.do(undo_last)
    together(one, lies)
    assert lies.rows("orders") == {} and one.one("orders", id=order)["state"] == "prepared"
    assert lies.sync().requests == 1, "nothing differs, so nothing is read again"


def test_an_administrator_does_not_answer_for_a_licensor_who_works_here(world: World) -> None:
    one = world.join()
    order = sent(one)
    together(one)
    for state in ("accepted", "declined"):
        given = {"state": state, "answered_on": "2026-11-21", "answered_by": "Anna", "reason": "x"}
        action = "order.accept" if state == "accepted" else "order.decline"
        patches = [Patch("orders", order, name, 0, None, value) for name, value in given.items()]
        assert send(one, action, patches).status == "rejected"
        assert send(one, "undo", patches).status == "rejected"
    assert world.server_rows("orders")[order]["state"] == "sent"


def test_without_a_licensor_the_administrator_records_the_answer(world: World) -> None:
    without_licensor(world)
    one, two = world.join(), world.join()
    order = accepted(one)
    world.agree(one, two)
    assert two.one("orders", id=order)["answer_proof"] == "e-mail"
    one.do(undo_last)
    world.agree(one, two)
    assert two.one("orders", id=order)["state"] == "sent"


@pytest.mark.clause("A-1.3", "O-2.2")
@pytest.mark.parametrize(
    "given",
    [
        {"name": "Anna", "role": "administrator", "mandate_id": None},
        {"name": "Anna", "role": "administrator", "mandate_id": b"m" * 16},
        {"name": " ", "role": "representative"},
        {"name": "Anna", "role": "somebody"},
        {"name": "Anna", "role": "representative", "state": "accepted"},
        {"name": "Anna", "role": "representative", "state": "concluded"},
        {"name": "Anna", "role": "representative", "state": "elsewhere"},
    ],
)
def test_the_server_lets_nobody_send_without_the_right_to_bind(world: World, given: dict[str, Any]) -> None:
    one = world.join()
    order = prepared(one)
    together(one)
    fields = {"state": "sent", "ordered_on": "2026-11-20", **given}
    answer = send(one, "order.send", [Patch("orders", order, name, 0, None, value) for name, value in fields.items()])
    assert answer.status == "rejected"
    assert world.server_rows("orders")[order]["state"] == "prepared"


def test_an_order_begins_as_prepared_and_stays_as_it_was_sent(world: World) -> None:
    one = world.join()
    order = sent(one)
    together(one)
    made = secrets.token_bytes(16)
    row = world.server_rows("orders")[order] | {"id": made, "number": "B-9"}
    row.pop("version")
    assert send(one, "order.prepare", [Patch("orders", made, None, 0, None, row)]).status == "rejected"
    changed = [Patch("orders", order, "participants", 0, 10, 500)]
    assert send(one, "order.change", changed).status == "rejected"
    lies = world.join("lies")
    together(lies)
    assert send(lies, "order.change", changed).status == "rejected"
    assert world.server_rows("orders")[order]["participants"] == 10


def test_withdrawn_here_and_accepted_there_the_first_stands_and_the_other_is_looked_at(world: World) -> None:
    one = world.join()
    order = sent(one)
    together(one)
    lies = world.join("lies")
    together(lies)
    one.do(withdraw_order, order_id=order, reason="niet nodig")
    lies.do(accept_order, order_id=order, **BY_LICENSOR)
    one.sync()
    together(lies)
    assert world.server_rows("orders")[order]["state"] == "withdrawn"
    assert [review["action"] for review in open_reviews(lies)] == ["order.accept"]


@pytest.mark.clause("A-1.2")
def test_more_seats_reach_the_other_desk_and_are_not_taken_back_from_under_people(world: World) -> None:
    without_licensor(world)
    one, two = world.join(), world.join()
    licence, people = small_licence(one, 3)
    together(one, two)
    order = accepted(one, 1, supplements_id=one.one("licences", id=licence)["agreement_id"], starts_on="2026-11-21")
    one.do(extend_agreement, order_id=order)
    world.agree(one, two)
    assert two.desk.read(licence_list)[0].bought == 4
    two.do(assign_seats, licence_id=licence, participant_ids=people)
    two.sync()
    one.do(undo_last)
    together(one, two)
    assert len(world.server_rows("seat_numbers")) == 1
    assert [review["action"] for review in open_reviews(one)] == ["undo"]


def small_licence(desk: SyncedDesk, number: int) -> tuple[bytes, list[bytes]]:
    """A licence of so many seats, and one person more than that."""
    desk.do(
        conclude_agreement, number="1", provider="oefenen", package="P", concluded_on="2026-01-01",
        starts_on="2026-02-01", months=12, parts=[{"kind": "participant", "seats": number}])
    group = desk.do(create_group, name="Dinsdag").outcome
    people = [
        desk.do(add_participant, fields={"given_name": f"P{at}", "family_name": "Bos"}, group_id=group).outcome
        for at in range(number + 1)]
    return next(iter(desk.rows("licences"))), people


@pytest.mark.clause("A-1.8")
def test_a_seat_given_while_the_number_goes_down_is_refused_and_the_person_stays(world: World) -> None:
    """S11: what a desk without a network could not know."""
    one, two = world.join(), world.join()
    licence, people = small_licence(one, 3)
    one.do(assign_seats, licence_id=licence, participant_ids=people[:2])
    together(one, two)
    one.do(lower_seats, licence_id=licence, number=2, from_on="2027-02-01", proof="brief", participant_ids=[])
    two.do(assign_seats, licence_id=licence, participant_ids=people[2:3])
    one.sync()
    together(two, one)
    assert len(world.server_rows("seats")) == 2
    assert [review["action"] for review in open_reviews(two)] == ["seats.assign"]
    assert len(world.server_rows("participants")) == 4


@pytest.mark.clause("A-1.8")
def test_the_server_never_lets_a_number_fall_below_what_is_in_use_that_day(world: World) -> None:
    one = world.join()
    licence, people = small_licence(one, 3)
    one.do(assign_seats, licence_id=licence, participant_ids=people[:3])
    together(one)
    made = secrets.token_bytes(16)
    number = {"id": made, "licence_id": licence, "seats": 2, "fee_cents": None, "order_id": None, "proof": "x",
              "from_on": "2027-02-01"}
    insert = Patch("seat_numbers", made, None, 0, None, number)
    assert send(one, "seats.lower", [insert]).status == "rejected"
    for broken in ({"seats": -1}, {"seats": 10**9}, {"from_on": "2027-02-30"}, {"from_on": ""}):
        wrong = Patch("seat_numbers", made, None, 0, None, number | broken)
        assert send(one, "seats.lower", [wrong]).status == "rejected", broken
    seat = one.one("seats", participant_id=people[0])["id"]
    ended = Patch("seats", seat, "until_on", 0, None, "2027-02-01")
    assert send(one, "seats.lower", [insert, ended]).status == "applied"
    longer = Patch("seats", seat, "until_on", 0, "2027-02-01", "2027-03-01")
    assert send(one, "seats.free", [longer]).status == "rejected"
    assert world.server_rows("seats")[seat]["until_on"] == "2027-02-01"


def test_a_licensor_is_told_numbers_and_no_names(world: World) -> None:
    one = world.join()
    licence, people = small_licence(one, 3)
    one.do(assign_seats, licence_id=licence, participant_ids=people[:2])
    one.do(lower_seats, licence_id=licence, number=2, from_on="2027-02-01", proof="brief", participant_ids=[])
    together(one)
    lies = world.join("lies")
    together(lies)
    assert [len(lies.rows(kind)) for kind in ("seat_numbers", "seats", "participants")] == [1, 0, 0]
