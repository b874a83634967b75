"""Erasing somebody in the real window: nothing on any panel remembers the name, and nothing trips over it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.views.groups import all_participants
from tests.stories.conftest import OpenDemo
from tests.ui.conftest import settle
from tests.ui.rooms import dialog, press
from tests.ui.seen_text import painted_text, seen_text

PANELS = ("overview", "groups", "progress", "certificates", "privacy")


def test_who_is_erased_is_gone_from_every_panel(qtbot: QtBot, open_demo: OpenDemo) -> None:
    running = open_demo("bibliotheek")
    window = running.window
    desk = window.session.desk  # type: ignore[union-attr]
    person = desk.read(all_participants)[3]
    for panel in ("groups", "progress", "privacy"):
        window.go(panel, person.id)
        settle(qtbot, running)
    assert any(person.full in text for text in seen_text(window))
    press(qtbot, window, "Wissen…")
    settle(qtbot, running)
    box = dialog(f"{person.full} wissen")
    press(qtbot, box, "Ik heb nagekeken dat er niets bewaard moet blijven")
    press(qtbot, box, "Voorgoed wissen")
    settle(qtbot, running)
    for panel in PANELS:
        window.go(panel)
        settle(qtbot, running)
        assert not [box.text() for box in window.boxes if box.isVisible()], panel
        assert not [text for text in painted_text(window) if person.full in text or person.listed in text], panel
    assert person.id not in {one.id for one in desk.read(all_participants)}
