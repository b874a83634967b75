"""The tab of licence audits: the administrator reads, the licensor gives access and ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.audits import note_look
from app.actions.desk import Desk
from app.domain.permissions import Role
from app.views.audits import audits_here
from tests.actions.test_audits import opened
from tests.invoices import concluded
from tests.rights import licensor_of
from tests.ui.licences.test_rights_tabs import in_front
from tests.ui.rooms import button, buttons, column, dialog, named, no_dialog, press, table
from tests.ui.seen_text import nameless, seen_text

ACCESS, LOOKS = "Toegang voor controles van de licentie", "Wat bekeken is"


@pytest.mark.clause("O-12")
def test_the_administrator_sees_who_looks_and_a_band_as_long_as_it_runs(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    robin = licensor_of(desk, "R. Visser", Role.AUDITOR)
    access = opened(desk, licensor_of(desk), robin.sight.actor.account_id)
    robin.do(note_look, audit_id=access, what="screen")
    page, shell = in_front(qtbot, desk, "audits")
    assert column(table(page, ACCESS), "Wie") == ["R. Visser"] and column(table(page, ACCESS), "Bekeken") == ["1"]
    assert column(table(page, LOOKS), "Wat") == ["Bekeken op het scherm"]
    assert {"Toegang geven…", "Toegang beëindigen…"} & buttons(page) == set()
    assert shell.panel is not None and not nameless(shell.panel)
    assert any("Er loopt een controle" in text and "4 december 2026" in text for text in seen_text(shell.panel))


def test_without_an_audit_there_is_no_band(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    page, shell = in_front(qtbot, desk, "audits")
    assert "Niemand heeft toegang" in seen_text(page)
    assert shell.panel is not None and not shell.panel.detail.audit_band.isVisible()


@pytest.mark.clause("O-12")
def test_the_licensor_gives_access_and_ends_it(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    licensor_of(desk, "R. Visser", Role.AUDITOR)
    lies = licensor_of(desk)
    page, _ = in_front(qtbot, lies, "audits")
    press(qtbot, page, "Toegang geven…")
    form = dialog("Toegang geven voor een controle van de licentie")
    assert not nameless(form) and not button(form, "Toegang geven").isEnabled()
    named(form, QLineEdit, "Waarvoor").setText("jaarlijkse controle")
    until = named(form, QDateEdit, "Tot (die dag niet meer)")
    until.setDate(QDate(2026, 11, 1))
    QApplication.processEvents()
    assert until.accessibleDescription() and not button(form, "Toegang geven").isEnabled()
    until.setDate(QDate(2026, 12, 4))
    press(qtbot, form, "Toegang geven")
    assert no_dialog() and column(table(page, ACCESS), "Stand") == ["loopt"]
    table(page, ACCESS).choose(lies.read(audits_here).rows[0].id)
    press(qtbot, page, "Toegang beëindigen…")
    press(qtbot, dialog("Toegang beëindigen"), "Nu beëindigen")
    assert column(table(page, ACCESS), "Stand") == ["beëindigd"]


@pytest.mark.clause("O-12")
def test_the_dossier_is_saved_from_here(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    concluded(desk)
    page, shell = in_front(qtbot, desk, "audits", folder=str(tmp_path))
    press(qtbot, page, "Controledossier opslaan…")
    assert (tmp_path / "licentiecontrole.zip").exists()
    assert [said.template for said in shell.said] == ["Written to {file}. Nobody is named in it."]
