"""Observation in the window, over a real desk: filled in by keyboard, looked at as a profile, and the instruments."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.erasing import erase_participants
from app.actions.instruments import make_instrument
from app.store.tables import instruments
from app.views.observing import participant_profile
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.coaching import coach_of
from tests.documents.sheets import text_of
from tests.dumps import rows_of
from tests.following import notes_on
from tests.observing import Laid, at, instrument, made, saw
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes, ring, stops, twice
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.assessing.panel import TestsPanel
from ui.words import tr, use_language

Down, Enter, Delete = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Delete


def open_panel(qtbot: QtBot, desk: Desk, at: str = "observe", veil: FakeVeil | None = None) -> Any:
    shell = DeskShell(desk)
    shell.veil = veil or shell.veil
    panel: Any = TestsPanel(shell)
    shell.panel = panel
    panel.tabs.setCurrentWidget(getattr(panel, at))
    return shown(qtbot, panel)


@pytest.fixture
def laid(stage: Stage) -> Laid:
    notes_on(stage.desk)
    return made(stage.desk)


def _sheet(qtbot: QtBot, stage: Stage, desk: Desk | None = None) -> Any:
    panel = open_panel(qtbot, desk or stage.desk)
    panel.observe.group.choose(stage.groups["Dinsdag"])
    panel.observe.grid.setFocus()
    QApplication.processEvents()
    return panel


def _kept(stage: Stage) -> dict[tuple[bytes, bytes], tuple[bytes | None, str]]:
    return {(row["participant_id"], row["point_id"]): (row["step_id"], row["remark"])
            for row in rows_of(stage.desk, "observations")}


@pytest.mark.clause("A-1.6")
def test_one_person_is_filled_in_by_keyboard_in_one_action(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    panel = _sheet(qtbot, stage)
    grid, amira = panel.observe.grid, stage.people["Amira"]
    before = len(rows_of(stage.desk, "operations"))
    qtbot.keyClicks(grid, "3")
    qtbot.keyClick(grid, Enter)
    qtbot.keyClicks(grid, "n")
    qtbot.keyClick(grid, Down)
    qtbot.keyClicks(grid, "x9")
    assert "2 van 3 ingevuld. 2 zijn nog niet bewaard." in " ".join(seen_text(panel)), "x and 9 choose nothing"
    qtbot.keyClick(grid, Enter)
    assert _kept(stage) == {(amira, laid.points["speelt samen"]): (laid.steps["meestal"], ""),
                            (amira, laid.points["verzint een spel"]): (laid.steps["nog niet"], "")}
    assert len(rows_of(stage.desk, "operations")) == before + 1
    assert panel.observe.whom.chosen() == stage.people["Bram"], "Enter below the last point goes to the next"
    panel.observe.whom.choose(amira)
    grid.setCurrentIndex(grid.model().index(0, 2))
    qtbot.keyClick(grid, Delete)
    grid.save_all()
    assert _kept(stage)[amira, laid.points["speelt samen"]] == (None, "")
    assert "1 van 3 ingevuld." in " ".join(seen_text(panel)) and panel.shell.refused == []


def test_one_point_of_the_group_with_a_remark_and_a_step_from_the_list(
    qtbot: QtBot, stage: Stage, laid: Laid,
) -> None:
    panel = _sheet(qtbot, stage)
    way = named(panel, QComboBox, "Hoe u invult")
    way.setCurrentIndex(way.findText("Per punt"))
    page, grid = panel.observe, panel.observe.grid
    page.whom.choose(laid.points["vertelt uit zichzelf"])
    menu = grid.menu_of(grid.model().index(0, 1))
    assert [one.text() for one in menu.actions()] == ["&1  nog niet", "&2  soms", "&3  meestal", "Leeg laten"]
    menu.actions()[1].trigger()
    grid.setCurrentIndex(grid.model().index(1, 2))
    qtbot.keyClicks(grid, "z")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "ong mee")
    qtbot.keyClick(editor, Enter)
    grid.save_all()
    point = laid.points["vertelt uit zichzelf"]
    assert _kept(stage) == {(stage.people["Amira"], point): (laid.steps["soms"], ""),
                            (stage.people["Bram"], point): (None, "zong mee")}
    assert {row["group_id"] for row in rows_of(stage.desk, "observations")} == {stage.groups["Dinsdag"]}


def test_all_at_once_names_stay_and_what_is_not_saved_follows_to_another_way(
    qtbot: QtBot, stage: Stage, laid: Laid,
) -> None:
    saw(stage.desk, laid, stage.people["Bram"], "soms", day="2026-11-02")
    panel = _sheet(qtbot, stage)
    page, grid = panel.observe, panel.observe.grid
    page.way.setCurrentIndex(2)
    assert [grid.model().headerData(row, Qt.Orientation.Vertical) for row in range(2)] == [
        "Bakker, Amira", "Cools, Bram"]
    assert not page.whom.isVisibleTo(panel)
    grid.setFocus()
    qtbot.keyClicks(grid, "s")
    page.way.setCurrentIndex(1)
    page.whom.choose(laid.points["speelt samen"])
    assert grid.model().index(0, 1).data() == "soms", "saved on the way"
    assert grid.model().index(1, 3).data() == "soms (2-11-2026)", "what was seen before"
    assert page.export_rows()[0] == ["Naam", "Gezien", "Opmerking", "Eerder"]


def test_a_step_chosen_of_somebody_who_went_meanwhile_is_nobody_elses(
    qtbot: QtBot, stage: Stage, laid: Laid,
) -> None:
    panel = _sheet(qtbot, stage)
    page, grid = panel.observe, panel.observe.grid
    page.way.setCurrentIndex(1)
    menu = grid.menu_of(grid.model().index(0, 1))
    stage.desk.do(erase_participants, participant_ids=[stage.people["Amira"]])
    panel.refresh()
    assert grid.model().index(0, 0).data() == "Cools, Bram"
    menu.actions()[1].trigger()
    grid.save_all()
    assert _kept(stage) == {}


def test_what_was_refused_is_not_lost_and_said(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    panel = _sheet(qtbot, stage)
    grid = panel.observe.grid
    with stage.desk.database.writing() as connection:
        connection.execute(instruments.update().values(until_on="2026-11-01"))
    qtbot.keyClicks(grid, "1")
    grid.save_all()
    assert len(panel.shell.refused) == 1 and grid.model().index(0, 2).data() == "nog niet"
    assert "1 is nog niet bewaard." in " ".join(seen_text(panel)) and _kept(stage) == {}
    grid.save_all()
    assert len(panel.shell.refused) == 1, "it is not asked again by itself"
    with stage.desk.database.writing() as connection:
        connection.execute(instruments.update().values(until_on=None))
    panel.refresh()
    qtbot.keyClick(grid, Down)
    qtbot.keyClicks(grid, "2")
    grid.save_all()
    assert set(_kept(stage).values()) == {(laid.steps["nog niet"], ""), (laid.steps["soms"], "")}, "with the next"
    assert "nog niet bewaard" not in " ".join(seen_text(panel))


def test_who_is_erased_meanwhile_takes_nobody_along(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    panel = _sheet(qtbot, stage)
    grid = panel.observe.grid
    panel.observe.way.setCurrentIndex(2)
    grid.setFocus()
    qtbot.keyClicks(grid, "1")
    qtbot.keyClick(grid, Down)
    qtbot.keyClicks(grid, "2")
    stage.desk.do(erase_participants, participant_ids=[stage.people["Amira"]])
    panel.refresh()
    grid.save_all()
    assert panel.shell.refused == [] and set(_kept(stage)) == {
        (stage.people["Bram"], laid.points["speelt samen"])}
    assert "nog niet bewaard" not in " ".join(seen_text(panel))


def test_what_is_filled_in_belongs_to_its_own_day(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    panel = _sheet(qtbot, stage)
    grid, today = panel.observe.grid, stage.desk.sight.today
    qtbot.keyClicks(grid, "2")
    panel.observe.day.setDate(today.replace(day=today.day - 1))
    assert grid.model().index(0, 2).data() == ""
    assert [row["observed_on"] for row in rows_of(stage.desk, "observations")] == [today.isoformat()]
    panel.observe.day.setDate(today.replace(year=today.year + 1))
    assert panel.observe.day.date().toPython() == today, "nobody was seen tomorrow"


@pytest.mark.clause("A-1.14")
def test_a_profile_says_where_somebody_stands_and_stood_and_adds_nothing_up(
    qtbot: QtBot, stage: Stage, laid: Laid, tmp_path: Path,
) -> None:
    amira = stage.people["Amira"]
    saw(stage.desk, laid, amira, "nog niet", day="2026-11-02")
    saw(stage.desk, laid, amira, "meestal", remark="met Bram")
    joke = coach_of(stage.desk, stage.groups["Dinsdag"])
    saw(joke, laid, amira, "soms")
    panel = open_panel(qtbot, stage.desk, "profile")
    panel.profile.group.choose(stage.groups["Dinsdag"])
    panel.profile.table.choose(amira)
    chart = panel.profile.chart
    rows = {row.title: row for row in chart.rows if not row.is_area}
    assert (rows["speelt samen"].now, rows["speelt samen"].before) == ({1, 2}, {0}), "two looks of one day"
    assert rows["verzint een spel"].now == frozenset()
    assert [row.title for row in chart.rows if row.is_area] == ["Spelen", "Taal"]
    assert chart.accessibleDescription().splitlines()[0] == (
        "speelt samen: soms (20-11-2026, Joke Smit); meestal (20-11-2026), daarvoor nog niet (2-11-2026)")
    panel.profile.tabs.setCurrentIndex(1)
    seen = table(panel, "Alles wat is gezien")
    assert column(seen, "Gezien") == ["soms", "meestal", "nog niet"] and column(seen, "Opmerking")[1] == "met Bram"
    seen.selectRow(0)
    assert not button(panel, "Wijzigen…").isEnabled() and button(panel, "Weghalen").isEnabled()
    for form in ("csv", "xlsx"):
        panel.shell.target = str(tmp_path / f"uit.{form}")
        panel.profile.save(form)
    with (tmp_path / "uit.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == panel.export_rows()
    assert panel.export_rows()[1] == [
        "Spelen", "speelt samen", "soms + meestal", "20-11-2026", "Joke Smit", "nog niet", "2-11-2026",
        "20-11-2026: met Bram"]
    exported = [row for row in rows_of(stage.desk, "audit_events") if row["action"] == "data.exported.observations"]
    assert len(exported) == 2


def test_of_a_group_stands_how_many_are_on_each_step(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    saw(stage.desk, laid, stage.people["Amira"], "soms", day="2026-11-02")
    saw(stage.desk, laid, stage.people["Amira"], "meestal")
    panel = open_panel(qtbot, stage.desk, "profile")
    panel.profile.group.choose(stage.groups["Dinsdag"])
    chart = panel.profile.chart
    assert chart.lines()[0] == "speelt samen: nog niet 0, soms 0, meestal 1, 1 niet gezien"
    assert panel.export_rows()[1] == ["Spelen", "speelt samen", "0", "0", "1", "1"]
    assert not {"Op papier (PDF)…", "Weghalen"} & buttons(panel)
    stage.desk.do(make_instrument, defined=instrument("Ander"))
    panel.refresh()
    page = panel.profile
    assert [page.instrument.itemText(at) for at in range(3)] == ["De laatste", "Kleuters, editie 1", "Ander, editie 1"]
    page.instrument.setCurrentIndex(2)
    assert chart.lines()[0] == "speelt samen: nog niet 0, soms 0, meestal 0, 2 niet gezien"
    page.table.choose(stage.people["Amira"])
    assert page.instrument.currentText() == "De laatste" and "meestal" in chart.lines()[0], "seen by another one"


def test_what_was_seen_is_put_right_and_taken_out_by_who_saw_it(qtbot: QtBot, stage: Stage, laid: Laid) -> None:
    amira = stage.people["Amira"]
    saw(stage.desk, laid, amira, "soms")
    panel = open_panel(qtbot, stage.desk, "profile")
    panel.profile.show_person(amira)
    panel.profile.tabs.setCurrentIndex(1)
    table(panel, "Alles wat is gezien").selectRow(0)
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Wijzigen wat is gezien")
    step = named(form, QComboBox, "Gezien")
    step.setCurrentIndex(0)
    assert not button(form, "Vastleggen").isEnabled() and "Kies een stap of schrijf een opmerking." in seen_text(form)
    named(form, QLineEdit, "Opmerking").setText("keek eerst toe")
    press(qtbot, form, "Vastleggen")
    assert column(table(panel, "Alles wat is gezien"), "Opmerking") == ["keek eerst toe"]
    table(panel, "Alles wat is gezien").selectRow(0)
    press(qtbot, panel, "Weghalen")
    assert "Van deze deelnemer is nog niets gezien" in seen_text(panel)
    assert panel.shell.undoable == [True, True] and stage.desk.read(participant_profile, amira).is_empty


@pytest.mark.clause("A-1.14")
def test_an_instrument_is_made_changed_and_given_a_new_edition_once_it_was_used(qtbot: QtBot, stage: Stage) -> None:
    notes_on(stage.desk)
    panel = open_panel(qtbot, stage.desk, "instruments")
    assert "Er is nog geen kijklijst" in seen_text(panel)
    press(qtbot, panel, "Nieuwe kijklijst…")
    form = dialog("Nieuwe kijklijst")
    named(form, QLineEdit, "Titel").setText("Kleuters")
    named(form, QLineEdit, "Editie").setText("1")
    named(form, QPlainTextEdit, "Stappen van de schaal").setPlainText("soms\n4")
    named(form, QPlainTextEdit, "Punten").setPlainText("Spelen:\nspeelt samen\nTaal:\nrijmt")
    assert not button(form, "Vastleggen").isEnabled() and any("uit woorden" in text for text in seen_text(form))
    named(form, QPlainTextEdit, "Stappen van de schaal").setPlainText("soms\nmeestal")
    press(qtbot, form, "Vastleggen")
    assert column(table(panel, "Punten van de kijklijst"), "Gebied") == ["Spelen", "Taal"]
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Kleuters wijzigen")
    named(form, QPlainTextEdit, "Punten").setPlainText("Taal:\nrijmt\nvertelt")
    press(qtbot, form, "Vastleggen")
    assert column(table(panel, "Punten van de kijklijst"), "Punt") == ["rijmt", "vertelt"]
    found = at(stage.desk, rows_of(stage.desk, "instruments")[0]["id"])
    saw(stage.desk, found, stage.people["Amira"], "soms", "rijmt")
    panel.refresh()
    assert not button(panel, "Wijzigen…").isEnabled()
    press(qtbot, panel, "Nieuwe editie…")
    form = dialog("Nieuwe editie van Kleuters")
    assert named(form, QLineEdit, "Editie").text() == "2"
    press(qtbot, form, "Vastleggen")
    assert "na editie 1" in " ".join(seen_text(panel)) and len(rows_of(stage.desk, "instruments")) == 2
    press(qtbot, panel, "Kijklijst sluiten")
    assert column(table(panel, "Kijklijsten"), "Stand") == ["in gebruik"]
    panel.instruments.with_closed.setChecked(True)
    panel.instruments.table.choose(rows_of(stage.desk, "instruments")[1]["id"])
    press(qtbot, panel, "Weer openen")
    assert column(table(panel, "Kijklijsten"), "Stand") == ["nog niet gebruikt", "in gebruik"]


def test_a_list_is_looked_through_before_it_is_loaded(qtbot: QtBot, stage: Stage, tmp_path: Path, laid: Laid) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("kijklijst;editie;schaal;punt\nKleuters;1;ja hoor / nee;loopt\nNieuw;;ja hoor / nee;loopt\n;;;\n"
                    "Fout;;1 / 2;loopt\n", encoding="utf-8")
    panel = open_panel(qtbot, stage.desk, "instruments")
    panel.shell.files = [str(file)]
    press(qtbot, panel, "Lijst laden…")
    form = dialog("Kijklijsten laden")
    assert column(table(form, "Wat de lijst toevoegt"), "Stand") == ["weggelaten", "weggelaten", "nieuw"]
    assert len(rows_of(stage.desk, "instruments")) == 1
    press(qtbot, form, "1 kijklijst vastleggen")
    press(qtbot, panel, "Voorbeeld laden…")
    form = dialog("Kijklijsten laden")
    press(qtbot, form, "1 kijklijst vastleggen")
    assert column(table(panel, "Kijklijsten"), "Kijklijst") == ["Kijklijst kleuters", "Kleuters", "Nieuw"]
    panel.shell.target = str(tmp_path / "uit.csv")
    panel.instruments.table.choose(laid.id)
    panel.instruments.save("csv")
    assert "Kleuters;1;1, 2;eigen;nog niet / soms / meestal;Spelen;speelt samen" in (tmp_path / "uit.csv").read_text(
        encoding="utf-8-sig")


def test_a_coach_observes_the_own_group_prints_one_profile_and_sets_nothing_up(
    qtbot: QtBot, stage: Stage, laid: Laid, tmp_path: Path,
) -> None:
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    panel = _sheet(qtbot, stage, coach)
    assert [panel.observe.group.itemText(at) for at in range(panel.observe.group.count())][1:] == [
        "Groep Dinsdag"]
    qtbot.keyClicks(panel.observe.grid, "2")
    panel.observe.grid.save_all()
    assert [row["account_id"] for row in rows_of(stage.desk, "observations")] == [coach.sight.actor.account_id]
    panel.tabs.setCurrentWidget(panel.instruments)
    assert not {"Nieuwe kijklijst…", "Lijst laden…", "Wijzigen…", "Kijklijst sluiten"} & buttons(panel)
    panel.tabs.setCurrentWidget(panel.profile)
    panel.profile.table.choose(stage.people["Amira"])
    assert "Opslaan als…" not in buttons(panel)
    proposed: list[str] = []
    panel.shell.pick_target = lambda _title, proposal, _patterns: (
        proposed.append(proposal) or str(tmp_path / "profiel.pdf"))
    press(qtbot, panel, "Op papier (PDF)…")
    assert proposed == [f"profiel {stage.desk.sight.today.isoformat()}.pdf"], "nobody's name in a list of files"
    said = " ".join(text_of((tmp_path / "profiel.pdf").read_bytes(), 0))
    assert "Wat wij zagen bij Amira Bakker" in said and "Bram" not in said and panel.shell.refused == []


def test_while_presenting_nothing_of_anybody_is_seen_but_of_who_is_looked_at(
    qtbot: QtBot, stage: Stage, laid: Laid,
) -> None:
    for name in ("Amira", "Bram"):
        saw(stage.desk, laid, stage.people[name], "meestal", remark=f"geheim van {name}")
    panel = open_panel(qtbot, stage.desk, "observe", FakeVeil(True))
    for page in (panel.observe, panel.profile):
        panel.tabs.setCurrentWidget(page)
        seen = " ".join(seen_text(panel))
        assert not any(word in seen for word in ("Amira", "Bakker", "Cools", "geheim")), seen
        assert page.export_rows() == []
    together = open_panel(qtbot, stage.desk, "profile", FakeVeil(True, stage.people["Amira"]))
    together.profile.tabs.setCurrentIndex(1)
    seen = " ".join(seen_text(together))
    assert together.tabs.currentWidget() is together.profile
    assert "geheim van Amira" in seen and "Bram" not in seen


def test_where_notes_are_off_the_pages_say_why_and_lists_can_be_made(qtbot: QtBot, stage: Stage) -> None:
    made(stage.desk)
    panel = open_panel(qtbot, stage.desk)
    for page in (panel.observe, panel.profile):
        panel.tabs.setCurrentWidget(page)
        assert "Observaties worden hier niet bewaard" in seen_text(panel)
    panel.tabs.setCurrentWidget(panel.instruments)
    assert column(table(panel, "Kijklijsten"), "Kijklijst") == ["Kleuters"]


def _newest() -> Any:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()][-1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_and_their_dialogs_by_keyboard_alone(
    qtbot: QtBot, stage: Stage, laid: Laid, language: str,
) -> None:
    saw(stage.desk, laid, stage.people["Amira"], "soms")
    open_panel(qtbot, stage.desk)
    use_language(language)
    panel = _sheet(qtbot, stage)
    panel.profile.show_person(stage.people["Amira"])
    panel.profile.tabs.setCurrentIndex(1)
    panel.profile.seen.selectRow(0)
    menus = tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")
    for page in (panel.observe, panel.profile, panel.instruments):
        panel.tabs.setCurrentWidget(page)
        panel.activateWindow()
        QApplication.processEvents()
        assert nameless(panel) == [] and clashes(panel, menus) == {}
        panel.tabs.tabBar().setFocus()
        missed = [one.accessibleName() or repr(one) for one in stops(panel) - set(ring(qtbot, panel))]
        assert not missed
    stage.desk.do(make_instrument, defined=instrument("Ander"))
    for act in (panel.profile.change, panel.instruments.new, panel.instruments.new_edition,
                panel.instruments.load_example):
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


def test_without_an_instrument_no_form_is_offered(qtbot: QtBot, stage: Stage) -> None:
    notes_on(stage.desk)
    panel = open_panel(qtbot, stage.desk)
    panel.observe.group.choose(stage.groups["Dinsdag"])
    assert "Er is nog niets om mee te observeren" in seen_text(panel) and "Leeg formulier…" not in buttons(panel)
    made(stage.desk)
    panel.refresh()
    assert "Leeg formulier…" in buttons(panel) and panel.observe.whom.isVisible()
