"""Desks hear of changes at once, over real sockets, and the server still stops when asked (S17)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest
import trustme

from app.domain.permissions import Role, TenantKind
from app.server import live
from app.server.accounts import create_account, create_organisation
from app.server.devices import revoke_device
from app.server.embedded import embedded
from app.server.licensors import link
from app.server.passwords import hashed
from app.server.records import write_rows
from app.server.serving import Place
from app.server.sessions import log_in
from app.server.web import Settings
from app.sync.wire import MSGPACK, Session
from tests.servers import HEADERS, PASSWORD, Computer, Office

PATIENCE = 20.0


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with embedded(office.database, Settings(clock=office.clock)) as found:
        yield found


@contextmanager
def _listening(address: str, token: str) -> Iterator[Iterator[str]]:
    headers = HEADERS | {"Authorization": f"Bearer {token}"}
    with httpx.stream("GET", f"{address}/v1/live", headers=headers, timeout=PATIENCE) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield answer.iter_lines()


def _next_number(lines: Iterator[str]) -> int:
    for line in lines:
        if line.startswith("data: "):
            return int(line.removeprefix("data: "))
    raise AssertionError("the stream ended")


def _write(office: Office) -> int:
    with office.database.writing() as connection:
        return write_rows(connection, office.id, [("locations", {"id": b"l" * 16, "name": "Hier"})], bytes(16), 1)


def test_s17_a_licensor_hears_of_what_changes_for_him_in_an_organisation(office: Office, address: str) -> None:
    with office.database.writing() as connection:
        licensor = create_organisation(
            connection, "uitgever", "De Uitgever", "oefenen", 1, kind=TenantKind.LICENSOR)
        create_account(connection, licensor, "lies", "Lies", Role.LICENSOR, hashed(PASSWORD), 1)
        link(connection, office.id, licensor, office.clock())
    asked = Computer().log_in("lies", organisation="uitgever")
    session = log_in(office.database, asked, "127.0.0.1", office.clock())
    with _listening(address, session.access) as lines:
        own = _next_number(lines)
        with office.database.writing() as connection:  # no news for him
            write_rows(connection, office.id, [("groups", {"id": b"g" * 16, "name": "Groep"})], bytes(16), 1)
        _write(office)
        assert _next_number(lines) == own, "the number is that of his own stream, which stood still"


def test_s17_a_listener_hears_of_every_change(office: Office, address: str) -> None:
    session = office.session()
    with _listening(address, session.access) as lines:
        begun = _next_number(lines)
        assert _write(office) == begun + 1 == _next_number(lines)
        assert _write(office) == begun + 2 == _next_number(lines)


def test_s17_a_change_made_through_another_server_is_heard(office: Office, address: str) -> None:
    session = office.session()
    with embedded(office.database, Settings(clock=office.clock)) as other, _listening(address, session.access) as lines:
        begun = _next_number(lines)
        answer = httpx.post(f"{other}/v1/session", content=msgspec.msgpack.encode(Computer().log_in("ben")),
                            headers=HEADERS | {"Content-Type": MSGPACK, "Accept": MSGPACK}, timeout=PATIENCE)
        assert msgspec.msgpack.decode(answer.content, type=Session).name == "Ben Jansen"
        assert _next_number(lines) > begun


def test_listening_asks_for_a_token(office: Office, address: str) -> None:
    assert httpx.get(f"{address}/v1/live", headers=HEADERS).status_code == 401
    assert httpx.get(f"{address}/v1/live").status_code == 426


def test_who_is_withdrawn_hears_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    computer = Computer()
    session = office.session("anna", computer)
    with embedded(office.database, Settings(clock=office.clock)) as address, \
            _listening(address, session.access) as lines:
        _next_number(lines)
        assert ":" in lines, "a heartbeat comes first"
        with office.database.writing() as connection:
            revoke_device(connection, office.id, computer.device_id, office.clock())
        assert all(line in ("", ":") for line in lines), "and the stream ends"


def test_a_server_that_stops_ends_its_streams(office: Office) -> None:
    session = office.session()
    with embedded(office.database, Settings(clock=office.clock)) as address:
        headers = HEADERS | {"Authorization": f"Bearer {session.access}"}
        client = httpx.Client(timeout=PATIENCE)
        answer = client.send(client.build_request("GET", f"{address}/v1/live", headers=headers), stream=True)
        lines = answer.iter_lines()
        _next_number(lines)
    assert not [line for line in lines if line.startswith("data")]
    client.close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/health/live")


def test_metrics_count_who_listens(office: Office, address: str) -> None:
    with _listening(address, office.session().access) as lines:
        _next_number(lines)
        assert "leerspoor_live_listeners 1\n" in httpx.get(f"{address}/metrics").text


def test_tls_with_a_certificate_of_ones_own(office: Office, tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    issued.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    place = Place(certificate=tmp_path / "cert.pem", key=tmp_path / "key.pem")
    with embedded(office.database, place=place) as address:
        context = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        assert address.startswith("https://127.0.0.1:")
        assert httpx.get(f"{address}/health/ready", verify=context).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
            httpx.get(f"{address}/health/ready")
