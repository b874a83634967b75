"""Recording an agreement: from an empty organisation to a licence, with what the terms say about its dates."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QCheckBox, QDateEdit, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fake_shell import FakeShell
from tests.ui.rooms import COACH, button, buttons, dialog, named, press, room_shell, shown
from tests.ui.seen_text import nameless, painted_text
from ui.licences.panel import LicencesPanel
from ui.licences.record_dialog import fee_cents

RECORD = "Overeenkomst vastleggen…"
TICK = "Gesloten door iemand die voor de bibliotheek mag tekenen"


def recording(qtbot: QtBot, shell: FakeShell) -> QWidget:
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
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("35,50")
    press(qtbot, form, "Vastleggen")
    assert shell.acts == [("conclude_agreement", {
        "number": "2026-9", "provider": "oefenen", "package": "Compleet", "concluded_on": "2026-11-20",
        "starts_on": "2027-02-01", "months": 12, "parts": [{"kind": "participant", "seats": 30, "fee_cents": 3550}],
        "concluded_by": "A. Bos, directeur"})]
    assert shell.said[0].arguments["number"] == "2026-9" and shell.undoable == [True]


@pytest.mark.clause("A-1.8")
def test_where_a_licence_has_a_part_for_the_organisation_that_is_recorded_too(qtbot: QtBot) -> None:
    shell = room_shell(provider="leerling-in-beeld")
    form = recording(qtbot, shell)
    fill(form)
    assert any(text.startswith("één licentie") for text in painted_text(form))
    named(form, QCheckBox, TICK.replace("bibliotheek", "school")).setChecked(True)
    press(qtbot, form, "Vastleggen")
    assert shell.acts[0][1]["parts"] == [
        {"kind": "organisation", "seats": 1}, {"kind": "participant", "seats": 30, "fee_cents": 0}]


@pytest.mark.clause("O-11.1")
@pytest.mark.clause("O-11.2")
def test_what_the_terms_say_follows_the_dates(qtbot: QtBot) -> None:
    form = recording(qtbot, room_shell())
    fill(form)
    assert {"1-2-2027 tot en met 31-1-2028", "Verlenging"} <= painted_text(form)
    named(form, QSpinBox, "Duur in maanden").setValue(6)
    QApplication.processEvents()
    assert "1-2-2027 tot en met 31-7-2027" in painted_text(form)


def test_what_cannot_be_right_is_said(qtbot: QtBot) -> None:
    form = recording(qtbot, room_shell())
    fill(form)
    named(form, QCheckBox, TICK).setChecked(True)
    assert button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").setText("veel")
    assert any("geen bedrag" in text for text in painted_text(form)) and not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Vergoeding per plaats, zonder btw (€)").clear()
    named(form, QDateEdit, "Gesloten op").setDate(QDate(2030, 1, 1))
    assert any("nog niet geweest" in text for text in painted_text(form))
    assert not button(form, "Vastleggen").isEnabled()


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
