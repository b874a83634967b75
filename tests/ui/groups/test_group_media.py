"""Extra links and materials on the page of a group, and the learning routes on the page of a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.media import add_link
from app.actions.regrouping import merge_groups
from app.actions.routes import add_route
from app.actions.undo import undo_last
from app.views.media import group_media, learning_material
from tests.actions.conftest import Stage
from tests.actions.conftest import _stage_folder as _stage_folder
from tests.actions.conftest import stage as stage
from tests.coaching import coach_of
from tests.files import pdf, written
from tests.ui.desk_shell import DeskShell
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.groups.panel import GroupsPanel


def opened(qtbot: QtBot, desk: Desk, target: bytes) -> tuple[GroupsPanel, DeskShell]:
    shell = DeskShell(desk)
    panel = GroupsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.show_target(target)
    QApplication.processEvents()
    return panel, shell


def added_link(desk: Desk, group: bytes, title: str = "Uitleg") -> None:
    desk.do(add_link, title=title, address="https://uitleg.example/a", group_id=group)


@pytest.mark.clause("O-annex 1")
def test_a_coach_adds_a_link_and_a_file_and_takes_one_away(
    qtbot: QtBot, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = stage.groups["Dinsdag"]
    coach = coach_of(stage.desk, group)
    panel, shell = opened(qtbot, coach, group)
    press(qtbot, panel, "Extra materiaal…")
    form = dialog("Extra materiaal van Groep Dinsdag")
    assert clashes(form) == {} and nameless(form) == [] and "Nog geen extra materiaal" in seen_text(form)
    press(qtbot, form, "Link toevoegen…")
    link = dialog("Nieuwe medialink")
    named(link, QLineEdit, "Titel").setText("Uitleg")
    named(link, QLineEdit, "Adres").setText("https://uitleg.example/a")
    press(qtbot, link, "Vastleggen")
    shell.files = [str(written(tmp_path, "recept.pdf", pdf()))]
    press(qtbot, form, "Bestand toevoegen…")
    press(qtbot, dialog("Nieuw materiaal"), "Vastleggen")
    assert [row.title for row in table(form, "Extra materiaal").rows()] == ["Uitleg", "recept"]
    found = coach.read(group_media, group)
    assert [row.group for row in (*found.links, *found.materials)] == ["Groep Dinsdag"] * 2
    went: list[Any] = []
    monkeypatch.setattr("ui.routes.steps.open_link", went.append)
    named(panel, QPushButton, "Uitleg openen").click()
    assert [row.address for row in went] == ["https://uitleg.example/a"]
    table(form, "Extra materiaal").choose(found.links[0].id)
    press(qtbot, form, "Intrekken")
    press(qtbot, form, "Sluiten")
    assert no_dialog() and not shell.refused and "Uitleg" not in buttons(panel) and "recept" in buttons(panel)
    coach.do(undo_last)
    panel.refresh()
    assert "Uitleg" in buttons(panel)
    (sheet,) = [one for one in stage.desk.read(learning_material) if one.title.arguments.get("name") == "Groep Dinsdag"]
    assert [row[1] for row in sheet.rows] == ["Uitleg", "recept"]


def test_it_goes_along_when_groups_are_merged(stage: Stage) -> None:
    one, other = stage.groups["Dinsdag"], stage.groups["Donderdag"]
    added_link(stage.desk, one)
    added_link(stage.desk, other, "Het adres is er al")
    stage.desk.do(merge_groups, group_ids=[one], into_id=other)
    assert [row.title for row in stage.desk.read(group_media, other).links] == ["Het adres is er al"]
    stage.desk.do(undo_last)
    stage.desk.do(merge_groups, group_ids=[other], into_id=one)
    assert [row.title for row in stage.desk.read(group_media, one).links] == ["Uitleg"]


def test_where_there_are_no_materials_there_is_no_line(qtbot: QtBot, stage: Stage) -> None:
    """Also of a group that one only looks at, with nothing in it."""
    panel, _ = opened(qtbot, stage.desk, stage.groups["Dinsdag"])
    assert "Extra materiaal…" in buttons(panel)
    panel.group.media.show_group(None)
    assert "Extra materiaal…" not in buttons(panel)


def test_the_page_of_a_person_shows_the_routes_and_goes_there(qtbot: QtBot, stage: Stage) -> None:
    desk, bram = stage.desk, stage.people["Bram"]
    panel, shell = opened(qtbot, desk, bram)
    assert any("Nog geen. Geef er een bij Leerroutes" in text for text in seen_text(panel.person))
    of_group = desk.do(add_route, name="Koken", programme_ids=[stage.programme],
                       group_ids=[stage.groups["Dinsdag"]]).outcome
    own = desk.do(add_route, name="Fietsen", participant_ids=[bram],
                  steps=[{"programme_id": stage.programme, "due_on": "2026-11-01"}]).outcome
    panel.refresh()
    QApplication.processEvents()
    texts = seen_text(panel.person)
    assert any(text.startswith("Groep Dinsdag · ") for text in texts)
    assert any(text.startswith("alleen voor deze deelnemer · ") and "1 stap te laat" in text for text in texts)
    for name, route in (("Koken", of_group), ("Fietsen", own)):
        button(panel.person, name).click()
        assert shell.went[-1] == ("routes", route)
    coach = coach_of(desk, stage.groups["Dinsdag"])
    panel, _ = opened(qtbot, coach, bram)
    assert {"Koken", "Fietsen"} <= buttons(panel.person)
