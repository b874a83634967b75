"""An office that is made once and set up again for every example, with computers that can lose their power anywhere."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
import pytest
from sqlalchemy import Engine, create_engine, event
from starlette.applications import Starlette

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.licences import conclude_agreement
from app.domain.errors import Refusal
from app.domain.permissions import Role, TenantKind
from app.server import passwords, web
from app.server.accounts import create_account, create_organisation
from app.server.database import PostgresqlDatabase, ServerDatabase, SqliteDatabase
from app.server.licensors import link, unlink
from app.server.records import write_rows
from app.server.stream import change_epoch, lock
from app.server.tables import metadata, organisations
from app.server.web import Settings, make_app
from app.store import database as store
from app.store.home import Home
from app.store.protection import Protection
from app.sync import refusals
from app.sync.connect import join, log_in_again
from app.sync.engine import Syncer, SyncReport
from app.sync.http import Reply
from tests import keyrings
from tests.desks import CODE, PASSPHRASE, Clock, bring_in, person, roster, unlock
from tests.lessons import add_programme
from tests.lines import Line
from tests.servers import PASSWORD, Office, make_office

ACCOUNTS = ("anna", "carla", "ben", "anna")
"""Who sits at each computer: two administrators, a coach, and an administrator's second computer."""
PUBLISHER, PUBLISHERS = "uit", "uitgever"
"""Who sits at the computer of the organisation's licensor, and the code of that."""
ADDRESS = "http://127.0.0.1:1"
Snapshot = dict[str, list[dict[str, Any]]]


class Killed(BaseException):
    """The power went."""


class ServerKilled(BaseException):
    """The power of the server went."""


@dataclass
class Fuse:
    """Burns through after so many statements on the engines it is laid on."""

    killing: type[BaseException]
    left: int | None = None
    at_end: Callable[[], object] = lambda: None

    def lay(self, *engines: Engine) -> None:
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._burn)

    @contextmanager
    def lit(self, statements: int) -> Iterator[None]:
        self.left = statements
        try:
            yield
        finally:
            self.left = None

    def _burn(self, *_statement: object) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            self.at_end()
            raise self.killing


@dataclass
class Server:
    """The real program on a database that many examples share, each of which finds the organisation as it was made."""

    database: ServerDatabase
    clock: Clock
    office: Office
    app: Starlette
    fuse: Fuse
    licensor_id: bytes = b""

    @classmethod
    def make(cls, database: ServerDatabase) -> Server:
        clock, fuse = Clock(), Fuse(ServerKilled)
        fuse.lay(*_engines(database))
        office = make_office(database, clock)
        made = cls(database, clock, office, make_app(database, Settings(clock=clock)), fuse)
        with database.writing() as connection:
            made.licensor_id = create_organisation(
                connection, PUBLISHERS, "De Uitgever", "oefenen", clock(), kind=TenantKind.LICENSOR)
            create_account(
                connection, made.licensor_id, PUBLISHER, "Ulla Uitgever", Role.LICENSOR, passwords.hashed(PASSWORD),
                clock())
        made.link(True)
        return made

    def link(self, joins: bool) -> None:
        """The organisation gets its licensor, or has none any more."""
        with self.database.writing() as connection:
            if joins:
                link(connection, self.office.id, self.licensor_id, self.clock())
            else:
                unlink(connection, self.office.id, self.clock())

    def copied(self) -> Snapshot:
        """Every row of the organisation and of its licensor, as a backup has them."""
        with self.database.reading() as connection:
            return {
                name: [dict(row) for row in connection.execute(table.select().where(self._mine(name))).mappings()]
                for name, table in metadata.tables.items() if self._is_ours(name)}

    def put_back(self, snapshot: Mapping[str, list[dict[str, Any]]], announced: bool = False) -> None:
        """As `restore` does; `announced` as `leerspoor-server restored` tells it, or else nobody does."""
        with self.database.writing() as connection:
            for name, rows in snapshot.items():
                connection.execute(metadata.tables[name].delete().where(self._mine(name)))
                if rows:
                    connection.execute(metadata.tables[name].insert(), rows)
            if announced:
                for tenant in (self.office.id, self.licensor_id):
                    change_epoch(connection, lock(connection, tenant))

    def write(self, kind: str, **row: Any) -> None:
        with self.database.writing() as connection:
            write_rows(connection, self.office.id, [(kind, row)], self.office.accounts["anna"], self.clock())

    def _mine(self, name: str) -> Any:
        own = organisations.c.id if name == "organisations" else metadata.tables[name].c.organisation_id
        return own.in_([self.office.id, self.licensor_id])

    def _is_ours(self, name: str) -> bool:
        return name == "organisations" or "organisation_id" in metadata.tables[name].c


@dataclass
class Computer:
    """A desk with its line. What it has on disk outlives it."""

    server: Server
    folder: Path
    username: str
    line: Line
    desk: Desk = field(init=False)
    syncer: Syncer = field(init=False)
    fuse: Fuse = field(default_factory=lambda: Fuse(Killed))
    delayed: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    lives: int = 0

    @classmethod
    def start(cls, server: Server, folder: Path, username: str) -> Computer:
        made = cls(server, folder, username, Line(server.app))
        made.switch_on()
        return made

    @property
    def home(self) -> Path:
        return self.folder / str(self.lives)

    @property
    def is_coach(self) -> bool:
        return self.username == "ben"

    @property
    def code(self) -> str:
        return code_of(self.username)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """What lies in its database."""
        driver = self.desk.database._readers.raw_connection()
        try:
            found = driver.cursor().execute(query)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]
        finally:
            driver.close()

    def switch_on(self) -> None:
        self.desk = open_desk(Home(self.home), self.code, unlock, self.server.clock)
        self.syncer = Syncer(self.desk, self.line)
        self.fuse.lay(*_engines(self.desk.database))

    def close(self) -> None:
        self.desk.database.close()

    def dies(self, statements: int, act: Callable[[], object]) -> None:
        """Do this until so many statements were run, or to the end; then start from what lay on disk at that moment."""
        self.fuse.at_end = self._keep_disk
        try:
            with self.fuse.lit(statements):
                act()
        except Killed:
            pass
        else:
            self._keep_disk()
        self.line.faults.clear()
        self.close()
        shutil.rmtree(self.home)
        self.lives += 1
        self.switch_on()

    def sync(self) -> SyncReport | None:
        """One sync; None where it stopped in words. Who must log in again does."""
        try:
            return self.syncer.sync()
        except Refusal as refusal:
            if refusal.remedy == refusals.LOG_IN:
                self.syncer.close()
                log_in_again(self.desk, PASSWORD, make_wire=lambda _address: self.line)
            elif refusal.remedy != refusals.LATER:
                raise
            return None

    def disturb(self, faults: list[str]) -> None:
        """Faults of `Line`, and 'late' (arrives much later), 'dies N' (the server, after that many statements)."""
        self.line.faults = [self._fault(fault) for fault in faults]

    def deliver(self) -> None:
        """What was delayed arrives after all; nobody waits for the answer any more."""
        for path, headers, body in self.delayed:
            self.line._ask(path, headers, body)
        self.delayed.clear()

    def _fault(self, fault: str) -> Any:
        if fault == "late":
            return self._delay
        if fault.startswith("dies"):
            return lambda path, headers, body: self._server_dies(int(fault[5:]), path, headers, body)
        return fault

    def _delay(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        self.delayed.append((path, headers, body))
        raise refusals.too_slow()

    def _server_dies(self, statements: int, path: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            with self.server.fuse.lit(statements):
                self.line._ask(path, headers, body)
        except ServerKilled:
            raise refusals.unreachable() from None
        raise refusals.garbled()

    def _keep_disk(self) -> None:
        shutil.copytree(self.home, self.folder / str(self.lives + 1))


@dataclass
class Premises:
    """What every example begins with: a server with an office, and computers that have everything."""

    server: Server
    folder: Path
    began: Snapshot
    now_us: int
    examples: int = 0

    @classmethod
    def make(cls, database: ServerDatabase, folder: Path) -> Premises:
        with without_keyring():
            server = Server.make(database)
            _furnish(server, folder)
        return cls(server, folder, server.copied(), server.clock.now_us)

    def opened(self, computers: int, publisher: bool = False) -> list[Computer]:
        """The server as it began, and copies of the first computers; with `publisher` the licensor's comes last."""
        self.server.clock.now_us = self.now_us
        self.server.put_back(self.began)
        self.examples += 1
        place = self.folder / f"example{self.examples}"
        made = []
        wanted = [*enumerate(ACCOUNTS[:computers]), *([(len(ACCOUNTS), PUBLISHER)] if publisher else [])]
        for number, username in wanted:
            shutil.copytree(self.folder / str(number), place / str(number))
            made.append(Computer.start(self.server, place / str(number), username))
        return made

    def closed(self, computers: list[Computer]) -> None:
        for one in computers:
            one.close()
            one.line.end()
        shutil.rmtree(self.folder / f"example{self.examples}", ignore_errors=True)


@contextmanager
def without_keyring() -> Iterator[None]:
    """The tokens lie in the encrypted database, and so are copied with it."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyrings.missing())
    try:
        yield
    finally:
        keyring.set_keyring(before)


@contextmanager
def quick_ways() -> Iterator[None]:
    """What one database has learnt about statements the next one knows, and the server needs no threads."""
    learnt: list[Engine] = []

    def made(*given: Any, **more: Any) -> Engine:
        engine = create_engine(*given, **more)
        if learnt:
            engine.dialect, engine._compiled_cache = learnt[0].dialect, learnt[0]._compiled_cache
        else:
            learnt.append(engine)
        return engine

    async def at_once(function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "create_engine", made)
        patch.setattr(web, "run_in_threadpool", at_once)
        yield


def _furnish(server: Server, folder: Path) -> None:
    """A programme of two exercises, an agreement for three seats, three people in two groups, one with the coach."""
    with server.database.writing() as connection:
        server.office.accounts["carla"] = create_account(
            connection, server.office.id, "carla", "Carla Admin", Role.ADMINISTRATOR, passwords.hashed(PASSWORD),
            server.clock())
    computers = [_joined(server, folder / str(number), name) for number, name in enumerate((*ACCOUNTS, PUBLISHER))]
    first = computers[0].desk
    computers[0].sync()
    add_programme(first, "koken")
    first.do(conclude_agreement, number="1", provider="oefenen", package="basis", concluded_on="2026-01-01",
             starts_on="2026-01-01", months=12, parts=[{"kind": "base", "seats": 2}])
    bring_in(first, roster(
        person("1", "v00001", "v00002", groups=("a",)), person("2", "v00003", "v00004", groups=("a", "b")),
        person("3", "v00005", "v00006"), groups=("a", "b"), complete=False))
    computers[0].sync()
    coach = next(row for row in server.copied()["records"] if row["kind"] == "coaches")
    server.write("coach_assignments", id=secrets.token_bytes(16), coach_id=coach["id"], group_id=_group(first),
                 proposed_role="", from_on="2026-01-01", until_on=None)
    for one in [*computers, *computers]:
        one.sync()
    for one in computers:
        one.close()
        one.line.end()


def _joined(server: Server, folder: Path, username: str) -> Computer:
    line = Line(server.app)
    code = code_of(username)
    desk, _ = join(Home(folder / "0"), code, ADDRESS, code, username, PASSWORD, Protection(PASSPHRASE), server.clock,
                   make_wire=lambda _address: line)
    desk.close()
    made = Computer(server, folder, username, line)
    made.switch_on()
    return made


def code_of(username: str) -> str:
    return PUBLISHERS if username == PUBLISHER else CODE


def _group(desk: Desk) -> bytes:
    from app.store.tables import groups

    with desk.database.reading() as connection:
        return bytes(connection.execute(groups.select().order_by(groups.c.name)).first().id)  # type: ignore[union-attr]


def _engines(database: Any) -> list[Engine]:
    if isinstance(database, PostgresqlDatabase):
        return [database._engine]
    file = database.file if isinstance(database, SqliteDatabase) else database
    return [file._writer, file._readers]
