"""Recording an agreement: from an empty organisation to a licence, with what the terms say about its dates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import BASIS, MANDATES
from tests.ui.rooms import COACH, button, buttons, dialog, named, press, room_shell, shown
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.licences.panel import LicencesPanel
from ui.licences.record_dialog import fee_cents

RECORD = "Overeenkomst vastleggen…"
CHECKSUM = "ab" * 32
TICK = "Gesloten door iemand die voor de bibliotheek mag tekenen"


def recording(qtbot: QtBot, shell: FakeShell) -> QWidget:
    shell.answers["order_basis"] = replace(BASIS, running=(), adds_to=())
    panel = shown(qtbot, LicencesPanel(shell))
    panel.record_agreement()
    opened: QWidget = dialog("Overeenkomst vastleggen")
    return opened


def fill(form: QWidget, **more: str) -> None:
    for title, value in (
        {"Nummer van de overeenkomst": "2026-9", "Pakket": "Compleet", "Gesloten door": "A. Bos, directeur"} | more
    ).items():
        named(form, QLineEdit, title).setText(value)
    named(form, QDateEdit, "Gesloten op").setDate(QDate(2026, 11, 20))
    named(form, QDateEdit, "Begint op").setDate(QDate(2027, 2, 1))
    named(form, QSpinBox, "Plaatsen").setValue(30)
    QApplication.processEvents()


def choose_file(qtbot: QtBot, shell: FakeShell, form: QWidget, number: int = 1, title: str = "") -> None:
    """Choose the file of this document, as a user does with the button."""
    shell.files, shell.outcomes = ["voorwaarden.pdf"], shell.outcomes | {"checksum_of": CHECKSUM}
    if title:
        named(form, QLineEdit, f"Titel van document {number}").setText(title)
    named(form, QPushButton, f"Bestand van document {number} kiezen").click()
    if not named(form, QLineEdit, f"Versie van document {number}").text():
        named(form, QLineEdit, f"Versie van document {number}").setText("2025")
    QApplication.processEvents()


def test_an_empty_licences_panel_offers_to_record_one(qtbot: QtBot) -> None:
    panel = shown(qtbot, LicencesPanel(room_shell(licence_list=())))
    offered = [one for one in panel.findChildren(type(panel.assign_button)) if one.text().replace("&", "") == RECORD]
    assert len([one for one in offered if one.isVisible()]) == 2  # above, and in the empty state
    offered[-1].click()
    assert dialog("Overeenkomst vastleggen").isVisible()


def test_a_coach_cannot_record_one(qtbot: QtBot) -> None:
    assert RECORD not in buttons(shown(qtbot, LicencesPanel(room_shell(actor=COACH, licence_list=()))))


@pytest.mark.clause("O-2.1")
@pytest.mark.clause("A-1.2")
def test_only_a_whole_agreement_that_was_ticked_is_recorded(qtbot: QtBot) -> None:
    shell = room_shell()
    form = recording(qtbot, shell)
    fill(form)
    assert not button(form, "Vastleggen").isEnabled()
    named(form, QCheckBox, TICK).setChecked(True)
    assert any("Kies van elk document het bestand" in text for text in painted_text(form))
    choose_file(qtbot, shell, form)
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("35,50")
    press(qtbot, form, "Vastleggen")
    assert shell.acts == [("conclude_agreement", {
        "number": "2026-9", "provider": "oefenen", "package": "Compleet", "concluded_on": "2026-11-20",
        "starts_on": "2027-02-01", "months": 12, "parts": [{"kind": "participant", "seats": 30, "fee_cents": 3550}],
        "consumer": False, "conclusion": {
            "name": "A. Bos, directeur", "role": "representative", "mandate_id": None, "ticked": True,
            "documents": [{"title": "Licentievoorwaarden voor Oefenen.nl", "edition": "2025", "checksum": CHECKSUM}],
            "deviating": None, "processing": None}})]
    assert shell.said[0].arguments["number"] == "2026-9" and shell.undoable == [True]


@pytest.mark.clause("A-1.8")
def test_where_a_licence_has_a_part_for_the_organisation_that_is_recorded_too(qtbot: QtBot) -> None:
    shell = room_shell(provider="leerling-in-beeld")
    form = recording(qtbot, shell)
    fill(form)
    assert any(text.startswith("één licentie") for text in painted_text(form))
    named(form, QCheckBox, TICK.replace("bibliotheek", "school")).setChecked(True)
    choose_file(qtbot, shell, form)
    press(qtbot, form, "Vastleggen")
    assert shell.acts[0][1]["parts"] == [
        {"kind": "organisation", "seats": 1}, {"kind": "participant", "seats": 30, "fee_cents": 0}]


@pytest.mark.clause("O-11.1")
@pytest.mark.clause("O-11.2")
def test_what_the_terms_say_follows_the_dates(qtbot: QtBot) -> None:
    form = recording(qtbot, room_shell())
    fill(form)
    assert {"1-2-2027 tot en met 31-1-2028", "Verlenging"} <= seen_text(form)  # in taller letters one scrolls to it
    named(form, QSpinBox, "Duur in maanden").setValue(6)
    QApplication.processEvents()
    assert "1-2-2027 tot en met 31-7-2027" in seen_text(form)


def test_what_cannot_be_right_is_said(qtbot: QtBot) -> None:
    shell = room_shell()
    form = recording(qtbot, shell)
    fill(form)
    named(form, QCheckBox, TICK).setChecked(True)
    choose_file(qtbot, shell, form)
    assert button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("veel")
    assert any("geen bedrag" in text for text in painted_text(form)) and not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").clear()
    named(form, QDateEdit, "Gesloten op").setDate(QDate(2030, 1, 1))
    assert any("nog niet geweest" in text for text in painted_text(form))
    assert not button(form, "Vastleggen").isEnabled()


@pytest.mark.clause("O-2.2")
def test_the_administrator_concludes_with_a_mandate_other_terms_and_the_processing_agreement(qtbot: QtBot) -> None:
    shell = room_shell()
    form = recording(qtbot, shell)
    fill(form)
    named(form, QCheckBox, TICK).setChecked(True)
    choose_file(qtbot, shell, form)
    role = named(form, QComboBox, "Rol")
    role.setCurrentIndex(role.findText("beheerder"))
    assert named(form, QComboBox, "Volmacht").currentText().startswith("M. de Boer, sinds 1-1-2026")
    press(qtbot, form, "Document erbij")
    named(form, QComboBox, "Soort van document 2").setCurrentIndex(1)
    choose_file(qtbot, shell, form, 2)
    assert named(form, QLineEdit, "Titel van document 2").text() == "voorwaarden"
    press(qtbot, form, "Vastleggen")
    made = shell.acts[0][1]["conclusion"]
    assert made["mandate_id"] == MANDATES[0].id and made["deviating"]["document"]["checksum"] == CHECKSUM
    assert (made["deviating"]["signed_on"], made["deviating"]["written"]) == ("2026-11-20", True)


@pytest.mark.clause("A-8.3")
def test_a_mandate_that_does_not_reach_so_far_is_said(qtbot: QtBot) -> None:
    shell = room_shell()
    form = recording(qtbot, shell)
    fill(form)
    named(form, QCheckBox, TICK).setChecked(True)
    choose_file(qtbot, shell, form)
    named(form, QComboBox, "Rol").setCurrentIndex(1)
    assert button(form, "Vastleggen").isEnabled()
    press(qtbot, form, "Document erbij")
    named(form, QComboBox, "Soort van document 2").setCurrentIndex(2)
    choose_file(qtbot, shell, form, 2)
    assert any(text.startswith("De volmacht van A. Bos") for text in painted_text(form))
    assert not button(form, "Vastleggen").isEnabled()


def test_a_number_can_be_read_in_its_field(qtbot: QtBot) -> None:
    """Without its buttons a styled field for a number keeps no room for the number."""
    form = recording(qtbot, room_shell())
    for title in ("Duur in maanden", "Plaatsen"):
        box = named(form, QSpinBox, title)
        assert box.lineEdit().width() > box.width() / 2


def test_every_field_has_a_name_and_it_fits_a_small_screen(qtbot: QtBot) -> None:
    form = recording(qtbot, room_shell())
    assert not nameless(form)
    assert form.height() <= 680 and form.width() <= 1100


@pytest.mark.parametrize(("typed", "cents"), [
    ("", 0), ("35", 3500), ("35,5", 3550), ("35.50", 3550), ("€ 1.250,00", 125000), ("1.250", 125000),
    ("1,250.75", 125075), ("veel", None), ("-3", None), ("1,2345", None), ("99999999", None),
])
def test_a_fee_as_people_write_it(typed: str, cents: Any) -> None:
    assert fee_cents(typed) == cents
