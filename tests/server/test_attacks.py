"""Messages made by hand, with a valid token: wrong values, foreign ids, more than can be."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest
import zstandard
from sqlalchemy import Connection, event

from app.domain.kinds import EVERYTHING
from app.domain.operation import Patch
from app.server.accounts import disable_account, reset_password
from app.server.adopting import adopt
from app.server.problems import Declined
from app.server.pull import answer
from app.server.push import push
from app.server.records import load
from app.server.sessions import Caller, authenticate
from app.server.stream import look
from app.server.tables import reads
from app.sync.wire import Adopt, Answers, AskEarlier, Page, Pull, Push, PushResults, Reach, Results, Sent
from tests.servers import Computer, Office, Web, code_of, read

UNKNOWN = Answers([], "", 0)


def _sent(action: str, patches: list[Patch], **more: Any) -> Sent:
    made = {"id": secrets.token_bytes(16), "action_version": 1, "arguments": {}, "depends_on": [], "at_us": 1} | more
    return Sent(action=action, patches=patches, **made)


def _push(web: Web, token: str, *sent: Sent) -> list[str]:
    answer = web.post("/v1/push", Push(list(sent)), token)
    assert answer.status_code == 200, answer.content
    return [one.status for one in read(answer, Answers).answers]


def _group(row_id: bytes, name: str = "Dinsdag") -> Patch:
    return Patch("groups", row_id, None, 0, None, {"id": row_id, "name": name, "from_on": "2026-08-01"})


@pytest.mark.parametrize("rows", [True, 2**63, -2**63, "7", b"7", None, {"a": 1}, [1]])
def test_a_batch_of_results_counts_its_rows_in_a_number(office: Office, web: Web, rows: Any) -> None:
    token = office.session().access
    patch = Patch("results", secrets.token_bytes(16), "batch", 0, None, rows)
    assert _push(web, token, _sent("import", [patch]), _sent("group.create", [_group(b"g" * 16)])) == [
        "rejected", "applied"]


@pytest.mark.parametrize("value", [
    True, 2**63, 1.5, [[]], {"a": {}}, {1: 2}, b"\xff", "\x00", msgspec.msgpack.Ext(5, b"")])
@pytest.mark.parametrize("name", ["name", "school_year", "location_id", "from_on"])
def test_no_value_makes_the_server_stumble(office: Office, web: Web, name: str, value: Any) -> None:
    row_id = secrets.token_bytes(16)
    row = {"id": row_id, "name": "Dinsdag", "from_on": "2026-08-01", name: value}
    if (name, value) == ("location_id", b"\xff"):
        row[name] = b"\xff" * 17
    assert _push(web, office.session().access, _sent("group.create", [
        Patch("groups", row_id, None, 0, None, row)])) == ["rejected"]


@pytest.mark.parametrize("people", [None, 5, "x", {"a": 1}, [5, None, [1]], [b"short"]])
def test_erasing_what_is_no_person_erases_nothing(office: Office, web: Web, people: Any) -> None:
    status = _push(web, office.session().access, _sent("participant.erase", [], arguments={"participant_ids": people}))
    assert status == ["applied"]


def test_only_people_are_erased(office: Office, web: Web) -> None:
    token, group = office.session().access, secrets.token_bytes(16)
    assert _push(web, token, _sent("group.create", [_group(group)])) == ["applied"]
    for wanted in (office.id, group, office.accounts["ben"], bytes(16)):
        arguments = {"participant_ids": [secrets.token_bytes(16), wanted]}
        assert _push(web, token, _sent("participant.erase", [], arguments=arguments)) == ["rejected"]
    assert office.session("ben").organisation.id == office.id
    assert _push(web, token, _sent("group.rename", [Patch("groups", group, "name", 99, "Dinsdag", "Woensdag")])) == [
        "applied"]


def test_nobody_speaks_under_the_id_of_somebody_elses_operation(office: Office, web: Web) -> None:
    refused = _sent("group.paint", [_group(b"g" * 16)])
    assert _push(web, office.session().access, refused) == ["rejected"]
    ben = office.session("ben").access
    assert code_of(web.post("/v1/push", Push([msgspec.structs.replace(refused, action="undo", patches=[])]), ben)) == (
        422, "misshapen")


def test_no_organisation_takes_the_unit_of_who_sees_everything_as_its_id(office: Office, web: Web) -> None:
    assert code_of(web.post("/v1/adopt", Adopt(bytes(16)), office.session().access))[0] == 409


def test_the_same_operation_twice_in_one_push_is_taken_once(office: Office, web: Web) -> None:
    sent = _sent("group.create", [_group(secrets.token_bytes(16))])
    assert _push(web, office.session().access, sent, sent) == ["applied"]
    with office.database.reading() as connection:
        before = look(connection, office.id).number
    assert _push(web, office.session(computer=Computer()).access, sent) == ["applied"]
    with office.database.reading() as connection:
        assert look(connection, office.id).number - before <= 1  # the other device itself


def test_a_stranger_has_nothing_large_taken_apart(office: Office, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = b"\x81\xaaoperations\x91\x81\xa9arguments\x81\xa1a\xdd\x00\x0f\x42\x40"
    bomb = zstandard.ZstdCompressor().compress(begin + b"\x90" * 1_000_000)
    for token in ("", "x" * 80):
        answer = web.post("/v1/push", bomb, token, Content_Encoding="zstd")
        assert answer.status_code == 401
    answer = web.post("/v1/push", bomb, office.session().access, Content_Encoding="zstd")
    assert code_of(answer) == (400, "malformed")


def test_more_ids_than_rows_are_not_looked_up(office: Office, web: Web) -> None:
    many = [secrets.token_bytes(16)] * 20_001
    slices = Results(many, [], many, b"", *([] for _ in range(8)))
    assert code_of(web.post("/v1/results", PushResults(b"o" * 16, slices), office.session().access)) == (
        422, "misshapen")


@pytest.mark.parametrize("what", ["disable", "reset"])
def test_the_stream_is_locked_before_devices(office: Office, what: str) -> None:
    """As at a log-in; the other way round two of them would wait for each other for ever."""
    office.session("ben")
    said: list[str] = []
    with office.database.writing() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2]))
        if what == "disable":
            disable_account(connection, office.id, "ben", office.clock())
        else:
            reset_password(connection, office.id, "ben", "x", office.clock())
    def first(words: str) -> int:
        return next(at for at, one in enumerate(said) if words in one)

    assert first("FROM streams") < first("UPDATE devices")


def test_one_operation_in_two_pushes_at_once_is_taken_once(office: Office) -> None:
    session, both = office.session(), Barrier(2)
    row_id = secrets.token_bytes(16)
    message = Push([_sent("group.create", [_group(row_id)])])

    def send() -> bytes:
        both.wait(30)
        with office.database.writing() as connection:
            caller = authenticate(connection, session.access, office.clock())
            return msgspec.msgpack.encode(push(connection, caller, message, 1).answers)

    with ThreadPoolExecutor(2) as threads:
        first, second = [one.result(60) for one in (threads.submit(send), threads.submit(send))]
    assert first == second
    with office.database.reading() as connection:
        assert len(load(connection, office.id, [("groups", row_id)])) == 1


def test_a_push_that_waited_while_its_organisation_was_adopted_logs_in_again(office: Office) -> None:
    session = office.session()
    with office.database.reading() as connection:
        before = authenticate(connection, session.access, office.clock())
    with office.database.writing() as connection:
        adopt(connection, before, secrets.token_bytes(16), office.clock(), lambda _id: set())
    with pytest.raises(Declined) as declined, office.database.writing() as connection:
        push(connection, before, Push([_sent("group.create", [_group(b"g" * 16)])]), 1)
    assert declined.value.code == "log_in_again"


def test_whoever_asks_for_many_gets_an_answer(office: Office, web: Web) -> None:
    many = [secrets.token_bytes(16) for _ in range(20_000)]
    for name in ("anna", "ben", "lies"):
        token = office.session(name).access
        assert web.post("/v1/earlier", AskEarlier(2025, many), token).status_code == 200
        assert web.post("/v1/pull", Pull([Reach(0, many)], [Reach(0, many)]), token).status_code == 200


def test_a_server_that_was_put_back_begins_one_new_life_however_many_say_so(office: Office, web: Web) -> None:
    session = office.session()
    page = read(web.post("/v1/pull", Pull(), session.access), Page)
    asked = Pull(epoch=page.epoch, named=page.named)
    with office.database.writing() as connection:
        connection.execute(reads.update().values(given_to=0, told_to=0))

    heard: list[Page] = []

    def let_in(connection: Connection) -> Caller:
        caller = authenticate(connection, session.access, office.clock())
        if not heard:  # somebody else is first, and this one has not seen it
            heard.append(read(web.post("/v1/pull", asked, session.access), Page))
        return caller

    made = answer(office.database, let_in, asked, office.clock())
    assert made.enter == heard[0].enter == [EVERYTHING]
    assert made.epoch == heard[0].epoch != page.epoch
