"""The page of the new year in the groups panel, over a real database: from nothing prepared to new groups and back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.rollover import choose_places, settle_groups
from app.actions.undo import undo_last
from app.domain.rollover.kept import ROLL_OVER, Fate
from app.store import tables
from app.views.groups import all_participants
from tests.actions.test_rollover import NEXT, NEXT_GROUPS
from tests.coaching import coach_of
from tests.desks import Clock, bring_in
from tests.rolling import GROUPS, PEOPLE, TO_AUGUST, TO_MAY, file_of, goes, of, prepared, school_in_may
from tests.ui.desk_shell import DeskShell
from tests.ui.fake_shell import FakeVeil
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.groups.panel import GroupsPanel
from ui.rollover.page import RollOverView
from ui.words import use_language

MENUS = {"nl": ("&Bestand", "B&ewerken", "Bee&ld", "&Help"), "en": ("&File", "&Edit", "&View", "&Help")}
GROUPS_STEP, PLACES_STEP, COACHES_STEP, CHECK_STEP, DO_STEP = range(5)


@pytest.fixture
def school(school_desk: Desk, clock: Clock) -> Desk:
    school_in_may(school_desk, clock)
    with school_desk.database.writing() as connection:
        for name in ("Kim", "Lee"):
            connection.execute(tables.coaches.insert().values(
                id=name.encode().ljust(16), given=name, family="Coach", sort_key=name, search=name,
                from_on="2026-08-01"))
    return school_desk


def opened(qtbot: QtBot, desk: Desk, step: int = GROUPS_STEP, presenting: bool = False) -> RollOverView:
    """The page, prepared if anything can be."""
    shell = DeskShell(desk)
    shell.veil = FakeVeil(presenting)
    panel = GroupsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.show_target(ROLL_OVER)
    assert panel.new_year is not None
    panel.new_year.tabs.setCurrentIndex(step)
    QApplication.processEvents()
    return panel.new_year


def choose(page: RollOverView, *given: str) -> None:
    people = page.places.people
    people.clearSelection()
    mode = people.selectionModel().SelectionFlag
    for at, row in enumerate(people.rows()):
        if row.full.split()[0] in given:
            people.selectionModel().select(people.model().index(at, 0), mode.Select | mode.Rows)


def at_names(page: RollOverView) -> dict[str, str]:
    names, becomes = (column(page.places.people, title) for title in ("Naam", "Wat wordt het"))
    return dict(zip((name.split(", ")[1] for name in names), becomes, strict=True))


def test_before_may_it_says_from_when_on(qtbot: QtBot, school_desk: Desk) -> None:
    bring_in(school_desk, file_of(2026, PEOPLE, GROUPS))
    page = opened(qtbot, school_desk)
    assert "Het volgende kunt u vanaf 1 mei 2027 voorbereiden." in painted_text(page)
    assert buttons(page) == {"Terug naar de groepen"}


def test_in_may_it_is_prepared_left_and_found_again(qtbot: QtBot, school: Desk) -> None:
    page = opened(qtbot, school)
    press(qtbot, page, "2027-2028 voorbereiden")
    assert "Groepen van 2027-2028" in painted_text(page)
    panel = page.parentWidget().parentWidget()
    assert isinstance(panel, GroupsPanel)
    press(qtbot, page, "Terug naar de groepen")
    assert panel.headline.isVisible() and not page.isVisible()
    press(qtbot, panel, "Nieuw schooljaar…")
    assert page.isVisible() and column(table(page.groups, "Nieuwe groepen"), "Naam")[0] == "Groep 1/2"
    page.window().activateWindow()
    QApplication.processEvents()
    page.back_button.setFocus()
    qtbot.keyClick(page.back_button, Qt.Key.Key_Escape)
    assert panel.headline.isVisible()
    panel.return_to((None, None, 0, CHECK_STEP))
    assert page.isVisible() and page.tabs.currentIndex() == CHECK_STEP


def test_what_becomes_of_every_group_stands_beside_it(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school)
    now = table(page.groups, "Groepen van nu")
    assert dict(zip(column(now, "Naam"), column(now, "Wordt"), strict=True)) == {
        "Groep 1/2": "Groep 1/2 (1), Groep 3 (1)", "Groep 3": "Groep 4 (1)", "Groep 5a": "Groep 6a (1)",
        "Groep 5b": "Groep 6b (1)", "Groep 7/8": "Groep 7/8 (1)"}
    now.choose(now.rows()[3].id)
    press(qtbot, page, "Eindigt")
    assert column(now, "Wordt")[3] == "Eindigt; Groep 6a (1)"
    press(qtbot, page, "Blijft zoals het is")
    assert column(now, "Wordt")[-1] == "Blijft zoals het is"
    press(qtbot, page, "Gaat door")
    assert column(now, "Wordt")[3] == "Groep 6b (1)"


def test_new_groups_are_named_added_and_left_out(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school)
    new = table(page.groups, "Nieuwe groepen")
    page.window().activateWindow()
    QApplication.processEvents()
    new.setFocus()
    new.choose(next(row.id for row in new.rows() if row.name == "Groep 6a"))
    qtbot.keyClick(new, Qt.Key.Key_F2)
    named(dialog("Groep 6a wijzigen"), QLineEdit, "Naam").setText("Groep 6b")
    press(qtbot, dialog("Groep 6a wijzigen"), "Opslaan")
    assert [row.is_twice for row in new.rows() if row.name == "Groep 6b"] == [True, True]
    assert any("Twee hebben deze naam" in text for text in seen_text(new))
    press(qtbot, page, "Toevoegen…")
    form = dialog("Groep maken")
    assert not button(form, "Opslaan").isEnabled()
    named(form, QLineEdit, "Naam").setText("Groep 5")
    form.year_group.setCurrentIndex(form.year_group.findData("5"))
    press(qtbot, form, "Opslaan")
    new.choose(next(row.id for row in new.rows() if row.name == "Groep 5"))
    press(qtbot, page, "Niet maken")
    assert "Wordt niet gemaakt" in seen_text(new)
    press(qtbot, page, "Toch maken")
    assert "Wordt niet gemaakt" not in seen_text(new) and no_dialog()


def test_many_get_another_place_at_once(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school, PLACES_STEP)
    assert at_names(page) == {
        "Ada": "Naar groep 2", "Bas": "Naar groep 3", "Cem": "Naar groep 4", "Dia": "Naar groep 6",
        "Eef": "Naar groep 6", "Fay": "Naar groep 8", "Gus": "Schoolverlater"}
    choose(page, "Ada", "Dia", "Eef")
    assert "3 van 7 gekozen" in painted_text(page)
    press(qtbot, page, "Zelfde jaargroep")
    assert at_names(page)["Ada"] == "Kleuterverlenging, groep 1" and at_names(page)["Dia"] == "Nog geen plek"
    assert "zittenblijver" not in " ".join(seen_text(page)).casefold()
    assert [part.title for part in page.places.parts.rows()][:2] == ["Alle leerlingen", "Nog geen plek"]
    press(qtbot, page, "Naar een groep…")
    form = dialog("Naar welke nieuwe groep?")
    qtbot.keyClicks(named(form, QLineEdit, "Zoek een groep"), "6b")
    qtbot.keyClick(named(form, QLineEdit, "Zoek een groep"), Qt.Key.Key_Return)
    assert {of(school, given).to for given in ("Ada", "Dia", "Eef")} == {"Groep 6b"}
    press(qtbot, page, "Zoals voorgesteld")
    assert at_names(page)["Ada"] == "Naar groep 2"
    choose(page, "Ada")
    page.window().activateWindow()
    QApplication.processEvents()
    page.places.people.setFocus()
    qtbot.keyClick(page.places.people, Qt.Key.Key_Delete)
    assert at_names(page)["Ada"] == "Vertrekt"
    school.do(undo_last)
    assert goes(school)["Ada"][0] == "promote"


def test_enter_on_somebody_asks_where_to(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school, PLACES_STEP)
    page.places.people.setCurrentIndex(page.places.people.model().index(2, 0))
    qtbot.keyClick(page.places.people, Qt.Key.Key_Return)
    dialog("Naar welke nieuwe groep?").reject()
    press(qtbot, page, "In geen groep")
    assert goes(school)["Cem"] == ("none", "", "4")


def test_a_group_of_now_and_a_search_narrow_the_people(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school, PLACES_STEP)
    page.places.parts.choose(next(part.key for part in page.places.parts.rows() if part.title == "Groep 5b"))
    assert list(at_names(page)) == ["Eef"]
    page.places.parts.choose("everybody")
    qtbot.keyClicks(page.places.search, "groep 4")
    assert list(at_names(page)) == ["Cem"]


def test_coaches_are_chosen_per_group_with_the_days_of_handing_over(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school, COACHES_STEP)
    groups = page.coaches.table
    assert column(groups, "Leerkrachten") == ["Nog niemand"] * 6
    groups.choose(groups.rows()[1].id)
    press(qtbot, page, "Kiezen…")
    form = dialog("Leerkrachten van Groep 3")
    form.table.pick([b"Kim".ljust(16)])
    press(qtbot, form, "Opslaan")
    assert column(groups, "Leerkrachten")[1] == "Kim Coach"
    press(qtbot, page, "Blijft bij de jaargroep")  # nobody has it now
    assert column(groups, "Leerkrachten")[1] == "Nog niemand"
    press(qtbot, page, "Dagen…")
    form = dialog("Dagen van de nieuwe groepen")
    named(form, QCheckBox, "Wie nu een groep heeft, kijkt nog mee waar de leerlingen heen gaan").setChecked(True)
    form.until.setDate(QDate(2027, 8, 1))
    assert "De overdracht eindigt nadat" in form.problem.text() and not button(form, "Opslaan").isEnabled()
    form.until.setDate(QDate(2027, 10, 1))
    form.begins.setDate(QDate(2027, 7, 1))
    assert "Deze dag valt niet in schooljaar 2027-2028." in form.problem.text()
    form.begins.setDate(QDate(2027, 8, 30))
    named(form, QCheckBox, "Wie een groep krijgt, kijkt al voor die dag mee met de leerlingen").setChecked(True)
    press(qtbot, form, "Opslaan")
    assert any("kijkt mee tot 1 oktober 2027" in text for text in painted_text(page))
    page_now = prepared(school)
    assert (page_now.effective_on, page_now.hand_over_on, page_now.early_sight) == (
        date(2027, 8, 30), date(2027, 10, 1), True)


def test_what_is_to_be_looked_at_leads_to_where_it_is_solved(qtbot: QtBot, school: Desk) -> None:
    page_now = prepared(school)
    school.do(choose_places, roll_over_id=page_now.id, participant_ids=[of(school, "Dia").id], choice="repeat")
    page = opened(qtbot, school, CHECK_STEP)
    assert column(page.check.findings, "Waarom")[:2] == [
        "1 leerling heeft nog geen plek", "6 groepen hebben geen leerkracht"]
    page.check.findings.choose("place")
    press(qtbot, page, "Bekijken")
    assert page.tabs.currentIndex() == PLACES_STEP and list(at_names(page)) == ["Dia"]
    page.tabs.setCurrentIndex(CHECK_STEP)
    for kind, step in (("coach", COACHES_STEP), ("leave", PLACES_STEP)):
        page.check.findings.choose(kind)
        page.check.findings.row_opened.emit(page.check.findings.chosen()[0])
        assert page.tabs.currentIndex() == step
    assert not page.check.differences.isVisible()


def test_where_the_file_differs_either_can_be_taken(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    page = opened(qtbot, school, CHECK_STEP)
    rows = table(page, "Het bestand zegt iets anders")
    assert dict(zip(column(rows, "Naam"), column(rows, "In het bestand"), strict=True)) == {
        "Proef, Bas": "Groep 1/2", "Proef, Dia": "Groep 5a"}
    assert column(rows, "Wat telt") == ["Het bestand"] * 2
    rows.selectAll()
    press(qtbot, page, "Voorbereiding houden")
    assert column(rows, "Wat telt") == ["Voorbereid"] * 2
    rows.choose(rows.rows()[0].id)
    press(qtbot, page, "Bestand volgen")
    assert column(rows, "Wat telt") == ["Het bestand", "Voorbereid"]


@pytest.mark.clause("A-1.13")
def test_it_is_done_from_its_day_on_and_taken_back(qtbot: QtBot, school: Desk, clock: Clock) -> None:
    prepared(school)
    page = opened(qtbot, school, DO_STEP)
    assert not page.do.do_button.isEnabled()
    assert any("Dit kan vanaf 1 augustus 2027." in text for text in painted_text(page))
    clock.forward(TO_AUGUST - TO_MAY)
    page = opened(qtbot, school, DO_STEP)
    assert {"6", "1"} <= seen_text(page.do.facts)
    press(qtbot, page, "Nieuwe groepen maken")
    panel = page.parentWidget().parentWidget()
    assert isinstance(panel, GroupsPanel) and panel.headline.isVisible()
    assert [row.groups for row in school.read(all_participants) if row.full == "Dia Proef"] == ["Groep 6a"]
    assert panel.shell.undoable[-1]  # type: ignore[attr-defined]
    school.do(undo_last)
    assert [row.groups for row in school.read(all_participants) if row.full == "Dia Proef"] == ["Groep 5a"]


def test_it_is_dropped_and_that_is_undone(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    page = opened(qtbot, school)
    press(qtbot, page, "Voorbereiding stoppen")
    assert "2027-2028 voorbereiden" in buttons(page)
    school.do(undo_last)
    page.refresh()
    assert "2027-2028 voorbereiden" not in buttons(page)


def test_where_there_are_no_school_years_a_day_is_asked(qtbot: QtBot, desk: Desk) -> None:
    bring_in(desk, file_of(0, [("1", "Ada", "", "Dinsdag")], ("Dinsdag", "Inloop")))
    page = opened(qtbot, desk)
    press(qtbot, page, "Nieuwe groepen voorbereiden…")
    press(qtbot, dialog("Nieuwe groepen"), "Voorbereiden")
    assert any("vanaf 1 december 2026" in text for text in painted_text(page))
    now = table(page.groups, "Groepen van nu")
    assert column(now, "Wordt") == ["Blijft zoals het is"] * 2
    now.choose(now.rows()[0].id)
    press(qtbot, page, "Gaat door")
    now.choose(next(row.id for row in now.rows() if row.name == "Groep Inloop"))
    press(qtbot, page, "Eindigt")
    assert sorted(column(now, "Wordt")) == ["Eindigt", "Groep Dinsdag (1)"]
    page.tabs.setCurrentIndex(PLACES_STEP)
    assert at_names(page) == {"Ada": "Gaat door"}
    assert not page.places.again_button.isVisible()


def test_presenting_shows_nobody(qtbot: QtBot, school: Desk) -> None:
    prepared(school)
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    page = opened(qtbot, school, presenting=True)
    for step in range(5):
        page.tabs.setCurrentIndex(step)
        assert not any("Proef" in text or "Coach" in text.split() for text in seen_text(page)), step


def test_a_coach_finds_no_way_to_it(qtbot: QtBot, school: Desk) -> None:
    coach = coach_of(school)
    panel = shown(qtbot, GroupsPanel(DeskShell(coach)))
    assert "Nieuw schooljaar…" not in buttons(panel)
    panel.show_target(ROLL_OVER)
    assert panel.new_year is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_reaches_one_thing_and_everything_has_a_name(qtbot: QtBot, school: Desk, language: str) -> None:
    use_language(language)
    prepared(school)
    bring_in(school, file_of(2027, NEXT, NEXT_GROUPS))
    page = opened(qtbot, school)
    panel = page.parentWidget().parentWidget()
    for step in range(5):
        page.tabs.setCurrentIndex(step)
        QApplication.processEvents()
        assert clashes(panel, MENUS[language]) == {}, step
        assert nameless(page) == []
    page._days()
    page.groups._add()
    for form in (one for one in QApplication.topLevelWidgets() if one.isVisible() and one.inherits("QDialog")):
        assert clashes(form) == {}
        form.close()


def test_two_thousand_people_are_there_at_once(qtbot: QtBot, school: Desk) -> None:
    """As many queries for many as for few: what it costs per person is a row in memory."""
    many = [(str(n), f"Naam{n}", "5", "5a") for n in range(2_000)]
    bring_in(school, file_of(2026, many, ("5a",), complete=False))
    page_now = prepared(school)
    page = opened(qtbot, school, PLACES_STEP)
    assert len(page.places.people.rows()) == len(page_now.people) > 1_990
    school.do(settle_groups, new_group_ids=[row.id for row in page_now.new], fate=Fate.ENDS)
    page.refresh()
    assert page.check.findings.rows()[0].kind == "place"
