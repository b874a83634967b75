"""Fixtures for tests of the window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fake_desk import FakeDesk, FakeOpener, FakeOrganisation
from tests.ui.window_values import HITS, OVERVIEW
from ui.preferences import Preferences, save_preferences
from ui.running import Running
from ui.theme.dress import dress
from ui.words import use_language, use_listed_names, use_words

Open = Callable[..., Running]


@pytest.fixture(autouse=True)
def plain_words(qapp: QApplication) -> Iterator[None]:
    """Every test begins in Dutch, in light, in the same font, with the words that belong to no provider."""
    qapp.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))  # a whole window brings its own
    use_language("nl")
    use_words(None)
    use_listed_names(True)
    dress(qapp, "light")
    yield
    # Without an event loop nothing that was closed goes away, and every later change of style takes longer.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    use_language("nl")
    use_words(None)


def canned_desk(
    code: str = "noord", name: str = "Bibliotheek Noord", provider: str = "oefenen", **more: Any,
) -> FakeDesk:
    """A desk that answers what the overview and the finder ask."""
    return FakeDesk({"overview": OVERVIEW, "find": HITS}, FakeOrganisation(code, name, provider), **more)


@pytest.fixture
def run_window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Runs a window on the given desks, waits until it shows the first panel, and stops it after the test."""
    runs: list[Running] = []

    def run(
        *desks: FakeDesk, preferences: Preferences | None = None, opener: FakeOpener | None = None, wait: bool = True,
    ) -> Running:
        given = desks or (canned_desk(),)
        opener = opener or FakeOpener(tmp_path / "home", {desk.organisation.code: desk for desk in given})
        save_preferences(opener.folder, preferences or Preferences(organisation=given[0].organisation.code))
        running = Running(qapp, opener, in_process=False)
        runs.append(running)
        hook = sys.excepthook
        running.__enter__()
        sys.excepthook = hook  # what escapes from a slot fails the test instead of opening a box
        running.begin()
        if wait:
            settle(qtbot, running)
        return running

    yield run
    boxes = [box.text() for running in runs for box in running.window.boxes if box.isVisible()]
    for running in runs:
        running.__exit__(None, None, None)
    assert not boxes, f"unexpected: {boxes}"


def settle(qtbot: QtBot, running: Running) -> None:
    """Wait until nothing is under way and everything was delivered."""
    qtbot.waitUntil(lambda: running.opening is not None and running.background.is_idle)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: running.background.is_idle)
