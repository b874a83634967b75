"""The demo's own server: two desks of one school, each in a window of its own, follow each other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.founding import open_desk
from app.actions.groups import rename_group
from app.demo import served
from app.demo.build import build_demo
from app.demo.files import SCHOOL
from app.demo.served import COACH_DESK, serve_demo
from app.store.home import Home
from app.sync.engine import Syncer
from app.views.groups import group_list


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it is before it is first served."""
    root = tmp_path_factory.mktemp("demo")
    build_demo(Home(root))
    return root


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Home:  # type: ignore[override]
    return Home(Path(shutil.copytree(built, tmp_path / "demo")))


@pytest.fixture
def desks(home: Home) -> Iterator[tuple[Desk, Desk]]:
    with serve_demo(home):
        both = open_desk(home, SCHOOL), open_desk(home, COACH_DESK)
        yield both
        for desk in both:
            desk.close()


def _sync(desk: Desk) -> None:
    syncer = Syncer(desk)
    syncer.sync()
    syncer.close()


def test_what_one_window_does_the_other_shows(desks: tuple[Desk, Desk]) -> None:
    administrator, coach = desks
    (first, *_) = coach.read(group_list)
    assert len(coach.read(group_list)) < len(administrator.read(group_list))
    administrator.do(rename_group, group_id=first.id, name="Groep Vlieger")
    _sync(administrator)
    _sync(coach)
    assert "Groep Vlieger" in [row.name for row in coach.read(group_list)]


def test_the_second_window_finds_the_server_and_makes_nothing_anew(home: Home) -> None:
    with serve_demo(home):
        codes = home.codes()
        with serve_demo(home):
            assert home.codes() == codes
        desk = open_desk(home, COACH_DESK)
        _sync(desk)
        desk.close()
    assert (home.root / served.SERVER_FOLDER / served.PORT_FILE).read_text().isdecimal()
    with serve_demo(home):
        desk = open_desk(home, SCHOOL)
        _sync(desk)
        desk.close()
