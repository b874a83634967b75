"""Who needs help and why, the rules, difficult exercises and own views, in the panel over a real desk."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import close_group, create_group
from app.actions.undo import undo_last
from app.views.groups import group_list
from app.views.help_rules import help_rules
from app.views.named_views import named_views_of
from tests.coaching import coach_of
from tests.desks import Clock
from tests.looking import seven_people
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import accessible_text, nameless, painted_text
from ui.groups.panel import GroupsPanel
from ui.named_views.menu import ViewsButton
from ui.progress.arrangement import FIRST_TITLE, HELP_SIGN
from ui.progress.panel import ProgressPanel

REASONS = {
    "Proef, Bram": "loopt vast", "Proef, Fien": "ver achter op Groep a (9 af, de middelste 20)",
    "Proef, Gijs": "ver achter op Groep a (0 af, de middelste 20), lang niet gezien",
}


@pytest.fixture
def seven(desk: Desk, clock: Clock) -> Desk:
    return seven_people(desk, clock)


def opened(qtbot: QtBot, desk: Desk, veil: FakeVeil | None = None) -> tuple[ProgressPanel, DeskShell]:
    shell = DeskShell(desk)
    shell.veil = veil or shell.veil
    panel = ProgressPanel(shell)
    shell.panel = panel
    return shown(qtbot, panel), shell


def difficult(qtbot: QtBot, desk: Desk) -> tuple[Any, ProgressPanel, DeskShell]:
    panel, shell = opened(qtbot, desk)
    panel.tabs.setCurrentIndex(next(at for at in range(panel.tabs.count())
                                    if panel.tabs.tabText(at) == "Moeilijke oefeningen"))
    QApplication.processEvents()
    return panel.tabs.currentWidget(), panel, shell


def reasons(panel: ProgressPanel) -> dict[str, str]:
    return {row[0]: row[1] for row in panel.export_rows()[1:]}


def rules_shown(panel: ProgressPanel) -> str:
    return " ".join(one.text() for one in panel.group.card.legend.findChildren(QLabel) if one.isVisibleTo(panel))


def choose(where: Any, *path: str) -> None:
    """An entry of the menu of own views, as somebody opens it."""
    found = [one for one in where.findChildren(ViewsButton) if one.isVisibleTo(where)]
    menu: Any = found[0].menu()
    menu.aboutToShow.emit()
    for number, words in enumerate(path):
        entry: QAction = next(one for one in menu.actions() if one.text().replace("&", "") == words)
        assert entry.isEnabled(), words
        menu = entry.menu()
        if number == len(path) - 1:
            entry.trigger()
    QApplication.processEvents()


def entries(where: Any) -> list[str]:
    found = next(one for one in where.findChildren(ViewsButton) if one.isVisibleTo(where))
    found.menu().aboutToShow.emit()
    return [one.text().replace("&", "") + ("*" if one.isChecked() else "") for one in found.menu().actions()]


def keep(qtbot: QtBot, where: Any, name: str) -> None:
    choose(where, "Bewaren als…")
    form = dialog("Deze weergave bewaren")
    assert not nameless(form) and not button(form, "Bewaren").isEnabled()
    named(form, QLineEdit, "Naam").setText(name)
    press(qtbot, form, "Bewaren")


@pytest.mark.clause("O-annex 1")
def test_each_row_says_why_and_the_filter_tells_them_apart(qtbot: QtBot, seven: Desk) -> None:
    panel, _ = opened(qtbot, seven)
    found = {name: why for name, why in reasons(panel).items() if why}
    assert found == REASONS
    choosers, source = panel.group.choosers, panel.group.view._source
    assert choosers.help.text() == "Hulp nodig (3)" and not choosers.reason.isVisibleTo(panel)
    choosers.help.click()
    assert set(reasons(panel)) == set(REASONS) and choosers.reason.isVisibleTo(panel)
    offered = [choosers.reason.itemText(at) for at in range(choosers.reason.count())]
    assert offered == ["Om welke reden ook (3)", "Loopt vast (1)", "Ver achter (2)", "Niet gezien (1)"]
    for at, names in enumerate((["Bram"], ["Fien", "Gijs"], ["Gijs"]), 1):
        choosers.reason.setCurrentIndex(at)
        assert [name.split(", ")[1] for name in reasons(panel)] == names
    choosers.clear_wishes()
    assert len(reasons(panel)) == 7 and not choosers.reason.isVisibleTo(panel)
    place = {row.full.split()[0]: at for at, row in enumerate(panel.group.view.reading.matrix.rows)}
    assert [source.lead(place[name])[HELP_SIGN] for name in ("Amira", "Bram", "Fien", "Gijs")] == ["", "!", "↓", "↓○"]
    assert source.spoken(place["Gijs"], HELP_SIGN) == f"Gijs Proef: hulp nodig: {REASONS['Proef, Gijs']}"
    assert source.spoken_row(place["Gijs"]) == (
        "Gijs Proef: 0 van 1 af, 0 bezig; ver achter op Groep a (0 af, de middelste 20), lang niet gezien")
    assert source.hint(place["Amira"], HELP_SIGN) == "Amira Proef: geen hulp nodig"
    words = rules_shown(panel)
    for rule in ("na 3 pogingen", "minder dan 50 % van de oefeningen", "21 dagen of langer"):
        assert rule in words
    assert not nameless(panel)


def test_an_administrator_sets_the_rules_and_everything_follows(qtbot: QtBot, seven: Desk) -> None:
    panel, shell = opened(qtbot, seven)
    press(qtbot, panel, "Wanneer iemand hulp nodig heeft…")
    form = dialog("Wanneer iemand hulp nodig heeft")
    assert not nameless(form) and not button(form, "Vastleggen").isEnabled(), "nothing is another number yet"
    named(form, QSpinBox, "Na zoveel pogingen, niet af of slecht gemaakt").setValue(5)
    named(form, QSpinBox, "Minder dan dit deel van wat de middelste af heeft").setValue(40)
    named(form, QSpinBox, "Slecht is een beste score onder").setValue(20)
    assert not button(form, "Vastleggen").isEnabled() and "lage score" in " ".join(accessible_text(form))
    named(form, QSpinBox, "met een beste score onder").setValue(10)
    press(qtbot, form, "Vastleggen")
    assert no_dialog() and shell.undoable == [True]
    assert {name for name, why in reasons(panel).items() if why} == {"Proef, Gijs"}
    assert "minder dan 40 %" in rules_shown(panel) and "na 5 pogingen" in rules_shown(panel)
    press(qtbot, panel, "Wanneer iemand hulp nodig heeft…")
    form = dialog("Wanneer iemand hulp nodig heeft")
    press(qtbot, form, "Zoals het programma voorstelt")
    press(qtbot, form, "Vastleggen")
    assert seven.read(help_rules).as_proposed
    assert {name for name, why in reasons(panel).items() if why} == set(REASONS)


def test_a_coach_reads_the_rules_and_on_the_wall_there_are_none(qtbot: QtBot, seven: Desk) -> None:
    coach = coach_of(seven, seven.read(group_list)[0].id)
    panel, _ = opened(qtbot, coach)
    press(qtbot, panel, "Wanneer iemand hulp nodig heeft…")
    told = " ".join(painted_text(dialog("Wanneer iemand hulp nodig heeft")))
    assert "na 3 pogingen" in told and "Zo stelt het programma het voor." in told and "Vraag uw" in told
    press(qtbot, dialog("Wanneer iemand hulp nodig heeft"), "Sluiten")
    wall, _ = opened(qtbot, seven, FakeVeil(True))
    assert "Wanneer iemand hulp nodig heeft…" not in buttons(wall) and "Weergaven" not in buttons(wall)
    assert wall.tabs.count() == 1


def test_difficult_exercises_are_sorted_filtered_and_opened(qtbot: QtBot, seven: Desk) -> None:
    page, panel, _ = difficult(qtbot, seven)
    rows = table(page, "Oefeningen")
    assert len(rows.rows()) == 20 and column(rows, "Oefening")[0] == "Oefening 1", "where most are stuck comes first"
    assert column(rows, "Lopen vast")[:2] == ["1 (17 %)", "0 (0 %)"]
    assert column(rows, "Geprobeerd")[0] == "6" and column(rows, "Pogingen")[0] == "1"
    assert [row.full for row in table(page, "Wie hier vastloopt").rows()] == ["Bram Proef"]
    named(page, QCheckBox, "Alleen waar iemand vastloopt").click()
    assert len(rows.rows()) == 1 and "1 oefening, 7 deelnemers" in " ".join(painted_text(page.head))
    page.only_stuck.click()
    page.search.setText("oefening 20")
    assert column(rows, "Oefening") == ["Oefening 20"]
    assert "Niemand loopt vast bij Oefening 20." in painted_text(page)
    page.search.setText("zzz")
    press(qtbot, page, "Alle oefeningen tonen")
    assert len(rows.rows()) == 20 and page.search.text() == ""
    rows.choose(page._found.rows[0].id)
    people = table(page, "Wie hier vastloopt")
    people.selectRow(0)
    qtbot.keyClick(people, Qt.Key.Key_Return)
    assert panel.tabs.currentWidget() is panel.group
    assert panel.group.detail.participant_id == page._open_person.__self__.group.detail.participant_id is not None
    assert not nameless(page)


def test_what_is_taken_along_is_what_is_shown_with_plain_figures(qtbot: QtBot, seven: Desk, tmp_path: Path) -> None:
    page, panel, shell = difficult(qtbot, seven)
    page.only_stuck.click()
    wanted = [
        ["Oefening", "Programma", "Geprobeerd", "Klaar", "Pogingen tot af (mediaan)", "Lopen vast", "Lopen vast (%)",
         "Gemiddelde beste score (%)"],
        ["Oefening 1", "Programma lezen", "6", "6", "1", "1", "17", "73"]]
    press(qtbot, page, "Tabel kopiëren")
    assert [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")] == wanted
    shell.target = str(tmp_path / "moeilijk.csv")
    press(qtbot, page, "CSV exporteren…")
    with (tmp_path / "moeilijk.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == wanted == panel.export_rows()
    coach = coach_of(seven, seven.read(group_list)[0].id)
    other, _, _ = difficult(qtbot, coach)
    assert "CSV exporteren…" not in buttons(other) and "Tabel kopiëren" in buttons(other)


def test_a_view_is_kept_chosen_overwritten_renamed_and_removed(qtbot: QtBot, seven: Desk) -> None:
    panel, shell = opened(qtbot, seven)
    panel.group.choosers.help.click()
    panel.group.choosers.reason.setCurrentIndex(2)
    panel.group.choosers.name.setText("fien")
    panel.group.view._order_by(FIRST_TITLE)
    keep(qtbot, panel, "Wie & achter")
    assert entries(panel)[0] == "Wie & achter*".replace("&", "") and "fien" not in str(seven.read(
        named_views_of, "progress")).casefold()
    panel.group.choosers.clear_wishes()
    panel.group.view._order_by(0)
    assert not entries(panel)[0].endswith("*")
    choose(panel, "Wie  achter")
    assert [name.split(", ")[1] for name in reasons(panel)] == ["Gijs", "Fien"] or len(reasons(panel)) == 2
    assert panel.group.choosers.typed() == "" and panel.group.view.wish.column == FIRST_TITLE
    panel.group.choosers.reason.setCurrentIndex(1)
    choose(panel, "Overschrijven", "Wie  achter")
    (view,) = seven.read(named_views_of, "progress")
    assert view.choices["help"] == "stuck"
    choose(panel, "Hernoemen", "Wie  achter")
    form = dialog("Weergave hernoemen")
    named(form, QLineEdit, "Naam").setText("Vast")
    press(qtbot, form, "Hernoemen")
    choose(panel, "Verwijderen", "Vast")
    assert entries(panel)[0] == "Nog geen weergave bewaard" and shell.undoable == [True] * 4
    seven.do(undo_last)
    assert entries(panel)[0] == "Vast*"


def test_a_name_that_is_taken_is_refused_in_the_form(qtbot: QtBot, seven: Desk) -> None:
    panel, _ = opened(qtbot, seven)
    keep(qtbot, panel, "Dinsdag")
    choose(panel, "Bewaren als…")
    form = dialog("Deze weergave bewaren")
    named(form, QLineEdit, "Naam").setText(" dinsdag")
    assert not button(form, "Bewaren").isEnabled() and "al een weergave met deze naam" in " ".join(painted_text(form))


def test_a_view_of_what_is_gone_says_so_and_shows_the_rest(qtbot: QtBot, seven: Desk) -> None:
    panel, shell = opened(qtbot, seven)
    panel.group.view.choose_group(seven.do(create_group, name="Tijdelijk").outcome)
    panel.group.choosers.help.click()
    keep(qtbot, panel, "Tijdelijk")
    seven.do(close_group, group_id=panel.group.view.group)
    panel.group.choosers.clear_wishes()
    panel.refresh()
    choose(panel, "Tijdelijk")
    assert "is not here any more" in str(shell.said[-1])
    assert panel.group.view.group is None and set(reasons(panel)) == set(REASONS)


def test_views_of_the_difficult_page_and_of_the_list_of_people_are_their_own(qtbot: QtBot, seven: Desk) -> None:
    page, _, shell = difficult(qtbot, seven)
    page.only_stuck.click()
    page.table.sort_on(2, True)
    keep(qtbot, page, "Vast")
    page.only_stuck.click()
    page.table.sort_on(0)
    choose(page, "Vast")
    assert page.table.sorting() == (2, True) and len(page.table.rows()) == 1
    shell = DeskShell(seven)
    people = GroupsPanel(shell)
    shell.panel = people
    shown(qtbot, people)
    assert entries(people)[0] == "Nog geen weergave bewaard", "each panel has its own"
    people.list.choose("everybody")
    people.group.with_left.click()
    people.group.table.sort_on(5, True)
    keep(qtbot, people, "Iedereen")
    group = seven.read(group_list)[0].id
    people.group.with_left.click()
    people.list.choose(group)
    people.group.table.sort_on(0)
    keep(qtbot, people, "Groep")
    choose(people, "Iedereen")
    assert people.list.current_key() == "everybody" and people.group.shows_left
    assert people.group.table.sorting() == (5, True) and people.group.shelf.key == "everybody"
    seven.do(close_group, group_id=group)
    people.refresh()
    choose(people, "Groep")
    assert "is not here any more" in str(shell.said[-1]) and people.list.current_key() == "everybody"
    assert not people.group.shows_left
