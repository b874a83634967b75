"""Ctrl+K: participants, coaches, groups, programmes and commands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.seen_text import painted_text, seen_text
from tests.ui.window_values import HITS, MARKERS
from ui.running import Running

CTRL = Qt.KeyboardModifier.ControlModifier


def begin(running: Running, qtbot: QtBot, typed: str) -> None:
    running.window.activateWindow()
    qtbot.keyClick(running.window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(running.window.frame.top.search, typed)
    settle(qtbot, running)


def titles(running: Running) -> list[str]:
    return [entry.title for entry in running.window.finder.entries()]


def test_typing_finds_people_and_groups_with_their_kind_and_place(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    begin(running, qtbot, "vr")
    assert titles(running) == [hit.title for hit in HITS]
    assert {"deelnemer", "begeleider", "groep", "Klik & Tik"} <= painted_text(running.window)


def test_enter_goes_to_the_one_that_is_marked(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    went: list[tuple[Any, ...]] = []
    running.window.finder._go = lambda *given: went.append(given)
    begin(running, qtbot, "vr")
    field = running.window.frame.top.search
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert went == [("progress", b"2" * 16)]
    assert not running.window.finder.isVisible()
    assert field.text() == ""


def test_the_arrows_go_round(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    went: list[tuple[Any, ...]] = []
    running.window.finder._go = lambda *given: went.append(given)
    begin(running, qtbot, "vr")
    field = running.window.frame.top.search
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert went == [("groups", b"4" * 16)]


def test_commands_are_found_by_the_beginning_of_their_words(run_window: Open, qtbot: QtBot) -> None:
    running = run_window(canned_desk())
    running.window.session.desk.answers["find"] = ()  # type: ignore[union-attr]
    begin(running, qtbot, "donk")
    assert titles(running) == ["Donker"]
    qtbot.keyClick(running.window.frame.top.search, Qt.Key.Key_Return)
    assert running.window.preferences.theme == "dark"


def test_escape_gives_it_up_and_goes_back_to_where_the_user_was(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    before = running.window.frame.rail.buttons()["overview"]
    before.setFocus()
    begin(running, qtbot, "vr")
    qtbot.keyClick(running.window.frame.top.search, Qt.Key.Key_Escape)
    assert not running.window.finder.isVisible()
    assert running.window.focusWidget() is before


def test_what_is_not_found_is_said(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.session.desk.answers["find"] = ()  # type: ignore[union-attr]
    begin(running, qtbot, "qqq")
    assert any("Niets gevonden voor “qqq”" in text for text in seen_text(running.window))


def test_only_the_latest_typing_is_shown(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    asked: list[str] = []

    def find(typed: str) -> tuple[Any, ...]:
        asked.append(typed)
        return HITS[:1] if typed == "v" else HITS[3:]

    running.window.session.desk.answers["find"] = find  # type: ignore[union-attr]
    begin(running, qtbot, "vr")
    assert sorted(asked) == ["v", "vr"]
    assert titles(running)[0] == "Vrijdagmiddag"


def test_while_presenting_people_are_not_even_searched(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.present()
    begin(running, qtbot, "vr")
    assert not any(marker in text for text in seen_text(running.window) for marker in MARKERS)
    assert any("ze zijn verborgen" in text for text in painted_text(running.window))
