"""A file of the new year beside the new groups that are prepared: chosen in the preview, taken over in one step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.undo import undo_last
from app.views.importing import plan_roster
from app.views.rollover_differences import file_against_prepared
from tests.actions.test_rollover import NEXT, NEXT_GROUPS
from tests.desks import Clock
from tests.dumps import dump
from tests.rolling import file_of, prepared, school_in_may
from tests.ui.desk_shell import DeskShell
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, column, press, table
from tests.ui.seen_text import nameless, seen_text
from ui.importing.dialog import ImportDialog
from ui.importing.reading import Preview, apply_preview
from ui.words import use_language

DIFFERS = "Het bestand zegt iets anders"


@pytest.fixture
def school(school_desk: Desk, clock: Clock) -> Desk:
    school_in_may(school_desk, clock)
    prepared(school_desk)
    return school_desk


def opened(qtbot: QtBot, desk: Desk, year: int = 2027) -> ImportDialog:
    def read(_access: object, paths: tuple[str, ...], _choices: object, _decisions: object = None) -> Preview:
        plans = (desk.read(plan_roster, file_of(year, NEXT, NEXT_GROUPS)),)
        return Preview(paths, plans, against=desk.read(file_against_prepared, plans))

    shell = DeskShell(desk)
    shell.outcomes["read_preview"] = read
    shell.outcomes["apply_preview"] = lambda at, preview, gone: apply_preview(
        at, preview, gone, progress=lambda *_: None, cancelled=lambda: False)
    made = ImportDialog(shell, ["nieuw-jaar.xml"])
    qtbot.addWidget(made)
    made.open()
    QApplication.processEvents()
    return made


def test_who_differs_is_chosen_in_the_preview_and_undone_with_the_file(qtbot: QtBot, school: Desk) -> None:
    before = dump(school)
    preview = opened(qtbot, school)
    assert "Van 2 leerlingen zegt het bestand iets anders dan voor 2027-2028 is voorbereid." in seen_text(preview)
    press(qtbot, preview, "Bekijken en kiezen…")
    rows = table(preview, DIFFERS)
    assert list(zip(*(column(rows, name) for name in ("Naam", "Voorbereid", "In het bestand")), strict=True)) == [
        ("Proef, Bas", "Groep 3", "Groep 1/2"), ("Proef, Dia", "Groep 6a", "Groep 5a")]
    assert nameless(preview) == [] and clashes(preview, set()) == {}
    assert not button(preview, "Voor allen het bestand volgen").isEnabled(), "it counts already"
    press(qtbot, preview, "Voor allen de voorbereiding houden")
    assert column(rows, "Wat telt") == ["Voorbereid"] * 2
    rows.choose(rows.rows()[0].id)
    press(qtbot, preview, "Bestand volgen")
    assert column(rows, "Wat telt") == ["Het bestand", "Voorbereid"]
    assert dump(school) == before, "nothing is written yet"
    press(qtbot, preview, "Overnemen")
    assert {one.full: one.stands for one in prepared(school).differences} == {"Bas Proef": "file", "Dia Proef": "ours"}
    school.do(undo_last)
    assert dump(school) == before


def test_a_choice_outlives_another_reading_and_a_file_of_this_year_asks_nothing(qtbot: QtBot, school: Desk) -> None:
    preview = opened(qtbot, school)
    press(qtbot, preview, "Bekijken en kiezen…")
    press(qtbot, preview, "Voor allen de voorbereiding houden")
    press(qtbot, preview, "Terug naar de regels")
    assert preview.preview is not None and preview.preview.against is not None
    again = replace(preview.preview.against, rows=preview.preview.against.rows[1:])
    preview._show_preview(replace(preview.preview, against=again))
    assert [row.stands for row in preview.against.chosen] == ["ours"]
    use_language("nl")
    assert "Bekijken en kiezen…" not in buttons(opened(qtbot, school, 2026))
