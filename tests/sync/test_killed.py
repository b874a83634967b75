"""SIGKILL of the real client and the real server at any step of push and pull, over real sockets: nothing is lost,
nothing is there twice, and the next sync goes through by itself.

`LEERSPOOR_KILLS=200` kills that many of each instead of a few.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.desk import Desk, system_clock
from app.actions.founding import open_desk
from app.actions.groups import create_group, rename_group
from app.actions.participants import add_participant
from app.domain.errors import Refusal
from app.domain.kinds import KINDS
from app.server.database import create_server_database, open_server_database
from app.server.embedded import embedded
from app.store import tables
from app.store.database import DATABASE_FILE, damaged_pages
from app.store.home import Home
from app.store.protection import DEMO, unlock_without_asking
from app.store.settings import CONNECTED, set_settings
from app.sync.connect import join
from app.sync.engine import Syncer
from app.sync.refusals import LATER
from tests.desks import CODE, bring_in, person, roster
from tests.house.code import ROOT
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.servers import PASSWORD, by_hand, make_office
from tests.stories.test_killed_import import moments
from tests.sync.computers import without_keyring

KILLS = int(os.environ.get("LEERSPOOR_KILLS", "3"))
PEOPLE, RESULTS = 120, 600
Content = dict[str, int]


@dataclass(frozen=True)
class Site:
    """A server and two computers as every kill finds them, what must be there in the end, and how long it all takes.

    The first computer has work to send and to receive; the second one, which nobody kills, sees what came of it.
    """

    folder: Path
    address: str
    content: Content
    desk_steps: int = 0
    server_steps: int = 0


@dataclass(frozen=True)
class Copy:
    """One copy of a site, to be spoilt."""

    address: str
    homes: tuple[Path, Path]


@pytest.fixture(autouse=True)
def tokens_in_the_database() -> Iterator[None]:
    with without_keyring():
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    address = str(folder / "server") if request.param == "sqlite" else request.getfixturevalue("own_postgresql")
    with without_keyring():
        _furnish(folder, address)
        made = Site(folder, address, {})
        with _copied(made, folder / "counted") as copy:
            desk_steps = _steps(_desk_that_dies(copy, -1))
            content = _content(copy)
            assert (content["participants"], content["results"]) == (2 * PEOPLE + 10, 2 * RESULTS)
            assert content["reviews"] == 1  # the name that both gave the group
        with _copied(made, folder / "timed") as copy:
            server_steps = _server_steps(copy)
    return Site(folder, address, content, desk_steps, server_steps)


@pytest.mark.parametrize("moment", moments(2026, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_desk_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with _copied(site, tmp_path / "copy") as copy:
        killed = _desk_that_dies(copy, 1 + int(moment * site.desk_steps))
        assert killed.returncode == -9, killed.stderr
        _assert_sound(copy.homes[0])
        assert _content(copy) == site.content


@pytest.mark.parametrize("moment", moments(2027, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_server_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with _copied(site, tmp_path / "copy") as copy:
        with _server_that_dies(copy, 1 + int(moment * site.server_steps)) as process:
            _sync(copy.homes[0])
            process.wait()
        assert process.returncode == -9
        assert _content(copy) == site.content


def _furnish(folder: Path, address: str) -> None:
    database, _ = create_server_database(address, DEMO)
    make_office(database, system_clock)
    with embedded(database) as place:
        homes = [Home(folder / name) for name in ("first", "second")]
        desks = [join(home, CODE, place, CODE, "anna", PASSWORD, DEMO)[0] for home in homes]
        add_programme(desks[0], "koken", exercises=20)
        group = desks[0].do(create_group, name="Dinsdag").outcome
        for desk in desks:
            _sync_desk(desk)
        _work_at_the_second(desks[1], group)
        _sync_desk(desks[1])
        _work_at_the_first(desks[0], group)
        for desk in desks:
            desk.close()
    database.close()


def _work_at_the_second(desk: Desk, group: bytes) -> None:
    desk.do(rename_group, group_id=group, name="Woensdag")
    bring_in(desk, roster(*(person(f"b{at}", f"Bram{at}", "Smit") for at in range(PEOPLE)), complete=False))
    bring_results(desk, [
        statement(f"b{at % PEOPLE}", exercise_iri("koken", 1 + at // PEOPLE), at_us()) for at in range(RESULTS)])


def _work_at_the_first(desk: Desk, group: bytes) -> None:
    """A conflict, some people one by one, and a file of people with their results."""
    desk.do(rename_group, group_id=group, name="Donderdag")
    for at in range(10):
        desk.do(add_participant, fields={"given_name": f"Losse{at}", "family_name": "Jansen"}, group_id=group)
    bring_in(desk, roster(*(person(f"a{at}", f"Amira{at}", "Bakker") for at in range(PEOPLE)), complete=False))
    bring_results(desk, [
        statement(f"a{at % PEOPLE}", exercise_iri("koken", 1 + at // PEOPLE), at_us()) for at in range(RESULTS)])


@contextmanager
def _copied(site: Site, folder: Path) -> Iterator[Copy]:
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


def _desk_that_dies(copy: Copy, step: int) -> subprocess.CompletedProcess[str]:
    """`leerspoor sync` in a process of its own, against a server that stays."""
    database = open_server_database(copy.address)
    try:
        with embedded(database) as place:
            _points_to(copy.homes[0], place)
            words = ["desk", "sync", "--json", "--home", str(copy.homes[0])]
            return subprocess.run(
                [sys.executable, "-m", "tests.sync.dying", str(step), *words], cwd=ROOT, capture_output=True, text=True,
                check=False)
    finally:
        database.close()


@contextmanager
def _server_that_dies(copy: Copy, step: int) -> Iterator[subprocess.Popen[str]]:
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
                _points_to(copy.homes[0], json.loads(said)["address"])
            yield process
        finally:
            process.kill()


def _steps(ended: subprocess.CompletedProcess[str]) -> int:
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout.split()[-1])


def _server_steps(copy: Copy) -> int:
    with _server_that_dies(copy, -1) as process:
        _sync(copy.homes[0])
        process.terminate()
        assert process.stdout is not None
        return int(process.stdout.read().split()[-1])


def _content(copy: Copy) -> Content:
    """Both computers sync, by themselves and to the end; gives what is there then, the same on both and the server."""
    database = open_server_database(copy.address)
    try:
        with embedded(database) as place:
            for home in (*copy.homes, *copy.homes):
                _points_to(home, place)
                _sync(home)
        found = [_counted(home) for home in copy.homes]
    finally:
        database.close()
    assert found[0] == found[1]
    return {kind: len(rows) for kind, rows in found[0].items()}


def _counted(home: Path) -> dict[str, list[object]]:
    """Per kind the ids and versions, and every result by its id and whose it is."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.reading() as connection:
            found: dict[str, list[object]] = {
                kind: sorted(map(tuple, connection.execute(select(table.c.id, table.c.version))))
                for kind, table in ((kind, tables.metadata.tables[kind]) for kind in KINDS)}
            waiting = select(tables.outbox.c.operation_id).where(tables.outbox.c.state.in_(("waiting", "sent")))
            assert not connection.execute(waiting).all()
            made = connection.exec_driver_sql(
                "SELECT r.id, p.id, r.at_us FROM results r JOIN participants p ON p.local = r.participant")
            found["results"] = sorted(map(tuple, made))
    finally:
        desk.close()
    return found


def _points_to(home: Path, address: str) -> None:
    """The server is on another port each time."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.writing() as connection:
            set_settings(connection, {CONNECTED: address})
    finally:
        desk.close()


def _sync(home: Path) -> None:
    """As far as the server lets it."""
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        _sync_desk(desk)
    finally:
        desk.close()


def _sync_desk(desk: Desk) -> None:
    syncer = Syncer(desk)
    try:
        syncer.sync()
    except Refusal as refusal:
        assert refusal.remedy == LATER, refusal
    finally:
        syncer.close()


def _assert_sound(home: Path) -> None:
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    key = desk.database.key
    desk.close()
    assert damaged_pages(Home(home).folder(CODE) / DATABASE_FILE, key) == ()
