"""SIGKILL of a real program whose coach may keep nothing, anywhere in opening, sync and closing: the next start forgets
before it shows anything, and what was written without a network is there once in the end (O-1).

`LEERSPOOR_KILLS=200` kills that many times instead of a few.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.coaches import assign_coach, change_coach
from app.actions.desk import Desk, system_clock
from app.actions.founding import open_desk
from app.actions.groups import create_group
from app.actions.messages import write_message
from app.actions.participants import add_participant
from app.server.database import create_server_database
from app.server.embedded import embedded
from app.store.home import Home
from app.store.protection import DEMO, unlock_without_asking
from app.store.tables import conversations, messages, outbox, participants
from app.sync.connect import join
from app.sync.engine import Syncer
from tests.desks import CODE
from tests.house.code import ROOT
from tests.servers import PASSWORD, make_office
from tests.stories.test_killed_import import moments
from tests.sync.computers import without_keyring
from tests.sync.test_erased import decrypted
from tests.talking import begun, switched_on

KILLS = int(os.environ.get("LEERSPOOR_KILLS", "5"))
FAMILY, TYPED = "Zwaluwtong", "Dit wacht nog op het net"


@dataclass(frozen=True)
class Site:
    """`home` is a coach's as every kill finds it, with one message that waits; `steps` is how many one sync takes."""

    address: str
    home: Path
    steps: int


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with without_keyring():
        database, _ = create_server_database(str(folder / "server"), DEMO)
        make_office(database, system_clock)
        with embedded(database) as address:
            _furnish(folder, address)
            shutil.copytree(folder / "coach", folder / "counted")
            steps = int(_synced(folder / "counted", -1).stdout.split()[-1])
            yield Site(address, folder / "coach", steps)
        database.close()


@pytest.mark.parametrize("moment", [*moments(2031, KILLS), 0.97, 0.99], ids=lambda moment: f"{moment:.3f}")
def test_the_next_start_forgets_before_it_shows_anything(site: Site, tmp_path: Path, moment: float) -> None:
    home = Path(shutil.copytree(site.home, tmp_path / "coach"))
    with without_keyring():
        killed = _synced(home, 1 + int(moment * site.steps))
        assert killed.returncode == -9, killed.stderr
        desk = _opened(home)
        desk.database.forget_deleted()
        assert FAMILY.encode() not in decrypted(desk.database)
        with desk.database.reading() as connection:
            assert not connection.execute(select(participants)).all()
            waiting = len(connection.execute(select(outbox)).all())
        assert (TYPED.encode() in decrypted(desk.database)) == (waiting == 1)
        _sync(desk)
        with desk.database.reading() as connection:
            bodies = list(connection.execute(select(messages.c.body)).scalars())
            assert connection.execute(select(participants.c.family)).scalars().all() == [FAMILY]
        assert bodies.count(TYPED) == 1
        desk.close()
        assert FAMILY.encode() not in decrypted(desk.database)


def _furnish(folder: Path, address: str) -> None:
    anna, _ = join(Home(folder / "first"), CODE, address, CODE, "anna", PASSWORD, DEMO)
    _sync(anna)
    group = anna.do(create_group, name="Dinsdag").outcome
    anna.do(add_participant, fields={"given_name": "Amira", "family_name": FAMILY}, group_id=group)
    switched_on(anna)
    begun(anna, group_id=group)
    _sync(anna)
    with anna.database.reading() as connection:
        coach = connection.exec_driver_sql("SELECT id FROM coaches WHERE given = 'Ben'").scalar_one()
    anna.do(assign_coach, coach_id=coach, group_id=group)
    anna.do(change_coach, coach_id=coach, given={"keeps_offline": False})
    _sync(anna)
    ben, _ = join(Home(folder / "coach"), CODE, address, CODE, "ben", PASSWORD, DEMO)
    _sync(ben)
    with ben.database.reading() as connection:
        talk = connection.execute(select(conversations.c.id)).scalar_one()
    ben.do(write_message, conversation_id=talk, body=TYPED)
    for desk in (anna, ben):
        desk.close()


def _synced(home: Path, step: int) -> subprocess.CompletedProcess[str]:
    """`leerspoor sync` in a process of its own."""
    words = ["desk", "sync", "--json", "--home", str(home)]
    return subprocess.run(
        [sys.executable, "-m", "tests.sync.dying", str(step), *words], cwd=ROOT, capture_output=True, text=True,
        check=False)


def _opened(home: Path) -> Desk:
    return open_desk(Home(home), CODE, unlock_without_asking, even_locked=True)


def _sync(desk: Desk) -> None:
    syncer = Syncer(desk)
    try:
        syncer.sync()
    finally:
        syncer.close()
