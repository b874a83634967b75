"""Learning routes in the window, over a real desk: made, put in order, given, copied, ended; links and materials."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.media import add_link, add_material
from app.actions.routes import add_route
from app.domain.media import LinkState
from app.exchange.material_files import take_in
from app.store import contents
from app.views.media import link_list, material_list
from app.views.routes import RoutePage, route_choices, route_list, route_page
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.coaching import coach_of
from tests.files import pdf, written
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes, ring, stops, twice
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.routes import steps as doing
from ui.routes.panel import RoutesPanel
from ui.words import tr, use_language


def open_panel(qtbot: QtBot, desk: Desk) -> RoutesPanel:
    shell = DeskShell(desk)
    panel = RoutesPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel)


def cooking(stage: Stage, **given: Any) -> bytes:
    """A route of a programme with a day, and a link."""
    steps = [{"programme_id": stage.programme, "due_on": "2026-12-01"},
             {"link": {"title": "Uitleg", "address": "https://uitleg.example/"}}]
    return bytes(stage.desk.do(add_route, name="Koken", steps=steps, **given).outcome)


def page_of(desk: Desk, name: str) -> RoutePage:
    (found,) = [row for row in desk.read(route_list, True) if row.name == name]
    return desk.read(route_page, found.id)


def pick(form: Any, name: str, *keys: str) -> None:
    """Tick the lines with these titles."""
    lines = table(form, name)
    lines.pick([lines._key(one) for one in lines.all_values() if getattr(one, "title", None) in keys
                or getattr(one, "full", None) in keys])
    QApplication.processEvents()


@pytest.mark.clause("O-annex 1")
def test_a_route_is_made_of_programmes_parts_and_a_link_with_days(qtbot: QtBot, stage: Stage) -> None:
    panel = open_panel(qtbot, stage.desk)
    assert "Er is nog geen leerroute" in seen_text(panel)
    press(qtbot, panel, "Nieuwe leerroute…")
    form = dialog("Nieuwe leerroute")
    assert not button(form, "Vastleggen").isEnabled() and "Er is nog geen stap" in seen_text(form)
    qtbot.keyClicks(named(form, QLineEdit, "Naam"), "Koken in stappen")
    whom = named(form, QComboBox, "Voor wie")
    whom.setCurrentIndex(whom.findText("Groep Dinsdag"))
    named(form, QPlainTextEdit, "Inleiding").setPlainText("Rustig aan")
    press(qtbot, form, "Toevoegen…")
    chooser = dialog("Stappen toevoegen")
    pick(chooser, "Wat een stap kan zijn", "Programma koken", "Oefening 2")
    press(qtbot, chooser, "2 stappen toevoegen")
    press(qtbot, form, "Nieuwe link…")
    link = dialog("Nieuwe medialink")
    qtbot.keyClicks(named(link, QLineEdit, "Titel"), "Uitleg")
    qtbot.keyClicks(named(link, QLineEdit, "Adres"), "https://uitleg.example/a")
    press(qtbot, link, "Vastleggen")
    lines = table(form, "Stappen")
    assert column(lines, "Stap") == ["Programma koken", "Oefening 2", "Uitleg"]
    lines.selectRow(1)
    _day(form, "Klaar op", QDate(2026, 12, 24))
    press(qtbot, form, "Vastleggen")
    page = page_of(stage.desk, "Koken in stappen")
    assert [(step.title, step.due_on) for step in page.steps] == [
        ("Programma koken", ""), ("Oefening 2", "2026-12-24"), ("Uitleg", "")]
    assert (page.introduction, [one.name for one in page.holders]) == ("Rustig aan", ["Groep Dinsdag"])
    assert column(table(panel, "Leerroutes"), "Naam") == ["Koken in stappen"]
    assert panel.shell.undoable == [True] and "Rustig aan" in seen_text(panel)


def test_the_order_is_changed_by_keyboard_by_button_and_by_dragging(qtbot: QtBot, stage: Stage) -> None:
    cooking(stage)
    panel = open_panel(qtbot, stage.desk)
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Koken wijzigen")
    lines = table(form, "Stappen")
    lines.selectRow(0)
    qtbot.keyClick(lines, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert column(lines, "Stap") == ["Uitleg", "Programma koken"]
    assert lines.current().title == "Programma koken" and not button(form, "Omlaag").isEnabled()
    press(qtbot, form, "Omhoog")
    assert column(lines, "Stap") == ["Programma koken", "Uitleg"]
    below = QPointF(10, lines.rowViewportPosition(1) + lines.rowHeight(1) - 1)
    held, carried = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier), QMimeData()
    lines.dropEvent(QDropEvent(below, Qt.DropAction.MoveAction, carried, *held))
    assert column(lines, "Stap") == ["Uitleg", "Programma koken"]
    lines.selectRow(0)
    qtbot.keyClick(lines, Qt.Key.Key_Delete)
    assert column(lines, "Stap") == ["Programma koken"]
    press(qtbot, form, "Vastleggen")
    assert [step.title for step in page_of(stage.desk, "Koken").steps] == ["Programma koken"]


def test_a_day_before_the_beginning_is_said_at_the_day(qtbot: QtBot, stage: Stage) -> None:
    cooking(stage)
    panel = open_panel(qtbot, stage.desk)
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Koken wijzigen")
    table(form, "Stappen").selectRow(0)
    _day(form, "Begint op", QDate(2026, 12, 24))
    said = {one.text() for one in form.findChildren(QLabel) if one.isVisibleTo(form)}
    assert any("kan niet klaar zijn voordat die begint" in text for text in said)
    assert not button(form, "Vastleggen").isEnabled()
    table(form, "Stappen").selectRow(1)  # the fault stays with its step, and is said all the same
    assert not button(form, "Vastleggen").isEnabled()
    said = {one.text() for one in form.findChildren(QLabel) if one.isVisibleTo(form)}
    assert any("kan niet klaar zijn voordat die begint" in text for text in said)


def test_looking_at_steps_changes_none(qtbot: QtBot, stage: Stage) -> None:
    route = cooking(stage)
    before = stage.desk.read(route_page, route)
    panel = open_panel(qtbot, stage.desk)
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Koken wijzigen")
    for row in (1, 0, 1):
        table(form, "Stappen").selectRow(row)
    press(qtbot, form, "Vastleggen")
    assert stage.desk.read(route_page, route) == before


def test_a_route_is_given_to_a_group_and_to_one_and_ended(qtbot: QtBot, stage: Stage) -> None:
    cooking(stage)
    panel = open_panel(qtbot, stage.desk)
    assert "Nog niemand. Druk op Geven en kies groepen of deelnemers." in seen_text(panel)
    press(qtbot, panel, "Geven…")
    form = dialog("Koken geven")
    assert not button(form, "Geven").isEnabled()
    pick(form, "Groepen en deelnemers", "Groep Dinsdag", "Chi Dang")
    press(qtbot, form, "Geven")
    assert column(table(panel, "Wie heeft hem"), "Naam") == ["Groep Dinsdag", "Dang, Chi"]
    table(panel, "Wie heeft hem").selectRow(1)
    press(qtbot, panel, "Stoppen")
    assert column(table(panel, "Wie heeft hem"), "Naam") == ["Groep Dinsdag"]
    press(qtbot, panel, "Intrekken")
    assert stage.desk.read(route_list) == ()
    named(panel.routes, QCheckBox, "Ook ingetrokken").click()
    assert column(table(panel, "Leerroutes"), "Stand") == ["ingetrokken"]


def test_a_copy_for_one_leaves_the_route_of_the_group(qtbot: QtBot, stage: Stage) -> None:
    cooking(stage, group_ids=[stage.groups["Dinsdag"]])
    panel = open_panel(qtbot, stage.desk)
    press(qtbot, panel, "Geven…")
    form = dialog("Koken geven")
    pick(form, "Groepen en deelnemers", "Amira Bakker")
    form.copies.setChecked(True)
    press(qtbot, form, "Geven")
    own = dialog("Kopie van Koken")
    name = named(own, QLineEdit, "Naam")
    name.setText("Koken, rustig")
    table(own, "Stappen").selectRow(0)
    _day(own, "Klaar op", QDate(2027, 1, 31))
    press(qtbot, own, "Vastleggen")
    assert page_of(stage.desk, "Koken").steps[0].due_on == "2026-12-01"
    page = page_of(stage.desk, "Koken, rustig")
    assert (page.steps[0].due_on, page.made_from) == ("2027-01-31", "Koken")
    assert [one.participant_id for one in page.holders] == [stage.people["Amira"]]


def test_a_coach_makes_routes_for_the_own_groups_alone(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.do(add_route, name="Arrangement", programme_ids=[stage.programme], is_template=True)
    cooking(stage, group_ids=[stage.groups["Donderdag"]])
    coach = coach_of(stage.desk, stage.groups["Dinsdag"])
    panel = open_panel(qtbot, coach)
    assert column(table(panel, "Leerroutes"), "Naam") == ["Arrangement"]
    assert not button(panel, "Wijzigen…").isEnabled() and not button(panel, "Intrekken").isEnabled()
    press(qtbot, panel, "Geven…")
    form = dialog("Arrangement geven")
    assert {one.full for one in table(form, "Groepen en deelnemers").all_values()} == {
        "Groep Dinsdag", "Amira Bakker", "Bram Cools"}
    pick(form, "Groepen en deelnemers", "Groep Dinsdag")
    press(qtbot, form, "Geven")
    press(qtbot, dialog("Kopie van Arrangement"), "Vastleggen")
    assert [one.name for one in coach.read(route_list) if one.may_change] == ["Arrangement"]
    press(qtbot, panel, "Nieuwe leerroute…")
    whom = named(dialog("Nieuwe leerroute"), QComboBox, "Voor wie")
    assert [whom.itemText(at) for at in range(whom.count())] == ["Groep Dinsdag"]
    panel.tabs.setCurrentIndex(1)
    assert "Nieuwe medialink…" not in buttons(panel.links)
    assert panel.shell.refused == []  # type: ignore[attr-defined]


def test_a_coach_without_groups_reads_what_to_do(qtbot: QtBot, stage: Stage) -> None:
    panel = open_panel(qtbot, coach_of(stage.desk))
    assert "Nieuwe leerroute…" not in buttons(panel) and "Vraag uw beheerder er een te maken." in seen_text(panel)


def test_names_are_hidden_while_presenting(qtbot: QtBot, stage: Stage) -> None:
    cooking(stage, participant_ids=[stage.people["Chi"]])
    shell = DeskShell(stage.desk)
    shell.veil = FakeVeil(True)
    panel = shown(qtbot, RoutesPanel(shell))
    assert not any("Chi" in text or "Dang" in text for text in seen_text(panel))
    press(qtbot, panel, "Geven…")
    assert not any("Bakker" in text for text in seen_text(dialog("Koken geven")))


def test_a_link_is_recorded_looked_for_and_withdrawn(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = open_panel(qtbot, stage.desk)
    shell: Any = panel.shell
    shell.outcomes["look_for"] = LinkState.MOVED
    panel.tabs.setCurrentIndex(1)
    press(qtbot, panel.links, "Nieuwe medialink…")
    form = dialog("Nieuwe medialink")
    qtbot.keyClicks(named(form, QLineEdit, "Titel"), "Woordenboek")
    qtbot.keyClicks(named(form, QLineEdit, "Adres"), "http://woorden.example")
    assert not button(form, "Vastleggen").isEnabled()
    assert any("https://" in one.text() and one.isVisibleTo(form) for one in form.findChildren(QLabel))
    named(form, QLineEdit, "Adres").setText("https://аррӏе.example/")
    assert any("xn--" in text for text in seen_text(form))  # in other letters than it seems
    programme = named(form, QComboBox, "Hoort bij")
    programme.setCurrentIndex(programme.findText("Programma koken"))
    press(qtbot, form, "Vastleggen")
    assert shell.works == []  # nothing is asked of the web by itself
    press(qtbot, panel.links, "Controleren")
    assert [work[0] for work in shell.works] == ["look_for"]
    (row,) = stage.desk.read(link_list)
    assert (row.state, row.programme) == ("moved", "Programma koken")
    assert column(panel.links.table, "Stand") == ["de pagina staat nu ergens anders"]
    opened: list[str] = []
    monkeypatch.setattr(doing.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    press(qtbot, panel.links, "Openen")
    assert opened and opened[0].startswith("https://")
    press(qtbot, panel.links, "Intrekken")
    assert stage.desk.read(link_list) == ()


def test_a_material_is_taken_in_opened_and_withdrawn(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = open_panel(qtbot, stage.desk)
    shell: Any = panel.shell
    shell.files = [str(written(tmp_path, "recept.pdf", pdf()))]
    panel.tabs.setCurrentIndex(2)
    press(qtbot, panel.materials, "Bestand toevoegen…")
    form = dialog("Nieuw materiaal")
    assert named(form, QLineEdit, "Titel").text() == "recept" and "recept.pdf: PDF, 1 kB." in seen_text(form)
    press(qtbot, form, "Vastleggen")
    assert column(panel.materials.table, "Inhoud") == ["op deze computer"]
    opened: list[Path] = []
    monkeypatch.setattr(doing.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    press(qtbot, panel.materials, "Openen")
    assert opened[0].read_bytes() == pdf()
    press(qtbot, panel.materials, "Intrekken")
    assert stage.desk.read(material_list) == ()


def test_a_file_becomes_a_step_and_a_program_does_not(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    cooking(stage)
    panel = open_panel(qtbot, stage.desk)
    shell: Any = panel.shell
    press(qtbot, panel, "Wijzigen…")
    form = dialog("Koken wijzigen")
    shell.files = [str(written(tmp_path, "recept.pdf", pdf()))]
    press(qtbot, form, "Bestand…")
    press(qtbot, dialog("Nieuw materiaal"), "Vastleggen")
    press(qtbot, form, "Vastleggen")
    assert [step.kind for step in page_of(stage.desk, "Koken").steps] == ["programme", "material", "link"]
    assert no_dialog()


@pytest.mark.clause("O-annex 1")
def test_the_overview_is_saved_as_it_stands(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.desk.do(add_link, title="Uitleg", address="https://uitleg.example", programme_id=stage.programme)
    panel = open_panel(qtbot, stage.desk)
    shell: Any = panel.shell
    panel.tabs.setCurrentIndex(3)
    assert column(panel.overview.table, "Titel") == ["Oefening 1", "Oefening 2", "Uitleg"]
    for words, name in (("Opslaan als CSV…", "overzicht.csv"), ("Opslaan als PDF…", "overzicht.pdf")):
        shell.target = str(tmp_path / name)
        press(qtbot, panel.overview, words)
    assert (tmp_path / "overzicht.pdf").read_bytes().startswith(b"%PDF")
    text = (tmp_path / "overzicht.csv").read_text("utf-8-sig")
    assert [line.split(";")[2] for line in text.splitlines()[1:]] == column(panel.overview.table, "Titel")


def _new(panel: RoutesPanel) -> Any:
    panel.routes.new()


def _change(panel: RoutesPanel) -> Any:
    panel.routes.change()


def _given(panel: RoutesPanel) -> Any:
    panel.routes.give()


def _link(panel: RoutesPanel) -> Any:
    panel.links.new()


def _newest() -> Any:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()][-1]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("act", [_new, _change, _given, _link])
def test_every_dialog_by_keyboard_alone(qtbot: QtBot, stage: Stage, act: Any, language: str) -> None:
    cooking(stage, group_ids=[stage.groups["Dinsdag"]])
    panel = open_panel(qtbot, stage.desk)
    use_language(language)
    panel = open_panel(qtbot, stage.desk)
    act(panel)
    form = _newest()
    form.activateWindow()
    QApplication.processEvents()
    there = ring(qtbot, form)
    missed = [one.accessibleName() or repr(one) for one in stops(form) - set(there)]
    assert not missed
    assert nameless(form) == [] and clashes(form) == {}
    assert twice([one.accessibleName() for one in there if one.accessibleName() not in (
        tr("&Begins on").replace("&", ""), tr("Done b&y").replace("&", ""))]) == []
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert no_dialog()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("at", range(4))
def test_on_every_page_a_letter_reaches_one(qtbot: QtBot, stage: Stage, at: int, language: str) -> None:
    cooking(stage, group_ids=[stage.groups["Dinsdag"]])
    use_language(language)
    panel = open_panel(qtbot, stage.desk)
    panel.tabs.setCurrentIndex(at)
    panel.activateWindow()
    QApplication.processEvents()
    menus = tr("&File"), tr("&Edit"), tr("&View"), tr("&Help")
    assert nameless(panel) == [] and clashes(panel, menus) == {}


def test_what_can_be_chosen_is_all_there(stage: Stage) -> None:
    from ui.routes.draft import offered

    cooking(stage)
    assert [one.kind for one in offered(stage.desk.read(route_choices))] == [
        "programme", "exercise", "exercise", "link"]


def _day(form: Any, name: str, day: QDate) -> None:
    """Tick this day of the chosen step and set it."""
    field = {"Begint op": form.starts, "Klaar op": form.due}[name]
    field.tick.setChecked(True)
    field.edit.setDate(day)
    QApplication.processEvents()


def test_a_material_that_is_not_here_yet_is_fetched_when_it_is_opened(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = take_in(stage.desk, written(tmp_path, "recept.pdf", pdf()))
    stage.desk.do(add_material, title="Recept", **taken.arguments())
    with stage.desk.database.writing() as connection:
        contents.forget(connection, [taken.checksum])
    panel = open_panel(qtbot, stage.desk)
    shell: Any = panel.shell
    panel.tabs.setCurrentIndex(2)
    assert column(panel.materials.table, "Inhoud") == ["komt bij de volgende synchronisatie"]
    opened: list[Path] = []
    monkeypatch.setattr(doing.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    shell.outcomes["fetch_file"] = lambda *_given: bool(take_in(stage.desk, tmp_path / "recept.pdf"))
    press(qtbot, panel.materials, "Openen")
    assert shell.files_asked == [taken.checksum] and opened[0].read_bytes() == pdf()


def test_where_the_provider_has_no_materials_there_are_routes_alone(qtbot: QtBot, school_desk: Desk) -> None:
    panel = open_panel(qtbot, school_desk)
    shown_tabs = [panel.tabs.tabText(at).replace("&", "") for at in range(panel.tabs.count())
                  if panel.tabs.isTabVisible(at)]
    assert shown_tabs == ["Leerroutes", "Overzicht"]
    press(qtbot, panel, "Nieuwe leerroute…")
    assert not {"Nieuwe link…", "Bestand…"} & buttons(dialog("Nieuwe leerroute"))
