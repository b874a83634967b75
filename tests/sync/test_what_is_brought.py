"""What a desk brings to a server that does not have it: nothing in the name of somebody who is there himself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.actions.desk import Desk
from app.actions.following import add_note
from app.actions.privacy import switch_field
from app.actions.reviews import settle_review
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import judging
from app.server.database import ServerDatabase
from app.server.records import write_rows
from app.server.stream import change_epoch, lock
from app.views.groups import group_list
from app.views.overview import overview
from tests.answering import ON, answered
from tests.desks import Clock, bring_in, person, roster
from tests.dumps import rows_of
from tests.lessons import add_programme, bring_results
from tests.observing import made, saw
from tests.orders import accepted, prepared, sent
from tests.sync.publishing import Publishing
from tests.sync.scenes import School, make_school
from tests.sync.scenes import send as sends
from tests.sync.test_attacks_of_parties import both, kept, send, statuses
from tests.syncing import World
from tests.talking import begun, switched_on, written_by


@pytest.fixture
def publishing(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None,
) -> Iterator[Publishing]:
    made = Publishing.make(server_database, clock, tmp_path, "noord")
    yield made
    made.end()


@pytest.fixture
def school(world: World) -> School:
    made = make_school(world)
    switched_on(made.one)
    made.sync(made.one, made.two)
    return made


def _talk(school: School, author: bytes | None, **change: Any) -> list[Patch]:
    """A conversation that is open, with a message under this name."""
    made, said = secrets.token_bytes(16), secrets.token_bytes(16)
    return [
        Patch("conversations", made, None, 0, None, {
            "id": made, "group_id": school.own, "participant_id": None, "title": "Boeken", "state": "open",
            "opened_us": 1, "opened_by": author, "closed_us": None, "closed_by": None}),
        Patch("messages", said, None, 0, None, {
            "id": said, "conversation_id": made, "group_id": school.own, "participant_id": None, "account_id": author,
            "body": "Neem een boek mee.", "sent_us": 1, "hidden_us": None, "hidden_by": None, "hidden_reason": "",
            "reported_us": None, "reported_by": None, "reported_reason": ""} | change),
    ]


def test_nobody_brings_a_message_in_the_name_of_who_has_a_login(school: School) -> None:
    """Of a colleague or of a participant; what stood under the names of before the server comes as it was."""
    ben, own = school.world.office.accounts["ben"], school.one.desk.sight.actor.account_id
    for action in ("organisation.bring", "organisation.connect"):
        for talk in (_talk(school, ben), _talk(school, None, participant_id=school.amira)):
            assert sends(school.one, action, talk).status == "rejected"
        assert sends(school.one, action, _talk(school, own)).status == "applied"
        assert sends(school.one, action, _talk(school, secrets.token_bytes(16))).status == "applied"
    assert len(school.world.server_rows("messages")) == 4


def test_a_server_that_was_put_back_gets_the_messages_of_everybody_again(school: School) -> None:
    ben = school.world.office.accounts["ben"]
    with school.world.office.database.writing() as connection:
        change_epoch(connection, lock(connection, school.world.office.id))
    assert sends(school.one, "organisation.bring", _talk(school, ben)).status == "applied"


def test_a_first_connection_brings_what_the_staff_wrote_and_no_words_of_participants(world: World, desk: Desk) -> None:
    switched_on(desk)
    bring_in(desk, roster(person("1", "Amira", "Bakker"), complete=False))
    (amira,) = rows_of(desk, "participants")
    talk = begun(desk, participant_id=amira["id"])
    written_by(desk, amira["id"], talk, "Mag ik een ander boek?")
    with desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE messages SET version = 0")
    one = world.connect(desk)
    one.sync()
    assert [row["body"] for row in world.server_rows("messages").values()] == ["Neem een boek mee."]
    assert not one.rows("reviews")


def test_a_first_connection_brings_what_was_kept_once_with_everything_else(world: World, desk: Desk) -> None:
    """Of a home of which a field was switched off since, all would be refused with it, and the desk left with nothing.
    """
    kept = [ON | {"field": field} for field in ("answers", "notes", "messages")]
    add_programme(desk, "koken")
    bring_in(desk, roster(person("1", "Amira", "Bakker"), complete=False))
    (amira,) = rows_of(desk, "participants")
    for field in kept:
        desk.do(switch_field, **field)
    begun(desk, participant_id=amira["id"])
    desk.do(add_note, participant_id=amira["id"], body="las", category="learning", about_on="2026-11-02")
    saw(desk, made(desk), amira["id"], day="2026-11-02")
    bring_results(desk, [answered(1)])
    for field in kept:
        desk.do(switch_field, **(field | {"is_on": False}))
    one = world.connect(desk)
    assert one.sync().parked == 0 and not one.rows("reviews")
    for kind in ("answers", "notes", "observations", "messages", "participants"):
        assert len(one.rows(kind)) == len(world.server_rows(kind)) == 1, kind


def test_a_first_connection_that_the_server_refuses_leaves_the_desk_as_it_was(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_in(desk, roster(person("1", "Amira", "Bakker", groups=("Dinsdag",)), groups=("Dinsdag",)))
    one = world.connect(desk)
    with monkeypatch.context() as patch:
        patch.setattr(judging, "broken", lambda kind, _row: Text("No.") if kind == "groups" else None)
        assert one.sync().parked > 0 and not world.server_rows("participants")
    assert [row["given"] for row in one.rows("participants").values()] == ["Amira"]
    assert desk.read(group_list)[0].participants == 1 and desk.read(overview)
    refused = next(row for row in one.rows("reviews").values() if row["sort"] == "refused")
    one.do(settle_review, review_id=refused["id"], choice="again")
    one.sync()
    one.sync()
    assert [row["given"] for row in world.server_rows("participants").values()] == ["Amira"]
    world.agree(one)


@pytest.mark.clause("A-2.2")
def test_an_order_comes_with_no_answer_of_a_licensor_who_works_there(publishing: Publishing) -> None:
    _, anna, agreement = both(publishing)
    order = prepared(anna, supplements_id=agreement, starts_on="2026-11-21")
    anna.sync()
    row = kept(publishing, "orders")[order] | {"ordered_on": "2026-11-20", "name": "S.", "role": "representative"}
    answered = {"answered_on": "2026-11-21", "answered_by": "Verkoop", "answer_proof": "e-mail"}
    brought = {}
    for state, more in (
        ("accepted", answered), ("declined", answered | {"reason": "vol"}), ("concluded", answered),
        ("concluded", answered | {"agreement_id": agreement}), ("withdrawn", {"withdrawn_on": "2026-11-21"}),
    ):
        made = secrets.token_bytes(16)
        brought[made] = {"accepted": "sent", "declined": "sent"}.get(state, "concluded" if more.get(
            "agreement_id") else "sent" if state == "concluded" else state)
        new = row | {"id": made, "number": made.hex()[:6], "state": state} | more
        assert statuses(send(anna, b"", "organisation.bring", [Patch("orders", made, None, 0, None, new)])) == {
            "applied"}
        assert statuses(send(anna, b"", "order.prepare", [Patch("orders", secrets.token_bytes(16), None, 0, None, new)
                                                          ])) == {"rejected"}
    after = kept(publishing, "orders")
    assert {one: after[one]["state"] for one in brought} == brought
    assert {after[one]["answered_by"] for one in brought if after[one]["state"] == "sent"} == {""}


@pytest.mark.clause("A-2.2")
def test_no_order_is_made_and_accepted_in_one_breath(publishing: Publishing) -> None:
    _, anna, agreement = both(publishing)
    order = prepared(anna, supplements_id=agreement, starts_on="2026-11-21")
    anna.sync()
    for action in ("order.prepare", "order.accept", "organisation.bring"):
        made = secrets.token_bytes(16)
        row = kept(publishing, "orders")[order] | {"id": made, "number": made.hex()[:6]}
        patches = [Patch("orders", made, None, 0, None, row),
                   Patch("orders", made, "state", 0, "prepared", "accepted"),
                   Patch("orders", made, "answered_on", 0, None, "2026-11-21"),
                   Patch("orders", made, "answered_by", 0, "", "Verkoop")]
        assert statuses(send(anna, b"", action, patches)) == {"rejected"}
    assert len(kept(publishing, "orders")) == 1


def test_no_answer_of_the_licensor_comes_with_the_question(publishing: Publishing) -> None:
    """What is asked, reported or measured begins without what the licensor alone says of it."""
    _, anna, agreement = both(publishing)
    asked = {"agreement_id": agreement, "kind": "reuse", "what": "foto", "third_party": "", "asked_on": "2026-11-20",
             "asked_by": "S.", "answered_by": "Lies", "given_on": "2026-11-21", "until_on": None, "conditions": "",
             "proof": "x", "checksum": "a" * 64, "refused_on": None, "refused_reason": "", "withdrawn_on": None,
             "withdrawn_reason": ""}
    for action in ("permission.ask", "undo"):
        made = secrets.token_bytes(16)
        assert statuses(send(anna, b"", action, [
            Patch("permissions", made, None, 0, None, asked | {"id": made})])) == {"rejected"}


@pytest.mark.clause("A-2.2")
def test_an_organisation_without_a_licensor_there_brings_its_orders_as_they_stand(world: World, desk: Desk) -> None:
    lies = world.office.accounts["lies"]
    with world.office.database.writing() as connection:
        stands = {name: value for name, value in world.server_rows("accounts")[lies].items() if name != "version"}
        write_rows(connection, world.office.id, [("accounts", stands | {"until_on": "2026-11-02"})], bytes(16), 1)
    order = accepted(desk)
    waiting = sent(desk, number="B-2")
    one = world.connect(desk)
    one.sync()
    states = {row_id: row["state"] for row_id, row in world.server_rows("orders").items()}
    assert states == {order: "accepted", waiting: "sent"}
    world.agree()
