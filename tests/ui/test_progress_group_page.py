"""The progress panel: choosing, filtering, ordering, opening, taking along, and what stays while presenting."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.domain.errors import Refusal
from app.domain.permissions import Role
from app.domain.text import Text
from app.exchange.shown_table import write_shown_table
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.progress_screen import place
from tests.ui.progress_values import (
    GROUP,
    NAMES,
    OTHER_GROUP,
    answers,
    board,
    matrix,
    person,
    sight,
)
from tests.ui.seen_text import accessible_text, painted_text
from ui.progress.arrangement import FIRST_TITLE, LAST_SEEN
from ui.progress.group_page import GroupPage
from ui.progress.panel import ProgressPanel
from ui.progress.sources import PiledSource

PROGRAMME = b"p%015d" % 2
Key = Qt.Key
Make = Callable[..., GroupPage]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(
        veil: FakeVeil | None = None, role: Role = Role.ADMINISTRATOR, width: int = 1126, **changed: Any,
    ) -> GroupPage:
        shell = FakeShell(answers() | changed, sight(role), veil, {"write_shown_table": write_shown_table})
        panel = GroupPage(shell)
        place(qtbot, panel, width)
        panel.read()
        return panel

    return made


def button(panel: GroupPage, name: str) -> QPushButton | None:
    found = [one for one in panel.findChildren(QPushButton) if one.accessibleName() == name]
    return next((one for one in found if one.isVisibleTo(panel)), None)


def shown_names(panel: GroupPage) -> list[str]:
    return [row[0] for row in panel.export_rows()[1:]]


# Choosing


def test_the_first_group_is_shown_at_first(make: Make) -> None:
    panel = make()
    assert panel.shell.reads == [("read_board", (b"", None))]
    assert panel.choosers.groups.currentText() == "Dinsdagochtend"
    assert [panel.choosers.groups.itemText(n) for n in range(3)] == [
        "Iedereen", "Dinsdagochtend", "Taalcafé Wijkcentrum",
    ]
    assert panel.choosers.programmes.currentText() == "Alle programma's"
    assert len(shown_names(panel)) == len(NAMES)


def test_another_group_is_read(make: Make) -> None:
    panel = make()
    panel.choosers.groups.setCurrentIndex(2)
    panel.choosers.groups.activated.emit(2)
    assert panel.shell.reads[-1] == ("read_board", (OTHER_GROUP, None))
    panel.choosers.groups.activated.emit(0)
    assert panel.shell.reads[-1] == ("read_board", (None, None))


def test_one_programme_shows_its_exercises(make: Make) -> None:
    panel = make()
    panel.view._order_by(FIRST_TITLE + 11)
    panel.choosers.programmes.activated.emit(3)
    assert panel.shell.reads[-1] == ("read_board", (GROUP, PROGRAMME))
    assert panel.export_rows()[0][3:5] == ["Les 1", "Les 2"]
    assert panel.choosers.programmes.currentText() == "Taal A1"
    panel.choosers.programmes.activated.emit(0)
    assert panel.export_rows()[0][3] == "Klik & Tik de basis"


def test_the_programme_stays_when_the_group_changes(make: Make) -> None:
    panel = make()
    panel.choosers.programmes.activated.emit(3)
    panel.choosers.groups.activated.emit(2)
    assert panel.shell.reads[-1] == ("read_board", (OTHER_GROUP, PROGRAMME))


def test_a_change_set_reads_again_and_keeps_the_wishes(make: Make) -> None:
    panel = make()
    panel.choosers.name.setText("el am")
    panel.read()
    assert shown_names(panel) == ["El Amrani, Brahim"]
    assert {"results", "memberships", "participants"} <= ProgressPanel.kinds


# Filtering and ordering


def test_typing_a_name_filters_without_reading(make: Make) -> None:
    panel = make()
    read = len(panel.shell.reads)
    panel.choosers.name.setText("tul")
    assert shown_names(panel) == ["Çelik, Tülay"]
    assert "1 van 20 deelnemers" in painted_text(panel.choosers)
    assert len(panel.shell.reads) == read


def test_only_who_needs_help(make: Make) -> None:
    panel = make()
    helped = [row for row in matrix().rows if row.needs_help]
    assert panel.choosers.help.text() == f"Hulp nodig ({len(helped)})"
    panel.choosers.help.click()
    assert sorted(shown_names(panel)) == sorted(row.listed for row in helped)


def test_the_keyboard_orders_and_orders_back(make: Make, qtbot: QtBot) -> None:
    panel = make()
    panel.matrix.move_to(0, LAST_SEEN)
    qtbot.keyClick(panel.matrix, Key.Key_S)
    seen = [row[2] for row in panel.export_rows()[1:]]
    assert seen[:2] == ["–", "–"]
    qtbot.keyClick(panel.matrix, Key.Key_S)
    assert [row[2] for row in panel.export_rows()[1:]][-2:] == ["–", "–"]


def test_nobody_found_offers_everybody(make: Make) -> None:
    panel = make()
    panel.choosers.help.click()
    panel.choosers.name.setText("zzz")
    assert panel.card.empty_text() == "Niemand gevonden"
    button(panel, "Iedereen tonen").click()
    assert panel.card.empty_text() == ""
    assert len(shown_names(panel)) == len(NAMES)


def test_an_empty_group_says_what_to_do(make: Make) -> None:
    panel = make(read_board=lambda group, programme: board(GROUP, None, people=0))
    assert panel.card.empty_text() == "Nog niemand in deze groep"
    button(panel, "Open deze groep").click()
    assert panel.shell.went == [("groups", GROUP)]


def test_an_empty_organisation_says_what_to_do(make: Make) -> None:
    panel = make(read_board=lambda group, programme: board(None, None, people=0))
    assert panel.card.empty_text() == "Nog geen deelnemers"
    assert button(panel, "Naar groepen") is not None


# One participant


def test_enter_opens_a_participant_and_escape_closes(make: Make, qtbot: QtBot) -> None:
    panel = make()
    panel.matrix.move_to(6, FIRST_TITLE)
    qtbot.keyClick(panel.matrix, Key.Key_Return)
    assert panel.shell.reads[-1] == ("participant_progress", (person(5),))
    assert panel.detail.isVisibleTo(panel) and panel.chosen_person() == person(5)
    assert panel.matrix._scene.marked == 6
    qtbot.keyClick(panel.matrix, Key.Key_Escape)
    assert not panel.detail.isVisibleTo(panel) and panel.chosen_person() is None
    assert panel.matrix._scene.marked is None


def test_the_open_participant_stays_marked_in_another_order(make: Make) -> None:
    panel = make()
    panel.matrix.opened.emit(4)
    panel.view._order_by(LAST_SEEN)
    assert panel.matrix.order[panel.matrix._scene.marked] == 4


def test_a_target_is_opened_when_it_was_read(qtbot: QtBot) -> None:
    panel = GroupPage(FakeShell(answers(), sight()))
    place(qtbot, panel)
    panel.show_target(person(7))
    assert panel.shell.reads == []
    panel.read()
    assert panel.chosen_person() == person(7)
    panel.show_target(OTHER_GROUP)
    assert panel.shell.reads[-1] == ("read_board", (OTHER_GROUP, None))
    assert panel.chosen_person() is None


def test_an_open_page_is_read_again_after_a_change(make: Make) -> None:
    panel = make()
    panel.matrix.opened.emit(4)
    panel.read()
    assert panel.shell.reads[-2:] == [("read_board", (GROUP, None)), ("participant_progress", (person(5),))]
    assert panel.chosen_person() == person(5)


def test_the_page_of_somebody_who_is_gone_closes(make: Make) -> None:
    panel = make()
    panel.matrix.opened.emit(4)

    def gone(participant_id: bytes) -> None:
        raise Refusal(Text("Gone."))

    panel.shell.answers |= {
        "read_board": lambda group, programme: board(group, programme, people=3), "participant_progress": gone,
    }
    with capture_exceptions() as caught:  # the window shows it
        panel.read()
    assert [kind for kind, _, _ in caught] == [Refusal]
    assert panel.chosen_person() is None and not panel.detail.isVisibleTo(panel)
    assert not any("Brahim" in text for text in painted_text(panel))


def test_in_a_narrow_window_the_page_takes_the_place_of_the_matrix(make: Make) -> None:
    panel = make(width=640)
    assert panel.card.isVisibleTo(panel)
    panel.matrix.opened.emit(4)
    assert not panel.card.isVisibleTo(panel)
    panel.resize(1126, 660)
    assert panel.card.isVisibleTo(panel) and panel.detail.isVisibleTo(panel)
    panel.resize(640, 660)
    panel.detail.closed.emit()
    assert panel.card.isVisibleTo(panel)


def test_what_was_chosen_outlives_presenting_and_looking_together(qtbot: QtBot) -> None:
    """The window builds the panel anew for each of these, and for another language or theme."""

    def built(veil: FakeVeil, place_before: object) -> GroupPage:
        panel = GroupPage(FakeShell(answers(), sight(), veil))
        place(qtbot, panel)
        panel.read()
        if place_before is not None:
            panel.return_to(place_before)
        return panel

    first = built(FakeVeil(), None)
    first.view.choose_group(OTHER_GROUP)
    first.view._choose_programme(PROGRAMME)
    first.view._order_by(LAST_SEEN)
    first.choosers.name.setText("el am")
    first.matrix.opened.emit(4)
    before = first.place()
    presenting = built(FakeVeil(on=True), before)
    assert presenting.shell.reads[-1] == ("read_board", (OTHER_GROUP, PROGRAMME))
    together = built(FakeVeil(True, person(5)), presenting.place())
    assert together.shell.reads == [("participant_progress", (person(5),))]
    last = built(FakeVeil(), together.place())
    assert last.place() == before
    assert last.chosen_person() == person(5) and last.detail.isVisibleTo(last)
    assert last.choosers.name.text() == "el am" and shown_names(last) == ["El Amrani, Brahim"]
    assert last.choosers.groups.currentText() == "Taalcafé Wijkcentrum"
    last.return_to(None)
    assert last.place() == before


# Taking it along


def test_the_copied_table_is_the_shown_one(make: Make, qtbot: QtBot) -> None:
    panel = make()
    panel.choosers.help.click()
    panel.view._order_by(FIRST_TITLE + 3)
    qtbot.keyClick(panel.matrix, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == panel.export_rows()
    assert lines[0][:4] == ["Naam", "Hulp nodig", "Laatst gezien", "Klik & Tik de basis"]
    rows = {row.listed: row for row in matrix().rows}
    for line, number in zip(lines[1:], panel.matrix.order, strict=True):
        row = matrix().rows[number]
        assert line[0] == row.listed and line[1] == ", ".join(
            words for words, holds in (("loopt vast", row.stuck), ("lang niet gezien", row.inactive)) if holds)
        assert line[3] == panel.view._source.standing(number, 0)
    assert {line[0] for line in lines[1:]} == {name for name, row in rows.items() if row.needs_help}
    assert str(panel.shell.said[-1]) == "The table is on the clipboard."


def test_the_exported_file_is_the_shown_table(make: Make, tmp_path: Path) -> None:
    panel = make()
    panel.choosers.name.setText("e")
    panel.view._order_by(LAST_SEEN)
    panel.shell.target = str(tmp_path / "voortgang.csv")
    button(panel, "CSV exporteren…").click()
    with (tmp_path / "voortgang.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == panel.export_rows()
    assert "voortgang.csv" in str(panel.shell.said[-1])


def test_no_file_where_none_was_chosen(make: Make) -> None:
    panel = make()
    panel.view.export_csv()
    assert panel.shell.works == []


def test_a_coach_exports_nothing(make: Make) -> None:
    panel = make(role=Role.COACH)
    assert button(panel, "CSV exporteren…") is None
    assert button(panel, "Tabel kopiëren") is not None


# Late answers


class SlowShell(FakeShell):
    """Keeps the answers until they are let go."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.waiting: list[Callable[[], None]] = []

    def read(self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None]) -> None:
        self.waiting.append(lambda: then(self.answers[view.__name__](*arguments)))


def test_a_late_answer_to_an_older_question_is_dropped(qtbot: QtBot) -> None:
    shell = SlowShell(answers(), sight())
    panel = GroupPage(shell)
    place(qtbot, panel)
    panel.read()
    panel.view.choose_group(OTHER_GROUP)
    older, newer = shell.waiting
    newer()
    older()
    assert panel.choosers.groups.currentText() == "Taalcafé Wijkcentrum"


def test_an_answer_after_the_panel_is_gone_is_dropped() -> None:
    shell = SlowShell(answers(), sight())
    panel = GroupPage(shell)
    panel.read()
    shiboken6.delete(panel)
    shell.waiting[0]()


# Presenting


def of_people() -> set[str]:
    """Every word of every name."""
    return {word for full, _ in NAMES for word in full.split() if len(word) > 2 and word[0].isupper()}


def test_presenting_shows_no_name_no_score_and_nothing_to_open(make: Make, qtbot: QtBot) -> None:
    panel = make(veil=FakeVeil(on=True))
    text = " ".join(painted_text(panel) | accessible_text(panel))
    assert not [word for word in of_people() if word in text]
    assert "%" not in text
    assert isinstance(panel.view._source, PiledSource)
    for column in range(13):
        panel.matrix.move_to(3, column)
        assert not [word for word in of_people() if word in panel.matrix.accessibleDescription()]
    before = list(panel.shell.reads)
    for key in (Key.Key_Return, Key.Key_S):
        qtbot.keyClick(panel.matrix, key)
    qtbot.keyClick(panel.matrix, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    panel.show_target(person(3))
    assert panel.shell.reads == before
    assert panel.export_rows() == [] and panel.shell.said == []
    assert not panel.choosers.name.isVisibleTo(panel) and not panel.choosers.help.isVisibleTo(panel)
    assert button(panel, "Tabel kopiëren") is None and button(panel, "CSV exporteren…") is None


def test_presenting_keeps_the_picture_of_the_whole(make: Make) -> None:
    panel = make(veil=FakeVeil(on=True))
    assert panel.matrix.order == list(range(len(NAMES)))
    assert "20 deelnemers" in painted_text(panel.choosers)


def test_looking_together_shows_one_participant_alone(make: Make) -> None:
    panel = make(veil=FakeVeil(on=True, looked_at=person(5)))
    assert panel.shell.reads == [("participant_progress", (person(5),))]
    seen = painted_text(panel)
    assert "Brahim El Amrani" in seen
    others = of_people() - {"Brahim", "Amrani"}
    assert not [word for word in others if any(word in text.split() for text in seen)]


# Everything has a name


def test_every_control_has_an_accessible_name(make: Make) -> None:
    panel = make()
    panel.matrix.opened.emit(4)
    for one in [*panel.findChildren(QPushButton), panel.choosers.groups, panel.choosers.programmes,
                panel.choosers.name, panel.matrix]:
        assert one.accessibleName(), one
    assert panel.matrix.accessibleName() == "Voortgang van Dinsdagochtend: 20 deelnemers"


def test_somebody_of_another_group_stands_beside_everybody(make: Make) -> None:
    """Beside the matrix of a group in which the person is not, a page would only confuse."""
    panel = make()
    panel.view.group = OTHER_GROUP
    before = len(panel.shell.reads)
    stranger = person(999)
    asked: list[bytes | None] = []
    panel.view.choose_group = asked.append
    panel.show_target(stranger)
    assert asked == [None]
    assert len(panel.shell.reads) == before
