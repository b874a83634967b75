"""Backups of a server on SQLite, and what follows when a server comes back from one. PostgreSQL has its own tools."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server import stream
from app.server.accounts import THE_SERVER
from app.server.batch import Batch
from app.server.database import ServerDatabase, SqliteDatabase, open_server_database
from app.server.erasing import erase_people
from app.server.schema import is_ours
from app.server.tables import erasures, organisations
from app.store.backup import default_backup_name, make_backup, unpack, verify_unpacked
from app.store.database import DATABASE_FILE, connect
from app.store.failures import storage
from app.store.files import cannot_write, make_private_folder
from app.store.home import Unlock
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import unlock_without_asking

Erased = dict[bytes, set[bytes]]
"""The people who were erased, per organisation."""


def back_up(database: ServerDatabase, target: Path) -> Path:
    """Write a verified, encrypted backup to this file, or into this folder; gives the file. Raises Refusal."""
    if not isinstance(database, SqliteDatabase):
        raise Refusal(Text("This database is PostgreSQL. Nothing was written. Make its backups with pg_dump."))
    file = target / default_backup_name("server") if target.is_dir() else target
    make_backup(database.file, file)
    return file


def restore(backup: Path, folder: Path, now_us: int, unlock: Unlock = unlock_without_asking) -> Path | None:
    """Put a backup in this folder; gives the folder to which what stood there was moved, None if nothing did.

    Who was erased since stays erased, and every desk starts afresh and keeps its outbox. Raises Refusal for what is
    no backup of a server; then nothing was changed.
    """
    erased = _erased_in(folder, unlock) if (folder / DATABASE_FILE).exists() else {}
    try:
        make_private_folder(folder.parent)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as temporary:
            made = Path(temporary) / "server"
            make_private_folder(made)
            unpack(backup, made)
            verify_unpacked(made, unlock(KeysFile.read(made)))
            _freshen(made, unlock, erased, now_us)
            return _swap(made, folder)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def came_back(connection: Connection, now_us: int, erased: Erased | None = None) -> int:
    """This database was put back from a backup: every desk is told to start afresh (S13). Gives how many streams."""
    ids = connection.execute(select(organisations.c.id)).scalars().all()
    for organisation_id in ids:
        here = stream.lock(connection, organisation_id)
        stream.change_epoch(connection, here)
        known = set(connection.execute(select(erasures.c.participant_id).where(
            erasures.c.organisation_id == organisation_id)).scalars())
        since = sorted((erased or {}).get(organisation_id, set()) - known)
        erase_people(Batch(connection, here), since, THE_SERVER, now_us)
        stream.keep(connection, here)
    return len(ids)


def _erased_in(folder: Path, unlock: Unlock) -> Erased:
    _refuse_in_use(folder / DATABASE_FILE, unlock(KeysFile.read(folder)))
    database = open_server_database(folder, unlock)
    try:
        with database.reading() as connection:
            found: Erased = {}
            for row in connection.execute(select(erasures.c.organisation_id, erasures.c.participant_id)):
                found.setdefault(row[0], set()).add(row[1])
            return found
    finally:
        database.close()


def _refuse_in_use(file: Path, key: DatabaseKey) -> None:
    """A server that runs would go on in the folder that is moved aside."""
    with storage():
        connection = connect(file, key)
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()


def _freshen(folder: Path, unlock: Unlock, erased: Erased, now_us: int) -> None:
    database = open_server_database(folder, unlock)
    try:
        with database.writing() as connection:
            if not is_ours(connection):
                raise Refusal(Text("This is no backup of a server. Nothing was changed. Choose another file."))
            came_back(connection, now_us, erased)
        assert isinstance(database, SqliteDatabase)
        database.file.forget_deleted()
    finally:
        database.close()


def _swap(made: Path, folder: Path) -> Path | None:
    aside = None
    if folder.exists():
        aside = folder.with_name(f"{folder.name}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
        folder.rename(aside)
    made.rename(folder)
    return aside
