"""Messages of two administrators and a coach over real sockets; what the server takes from nobody."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.erasing import erase_participants
from app.actions.messages import (
    clear_conversations,
    close_conversation,
    hide_message,
    look_at_conversation,
    open_conversation,
    reopen_conversation,
    report_message,
    settle_report,
    show_message,
    write_message,
)
from app.actions.privacy import switch_field
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.messages import mark_id
from app.domain.operation import Patch
from app.server.records import load, write_rows
from app.views.messages import conversation, conversation_list
from tests.dumps import events
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World

ON = {
    "subject": "participant", "field": "messages", "is_on": True, "purpose": "begeleiding", "ground": "e",
    "addition_on": "2026-11-01",
}  # fmt: skip


def _school(world: World) -> School:
    made = make_school(world)
    made.one.do(switch_field, **ON)
    made.assign(made.own)
    made.sync(made.one, made.two)
    return made


def _with_ben(world: World) -> School:
    made = _school(world)
    made.coach = made.ben()
    return made


@pytest.fixture
def school(world: World, request: pytest.FixtureRequest) -> School:
    return world.set_up(_with_ben if "ben" in request.fixturenames else _school)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    assert school.coach is not None
    return school.coach


def begun(desk: SyncedDesk, **who: bytes) -> bytes:
    made: bytes = desk.do(open_conversation, title="Boeken", body="Neem een boek mee.", **who).outcome
    return made


def bodies(desk: SyncedDesk, conversation_id: bytes) -> list[str]:
    return [row.body for row in desk.desk.read(conversation, conversation_id).messages]


@pytest.mark.clause("O-annex 1")
def test_what_a_coach_writes_without_a_network_is_unsent_and_then_read_by_the_others(
    school: School, ben: SyncedDesk,
) -> None:
    group, alone = begun(ben, group_id=school.own), begun(ben, participant_id=school.amira)
    assert [row.unsent for row in ben.desk.read(conversation, group).messages] == [True]
    school.sync(ben, school.one)
    assert [row.unsent for row in ben.desk.read(conversation, group).messages] == [False]
    assert {row.id: row.unread for row in school.one.desk.read(conversation_list).rows} == {group: 1, alone: 1}
    school.one.do(write_message, conversation_id=group, body="Goed idee.")
    school.sync(school.one, ben)
    assert bodies(ben, group) == ["Neem een boek mee.", "Goed idee."]
    assert {row.id: row.unread for row in ben.desk.read(conversation_list).rows} == {group: 1, alone: 0}
    school.world.agree(school.one, school.two)


def test_a_coach_has_nothing_of_another_group(school: School, ben: SyncedDesk) -> None:
    begun(school.one, group_id=school.other)
    begun(school.one, participant_id=school.bram)
    school.sync(school.one, ben)
    assert not ben.rows("messages") and not ben.rows("conversations")


def test_who_only_looks_along_writes_nothing_on_desk_or_server(school: School, ben: SyncedDesk) -> None:
    made = begun(school.one, group_id=school.own)
    for row in list(ben.rows("coach_assignments").values()):
        with school.world.office.database.writing() as connection:
            write_rows(connection, school.world.office.id, [("coach_assignments", {
                name: value for name, value in row.items() if name not in ("version", "tenant")} | {"reads_only": 1})],
                bytes(16), 1)
    school.sync(school.one, ben)
    shown = ben.desk.read(conversation, made)
    assert shown.only_looks and not shown.may_write
    with pytest.raises(Refusal, match="role does not allow"):
        ben.do(write_message, conversation_id=made, body="x")
    answer = send(ben, "message.write", [message(school, ben, made)])
    assert answer.status == "rejected"


def message(school: School, ben: SyncedDesk, within: bytes, **change: Any) -> Patch:
    made = secrets.token_bytes(16)
    row = {"id": made, "conversation_id": within, "group_id": school.own, "participant_id": None,
           "account_id": ben.desk.sight.actor.account_id, "body": "x", "sent_us": 1, "hidden_us": None,
           "hidden_by": None, "hidden_reason": "", "reported_us": None, "reported_by": None, "reported_reason": ""}
    return Patch("messages", made, None, 0, None, row | change)


@pytest.mark.parametrize("change", [
    {"account_id": bytes(16)}, {"account_id": None}, {"body": " "}, {"body": "x" * 4_001},
    {"hidden_us": 1}, {"conversation_id": bytes(16)}, {"group_id": None}, {"reported_reason": "y"},
])  # fmt: skip
def test_nobody_writes_under_another_name_or_in_another_shape(
    school: School, ben: SyncedDesk, change: dict[str, Any],
) -> None:
    made = begun(ben, group_id=school.own)
    ben.sync()
    assert send(ben, "message.write", [message(school, ben, made)]).status == "applied"
    assert send(ben, "message.write", [message(school, ben, made, **change)]).status == "rejected"


def test_nobody_writes_in_the_name_of_a_participant(school: School, ben: SyncedDesk) -> None:
    made = begun(ben, participant_id=school.amira)
    school.sync(ben, school.one)
    forged = message(school, ben, made, account_id=None, participant_id=school.amira, group_id=None)
    assert send(ben, "message.write", [forged]).status == "rejected"
    assert send(school.one, "message.write", [forged]).status == "rejected"


def test_what_was_written_stays_as_it_was(school: School, ben: SyncedDesk) -> None:
    made = begun(school.one, group_id=school.own)
    school.sync(school.one, ben)
    (written,) = ben.rows("messages").values()
    for field, new in (("body", "iets anders"), ("sent_us", 5), ("account_id", ben.desk.sight.actor.account_id)):
        answer = send(ben, "message.write", [Patch(
            "messages", written["id"], field, written["version"], written[field], new)])
        assert answer.status == "rejected"
    whole = {name: value for name, value in written.items() if name != "version"}
    operation = secrets.token_bytes(16)
    assert send(ben, "message.write", [message(school, ben, made)], id=operation).status == "applied"
    gone = Patch("messages", written["id"], None, written["version"], whole, None)
    assert send(ben, "undo", [gone], arguments={"operation": operation}).status == "rejected"
    assert send(ben, "message.write", [gone]).status == "rejected"


def test_a_hidden_message_stays_for_the_administrator_who_alone_shows_it_again(
    school: School, ben: SyncedDesk,
) -> None:
    made = begun(school.one, group_id=school.own)
    school.sync(school.one, ben)
    (written,) = ben.rows("messages")
    ben.do(report_message, message_id=written, reason="naam van een kind")
    ben.do(hide_message, message_id=written, reason="privé")
    school.sync(ben, school.one, school.two)
    assert bodies(ben, made) == [""] and bodies(school.one, made) == ["Neem een boek mee."]
    assert school.one.desk.read(conversation_list).rows[0].reported == 1
    with pytest.raises(Refusal):
        ben.do(show_message, message_id=written)
    ben.do(undo_last)
    school.sync(ben, school.one)
    assert bodies(ben, made) == ["Neem een boek mee."]


def test_a_message_in_a_conversation_that_was_closed_meanwhile_is_kept_to_look_at(
    school: School, ben: SyncedDesk,
) -> None:
    made = begun(school.one, group_id=school.own)
    school.sync(school.one, ben)
    ben.do(write_message, conversation_id=made, body="Onderweg getypt.")
    school.one.do(close_conversation, conversation_id=made)
    school.sync(school.one, ben)
    (review,) = open_reviews(ben)
    assert review["sort"] == "refused" and "closed" in review["reason"]


@pytest.mark.clause("O-annex 3: 10.2")
def test_nothing_is_sent_while_messages_are_off(school: School, ben: SyncedDesk) -> None:
    made = begun(ben, group_id=school.own)
    ben.sync()
    school.one.do(switch_field, **(ON | {"is_on": False}))
    school.one.sync()
    assert send(ben, "message.write", [message(school, ben, made)]).status == "rejected"
    ben.sync()
    assert ben.desk.read(conversation_list).off and not ben.desk.read(conversation_list).rows
    with pytest.raises(Refusal, match="not kept here"):
        ben.do(write_message, conversation_id=made, body="x")


def test_clearing_removes_many_everywhere_and_asks_nobody(school: School, ben: SyncedDesk) -> None:
    """More than fifty rows and more than a fifth: what is meant to go is held nowhere (S13)."""
    made = begun(ben, group_id=school.own)
    for number in range(60):
        ben.do(write_message, conversation_id=made, body=str(number))
    kept = begun(ben, participant_id=school.amira)
    ben.do(close_conversation, conversation_id=made)
    school.sync(ben, school.one, school.two)
    school.world.office.clock.forward(days=364)
    assert school.one.do(clear_conversations).outcome == 0
    school.world.office.clock.forward(days=2)
    assert school.one.do(clear_conversations).outcome == 1
    school.sync(school.one, ben, school.two)
    for desk in (school.one, ben, school.two):
        assert set(desk.rows("conversations")) == {kept} and len(desk.rows("messages")) == 1
        assert open_reviews(desk) == []
    school.world.agree(school.one, school.two)


def test_a_coach_clears_nothing(school: School, ben: SyncedDesk) -> None:
    begun(ben, group_id=school.own)
    ben.sync()
    (written,) = ben.rows("messages").values()
    whole = {name: value for name, value in written.items() if name != "version"}
    gone = Patch("messages", written["id"], None, written["version"], whole, None)
    assert send(ben, "messages.clear", [gone]).status == "rejected"


def test_who_is_erased_leaves_no_message_anywhere(school: School, ben: SyncedDesk) -> None:
    begun(ben, participant_id=school.amira)
    group = begun(ben, group_id=school.own)
    school.sync(ben, school.one)
    of_amira = {"id": secrets.token_bytes(16), "conversation_id": group, "group_id": school.own,
                "participant_id": school.amira, "account_id": None, "body": "Van Amira", "sent_us": 2}
    with school.world.office.database.writing() as connection:
        write_rows(connection, school.world.office.id, [("messages", of_amira)], bytes(16), 2)
    school.sync(ben, school.one)
    assert bodies(ben, group) == ["Van Amira", "Neem een boek mee."]
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, ben, school.two)
    for desk in (school.one, ben, school.two):
        assert set(desk.rows("conversations")) == {group} and len(desk.rows("messages")) == 1
    with school.world.office.database.reading() as connection:
        assert not load(connection, school.world.office.id, [("messages", of_amira["id"])])


def test_no_instant_that_no_desk_can_show_stops_a_list(school: School, ben: SyncedDesk) -> None:
    made = begun(ben, group_id=school.own)
    school.sync(ben, school.one)
    me = ben.desk.sight.actor.account_id
    for far in (2**61, 253_402_214_400_000_000, -1):
        closed = {"state": ("open", "closed"), "closed_us": (None, far), "closed_by": (None, me)}
        assert send(ben, close_conversation.name, [
            Patch("conversations", made, name, 2**40, old, new) for name, (old, new) in closed.items()
        ]).status == "rejected"
        assert send(ben, "message.write", [message(school, ben, made, sent_us=far)]).status == "rejected"
    school.sync(school.one)
    assert [row.id for row in school.one.desk.read(conversation_list).rows] == [made]


@pytest.mark.parametrize("what", ["hidden", "reported"])
def test_a_mark_of_somebody_else_is_neither_taken_over_nor_taken_away(
    school: School, ben: SyncedDesk, what: str,
) -> None:
    """Not by one field of it either: who takes over the name could take the rest away."""
    begun(ben, group_id=school.own)
    school.sync(ben, school.one)
    (written,) = school.one.rows("messages")
    action = {"hidden": hide_message, "reported": report_message}[what]
    school.one.do(action, message_id=written, reason="naam van een kind")
    school.sync(school.one, ben)
    stands, me = school.world.server_rows("messages")[written], ben.desk.sight.actor.account_id
    names = {"by": me, "us": 2**40, "reason": "niets"}
    none = {"by": None, "us": None, "reason": ""}
    for change in ({"by": me}, {"us": 2**40}, {"reason": "niets"}, names, none):
        patches = [Patch("messages", written, f"{what}_{part}", 2**40, stands[f"{what}_{part}"], new)
                   for part, new in change.items()]
        for name in (action.name, {"hidden": "message.show", "reported": "message.report_done"}[what]):
            assert send(ben, name, patches).status == "rejected", (change, name)
    assert school.world.server_rows("messages")[written] == stands
    school.sync(school.one)
    school.one.do({"hidden": show_message, "reported": settle_report}[what], message_id=written)
    school.sync(school.one, ben)
    ben.do(action, message_id=written, reason="privé")
    ben.sync()
    assert school.world.server_rows("messages")[written][f"{what}_by"] == me
    ben.do(undo_last)
    ben.sync()
    assert school.world.server_rows("messages")[written][f"{what}_us"] is None


def test_nobody_closes_a_conversation_in_the_name_of_another_and_everybody_opens_it_again(
    school: School, ben: SyncedDesk,
) -> None:
    made = begun(school.one, group_id=school.own)
    school.one.do(close_conversation, conversation_id=made)
    school.sync(school.one, ben)
    ben.do(reopen_conversation, conversation_id=made)
    ben.do(close_conversation, conversation_id=made)
    school.sync(ben, school.one)
    stands = school.world.server_rows("conversations")[made]
    assert stands["closed_by"] == ben.desk.sight.actor.account_id and open_reviews(ben) == []
    forged = Patch("conversations", made, "closed_by", 2**40, stands["closed_by"], school.world.office.accounts["anna"])
    assert send(ben, close_conversation.name, [forged]).status == "rejected"


def _unread(desk: SyncedDesk) -> dict[bytes, int]:
    return {row.id: row.unread for row in desk.desk.read(conversation_list).rows}


def test_what_was_read_at_one_desk_is_read_at_the_other_and_late_mail_is_new(school: School, ben: SyncedDesk) -> None:
    """One and two are desks of the same person; what a coach wrote in the train comes after what was read."""
    made = begun(ben, group_id=school.own)
    school.sync(ben, school.one, school.two)
    ben.do(write_message, conversation_id=made, body="In de trein.")
    school.world.office.clock.now_us += 60_000_000
    school.two.do(write_message, conversation_id=made, body="Mooi.")
    school.one.do(look_at_conversation, conversation_id=made)
    assert _unread(school.one) == {made: 0} and _unread(school.two) == {made: 1}
    school.sync(school.one, school.two)
    assert _unread(school.two) == {made: 0}, "read elsewhere"
    school.one.do(look_at_conversation, conversation_id=made)
    school.sync(school.one)
    school.sync(ben, school.one, school.two)
    assert _unread(school.one) == _unread(school.two) == {made: 1}, "written before, and new all the same"
    assert _unread(ben) == {made: 1}
    for desk in (school.one, school.two):
        desk.do(look_at_conversation, conversation_id=made)
        assert _unread(desk) == {made: 0}
    school.sync(school.one, school.two)
    school.world.agree(school.one, school.two)
    assert _unread(school.one) == _unread(school.two) == {made: 0} and open_reviews(school.one) == []


def test_looking_is_in_no_log_and_undo_takes_back_what_was_done_before_it(school: School, ben: SyncedDesk) -> None:
    made = begun(ben, group_id=school.own)
    school.sync(ben, school.one)
    school.one.do(write_message, conversation_id=made, body="Vergissing.")
    logged = len(events(school.one.desk))
    school.one.do(look_at_conversation, conversation_id=made)
    assert len(events(school.one.desk)) == logged
    school.one.do(undo_last)
    assert bodies(school.one, made) == ["Neem een boek mee."] and _unread(school.one) == {made: 0}


def test_nobody_says_how_far_another_has_read(school: School, ben: SyncedDesk) -> None:
    made = begun(school.one, group_id=school.own)
    school.sync(school.one, ben)
    mine, anna = ben.desk.sight.actor.account_id, school.one.desk.sight.actor.account_id

    def mark(account: bytes, **change: Any) -> Patch:
        row = {"id": mark_id(account, made), "account_id": account, "conversation_id": made, "read_us": 5} | change
        return Patch("read_marks", row["id"], None, 0, None, row)

    for wrong in (mark(anna), mark(mine, id=bytes(16)), mark(mine, read_us=0)):
        assert send(ben, "conversation.look", [wrong]).status == "rejected"
    assert send(ben, "conversation.look", [mark(mine)]).status == "applied"
    forged = Patch("read_marks", mark_id(mine, made), "read_us", 2**40, 5, 9)
    assert send(school.one, "conversation.look", [forged]).status == "rejected"


def test_marks_go_with_the_conversation_and_with_the_person(school: School, ben: SyncedDesk) -> None:
    group, alone = begun(ben, group_id=school.own), begun(ben, participant_id=school.amira)
    school.sync(ben, school.one, school.two)
    for made in (group, alone):
        school.one.do(look_at_conversation, conversation_id=made)
    school.sync(school.one, school.two)
    assert len(school.world.server_rows("read_marks")) == len(school.two.rows("read_marks")) == 2
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, school.two)
    school.world.agree(school.one, school.two)
    assert {row["conversation_id"] for row in school.two.rows("read_marks").values()} == {group}
    school.one.do(close_conversation, conversation_id=group)
    school.world.office.clock.forward(400)
    school.one.do(clear_conversations)
    school.sync(school.one, school.two)
    school.world.agree(school.one, school.two)
    assert school.world.server_rows("read_marks") == {} and school.two.rows("read_marks") == {}
