"""The auditor's panel: organisations and figures, nobody's name, nothing to change, and what was looked at noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.domain.permissions import Actor, Role, TenantKind
from app.domain.sight import Sight
from app.domain.text import Text
from app.views.audited import AuditedRow
from app.views.licence_audit import licence_audit
from tests.invoices import concluded
from tests.rights import given
from tests.ui.fake_shell import FakeShell
from tests.ui.rooms import buttons, column, press, shown, table
from tests.ui.seen_text import nameless, seen_text
from ui.audit.panel import AuditPanel
from ui.window.panels import panels_for
from ui.words import use_words

NOORD = AuditedRow(b"n" * 16, "Bibliotheek Noord", b"a" * 16, "jaarlijkse controle", date(2026, 12, 4))
AUDITOR = Actor(b"r" * 16, Role.AUDITOR, "R. Visser", at=TenantKind.LICENSOR)


def _shell(desk: Desk, rows: tuple[AuditedRow, ...] = (NOORD,)) -> FakeShell:
    use_words(desk.sight.profile.words)
    sight = Sight(AUDITOR, desk.sight.profile, desk.sight.today)
    return FakeShell({"audited": rows, "audit_within": desk.read(licence_audit)}, sight)


@pytest.mark.clause("O-12")
def test_everything_is_there_to_read_and_nothing_to_change(qtbot: QtBot, desk: Desk) -> None:
    given(desk, concluded(desk))
    shell = _shell(desk)
    panel = shown(qtbot, AuditPanel(shell))
    assert buttons(panel) == {"Controledossier opslaan…"} and not nameless(panel)
    assert column(table(panel, "Organisaties om te bekijken"), "Organisatie") == ["Bibliotheek Noord"]
    titles = [panel.tabs.tabText(at) for at in range(panel.tabs.count())]
    assert titles[:3] == ["Overeenkomsten", "Locaties", "Licenties"] and len(titles) == 8
    panel.tabs.setCurrentIndex(2)
    assert panel.export_rows()[1][3:] == ["40", "0"]
    assert any("tot 4 december 2026" in text for text in seen_text(panel))
    assert shell.acts == [("note_look", {"within": NOORD.id, "audit_id": NOORD.audit_id, "what": "screen"})]
    panel.refresh()
    assert len(shell.acts) == 1, "looking is noted once"


@pytest.mark.clause("O-12")
def test_the_dossier_is_noted_as_looking(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    shell = _shell(desk)
    panel = shown(qtbot, AuditPanel(shell))
    shell.target = "/nowhere/controle.zip"
    shell.outcomes["write_dossier"] = lambda *_given: Path(shell.target)
    press(qtbot, panel, "Controledossier opslaan…")
    assert [acted["what"] for _, acted in shell.acts] == ["screen", "dossier"]
    assert shell.works[0][1][-1] == NOORD.id
    assert shell.said == [Text("Written to {file}. Nobody is named in it.", file="controle.zip")]




def test_once_the_access_has_ended_nothing_is_left_on_the_screen(qtbot: QtBot, desk: Desk) -> None:
    concluded(desk)
    shell = _shell(desk)
    panel = shown(qtbot, AuditPanel(shell))
    shell.answers["audited"] = ()
    panel.refresh()
    assert panel.tabs.count() == 0 and "Er is niets te bekijken" in seen_text(panel)


@pytest.mark.clause("O-12")
def test_an_auditor_has_one_panel_and_the_manual_and_nobody_else_has_that_panel(desk: Desk) -> None:
    assert [(place.where, place.below) for place in panels_for(AUDITOR)] == [
        ("ui.audit.panel:AuditPanel", False), ("ui.help.manual_panel:ManualPanel", True)]
    for actor in (desk.sight.actor, replace(AUDITOR, role=Role.LICENSOR)):
        assert "ui.audit.panel:AuditPanel" not in [place.where for place in panels_for(actor)]
