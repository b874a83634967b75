"""Reading in every organisation of this home: one at a time, each with its own key, and nothing is written there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.actions.desk import Desk
from app.actions.founding import refuse_locked
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.database import DATABASE_FILE, Database, check_readable
from app.store.home import Home
from app.store.keys import KeysFile
from app.store.protection import unlock_without_asking
from app.store.schema import CURRENT, KNOWN, version_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An organisation that was not read, and why."""

    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Everywhere(Generic[T]):
    """What was read, by the codes of the organisations, and what was left out."""

    read: tuple[tuple[str, T], ...]
    left_out: tuple[LeftOut, ...]


def home_of(desk: Desk) -> Home:
    return Home(desk.folder.parents[1])


def read_everywhere(
    desk: Desk, view: Callable[..., T], *arguments: Any,
    progress: Callable[[int, int], object] = lambda done, total: None, cancelled: Callable[[], bool] = lambda: False,
) -> Everywhere[T]:
    """This view in each organisation of the desk's home, through the eyes of the account that is kept there.

    A refusal leaves that organisation out. Raises Refusal when it was cancelled.
    """
    codes = home_of(desk).codes()
    read: list[tuple[str, T]] = []
    left_out: list[LeftOut] = []
    for done, code in enumerate(codes):
        if cancelled():
            raise Refusal(Text("Stopped. Nothing was changed."))
        progress(done, len(codes))
        try:
            read.append((code, _read(desk, code, view, arguments)))
        except Refusal as refusal:
            left_out.append(LeftOut(code, refusal.reasons[0]))
    progress(len(codes), len(codes))
    return Everywhere(tuple(read), tuple(left_out))


def _read(desk: Desk, code: str, view: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    folder = home_of(desk).folder(code)
    if folder == desk.folder:
        return desk.read(view, *arguments)
    key = unlock_without_asking(KeysFile.read(folder))
    check_readable(folder / DATABASE_FILE, key)
    database = Database(folder / DATABASE_FILE, key)
    try:
        _refuse_other_version(version_of(database))
        with database.reading() as connection:
            refuse_locked(connection, desk.clock())
        return Desk(database, desk.clock).read(view, *arguments)
    finally:
        database.close()


def _refuse_other_version(version: str | None) -> None:
    """An older one is brought up to date when it is opened, with a backup before it; not for a look."""
    if version == CURRENT:
        return
    if version in KNOWN:
        raise Refusal(Text("These data are of an older Leerspoor. Open this organisation once: they are then "
                           "brought up to date."))
    raise Refusal(Text("These data were made by a newer Leerspoor. Nothing was changed. Install the newest version."))
