"""Changes, claims, suspension and the end in their tab: the clocks, who may object, what ends before it is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.permissions import Permission, allowed
from tests.ui.course_values import CHANGE, CLAIM, MEASURE, OBJECTED, OWN, PART, PRICES, SUSPENDED, TERMS, THIRD, course
from tests.ui.fake_shell import FakeShell
from tests.ui.rooms import COACH, button, buttons, dialog, named, no_dialog, press, room_shell, shown
from tests.ui.seen_text import nameless, seen_text
from ui.licences.course_tab import CourseTab

AGREEMENT = b"g" * 16


def tab_of(qtbot: QtBot, provider: str = "oefenen", **given: Any) -> tuple[CourseTab, FakeShell]:
    shell = room_shell(provider=provider, agreement_course=lambda one: course(one, provider, **given))
    tab = shown(qtbot, CourseTab(shell, lambda _number: None))
    tab.show_agreement(AGREEMENT)
    QApplication.processEvents()
    return tab, shell


def fill(where: QWidget, **typed: str) -> None:
    for title, words in typed.items():
        named(where, QLineEdit, title.replace("_", " ")).setText(words)
    QApplication.processEvents()


def any_text(where: QWidget, *parts: str) -> bool:
    return any(all(part in text for part in parts) for text in seen_text(where))


def test_where_nothing_happened_it_says_so(qtbot: QtBot) -> None:
    tab, _ = tab_of(qtbot)
    assert "Er is nog niets gebeurd" in seen_text(tab)
    assert not nameless(tab)


@pytest.mark.clause("O-5.3")
def test_a_change_shows_its_clock_and_is_objected_to(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot, changes=[PRICES])
    assert any_text(tab, "uiterlijk 16-12-2026") and any_text(tab, "€ 35,00 wordt € 37,00")
    press(qtbot, tab, "Bezwaar maken…")
    opened = dialog("Bezwaar: Nieuwe prijzen")
    assert not button(opened, "Bezwaar vastleggen").isEnabled()
    fill(opened, Redenen="te duur", Bewijs_van_ontvangst="RR 3", Getekend_door="S. Vermeer")
    named(opened, QDateEdit, "Ontvangen op").setDate(QDate(2026, 12, 17))
    QApplication.processEvents()
    assert any_text(opened, "nog niet geweest") or any_text(opened, "kon uiterlijk")
    named(opened, QDateEdit, "Ontvangen op").setDate(QDate(2026, 11, 20))
    press(qtbot, opened, "Bezwaar vastleggen")
    assert no_dialog()
    assert shell.acts == [("object_to_change", {
        "change_id": CHANGE, "received_on": "2026-11-20", "form": "registered", "reasons": "te duur", "proof": "RR 3",
        "signatory": {"name": "S. Vermeer", "role": "representative", "mandate_id": None}})]


@pytest.mark.clause("A-2.3")
def test_where_there_is_no_right_to_object_it_says_why_and_offers_none(qtbot: QtBot) -> None:
    tab, _ = tab_of(qtbot, "leerling-in-beeld", changes=[TERMS])
    assert any_text(tab, "geven geen recht van bezwaar") and any_text(tab, "22-12-2026")
    assert "Bezwaar maken…" not in buttons(tab)


@pytest.mark.clause("O-2.3")
def test_after_an_objection_the_choice_of_the_licensor_is_recorded(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot, changes=[OBJECTED])
    assert "Bezwaar maken…" not in buttons(tab) and any_text(tab, "te duur")
    press(qtbot, tab, "Keuze van de licentiegever…")
    opened = dialog("Keuze van de licentiegever: Nieuwe prijzen")
    assert not nameless(opened)
    press(qtbot, opened, "Vastleggen")
    assert shell.acts == [("record_choice", {
        "change_id": CHANGE, "outcome": "continues_unchanged", "chosen_on": "2026-11-23", "ends_on": None})]


@pytest.mark.clause("O-5.3")
def test_a_change_is_recorded_and_says_at_once_what_it_means(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot)
    press(qtbot, tab, "Wijziging vastleggen…")
    opened = dialog("Wijziging van voorwaarden of prijzen: overeenkomst 2026-0114")
    assert any_text(opened, "uiterlijk 7-12-2026")
    named(opened, QComboBox, "Wat verandert er").setCurrentIndex(1)
    named(opened, QComboBox, "Aangekondigd met").setCurrentIndex(1)
    fill(opened, Bewijs="brief 4")
    assert not button(opened, "Wijziging vastleggen").isEnabled(), "no fee was filled in"
    named(opened, QLineEdit, "Nieuwe vergoeding (€): Eén van 40 plaatsen").setText("37,50")
    QApplication.processEvents()
    assert any_text(opened, "uiterlijk 23-12-2026") and any_text(opened, "15-1-2027")
    press(qtbot, opened, "Wijziging vastleggen")
    name, given = shell.acts[0]
    assert (name, given["kind"], given["form"], given["fees"]) == (
        "announce_change", "prices", "letter", [{"licence_id": PART, "fee_cents": 3_750}])


@pytest.mark.clause("A-9.3")
def test_a_claim_shows_its_last_day_before_it_is_recorded(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot, "leerling-in-beeld", claims=[OWN])
    assert any_text(tab, "uiterlijk 2-12-2026")
    press(qtbot, tab, "Aanspraak vastleggen…")
    opened = dialog("Aanspraak: overeenkomst 2026-0114")
    named(opened, QDateEdit, "Bekend op").setDate(QDate(2026, 11, 24))
    QApplication.processEvents()
    assert any_text(opened, "nog niet geweest")
    named(opened, QDateEdit, "Bekend op").setDate(QDate(2026, 11, 20))
    fill(opened, Waarover="Uitval")
    assert any_text(opened, "uiterlijk 20-12-2026")
    press(qtbot, opened, "Aanspraak vastleggen")
    assert (shell.acts[0][0], shell.acts[0][1]["known_on"]) == ("log_claim", "2026-11-20")


@pytest.mark.clause("O-11.4")
def test_the_end_over_a_claim_shows_line_by_line_what_comes_back(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot, claims=[THIRD])
    press(qtbot, tab, "Uitkomst…")
    opened = dialog("Uitkomst: Foto in een oefening")
    box = named(opened, QComboBox, "Uitkomst")
    box.setCurrentIndex(box.findData("ended"))
    QApplication.processEvents()
    assert any_text(opened, "23-12-2026") and any_text(opened, "€ 1.400,00") and any_text(opened, "Gebruikt tot en met")
    assert any_text(opened, "18 deelnemers worden losgekoppeld")
    assert not button(opened, "Uitkomst vastleggen").isEnabled(), "what ends was not ticked as seen"
    named(opened, QCheckBox, "Ik heb gezien wat eindigt en voor wie").setChecked(True)
    press(qtbot, opened, "Uitkomst vastleggen")
    assert shell.acts == [("record_outcome", {
        "claim_id": CLAIM, "outcome": "ended", "outcome_on": "2026-11-23", "form": "registered", "ends_on": None,
        "amount_cents": 140_000})]


@pytest.mark.clause("O-11.3", "O-11.5")
def test_a_measure_is_recorded_only_once_what_ends_was_seen(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot)
    press(qtbot, tab, "Schorsing of einde…")
    opened = dialog("Schorsing of einde: overeenkomst 2026-0114")
    assert not nameless(opened)
    assert any_text(opened, "Account van de beheerder") or any_text(opened, "account van de beheerder")
    fill(opened, Reden="gedeelde wachtwoorden", Bewijs="RR 9")
    assert not button(opened, "Maatregel vastleggen").isEnabled()
    named(opened, QCheckBox, "Ik heb gezien wat eindigt en voor wie").setChecked(True)
    press(qtbot, opened, "Maatregel vastleggen")
    name, given = shell.acts[0]
    assert (name, given["ground"], given["measure"]) == ("record_measure", "misuse", "dissolve")


@pytest.mark.clause("A-3.7")
def test_where_the_terms_give_no_measure_that_is_said(qtbot: QtBot) -> None:
    tab, _ = tab_of(qtbot)
    press(qtbot, tab, "Schorsing of einde…")
    opened = dialog("Schorsing of einde: overeenkomst 2026-0114")
    box = named(opened, QComboBox, "Grondslag")
    box.setCurrentIndex(box.findData("insolvency"))
    QApplication.processEvents()
    assert any_text(opened, "om deze reden geen maatregel")
    assert not button(opened, "Maatregel vastleggen").isEnabled()


@pytest.mark.clause("A-3.7")
def test_a_suspension_is_lifted_and_insolvency_told_at_once(qtbot: QtBot) -> None:
    told = {"id": b"i" * 16, "sort": "bankruptcy", "began_on": "2026-11-20", "told_on": None, "form": "", "proof": ""}
    tab, shell = tab_of(qtbot, "leerling-in-beeld", measures=[SUSPENDED], insolvencies=[told])
    assert {"Geschorst", "Faillissement"} <= seen_text(tab)
    press(qtbot, tab, "Opgeheven…")
    fill(dialog("Opgeheven door de licentiegever"), Bewijs="brief")
    press(qtbot, dialog("Opgeheven door de licentiegever"), "Vastleggen")
    assert shell.acts[-1] == ("lift_measure", {
        "measure_id": MEASURE, "lifted_on": "2026-11-23", "proof": "brief"})
    press(qtbot, tab, "Licentiegever ingelicht…")
    form = dialog("Faillissement of surseance van betaling")
    assert any_text(form, "meteen en schriftelijk") or any_text(form, "schriftelijk")
    fill(form, Bewijs="RR 1")
    press(qtbot, form, "Vastleggen")
    assert shell.acts[-1][0] == "tell_insolvency"


@pytest.mark.clause("O-11.5")
def test_the_steps_at_the_end_with_the_export_in_one_click(qtbot: QtBot) -> None:
    tab, shell = tab_of(qtbot, ended_on=date(2027, 1, 14))
    assert any_text(tab, "nog te doen, uiterlijk 14-1-2027")
    shell.target = "/tmp/noord.zip"
    shell.desk = type("Desk", (), {"organisation": type("Card", (), {"code": "noord"})})
    press(qtbot, tab, "Export bij het einde…")
    assert [name for name, _ in shell.works] == ["export_at_end"]
    press(qtbot, tab, "Gedaan: subverwerkers ingelicht…")
    press(qtbot, dialog("Laat de subverwerkers inlichten"), "Vastleggen")
    assert shell.acts == [("task_done", {
        "agreement_id": AGREEMENT, "task": "sub_processors", "done_on": "2026-11-23", "note": ""})]


@pytest.mark.clause("O-10.1", "O-10.2")
@pytest.mark.parametrize(
    ("provider", "said"), [("oefenen", "€ 1.400,00"), ("leerling-in-beeld", "De voorwaarden regelen dit niet")])
def test_damage_shows_the_maximum_or_that_it_is_not_regulated(qtbot: QtBot, provider: str, said: str) -> None:
    tab, _ = tab_of(qtbot, provider)
    press(qtbot, tab, "Schade…")
    opened = dialog("Schade: overeenkomst 2026-0114")
    assert any_text(opened, said)
    if provider == "oefenen":
        assert any_text(opened, "geen recht om een betaling uit te stellen")
        named(opened, QComboBox, "Ernst").setCurrentIndex(2)
        QApplication.processEvents()
        assert any_text(opened, "geen maximum")


def test_who_may_not_record_sees_no_buttons(qtbot: QtBot) -> None:
    shell = room_shell(actor=COACH, agreement_course=lambda one: course(one, changes=[PRICES]))
    tab = shown(qtbot, CourseTab(shell, lambda _number: None))
    tab.show_agreement(AGREEMENT)
    assert not allowed(COACH, Permission.EDIT_LICENCES)
    assert buttons(tab) == set()
