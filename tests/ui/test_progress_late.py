"""Who is late on a learning route, in the progress of a group and on the page of a participant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.permissions import Role
from app.domain.routes import StepState
from app.domain.text import Text
from app.views.progress import ParticipantProgress, RouteStanding, StepStanding
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.progress_screen import place
from tests.ui.progress_values import answers, board, progress, sight
from tests.ui.seen_text import accessible_text, painted_text, seen_text
from ui.progress.arrangement import HELP_SIGN, Wish, arranged
from ui.progress.group_page import GroupPage
from ui.progress.reading import Board, prepared
from ui.progress.sources import PeopleSource

LATE = 3
Open = Callable[..., GroupPage]


def late_board(*_asked: Any) -> Board:
    """The fourth person is late with two steps."""
    given = board(None, None)
    rows = list(given.reading.matrix.rows)
    rows[LATE] = replace(rows[LATE], late=2, stuck=False)
    return replace(given, reading=prepared(replace(given.reading.matrix, rows=tuple(rows))))


def on_a_route(_person: bytes) -> ParticipantProgress:
    steps = (
        StepStanding("Taal A2", "", "programme", 13, 24, "", "2026-11-01", StepState.LATE),
        StepStanding("Les 3", "DigiD", "exercise", 0, 1, "2026-12-01", "2026-12-20", StepState.COMING,
                     Text("Withdrawn on {day}: who has it goes on.", day="1 november 2026")),
        StepStanding("Uitleg", "https://uitleg.example", "link", 0, 0, "", "", StepState.OPEN),
    )
    return replace(progress(), routes=(RouteStanding("Taal en werk", 13, 25, b"r" * 16, "Rustig aan", steps),))


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def made(veil: FakeVeil | None = None) -> GroupPage:
        given = answers() | {"read_board": late_board, "participant_progress": on_a_route}
        panel = GroupPage(FakeShell(given, sight(Role.ADMINISTRATOR), veil))
        place(qtbot, panel, 1126)
        panel.read()
        QApplication.processEvents()
        return panel

    return made


def test_who_is_late_is_counted_filtered_and_marked(opened: Open) -> None:
    panel = opened()
    name = panel.export_rows()[1:]
    (late,) = [row for row in name if "te laat" in row[1]]
    assert late[1] == "2 stappen te laat"
    panel.choosers.late.click()
    assert panel.choosers.late.text() == "Te laat (1)" and [row[0] for row in panel.export_rows()[1:]] == [late[0]]
    assert "Te laat met een stap van de leerroute" in painted_text(panel)
    panel.choosers.clear_wishes()
    assert len(panel.export_rows()) == len(name) + 1


def test_where_nobody_is_late_nothing_is_asked(qtbot: QtBot) -> None:
    panel = GroupPage(FakeShell(answers(), sight(Role.ADMINISTRATOR)))
    place(qtbot, panel, 1126)
    panel.read()
    assert not any(one.text().startswith("Te laat") for one in panel.findChildren(QPushButton)
                   if one.isVisibleTo(panel))


def test_while_presenting_nobody_is_late(opened: Open) -> None:
    panel = opened(FakeVeil(True))
    assert not any("te laat" in text.casefold() and "(" in text for text in painted_text(panel))
    assert not panel.choosers.late.isVisibleTo(panel)


def test_who_is_late_comes_after_who_needs_help_and_is_spoken() -> None:
    reading = late_board().reading
    order = arranged(reading, Wish(HELP_SIGN))
    helped = sum(row.needs_help for row in reading.matrix.rows)
    assert order.index(LATE) == helped
    source = PeopleSource(reading, sight(Role.ADMINISTRATOR).today)
    assert source.lead(LATE)[HELP_SIGN] == "⧗" and source.spoken(LATE, HELP_SIGN).endswith("2 stappen te laat")


def test_the_page_of_a_participant_shows_every_step_with_its_days(opened: Open) -> None:
    panel = opened()
    panel.matrix.opened.emit(0)
    QApplication.processEvents()
    seen = seen_text(panel.detail) | set(accessible_text(panel.detail))
    for words in ("Leerroute Taal en werk", "Rustig aan", "Taal A2", "te laat", "klaar op 1-11-2026", "later",
                  "https://uitleg.example"):
        assert any(words in text for text in seen), words
    assert any("vanaf 1-12-2026 · klaar op 20-12-2026 · Ingetrokken op" in text for text in seen)
