"""Desks that sync with a real server in this process: an office with an administrator and a coach, and their desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from sqlalchemy import Connection, Index, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from starlette.applications import Starlette

from app.actions.desk import Desk
from app.domain.kinds import KINDS
from app.server.database import ServerDatabase
from app.server.tables import records
from app.server.web import Settings, make_app
from app.store import schema
from app.store.home import Home
from app.store.protection import Protection
from app.store.tables import metadata
from app.sync.connect import connect, join
from app.sync.engine import Syncer, SyncReport
from tests.desks import PASSPHRASE, Clock, unlock
from tests.dumps import rows_of
from tests.kept_worlds import KeptWorlds
from tests.lines import Line
from tests.servers import CODE, PASSWORD, Office, first_office

T = TypeVar("T")


@dataclass
class SyncedDesk:
    """A desk with its line to the server."""

    desk: Desk
    line: Line
    syncer: Syncer

    def sync(self) -> SyncReport:
        return self.syncer.sync()

    def do(self, action: Any, **arguments: Any) -> Any:
        return self.desk.do(action, **arguments)

    def rows(self, kind: str) -> dict[bytes, dict[str, Any]]:
        """What is shown, without what the desk has for itself."""
        found = rows_of(self.desk, kind)
        return {row["id"]: {name: value for name, value in row.items() if name != "local"} for row in found}

    def one(self, kind: str, **wanted: Any) -> dict[str, Any]:
        rows = self.rows(kind).values()
        (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
        return found


@dataclass
class World:
    """One office with its program, and any number of desks, each in a home of its own."""

    office: Office
    app: Starlette
    folder: Path
    kept: KeptWorlds
    desks: list[SyncedDesk] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def set_up(self, build: Callable[[World], T]) -> T:
        """What `build` makes of this world, which has no desks yet; for all tests that begin so it is built once."""
        return self.kept.set_up(self, build)

    def join(self, username: str = "anna", name: str = "") -> SyncedDesk:
        """A computer that logs in and has nothing yet."""
        line = Line(self.app)
        home = Home(self.folder / f"desk{len(self.desks)}{name}")
        desk, _ = join(home, CODE, "http://127.0.0.1:1", CODE, username, PASSWORD, Protection(PASSPHRASE),
                       self.office.clock, make_wire=lambda _address: line)
        return self._at(desk, line)

    def open(self, home: Path) -> SyncedDesk:
        """A computer that was used before."""
        return self._at(Desk(Home(home).open(CODE, unlock), self.office.clock), Line(self.app))

    def connect(self, desk: Desk, username: str = "anna") -> SyncedDesk:
        """A local organisation gets its server."""
        line = Line(self.app)
        connect(desk, "http://127.0.0.1:1", CODE, username, PASSWORD, make_wire=lambda _address: line)
        return self._at(desk, line)

    def server_rows(self, kind: str) -> dict[bytes, Any]:
        return self._every_row().get(kind, {})

    def _every_row(self) -> dict[str, dict[bytes, Any]]:
        """By kind: one reading for all of them."""
        found: dict[str, dict[bytes, Any]] = {}
        with self.office.database.reading() as connection:
            for row in connection.execute(select(records).where(records.c.state == 0)):
                found.setdefault(row.kind, {})[row.id] = (
                    msgspec.msgpack.decode(row.fields) | {"version": row.number})
        return found

    def agree(self, *desks: SyncedDesk) -> None:
        """After everybody has synced, each of these administrators' desks shows exactly what the server has."""
        for one in [*self.desks, *self.desks]:
            one.sync()
        every = self._every_row()
        for kind in KINDS:
            server = every.get(kind, {})
            for one in desks or self.desks:
                shown = one.rows(kind)
                assert shown.keys() == server.keys(), kind
                for row_id, row in server.items():
                    assert {name: shown[row_id][name] for name in row} == row, (kind, row)

    def end(self) -> None:
        for one in self.desks:
            one.syncer.close()
            one.desk.close()
        for line in self.lines:
            line.end()
        self.desks.clear()
        self.lines.clear()

    def _at(self, desk: Desk, line: Line) -> SyncedDesk:
        made = SyncedDesk(desk, line, Syncer(desk, line))
        self.lines.append(line)
        self.desks.append(made)
        return made


@pytest.fixture
def quick_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """New databases get their tables as declared, which is what the migrations give (tests/store holds that)."""

    def make(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        for statement in _declared():
            driver.execute(statement)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.CURRENT,))

    monkeypatch.setattr(schema, "migrate", make)


@cache
def _declared() -> tuple[str, ...]:
    """Written once: to have it written anew for every desk took longer than to make the tables."""
    parts = [
        one for table in metadata.sorted_tables
        for one in (CreateTable(table), *(CreateIndex(index) for index in sorted(table.indexes, key=_name_of)))]
    return tuple(str(one.compile(dialect=sqlite.dialect())) for one in parts)


def _name_of(index: Index) -> str:
    return str(index.name)


@pytest.fixture(scope="session")
def kept_worlds(tmp_path_factory: pytest.TempPathFactory) -> KeptWorlds:
    return KeptWorlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture
def world(
    server_database: ServerDatabase, clock: Clock, tmp_path: Path, quick_tables: None, kept_worlds: KeptWorlds,
) -> Iterator[World]:
    """An office on a server of either kind, without any rows but its accounts."""
    office, app = first_office(server_database, clock), make_app(server_database, Settings(clock=clock))
    made = World(office, app, tmp_path, kept_worlds)
    yield made
    made.end()
