"""What the server says to anybody, whatever they send: the right status, a problem in words, and never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import zstandard

from app.server import bodies
from app.server.devices import revoke_device
from app.server.records import write_rows
from app.sync.wire import (
    JSON,
    MSGPACK,
    PROTOCOL_HEADER,
    Adopt,
    Answers,
    Page,
    Problem,
    Pull,
    Push,
    Refresh,
    Session,
)
from tests.desks import Clock
from tests.servers import HEADERS, PASSWORD, Computer, Office, Web, code_of, make_office, read

NOTHING = Push([])


def _session(web: Web, username: str = "anna", computer: Computer | None = None) -> Session:
    answer = web.post("/v1/session", (computer or Computer()).log_in(username))
    assert answer.status_code == 200, answer.content
    session: Session = read(answer, Session)
    return session


@pytest.mark.parametrize("form", [JSON, MSGPACK])
def test_a_desk_logs_in_and_asks_in_either_form(office: Office, web: Web, form: str) -> None:
    session = read(web.post("/v1/session", Computer().log_in("anna"), form=form), Session)
    answer = web.post("/v1/push", NOTHING, session.access, form)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, form)
    assert read(answer, Answers).epoch == session.organisation.epoch
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_form_of_the_answer_is_the_one_asked_for(office: Office, web: Web) -> None:
    answer = web.post("/v1/push", NOTHING, _session(web).access, MSGPACK, Accept="text/html, application/json;q=0.9")
    assert answer.headers["Content-Type"] == JSON


@pytest.mark.parametrize(("said", "code"), [
    (None, "upgrade_needed"), ("0", "upgrade_needed"), ("een", "upgrade_needed"), ("-1", "upgrade_needed"),
    ("²", "upgrade_needed"), ("3", "upgrade_server"), ("999999999", "upgrade_server")])
def test_s15_another_protocol_is_told_before_anything_is_read(web: Web, said: str | None, code: str) -> None:
    headers = {"Content-Type": JSON} | ({} if said is None else {PROTOCOL_HEADER: said.encode()})  # type: ignore[dict-item]
    for method, path in (("POST", "/v1/push"), ("POST", "/v1/session"), ("GET", "/v1/live")):
        answer = web.ask(method, path, content=b"not even a body", headers=headers)
        assert code_of(answer) == (426, code)
        assert read(answer, Problem).says[0].template


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/", 404), ("POST", "/v1/nothing", 404), ("POST", "/v1/push/", 404), ("GET", "/v1/push", 405),
    ("DELETE", "/v1/session", 405), ("POST", "/v1/live", 405), ("PUT", "/metrics", 405)])
def test_what_is_not_there(web: Web, method: str, path: str, status: int) -> None:
    answer = web.ask(method, path, headers=HEADERS | {"Accept": MSGPACK})
    assert code_of(answer)[0] == status
    assert answer.headers["Content-Type"] == MSGPACK
    assert ("Allow" in answer.headers) == (status == 405)


DEEP = b"[" * 100_000
MALFORMED = [
    b"", b"\x00", b"null", b"[]", b"{", b'{"operations": 1}', b'{"operations": [{}]}', b"\xff\xfe", DEEP,
    b'{"operations": ' + DEEP, b'{"operations": [], "audit": {"number": -1, "hash": ""}}',
    b'{"operations": [], "audit": {"number": 1e400, "hash": "AA=="}}',
]


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_what_cannot_be_read_is_refused(office: Office, web: Web, body: bytes) -> None:
    token = _session(web).access
    for form in (JSON, MSGPACK):
        assert code_of(web.post("/v1/push", body, token, form)) == (400, "malformed")


@pytest.mark.parametrize("form", ["", "text/plain", "application/x-www-form-urlencoded", "application/jso"])
def test_another_kind_of_body_is_refused(web: Web, form: str) -> None:
    answer = web.ask("POST", "/v1/push", content=b"{}", headers=HEADERS | {"Content-Type": form})
    assert code_of(answer) == (415, "unsupported_form")


def test_bodies_are_pressed_both_ways(office: Office, web: Web) -> None:
    token = _session(web).access
    pressed = zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(NOTHING))
    assert web.post("/v1/push", pressed, token, Content_Encoding="zstd").status_code == 200
    asked = web.ask("GET", "/openapi.json")
    assert asked.status_code == 200
    long = web.post("/v1/session", Computer().log_in("anna"), form=JSON, Accept_Encoding="gzip, zstd;q=0.5")
    short = web.post("/v1/session", Computer().log_in("anna"), form=JSON, Accept_Encoding="zstd;q=0, gzip")
    assert (long.headers.get("Content-Encoding"), short.headers.get("Content-Encoding")) == ("zstd", None)
    assert read(long, Session).name == read(short, Session).name == "Anna de Vries"


@pytest.mark.parametrize(("encoding", "body", "expected"), [
    ("zstd", b"no zstd", (400, "malformed")), ("gzip", b"", (415, "unsupported_form")),
    ("zstd", zstandard.ZstdCompressor().compress(b"[" * 1000)[:-4], (400, "malformed")),
    ("zstd", zstandard.ZstdCompressor().compress(bytes(bodies.LARGEST + 1)), (413, "too_large")),
    ("zstd", zstandard.ZstdCompressor().compress(bytes(500_000_000)), (413, "too_large")),
    ("", bytes(bodies.LARGEST + 1), (413, "too_large")),
], ids=["garbage", "gzip", "cut", "large", "bomb", "plain"])
def test_what_unpacks_to_too_much_or_nothing(
    office: Office, web: Web, encoding: str, body: bytes, expected: tuple[int, str]
) -> None:
    assert code_of(web.post("/v1/push", body, _session(web).access, Content_Encoding=encoding)) == expected


def test_a_long_body_without_a_length_is_cut_off(office: Office, web: Web) -> None:
    async def endless() -> object:
        for _ in range(20):
            yield bytes(1_000_000)

    answer = web.ask("POST", "/v1/push", content=endless(), headers=HEADERS | {"Content-Type": JSON})
    assert code_of(answer) == (413, "too_large")


@pytest.mark.parametrize("path", ["/v1/push", "/v1/results", "/v1/pull", "/v1/earlier", "/v1/adopt"])
@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer xyz", "Bearer é"])
def test_without_a_token_nothing_is_done(office: Office, web: Web, path: str, said: str) -> None:
    body = {
        "/v1/adopt": {"organisation_id": "AAAAAAAAAAAAAAAAAAAAAA=="}, "/v1/earlier": {"before_year": 2026},
        "/v1/push": {"operations": []}, "/v1/results": {"operation_id": "AAAAAAAAAAAAAAAAAAAAAA==", "results": {
            name: [] for name in ("people", "exercises", "batches", "participant", "exercise", "batch", "at_us",
                                  "offset_minutes", "score", "outcome", "seconds")} | {"ids": ""}},
    }.get(path, {})
    headers: dict[str, object] = {**HEADERS, "Content-Type": JSON, "Authorization": said.encode()}
    answer = web.ask("POST", path, content=json.dumps(body), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_goes_on_and_ends(office: Office, web: Web) -> None:
    first = _session(web)
    second = read(web.post("/v1/refresh", Refresh(first.refresh)), Session)
    assert web.post("/v1/pull", Pull(), second.access).status_code == 200
    out = web.post("/v1/logout", Refresh(second.refresh))
    assert (out.status_code, out.content) == (204, b"")
    assert code_of(web.post("/v1/pull", Pull(), second.access)) == (401, "log_in_again")
    assert code_of(web.post("/v1/refresh", Refresh(second.refresh))) == (401, "log_in_again")


def test_too_many_tries_say_when_to_come_back(office: Office, web: Web) -> None:
    for _ in range(10):
        assert code_of(web.post("/v1/session", Computer().log_in("anna", "mis"))) == (401, "wrong_password")
    answer = web.post("/v1/session", Computer().log_in("anna", PASSWORD))
    assert code_of(answer) == (429, "too_many")
    assert answer.headers["Retry-After"] == "900" and read(answer, Problem).retry_after == 900


def test_s14_a_revoked_device_wipes_and_says_so(office: Office, web: Web) -> None:
    computer = Computer()
    session = _session(web, "ben", computer)
    assert code_of(web.post("/v1/wiped", Refresh(session.refresh))) == (409, "not_revoked")
    with office.database.writing() as connection:
        revoke_device(connection, office.id, computer.device_id, office.clock())
    for path, message in (("/v1/pull", Pull()), ("/v1/push", NOTHING)):
        assert code_of(web.post(path, message, session.access)) == (403, "device_revoked")
    assert code_of(web.post("/v1/refresh", Refresh(session.refresh))) == (403, "device_revoked")
    assert code_of(web.post("/v1/wiped", Refresh("made up"))) == (401, "log_in_again")
    for token in (session.refresh, session.access, session.refresh):
        assert web.post("/v1/wiped", Refresh(token)).status_code == 204


def test_s16_an_empty_organisation_takes_over_the_id_of_a_desk(office: Office, web: Web) -> None:
    session, other, wanted = _session(web), _session(web, "ben"), Adopt(b"\x01" * 16)
    assert session.organisation.empty
    assert code_of(web.post("/v1/adopt", wanted, other.access)) == (403, "not_allowed")
    adopted = read(web.post("/v1/adopt", wanted, session.access), Session)
    assert adopted.organisation.id == wanted.organisation_id and adopted.device_id == session.device_id
    assert code_of(web.post("/v1/pull", Pull(), session.access)) == (401, "log_in_again")
    page = read(web.post("/v1/pull", Pull(), adopted.access), Page)
    assert page.bound > 0
    again = read(web.post("/v1/adopt", wanted, adopted.access), Session)
    assert again.organisation.id == wanted.organisation_id
    assert _session(web, "ben").organisation.id == wanted.organisation_id


def test_s16_a_filled_organisation_or_a_taken_id_is_refused(office: Office, web: Web) -> None:
    other = make_office(office.database, office.clock, "ander")
    session = _session(web)
    assert code_of(web.post("/v1/adopt", Adopt(other.id), session.access)) == (409, "organisation_taken")
    with office.database.writing() as connection:
        write_rows(connection, office.id, [("locations", {"id": b"l" * 16, "name": "Hier"})], bytes(16), 1)
    assert not _session(web).organisation.empty
    assert code_of(web.post("/v1/adopt", Adopt(b"\x01" * 16), session.access)) == (409, "not_empty")


def test_a_database_that_is_away_answers_503(
    postgresql_gone: Web, expect_log: Callable[[str], None]
) -> None:
    expect_log("WARNING app.server.faults: unavailable at /health/ready")
    expect_log("WARNING app.server.faults: unavailable at /v1/refresh")
    for answer in (postgresql_gone.ask("GET", "/health/ready"), postgresql_gone.post("/v1/refresh", Refresh("x"))):
        assert code_of(answer) == (503, "unavailable")
        assert answer.headers["Retry-After"] == "2"
    assert postgresql_gone.ask("GET", "/health/live").status_code == 200


@pytest.fixture
def postgresql_gone(tmp_path: Path) -> Web:
    from sqlalchemy import make_url

    from app.server.database import PostgresqlDatabase
    from app.server.ledger import Ledger
    from app.server.web import make_app

    url = make_url("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    return Web(make_app(PostgresqlDatabase(url, Ledger(tmp_path))))


def test_our_own_fault_shows_no_value(
    office: Office, web: Web, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    from app.server import sessions

    def fail(*given: object) -> None:
        raise RuntimeError("Anna de Vries")

    monkeypatch.setattr(sessions, "fits", fail)
    expect_log("ERROR app.server.faults: fault at /v1/session: RuntimeError")
    answer = web.post("/v1/session", Computer().log_in("anna"))
    assert code_of(answer) == (500, "fault")
    assert b"Anna" not in answer.content


def test_the_log_has_ids_and_no_names(
    office: Office, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    computer = Computer()
    with caplog.at_level("INFO", "app.server"):
        session = _session(web, "ben", computer)
        web.post("/v1/pull", Pull(), session.access)
        web.ask("GET", "/v1/pull/geheim?naam=ben", headers=HEADERS)
    fields = [record.fields for record in caplog.records]  # type: ignore[attr-defined]
    assert [(line["method"], line["path"], line["status"]) for line in fields] == [
        ("POST", "/v1/session", 200), ("POST", "/v1/pull", 200), ("GET", "other", 404)]
    assert (fields[1]["organisation"], fields[1]["device"]) == (office.id.hex(), computer.device_id.hex())
    said = json.dumps(fields) + caplog.text
    for secret in ("ben", "Jansen", "127.0.0.1", "geheim", PASSWORD, session.access):
        assert secret not in said


def test_metrics_count_by_address_and_status(office: Office, web: Web) -> None:
    _session(web)
    web.post("/v1/push", NOTHING, "no token")
    text = web.ask("GET", "/metrics").text
    assert 'leerspoor_requests_total{method="POST",path="/v1/push",status="401"} 1' in text
    assert 'leerspoor_request_seconds_count{path="/v1/session"} 1' in text
    assert "leerspoor_requests_waiting 1" in text
    assert "anna" not in text and office.id.hex() not in text


def test_health_and_description_need_no_token(web: Web) -> None:
    assert web.ask("GET", "/health/live").json() == {"status": "alive"}
    assert web.ask("GET", "/health/ready").json() == {"status": "ready"}
    described = web.ask("GET", "/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/v1/session", "/v1/push", "/v1/pull", "/v1/live"} <= described["paths"].keys()


def test_two_servers_on_one_database_are_one(office: Office, web: Web, clock: Clock) -> None:
    from app.server.web import Settings, make_app

    second = Web(make_app(office.database, Settings(clock=clock)))
    session = _session(web)
    assert second.post("/v1/pull", Pull(), session.access).status_code == 200
    other = read(second.post("/v1/refresh", Refresh(session.refresh)), Session)
    assert web.post("/v1/pull", Pull(), other.access).status_code == 200


