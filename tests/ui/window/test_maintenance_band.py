"""The band that tells of maintenance: from its announcement until it ends, put away until it begins."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.changes import ChangeSet
from app.domain.maintenance import Announced
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.fake_desk import NOW_US
from tests.ui.rooms import press
from ui.preferences import load_preferences

HOUR = 3_600_000_000


def announced(begins: int, ends: int, number: int = 1, **more: Any) -> Announced:
    """In hours from now."""
    given = {"what": "Nieuwe schijven", "meanwhile": "Alleen inloggen wacht.", "urgent": False} | more
    return Announced(bytes([number]) * 16, NOW_US + begins * HOUR, NOW_US + ends * HOUR, **given)


def band(running: Any) -> Any:
    return running.window.frame.maintenance


@pytest.mark.clause("A-6.3", "A-6.7", "O-4.7")
def test_what_is_coming_is_said_and_can_be_put_away_until_it_begins(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    desk.answers["maintenance_told"] = (announced(5, 7),)
    running = run_window(desk)
    shown = band(running)
    assert shown.isVisible() and "Nieuwe schijven. Alleen inloggen wacht." in shown.text()
    assert shown.text().startswith("Onderhoud van ")
    press(qtbot, shown, "Wegzetten tot het begint")
    settle(qtbot, running)
    assert not shown.isVisible()
    assert load_preferences(running.window.opener.folder).put_away == [(b"\x01" * 16).hex()]
    desk.answers["maintenance_told"] = (announced(0, 2),)  # the same one, five hours later
    running.window.spread(ChangeSet({"maintenances": frozenset()}))
    settle(qtbot, running)
    assert shown.isVisible() and shown.text().startswith("Onderhoud tot ")
    assert "U kunt doorwerken: wat u doet, wordt daarna verzonden." in shown.text()
    assert not shown.button.isVisible()


def test_urgent_work_is_marked_and_two_at_a_time_stand_below_each_other(run_window: Open) -> None:
    desk = canned_desk()
    desk.answers["maintenance_told"] = (
        announced(30, 40, 2), announced(-1, 1, urgent=True, what="Een lek"), announced(-9, -8, 3),
        announced(2, 3, 4, withdrawn=True))
    shown = band(run_window(desk))
    first, second = shown.text().split("\n")
    assert first.startswith("Onderhoud met spoed tot ") and "Een lek." in first
    assert second.startswith("Onderhoud van ") and shown.button.isVisible()


def test_without_any_it_takes_no_room(run_window: Open) -> None:
    running = run_window()
    QApplication.processEvents()
    assert not band(running).isVisible()
