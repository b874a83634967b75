"""Bad servers and bad networks: each is survived with a clear message, and what waits still waits."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import trustme
from sqlalchemy import select

from app.actions.groups import create_group, rename_group
from app.domain.errors import Refusal
from app.server.embedded import embedded
from app.server.serving import Place
from app.store.tables import outbox
from app.sync.engine import Syncer
from app.sync.http import HttpWire, Reply, proper_address
from app.sync.refusals import Later
from app.sync.talk import Exchange
from app.sync.wire import MSGPACK, PROTOCOL_HEADER, Problem, Push, Refresh, Saying, Session
from app.views.sync import sync_standing
from tests.sync.scenes import School, make_school
from tests.syncing import World

Answering = Callable[[str, dict[str, str], bytes], Reply]


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def _says(status: int, problem: Problem, **headers: str) -> Answering:
    body = msgspec.msgpack.encode(problem)
    return lambda _path, _headers, _body: Reply(status, {"content-type": MSGPACK, **headers}, body)


def _plain(status: int, text: bytes, **headers: str) -> Answering:
    return lambda _path, _headers, _body: Reply(status, headers, text)


BAD = {
    "500 in its own words": (_says(500, Problem("fault")), "later"),
    "500 of a proxy": (_plain(502, b"<html>Bad gateway</html>"), "later"),
    "503 with Retry-After": (_plain(503, b"", **{"retry-after": "17"}), "later"),
    "429": (_says(429, Problem("too_many", [Saying("The server is busy.")], 9)), "later"),
    "a portal": (_plain(200, b"<html>Log in to this wifi</html>"), "later"),
    "a redirect": (_plain(302, b"", location="https://portal.example"), "later"),
    "half an answer": (_plain(200, b"\x85\xa7answers"), "later"),
    "an answer that is no zstd": (_plain(200, b"nonsense", **{"content-encoding": "zstd"}), "later"),
    "a newer server": (_says(426, Problem("upgrade_needed", [Saying("This Leerspoor is too old.")])), "upgrade"),
    "log in again": (_says(401, Problem("log_in_again")), "log in"),
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_the_server_says_what_waits_still_waits(school: School, name: str) -> None:
    answering, remedy = BAD[name]
    school.one.do(rename_group, group_id=school.own, name="Wacht")
    for fault_at in range(2):
        school.one.line.faults = [""] * fault_at + [answering]
        with pytest.raises(Refusal) as refusal:
            school.one.sync()
        assert refusal.value.remedy == remedy
        standing = school.one.desk.read(sync_standing)
        assert standing.problem is not None and standing.waiting == 1
    school.one.sync()
    assert school.one.desk.read(sync_standing).problem is None
    assert school.world.server_rows("groups")[school.own]["name"] == "Wacht"


def test_retry_after_is_told(school: School) -> None:
    school.one.line.faults = [BAD["503 with Retry-After"][0]]
    with pytest.raises(Later) as later:
        school.one.sync()
    assert later.value.retry_after == 17


def test_a_clock_that_is_a_day_off_is_told_and_changes_nothing(school: School) -> None:
    clock = school.world.office.clock
    plain = school.two.desk.clock
    school.two.desk.clock = lambda: plain() + 86_400_000_000
    school.two.do(rename_group, group_id=school.own, name="Morgen")
    report = school.two.sync()
    assert 86_000 < report.clock_off_seconds < 87_000
    school.one.do(rename_group, group_id=school.own, name="Vandaag")
    school.one.sync()
    school.two.desk.clock = plain
    school.sync(school.one, school.two)
    assert school.two.one("groups", id=school.own)["name"] == "Vandaag"
    assert clock() > 0


def test_an_older_and_a_newer_protocol_are_told_before_anything_is_read(school: School) -> None:
    for version in ("0", "99", ""):
        reply = school.one.line._ask("/v1/push", {"Content-Type": MSGPACK, PROTOCOL_HEADER: version}, b"garbage")
        assert reply.status == 426


def test_a_body_that_is_too_large_is_refused(school: School) -> None:
    talk = school.one.syncer._talking()
    reply = talk.exchange.wire.send(
        "/v1/push", {"Content-Type": MSGPACK, PROTOCOL_HEADER: "1", "Authorization": f"Bearer {talk.access}"},
        b"\x00" * (9 * 1024 * 1024))
    assert reply.status == 413


def test_a_token_of_another_organisation_opens_nothing(school: School) -> None:
    talk = school.one.syncer._talking()
    other = talk.access[:20] + ("A" if talk.access[20] != "A" else "B") + talk.access[21:]
    reply = Exchange(school.one.line).post("/v1/push", Push([]), other)
    assert reply.status == 401


def test_a_desk_that_was_refused_asks_once_and_keeps_the_outbox(school: School) -> None:
    school.one.do(create_group, name="Bewaard")
    school.one.line.faults = [BAD["log in again"][0]]
    with pytest.raises(Refusal):
        school.one.sync()
    with school.one.desk.database.reading() as connection:
        assert connection.execute(select(outbox.c.state)).scalars().all().count("waiting") == 1


@pytest.mark.parametrize("address", ["", "ftp://school.nl", "http://school.nl", "https://", "   "])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(Refusal):
        proper_address(address)


def test_an_address_gets_a_safe_scheme() -> None:
    assert proper_address(" leerspoor.school.nl/ ") == "https://leerspoor.school.nl"
    assert proper_address("http://127.0.0.1:8080") == "http://127.0.0.1:8080"


# --- over real sockets ----------------------------------------------------------------------------------------


def test_a_server_that_is_not_there(school: School) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wire = HttpWire(f"http://127.0.0.1:{port}")
    with pytest.raises(Later):
        Exchange(wire).answer("/v1/refresh", Refresh("x"), Session)
    wire.close()


@pytest.fixture
def cutting() -> Iterator[str]:
    """A server that promises more than it sends."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        talk, _ = listening.accept()
        with talk:
            talk.recv(65536)
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/msgpack\r\nContent-Length: 1000\r\n\r\nhalf")

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    thread.join()
    listening.close()


def test_a_body_that_is_cut_half_way(cutting: str) -> None:
    wire = HttpWire(cutting)
    with pytest.raises(Later):
        Exchange(wire).answer("/v1/refresh", Refresh("x"), Session)
    wire.close()


@pytest.fixture
def inspected(school: School, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The server behind a certificate of an authority that only this school knows."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    files = tmp_path / "key.pem", tmp_path / "chain.pem", tmp_path / "authority.pem"
    certificate.private_key_pem.write_to_path(files[0])
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(files[1], append=True)
    authority.cert_pem.write_to_path(files[2])
    with embedded(school.world.office.database, place=Place(certificate=files[1], key=files[0])) as address:
        yield address, files[2]


def test_an_authority_of_the_system_is_trusted_and_any_other_is_not(
    school: School, inspected: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, authority = inspected
    assert address.startswith("https://")
    school.one.do(rename_group, group_id=school.own, name="Door de muur")
    stranger = Syncer(school.one.desk, HttpWire(address))
    with pytest.raises(Refusal, match="not trusted"):
        stranger.sync()
    stranger.close()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    assert Path(ssl.get_default_verify_paths().cafile or "") == authority
    known = Syncer(school.one.desk, HttpWire(address))
    known.sync()
    known.close()
    assert school.world.server_rows("groups")[school.own]["name"] == "Door de muur"
