"""Giving notice: at once what it ends, when and for whom; recorded with who and proof; withdrawn; mandates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.views.agreements import NoticeRow
from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import LICENCES, MANDATES, NORTH, agreement_basis, key, licence_detail
from tests.ui.rooms import COACH, button, buttons, dialog, named, no_dialog, press, room_shell, shown
from tests.ui.seen_text import nameless, seen_text
from ui.licences.panel import LicencesPanel

GIVE, WITHDRAW, RECORD = "Opzeggen…", "Opzegging intrekken…", "Opzegging vastleggen"
GIVEN = NoticeRow(key(0x731), date(2026, 11, 20), date(2027, 1, 14), None)


def panel_of(qtbot: QtBot, shell: FakeShell) -> LicencesPanel:
    panel = shown(qtbot, LicencesPanel(shell))
    panel.table.choose(NORTH)
    QApplication.processEvents()
    return panel


def giving(qtbot: QtBot, shell: FakeShell) -> QWidget:
    press(qtbot, panel_of(qtbot, shell), GIVE)
    opened: QWidget = dialog("Opzeggen: overeenkomst 2026-0114")
    return opened


@pytest.mark.clause("O-11.1", "O-11.5")
def test_before_anything_is_recorded_it_says_what_ends_when_and_for_whom(qtbot: QtBot) -> None:
    opened = giving(qtbot, room_shell())
    texts = seen_text(opened)
    assert {"14-1-2027", "Laatste dag van de overeenkomst",
            "Laatste dag om op te zeggen in deze periode: op tijd"} <= texts
    assert any(text.startswith("18 deelnemers worden losgekoppeld") for text in texts)
    assert not button(opened, RECORD).isEnabled()


@pytest.mark.clause("O-11.1")
def test_late_notice_is_explained_with_what_it_ends_instead(qtbot: QtBot) -> None:
    shell = room_shell(agreement_basis=lambda one: agreement_basis(one, date(2026, 12, 20)))
    opened = giving(qtbot, shell)
    named(opened, QDateEdit, "Ontvangen op").setDate(QDate(2026, 12, 14))
    QApplication.processEvents()
    assert "14-1-2027" in seen_text(opened)
    named(opened, QDateEdit, "Ontvangen op").setDate(QDate(2026, 12, 15))
    QApplication.processEvents()
    texts = seen_text(opened)
    assert {"14-1-2028", "Laatste dag om op te zeggen in deze periode: te laat voor deze periode"} <= texts
    assert any("uiterlijk 14 december 2026" in text for text in texts)


def test_it_is_recorded_by_keyboard_with_who_and_proof(qtbot: QtBot) -> None:
    shell = room_shell()
    opened = giving(qtbot, shell)
    for title, typed in (("Bewijs van ontvangst", "RR 12"), ("Getekend door", "S. Vermeer, directeur")):
        line = named(opened, QLineEdit, title)
        line.setFocus()
        qtbot.keyClicks(line, typed)
    qtbot.keyClick(opened, Qt.Key.Key_Return)
    assert no_dialog()
    assert shell.acts == [("record_notice", {
        "agreement_id": key(0x711), "party": "organisation", "received_on": "2026-11-23", "form": "registered",
        "proof": "RR 12",
        "signatory": {"name": "S. Vermeer, directeur", "role": "representative", "mandate_id": None}})]
    assert shell.said[0].arguments["day"] == date(2027, 1, 14) and shell.undoable == [True]


def test_what_is_wrong_stands_at_its_field(qtbot: QtBot) -> None:
    opened = giving(qtbot, room_shell())
    named(opened, QComboBox, "Vorm").setCurrentIndex(3)
    named(opened, QDateEdit, "Ontvangen op").setDate(QDate(2026, 12, 24))
    QApplication.processEvents()
    texts = seen_text(opened)
    assert any(text.startswith("Opzeggen kan alleen schriftelijk") for text in texts)
    assert any("nog niet geweest" in text for text in texts)
    assert "nog niet geweest" in named(opened, QDateEdit, "Ontvangen op").accessibleDescription()


def test_notice_of_the_licensor_has_nobody_of_ours_under_it(qtbot: QtBot) -> None:
    shell = room_shell()
    opened = giving(qtbot, shell)
    named(opened, QComboBox, "Opgezegd door").setCurrentIndex(1)
    named(opened, QLineEdit, "Bewijs van ontvangst").setText("brief")
    assert not named(opened, QLineEdit, "Getekend door").isVisible()
    press(qtbot, opened, RECORD)
    assert (shell.acts[0][1]["party"], shell.acts[0][1]["signatory"]) == ("licensor", None)


@pytest.mark.clause("O-2.2")
def test_the_administrator_needs_a_mandate_and_records_one_from_there(qtbot: QtBot) -> None:
    shell = room_shell(agreement_basis=lambda one: replace(agreement_basis(one), mandates=()))
    opened = giving(qtbot, shell)
    named(opened, QLineEdit, "Bewijs van ontvangst").setText("RR 12")
    named(opened, QLineEdit, "Getekend door").setText("M. de Boer")
    named(opened, QComboBox, "Rol").setCurrentIndex(1)
    QApplication.processEvents()
    assert any("volmacht" in text and text.startswith("M. de Boer") for text in seen_text(opened))
    assert not button(opened, RECORD).isEnabled()
    press(qtbot, opened, "Volmacht vastleggen…")
    form = dialog("Volmacht vastleggen")
    assert not nameless(form) and not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Gegeven door").setText("S. Vermeer")
    named(form, QCheckBox, "een overeenkomst opzeggen").setChecked(True)
    press(qtbot, form, "Vastleggen")
    assert shell.acts[0] == ("record_mandate", {
        "holder": "M. de Boer", "given_by": "S. Vermeer", "acts": ["give notice"], "from_on": "2026-11-23",
        "until_on": None})
    press(qtbot, opened, RECORD)
    assert shell.acts[1][1]["signatory"]["mandate_id"] == MANDATES[0].id


def test_notice_that_was_given_is_withdrawn_with_what_shows_it(qtbot: QtBot) -> None:
    detail = replace(licence_detail(NORTH), notices=(GIVEN,), at_end=replace(licence_detail(NORTH).at_end, notice=None))
    shell = room_shell(licence_list=LICENCES[2:3], licence_detail=detail)
    panel = panel_of(qtbot, shell)
    assert GIVE not in buttons(panel) and "Als de licentie eindigt" in seen_text(panel)
    press(qtbot, panel, WITHDRAW)
    opened = dialog("Opzegging intrekken")
    assert any("20 november 2026" in text and "14 januari 2027" in text for text in seen_text(opened))
    assert not button(opened, "Intrekken").isEnabled()
    named(opened, QLineEdit, "Wat bewijst dat").setText("mail van 1 december")
    press(qtbot, opened, "Intrekken")
    assert shell.acts == [("withdraw_notice", {"notice_id": GIVEN.id, "proof": "mail van 1 december"})]


@pytest.mark.clause("O-10.1")
def test_the_day_of_delivery_is_recorded(qtbot: QtBot) -> None:
    shell = room_shell()
    press(qtbot, panel_of(qtbot, shell), "Dag van oplevering…")
    opened = dialog("Dag van oplevering")
    named(opened, QDateEdit, "Opgeleverd op").setDate(QDate(2026, 12, 24))
    assert not button(opened, "Vastleggen").isEnabled()
    named(opened, QDateEdit, "Opgeleverd op").setDate(QDate(2026, 1, 20))
    press(qtbot, opened, "Vastleggen")
    assert shell.acts == [("record_delivery", {"agreement_id": key(0x711), "delivered_on": "2026-01-20"})]


def test_who_may_not_change_licences_is_offered_none_of_it(qtbot: QtBot) -> None:
    assert not {GIVE, WITHDRAW, "Dag van oplevering…"} & buttons(panel_of(qtbot, room_shell(COACH)))


def test_where_the_terms_know_no_notice_none_is_offered(qtbot: QtBot) -> None:
    detail = licence_detail(NORTH)
    silent = replace(detail, at_end=replace(detail.at_end, notice=agreement_silent()))
    panel = panel_of(qtbot, room_shell(licence_list=LICENCES[2:3], licence_detail=silent))
    assert GIVE not in buttons(panel)


def agreement_silent() -> object:
    from app.store.resources import load_profile

    return load_profile("leerling-in-beeld").duration.notice


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_has_a_name_and_fits(qtbot: QtBot, language: str) -> None:
    from ui.words import use_language

    use_language(language)
    panel = panel_of(qtbot, room_shell())
    panel.detail.agreement.give_notice()
    opened = dialog("Opzeggen: overeenkomst 2026-0114" if language == "nl" else "Give notice: agreement 2026-0114")
    assert not nameless(opened)
    assert opened.height() <= 680 and opened.width() <= 1100
