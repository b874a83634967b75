"""Who was erased stays known outside the database: whatever becomes of it, nobody comes back by it (D9)."""

from __future__ import annotations

import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.server import backups, serving
from app.server.batch import Batch
from app.server.database import ServerDatabase, open_server_database
from app.server.erasing import erase_people
from app.server.ledger import Ledger
from app.server.records import load, write_rows
from app.server.stream import keep, lock
from app.server.tables import erasures
from app.store.erasure import read_ledger, write_ledger
from app.sync.wire import Adopt, Page, Pull, Push, Sent, Session
from tests.servers import Computer, Office, Web, code_of, make_office, read

PERSON, NAME = b"p" * 16, "Zwaluwtong"


def erase(connection: Connection, organisation_id: bytes, *people: bytes) -> None:
    here = lock(connection, organisation_id)
    erase_people(Batch(connection, here), people, bytes(16), 1)
    keep(connection, here)


def bring(database: ServerDatabase, organisation_id: bytes) -> None:
    with database.writing() as connection:
        write_rows(connection, organisation_id, [("participants", {"id": PERSON, "given": NAME})], bytes(16), 1)


def erased_in(database: ServerDatabase) -> set[tuple[bytes, bytes]]:
    with database.reading() as connection:
        return {(row[0], row[1]) for row in connection.execute(
            select(erasures.c.organisation_id, erasures.c.participant_id))}


def erase_over(web: Web, session: Session, *people: bytes) -> int:
    """The erasure as a desk sends it; gives the status of the answer."""
    sent = Sent(secrets.token_bytes(16), "participant.erase", 1, {"participant_ids": list(people)}, [], [], 1)
    return web.post("/v1/push", Push([sent]), session.access).status_code


def test_an_erasure_is_written_down_by_id_for_the_server_alone(office: Office, web: Web) -> None:
    bring(office.database, office.id)
    assert erase_over(web, office.session(), PERSON) == 200
    (file,) = office.database.ledger.folder.iterdir()
    assert read_ledger(file) == {PERSON}
    assert file.read_bytes() == PERSON.hex().encode()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_erasure_that_comes_to_nothing_leaves_no_line(office: Office, web: Web) -> None:
    bring(office.database, office.id)
    with pytest.raises(KeyError), office.database.writing() as connection:
        erase(connection, office.id, PERSON)
        raise KeyError
    erase_over(web, office.session("ben"), PERSON)  # a coach may not
    assert office.database.ledger.erased(office.id) == frozenset()
    assert erased_in(office.database) == set()


def test_nobody_is_erased_who_cannot_be_written_down(
    office: Office, web: Web, expect_log: Callable[[str], None]
) -> None:
    expect_log("WARNING app.server.faults: unavailable at /v1/push: The server cannot write down who was erased")
    bring(office.database, office.id)
    office.database.ledger.folder.parent.mkdir(parents=True, exist_ok=True)
    office.database.ledger.folder.write_text("no folder")
    assert erase_over(web, office.session(), PERSON) == 503
    assert erased_in(office.database) == set()
    with office.database.reading() as connection:
        assert load(connection, office.id, [("participants", PERSON)])
    with pytest.raises(Refusal, match="--ledger"):
        office.database.ledger.be_writable()
    office.database.ledger.folder.unlink()
    assert erase_over(web, office.session(), PERSON) == 200
    assert office.database.ledger.erased(office.id) == {PERSON}


@pytest.fixture
def workers(server_address: str) -> Iterator[list[ServerDatabase]]:
    """The same database, open as often as there are processes."""
    with ExitStack() as stack:
        opened = [open_server_database(server_address) for _ in range(4)]
        for database in opened:
            stack.callback(database.close)
        yield opened


def test_workers_that_erase_at_once_lose_no_line(office: Office, workers: list[ServerDatabase]) -> None:
    people = [secrets.token_bytes(16) for _ in range(40)]

    def erase_some(at: int) -> None:
        for person in people[at::len(workers)]:
            with workers[at].writing() as connection:
                erase(connection, office.id, person)

    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(erase_some, range(len(workers))))
    assert office.database.ledger.erased(office.id) == set(people)


def test_a_ledger_that_was_lost_is_filled_from_the_database(office: Office, server_address: str) -> None:
    with office.database.writing() as connection:
        erase(connection, office.id, PERSON)
    elsewhere = office.database.ledger.folder.with_name("elsewhere")
    database = open_server_database(server_address, ledger=elsewhere)
    backups.fill_ledger(database)
    database.close()
    assert database.ledger.erased(office.id) == {PERSON}


def test_a_server_that_starts_writes_down_what_its_ledger_lost(
    server_database: ServerDatabase, server_address: str, office: Office, tmp_path: Path
) -> None:
    with server_database.writing() as connection:
        erase(connection, office.id, PERSON)
    serving._ready(server_address, tmp_path / "new").close()
    assert Ledger(tmp_path / "new").erased(office.id) == {PERSON}


def test_only_the_own_organisation_erases_again(office: Office) -> None:
    """Two organisations of one server have nothing to say about each other's people."""
    other = make_office(office.database, office.clock, "ander")
    with office.database.writing() as connection:
        erase(connection, office.id, PERSON)
        connection.execute(erasures.delete())
    bring(office.database, other.id)
    assert backups.not_applied(office.database) == 1
    assert backups.came_back(office.database, 2) == backups.CameBack(2, 1)
    assert backups.not_applied(office.database) == 0
    assert erased_in(office.database) == {(office.id, PERSON)}
    with office.database.reading() as connection:
        assert load(connection, other.id, [("participants", PERSON)])


def test_an_organisation_that_comes_back_under_its_id_has_its_erasures(office: Office, web: Web) -> None:
    """The server lost everything; the first desk brings its id, and the ledger still knows it (S16)."""
    former = b"\x01" * 16
    folder = office.database.ledger.folder
    folder.mkdir(parents=True)
    write_ledger(folder / f"{former.hex()}.ids", [PERSON])
    assert backups.came_back(office.database, 2).erased == 0, "nobody here has that id"

    adopted = read(web.post("/v1/adopt", Adopt(former), office.session().access), Session)
    assert erased_in(office.database) == {(former, PERSON)}
    assert read(web.post("/v1/pull", Pull(), adopted.access), Page).erased == [PERSON]
    again = office.session(computer=Computer())
    assert again.organisation.empty, "a desk that never got the answer must be able to ask again"
    assert code_of(web.post("/v1/adopt", Adopt(former), office.session("ben").access)) == (403, "not_allowed")


def test_an_erasure_goes_along_to_the_id_that_is_adopted(office: Office, web: Web) -> None:
    session, wanted = office.session(), b"\x02" * 16
    assert erase_over(web, session, PERSON) == 200
    assert web.post("/v1/adopt", Adopt(wanted), session.access).status_code == 200
    assert erased_in(office.database) == {(wanted, PERSON)}
    assert office.database.ledger.erased(wanted) == {PERSON}


def test_a_list_that_cannot_be_read_stops_what_needs_it(office: Office, tmp_path: Path) -> None:
    with office.database.writing() as connection:
        erase(connection, office.id, PERSON)
    (office.database.ledger.folder / f"{office.id.hex()}.ids").write_text("no id")
    with pytest.raises(Refusal, match="who was erased"):
        backups.came_back(office.database, 2)
