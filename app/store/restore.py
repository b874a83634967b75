"""Putting a backup back: checked first, beside what is there, and without those who were erased since (D9)."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.backup import unpack, verify_unpacked
from app.store.database import DATABASE_FILE, Database, check_readable
from app.store.erasure import LEDGER_FILE, erase_people, read_ledger, write_ledger
from app.store.files import cannot_write, make_private_folder
from app.store.home import Home, Unlock
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import is_published
from app.store.schema import bring_up_to_date, is_ours

REPLACED = "replaced"


def restore(home: Home, backup: Path, unlock: Unlock, code: str | None = None) -> tuple[str, Path | None]:
    """Restore `backup` as organisation `code` (its own code if None).

    Gives the code, and the folder to which what stood there before was moved (None if nothing did). Raises Refusal
    for a file that is no backup, a wrong key, a damaged or newer backup, or an organisation that is open elsewhere;
    then nothing was changed.
    """
    make_private_folder(home.root / "organisations")
    try:
        return _put_back(home, backup, unlock, code)
    except OSError as problem:
        raise cannot_write(home.root / "organisations", problem) from problem


def _put_back(home: Home, backup: Path, unlock: Unlock, code: str | None) -> tuple[str, Path | None]:
    with tempfile.TemporaryDirectory(dir=home.root / "organisations", prefix=".restore-") as temporary:
        folder = Path(temporary) / "data"
        make_private_folder(folder)
        note = unpack(backup, folder)
        target = home.folder(code or note.code)
        keys = KeysFile.read(folder)
        _refuse_published(keys, target)
        key = unlock(keys)
        verify_unpacked(folder, key)
        _freshen(folder, key, _erased_here(home))
        return target.name, _swap(home, folder, target)


def _refuse_published(keys: KeysFile, target: Path) -> None:
    """Everybody knows the passphrase of the demo: such a backup never takes the place of data of your own."""
    if is_published(keys) and target.exists() and not is_published(KeysFile.read(target)):
        raise Refusal(Text(
            "This is a backup of the demo, whose passphrase everybody knows. Nothing was changed. "
            "Restore it under another code."))


def _erased_here(home: Home) -> frozenset[bytes]:
    """Of all organisations of this home: a backup may come back under another code than it was made of."""
    return frozenset().union(*(read_ledger(home.folder(code) / LEDGER_FILE) for code in home.codes()))


def _freshen(folder: Path, key: DatabaseKey, erased: frozenset[bytes]) -> None:
    check_readable(folder / DATABASE_FILE, key)
    database = Database(folder / DATABASE_FILE, key)
    try:
        bring_up_to_date(database, before=lambda: None)
        if not is_ours(database):
            raise Refusal(Text("This backup is damaged. Nothing was changed. Choose another backup."))
        with database.writing() as connection:
            erase_people(connection, erased, int(datetime.now(UTC).timestamp()) * 1_000_000)
        database.forget_deleted()
    finally:
        database.close()
    if erased:
        write_ledger(folder / LEDGER_FILE, erased)


def _swap(home: Home, folder: Path, target: Path) -> Path | None:
    if not target.exists():
        folder.rename(target)
        return None
    home.be_alone(target.name)
    aside = home.root / REPLACED / f"{target.name}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    make_private_folder(aside.parent)
    target.rename(aside)
    try:
        folder.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    return aside
