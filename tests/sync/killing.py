"""Killing the real client and the real server by SIGKILL: two computers and a server, and copies of them to spoil.

`LEERSPOOR_KILLS=200` kills that many of each instead of a few.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.actions.desk import Desk, system_clock
from app.actions.founding import open_desk
from app.domain.errors import Refusal
from app.server.database import create_server_database, open_server_database
from app.server.embedded import embedded
from app.store.database import DATABASE_FILE, damaged_pages
from app.store.home import Home
from app.store.protection import DEMO, unlock_without_asking
from app.store.settings import CONNECTED, set_settings
from app.sync.connect import join
from app.sync.engine import Syncer
from app.sync.refusals import LATER
from tests.desks import CODE
from tests.house.code import ROOT
from tests.servers import PASSWORD, by_hand, make_office
from tests.sync.computers import without_keyring

KILLS = int(os.environ.get("LEERSPOOR_KILLS", "3"))


@dataclass(frozen=True)
class Site:
    """A server and two computers as every kill finds them, what must be there in the end, and how long it all takes.

    The first computer has work to send and to receive; the second one, which nobody kills, sees what came of it.
    """

    folder: Path
    address: str
    content: dict[str, int]
    desk_steps: int = 0
    server_steps: int = 0


@dataclass(frozen=True)
class Copy:
    """One copy of a site, to be spoilt."""

    address: str
    homes: tuple[Path, Path]


@contextmanager
def furnished(folder: Path, address: str) -> Iterator[tuple[Desk, Desk]]:
    """Two computers that work at a new server of theirs, to be filled; closed afterwards."""
    database, _ = create_server_database(address, DEMO)
    make_office(database, system_clock)
    with embedded(database) as place:
        first, second = (join(Home(folder / name), CODE, place, CODE, "anna", PASSWORD, DEMO)[0]
                         for name in ("first", "second"))
        yield first, second
        first.close()
        second.close()
    database.close()


@contextmanager
def at_server(copy: Copy) -> Iterator[None]:
    """The server of this copy runs, and both computers have synced with it to the end."""
    database = open_server_database(copy.address)
    try:
        with embedded(database) as place:
            for home in (*copy.homes, *copy.homes):
                points_to(home, place)
                sync(home)
        yield
    finally:
        database.close()


def measured(
    folder: Path, address: str, furnish: Callable[[Path, str], None],
    content: Callable[[Copy], dict[str, int]] = lambda _copy: {},
) -> Site:
    """A site that was furnished, with how many steps a sync takes on either side when nobody kills it."""
    with without_keyring():
        furnish(folder, address)
        made = Site(folder, address, {})
        with copied(made, folder / "counted") as copy:
            desk_steps, found = _steps(desk_that_dies(copy, -1)), content(copy)
        with copied(made, folder / "timed") as copy:
            return Site(folder, address, found, desk_steps, _server_steps(copy))


def server_at(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where the server of these tests is to be, of the kind that the fixture asks."""
    if request.param == "sqlite":
        return str(folder / "server")
    return str(request.getfixturevalue("own_postgresql"))


@contextmanager
def copied(site: Site, folder: Path) -> Iterator[Copy]:
    folder.mkdir()
    homes = tuple(Path(shutil.copytree(site.folder / name, folder / name)) for name in ("first", "second"))
    if "://" not in site.address:
        yield Copy(str(shutil.copytree(site.address, folder / "server")), (homes[0], homes[1]))
        return
    name = f"kopie_{secrets.token_hex(6)}"
    original = site.address.split("/")[3].split("?")[0]
    by_hand(site.address.replace(original, "postgres"), f"CREATE DATABASE {name} TEMPLATE {original}")
    yield Copy(site.address.replace(original, name), (homes[0], homes[1]))
    by_hand(site.address.replace(original, "postgres"), f"DROP DATABASE {name} WITH (FORCE)")


def desk_that_dies(copy: Copy, step: int) -> subprocess.CompletedProcess[str]:
    """`leerspoor sync` in a process of its own, against a server that stays."""
    database = open_server_database(copy.address)
    try:
        with embedded(database) as place:
            points_to(copy.homes[0], place)
            words = ["desk", "sync", "--json", "--home", str(copy.homes[0])]
            return subprocess.run(
                [sys.executable, "-m", "tests.sync.dying", str(step), *words], cwd=ROOT, capture_output=True, text=True,
                check=False)
    finally:
        database.close()


@contextmanager
def server_that_dies(copy: Copy, step: int) -> Iterator[subprocess.Popen[str]]:
    """`leerspoor-server serve` in a process of its own; the first computer knows where it is."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.sync.dying", str(step), "server", "serve", "--port", "0", "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"LEERSPOOR_DATABASE": copy.address},
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if said:
                points_to(copy.homes[0], json.loads(said)["address"])
            yield process
        finally:
            process.kill()


def _steps(ended: subprocess.CompletedProcess[str]) -> int:
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout.split()[-1])


def _server_steps(copy: Copy) -> int:
    with server_that_dies(copy, -1) as process:
        sync(copy.homes[0])
        process.terminate()
        assert process.stdout is not None
        return int(process.stdout.read().split()[-1])


def points_to(home: Path, address: str) -> None:
    """The server is on another port each time."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.writing() as connection:
            set_settings(connection, {CONNECTED: address})
    finally:
        desk.close()


def sync(home: Path) -> None:
    """As far as the server lets it."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        sync_desk(desk)
    finally:
        desk.close()


def sync_desk(desk: Desk) -> None:
    syncer = Syncer(desk)
    try:
        syncer.sync()
    except Refusal as refusal:
        assert refusal.remedy == LATER, refusal
    finally:
        syncer.close()


def assert_sound(home: Path) -> None:
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    key = desk.database.key
    desk.close()
    assert damaged_pages(Home(home).folder(CODE) / DATABASE_FILE, key) == ()
