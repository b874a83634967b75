"""What lies in folders and databases, to see that a command left them as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.store.database import DATABASE_FILE, connect
from app.store.home import Home
from app.store.keys import DatabaseKey, KeysFile, unlock_passphrase
from tests.desks import CODE, PASSPHRASE

_unlocked: dict[str, DatabaseKey] = {}


def files_in(root: Path, but: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Name and content of every file under `root`, and the names of folders; but for these folders in it."""
    found = (path.relative_to(root) for path in sorted(root.rglob("*")))
    return {
        str(path): (root / path).read_bytes() if (root / path).is_file() else b""
        for path in found
        if path.parts[0] not in but
    }


def key_of(home: Home, code: str = CODE) -> DatabaseKey:
    """The key of a test organisation; a passphrase is stretched once per database."""
    keys = KeysFile.read(home.folder(code))
    if keys.database_id not in _unlocked:
        _unlocked[keys.database_id] = unlock_passphrase(keys, PASSPHRASE)
    return _unlocked[keys.database_id]


def tables_of(home: Home, code: str = CODE) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    connection = connect(home.folder(code) / DATABASE_FILE, key_of(home, code), read_only=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    finally:
        connection.close()


def rows(home: Home, table: str, *columns: str, code: str = CODE) -> list[tuple[Any, ...]]:
    """These columns of a table, in order of the first."""
    connection = connect(home.folder(code) / DATABASE_FILE, key_of(home, code), read_only=True)
    try:
        return list(connection.execute(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY 1'))
    finally:
        connection.close()
