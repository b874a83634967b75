"""The licences panel: seats used against bought, period, notice date; assigning and freeing seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.licences import SeatsGiven
from app.domain.contract.agreement import Agreement
from app.store.resources import load_profile
from app.views.agreement_terms import AgreementTerms
from app.views.licences import LicenceRow
from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import COMPLETE, LICENCES, NORTH, TODAY, TRIAL, at_end, key, licence_detail
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
from tests.ui.seen_text import accessible_text, nameless, painted_text, seen_text
from ui.licences.panel import LicencesPanel
from ui.parts.timeline import Timeline

ASSIGN, FREE = "Plaatsen toewijzen…", "Niet-gebruikte plaatsen…"


def open_panel(qtbot: QtBot, shell: FakeShell) -> LicencesPanel:
    shell.outcomes |= {"assign_seats": lambda licence_id, participant_ids: SeatsGiven(len(participant_ids), ())}
    return shown(qtbot, LicencesPanel(shell))


def north(qtbot: QtBot, shell: FakeShell) -> LicencesPanel:
    """With the licence that has two seats left."""
    panel = open_panel(qtbot, shell)
    panel.table.choose(NORTH)
    QApplication.processEvents()
    return panel


def assigning(qtbot: QtBot, panel: LicencesPanel) -> QWidget:
    press(qtbot, panel, ASSIGN)
    return dialog("Plaatsen toewijzen: Oefenen Bibliotheek Noord")


def tick(qtbot: QtBot, where: QWidget, table_name: str, *rows: int) -> None:
    """Space on each of these rows, as a user without a mouse does it."""
    people = table(where, table_name)
    people.setFocus()
    for row in rows:
        qtbot.keyClick(people, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for _ in range(row):
            qtbot.keyClick(people, Qt.Key.Key_Down)
        qtbot.keyClick(people, Qt.Key.Key_Space)
    QApplication.processEvents()


@pytest.mark.clause("O-annex 1")
@pytest.mark.clause("A-1.8")
def test_the_list_shows_seats_period_state_and_the_next_date(qtbot: QtBot) -> None:
    licences = table(open_panel(qtbot, room_shell()), "Licenties")
    assert column(licences, "Licentie")[2] == "Oefenen Bibliotheek Noord"
    assert column(licences, "Plaatsen") == ["101 / 110", "52 / 60", "18 / 20", "0 / 25"]
    assert column(licences, "Stand") == ["Actief", "Actief", "Bijna vol", "Afgelopen"]
    assert (column(licences, "Begin")[2], column(licences, "Einde")[2]) == ("15-1-2026", "14-1-2027")
    assert "14 december 2026" in column(licences, "Volgende datum")[2]


@pytest.mark.clause("O-11.2")
def test_the_detail_shows_the_dates_what_ends_and_on_which_clause(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell())
    timeline = named(panel, Timeline, "Datums")
    assert "14 december 2026: Last day to give notice" in timeline.accessibleDescription().splitlines()
    assert "23 november 2026: Vandaag" in timeline.accessibleDescription().splitlines()
    assert {"Bijna vol: 18 van 20", "Als u vandaag opzegt", "O-11.5", "2026-0114"} <= seen_text(panel)
    assert {"De laatste dag is 14 januari 2027. Daarna:", "15-1-2027", "niet geregeld"} <= seen_text(panel)
    assert {"14-12-2026", "Opzegging uiterlijk op deze dag ontvangen", "O-11.1"} <= seen_text(panel)
    assert any(text.startswith("18 deelnemers worden losgekoppeld") for text in seen_text(panel))


@pytest.mark.clause("O-11.1")
def test_too_late_for_this_period_it_says_what_notice_ends_instead(qtbot: QtBot) -> None:
    late = replace(licence_detail(NORTH), at_end=at_end(date(2026, 12, 15)))
    panel = open_panel(qtbot, room_shell(licence_list=LICENCES[2:3], licence_detail=late))
    assert any(
        "uiterlijk 14 december 2026" in text and "De laatste dag is 14 januari 2028." in text
        for text in seen_text(panel))


@pytest.mark.clause("O-11.1")
def test_where_one_can_count_two_ways_both_days_are_shown_and_why(qtbot: QtBot) -> None:
    """A month before 28 February 2027 is 28 January; a month before 1 March, less a day, is 31 January."""
    terms = AgreementTerms(load_profile("oefenen"), Agreement(date(2026, 3, 1), 12), date(2026, 12, 1))
    detail = replace(licence_detail(NORTH), timeline=terms.timeline(), at_end=terms.at_end(3))
    panel = open_panel(qtbot, room_shell(licence_list=LICENCES[2:3], licence_detail=detail))
    assert "28-1-2027, of 31-1-2027" in seen_text(panel)
    assert any("Opzegging uiterlijk" in text and "31 januari 2027" in text for text in seen_text(panel))


@pytest.mark.clause("A-1.13")
def test_what_the_terms_do_not_regulate_is_said_so(qtbot: QtBot) -> None:
    terms = AgreementTerms(load_profile("leerling-in-beeld"), Agreement(date(2026, 8, 1), 12), TODAY)
    detail = replace(licence_detail(NORTH), timeline=terms.timeline(), at_end=terms.at_end(3))
    shell = room_shell(provider="leerling-in-beeld", licence_list=LICENCES[2:3], licence_detail=detail)
    panel = open_panel(qtbot, shell)
    assert {"Als de licentie eindigt", "Opzeggen: De voorwaarden regelen dit niet."} <= seen_text(panel)
    assert any(text.startswith("De voorwaarden kennen geen opzegging") for text in seen_text(panel))
    assert "Verlenging: De voorwaarden regelen dit niet. De duur staat in de bestelling." in seen_text(panel)


def test_who_has_no_seat_is_read_once_that_page_is_in_front(qtbot: QtBot) -> None:
    """It can be thousands of people, and nobody looks at them who only looks up a date."""
    shell = room_shell()
    panel = north(qtbot, shell)
    assert any("Zonder plaats (4)" in text for text in seen_text(panel))
    assert "people_without_seat" not in [name for name, _ in shell.reads]
    panel.detail.tabs.bring_forward(panel.detail.without)
    assert column(table(panel, "Deelnemers zonder plaats"), "Naam") and shell.reads[-1] == (
        "people_without_seat", (NORTH,))


def test_a_licence_of_the_organisation_itself_has_no_seats(qtbot: QtBot) -> None:
    whole = LicenceRow(*[
        {"kind": "organisation", "used": 0, "bought": 1}.get(name, getattr(LICENCES[0], name))
        for name in LicenceRow.__dataclass_fields__])
    detail = replace(licence_detail(NORTH), row=whole, without_seat=0)
    panel = open_panel(qtbot, room_shell(licence_list=(whole,), licence_detail=detail))
    assert column(panel.table, "Plaatsen") == ["–"]
    assert not button(panel, ASSIGN).isEnabled()
    assert not any("Zonder plaats" in text for text in painted_text(panel))


@pytest.mark.clause("A-1.8")
def test_assigning_says_at_once_who_fits_and_who_does_not(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = north(qtbot, shell)
    opened = assigning(qtbot, panel)
    people = table(opened, "Deelnemers zonder plaats")
    assert len(people.rows()) == 4 and not people.chosen()
    tick(qtbot, opened, "Deelnemers zonder plaats", 0, 1, 3)
    assert column(people, "Uitkomst") == ["krijgt een plaats", "krijgt een plaats", "", "past niet"]
    assert "1 persoon past er niet bij: Ngọc Trần." in seen_text(opened)
    press(qtbot, opened, "2 plaatsen toewijzen")
    (name, given), = shell.acts
    assert name == "assign_seats" and given["licence_id"] == NORTH and len(given["participant_ids"]) == 2
    assert shell.said[0].arguments["n"] == 2


def test_when_it_does_not_fit_a_way_out_is_offered(qtbot: QtBot) -> None:
    opened = assigning(qtbot, north(qtbot, room_shell()))
    assert "Meer bestellen…" not in buttons(opened)
    tick(qtbot, opened, "Deelnemers zonder plaats", 0, 1, 2)
    press(qtbot, opened, "Meer bestellen…")
    assert any("mag tekenen" in text for text in seen_text(dialog("Bestelling")))


@pytest.mark.clause("A-1.8")
def test_a_full_licence_gives_nobody_a_seat_and_offers_more(qtbot: QtBot) -> None:
    full = LicenceRow(*[
        {"used": 20, "state": "full"}.get(name, getattr(LICENCES[2], name))
        for name in LicenceRow.__dataclass_fields__])
    before = licence_detail(NORTH)
    detail = replace(before, row=full, room=0)
    panel = open_panel(qtbot, room_shell(licence_list=(full,), licence_detail=detail))
    opened = assigning(qtbot, panel)
    tick(qtbot, opened, "Deelnemers zonder plaats", 0)
    assert column(table(opened, "Deelnemers zonder plaats"), "Uitkomst")[0] == "past niet"
    assert not button(opened, "Plaatsen toewijzen").isEnabled()
    assert button(opened, "Meer bestellen…").isEnabled() and button(opened, FREE).isEnabled()


def test_a_tick_outlives_the_search(qtbot: QtBot) -> None:
    opened = assigning(qtbot, north(qtbot, room_shell()))
    tick(qtbot, opened, "Deelnemers zonder plaats", 0)
    search = named(opened, QLineEdit, "Zoek op naam of groep")
    qtbot.keyClicks(search, "tran")
    people = table(opened, "Deelnemers zonder plaats")
    assert column(people, "Naam") == ["Trần, Ngọc"]
    tick(qtbot, opened, "Deelnemers zonder plaats", 0)
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert column(people, "Uitkomst") == ["krijgt een plaats", "", "", "krijgt een plaats"]


def test_seats_not_used_for_a_year_are_listed_and_nobody_is_preselected(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = north(qtbot, shell)
    panel.detail.tabs.setCurrentIndex(1)
    press(qtbot, panel, FREE)
    opened = dialog("Plaatsen vrijmaken: Oefenen Bibliotheek Noord")
    people = table(opened, "Deelnemers die niet zijn geweest")
    assert column(people, "Naam") == ["Kowalski, Łukasz", "Mulder, Ilse", "Meijer, Eva", "Çelik, Tülay"]
    assert column(people, "Laatste bezoek")[2] == "9-10-2025"
    assert column(people, "Klaargezet") == ["niets", "niets", "niets", "Route A2, tot en met 12-2-2027"]
    assert not people.chosen() and not button(opened, "Plaatsen vrijmaken").isEnabled()
    tick(qtbot, opened, "Deelnemers die niet zijn geweest", 2)
    press(qtbot, opened, "1 plaats vrijmaken")
    assert shell.acts == [("free_seats", {"licence_id": NORTH, "participant_ids": [key(11)], "not_used": True})]


def test_seats_that_are_freed_from_the_dialog_count_there_at_once(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell())
    opened = assigning(qtbot, panel)
    tick(qtbot, opened, "Deelnemers zonder plaats", 0, 1, 2)
    assert button(opened, "2 plaatsen toewijzen") and button(opened, FREE).isVisible()
    before = licence_detail(NORTH)
    row = LicenceRow(*[{"used": 17}.get(name, getattr(before.row, name)) for name in LicenceRow.__dataclass_fields__])
    panel._show_detail(replace(before, row=row, room=3))
    assert button(opened, "3 plaatsen toewijzen") and FREE not in buttons(opened)
    assert "Er zijn 3 plaatsen vrij. Kies wie die krijgen." in painted_text(opened)


@pytest.mark.clause("A-1.8")
def test_where_seats_may_not_be_used_again_freeing_unused_ones_is_not_offered(qtbot: QtBot) -> None:
    kept = replace(licence_detail(NORTH), provider="leerling-in-beeld", may_free=False)
    panel = north(qtbot, room_shell(provider="leerling-in-beeld", licence_detail=kept))
    panel.detail.tabs.setCurrentIndex(1)
    assert FREE not in buttons(panel)
    opened = assigning(qtbot, panel)
    tick(qtbot, opened, "Leerlingen zonder plaats", 0, 1, 2)
    assert "Meer bestellen…" in buttons(opened) and FREE not in buttons(opened)


def test_chosen_seats_are_freed_and_the_toast_offers_to_undo(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = north(qtbot, shell)
    panel.detail.tabs.setCurrentIndex(1)
    assert not button(panel, "Deze plaatsen vrijmaken").isEnabled()
    holders = table(panel, "Deelnemers met een plaats")
    holders.selectRow(0)
    press(qtbot, panel, "Deze plaatsen vrijmaken")
    assert shell.acts[0][0] == "free_seats" and len(shell.acts[0][1]["participant_ids"]) == 1
    assert shell.undoable == [True]


def test_an_ended_licence_gets_no_seats(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell())
    panel.table.choose(TRIAL)
    assert not button(panel, ASSIGN).isEnabled()


def test_enter_on_a_person_opens_the_page(qtbot: QtBot) -> None:
    shell = room_shell()
    panel = north(qtbot, shell)
    panel.detail.tabs.setCurrentIndex(1)
    holders = table(panel, "Deelnemers met een plaats")
    holders.setCurrentIndex(holders.model().index(0, 0))
    qtbot.keyClick(holders, Qt.Key.Key_Return)
    assert shell.went == [("groups", holders.rows()[0].participant_id)]


def test_who_may_not_change_licences_gets_no_buttons(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell(COACH))
    assert not {ASSIGN, "Meer bestellen…", FREE} & buttons(panel)


def test_without_a_licence_the_panel_says_what_will_be_here(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, room_shell(licence_list=()))
    assert "Er is nog geen licentie" in painted_text(panel)


def test_a_reading_that_comes_late_does_not_replace_the_licence_that_is_chosen_now(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell())
    panel._show_detail(licence_detail(COMPLETE))
    assert "Bijna vol: 18 van 20" in seen_text(panel)


def test_what_was_chosen_stays_chosen_when_the_panel_is_built_anew(qtbot: QtBot) -> None:
    shell = room_shell()
    place = north(qtbot, shell).place()
    panel = LicencesPanel(shell)
    panel.return_to(place)
    assert shown(qtbot, panel).table.current_key() == NORTH


def test_presenting_hides_every_name(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell(presenting=True))
    for tab in range(4):
        panel.detail.tabs.setCurrentIndex(tab)
        assert not names_in(seen_text(panel))
    opened = assigning(qtbot, panel)
    tick(qtbot, opened, "Deelnemers zonder plaats", 0, 1, 2)
    assert not names_in(seen_text(opened))


def test_everything_can_be_reached_and_has_a_name(qtbot: QtBot) -> None:
    panel = north(qtbot, room_shell())
    for tab in range(4):
        panel.detail.tabs.setCurrentIndex(tab)
        assert nameless(panel) == []
    opened = assigning(qtbot, panel)
    assert nameless(opened) == []
    assert opened.focusWidget() is named(opened, QLineEdit, "Zoek op naam of groep")
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert no_dialog()


def test_the_panel_holds_on_a_small_window_and_in_english(qtbot: QtBot) -> None:
    from ui.words import use_language

    use_language("en")
    panel = shown(qtbot, LicencesPanel(room_shell()), 710, 480)
    assert {"Licences", "Assign seats…"} <= accessible_text(panel)
    assert panel.minimumSizeHint().width() <= 710


def test_while_presenting_nobody_can_be_searched_for(qtbot: QtBot) -> None:
    opened = assigning(qtbot, north(qtbot, room_shell(presenting=True)))
    assert not [one for one in opened.findChildren(QLineEdit) if one.isVisible() or one.isEnabled()]
