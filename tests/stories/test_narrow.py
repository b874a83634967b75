"""On a screen of 1024 pixels wide nothing on the pages of the groups has to be pushed sideways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import OpenDemo
from tests.ui.conftest import settle
from ui.running import Running

WIDE, HIGH = 1024, 700


def pushed(running: Running) -> list[str]:
    """What is on the screen and would have to be pushed sideways."""
    QApplication.processEvents()
    return [
        f"{type(one).__name__} {one.accessibleName()}: {one.horizontalScrollBar().maximum()}"
        for one in running.window.findChildren(QAbstractScrollArea)
        if one.isVisible() and one.horizontalScrollBar().maximum() > 0]


def pages(qtbot: QtBot, running: Running) -> Iterator[str]:
    """Each page of the groups, and what it is called."""
    running.window.go("groups")
    settle(qtbot, running)
    panel: Any = running.window.deck.current()
    for shelf in [one.key for one in panel.list.rows()]:
        panel.list.choose(shelf)
        settle(qtbot, running)
        yield str(shelf)
    panel.list.choose("everybody")
    settle(qtbot, running)
    panel.open_person(panel.group.table.rows()[0].id)
    settle(qtbot, running)
    yield "person"
    for tab in (1, 2):
        panel.tabs.setCurrentIndex(tab)
        settle(qtbot, running)
        yield f"tab {tab}"
    panel.tabs.setCurrentIndex(0)
    panel.open_new_year()
    settle(qtbot, running)
    steps = panel.new_year.tabs
    for step in range(steps.count() if panel.new_year.prepared is not None else 0):
        steps.setCurrentIndex(step)
        settle(qtbot, running)
        yield f"step {step}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", ["bibliotheek", "school"])
def test_the_pages_of_the_groups_fit(qtbot: QtBot, open_demo: OpenDemo, code: str, language: str) -> None:
    running = open_demo(code, language=language)
    running.window.resize(WIDE, HIGH)
    found = {name: pushed(running) for name in pages(qtbot, running)}
    assert running.window.width() == WIDE
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
