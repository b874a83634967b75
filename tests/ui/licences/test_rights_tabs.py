"""The register of permissions and the reports of infringement on a real desk, as they are used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.groups import create_group
from app.views.rights import infringement_reports, permission_register
from tests.coaching import coach_of
from tests.dumps import rows_of
from tests.invoices import concluded
from tests.rights import asked, given, reported
from tests.ui.licences.test_invoices_tab import DeskShell
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.licences.panel import LicencesPanel
from ui.licences.report_dialog import ReportDialog
from ui.words import use_language

REGISTER, REPORTS = "Register van toestemmingen", "Meldingen van inbreuk"


def in_front(qtbot: QtBot, desk: Desk, name: str, **more: Any) -> tuple[QWidget, DeskShell]:
    shell = DeskShell(desk)
    for key, value in more.items():
        setattr(shell, key, value)
    panel = LicencesPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    page = getattr(panel.detail, name)
    panel.detail.tabs.bring_forward(page)
    QApplication.processEvents()
    return page, shell


@pytest.mark.clause("O-4.2", "O-4.5", "O-4.9")
def test_permission_is_asked_and_the_answer_recorded_with_its_file(
    qtbot: QtBot, desk: Desk, tmp_path: Path,
) -> None:
    agreement = concluded(desk)
    page, shell = in_front(qtbot, desk, "permissions")
    assert any("Niet toegestaan" in text for text in seen_text(page))
    press(qtbot, page, "Toestemming vragen…")
    form = dialog("Toestemming vragen")
    assert not nameless(form) and not button(form, "Verzoek vastleggen").isEnabled()
    named(form, QComboBox, "Voor").setCurrentIndex(2)
    named(form, QLineEdit, "Waarvan").setText("Klikken en typen")
    named(form, QLineEdit, "Voor wie").setText("Buurthuis")
    named(form, QLineEdit, "Gevraagd door").setText("Anna")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert no_dialog() and shell.undoable == [True]
    assert column(table(page, REGISTER), "Stand") == ["gevraagd"]
    paper = tmp_path / "brief.pdf"
    paper.write_bytes(b"toestemming")
    shell.files = [str(paper)]
    press(qtbot, page, "Antwoord vastleggen…")
    form = dialog("Antwoord van de licentiegever")
    assert not nameless(form)
    assert "Kies het bestand waaruit de toestemming blijkt. Er is niets vastgelegd." not in seen_text(form)
    named(form, QLineEdit, "Beantwoord door").setText("Lies")
    named(form, QLineEdit, "Bewijs").setText("brief")
    named(form, QPlainTextEdit, "Voorwaarden (één per regel)").setPlainText("noem de bron\nen het logo")
    assert not button(form, "Antwoord vastleggen").isEnabled()
    press(qtbot, form, "Bestand kiezen…")
    press(qtbot, form, "Antwoord vastleggen")
    (row,) = desk.read(permission_register, agreement).rows
    assert (row.state, row.conditions, len(row.checksum)) == ("given", ("noem de bron", "en het logo"), 64)
    assert "Toegestaan, alleen voor: Buurthuis" in seen_text(page)
    press(qtbot, page, "Toestemming intrekken…")
    form = dialog("Toestemming intrekken")
    named(form, QLineEdit, "Reden").setText("misbruik")
    press(qtbot, form, "Intrekken")
    assert column(table(page, REGISTER), "Stand") == ["ingetrokken"]


def test_a_wrong_day_is_said_at_its_field(qtbot: QtBot, desk: Desk) -> None:
    asked(desk, concluded(desk))
    page, _ = in_front(qtbot, desk, "permissions")
    press(qtbot, page, "Antwoord vastleggen…")
    form = dialog("Antwoord van de licentiegever")
    named(form, QDateEdit, "Op").setDate(QDate(2026, 10, 1))
    QApplication.processEvents()
    assert "begin" in named(form, QDateEdit, "Op").accessibleDescription()
    named(form, QComboBox, "Antwoord").setCurrentIndex(1)
    QApplication.processEvents()
    assert not named(form, QLineEdit, "Bewijs").isVisible()
    named(form, QDateEdit, "Op").setDate(QDate(2026, 11, 20))
    named(form, QLineEdit, "Beantwoord door").setText("Lies")
    named(form, QPlainTextEdit, "Reden").setPlainText("te druk")
    press(qtbot, form, "Antwoord vastleggen")
    assert rows_of(desk, "permissions")[0]["refused_reason"] == "te druk"


def test_the_register_is_saved_as_paper_and_as_rows(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    given(desk, concluded(desk))
    page, shell = in_front(qtbot, desk, "permissions", folder=str(tmp_path))
    page.saving.paper.trigger()  # type: ignore[attr-defined]
    page.saving.rows.trigger()  # type: ignore[attr-defined]
    assert (tmp_path / "toestemmingen.pdf").read_bytes().startswith(b"%PDF-")
    assert "Buurthuis West" in (tmp_path / "toestemmingen.csv").read_text(encoding="utf-8-sig")
    assert [said.template for said in shell.said] == ["Written to {file}."] * 2


@pytest.mark.clause("A-7.3", "O-9.2")
def test_an_infringement_is_reported_and_answered(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    page, _ = in_front(qtbot, desk, "infringements")
    assert "Er is niets gemeld" in seen_text(page)
    press(qtbot, page, "Inbreuk melden…")
    form = dialog("Inbreuk melden")
    assert not nameless(form) and not button(form, "Melden").isEnabled()
    named(form, QPlainTextEdit, "Wat zag u").setPlainText("Een kopie")
    where = named(form, QLineEdit, "Waar")
    where.setText("http://x")
    QApplication.processEvents()
    assert where.accessibleDescription().startswith("Dit is geen webadres")
    where.setText("https://voorbeeld.example/kopie")
    press(qtbot, form, "Melden")
    assert column(table(page, REPORTS), "Stand") == ["gemeld"]
    press(qtbot, page, "Antwoord vastleggen…")
    form = dialog("Antwoord op de melding")
    named(form, QComboBox, "Stand").setCurrentIndex(1)
    named(form, QPlainTextEdit, "Antwoord").setPlainText("Weggehaald.")
    press(qtbot, form, "Antwoord vastleggen")
    assert "Weggehaald." in seen_text(page) and column(table(page, REPORTS), "Stand") == ["afgesloten"]


@pytest.mark.clause("A-7.3", "O-9.2")
def test_a_coach_reports_from_the_menu_and_sees_the_answer_to_the_own_report_only(qtbot: QtBot, desk: Desk) -> None:
    reported(desk, "Van de beheerder")
    coach = coach_of(desk, desk.do(create_group, name="Dinsdag").outcome)
    reported(coach, "Van mij")
    shell = DeskShell(coach)
    window = QWidget()
    qtbot.addWidget(window)
    form = ReportDialog(window, shell, coach.read(infringement_reports))
    form.open()
    assert "Van mij" in column(table(form, REPORTS), "Wat")
    assert "Van de beheerder" not in " ".join(seen_text(form))
    form.close()


@pytest.mark.clause("A-3.3", "O-4.1")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_silent_terms_and_what_is_never_allowed_are_said(qtbot: QtBot, school_desk: Desk, language: str) -> None:
    concluded(school_desk)
    shell = DeskShell(school_desk)
    use_language(language)
    panel = LicencesPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.detail.tabs.bring_forward(panel.detail.permissions)
    QApplication.processEvents()
    texts = " ".join(seen_text(panel.detail.permissions))
    never = "de voorwaarden staan dit nooit toe" if language == "nl" else "the terms never allow it"
    assert never in texts and not nameless(panel)
    use_language("nl")


def test_the_facts_of_the_terms_stand_with_the_agreement(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    page, _ = in_front(qtbot, desk, "agreement")
    texts = seen_text(page)
    assert "Nederlands recht geldt." in texts and "O-15" in texts and "Gebruiksrecht" in texts


def test_who_may_only_look_is_offered_nothing(qtbot: QtBot, desk: Desk) -> None:
    from tests.rights import licensor_of

    asked(desk, concluded(desk))
    page, _ = in_front(qtbot, licensor_of(desk), "permissions")
    assert "Toestemming vragen…" not in buttons(page) and "Antwoord vastleggen…" in buttons(page)
