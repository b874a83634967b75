"""SIGKILL of the real client and the real server in the middle of a content: it is whole on both sides afterwards.

`LEERSPOOR_KILLS=200` kills that many of each instead of a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.desk import system_clock
from app.actions.founding import open_desk
from app.actions.media import add_material
from app.exchange.material_files import take_in
from app.server.database import create_server_database, open_server_database
from app.server.embedded import embedded
from app.store import contents
from app.store.home import Home
from app.store.protection import DEMO, unlock_without_asking
from app.sync.connect import join
from tests.desks import CODE
from tests.files import long_pdf, written
from tests.servers import PASSWORD, make_office
from tests.stories.test_killed_import import moments
from tests.sync.computers import without_keyring
from tests.sync.test_killed import (
    KILLS,
    Copy,
    Site,
    _assert_sound,
    _copied,
    _desk_that_dies,
    _points_to,
    _server_steps,
    _server_that_dies,
    _steps,
    _sync,
    _sync_desk,
)

DATA = long_pdf(12)


@pytest.fixture(autouse=True)
def tokens_in_the_database() -> Iterator[None]:
    with without_keyring():
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The first computer has a file to send that the second one has not."""
    folder = tmp_path_factory.mktemp("site")
    address = str(folder / "server") if request.param == "sqlite" else request.getfixturevalue("own_postgresql")
    with without_keyring():
        _furnish(folder, address)
        made = Site(folder, address, {})
        with _copied(made, folder / "counted") as copy:
            desk_steps = _steps(_desk_that_dies(copy, -1))
        with _copied(made, folder / "timed") as copy:
            server_steps = _server_steps(copy)
    return Site(folder, address, {}, desk_steps, server_steps)


@pytest.mark.parametrize("moment", moments(2031, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_desk_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with _copied(site, tmp_path / "copy") as copy:
        assert _desk_that_dies(copy, 1 + int(moment * site.desk_steps)).returncode == -9
        _assert_sound(copy.homes[0])
        assert _contents(copy) == [DATA, DATA]


@pytest.mark.parametrize("moment", moments(2032, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_server_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with _copied(site, tmp_path / "copy") as copy:
        with _server_that_dies(copy, 1 + int(moment * site.server_steps)) as process:
            _sync(copy.homes[0])
            process.wait()
        assert process.returncode == -9
        assert _contents(copy) == [DATA, DATA]


def test_the_computer_that_fetches_is_killed(site: Site, tmp_path: Path) -> None:
    with _copied(site, tmp_path / "copy") as copy:
        _contents(Copy(copy.address, (copy.homes[0], copy.homes[0])))
        other = Copy(copy.address, (copy.homes[1], copy.homes[0]))
        for moment in moments(2033, KILLS):
            _desk_that_dies(other, 1 + int(moment * site.desk_steps / 2))
            _assert_sound(copy.homes[1])
        assert _contents(copy) == [DATA, DATA]


def _furnish(folder: Path, address: str) -> None:
    database, _ = create_server_database(address, DEMO)
    make_office(database, system_clock)
    with embedded(database) as place:
        homes = [Home(folder / name) for name in ("first", "second")]
        desks = [join(home, CODE, place, CODE, "anna", PASSWORD, DEMO)[0] for home in homes]
        for desk in desks:
            _sync_desk(desk)
        taken = take_in(desks[0], written(folder, "les.pdf", DATA))
        desks[0].do(add_material, title="Les", **taken.arguments())
        for desk in desks:
            desk.close()
    database.close()


def _contents(copy: Copy) -> list[bytes]:
    """Both computers sync to the end; what the material then holds on each."""
    database = open_server_database(copy.address)
    try:
        with embedded(database) as place:
            for home in (*copy.homes, *copy.homes):
                _points_to(home, place)
                _sync(home)
        return [_held(home) for home in copy.homes]
    finally:
        database.close()


def _held(home: Path) -> bytes:
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.reading() as connection:
            (whole,) = contents.contents(connection).values()
            assert whole.state == contents.HERE
            return b"".join(contents.read_pieces(connection, whole))
    finally:
        desk.close()
