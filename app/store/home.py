"""A home: the folder with all data of one user. One encrypted database per organisation, opened by one program.

HOME/preferences.json               language and theme, no personal data
HOME/organisations/CODE/leerspoor.db, keys.json, backups/, erased.ids
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.backup import backup_before_migration
from app.store.database import DATABASE_FILE, UNUSABLE, Database, check_there
from app.store.files import clear_forgotten, make_private_folder
from app.store.keys import DatabaseKey, KeysFile
from app.store.protection import Protection, seal
from app.store.schema import bring_up_to_date, version_of
from app.store.summaries import remove_unfinished

ORGANISATIONS = "organisations"
LOCK_FILE = "in-use.lock"
OPENED_FOLDER = ".opened"
"""Copies of materials that are looked at in another program: they go when the organisation is closed."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
Unlock = Callable[[KeysFile], DatabaseKey]


def default_home() -> Path:
    """The user's data folder of this system."""
    from platformdirs import user_data_path

    return user_data_path("Leerspoor", appauthor=False)


class OpenDatabase(Database):
    """A database that this program alone has open; the lock goes when it is closed, or when the program dies."""

    def __init__(self, path: Path, key: DatabaseKey, lock: FileLock) -> None:
        super().__init__(path, key)
        self._lock = lock

    def close(self) -> None:
        super().close()
        clear_copies(self.path.parent)
        self._lock.release()


class Home:
    """The organisations in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def codes(self) -> tuple[str, ...]:
        """Codes of the organisations here, in alphabetical order."""
        folder = self.root / ORGANISATIONS
        if not folder.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in folder.iterdir() if _CODE.fullmatch(entry.name) and entry.is_dir()))

    def folder(self, code: str) -> Path:
        if not _CODE.fullmatch(code):
            raise Refusal(Text("{code} is not a code: use small letters, digits and dashes.", code=code))
        return self.root / ORGANISATIONS / code

    def choose(self, code: str | None) -> str:
        """The code asked for, or the only one. Raises Refusal where it is not here, or one of several must be named."""
        codes = self.codes()
        if code is None and len(codes) == 1:
            return codes[0]
        if code is None:
            raise Refusal(_which_one(codes))
        if code not in codes:
            raise Refusal(
                Text(
                    "There is no organisation {code} here. Nothing was changed. Here are: {codes}.",
                    code=code,
                    codes=", ".join(codes) or "-",
                )
            )
        return code

    def be_free(self, code: str) -> None:
        """Raise Refusal where there is such an organisation here, or the code is none."""
        if self.folder(code).exists():
            raise _taken(code)

    def keys(self, code: str) -> KeysFile:
        return KeysFile.read(self.folder(code))

    def open(self, code: str, unlock: Unlock) -> OpenDatabase:
        """Lock, unlock, check, migrate (after a verified backup) and clear what a crash left.

        Raises Refusal for an organisation that is not here, a second instance, a wrong key, a damaged file, a newer
        schema or a full disk; nothing is lost.
        """
        folder = self.folder(self.choose(code))
        lock = _lock(folder)
        clear_forgotten(folder.parent, ".new-*", ".restore-*")
        clear_forgotten(folder, ".backup-*", "*/.backup-*")
        clear_copies(folder)
        try:
            key = unlock(KeysFile.read(folder))
            check_there(folder / DATABASE_FILE)
            return _ready(OpenDatabase(folder / DATABASE_FILE, key, lock))
        except BaseException:
            lock.release()
            raise

    def be_alone(self, code: str) -> None:
        """Raise Refusal where another program has this organisation open."""
        folder = self.folder(code)
        if folder.is_dir():
            _lock(folder).release()

    def create(
        self, code: str, protection: Protection, fill: Callable[[Database], object] = lambda database: None
    ) -> tuple[OpenDatabase, str]:
        """A new database with all its tables and what `fill` puts in, and its recovery key.

        It gets its name last: when it fails or the program dies, there is no organisation, rather than half of one.
        """
        folder = self.folder(code)
        if folder.exists():
            raise _taken(code)
        make_private_folder(folder.parent)
        making = folder.parent / f".new-{secrets.token_hex(8)}"
        try:
            key, recovery_key = _make(making, protection, fill)
            _name(making, folder)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        return OpenDatabase(folder / DATABASE_FILE, key, _lock(folder)), recovery_key


def clear_copies(folder: Path) -> None:
    """Take away every copy that was opened from the organisation in this folder, as far as no program holds it."""
    shutil.rmtree(folder / OPENED_FOLDER, ignore_errors=True)


def _name(making: Path, folder: Path) -> None:
    try:
        making.rename(folder)
    except OSError as taken:
        raise _taken(folder.name) from taken


def _taken(code: str) -> Refusal:
    return Refusal(
        Text("There already is an organisation {code} here. Nothing was changed. Choose another code.", code=code)
    )


def _make(folder: Path, protection: Protection, fill: Callable[[Database], object]) -> tuple[DatabaseKey, str]:
    make_private_folder(folder)
    key = DatabaseKey.fresh()
    keys, recovery_key = seal(key, protection)
    keys.write(folder)
    database = Database(folder / DATABASE_FILE, key)
    try:
        bring_up_to_date(database, before=lambda: None)
        fill(database)
    finally:
        database.close()
    return key, recovery_key


def _ready(database: OpenDatabase) -> OpenDatabase:
    try:
        # By the connection that reads from now on: each one of its own has to learn all tables first.
        if version_of(database) is None:
            raise Refusal(UNUSABLE)
        bring_up_to_date(database, before=lambda: backup_before_migration(database))
        with database.writing() as connection:
            remove_unfinished(connection)
    except BaseException:
        database.close()
        raise
    return database


def _lock(folder: Path) -> FileLock:
    lock = FileLock(folder / LOCK_FILE, thread_local=False)  # the window opens in one thread and closes in another
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise Refusal(
            Text(
                "Leerspoor already has {code} open on this computer. Nothing was changed. "
                "Go to that window, or close it first.",
                code=folder.name,
            ),
            remedy="running",
        ) from taken
    except OSError as problem:
        raise Refusal(
            Text(
                "The folder of {code} cannot be written. Nothing was changed. Ask for the right to write there.",
                code=folder.name,
            )
        ) from problem
    return lock


def _which_one(codes: tuple[str, ...]) -> Text:
    if not codes:
        return Text("There are no data here yet. Start Leerspoor to make them, import a file, or restore a backup.")
    return Text(
        "There are several organisations here: {codes}. Nothing was changed. Name one with --organisation.",
        codes=", ".join(codes),
    )
