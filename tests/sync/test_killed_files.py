"""SIGKILL of the real client and the real server in the middle of a content: it is whole on both sides afterwards.

`LEERSPOOR_KILLS=200` kills that many of each instead of a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.founding import open_desk
from app.actions.media import add_material
from app.exchange.material_files import take_in
from app.store import contents
from app.store.home import Home
from app.store.protection import unlock_without_asking
from tests.desks import CODE
from tests.files import long_pdf, written
from tests.stories.test_killed_import import moments
from tests.sync.computers import without_keyring
from tests.sync.killing import (
    KILLS,
    Copy,
    Site,
    assert_sound,
    at_server,
    copied,
    desk_that_dies,
    furnished,
    measured,
    server_at,
    server_that_dies,
    sync,
    sync_desk,
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
    return measured(folder, server_at(request, folder), _furnish)


@pytest.mark.parametrize("moment", moments(2031, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_desk_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with copied(site, tmp_path / "copy") as copy:
        assert desk_that_dies(copy, 1 + int(moment * site.desk_steps)).returncode == -9
        assert_sound(copy.homes[0])
        assert _contents(copy) == [DATA, DATA]


@pytest.mark.parametrize("moment", moments(2032, KILLS), ids=lambda moment: f"{moment:.3f}")
def test_the_server_is_killed(site: Site, tmp_path: Path, moment: float) -> None:
    with copied(site, tmp_path / "copy") as copy:
        with server_that_dies(copy, 1 + int(moment * site.server_steps)) as process:
            sync(copy.homes[0])
            process.wait()
        assert process.returncode == -9
        assert _contents(copy) == [DATA, DATA]


def test_the_computer_that_fetches_is_killed(site: Site, tmp_path: Path) -> None:
    with copied(site, tmp_path / "copy") as copy:
        _contents(Copy(copy.address, (copy.homes[0], copy.homes[0])))
        other = Copy(copy.address, (copy.homes[1], copy.homes[0]))
        for moment in moments(2033, KILLS):
            desk_that_dies(other, 1 + int(moment * site.desk_steps / 2))
            assert_sound(copy.homes[1])
        assert _contents(copy) == [DATA, DATA]


def _furnish(folder: Path, address: str) -> None:
    with furnished(folder, address) as (first, second):
        for desk in (first, second):
            sync_desk(desk)
        taken = take_in(first, written(folder, "les.pdf", DATA))
        first.do(add_material, title="Les", **taken.arguments())


def _contents(copy: Copy) -> list[bytes]:
    """Both computers sync to the end; what the material then holds on each."""
    with at_server(copy):
        return [_held(home) for home in copy.homes]


def _held(home: Path) -> bytes:
    desk = open_desk(Home(home), CODE, unlock_without_asking)
    try:
        with desk.database.reading() as connection:
            (whole,) = contents.contents(connection).values()
            assert whole.state == contents.HERE
            return b"".join(contents.read_pieces(connection, whole))
    finally:
        desk.close()
