"""Consents in the privacy panel and on the page of a person: only where consent is the ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.participants import add_participant
from app.actions.privacy import switch_field
from tests.documents.sheets import text_of
from tests.dumps import rows_of
from tests.ui.desk_shell import DeskShell
from tests.ui.keyboard import clashes
from tests.ui.rooms import button, buttons, column, dialog, named, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.groups.panel import GroupsPanel
from ui.privacy.panel import CONSENTS, REGISTER, PrivacyPanel


def open_panel(qtbot: QtBot, desk: Desk) -> tuple[PrivacyPanel, DeskShell]:
    shell = DeskShell(desk)
    panel = PrivacyPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.tabs.setCurrentIndex(CONSENTS)
    QApplication.processEvents()
    return panel, shell


def switch(desk: Desk, field: str, ground: str) -> None:
    desk.do(switch_field, subject="participant", field=field, is_on=True, purpose="proef", ground=ground,
            addition_on="2026-11-01")


@pytest.fixture
def child(desk: Desk) -> bytes:
    """Jip is younger than sixteen; Ria is not marked so."""
    for field, ground in (("consents", "c"), ("younger_than_16", "c"), ("gender", "a")):
        switch(desk, field, ground)
    desk.do(add_participant, fields={"given_name": "Ria", "family_name": "Vos"})
    return bytes(desk.do(
        add_participant, fields={"given_name": "Jip", "family_name": "Aal", "younger_than_16": "2028-03-01"}).outcome)


@pytest.mark.clause("O-annex 3: 1.2")
def test_where_consent_is_no_ground_nothing_is_asked_and_it_says_why(qtbot: QtBot, desk: Desk) -> None:
    desk.do(add_participant, fields={"given_name": "Ria"})
    panel, _shell = open_panel(qtbot, desk)
    assert "Toestemmingen worden hier niet bewaard" in seen_text(panel.consents)
    assert buttons(panel.consents) == {"Naar het register"} and not panel.consents.search.isVisible()
    switch(desk, "consents", "c")
    panel.refresh()
    assert "Er is geen toestemming nodig" in seen_text(panel.consents)
    press(qtbot, panel.consents, "Naar het register")
    assert panel.tabs.currentIndex() == REGISTER


@pytest.mark.clause("O-annex 3: 1.2")
def test_a_parent_consents_and_withdraws(qtbot: QtBot, desk: Desk, child: bytes, tmp_path: Path) -> None:
    panel, shell = open_panel(qtbot, desk)
    lines = table(panel, "Toestemmingen")
    assert column(lines, "Naam") == ["Aal, Jip", "Vos, Ria"]
    assert column(lines, "Stand") == ["Nog niet gevraagd"] * 2
    assert lines.choose((child, "gender"))
    press(qtbot, panel, "Toestemming vastleggen…")
    form = dialog("Toestemming")
    assert "Jonger dan zestien tot 1-3-2028: een ouder of voogd geeft toestemming." in seen_text(form)
    assert clashes(form) == {} and nameless(form) == []
    assert not button(form, "Vastleggen").isEnabled()
    named(form, QLineEdit, "Gegeven door").setText("M. Aal")
    relation = named(form, QComboBox, "Relatie")
    assert [relation.itemText(at) for at in range(relation.count())] == [
        "ouder", "voogd", "andere wettelijk vertegenwoordiger"]
    named(form, QLineEdit, "Bewijs").setText("map 3")
    press(qtbot, form, "Vastleggen")
    assert column(lines, "Stand") == ["Gegeven", "Nog niet gevraagd"]
    shell.target = str(tmp_path / "toestemmingen.pdf")
    press(qtbot, panel, "Lijst (PDF)…")
    told = " ".join(text_of(Path(shell.target).read_bytes(), 0))
    assert "Aal, Jip" in told and "M. Aal" in told and "map 3" in told
    shell.target = str(tmp_path / "toestemmingen.csv")
    press(qtbot, panel, "Als CSV…")
    assert "Aal, Jip" in Path(shell.target).read_text(encoding="utf-8-sig")
    press(qtbot, panel, "Intrekken…")
    form = dialog("Toestemming intrekken")
    assert clashes(form) == {}
    press(qtbot, form, "Intrekken")
    assert column(lines, "Stand") == ["Ingetrokken", "Nog niet gevraagd"]
    assert rows_of(desk, "consents")[0]["withdrawn_by"] == "M. Aal"


def test_who_is_sixteen_consents_in_person_on_the_own_page(qtbot: QtBot, desk: Desk, child: bytes) -> None:
    ria = next(row["id"] for row in rows_of(desk, "participants") if row["given"] == "Ria")
    shell = DeskShell(desk)
    panel = GroupsPanel(shell)
    shell.panel = panel
    shown(qtbot, panel)
    panel.open_person(ria)
    press(qtbot, panel, "Toestemming…")
    form = dialog("Toestemming")
    assert not named(form, QLineEdit, "Gegeven door").isVisible()
    named(form, QLineEdit, "Bewijs").setText("map 4")
    press(qtbot, form, "Vastleggen")
    assert rows_of(desk, "consents")[0]["relation"] == "self"
    assert "Gegeven" in seen_text(panel.person)
