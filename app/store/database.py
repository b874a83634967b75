"""One encrypted SQLite file: a single write connection and any number that can only read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.failures import storage
from app.store.keys import DatabaseKey

DATABASE_FILE = "leerspoor.db"
CACHE_KIB = 65_536
BUSY_MILLISECONDS = 5_000
READERS = 4


def connect(path: Path, key: DatabaseKey, *, read_only: bool = False) -> Any:
    """A raw keyed connection. The key is given as a raw key, so opening costs a tenth of a millisecond."""
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f'PRAGMA key = "{key.pragma}"')
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
    return connection


def plain_rows(connection: Connection, query: Executable) -> list[tuple[Any, ...]]:
    """Very many rows as the driver gives them: a Row for each would take longer than reading them."""
    cursor = connection.execute(query).cursor
    assert cursor is not None
    return list(cursor.fetchall())


class _Turn:
    """Who may write now. What is short goes before what comes in bulk, however often that comes back."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._busy, self._short = False, 0

    @contextmanager
    def taken(self, bulk: bool) -> Iterator[None]:
        with self._change:
            self._short += not bulk
            self._change.wait_for(lambda: not self._busy and not (bulk and self._short))
            self._short -= not bulk
            self._busy = True
        try:
            yield
        finally:
            with self._change:
                self._busy = False
                self._change.notify_all()


class Database:
    """The open file. Writes take turns on one connection; reads see the last commit and cannot write."""

    def __init__(self, path: Path, key: DatabaseKey) -> None:
        self.path = path
        self.key = key
        self._turn = _Turn()
        self._writer = _engine(path, key, read_only=False, connections=1)
        self._readers = _engine(path, key, read_only=True, connections=READERS)

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Connection]:
        """One transaction that holds the write lock from its first statement; rolled back when the block raises.

        With `bulk` it lets everybody go first who has something short to save (D7).
        """
        with self._turn.taken(bulk), storage(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent picture of the last commit."""
        with storage(), self._readers.connect() as connection, connection.begin():
            yield connection

    def forget_deleted(self) -> None:
        """Bring the write-ahead log into the file, so that nothing deleted lingers there (D9)."""
        with self._turn.taken(bulk=False), storage():
            connection = connect(self.path, self.key)
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()

    def vacuum(self) -> bool:
        """Write the file anew without the space of what was deleted (D9). False where somebody was reading, so that
        the write-ahead log still holds it.
        """
        with self._turn.taken(bulk=False), storage():
            connection = connect(self.path, self.key)
            try:
                connection.execute("VACUUM")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                connection.close()
        return not busy

    def close(self) -> None:
        self._readers.dispose()
        self._writer.dispose()


def _engine(path: Path, key: DatabaseKey, *, read_only: bool, connections: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, read_only=read_only),
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0 if connections == 1 else 8,
        pool_reset_on_return="rollback",
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def check_there(path: Path) -> None:
    """Raise Refusal where the file is not there or is empty."""
    if not path.is_file() or path.stat().st_size == 0:
        raise Refusal(Text("The data file {file} is missing or empty. Restore the newest backup.", file=path.name))


def check_readable(path: Path, key: DatabaseKey) -> None:
    """The same, and where it is damaged under a key that is known to be right."""
    check_there(path)
    with storage():
        if not _has_version(path, key):
            raise Refusal(UNUSABLE)


def damaged_pages(path: Path, key: DatabaseKey) -> tuple[str, ...]:
    """What SQLCipher's and SQLite's own integrity checks find; empty when the file is sound."""
    try:
        connection = connect(path, key, read_only=True)
    except dbapi2.DatabaseError as problem:
        return (str(problem),)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        if not found:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return tuple(found)
    except dbapi2.DatabaseError as problem:
        return (str(problem),)
    finally:
        connection.close()


UNUSABLE = Text(
    "The data file is damaged. Nothing was changed. Make a copy of the folder, then restore the newest backup."
)


def _has_version(path: Path, key: DatabaseKey) -> bool:
    """False for a file that SQLite reads as an empty database, such as one that was cut off after a byte."""
    connection = connect(path, key, read_only=True)
    try:
        there = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        return bool(there[0]) and connection.execute("SELECT 1 FROM alembic_version").fetchone() is not None
    finally:
        connection.close()
