"""`leerspoor sync`: one sync, told in words and as JSON, refused with reasons."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.desk import system_clock
from app.actions.founding import open_desk
from app.actions.groups import create_group
from app.actions.journal import DAY_US
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.store import tables
from app.store.home import Home
from app.store.protection import Protection
from app.sync.connect import join, log_out
from app.sync.refusals import unreachable
from tests.cli.conftest import Leerspoor
from tests.desks import CODE, PASSPHRASE, Clock, unlock
from tests.servers import CODE as OFFICE
from tests.servers import PASSWORD, make_office


@pytest.fixture(params=["sqlite"])
def server_address(request: pytest.FixtureRequest, given: Path) -> str:
    """The command does not care which database is behind the server."""
    return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), given / "server"))


@pytest.fixture
def connected(
    leerspoor: Leerspoor, server_database: ServerDatabase, passphrase_file: Path,
) -> Iterator[Leerspoor]:
    """A home with one organisation that joined a server which is running."""
    make_office(server_database, Clock())
    with embedded(server_database) as address:
        desk, _ = join(Home(leerspoor.home), CODE, address, OFFICE, "anna", PASSWORD, Protection(PASSPHRASE))
        desk.close()
        yield leerspoor


def make_a_group(home: Path) -> None:
    desk = open_desk(Home(home), CODE, unlock, system_clock)
    desk.do(create_group, name="Dinsdag")
    desk.close()


def test_it_says_what_was_sent_and_received(connected: Leerspoor) -> None:
    make_a_group(connected.home)
    first = connected.answer("sync")
    assert (first["pushed"], first["waiting"], first["parked"], first["to_review"]) == (1, 0, 0, 0)
    assert first["pulled"] > 0
    ran = connected.run("sync")
    assert ran.out.splitlines()[:3] == ["Verstuurd: 0 wijzigingen", "Ontvangen: 0 regels", "Ontvangen: 0 resultaten"]


def test_an_organisation_without_a_server_is_refused(library: Home, leerspoor: Leerspoor) -> None:
    ran = leerspoor.run("sync", code=2)
    assert "staat alleen op deze computer" in ran.err
    assert leerspoor.answer("sync", code=2)["refused"]


def test_a_server_out_of_reach_is_a_refusal_and_what_waits_goes_on_waiting(
    connected: Leerspoor, monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_a_group(connected.home)

    def nobody_there(*_arguments: object) -> None:
        raise unreachable()

    with monkeypatch.context() as patch:
        patch.setattr("app.sync.http.HttpWire.send", nobody_there)
        assert connected.answer("sync", code=2)["refused"]
    assert connected.answer("sync")["pushed"] == 1


def test_a_locked_organisation_is_opened_by_a_sync_and_by_nothing_else(connected: Leerspoor, out: Path) -> None:
    desk = open_desk(Home(connected.home), CODE, unlock, system_clock)
    with desk.database.writing() as connection:
        for name, value in (("sync.offline_days", "30"), ("sync.last_contact_us", str(system_clock() - 40 * DAY_US))):
            connection.execute(tables.settings.update().where(tables.settings.c.name == name).values(value=value))
    desk.close()
    connected.run("export", "--out", out / "alles.zip", code=2)
    connected.run("sync")
    out.mkdir(exist_ok=True)
    connected.run("export", "--out", out / "alles.zip")


def test_a_session_that_has_ended_is_a_refusal(connected: Leerspoor) -> None:
    desk = open_desk(Home(connected.home), CODE, unlock, system_clock)
    log_out(desk)
    desk.close()
    assert connected.run("sync", code=2).err
