"""Backups of a server on SQLite, and what follows when a server comes back from one. PostgreSQL has its own tools."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server import stream
from app.server.accounts import THE_SERVER
from app.server.batch import Batch
from app.server.database import ServerDatabase, SqliteDatabase, default_ledger, open_server_database
from app.server.erasing import erase_people
from app.server.ledger import Erased, Ledger, note_erased
from app.server.schema import is_ours
from app.server.tables import erasures, organisations
from app.store.backup import default_backup_name, make_backup, unpack, verify_unpacked
from app.store.database import DATABASE_FILE, connect
from app.store.failures import storage
from app.store.files import cannot_write, make_private_folder
from app.store.home import Unlock
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import unlock_without_asking


@dataclass(frozen=True, slots=True)
class CameBack:
    """How many organisations start afresh, and how many people were erased in them once more."""

    organisations: int
    erased: int


def back_up(database: ServerDatabase, target: Path) -> Path:
    """Write a verified, encrypted backup to this file, or into this folder; gives the file. Raises Refusal."""
    if not isinstance(database, SqliteDatabase):
        raise Refusal(Text("This database is PostgreSQL. Nothing was written. Make its backups with pg_dump."))
    file = target / default_backup_name("server") if target.is_dir() else target
    make_backup(database.file, file)
    return file


def restore(
    backup: Path, folder: Path, now_us: int, unlock: Unlock = unlock_without_asking, ledger: Path | None = None
) -> Path | None:
    """Put a backup in this folder; gives the folder to which what stood there was moved, None if nothing did.

    `ledger` is the folder of the ids of who was erased; None: beside the database that stood there. Who was
    erased since stays erased, and every desk starts afresh and keeps its outbox. Raises Refusal for what is no backup
    of a server; then nothing was changed.
    """
    kept = Ledger(ledger or default_ledger(folder))
    erased = _erased_there(folder, unlock) if (folder / DATABASE_FILE).exists() else {}
    try:
        make_private_folder(folder.parent)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as temporary:
            made = Path(temporary) / "server"
            make_private_folder(made)
            unpack(backup, made)
            verify_unpacked(made, unlock(KeysFile.read(made)))
            _freshen(made, unlock, kept, erased, now_us)
            if kept.folder.resolve().is_relative_to(folder.resolve()):
                kept.copy_to(made / kept.folder.resolve().relative_to(folder.resolve()))
            return _swap(made, folder)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def came_back(database: ServerDatabase, now_us: int, erased: Erased | None = None) -> CameBack:
    """This database was put back from a backup: every desk is told to start afresh (S13).

    Whom the ledger knows as erased, or `erased` does, is erased again in the stream, so that every desk hears of it.
    An organisation that this backup does not have keeps its lines: it can come back under its id (S16).
    """
    with database.writing() as connection:
        ids = connection.execute(select(organisations.c.id).order_by(organisations.c.id)).scalars().all()
        known, again = _erased_in(connection), 0
        for organisation_id in ids:
            here = stream.lock(connection, organisation_id)
            stream.change_epoch(connection, here)
            ever = database.ledger.erased(organisation_id) | (erased or {}).get(organisation_id, set())
            since = sorted(ever - known.get(organisation_id, set()))
            erase_people(Batch(connection, here), since, THE_SERVER, now_us)
            stream.keep(connection, here)
            again += len(since)
    return CameBack(len(ids), again)


def not_applied(database: ServerDatabase) -> int:
    """How many people the ledger knows as erased and this database does not: it was put back without a word."""
    with database.reading() as connection:
        known = _erased_in(connection)
        ids = connection.execute(select(organisations.c.id)).scalars()
        return sum(len(database.ledger.erased(one) - known.get(one, set())) for one in ids)


def fill_ledger(database: ServerDatabase) -> None:
    """Write down whom the database knows as erased and the ledger does not, as where that lies elsewhere since."""
    with database.writing() as connection:
        for organisation_id, people in sorted(_erased_in(connection).items()):
            if not people <= database.ledger.erased(organisation_id):
                stream.lock(connection, organisation_id)
                note_erased(connection, organisation_id, people)


def _erased_in(connection: Connection) -> Erased:
    found: Erased = {}
    for row in connection.execute(select(erasures.c.organisation_id, erasures.c.participant_id)):
        found.setdefault(row[0], set()).add(row[1])
    return found


def _erased_there(folder: Path, unlock: Unlock) -> Erased:
    _refuse_in_use(folder / DATABASE_FILE, unlock(KeysFile.read(folder)))
    database = open_server_database(folder, unlock)
    try:
        with database.reading() as connection:
            return _erased_in(connection)
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


def _freshen(folder: Path, unlock: Unlock, ledger: Ledger, erased: Erased, now_us: int) -> None:
    database = open_server_database(folder, unlock, ledger.folder)
    try:
        with database.reading() as connection:
            if not is_ours(connection):
                raise Refusal(Text("This is no backup of a server. Nothing was changed. Choose another file."))
        came_back(database, now_us, erased)
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
