"""What is done with a whole group from its menu: split, merged, placed, introduced, and its coaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.views.coaches import CoachList
from app.views.groups import CoachRow, GroupDetail
from app.views.locations import LocationRow
from tests.ui.fake_shell import FakeShell
from tests.ui.groups.test_coaches_page import JOKE, KARIM, line
from tests.ui.keyboard import letters
from tests.ui.room_values import EVENING, GROUPS, KLIK, TUESDAY, group_detail, key
from tests.ui.rooms import button, column, dialog, named, press, room_shell, shown, table
from tests.ui.seen_text import nameless, painted_text
from ui.groups.panel import GroupsPanel
from ui.words import use_language

PLACES = (LocationRow(key(81), "Centrum", (), True), LocationRow(key(82), "Zuid", (), True))
HAS = (CoachRow(JOKE, "Joke Smit", "Smit, Joke", "", ""),
       CoachRow(KARIM, "Karim Smit", "Smit, Karim", "", "", True, date(2026, 12, 24)))


def detail(group: bytes) -> GroupDetail:
    return replace(group_detail(group), coaches=HAS)


def opened(qtbot: QtBot, **more: Any) -> tuple[GroupsPanel, FakeShell]:
    shell = room_shell(group_detail=detail, location_list=PLACES, **more)
    panel = shown(qtbot, GroupsPanel(shell))
    panel.list.choose(TUESDAY)
    QApplication.processEvents()
    return panel, shell


def more(panel: GroupsPanel, words: str) -> None:
    entries = {entry.text().replace("&", ""): entry for entry in panel.group.more_button.menu().actions()}
    assert entries[words].isEnabled(), words
    entries[words].trigger()
    QApplication.processEvents()


@pytest.mark.clause("O-annex 1")
def test_who_is_chosen_goes_to_a_new_group(qtbot: QtBot) -> None:
    panel, shell = opened(qtbot)
    more(panel, "Splitsen…")
    form = dialog("Dinsdagochtend splitsen")
    people = [row.id for row in form.table.all_values()]
    assert not button(form, "Splitsen").isEnabled()
    form.table.pick(people[:3])
    assert "3 deelnemers gaan, 11 blijven." in painted_text(form)
    named(form, QLineEdit, "Naam van de nieuwe groep").setText("Dinsdag laat")
    press(qtbot, form, "Splitsen")
    ((name, given),) = shell.acts
    assert name == "split_group" and given["group_id"] == TUESDAY
    assert given["parts"] == [{"name": "Dinsdag laat", "participant_ids": people[:3]}]
    assert shell.undoable == [True]


def test_everybody_is_divided_by_turns(qtbot: QtBot) -> None:
    panel, shell = opened(qtbot)
    more(panel, "Splitsen…")
    form = dialog("Dinsdagochtend splitsen")
    people = [row.id for row in form.table.all_values()]
    named(form, QComboBox, "Hoe").setCurrentIndex(1)
    named(form, QSpinBox, "In hoeveel delen").setValue(3)
    assert "Dinsdagochtend houdt er 5. Nieuw: Dinsdagochtend-2 (5), Dinsdagochtend-3 (4)." in painted_text(form)
    press(qtbot, form, "Splitsen")
    assert shell.acts[0][1]["parts"] == [
        {"name": "Dinsdagochtend-2", "participant_ids": people[1::3]},
        {"name": "Dinsdagochtend-3", "participant_ids": people[2::3]}]


@pytest.mark.clause("O-annex 1")
def test_a_group_is_merged_into_another(qtbot: QtBot) -> None:
    panel, shell = opened(qtbot)
    more(panel, "Samenvoegen…")
    form = dialog("Dinsdagochtend samenvoegen met welke groep?")
    assert "Dinsdagochtend" not in column(table(form, "Groepen"), "Naam")
    form.table.choose(EVENING)
    press(qtbot, form, "Samenvoegen")
    assert shell.acts == [("merge_groups", {"group_ids": [TUESDAY], "into_id": EVENING})]


def test_it_gets_another_location(qtbot: QtBot) -> None:
    panel, shell = opened(qtbot)
    more(panel, "Locatie…")
    form = dialog("Locatie van Dinsdagochtend")
    assert column(table(form, "Locaties"), "Naam") == ["Geen locatie", "Centrum", "Zuid"]
    form.table.choose(key(82))
    press(qtbot, form, "Kiezen")
    assert shell.acts == [("place_group", {"group_id": TUESDAY, "location_id": key(82)})]


def test_a_new_group_may_be_general_and_at_a_location(qtbot: QtBot) -> None:
    panel, shell = opened(qtbot)
    press(qtbot, panel, "Groep maken…")
    form = dialog("Groep maken")
    qtbot.keyClicks(named(form, QLineEdit, "Naam"), "Losse bezoekers")
    named(form, QComboBox, "Soort").setCurrentText("Algemeen, voor losse bezoekers")
    named(form, QComboBox, "Locatie").setCurrentText("Zuid")
    press(qtbot, form, "Groep maken")
    assert shell.acts == [("create_group", {
        "name": "Losse bezoekers", "kind": "general", "year_group": "", "school_year": None, "location_id": key(82)})]


def test_what_participants_read_is_written_and_shown(qtbot: QtBot) -> None:
    told = tuple(replace(row, introduction="Welkom op dinsdag.") if row.id == TUESDAY else row for row in GROUPS)
    panel, shell = opened(qtbot, group_list=told)
    assert "Welkom op dinsdag." in painted_text(panel.group)
    more(panel, "Inleiding…")
    form = dialog("Inleiding van Dinsdagochtend")
    words = named(form, QPlainTextEdit, "Inleiding")
    assert words.toPlainText() == "Welkom op dinsdag."
    words.setPlainText("x" * 2_001)
    assert not button(form, "Opslaan").isEnabled() and "1 tekens te veel." in painted_text(form)
    words.setPlainText("Neem een pen mee.")
    press(qtbot, form, "Opslaan")
    assert shell.acts == [("introduce_group", {"group_id": TUESDAY, "introduction": "Neem een pen mee."})]


@pytest.mark.clause("O-1")
def test_its_coaches_are_given_and_taken_and_the_last_one_is_told(qtbot: QtBot) -> None:
    others = CoachList((line(JOKE, "Joke"), line(key(73), "Anna")), False)
    panel, shell = opened(qtbot, coach_list=others)
    assert any("Begeleiders: Joke Smit, Karim Smit (kijkt mee tot 24-12-2026)" in text
               for text in painted_text(panel.group))
    more(panel, "Begeleiders…")
    form = dialog("Begeleiders van Dinsdagochtend")
    assert column(table(form, "Begeleiders"), "Hoe") == ["Werkt erin", "Kijkt mee"]
    form.table.choose(JOKE)
    QApplication.processEvents()
    assert "Dit is de laatste begeleider van de groep." in painted_text(form)
    press(qtbot, form, "Van deze begeleider afnemen")
    assert shell.acts == [("unassign_coach", {"coach_id": JOKE, "group_id": TUESDAY})]
    assert shell.said[0].template == "{name} has no {coach} any more."
    more(panel, "Begeleiders…")
    press(qtbot, dialog("Begeleiders van Dinsdagochtend"), "Aan een begeleider geven…")
    form = dialog("Een begeleider voor Dinsdagochtend")
    choice = named(form, QComboBox, "Welke begeleider")
    assert [choice.itemText(at) for at in range(choice.count())] == ["Smit, Anna"]
    press(qtbot, form, "Geven")
    assert shell.acts[1] == ("assign_coach", {
        "coach_id": key(73), "group_id": TUESDAY, "reads_only": False, "until_on": None})


def test_a_group_to_look_at_only_says_so(qtbot: QtBot) -> None:
    told = tuple(replace(row, reads_only=True, kind="general") if row.id == KLIK else row for row in GROUPS)
    panel, _ = opened(qtbot, group_list=told)
    panel.list.choose(KLIK)
    QApplication.processEvents()
    assert any("U kijkt alleen mee in deze groep · Algemene groep" in text for text in painted_text(panel.group))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot, language: str) -> None:
    use_language(language)
    panel, _ = opened(qtbot)
    menu = [entry.text() for entry in panel.group.more_button.menu().actions() if entry.text()]
    marked = [text[text.index("&") + 1].casefold() for text in menu if "&" in text]
    assert len(marked) == len(set(marked)), menu
    for act in (panel.new_group, panel.whole.split, panel.whole.merge, panel.whole.coaches, panel.whole.place,
                panel.whole.introduce):
        act()
        QApplication.processEvents()
        for one in [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isModal()]:
            assert nameless(one) == [], one.windowTitle()
            assert {letter: texts for letter, texts in letters(one).items() if len(texts) > 1} == {}, one.windowTitle()
            one.close()
