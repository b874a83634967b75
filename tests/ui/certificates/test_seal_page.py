"""The certificate to sign with: chosen with its password, looked at, removed; and signing when files are made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.seals import SealFacts
from tests.seals import PASSWORD, given
from tests.ui.fake_shell import FakeShell
from tests.ui.room_values import TODAY
from tests.ui.rooms import COACH, buttons, dialog, named, no_dialog, press, room_shell, shown
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.certificates.habits import forget_habits
from ui.certificates.panel import CertificatesPanel
from ui.certificates.seal_page import SealPage, read_seal_file

FACTS = SealFacts("Bibliotheek Noord", "Proefinstantie", date(2026, 1, 1), date(2027, 12, 31))
SOON = SealFacts("Bibliotheek Noord", "Bibliotheek Noord", date(2025, 1, 1), date(2026, 12, 20))
OVER = SealFacts("Bibliotheek Noord", "Proefinstantie", date(2023, 1, 1), date(2025, 12, 31))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zegel.p12"
    path.write_bytes(given().file)
    return path


def open_page(qtbot: QtBot, facts: SealFacts | None = None, **more: Any) -> tuple[SealPage, FakeShell]:
    shell = room_shell(seal_facts=facts, **more)
    return shown(qtbot, SealPage(shell)), shell


@pytest.mark.clause("O-annex 1")
def test_it_is_chosen_with_its_password_and_kept(qtbot: QtBot, file: Path) -> None:
    page, shell = open_page(qtbot)
    assert "Nog geen certificaat om mee te ondertekenen" in painted_text(page)
    shell.files, shell.outcomes["read_seal_file"] = [str(file)], read_seal_file
    press(qtbot, page, "Certificaat kiezen…")
    form = dialog("Certificaat om mee te ondertekenen")
    assert any("op deze computer" in text for text in seen_text(form)) and nameless(form) == []
    line = named(form, QLineEdit, "Wachtwoord")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(line, PASSWORD)
    press(qtbot, form, "Dit certificaat gebruiken")
    ((name, given_),) = shell.acts
    assert name == "keep_seal" and given_["seal"].subject == "Bibliotheek Noord, Zegel certificaten"
    assert "From now on" in shell.said[-1].template and no_dialog()


def test_who_goes_back_has_changed_nothing(qtbot: QtBot, file: Path) -> None:
    page, shell = open_page(qtbot)
    press(qtbot, page, "Certificaat kiezen…")
    assert no_dialog()
    shell.files = [str(file)]
    press(qtbot, page, "Certificaat kiezen…")
    dialog("Certificaat om mee te ondertekenen").reject()
    assert shell.acts == [] == shell.works


@pytest.mark.parametrize(("facts", "says"), [
    (FACTS, "Ondertekent"), (SOON, "Loopt binnenkort af: vraag nu een nieuw aan"),
    (OVER, "Is afgelopen: er wordt niets meer ondertekend")])
def test_it_says_whose_it_is_until_when_and_warns(qtbot: QtBot, facts: SealFacts, says: str) -> None:
    page, _ = open_page(qtbot, facts)
    seen = painted_text(page)
    assert page.badge.text() == says and "Bibliotheek Noord" in seen
    assert ("zichzelf" in seen) is (facts is SOON)
    assert nameless(page) == []


def test_it_is_removed_after_a_question(qtbot: QtBot) -> None:
    page, shell = open_page(qtbot, FACTS)
    press(qtbot, page, "Verwijderen…")
    form = dialog("Certificaat om mee te ondertekenen verwijderen")
    assert "Dit kunt u niet ongedaan maken." in painted_text(form)
    shell.answers["seal_facts"] = None
    press(qtbot, form, "Verwijderen")
    assert shell.acts == [("remove_seal", {})]
    assert "Nog geen certificaat om mee te ondertekenen" in painted_text(page)


def test_who_may_not_set_it_up_does_not_see_it(qtbot: QtBot) -> None:
    panel = shown(qtbot, CertificatesPanel(room_shell(COACH)))
    assert panel.tabs.count() == 2 and "Certificaat kiezen…" not in buttons(panel)


def printing_with(qtbot: QtBot, facts: SealFacts | None) -> tuple[QComboBox, Any, FakeShell]:
    forget_habits()
    shell = room_shell(seal_facts=facts, seal_to_sign_with=lambda: "the seal")
    shell.folder, shell.desk = "/home/m/klaar", type("Desk", (), {"clock": staticmethod(lambda: 7)})()
    shell.outcomes |= {"issue_certificates": (b"c" * 16,), "print_files": 1}
    panel = shown(qtbot, CertificatesPanel(shell))
    press(qtbot, panel, "Alles aanvinken")
    press(qtbot, panel, "7 certificaten afdrukken…")
    form = dialog("Certificaten afdrukken")
    return named(form, QComboBox, "Naar"), form, shell


def test_files_are_signed_where_that_is_chosen(qtbot: QtBot) -> None:
    box, form, shell = printing_with(qtbot, FACTS)
    box.setCurrentIndex(box.findText("Eén bestand per deelnemer, digitaal ondertekend"))
    press(qtbot, form, "7 certificaten afdrukken")
    assert [(name, given_[1:]) for name, given_ in shell.works] == [
        ("print_files", ("/home/m/klaar", "the seal", 7))]
    forget_habits()


def test_files_that_can_no_longer_be_signed_are_not_quietly_left_unsigned(qtbot: QtBot) -> None:
    box, form, shell = printing_with(qtbot, FACTS)
    shell.answers["seal_to_sign_with"] = None
    box.setCurrentIndex(box.findText("Eén bestand per deelnemer, digitaal ondertekend"))
    press(qtbot, form, "7 certificaten afdrukken")
    assert shell.works == []
    assert "no certificate to sign with" in shell.said[-1].template
    forget_habits()


@pytest.mark.parametrize("facts", [None, OVER])
def test_without_one_that_is_valid_signing_is_not_offered(qtbot: QtBot, facts: SealFacts | None) -> None:
    assert OVER.until_on < TODAY
    box, _, _ = printing_with(qtbot, facts)
    assert box.findText("Eén bestand per deelnemer, digitaal ondertekend") < 0
    forget_habits()
