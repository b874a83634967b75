"""Worlds that were built once: a test that begins with one gets files and rows of its own, copied from the first.

Building a school with two desks that have synced takes ten times as long as copying it. Ids, keys and the time are
those of the first, as in any backup; what a test does with its copy, no other test sees.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import keyring

from app.server.database import ServerDatabase
from app.server.identity import identity
from app.server.tables import metadata
from tests.keyrings import MemoryKeyring

if TYPE_CHECKING:
    from tests.syncing import SyncedDesk, World

T = TypeVar("T")
Rows = dict[str, list[dict[str, Any]]]
SERVERS_OWN = "server"
"""The one table that belongs to no organisation: the keys of the server itself."""


def rows_of_server(database: ServerDatabase) -> Rows:
    """Every row of every organisation, by table; tables without any are left out."""
    with database.reading() as connection:
        found = {name: [dict(row) for row in connection.execute(table.select()).mappings()]
                 for name, table in metadata.tables.items() if name != SERVERS_OWN}
    return {name: some for name, some in found.items() if some}


def put_rows(database: ServerDatabase, rows: Rows) -> None:
    """These, and in the same tables no others."""
    with database.writing() as connection:
        for name, some in rows.items():
            connection.execute(metadata.tables[name].delete())
            connection.execute(metadata.tables[name].insert(), some)


@dataclass
class Kept:
    """A world as `build` left it, with what that gave; its desks lie in `folder`, each under its number."""

    folder: Path
    made: Any
    world: World
    desks: list[SyncedDesk]
    office_id: bytes
    accounts: dict[str, bytes]
    rows: Rows
    entries: dict[tuple[str, str], str]
    now_us: int

    def copied_to(self, world: World) -> Any:
        """Everything anew in this world; gives what `build` gave, with the desks of this one."""
        put_rows(world.office.database, self.rows)
        world.office.id, world.office.accounts = self.office_id, dict(self.accounts)
        entries = keyring.get_keyring()
        assert isinstance(entries, MemoryKeyring)
        entries.entries.update(self.entries)
        world.office.clock.now_us = self.now_us
        for number in range(len(self.desks)):
            world.open(Path(shutil.copytree(self.folder / str(number), world.folder / f"desk{number}")))
        return self._here(self.made, world)

    def _here(self, value: Any, world: World) -> Any:
        if value is self.world:
            return world
        for before, now in zip(self.desks, world.desks, strict=True):
            if value is before:
                return now
        if isinstance(value, tuple | list):
            return type(value)(self._here(one, world) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self._here(getattr(value, one.name), world) for one in fields(value)})
        return value


@dataclass
class KeptWorlds:
    """Those of one run, per way to build one, server and time at which it begins."""

    folder: Path
    worlds: dict[object, Kept] = field(default_factory=dict)

    def set_up(self, world: World, build: Callable[[World], T]) -> T:
        """What `build` makes of a world that has no desks yet."""
        assert not world.desks
        with world.office.database.reading() as connection:
            server = identity(connection).public_key
        key = build, server, world.office.clock.now_us
        if key not in self.worlds:
            self.worlds[key] = self._kept(world, build)
        made: T = self.worlds[key].copied_to(world)
        return made

    def _kept(self, world: World, build: Callable[[World], Any]) -> Kept:
        made, desks, folder = build(world), list(world.desks), self.folder / str(len(self.worlds))
        world.end()
        for number, one in enumerate(desks):
            shutil.move(one.desk.folder.parent.parent, folder / str(number))
        entries = keyring.get_keyring()
        assert isinstance(entries, MemoryKeyring)
        office = world.office
        return Kept(folder, made, world, desks, office.id, office.accounts, rows_of_server(office.database),
                    dict(entries.entries), office.clock.now_us)
