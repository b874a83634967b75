"""The server's database: PostgreSQL, or one encrypted SQLite file for one school or a trial (S18).

Both give the same two things: `writing()`, one transaction that is rolled back when its block raises, and `reading()`,
one consistent picture. On SQLite writes take turns from their first statement; on PostgreSQL they take turns per
organisation, at the row of its stream (S5).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, ColumnElement, Connection, create_engine, func, literal, make_url
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import ArgumentError
from sqlalchemy.types import TypeEngine, UserDefinedType

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.failures import postgresql_failures, sqlite_failures
from app.server.identity import make_identity
from app.server.ledger import Ledger
from app.server.schema import bring_up_to_date, make_schema, refuse_unusable
from app.store.backup import backup_before_migration
from app.store.database import DATABASE_FILE, Database, check_readable
from app.store.files import cannot_write, make_private_folder
from app.store.home import Unlock, default_home
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import Protection, protection_without_asking, seal, unlock_without_asking

CONNECTIONS, MORE_CONNECTIONS = 10, 10
POOL_SECONDS = 10
"""How long a request waits for a connection before it is told to come back."""
CONNECT_SECONDS = 5
LEDGER_FOLDER = "erased"
# A lock that is not had within five seconds will not be had; just-in-time compiling costs more than these queries.
POSTGRESQL_OPTIONS = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c jit=off"


class _Array(UserDefinedType[Iterable[Any]]):
    """Values as PostgreSQL itself writes an array: the driver looks at every one for what might have to be escaped."""

    cache_ok, render_bind_cast = True, True

    def __init__(self, element: TypeEngine[Any]) -> None:
        self.element = element

    def get_col_spec(self, **_more: Any) -> str:
        as_postgresql: Any = postgresql.dialect
        return f"{self.element.compile(as_postgresql())}[]"

    def bind_processor(self, dialect: Any) -> Callable[[Iterable[Any] | None], str]:
        return _written


def _written(values: Iterable[Any] | None) -> str:
    parts = (f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else str(int(value)) for value in values or ())
    return f"{{{','.join(parts)}}}"


class ServerDatabase(ABC):
    """The open database of the server; may be used from several threads at once."""

    dialect: Literal["postgresql", "sqlite"]
    ledger: Ledger

    @abstractmethod
    def writing(self, *, bulk: bool = False) -> AbstractContextManager[Connection]:
        """One transaction. Raises Unavailable where the database is busy, gone or full; then nothing was changed.

        With `bulk` it lets everybody go first who waits; PostgreSQL does that by itself.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent picture of what is committed, on a connection that cannot write. Raises Unavailable."""

    @abstractmethod
    def close(self) -> None: ...


class PostgresqlDatabase(ServerDatabase):
    """Connections to a PostgreSQL server, kept for the next request."""

    dialect = "postgresql"

    def __init__(self, url: URL, ledger: Ledger) -> None:
        self.ledger = ledger
        self._engine = create_engine(
            url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=MORE_CONNECTIONS, pool_timeout=POOL_SECONDS,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": CONNECT_SECONDS, "options": POSTGRESQL_OPTIONS,
                          "application_name": "leerspoor-server", "client_encoding": "utf8"},
        )
        self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Connection]:
        with postgresql_failures(), self._engine.begin() as connection, self.ledger.following(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with postgresql_failures(), self._readers.connect() as connection, connection.begin():
            yield connection

    def alone(self, statement: str) -> None:
        """Run a statement that cannot be part of a transaction."""
        with postgresql_failures(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)

    def close(self) -> None:
        self._engine.dispose()


class SqliteDatabase(ServerDatabase):
    """The encrypted file in a folder, with its keys beside it."""

    dialect = "sqlite"

    def __init__(self, folder: Path, key: DatabaseKey, ledger: Ledger) -> None:
        self.ledger = ledger
        self.file = Database(folder / DATABASE_FILE, key)

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Connection]:
        with sqlite_failures(), self.file.writing(bulk=bulk) as connection, self.ledger.following(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with sqlite_failures(), self.file.reading() as connection:
            yield connection

    def close(self) -> None:
        self.file.close()


def create_server_database(address: str | Path, protection: Protection | None = None) -> tuple[ServerDatabase, str]:
    """A new database with all its tables, and the recovery key to print once ('' on PostgreSQL, which has none).

    `protection` None: the passphrase file or the keyring. Raises Refusal where there is one already.
    """
    url = _postgresql(address)
    if url is not None:
        return _made(PostgresqlDatabase(url, Ledger(default_ledger(address)))), ""
    folder = Path(address)
    if (folder / DATABASE_FILE).exists():
        raise Refusal(Text("There is a server database already. Nothing was changed."))
    key, recovery_key = _new_key(folder, protection or protection_without_asking())
    return _made(SqliteDatabase(folder, key, Ledger(default_ledger(folder)))), recovery_key


def open_server_database(
    address: str | Path, unlock: Unlock = unlock_without_asking, ledger: Path | None = None
) -> ServerDatabase:
    """The database at postgresql://... or in a folder, with its tables up to date.

    `ledger` is the folder of the ids of who was erased; None: where it is by default. Raises Refusal where
    there is no database, it is newer than this program, or it cannot be opened.
    """
    url, kept = _postgresql(address), Ledger(ledger or default_ledger(address))
    if url is not None:
        return _current(PostgresqlDatabase(url, kept))
    folder = Path(address)
    if not (folder / DATABASE_FILE).exists():
        raise Refusal(Text("There is no server database here yet. Make it with: leerspoor-server init"))
    key = unlock(KeysFile.read(folder))
    check_readable(folder / DATABASE_FILE, key)
    return _current(SqliteDatabase(folder, key, kept))


def default_ledger(address: str | Path) -> Path:
    """Beside the database that is a folder; else where such a folder is by default."""
    return (default_home() / "server" if _postgresql(address) else Path(address)) / LEDGER_FOLDER


def one_of(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """True where a column has one of these values, bytes or whole numbers. PostgreSQL takes them as one array, so that
    there is one statement for any number of them.
    """
    if not is_postgresql(connection):
        return column.in_(list(values))
    return column == func.any(literal(values, _Array(column.type)))


def read_in_order(connection: Connection) -> None:
    """In this transaction pages are read in the order of an index: of a table without statistics yet PostgreSQL would
    fetch and sort all of it, for every page again.
    """
    if is_postgresql(connection):
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")


def is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _postgresql(address: str | Path) -> URL | None:
    if isinstance(address, Path) or "://" not in address:
        return None
    try:
        url = make_url(address)
        if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
            raise _no_address()
        url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()().create_connect_args(url)
    except (ArgumentError, ValueError) as problem:
        raise _no_address() from problem
    return url


def _no_address() -> Refusal:
    return Refusal(Text(
        "This is no address of a database. Nothing was changed. Give a folder, or postgresql://user@host/name."))


def _new_key(folder: Path, protection: Protection) -> tuple[DatabaseKey, str]:
    try:
        make_private_folder(folder)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem
    key = DatabaseKey.fresh()
    keys, recovery_key = seal(key, protection)
    keys.write(folder)
    return key, recovery_key


def _made(database: ServerDatabase) -> ServerDatabase:
    try:
        with database.writing() as connection:
            make_schema(connection)
            make_identity(connection)
    except BaseException:
        database.close()
        raise
    return database


def _current(database: ServerDatabase) -> ServerDatabase:
    try:
        with database.reading() as connection:
            old = refuse_unusable(connection)
        if old:
            if isinstance(database, SqliteDatabase):
                backup_before_migration(database.file)
            with database.writing() as connection:
                bring_up_to_date(connection)
    except BaseException:
        database.close()
        raise
    return database
