"""`leerspoor-server` as somebody runs it: in words, as JSON, on both databases, and in processes that are stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from app.cli.server import main
from app.server import limits
from app.server.accounts import the_organisation
from app.server.batch import Batch
from app.server.database import open_server_database
from app.server.erasing import erase_people
from app.server.records import load, write_rows
from app.server.stream import keep, lock, look
from app.server.tables import erasures
from app.sync.wire import MSGPACK, Problem, Session
from tests.servers import CODE, HEADERS, PASSWORD, Computer, by_hand

PATIENCE = 30.0
ROOT = Path(__file__).parents[2]
OF = ("--organisation", CODE)


@pytest.fixture
def run(server_address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """`run("account", "list", ...)` gives the document of --json; `code` is the exit code that must come."""
    monkeypatch.setenv("LEERSPOOR_DATABASE", server_address)

    def command(*words: object, code: int = 0, plain: bool = False) -> Any:
        capsys.readouterr()
        found = main([*map(str, words), *(() if plain else ("--json",))])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert found == code, out + err
        return out if plain else json.loads(out)

    return command


@pytest.fixture
def filled(run: Any, tmp_path: Path) -> Any:
    """`run` on a server with one organisation and the account `anna`."""
    (tmp_path / "password").write_text(PASSWORD + "\n")
    run("organisation", "create", CODE, "--name", "De Proef", "--provider", "oefenen")
    run("account", "create", "anna", *OF, "--name", "Anna de Vries", "--role", "administrator",
        "--password-file", tmp_path / "password")
    return run


def test_a_licensor_has_its_place_its_accounts_and_its_organisations(filled: Any) -> None:
    filled("licensor", "create", "uitgever", "--name", "De Uitgever", "--provider", "oefenen")
    assert filled("licensor", "list") == {"licensors": ["uitgever"]}
    assert filled("organisation", "list") == {"organisations": [CODE]}
    there = ("--organisation", "uitgever", "--name", "Lies Licentie")
    assert filled("account", "create", "lies", *there, "--role", "licensor")["password"]
    filled("account", "create", "anna", *there, "--role", "administrator", code=2)
    filled("account", "create", "otto", *there, "--role", "auditor", code=2)
    filled("account", "create", "otto", *there, "--role", "auditor", "--until", "2099-01-01")
    assert filled("licensor", "link", CODE, "--licensor", "uitgever")["licensor"] == "uitgever"
    for wrong in (("link", "uitgever", "--licensor", "uitgever"), ("link", CODE, "--licensor", CODE),
                  ("link", CODE, "--licensor", "uitgever", "--from", "2020-01-01"), ("unlink", "uitgever")):
        filled("licensor", *wrong, code=2)
    assert filled("licensor", "unlink", CODE)["licensor"] is None
    filled("account", "disable", "lies", "--organisation", "uitgever", code=2)


def test_from_nothing_to_an_account(filled: Any) -> None:
    found = filled("health")
    assert found == {"ready": True, "database": found["database"], "organisations": 1, "ledger": found["ledger"],
                     "not_applied": 0}
    assert Path(found["ledger"]).is_dir()
    assert filled("organisation", "list") == {"organisations": [CODE]}
    made = filled("account", "create", "ben", *OF, "--name", "Ben Jansen", "--role", "coach")
    assert len(made["password"]) == 19 and made["account"] == "ben"
    assert filled("account", "list", *OF)["accounts"] == [
        {"username": "anna", "name": "Anna de Vries", "role": "administrator", "disabled": False},
        {"username": "ben", "name": "Ben Jansen", "role": "coach", "disabled": False}]
    assert filled("account", "disable", "ben", *OF)["disabled"]
    assert filled("account", "reset", "ben", *OF)["password"] != made["password"]


@pytest.mark.parametrize(("words", "part"), [
    (("organisation", "create", CODE, "--name", "x", "--provider", "oefenen"), "al een organisatie"),
    (("organisation", "create", "ander", "--name", "x", "--provider", "geen"), "geen"),
    (("organisation", "create", "A B", "--name", "x", "--provider", "oefenen"), "geen code"),
    (("account", "create", "ANNA", *OF, "--name", "x", "--role", "coach"), "al een account"),
    (("account", "reset", "niemand", *OF), "geen account"),
    (("account", "list", "--organisation", "elders"), "geen organisatie"),
    (("account", "reset", "anna", *OF, "--password-file", "/nowhere"), "kan niet worden gelezen"),
    (("device", "revoke", "abc", *OF), "geen apparaat"),
    (("health", "--database", "postgresql://anna:geheim@127.0.0.1/x"), "LEERSPOOR_DATABASE"),
    (("health", "--database", "postgresql://127.0.0.1/x?password=geheim"), "LEERSPOOR_DATABASE"),
    (("organisation", "create", "ander", "--name", "x", "--provider", "oefenen", "--zone", "Hier/Daar"), "tijdzone"),
    (("serve", "--tls-cert", "/nowhere"), "TLS"),
    (("serve", "--tls-cert", __file__, "--tls-key", __file__), "PEM"),
    (("serve", "--host", "203.0.113.1", "--port", "1"), "luisteren"),
    (("restore", "/nowhere"), ""),
    (("init",), "al een serverdatabase"),
])
def test_what_cannot_be_is_refused_in_words(filled: Any, words: tuple[str, ...], part: str) -> None:
    said = filled(*words, code=2)["refused"]
    assert said and part in " ".join(said)
    assert "geheim@" not in " ".join(said)


def test_words_for_a_person(filled: Any) -> None:
    assert "anna: Anna de Vries, administrator" in filled("account", "list", *OF, plain=True)
    assert "Organisaties: 1." in filled("health", plain=True)
    assert "Organisations: 1." in filled("health", "--lang", "en", plain=True)


def test_a_short_password_is_refused(filled: Any, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("kort")
    said = filled("account", "reset", "anna", *OF, "--password-file", tmp_path / "password", code=2)
    assert "12" in said["refused"][0]


def test_init_shows_the_recovery_key_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "passphrase").write_text("een lange zin voor de proef")
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    place = ["--database", str(tmp_path / "new"), "--json"]
    assert main(["init", *place]) == 0
    assert len(json.loads(capsys.readouterr().out)["recovery_key"]) == 39
    assert main(["init", *place]) == 2
    assert main(["health", *place]) == 0


def test_maintenance_withdraws_who_was_silent_about_an_erasure(filled: Any, server_address: str) -> None:
    person = b"p" * 16
    _fill(server_address, person)
    assert filled("erasure", "list", "--organisation", CODE) == {"erasures": []}
    _erase(server_address, person)
    (line,) = filled("erasure", "list", "--organisation", CODE)["erasures"]
    assert (line["id"], line["waiting"]) == (person.hex(), [])
    assert filled("maintain") == {
        "forgotten": 0, "revoked": 0, "lapsed": 0, "log": {"state": "cleared", "kept": 0, "archived": False}}
    assert "niets meer" in filled("maintain", plain=True)


def test_a_backup_comes_back_without_who_was_erased_since(
    filled: Any, server_address: str, tmp_path: Path
) -> None:
    if "://" in server_address:
        assert "pg_dump" in filled("backup", "--out", tmp_path / "x", code=2)["refused"][0]
        assert "pg_restore" in filled("restore", tmp_path / "x", code=2)["refused"][0]
        return
    person = b"p" * 16
    before = _fill(server_address, person)
    made = filled("backup", "--out", tmp_path)["backup"]
    _erase(server_address, person)
    running = open_server_database(server_address)
    with running.reading() as connection:
        the_organisation(connection, CODE)
    assert "ander programma" in filled("restore", made, code=2)["refused"][0]
    running.close()
    assert Path(filled("restore", made)["aside"]).is_dir()
    database = open_server_database(server_address)
    with database.reading() as connection:
        organisation_id = the_organisation(connection, CODE)
        assert look(connection, organisation_id).epoch != before
        assert [row.participant_id for row in connection.execute(erasures.select())] == [person]
    database.close()
    assert b"Zomer" not in Path(server_address, "leerspoor.db").read_bytes()


def test_postgresql_put_back_from_before_an_erasure_erases_again(
    filled: Any, server_address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if "://" not in server_address:
        pytest.skip("SQLite comes back by `restore`")
    person = b"p" * 16
    before = _fill(server_address, person)
    older = server_address.replace("/leerspoor?", "/leerspoor_older?")
    by_hand(server_address.replace("/leerspoor?", "/postgres?"), "CREATE DATABASE leerspoor_older TEMPLATE leerspoor")
    monkeypatch.setenv("LEERSPOOR_LEDGER", str(tmp_path / "kept"))
    _erase(server_address, person, tmp_path / "kept")
    monkeypatch.setenv("LEERSPOOR_DATABASE", older)
    try:
        assert filled("health")["not_applied"] == 1
        assert filled("restored") == {"organisations": 1, "erased": 1, "ledger": str(tmp_path / "kept")}
        assert filled("health")["not_applied"] == 0
        database = open_server_database(older)
        with database.reading() as connection:
            organisation_id = the_organisation(connection, CODE)
            assert look(connection, organisation_id).epoch != before
            assert load(connection, organisation_id, [("participants", person)]) == {}
        database.close()
    finally:
        by_hand(server_address.replace("/leerspoor?", "/postgres?"), "DROP DATABASE leerspoor_older WITH (FORCE)")


@pytest.mark.parametrize("where", ["beside", "elsewhere"])
def test_a_backup_comes_back_after_the_database_was_lost_without_who_was_erased(
    filled: Any, server_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if "://" in server_address:
        pytest.skip("PostgreSQL comes back by `restored`")
    if where == "elsewhere":
        monkeypatch.setenv("LEERSPOOR_LEDGER", str(tmp_path / "kept"))
    kept, person = Path(filled("health")["ledger"]), b"p" * 16
    _fill(server_address, person)
    made = filled("backup", "--out", tmp_path)["backup"]
    _erase(server_address, person, kept)
    Path(server_address, "leerspoor.db").unlink()
    filled("restore", made)
    assert filled("erasure", "list", *OF)["erasures"][0]["id"] == person.hex()
    assert Path(filled("health")["ledger"]) == kept
    assert filled("health")["not_applied"] == 0
    assert [file.read_text() for file in kept.glob("*.ids")] == [person.hex()]


def test_a_server_starts_only_where_it_can_write_down_who_was_erased(filled: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for command in (("serve", "--port", "0"), ("health",)):
        said = filled(*command, "--ledger", tmp_path / "file" / "below", code=2)["refused"]
        assert "--ledger" in said[0] and "below" in said[0]


def _fill(address: str, person: bytes) -> str:
    database = open_server_database(address)
    with database.writing() as connection:
        organisation_id = the_organisation(connection, CODE)
        write_rows(connection, organisation_id, [("participants", {"id": person, "given": "Zomer"})], bytes(16), 1)
        epoch = look(connection, organisation_id).epoch
    database.close()
    return epoch


def _erase(address: str, person: bytes, ledger: Path | None = None) -> None:
    database = open_server_database(address, ledger=ledger)
    with database.writing() as connection:
        here = lock(connection, the_organisation(connection, CODE))
        erase_people(Batch(connection, here), [person], bytes(16), 1)
        keep(connection, here)
    database.close()


@contextmanager
def _serving(address: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real process; it is stopped at the end if it still runs."""
    command = [sys.executable, "-m", "app.cli.server", "serve", "--port", "0", "--json", *words]
    environment = os.environ | {"LEERSPOOR_DATABASE": address}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield process, json.loads(line)["address"]
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def _session(address: str, computer: Computer) -> Session:
    answer = httpx.post(f"{address}/v1/session", content=msgspec.msgpack.encode(computer.log_in("anna")),
                        headers=HEADERS | {"Content-Type": MSGPACK, "Accept": MSGPACK}, timeout=PATIENCE)
    assert answer.status_code == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=Session)


def test_sigterm_finishes_what_is_under_way_and_ends_streams(filled: Any, server_address: str) -> None:
    with _serving(server_address) as (process, address):
        session = _session(address, Computer())
        headers = HEADERS | {"Authorization": f"Bearer {session.access}"}
        with httpx.stream("GET", f"{address}/v1/live", headers=headers, timeout=PATIENCE) as answer:
            lines = answer.iter_lines()
            assert next(line for line in lines if line.startswith("data: "))
            host, port = address.removeprefix("http://").split(":")
            with _half_a_request(host, int(port)) as finish:
                process.send_signal(signal.SIGTERM)
                assert all(not line.startswith("data") for line in lines), "the stream ends"
                assert b" 401 " in finish(), "a request that had begun is answered"
        assert process.wait(PATIENCE) == 0
        log = [json.loads(line) for line in (process.stderr.read() if process.stderr else "").splitlines()]
    assert {"path", "status", "milliseconds"} <= next(line for line in log if line.get("path") == "/v1/session").keys()


@contextmanager
def _half_a_request(host: str, port: int) -> Iterator[Any]:
    """A request that the server has begun to read: it says so, since it is asked to go on."""
    import socket

    body = b'{"operations": []}'
    head = (f"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nLeerspoor-Protocol: 1\r\n"
            f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection((host, port), timeout=PATIENCE) as connection:
        connection.sendall(head + body[:5])
        assert b" 100 " in connection.recv(100)

        def finish() -> bytes:
            connection.sendall(body[5:])
            return connection.recv(100)

        yield finish


def test_several_processes_share_a_port_and_stop_together(filled: Any, server_address: str) -> None:
    with _serving(server_address, "--workers", "2") as (process, address):
        computer = Computer()
        session = _session(address, computer)
        headers = HEADERS | {"Authorization": f"Bearer {session.access}"}
        with httpx.stream("GET", f"{address}/v1/live", headers=headers, timeout=PATIENCE) as answer:
            lines = answer.iter_lines()
            assert next(line for line in lines if line.startswith("data: "))
            process.send_signal(signal.SIGTERM)
            assert all(not line.startswith("data") for line in lines), "the stream ends"
        assert process.wait(PATIENCE) == 0


def test_the_lock_out_holds_across_processes(filled: Any, server_address: str) -> None:
    wrong = msgspec.msgpack.encode(Computer().log_in("anna", "mis"))
    headers = HEADERS | {"Content-Type": MSGPACK, "Accept": MSGPACK}
    with _serving(server_address, "--workers", "2") as (_, address):
        answers = [httpx.post(f"{address}/v1/session", content=wrong, headers=headers, timeout=PATIENCE)
                   for _ in range(limits.MOST_PER_NAME + 1)]
    codes = [msgspec.msgpack.decode(answer.content, type=Problem).code for answer in answers]
    assert codes == ["wrong_password"] * limits.MOST_PER_NAME + ["too_many"]
