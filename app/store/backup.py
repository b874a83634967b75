"""Backups: one ZIP with the encrypted database, its keys file and a note of what it is; verified before it counts.

The database inside is made by SQLite itself (VACUUM INTO, under the same key), never by copying a live file. A
backup is only renamed to its name after it was opened with the key, checked page by page and counted.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.database import DATABASE_FILE, Database, connect, damaged_pages
from app.store.failures import storage
from app.store.files import cannot_write, make_private_folder
from app.store.keys import KEYS_FILE, DatabaseKey
from app.store.tables import metadata

SUFFIX = ".leerspoor"
NOTE_FILE = "backup.json"
BACKUP_VERSION = 1
BACKUPS = "backups"
ENTRIES = (DATABASE_FILE, KEYS_FILE, NOTE_FILE)
LARGEST = {DATABASE_FILE: 64 * 1024**3, KEYS_FILE: 1024 * 1024, NOTE_FILE: 1024 * 1024}
BLOCK = 1024 * 1024
_LOCKED = 0x1


@dataclass(frozen=True, slots=True)
class BackupNote:
    """What a backup says of itself; no personal data. `rows` counts the rows of each table."""

    code: str
    made_at: str
    schema: str
    rows: dict[str, int]


def make_backup(database: Database, target: Path) -> BackupNote:
    """Write a verified backup to `target`. Raises Refusal where the disk is full or the copy is not sound."""
    folder = database.path.parent
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as temporary:
            copy = Path(temporary) / DATABASE_FILE
            _copy(database, copy)
            note = _verified(copy, database.key, folder.name)
            _pack(Path(temporary) / "whole", copy, folder / KEYS_FILE, note)
            (Path(temporary) / "whole").replace(target)
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    return note


def backup_before_migration(database: Database) -> Path:
    """The backup that every migration starts with, in the organisation's own `backups` folder."""
    folder = database.path.parent / BACKUPS
    make_private_folder(folder)
    target = folder / f"before-migration-{_stamp()}{SUFFIX}"
    make_backup(database, target)
    return target


def default_backup_name(code: str) -> str:
    return f"{code}-{_stamp()}{SUFFIX}"


def read_note(backup: Path) -> BackupNote:
    """What this backup is. Raises Refusal for a file that is no backup."""
    with _opened(backup) as whole:
        return _note_of(whole)


def unpack(backup: Path, folder: Path) -> BackupNote:
    """Lay the three files of a backup into an empty folder; nothing else in the ZIP is looked at."""
    with _opened(backup) as whole:
        note = _note_of(whole)
        for name in (DATABASE_FILE, KEYS_FILE):
            _pour(whole, name, folder / name)
            (folder / name).chmod(0o600)
    return note


def verify_unpacked(folder: Path, key: DatabaseKey) -> None:
    """Raises Refusal where the unpacked database is not sound."""
    if damaged_pages(folder / DATABASE_FILE, key):
        raise Refusal(Text("This backup is damaged. Nothing was changed. Choose another backup."))


def _copy(database: Database, copy: Path) -> None:
    with storage():
        connection = connect(database.path, database.key)
        try:
            connection.execute("VACUUM INTO ?", (str(copy),))
        finally:
            connection.close()


def _verified(copy: Path, key: DatabaseKey, code: str) -> BackupNote:
    if damaged_pages(copy, key):
        raise Refusal(
            Text(
                "The backup that was just made is not sound, so it was thrown away. Your data is as it was. "
                "Check the disk and try again."
            )
        )
    with storage():
        connection = connect(copy, key, read_only=True)
        try:
            rows = {name: _count(connection, name) for name in _tables(connection)}
            schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        finally:
            connection.close()
    return BackupNote(code, datetime.now(UTC).isoformat(timespec="seconds"), schema, rows)


def _tables(connection: Any) -> Iterable[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted({str(row[0]) for row in found} & set(metadata.tables))


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _pack(whole: Path, copy: Path, keys: Path, note: BackupNote) -> None:
    body = {
        "version": BACKUP_VERSION,
        "code": note.code,
        "made_at": note.made_at,
        "schema": note.schema,
        "rows": note.rows,
    }
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:  # encrypted bytes do not get smaller
        archive.write(copy, DATABASE_FILE)
        archive.write(keys, KEYS_FILE)
        archive.writestr(NOTE_FILE, json.dumps(body, indent=1))
    whole.chmod(0o600)


def _opened(backup: Path) -> zipfile.ZipFile:
    try:
        whole = zipfile.ZipFile(backup)
    except (OSError, zipfile.BadZipFile) as problem:
        raise _no_backup(backup) from problem
    ours = [entry for entry in whole.infolist() if entry.filename in ENTRIES]
    if sorted(entry.filename for entry in ours) != sorted(ENTRIES) or not all(map(_is_ours, ours)):
        whole.close()
        raise _no_backup(backup)
    return whole


def _is_ours(entry: zipfile.ZipInfo) -> bool:
    """Stored as `_pack` does it: without a password, and no larger than what is really in the file."""
    return (
        entry.compress_type == zipfile.ZIP_STORED
        and not entry.flag_bits & _LOCKED
        and entry.compress_size == entry.file_size <= LARGEST[entry.filename]
    )


def _note_of(whole: zipfile.ZipFile) -> BackupNote:
    try:
        body = json.loads(whole.read(NOTE_FILE))
        if body["version"] > BACKUP_VERSION:
            raise Refusal(
                Text("This backup was made by a newer Leerspoor. Nothing was changed. Install the newest version.")
            )
        return BackupNote(str(body["code"]), str(body["made_at"]), str(body["schema"]), dict(body["rows"]))
    except (ValueError, LookupError, TypeError, RecursionError, EOFError, zipfile.BadZipFile) as problem:
        raise _no_backup(Path(whole.filename or "")) from problem


def _no_backup(backup: Path) -> Refusal:
    return Refusal(
        Text(
            "{file} is not a backup of Leerspoor, or it is damaged. Nothing was changed. Choose another file.",
            file=backup.name,
        )
    )


def _pour(whole: zipfile.ZipFile, name: str, path: Path) -> None:
    try:
        with whole.open(name) as source, path.open("xb") as target:
            while block := source.read(BLOCK):
                target.write(block)
    except (zipfile.BadZipFile, EOFError) as problem:
        raise Refusal(Text("This backup is damaged. Nothing was changed. Choose another backup.")) from problem


def _stamp() -> str:
    """In local time: people look for a backup by the clock on the wall."""
    return datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
