"""Tests in the window, over a real desk: loaded, taken, typed by keyboard, looked at, normed again, and handed over."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.assessing import add_sitting, record_result
from app.actions.desk import Desk
from app.actions.norming import load_tests
from app.domain.assessment.norm_checks import DefinedPart
from app.store.tables import sittings
from app.views.sittings import ScoreSheet, score_sheet, sitting_list
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.assessing import HIGHEST, norm, reading_test
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.following import notes_on
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes, ring, stops, twice
from tests.ui.licences.test_tabs_in_front import Counting
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.assessing.panel import TestsPanel
from ui.words import tr, use_language

Down, Enter = Qt.Key.Key_Down, Qt.Key.Key_Return
LIST = (
    "toetscode;toetsnaam;hoogste score;normversie;moment;van;tot;niveau\n"
    "BLOK1;Blok 1;20;2025;M4;0;9;IV\n;;;2025;M4;10;20;II\n")


def open_panel(qtbot: QtBot, desk: Desk, veil: FakeVeil | None = None) -> Any:
    shell = DeskShell(desk)
    shell.veil = veil or shell.veil
    panel = TestsPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel)


def load(stage: Stage, **more: Any) -> bytes:
    """A reading test with the norm of 2025; its id."""
    stage.desk.do(load_tests, defined=[reading_test(norms=(norm(highest=more.get("highest", HIGHEST)),), **more)],
                  source="normen.csv", checksum="0" * 64)
    return bytes(rows_of(stage.desk, "tests")[0]["id"])


def taken(stage: Stage, **more: Any) -> bytes:
    """By Dinsdag: Amira and Bram."""
    return bytes(stage.desk.do(
        add_sitting, test_id=load(stage, **more), moment="M4", taken_on="2026-11-20",
        group_id=stage.groups["Dinsdag"]).outcome)


def sheet_of(desk: Desk) -> ScoreSheet:
    (found,) = desk.read(sitting_list)
    return desk.read(score_sheet, found.id)


def raws(desk: Desk) -> list[int | None]:
    return [line.whole.raw for line in sheet_of(desk).lines]


def typing(qtbot: QtBot, panel: Any) -> Any:
    grid = panel.sittings.grid
    grid.setFocus()
    QApplication.processEvents()
    return grid


def type_in(qtbot: QtBot, grid: Any, text: str, key: Qt.Key = Enter) -> None:
    """As a user does: the first sign opens the cell, the key leaves it."""
    qtbot.keyClicks(grid, text[:1])
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, key)
    QApplication.processEvents()


@pytest.mark.clause("A-1.6")
def test_scores_are_typed_with_enter_and_saved_by_the_row(qtbot: QtBot, stage: Stage) -> None:
    taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    before = len(rows_of(stage.desk, "operations"))
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 1)
    type_in(qtbot, grid, "12")
    assert grid.currentIndex().row() == 1 and raws(stage.desk) == [12, None]
    type_in(qtbot, grid, "a", Down)
    grid.save_all()
    assert raws(stage.desk) == [12, None]
    assert [line.whole.absent for line in sheet_of(stage.desk).lines] == ["", "away"]
    assert len(rows_of(stage.desk, "operations")) == before + 2, "one action per row"
    assert "2 van 2 ingevuld." in " ".join(seen_text(panel))
    assert panel.shell.refused == []


def test_what_is_refused_stays_at_its_cell(qtbot: QtBot, stage: Stage) -> None:
    taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    type_in(qtbot, grid, "21")
    assert raws(stage.desk) == [None, None]
    wrong = grid.model().index(0, 1)
    assert wrong.data() == "21" and "21 is te veel: de hoogste score is 20." in wrong.data(Qt.ItemDataRole.ToolTipRole)
    assert "Bakker, Amira: 21 is te veel: de hoogste score is 20." in seen_text(panel)
    panel.refresh()
    assert grid.model().index(0, 1).data() == "21", "a new reading takes nothing away that is typed"
    grid.setCurrentIndex(grid.model().index(0, 1))
    type_in(qtbot, grid, "20")
    assert raws(stage.desk) == [20, None] and "te veel" not in " ".join(seen_text(panel))


def test_a_new_reading_does_not_disturb_who_is_typing(qtbot: QtBot, stage: Stage) -> None:
    """A row is saved, or a colleague's scores come in, while the next cell is open."""
    sitting = taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    qtbot.keyClicks(grid, "1")
    editor = QApplication.focusWidget()
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Bram"],
                  scores=[{"part_id": None, "raw": 9}])
    panel.refresh()
    assert QApplication.focusWidget() is editor and grid.model().index(1, 1).data() == "9"
    qtbot.keyClicks(editor, "4")
    qtbot.keyClick(editor, Enter)
    assert raws(stage.desk) == [14, 9]


def test_what_is_typed_goes_to_the_sitting_that_it_was_typed_for(qtbot: QtBot, stage: Stage) -> None:
    first = taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    grid.model().setData(grid.model().index(0, 1), "11")
    second = stage.desk.do(
        add_sitting, test_id=rows_of(stage.desk, "tests")[0]["id"], moment="M4", taken_on="2026-11-21",
        group_id=stage.groups["Dinsdag"]).outcome
    panel.sittings.show_target(second)
    assert [(row["sitting_id"], row["raw"]) for row in rows_of(stage.desk, "test_results")] == [(first, 11)]
    assert grid.model().index(0, 1).data() == ""


def test_a_refusal_leaves_what_was_typed_and_says_that_it_is_not_saved(qtbot: QtBot, stage: Stage) -> None:
    sitting = taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    with stage.desk.database.writing() as connection:
        connection.execute(sittings.delete().where(sittings.c.id == sitting))
    type_in(qtbot, grid, "12")
    assert len(panel.shell.refused) == 1 and grid.model().index(0, 1).data() == "12"
    assert "1 rij is nog niet bewaard." in " ".join(seen_text(panel))


@pytest.mark.clause("A-1.6")
def test_a_block_is_pasted_from_a_spreadsheet_and_copied_back(qtbot: QtBot, stage: Stage) -> None:
    taken(stage)
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    QGuiApplication.clipboard().setText("7\tlas rustig\r\nx\r\n9\r\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert raws(stage.desk) == [7, None], "x is refused; the third line has nobody"
    assert sheet_of(stage.desk).lines[0].whole.remark == "las rustig"
    assert grid.model().index(1, 1).data() == "x"
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Bakker, Amira\t7\tlas rustig"
    grid.setCurrentIndex(grid.model().index(0, 1))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    grid.save_all()
    assert raws(stage.desk) == [None, None]


@pytest.mark.clause("A-1.14")
def test_items_are_typed_and_the_score_follows(qtbot: QtBot, stage: Stage) -> None:
    taken(stage, items=3, highest=3)
    panel = open_panel(qtbot, stage.desk)
    panel.sittings.by_item.setCurrentIndex(1)
    grid = typing(qtbot, panel)
    QGuiApplication.clipboard().setText("1\t0\t1\n1\t-\t1")
    grid.paste(QGuiApplication.clipboard().text())
    assert raws(stage.desk) == [2, 2]
    assert grid.model().index(0, 4).data() == "2"
    lines = sheet_of(stage.desk).lines
    assert [line.whole.items for line in lines] == [b"\1\0\1", b"\1\xff\1"]
    panel.sittings.tabs.setCurrentWidget(panel.sittings.items)
    figures = table(panel, "Cijfers van de opgaven")
    assert column(figures, "p-waarde") == ["1,00", "0,00", "1,00"]
    assert "Maar 2 personen: deze cijfers zeggen weinig." in seen_text(panel)


def test_the_whole_follows_from_the_parts(qtbot: QtBot, stage: Stage) -> None:
    taken(stage, parts=(DefinedPart("K", "Klanken", 10), DefinedPart("W", "Woorden", 10)))
    panel = open_panel(qtbot, stage.desk)
    grid = typing(qtbot, panel)
    grid.paste("4\t7")
    assert grid.model().index(0, 3).data() == "11" and raws(stage.desk) == [11, None]
    assert sheet_of(stage.desk).lines[0].whole.level == "III"
    assert not grid.model().flags(grid.model().index(0, 3)) & Qt.ItemFlag.ItemIsEditable


@pytest.mark.clause("A-1.15")
def test_results_show_level_interval_and_who_typed_and_go_out_as_they_stand(
    qtbot: QtBot, stage: Stage, tmp_path: Path,
) -> None:
    sitting = taken(stage)
    for name, raw in (("Amira", 12), ("Bram", 3)):
        stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people[name],
                      scores=[{"part_id": None, "raw": raw}])
    panel = open_panel(qtbot, stage.desk)
    panel.sittings.tabs.setCurrentWidget(panel.sittings.results)
    results = table(panel, "Resultaten")
    assert column(results, "Niveau") == ["II", "V"] and column(results, "Schaalscore") == ["136", "109"]
    assert column(results, "Interval") == ["131 tot 141", "104 tot 114"]
    assert {"II: 1", "V: 1", "I: 0"} <= seen_text(panel)
    panel.shell.target = str(tmp_path / "uit.csv")
    panel.sittings.results.save("csv")
    with (tmp_path / "uit.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == results.shown_text()
    panel.shell.target = str(tmp_path / "uit.xlsx")
    panel.sittings.results.save("xlsx")
    from openpyxl import load_workbook

    rows = load_workbook(tmp_path / "uit.xlsx").active.iter_rows(values_only=True)
    assert [[cell or "" for cell in row] for row in rows] == results.shown_text()
    assert [row["action"] for row in rows_of(stage.desk, "audit_events")][-2:] == ["data.exported.results"] * 2


@pytest.mark.clause("A-1.14")
def test_a_list_is_looked_through_before_it_is_loaded(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "normen.csv"
    file.write_text(LIST + "FOUT;Fout;20;2025;M4;0;x;I\n", encoding="utf-8")
    panel = open_panel(qtbot, stage.desk)
    panel.tabs.setCurrentWidget(panel.tests)
    assert "Er is nog geen toets" in seen_text(panel)
    panel.shell.files = [str(file)]
    press(qtbot, panel, "Bestand laden…")
    form = dialog("Toetsen en normen laden")
    assert column(table(form, "Wat het bestand toevoegt"), "Stand") == ["nieuw", "nieuw", "nieuw"]
    assert column(table(form, "Regels om naar te kijken"), "Regel") == ["4", "4"]
    assert rows_of(stage.desk, "tests") == []
    press(qtbot, form, "3 regels vastleggen")
    assert column(table(panel, "Toetsen"), "Toets") == ["Blok 1", "Fout"]
    assert panel.shell.undoable == [True]
    file.write_text(LIST.replace("9;IV", "8;IV").replace("10;20", "9;20"), encoding="utf-8")
    press(qtbot, panel, "Bestand laden…")
    form = dialog("Toetsen en normen laden")
    states = column(table(form, "Wat het bestand toevoegt"), "Stand")
    assert states == ["weggelaten", "staat er al"], "what is wrong first"
    assert "Een versie verandert nooit" in " ".join(seen_text(form))
    assert not button(form, "0 regels vastleggen").isEnabled()
    form.close()


@pytest.mark.clause("A-1.15")
def test_a_new_norm_changes_nothing_until_somebody_says_so(qtbot: QtBot, stage: Stage) -> None:
    sitting = taken(stage)
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"],
                  scores=[{"part_id": None, "raw": 12}])
    stage.desk.do(load_tests, defined=[reading_test(norms=(norm("2026", shift=10, from_on="2026-11-01"),))],
                  source="nieuw.csv", checksum="1" * 64)
    panel = open_panel(qtbot, stage.desk)
    assert sheet_of(stage.desk).lines[0].whole.scaled == 136_000
    assert any("1 resultaat is met een andere norm genormeerd" in text for text in seen_text(panel))
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"],
                  scores=[{"part_id": None, "raw": 13}])
    assert sheet_of(stage.desk).lines[0].whole.edition == "2025", "corrected, and normed as it was"
    panel.refresh()
    press(qtbot, panel, "Opnieuw normeren")
    whole = sheet_of(stage.desk).lines[0].whole
    assert (whole.edition, whole.scaled, whole.level) == ("2026", 149_000, "I")
    assert "Opnieuw normeren" not in buttons(panel)


def test_levels_are_told_in_one_way_everywhere(qtbot: QtBot, stage: Stage) -> None:
    sitting = taken(stage)
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"],
                  scores=[{"part_id": None, "raw": 12}])
    panel = open_panel(qtbot, stage.desk)
    panel.tabs.setCurrentWidget(panel.tests)
    choice = named(panel, QComboBox, "Hoe niveaus worden aangegeven")
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert sheet_of(stage.desk).lines[0].whole.level == "B"
    panel.tabs.setCurrentWidget(panel.sittings)
    panel.sittings.tabs.setCurrentWidget(panel.sittings.results)
    assert column(table(panel, "Resultaten"), "Niveau")[0] == "B" and "II: 1" not in seen_text(panel)


@pytest.mark.clause("A-1.15")
def test_growth_breaks_at_another_norm(qtbot: QtBot, stage: Stage) -> None:
    test = load(stage)
    stage.desk.do(load_tests, defined=[reading_test(norms=(norm("2026", shift=10, from_on="2026-08-01"),))],
                  source="nieuw.csv", checksum="1" * 64)
    for day, raw in (("2025-11-20", 5), ("2026-06-10", 9), ("2026-11-20", 10)):
        sitting = stage.desk.do(add_sitting, test_id=test, moment="M4", taken_on=day,
                                participant_ids=[stage.people["Amira"]]).outcome
        stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"],
                      scores=[{"part_id": None, "raw": raw}])
    panel = open_panel(qtbot, stage.desk)
    panel.show_target(stage.people["Amira"])
    (chart,) = panel.growth.charts
    assert [[point.scaled for point in part] for part in chart.parts()] == [[115_000, 127_000], [140_000]]
    assert chart.accessibleDescription().splitlines() == [
        "20-11-2025: 115 IV (norm 2025)", "10-6-2026: 127 III (norm 2025)", "20-11-2026: 140 II (norm 2026)"]
    assert any("niet te vergelijken" in text for text in seen_text(panel))
    panel.growth.group.choose(stage.groups["Dinsdag"])
    panel.growth.table.choose(b"")
    assert len(panel.growth.charts[0].parts()) == 2


def test_while_presenting_no_name_and_no_score_is_seen(qtbot: QtBot, stage: Stage) -> None:
    sitting = taken(stage)
    stage.desk.do(record_result, sitting_id=sitting, participant_id=stage.people["Amira"],
                  scores=[{"part_id": None, "raw": 17, "remark": "geheim"}])
    panel = open_panel(qtbot, stage.desk, FakeVeil(True))
    for page in (panel.sittings, panel.growth, panel.tests):
        panel.tabs.setCurrentWidget(page)
        for inner in range(3 if page is panel.sittings else 1):
            panel.sittings.tabs.setCurrentIndex(inner)
            seen = " ".join(seen_text(panel))
            assert not any(word in seen for word in ("Amira", "Bakker", "geheim", "151", "17 "))
    assert "Nieuwe afname…" not in buttons(panel), "it would ask for whom, of everybody by name"
    together = open_panel(qtbot, stage.desk, FakeVeil(True, stage.people["Amira"]))
    assert together.tabs.currentWidget() is together.growth
    assert "Amira Bakker" in seen_text(together) and "Bram" not in " ".join(seen_text(together))


def test_a_coach_types_for_the_own_group_and_loads_nothing(qtbot: QtBot, stage: Stage) -> None:
    taken(stage)
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    panel = open_panel(qtbot, coach)
    grid = typing(qtbot, panel)
    type_in(qtbot, grid, "8")
    assert raws(stage.desk) == [8, None]
    assert sheet_of(stage.desk).lines[0].whole.recorded_by == "Joke Smit"
    panel.tabs.setCurrentWidget(panel.tests)
    assert not {"Bestand laden…", "Intrekken", "Resultaten als UWLR…"} & buttons(panel)
    other = open_panel(qtbot, coach_of(stage.desk, stage.groups["Donderdag"], name="Ali Kaya"))
    assert "Hier is nog geen toets afgenomen" in seen_text(other)


def test_a_sitting_is_recorded_and_its_day_corrected(qtbot: QtBot, stage: Stage) -> None:
    load(stage)
    panel = open_panel(qtbot, stage.desk)
    press(qtbot, panel, "Nieuwe afname…")
    form = dialog("Nieuwe afname")
    assert named(form, QLineEdit, "Moment").text() == "M4", "what the test has a norm for"
    whom = named(form, QComboBox, "Voor wie")
    whom.setCurrentIndex(whom.findText("Groep Dinsdag"))
    press(qtbot, form, "Vastleggen")
    assert column(table(panel, "Afnamen"), "Toets") == ["Lezen M4"] and no_dialog()
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Afname van Lezen M4 wijzigen")
    named(form, QLineEdit, "Moment").setText("")
    assert not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Moment").setText("E4")
    press(qtbot, form, "Vastleggen")
    assert sheet_of(stage.desk).row.moment == "E4"


def test_where_results_are_not_kept_the_panel_says_why(qtbot: QtBot, stage: Stage) -> None:
    shell = DeskShell(stage.desk)

    class Nothing:
        def __getattr__(self, name: str) -> Any:
            return getattr(stage.desk.sight, name)

        def keeps(self, _subject: str, _field: str) -> bool:
            return False

    shell.sight = Nothing()
    panel = shown(qtbot, TestsPanel(shell))
    assert "Toetsresultaten worden hier niet bewaard" in seen_text(panel)


def _newest() -> Any:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()][-1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_panel_and_its_dialogs_by_keyboard_alone(qtbot: QtBot, stage: Stage, language: str) -> None:
    taken(stage)
    panel = open_panel(qtbot, stage.desk)
    use_language(language)
    panel = open_panel(qtbot, stage.desk)
    menus = tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")
    for page in (panel.sittings, panel.growth, panel.tests):
        panel.tabs.setCurrentWidget(page)
        panel.activateWindow()
        QApplication.processEvents()
        assert nameless(panel) == [] and clashes(panel, menus) == {}
        next(one for one in page.findChildren(QComboBox) if one.isVisibleTo(panel)).setFocus()
        missed = [one.accessibleName() or repr(one) for one in stops(panel) - set(ring(qtbot, panel))]
        assert not missed
    for act in (panel.sittings.new, panel.sittings.change, panel.tests.change, panel.tests.show_rows,
                panel.tests.give_results):
        act()
        form = _newest()
        form.activateWindow()
        QApplication.processEvents()
        there = ring(qtbot, form)
        assert not [one.accessibleName() or repr(one) for one in stops(form) - set(there)]
        assert nameless(form) == [] and clashes(form) == {}, form.windowTitle()
        assert twice([one.accessibleName() for one in there]) == []
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        assert no_dialog()


def test_only_the_tab_in_front_is_read_and_the_others_when_they_come_in_front(qtbot: QtBot, stage: Stage) -> None:
    taken(stage)
    shell = Counting(stage.desk)
    panel = shell.panel = TestsPanel(shell)
    shown(qtbot, panel)

    def read() -> list[str]:
        found = list(dict.fromkeys(name for name, _ in shell.reads))
        shell.reads.clear()
        return found

    assert read() == ["groups_with_tests", "sitting_list", "score_sheet"]
    panel.tabs.setCurrentWidget(panel.tests)
    assert read() == ["all_tests", "one_test"] and column(table(panel, "Toetsen"), "Toets") != []
    panel.tabs.setCurrentWidget(panel.sittings)
    assert read() == []
    shell.act(add_sitting, test_id=panel.tests.table.current_key(), moment="E4", taken_on="2026-11-21",
              group_id=stage.groups["Dinsdag"])
    assert "all_tests" not in read() and len(panel.sittings.table.rows()) == 2
    panel.tabs.setCurrentWidget(panel.tests)
    assert read()[0] == "all_tests"
    shell.veil = FakeVeil(True, stage.people["Amira"])
    together = TestsPanel(shell)
    shown(qtbot, together)
    assert read() == ["person_growth"] and together.tabs.currentWidget() is together.growth
    together.return_to(panel.place())
    together.tabs.setCurrentWidget(together.sittings)
    assert read() == [] and together.sittings.table.rows() == [], "of others nothing is read"


@pytest.mark.parametrize("tab", ["growth", "profile"])
def test_a_slow_answer_about_one_never_stands_by_the_name_of_another(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    taken(stage)
    notes_on(stage.desk)
    panel: Any = open_panel(qtbot, stage.desk)
    page = getattr(panel, tab)
    panel.tabs.setCurrentWidget(page)
    page.group.choose(stage.groups["Dinsdag"])
    late: list[Any] = []
    monkeypatch.setattr(panel.shell, "read", lambda view, *given, then: late.append(
        lambda: then(stage.desk.read(view, *given))))
    page.table.choose(stage.people["Amira"])
    page.table.choose(stage.people["Bram"])
    late[1]()
    late[0]()
    assert "Bram Cools" in seen_text(page.card) and "Amira Bakker" not in seen_text(page.card)
