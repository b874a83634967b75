"""Results are looked at before the stream is locked, and again where something changed meanwhile (S5, S6)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from app.domain.permissions import Role
from app.server import results, stream
from app.server.accounts import create_organisation
from app.server.database import ServerDatabase, create_server_database
from app.server.failures import Unavailable
from app.server.records import delete_units, write_rows
from app.server.sessions import Caller
from app.server.stream import Stream
from app.server.tables import batches
from app.store.protection import DEMO
from app.sync.wire import PushResults, Results, ResultsTaken

AMIRA, BO, TASK, BATCH, ACCOUNT = (bytes([number]) * 16 for number in range(1, 6))


@dataclass
class Office:
    """An organisation with two people and an exercise, and a batch that is expected."""

    database: ServerDatabase
    caller: Caller

    def take(self, people: list[bytes], ids: bytes) -> ResultsTaken:
        count = len(people)
        given = Results(
            people, [TASK], [BATCH], ids, list(range(count)), [0] * count, [0] * count, [10**15] * count, [60] * count,
            [500] * count, [1] * count, [30] * count)
        with self.database.writing() as connection:
            return results.take(connection, self.caller, PushResults(BATCH, given), 1)

    def kept(self) -> dict[bytes, int]:
        with self.database.reading() as connection:
            table = results.results
            query = select(table.c.participant_id, func.count()).group_by(table.c.participant_id)
            return {row[0]: row[1] for row in connection.execute(query)}


@pytest.fixture
def office(fresh_postgresql: str) -> Iterator[Office]:
    """On PostgreSQL: a file has one writer at a time, so nothing can come between there."""
    database, _ = create_server_database(fresh_postgresql, DEMO)
    with database.writing() as connection:
        organisation = create_organisation(connection, "proef", "De Proef", "leerling-in-beeld", 1)
        write_rows(connection, organisation, [
            *(("participants", {"id": one, "given": "A", "family": "B"}) for one in (AMIRA, BO)),
            ("exercises", {"id": TASK, "programme_version_id": TASK, "iri": "", "title": "Oefening", "position": 1}),
        ], ACCOUNT, 1)
        connection.execute(batches.insert().values(organisation_id=organisation, id=BATCH, first=0, last=0, rows=9))
    yield Office(database, Caller(organisation, ACCOUNT, ACCOUNT, Role.ADMINISTRATOR, None, "Anna", date(2026, 9, 1)))
    database.close()


def _between(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Any]) -> None:
    """Once, when the people were looked up and the stream is not locked yet."""
    lock, todo = stream.lock, [happens]

    def locking(connection: Connection, organisation_id: bytes) -> Stream:
        if todo:
            todo.pop()()
        return lock(connection, organisation_id)

    monkeypatch.setattr(stream, "lock", locking)


def test_somebody_who_goes_at_that_moment_gets_no_results(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def erase() -> None:
        with office.database.writing() as connection:
            organisation = office.caller.organisation_id
            delete_units(connection, stream.lock(connection, organisation), [AMIRA])
            write_rows(connection, organisation, [("participants", {"id": BO, "given": "Bo"})], ACCOUNT, 2)

    _between(monkeypatch, erase)
    taken = office.take([AMIRA, BO], secrets.token_bytes(32))
    assert (taken.taken, taken.refused) == (1, 1)
    assert office.kept() == {BO: 1}


def test_the_same_results_at_that_moment_are_there_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = secrets.token_bytes(32)
    _between(monkeypatch, lambda: office.take([AMIRA, BO], ids))
    assert office.take([AMIRA, BO], ids).taken == 0
    assert office.kept() == {AMIRA: 1, BO: 1}


def test_some_new_ones_among_known_ones_are_kept(office: Office) -> None:
    known, new = secrets.token_bytes(16), secrets.token_bytes(16)
    office.take([AMIRA], known)
    assert office.take([AMIRA, BO], known + new).taken == 1
    assert office.kept() == {AMIRA: 1, BO: 1}


def test_a_line_to_the_database_that_is_cut_meanwhile_is_said_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut() -> None:
        with office.database.writing() as killer:
            killer.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                " current_database() AND pid <> pg_backend_pid()"))

    copy = results._copy_into
    monkeypatch.setattr(results, "_copy_into", lambda *given: (cut(), copy(*given)))
    with pytest.raises(Unavailable):
        office.take([AMIRA], secrets.token_bytes(16))
    assert office.kept() == {}
