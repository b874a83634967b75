"""The groups panel: create, rename, move and remove many participants at once, and the page of one person."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.views.leavers import WayBack
from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import COMPLETE, EVENING, GROUPS, KLIK, PARTICIPANTS, TUESDAY, key, participant_page
from tests.ui.rooms import (
    COACH,
    button,
    buttons,
    column,
    dialog,
    named,
    names_in,
    no_dialog,
    press,
    room_shell,
    shown,
    table,
)
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.groups.panel import GroupsPanel
from ui.groups.shelf import year_group_label

BRAHIM = key(5)


def open_panel(qtbot: QtBot, shell: FakeShell | None = None) -> GroupsPanel:
    return shown(qtbot, GroupsPanel(shell or room_shell()))


def choose_people(panel: GroupsPanel, *rows: int) -> list[bytes]:
    people = table(panel, "Deelnemers")
    people.clearSelection()
    mode = people.selectionModel().SelectionFlag
    for row in rows:
        people.selectionModel().select(people.model().index(row, 0), mode.Select | mode.Rows)
    return [row.id for row in people.chosen()]


def more(panel: GroupsPanel, words: str) -> None:
    """An entry of the menu 'Meer'."""
    entries = {entry.text().replace("&", ""): entry for entry in panel.group.more_button.menu().actions()}
    assert entries[words].isEnabled(), words
    entries[words].trigger()
    QApplication.processEvents()


@pytest.mark.clause("O-annex 1")
def test_the_list_holds_everybody_who_has_no_group_and_every_group(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    groups = table(panel, "Groepen")
    assert column(groups, "Naam") == [
        "Alle deelnemers", "Zonder groep", "Dinsdagochtend", "Klik & Tik", "Avondgroep Taal en werk"]
    assert column(groups, "Deelnemers") == ["", "", "14", "6", "0"]
    assert "Bibliotheek Noord · Jolanda Smit" in seen_text(groups)
    assert "3 groepen" in painted_text(panel)


def test_year_groups_are_named_in_words() -> None:
    assert [year_group_label(code) for code in ("5", "C", "N", "")] == ["Jaargroep 5", "Meer jaargroepen", "", ""]


def test_it_opens_on_the_first_group_with_its_members(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    assert "Amrani, Brahim El" in column(table(panel, "Deelnemers"), "Naam")
    assert {"Bibliotheek Noord · Begeleider: Jolanda Smit", "14 deelnemers"} <= painted_text(panel)


def test_searching_folds_accents_and_finds_beginnings_of_words(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    search = named(panel.group, QLineEdit, "Zoek op naam of groep")
    for typed, found in (("yildiz", ["Demir, Yıldız"]), ("celik", ["Çelik, Tülay"]), ("henk vri", ["Vries, Henk de"])):
        search.clear()
        qtbot.keyClicks(search, typed)
        assert column(table(panel, "Deelnemers"), "Naam") == found
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert len(table(panel, "Deelnemers").rows()) == 14


def test_control_f_goes_to_the_search(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    panel.activateWindow()
    table(panel, "Deelnemers").setFocus()
    qtbot.keyClick(table(panel, "Deelnemers"), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.focusWidget() is named(panel.group, QLineEdit, "Zoek op naam of groep")


@pytest.mark.clause("O-annex 1")
@pytest.mark.clause("O-1")
def test_a_group_is_made(qtbot: QtBot) -> None:
    shell = room_shell()
    shell.outcomes["create_group"] = KLIK
    panel = open_panel(qtbot, shell)
    press(qtbot, panel, "Groep maken…")
    form = dialog("Groep maken")
    assert not button(form, "Groep maken").isEnabled()
    qtbot.keyClicks(named(form, QLineEdit, "Naam"), "Woensdagmiddag")
    qtbot.keyClick(named(form, QLineEdit, "Naam"), Qt.Key.Key_Return)
    assert shell.acts == [("create_group", {
        "name": "Woensdagmiddag", "kind": "base", "year_group": "", "school_year": None})]
    assert shell.undoable == [True]
    assert panel.list.current_key() == KLIK


@pytest.mark.clause("A-1.13")
def test_a_group_of_a_provider_with_school_years_gets_its_year(qtbot: QtBot) -> None:
    shell = room_shell(provider="leerling-in-beeld")
    press(qtbot, open_panel(qtbot, shell), "Groep maken…")
    form = dialog("Groep maken")
    qtbot.keyClicks(named(form, QLineEdit, "Naam"), "5a")
    years = named(form, QComboBox, "Jaargroep")
    years.setCurrentIndex(years.findData("5"))
    press(qtbot, form, "Groep maken")
    assert shell.acts[0][1] | {"name": ""} == {"name": "", "kind": "base", "year_group": "5", "school_year": 2026}


def test_f2_renames_the_group(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    panel.activateWindow()
    people = table(panel, "Deelnemers")
    people.setFocus()
    qtbot.keyClick(people, Qt.Key.Key_F2)
    line = named(dialog("Naam van de groep wijzigen"), QLineEdit, "Naam")
    assert line.selectedText() == "Dinsdagochtend"
    qtbot.keyClicks(line, "Dinsdag")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert shell.acts == [("rename_group", {"group_id": TUESDAY, "name": "Dinsdag"})]


@pytest.mark.clause("O-annex 1")
def test_many_are_moved_at_once(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    people = table(panel, "Deelnemers")
    people.setFocus()
    qtbot.keyClick(people, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "14 van 14 gekozen" in painted_text(panel)
    press(qtbot, panel, "Verplaatsen naar…")
    choice = dialog("Naar welke groep verplaatsen?")
    assert column(table(choice, "Groepen"), "Naam") == ["Klik & Tik", "Avondgroep Taal en werk"]
    assert not button(choice, "Verplaatsen").isEnabled()
    qtbot.keyClicks(named(choice, QLineEdit, "Zoek een groep"), "avond")
    qtbot.keyClick(named(choice, QLineEdit, "Zoek een groep"), Qt.Key.Key_Return)
    (name, given), = shell.acts
    assert name == "move_participants" and len(given["participant_ids"]) == 14
    assert (given["from_group_id"], given["to_group_id"]) == (TUESDAY, EVENING)
    assert shell.said[0].arguments["n"] == 14 and shell.undoable == [True]


def test_enter_in_the_list_of_groups_moves_too(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    people = choose_people(panel, 0, 2)
    press(qtbot, panel, "Verplaatsen naar…")
    groups = table(dialog("Naar welke groep verplaatsen?"), "Groepen")
    groups.setCurrentIndex(groups.model().index(0, 0))
    qtbot.keyClick(groups, Qt.Key.Key_Return)
    assert shell.acts[0][1] == {"from_group_id": TUESDAY, "to_group_id": KLIK, "participant_ids": people}
    assert no_dialog()


@pytest.mark.clause("O-annex 1")
def test_delete_takes_people_out_without_asking_because_it_can_be_undone(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    people = choose_people(panel, 1, 3)
    qtbot.keyClick(table(panel, "Deelnemers"), Qt.Key.Key_Delete)
    assert shell.acts == [("remove_participants", {"group_id": TUESDAY, "participant_ids": people})]
    assert no_dialog() and shell.undoable == [True]


def test_delete_does_nothing_where_it_would_mean_nothing(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    panel.list.choose("everybody")
    choose_people(panel, 0)
    qtbot.keyClick(table(panel, "Deelnemers"), Qt.Key.Key_Delete)
    assert shell.acts == []


def test_people_are_added_to_a_group(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    press(qtbot, panel, "Toevoegen…")
    choice = dialog("Toevoegen aan Dinsdagochtend")
    others = table(choice, "Deelnemers")
    assert len(others.rows()) == len(PARTICIPANTS) - 14
    others.setFocus()
    qtbot.keyClick(others, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, choice, "8 deelnemers toevoegen")
    assert shell.acts[0][0] == "add_participants" and len(shell.acts[0][1]["participant_ids"]) == 8


def test_who_has_no_group_is_put_in_one(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    panel.list.choose("without")
    people = choose_people(panel, 0, 1)
    press(qtbot, panel, "Toevoegen aan…")
    choice = dialog("Aan welke groep toevoegen?")
    table(choice, "Groepen").selectRow(0)
    press(qtbot, choice, "Toevoegen")
    assert shell.acts == [("add_participants", {"group_id": TUESDAY, "participant_ids": people})]


def drop(panel: GroupsPanel, row: int) -> bool:
    """Let the chosen people go on this row of the list; true where the list takes them."""
    groups, carried = table(panel, "Groepen"), QMimeData()
    where = QPointF(groups.visualRect(groups.model().index(row, 0)).center())
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    move = Qt.DropAction.MoveAction
    entering = QDragEnterEvent(where.toPoint(), move, carried, left, none)
    moving = QDragMoveEvent(where.toPoint(), move, carried, left, none)
    dropping = QDropEvent(where, move, carried, left, none)
    for event in (entering, moving, dropping):
        event.source = lambda: table(panel, "Deelnemers")  # type: ignore[method-assign]
    groups.dragEnterEvent(entering)
    groups.dragMoveEvent(moving)
    taken = moving.isAccepted()
    groups.dropEvent(dropping)
    return taken


def test_rows_dragged_onto_a_group_move_there(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    people = choose_people(panel, 0, 1)
    assert drop(panel, 3)
    assert shell.acts == [("move_participants", {
        "from_group_id": TUESDAY, "to_group_id": KLIK, "participant_ids": people})]


def test_rows_dragged_onto_nobodys_group_are_taken_out(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    people = choose_people(panel, 0)
    assert drop(panel, 1)
    assert shell.acts == [("remove_participants", {"group_id": TUESDAY, "participant_ids": people})]


def test_rows_cannot_be_dragged_onto_everybody_or_their_own_group(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    choose_people(panel, 0)
    assert not drop(panel, 0) and not drop(panel, 2)
    assert shell.acts == []


def test_closing_a_group_can_be_undone(qtbot: QtBot) -> None:
    shell = room_shell()
    more(open_panel(qtbot, shell), "Deze groep sluiten")
    assert shell.acts == [("close_group", {"group_id": TUESDAY})] and shell.undoable == [True]


def test_somebody_new_is_asked_only_what_the_terms_name(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    more(panel, "Nieuwe deelnemer…")
    form = dialog("Nieuwe deelnemer")
    assert {line.accessibleName() for line in form.findChildren(QLineEdit)} == {
        "Roepnaam", "Voorvoegsel", "Achternaam", "Gebruikersnaam", "E-mailadres", "Postcode"}
    assert not button(form, "Toevoegen").isEnabled()
    named(form, QLineEdit, "Roepnaam").setText("Çınar")
    press(qtbot, form, "Toevoegen")
    assert shell.acts == [("add_participant", {"fields": {"given_name": "Çınar"}, "group_id": TUESDAY})]


def test_leaving_and_coming_back(qtbot: QtBot) -> None:
    gone = PARTICIPANTS[0].__class__(*[
        {"state": "left"}.get(name, getattr(PARTICIPANTS[0], name)) for name in PARTICIPANTS[0].__dataclass_fields__])
    shell = room_shell(
        all_participants=lambda include_left: (gone, PARTICIPANTS[1]) if include_left else PARTICIPANTS,
        ways_back=(WayBack(gone.id, gone.full, gone.listed, ((TUESDAY, "Dinsdagochtend"),)),))
    panel = open_panel(qtbot, shell)
    panel.list.choose("everybody")
    people = choose_people(panel, 1)
    more(panel, "Als vertrokken melden")
    named(panel, QCheckBox, "Ook wie vertrokken is").click()
    assert "Vertrokken" in painted_text(panel)
    choose_people(panel, 0)
    assert not button(panel, "Toevoegen aan…").isEnabled()
    more(panel, "Weer terug")
    press(qtbot, dialog("Terughalen"), "1 deelnemer terughalen")
    assert shell.acts == [("leave", {"participant_ids": people}), ("revive", {
        "participant_ids": [gone.id], "places": [(gone.id, TUESDAY)], "licence_id": COMPLETE})]


# The page of one person


def open_page(qtbot: QtBot, shell: FakeShell) -> GroupsPanel:
    panel = open_panel(qtbot, shell)
    people = table(panel, "Deelnemers")
    people.setCurrentIndex(people.model().index(0, 0))
    qtbot.keyClick(people, Qt.Key.Key_Return)
    QApplication.processEvents()
    return panel


def test_enter_opens_the_page_and_escape_goes_back_to_the_list(qtbot: QtBot) -> None:
    panel = open_page(qtbot, room_shell())
    panel.activateWindow()
    assert {"Brahim El Amrani", "Dinsdagochtend", "sinds 20-1-2026", "2-9-2025 tot 19-1-2026"} <= painted_text(panel)
    assert panel.chosen_person() == BRAHIM
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Escape)
    assert panel.chosen_person() is None
    assert panel.focusWidget() is table(panel, "Deelnemers")


def test_a_field_is_corrected_and_only_what_changed_is_saved(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_page(qtbot, shell)
    assert not button(panel, "Wijzigingen opslaan").isEnabled()
    line = named(panel, QLineEdit, "E-mailadres")
    line.clear()
    qtbot.keyClicks(line, " brahim@voorbeeld.nl ")
    press(qtbot, panel, "Wijzigingen opslaan")
    assert shell.acts == [("change_participant", {
        "participant_id": BRAHIM, "fields": {"email": "brahim@voorbeeld.nl"}})]


def test_what_was_typed_can_be_left(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_page(qtbot, shell)
    qtbot.keyClicks(named(panel, QLineEdit, "Postcode"), "X")
    press(qtbot, panel, "Niet opslaan")
    assert named(panel, QLineEdit, "Postcode").text() == "1025 AB" and shell.acts == []


def test_a_reading_meanwhile_does_not_wipe_what_is_being_typed(qtbot: QtBot) -> None:
    panel = open_page(qtbot, room_shell())
    line = named(panel, QLineEdit, "Gebruikersnaam")
    qtbot.keyClicks(line, "_a")
    panel.refresh()
    assert named(panel, QLineEdit, "Gebruikersnaam").text() == "brahim_a"


def with_birth_date(participant_id: bytes) -> Any:
    page = participant_page(participant_id)
    field = page.fields[0].__class__("birth_date", "2014-03-09")
    return page.__class__(page.row, (*page.fields, field), page.memberships)


def test_a_day_is_written_as_people_write_it(qtbot: QtBot) -> None:
    shell = room_shell(participant_page=with_birth_date)
    panel = open_page(qtbot, shell)
    line = named(panel, QLineEdit, "Geboortedatum")
    assert line.text() == "9-3-2014"
    line.setText("31-2-2014")
    assert not button(panel, "Wijzigingen opslaan").isEnabled()
    assert "Schrijf een dag zoals 9-3-2014." in painted_text(panel)
    line.setText("10-3-2014")
    press(qtbot, panel, "Wijzigingen opslaan")
    assert shell.acts[0][1]["fields"] == {"birth_date": "2014-03-10"}


def test_from_the_page_one_goes_on_to_progress_and_privacy(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_page(qtbot, shell)
    press(qtbot, panel, "Voortgang")
    press(qtbot, panel, "Privacy")
    assert shell.went == [("progress", BRAHIM), ("privacy", BRAHIM)]


def test_a_target_is_a_group_or_a_person(qtbot: QtBot) -> None:
    panel = GroupsPanel(room_shell())
    panel.show_target(KLIK)
    shown(qtbot, panel)
    assert panel.list.current_key() == KLIK and len(table(panel, "Deelnemers").rows()) == 6
    panel.show_target(BRAHIM)
    assert panel.chosen_person() == BRAHIM


def test_a_panel_built_anew_returns_to_where_it_was(qtbot: QtBot) -> None:
    before = open_panel(qtbot)
    before.list.choose(KLIK)
    before.open_person(BRAHIM)
    after = GroupsPanel(room_shell())
    after.return_to(before.place())
    shown(qtbot, after)
    assert after.chosen_person() == BRAHIM and after.list.current_key() == KLIK


# Who sees and may do what


def test_a_coach_sees_and_changes_nothing(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(COACH))
    assert not {"Groep maken…", "Toevoegen…", "Verplaatsen naar…", "Eruit halen", "Meer"} & buttons(panel)
    assert not table(panel, "Deelnemers").dragEnabled()
    panel.list.choose(EVENING)
    assert "Vraag uw beheerder om deelnemers toe te voegen." in painted_text(panel)


def test_an_empty_group_says_what_to_do_next(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    panel.list.choose(EVENING)
    assert "Hier is nog niemand" in painted_text(panel)
    press(qtbot, panel, "Deelnemers toevoegen…")
    assert dialog("Toevoegen aan Avondgroep Taal en werk")


def test_without_any_group_everybody_is_shown(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(group_list=()))
    assert len(table(panel, "Deelnemers").rows()) == len(PARTICIPANTS)


def test_presenting_hides_every_name_also_of_coaches(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(presenting=True))
    for shelf in ("everybody", "without", TUESDAY):
        panel.list.choose(shelf)
        assert not names_in(seen_text(panel)) and not any("Smit" in text for text in seen_text(panel))
    panel.open_person(BRAHIM)
    texts = seen_text(panel)
    assert not names_in(texts) and not any("voorbeeld.nl" in text for text in texts)
    assert "Wijzigingen opslaan" not in buttons(panel)


def test_looking_together_shows_one_page_and_nobody_else(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(looked_at=BRAHIM))
    texts = painted_text(panel)
    assert "Brahim El Amrani" in texts and names_in(texts) == {"Amrani"}
    assert not {"Terug naar de lijst", "Groep maken…"} & buttons(panel)


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot) -> None:
    panel = open_panel(qtbot)
    assert nameless(panel) == []
    panel.open_person(BRAHIM)
    QApplication.processEvents()
    assert nameless(panel) == []
    for opening in (panel.new_group, panel.chosen.add, panel.chosen.rename, panel.chosen.new_person):
        panel.back_to_list()
        opening()
        opened = QApplication.activeModalWidget() or QApplication.activeWindow()
        assert nameless(opened) == []
        opened.close()


def test_the_rows_can_be_copied_from_the_panel(qtbot: QtBot) -> None:
    rows = open_panel(qtbot).export_rows()
    assert rows[0][0] == "Naam" and len(rows) == 1 + GROUPS[0].participants


def test_an_organisation_without_anybody_is_offered_the_import(qtbot: QtBot) -> None:
    shell = room_shell(group_list=(), all_participants=(), participants_without_group=())
    panel = open_panel(qtbot, shell)
    press(qtbot, panel, "Deelnemers importeren…")
    assert shell.imports == 1
    panel.list.choose("without")
    QApplication.processEvents()
    assert "Iedereen zit in een groep" in painted_text(panel) and "Deelnemers importeren…" not in buttons(panel)


def test_a_coach_without_anybody_is_not_offered_the_import(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(actor=COACH, group_list=(), all_participants=()))
    assert "Deelnemers importeren…" not in buttons(panel)


def test_while_presenting_nobody_can_be_searched_for(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(presenting=True))
    assert not panel.group.search.isVisible() and not panel.group.search.isEnabled()
    press(qtbot, panel, "Toevoegen…")
    opened = dialog("Toevoegen aan Dinsdagochtend")
    assert not [one for one in opened.findChildren(QLineEdit) if one.isVisible() or one.isEnabled()]


def test_the_page_of_who_was_erased_by_a_colleague_closes(qtbot: QtBot) -> None:
    shell = room_shell(is_there=False)
    panel = open_panel(qtbot, shell)
    panel.open_person(BRAHIM)
    assert panel.chosen_person() == BRAHIM
    panel.refresh()
    assert panel.chosen_person() is None
    assert [read for read in shell.reads if read[0] == "participant_page"] == [("participant_page", (BRAHIM,))]


def test_everybody_and_every_group_is_saved_in_the_form_that_is_chosen(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = open_panel(qtbot, shell)
    whole = saving(panel)["Alle deelnemers en groepen"].menu()
    entries = {entry.text().replace("&", ""): entry for entry in whole.actions() if entry.text()}
    assert list(entries) == [
        "Lijst voor een rekenblad (XLSX)…", "Lijst als CSV…", "OneRoster 1.2 (ZIP)…", "OneRoster 1.1 (ZIP)…",
        "School Data Sync (ZIP)…"]
    shell.target = ""
    entries["Lijst als CSV…"].trigger()
    assert shell.works == []
    shell.target = "/ergens/lijst.csv"
    entries["Lijst als CSV…"].trigger()
    assert [name for name, *_ in shell.works] == ["write_roster"]
    assert "lijst.csv" in str(shell.said[-1])


def test_a_coach_is_not_offered_to_hand_over_everybody(qtbot: QtBot) -> None:
    assert "Alle deelnemers en groepen" not in saving(open_panel(qtbot, room_shell(actor=COACH)))


def test_everything_that_can_be_saved_or_printed_is_behind_one_button(qtbot: QtBot) -> None:
    """Also of a group that is empty everybody can be handed over, and its own list is off."""
    panel = open_panel(qtbot, room_shell())
    assert [text for text in buttons(panel) if "Opslaan als" in text] == []
    panel.list.choose(EVENING)
    QApplication.processEvents()
    entries = saving(panel)
    assert button(panel, "Kaartjes en lijsten").isEnabled() and entries["Alle deelnemers en groepen"].isEnabled()
    assert not entries["Namenlijst (PDF)…"].isEnabled()


def saving(panel: GroupsPanel) -> dict[str, Any]:
    """The entries of the menu 'Kaartjes en lijsten'."""
    menu = button(panel, "Kaartjes en lijsten").menu()
    return {entry.text().replace("&", ""): entry for entry in menu.actions() if entry.text()}
