"""An organisation that was just made finds its way to a licence, in the real window on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.desk import Desk
from app.actions.founding import found_organisation
from app.store.home import Home
from app.store.keys import KeysFile, unlock_passphrase
from app.store.protection import DEMO
from app.views.licences import licence_list
from tests.desks import PASSPHRASE, Clock
from tests.ui.conftest import settle
from tests.ui.rooms import dialog, named
from tests.ui.seen_text import painted_text
from ui.background import Background
from ui.first_run.home_opener import HomeOpener
from ui.licences.record_dialog import RecordDialog
from ui.preferences import Preferences, load_preferences, save_preferences
from ui.running import Running
from ui.window import errands
from ui.window.passphrase import PassphraseDialog
from ui.window.settings import SettingsDialog
from ui.window.shell import PanelShell

SENTENCE = "vier andere losse woorden"


@pytest.fixture(params=["leerling-in-beeld", "oefenen"])
def fresh(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot, data_home: Home) -> Iterator[Running]:
    """The window on an organisation with nothing in it."""
    desk, _ = found_organisation(
        data_home, "nieuw", "De Eerste Dag", request.param, DEMO, place="Berg", administrator="A. Bos", clock=Clock())
    desk.close()
    save_preferences(data_home.root, Preferences(organisation="nieuw"))
    running = Running(qapp, HomeOpener(data_home.root), in_process=False)
    running.__enter__()
    running.begin("nieuw")
    settle(qtbot, running)
    yield running
    running.__exit__(None, None, None)


def press_shown(where: QWidget, words: str) -> None:
    found = [one for one in where.findChildren(QPushButton) if one.isVisible() and one.text().replace("&", "") == words]
    found[-1].click()


@pytest.mark.clause("A-1.8")
@pytest.mark.clause("O-2.1")
def test_from_nothing_to_a_licence_and_back(
    qtbot: QtBot, fresh: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = tmp_path / "voorwaarden.pdf"
    terms.write_bytes(b"wat is afgesproken")
    monkeypatch.setattr(PanelShell, "pick_files", lambda *_: [str(terms)])
    window = fresh.window
    assert window.session is not None
    press_shown(window, "Overeenkomst vastleggen…")
    form = dialog("Overeenkomst vastleggen")
    assert isinstance(form, RecordDialog)
    for line, value in ((form.number, "2026-1"), (form.package, "Compleet"), (form.signer.name, "A. Bos, directeur")):
        line.setText(value)
    form.seats.setValue(30)
    named(form, QLineEdit, "Versie van document 1").setText("2026")
    named(form, QPushButton, "Bestand van document 1 kiezen").click()
    settle(qtbot, fresh)
    form.tick.setChecked(True)
    form.verb.click()
    settle(qtbot, fresh)
    assert "Er loopt geen licentie" not in painted_text(window)
    parts = window.session.sight.profile.licence.parts.value.parts
    rows = window.session.desk.read(licence_list)
    assert sorted(row.kind for row in rows) == sorted(parts)
    assert {row.bought for row in rows if row.kind == "participant"} == {30}
    window.undo()
    settle(qtbot, fresh)
    assert "Overeenkomst vastgelegd" in window.frame.toast.text()
    assert window.session.desk.read(licence_list) == () and "Er loopt geen licentie" in painted_text(window)


def test_another_name_holds_in_the_window_in_the_preferences_and_goes_back(qtbot: QtBot, fresh: Running) -> None:
    window = fresh.window
    errands.settings(window)
    form = next(one for one in window.findChildren(SettingsDialog) if one.isVisible())
    organisation = window.session.sight.profile.words.nl.organisation.singular  # type: ignore[union-attr]
    named(form, QLineEdit, f"Naam van de {organisation}").setText("De Tweede Dag")
    named(form, QLineEdit, "Uw naam").setText("B. Kaya")
    form.verb.click()
    settle(qtbot, fresh)
    assert window.windowTitle() == "De Tweede Dag – Leerspoor"
    assert any("B. Kaya" in text for text in painted_text(window))
    assert load_preferences(window.opener.folder).organisations == {"nieuw": "De Tweede Dag"}
    window.undo()
    settle(qtbot, fresh)
    assert window.windowTitle() == "De Eerste Dag – Leerspoor"
    assert any("A. Bos" in text for text in painted_text(window))


def test_another_passphrase_is_refused_in_words_where_there_is_none_of_its_own(qtbot: QtBot, fresh: Running) -> None:
    errands.settings(fresh.window)
    form = next(one for one in fresh.window.findChildren(SettingsDialog) if one.isVisible())
    press_shown(form, "Wachtzin wijzigen…")
    asked = dialog("Wachtzin wijzigen")
    for told, fields in (
        ("Typ eerst de oude wachtzin.", ("", "", "")),
        ("De twee wachtzinnen zijn niet gelijk. Typ ze opnieuw.", ("oud", "nieuw", "anders")),
        ("Kies een wachtzin van minstens 12 tekens, bijvoorbeeld vier woorden.", ("oud", "nieuw", "nieuw")),
        ("De wachtzin van de demonstratie is overal dezelfde. Er is niets gewijzigd.", ("oud", *[SENTENCE] * 2)),
    ):
        for field, typed in zip((asked.old, asked.new, asked.again), fields, strict=True):
            field.setText(typed)
        asked.agree.click()
        settle(qtbot, fresh)
        assert asked.problem.text() == told
    asked.reject()
    form.reject()


def test_another_passphrase_is_asked_for_and_kept(qtbot: QtBot, desk: Desk) -> None:
    done: list[str] = []
    background, parent = Background(in_process=False), QWidget()
    qtbot.addWidget(parent)
    asked = PassphraseDialog(parent, desk.folder, background, lambda: done.append("changed"), pytest.fail)
    asked.open()
    asked.old.setText(PASSPHRASE)
    asked.new.setText(SENTENCE)
    asked.again.setText(SENTENCE)
    asked.agree.click()
    qtbot.waitUntil(lambda: bool(done))
    assert not asked.isVisible()
    assert unlock_passphrase(KeysFile.read(desk.folder), SENTENCE)
    background.close()
