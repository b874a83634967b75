"""Two people in two windows, one server between them (stories 3 and the train home)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.groups import create_group, rename_group
from app.server.database import ServerDatabase
from app.server.embedded import embedded
from app.views.groups import group_list
from tests.desks import Clock
from tests.servers import CODE, PASSWORD, make_office
from tests.ui.conftest import settle
from tests.ui.rooms import dialog, named, press
from tests.ui.seen_text import seen_text
from ui.first_run.home_opener import HomeOpener
from ui.preferences import Preferences, save_preferences
from ui.running import Running
from ui.sync.runner import Pace

Window = Callable[..., "Person"]
BY_HAND = Pace(every=10**8, soon=10**8)


@dataclass
class Person:
    """Somebody at a window of their own."""

    running: Running
    qtbot: QtBot

    def act(self, action: object, **arguments: object) -> None:
        session = self.running.window.session
        assert session is not None
        session.act(action, arguments)
        self.settle()

    def sync(self) -> None:
        self.running.window.sync.now()
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.running)

    def groups(self) -> set[str]:
        return {row.name for row in self.running.window.session.desk.read(group_list)}  # type: ignore[union-attr]

    def bar(self) -> set[str]:
        return seen_text(self.running.window.frame.top)


@pytest.fixture(params=["sqlite"])
def server_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The window does not care which database is behind the server."""
    return str(shutil.copytree(request.getfixturevalue("_made_sqlite"), tmp_path / "server"))


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, server_database: ServerDatabase,
) -> Iterator[Window]:
    """`window("anna")` logs in at the server from an empty home of its own."""
    make_office(server_database, Clock())
    with embedded(server_database) as address, ExitStack() as stack:

        def log_in(username: str, pace: Pace | None = None) -> Person:
            home = tmp_path / tempfile.mkdtemp(dir=tmp_path)
            save_preferences(home, Preferences())
            running = stack.enter_context(Running(qapp, HomeOpener(home), in_process=False))
            running.window.sync.pace = pace
            running.begin()
            settle(qtbot, running)
            _join(qtbot, running, address, username)
            return Person(running, qtbot)

        yield log_in


def _join(qtbot: QtBot, running: Running, address: str, username: str) -> None:
    press(qtbot, running.window, "Inloggen bij uw server…")
    settle(qtbot, running)
    box = dialog("Inloggen bij de server van uw organisatie")
    for name, value in (("Adres van de server", address), ("Code van de organisatie", CODE),
                        ("Gebruikersnaam", username), ("Wachtwoord", PASSWORD)):
        named(box, QLineEdit, name).setText(value)
    press(qtbot, box, "Inloggen")
    settle(qtbot, running)
    key = dialog(f"Herstelsleutel van {CODE}")
    key.kept.setChecked(True)
    press(qtbot, key, "Verder")
    settle(qtbot, running)


def test_one_window_follows_the_other_within_a_moment(qtbot: QtBot, window: Window) -> None:
    anna, other = window("anna"), window("anna")
    assert any("Gesynchroniseerd om" in text for text in anna.bar())
    anna.act(create_group, name="Dinsdag")
    anna.sync()
    qtbot.waitUntil(lambda: other.groups() == {"Dinsdag"})
    other.running.window.go("groups")
    other.settle()
    assert "Dinsdag" in seen_text(other.running.window)


def test_a_difference_is_settled_with_one_press(qtbot: QtBot, window: Window) -> None:
    anna, other = window("anna", BY_HAND), window("anna", BY_HAND)
    anna.act(create_group, name="Dinsdag")
    anna.sync()
    other.sync()
    group = next(iter(other.running.window.session.desk.read(group_list))).id  # type: ignore[union-attr]
    anna.act(rename_group, group_id=group, name="Dinsdagochtend")
    other.act(rename_group, group_id=group, name="Dinsdagmiddag")
    assert any("1 te versturen" in text for text in other.bar())
    for one in (anna, other, anna):
        one.sync()
    assert anna.groups() == other.groups() == {"Dinsdagmiddag"}
    press(qtbot, anna.running.window.frame.top, "1 te controleren")
    anna.settle()
    assert {"Dinsdag · naam", "Dinsdagmiddag · naam"} & seen_text(anna.running.window)
    press(qtbot, anna.running.window, "Andere waarde terugzetten")
    anna.settle()
    for one in (anna, other):
        one.sync()
    assert anna.groups() == other.groups() == {"Dinsdagochtend"}
    for one in (anna, other):
        assert not any("te controleren" in text for text in one.bar())


def test_without_the_server_work_goes_on_and_is_sent_later(qtbot: QtBot, window: Window) -> None:
    anna = window("anna", BY_HAND)
    anna.running.window.sync.log_out()
    press(qtbot, dialog("Uitloggen"), "Uitloggen")
    anna.settle()
    anna.act(create_group, name="Dinsdag")
    assert any("1 te versturen" in text for text in anna.bar())
    anna.sync()
    anna.running.window.sync.log_in()
    box = dialog("Log opnieuw in")
    box.password.setText("verkeerd")
    press(qtbot, box, "Inloggen")
    anna.settle()
    assert box.isVisible()
    box.password.setText(PASSWORD)
    press(qtbot, box, "Inloggen")
    anna.settle()
    anna.settle()
    assert any("Gesynchroniseerd om" in text for text in anna.bar())
    assert not any("te versturen" in text for text in anna.bar())
