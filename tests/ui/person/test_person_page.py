"""The whole page of one participant over a real desk: from the matrix, its parts and filters, and what is veiled."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.erasing import erase_participants
from app.actions.privacy import switch_field
from tests.answering import ON, answered
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of
from tests.following import noted, notes_on
from tests.lessons import add_programme, at_us, bring_results, exercise_iri, statement
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes
from tests.ui.rooms import buttons, named, press, shown
from tests.ui.seen_text import nameless, seen_text
from ui.person.page import PersonPage
from ui.progress.panel import ProgressPanel
from ui.words import tr, use_language

Open = Callable[..., tuple[ProgressPanel, DeskShell]]


@pytest.fixture
def course(desk: Desk) -> Desk:
    add_programme(desk, "koken", 3)
    bring_in(desk, roster(
        person("1", "Amira", "Bakker", groups=("a",)), person("2", "Bram", "Cools", groups=("a",)), groups=("a",)))
    desk.do(switch_field, **ON)
    bring_results(desk, [answered(1), answered(2, given="rijst", exercise=2), answered(1, key="2", given="GEHEIM")])
    return desk


def amira(desk: Desk) -> bytes:
    return next(bytes(row["id"]) for row in rows_of(desk, "participants") if row["given"] == "Amira")


@pytest.fixture
def open_panel(qtbot: QtBot) -> Open:
    def opened(desk: Desk, veil: FakeVeil | None = None, place: object = None) -> tuple[ProgressPanel, DeskShell]:
        shell = DeskShell(desk)
        shell.veil = veil or FakeVeil()
        panel = shell.panel = ProgressPanel(shell)
        shown(qtbot, panel)
        if place is not None:
            panel.return_to(place)
            QApplication.processEvents()
        return panel, shell

    return opened


def whole(panel: ProgressPanel, desk: Desk) -> PersonPage:
    panel.show_target(amira(desk))
    panel.group.open_whole()
    QApplication.processEvents()
    return panel.group.whole


def go_to(page: PersonPage, title: str) -> None:
    at = next(at for at in range(page.tabs.count()) if page.tabs.tabText(at) == title)
    page.tabs.setCurrentIndex(at)
    QApplication.processEvents()


def pick(page: PersonPage, name: str, words: str) -> None:
    chooser = named(page, QComboBox, name)
    chooser.setCurrentText(words)
    chooser.activated.emit(chooser.currentIndex())


@pytest.mark.clause("O-annex 1")
def test_enter_opens_it_from_the_matrix_and_escape_goes_back(qtbot: QtBot, course: Desk, open_panel: Open) -> None:
    panel, _ = open_panel(course)
    matrix = panel.group.matrix
    matrix.setFocus()
    for _ in range(2):
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    page = panel.group.whole
    assert page.isVisible() and "Amira Bakker" in seen_text(page) and "Groep a" in seen_text(page)
    assert page.back.hasFocus() and nameless(page) == [] and panel.manual_page() == "person"
    assert ["2-11-2026", "12:00", "Bezoeken", "Geoefend: 1 poging, 1 af, 1 min", ""] in (
        page.export_rows())
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible() and matrix.isVisible() and page.participant_id is None and not panel.manual_page()
    press(qtbot, panel, "Open pagina")
    assert page.isVisible()


@pytest.mark.clause("A-1.14", "A-1.15")
def test_a_visit_leads_to_its_attempts_with_what_was_answered(course: Desk, open_panel: Open) -> None:
    panel, _ = open_panel(course)
    page = whole(panel, course)
    rows = page.timeline.table.rows()
    visit = next(row for row in rows if row.visit is not None)
    page.timeline.table.row_opened.emit(visit)
    titles, only = page.export_rows()
    assert titles == [
        "Oefening", "Programma", "Datum", "Tijd", "Gegeven antwoord", "Goede antwoord", "Uitkomst", "Score"]
    assert only == ["Oefening 2", "Programma koken", "2-11-2026", "12:00", "rijst", "taart", "af", "80 %"]
    assert "Het bezoek van 2 nov 2026 12:00" in seen_text(page)
    page.attempts.every.click()
    assert [row[4] for row in page.export_rows()[1:]] == ["rijst", "SOEP"] and "GEHEIM" not in str(page.export_rows())
    page.attempts.table.row_opened.emit(page.attempts.table.rows()[1])
    assert [row[0] for row in page.export_rows()[1:]] == ["Oefening 1"]
    assert "Pogingen bij Oefening 1" in seen_text(page)


def test_sort_and_period_choose_what_is_shown(course: Desk, open_panel: Open) -> None:
    page = whole(open_panel(course)[0], course)
    pick(page, "Soort", "Groepen")
    assert {row[2] for row in page.export_rows()[1:]} == {"Groepen"}
    pick(page, "Soort", "Alle soorten")
    assert {"Bezoeken", "Oefeningen af", "Groepen"} == {row[2] for row in page.export_rows()[1:]}
    pick(page, "Periode", "Laatste vier weken")
    go_to(page, "Pogingen")
    assert len(page.export_rows()) == 3
    assert "2026-2027" in [page.period.itemText(at) for at in range(page.period.count())]


def test_older_rows_come_when_they_are_asked_for(
    course: Desk, open_panel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.views import person_page

    monkeypatch.setattr(person_page, "ATTEMPTS", 4)
    bring_results(course, [statement("1", exercise_iri("koken", 3), at_us(day)) for day in range(8)])
    page = whole(open_panel(course)[0], course)
    go_to(page, "Pogingen")
    seen = []
    while page.attempts.more.isVisible():
        seen.append(len(page.attempts.table.rows()))
        page.attempts.more.click()
    assert seen == [4, 8] and len(page.attempts.table.rows()) == 10


def test_weeks_and_routes_stand_behind_their_tabs(course: Desk, open_panel: Open) -> None:
    page = whole(open_panel(course)[0], course)
    go_to(page, "Bezoeken per week")
    assert page.export_rows()[0] == ["Week vanaf maandag", "Bezoeken", "Minuten", "Pogingen"]
    assert ["2-11-2026", "2", "2", "2"] in page.export_rows()
    assert page.weeks.chart.isVisible() and any("2 Bezoeken" in line for line in page.weeks.chart.lines())
    go_to(page, "Leerroutes")
    assert page.export_rows() == [] and "Er is nu geen leerroute." in seen_text(page)
    assert not page.period.isVisible() and nameless(page) == []


def test_copy_and_file_are_what_is_on_the_screen(
    qtbot: QtBot, course: Desk, open_panel: Open, tmp_path: Path
) -> None:
    panel, shell = open_panel(course)
    page = whole(panel, course)
    go_to(page, "Pogingen")
    press(qtbot, page, "Tabel kopiëren")
    assert QGuiApplication.clipboard().text() == "\n".join("\t".join(row) for row in page.export_rows())
    shell.target = str(tmp_path / "amira.csv")
    press(qtbot, page, "CSV exporteren…")
    with Path(shell.target).open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == page.export_rows() == panel.export_rows()


def test_without_answers_it_says_why_and_shows_no_columns_for_them(course: Desk, open_panel: Open) -> None:
    course.do(switch_field, **(ON | {"is_on": False}))
    page = whole(open_panel(course)[0], course)
    go_to(page, "Pogingen")
    assert page.export_rows()[0] == ["Oefening", "Programma", "Datum", "Tijd", "Uitkomst", "Score"]
    assert any("in het register, bij “Gegeven antwoorden”" in text for text in seen_text(page))


def test_looking_together_shows_this_person_and_not_what_coaches_write(
    qtbot: QtBot, course: Desk, open_panel: Open
) -> None:
    notes_on(course)
    noted(course, amira(course), "NIET VOOR OGEN")
    panel, shell = open_panel(course)
    page = whole(panel, course)
    assert any("NIET VOOR OGEN" in cell for row in page.export_rows() for cell in row)
    press(qtbot, page, "Samen kijken")
    assert shell.together == [amira(course)]
    go_to(page, "Pogingen")
    shell.veil.on = True  # the window has its next veil before it asks where one was
    veiled, _ = open_panel(course, FakeVeil(True, amira(course)), panel.place())
    page = veiled.group.whole
    assert page.tabs.currentWidget() is page.attempts
    go_to(page, "Tijdlijn")
    assert page.isVisible() and "Amira Bakker" in seen_text(page)
    assert not any("NIET VOOR OGEN" in cell for row in page.export_rows() for cell in row)
    assert "Notities" not in [page.sort.itemText(at) for at in range(page.sort.count())]
    assert buttons(page) & {"Notities en doelen", "Tabel kopiëren", "CSV exporteren…"} == set()
    go_to(page, "Pogingen")
    assert [row[4] for row in page.export_rows()[1:]] == ["rijst", "SOEP"]
    page.back.click()
    assert not page.isVisible() and veiled.group.together.isVisible()


def test_presenting_hides_it_and_it_is_there_again_after(course: Desk, open_panel: Open) -> None:
    panel, shell = open_panel(course)
    go_to(whole(panel, course), "Pogingen")
    shell.veil.on = True
    presenting, second = open_panel(course, FakeVeil(True), panel.place())
    assert not presenting.group.whole.isVisible() and presenting.export_rows() == []
    assert not any("Amira" in text for text in seen_text(presenting))
    second.veil.on = False
    after, _ = open_panel(course, None, presenting.place())
    assert after.group.whole.isVisible() and after.group.whole.tabs.currentWidget() is after.group.whole.attempts
    assert "Amira Bakker" in seen_text(after.group.whole)


def test_it_reads_again_and_goes_when_the_person_is_erased(course: Desk, open_panel: Open) -> None:
    panel, shell = open_panel(course)
    page = whole(panel, course)
    before = len(page.export_rows())
    bring_results(course, [statement("1", exercise_iri("koken", 3), at_us(9))])
    panel.refresh()
    assert len(page.export_rows()) == before + 3
    shell.act(erase_participants, participant_ids=[amira(course)])
    assert not page.isVisible() and page.participant_id is None and not shell.refused
    assert [text for text in seen_text(panel) if "Amira" in text] == []


def test_somebody_else_is_gone_to_from_it(course: Desk, open_panel: Open) -> None:
    panel, _ = open_panel(course)
    page = whole(panel, course)
    bram = next(bytes(row["id"]) for row in rows_of(course, "participants") if row["given"] == "Bram")
    panel.show_target(bram)
    assert not page.isVisible() and panel.chosen_person() == bram
    panel.group.open_whole()
    assert "Bram Cools" in seen_text(page) and not any("Amira" in text for text in seen_text(page))


def test_who_goes_on_to_another_part_before_the_name_is_there_still_gets_it(
    course: Desk, open_panel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, shell = open_panel(course)
    panel.show_target(amira(course))
    late: list[Callable[[], None]] = []
    read = shell.read
    monkeypatch.setattr(shell, "read", lambda *given, **more: late.append(lambda: read(*given, **more)))
    panel.group.open_whole()
    page = panel.group.whole
    go_to(page, "Pogingen")
    while late:
        late.pop(0)()
    assert "Amira Bakker" in seen_text(page.headline) and len(page.export_rows()) == 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_letter_of_progress_reaches_two_things_nor_a_menu(
    course: Desk, open_panel: Open, language: str
) -> None:
    open_panel(course)
    use_language(language)
    panel, _ = open_panel(course)
    menus = tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")
    for at in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(at)
        QApplication.processEvents()
        assert clashes(panel, menus) == {}
    panel.tabs.setCurrentIndex(0)
    page = whole(panel, course)
    assert page.isVisible() and clashes(panel, menus) == {}
    page.back.click()
    assert panel.group.detail.isVisible() and clashes(panel, menus) == {}


def test_no_day_is_cut_off_in_a_narrow_window(course: Desk, open_panel: Open) -> None:
    open_panel(course)
    use_language("en")
    panel, _ = open_panel(course)
    panel.resize(850, 560)
    page = whole(panel, course)
    go_to(page, "Attempts")
    shown_days = page.attempts.table
    needs = shown_days.fontMetrics().horizontalAdvance("22 Nov 2026")
    assert shown_days.columnWidth(2) >= needs + 16
