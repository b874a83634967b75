"""From a window with nothing open to one with a desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import Refusal
from app.domain.text import Text
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.fake_desk import FakeDesk, FakeOpener
from tests.ui.seen_text import nameless, painted_text, seen_text
from ui.first_run.new_organisation import NewOrganisationDialog
from ui.first_run.opener import TypedKey
from ui.first_run.recovery_key import RecoveryKeyDialog
from ui.first_run.unlock import UnlockDialog
from ui.preferences import Preferences
from ui.running import Running


def button(widget: QWidget, words: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.accessibleName() == words)


def locked(folder: Path) -> FakeOpener:
    return FakeOpener(folder / "home", {"noord": canned_desk()}, {"noord": "vier losse woorden"})


def dialog_of(running: Running) -> object:
    assert running.opening is not None
    return running.opening.dialog


def test_an_empty_home_welcomes_with_three_ways(run_window: Open, tmp_path: Path) -> None:
    window = run_window(opener=FakeOpener(tmp_path / "home", {}), preferences=Preferences()).window
    texts = painted_text(window)
    assert {"Welkom bij Leerspoor", "Eerst rondkijken", "Beginnen", "Verder op deze computer"} <= texts
    assert not window.frame.rail.isVisible()
    assert nameless(window) == []


def test_with_several_organisations_and_none_known_the_user_chooses(run_window: Open, qtbot: QtBot) -> None:
    school = canned_desk("school", "Basisschool De Regenboog", "leerling-in-beeld")
    running = run_window(canned_desk(), school, preferences=Preferences(organisations={"school": "De Regenboog"}))
    assert running.window.session is None
    button(running.window, "De Regenboog").click()
    settle(qtbot, running)
    assert running.window.windowTitle() == "Basisschool De Regenboog – Leerspoor"


def test_the_demo_is_made_and_opened(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    opener = FakeOpener(tmp_path / "home", {})
    running = run_window(opener=opener, preferences=Preferences())
    opener.desks["school"] = canned_desk("school", "De Regenboog", "leerling-in-beeld")
    button(running.window, "De demo openen").click()
    settle(qtbot, running)
    assert running.window.session is not None
    assert running.window.session.desk.organisation.code == "school"


def test_locked_data_ask_for_the_passphrase_until_it_is_right(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    running = run_window(opener=locked(tmp_path))
    dialog = dialog_of(running)
    assert isinstance(dialog, UnlockDialog)
    assert dialog.field.echoMode() == QLineEdit.EchoMode.Password
    dialog.agree.click()
    assert dialog.problem.text() == "Typ eerst de wachtzin."
    dialog.field.setText("verkeerd")
    dialog.agree.click()
    settle(qtbot, running)
    assert dialog.isVisible()
    assert dialog.problem.text() == "That is not the passphrase. Nothing was changed."
    assert dialog.field.selectedText() != ""
    assert nameless(dialog) == []
    dialog.field.setText("vier losse woorden")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    settle(qtbot, running)
    assert not dialog.isVisible()
    assert running.window.session is not None


def test_the_recovery_key_does_instead_of_the_passphrase(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    opener = locked(tmp_path)
    tried: list[object] = []
    real = opener.open
    opener.open = lambda code, typed=None: (tried.append(typed), real(code, typed))[1]  # type: ignore[method-assign]
    running = run_window(opener=opener)
    dialog = dialog_of(running)
    assert isinstance(dialog, UnlockDialog)
    dialog.other.click()
    assert dialog.field.accessibleName() == "Herstelsleutel"
    assert dialog.field.echoMode() == QLineEdit.EchoMode.Normal
    dialog.field.setText("vier losse woorden")
    dialog.agree.click()
    settle(qtbot, running)
    assert tried[-1] == ("recovery", "vier losse woorden")
    assert running.window.session is not None


def test_giving_up_the_passphrase_leads_to_the_welcome(run_window: Open, tmp_path: Path) -> None:
    running = run_window(opener=locked(tmp_path))
    dialog_of(running).reject()  # type: ignore[attr-defined]
    assert "Welkom bij Leerspoor" in seen_text(running.window)


def test_another_refusal_is_told_and_leads_to_the_welcome(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    opener = FakeOpener(tmp_path / "home", {"noord": canned_desk()})

    def refuse(code: str, typed: object = None) -> FakeDesk:
        raise Refusal(Text("Leerspoor already has {code} open.", code=code), remedy="running")

    opener.open = refuse  # type: ignore[method-assign]
    window = run_window(opener=opener).window
    assert window.boxes[-1].text() == "Leerspoor already has noord open."
    assert "Welkom bij Leerspoor" in seen_text(window)
    window.boxes[-1].close()


def fill(dialog: NewOrganisationDialog, passphrase: str = "", again: str | None = None) -> None:
    dialog.name.setText("Bibliotheek Zuid")
    dialog.administrator.setText("A. Kaya")
    dialog.passphrase.setText(passphrase)
    dialog.again.setText(passphrase if again is None else again)
    dialog.agree.click()


def ask_new(run_window: Open, qtbot: QtBot, tmp_path: Path, keyring: bool) -> tuple[Running, FakeOpener]:
    opener = FakeOpener(tmp_path / "home", {})
    opener.keyring = keyring
    running = run_window(opener=opener, preferences=Preferences())
    button(running.window, "Nieuwe organisatie…").click()
    settle(qtbot, running)
    return running, opener


def test_a_new_organisation_shows_its_recovery_key_once(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    running, opener = ask_new(run_window, qtbot, tmp_path, keyring=True)
    dialog = dialog_of(running)
    assert isinstance(dialog, NewOrganisationDialog)
    dialog.agree.click()
    assert dialog.problem.text() == "Geef de organisatie een naam."
    fill(dialog)
    settle(qtbot, running)
    assert opener.made[0].name == "Bibliotheek Zuid"
    shown = dialog_of(running)
    assert isinstance(shown, RecoveryKeyDialog)
    assert not shown.close_button.isEnabled()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    shown.reject()
    assert shown.isVisible()
    assert nameless(shown) == []
    opener.desks["new"].answers.update(canned_desk().answers)
    assert shown.kept.text().startswith("&Ik")
    shown.kept.setChecked(True)
    shown.close_button.click()
    settle(qtbot, running)
    assert running.window.windowTitle() == "Bibliotheek Zuid – Leerspoor"


@pytest.mark.parametrize(("passphrase", "again", "told"), [
    ("", "", "Kies een wachtzin van minstens 12 tekens, bijvoorbeeld vier woorden."),
    ("kort", "kort", "Kies een wachtzin van minstens 12 tekens, bijvoorbeeld vier woorden."),
    ("vier losse woorden", "vijf losse woorden", "De twee wachtzinnen zijn niet gelijk. Typ ze opnieuw."),
])
def test_without_a_keyring_a_passphrase_must_be_chosen(
    run_window: Open, qtbot: QtBot, tmp_path: Path, passphrase: str, again: str, told: str,
) -> None:
    running, opener = ask_new(run_window, qtbot, tmp_path, keyring=False)
    dialog = dialog_of(running)
    assert isinstance(dialog, NewOrganisationDialog)
    fill(dialog, passphrase, again)
    assert dialog.problem.text() == told
    assert opener.made == []
    fill(dialog, "vier losse woorden")
    settle(qtbot, running)
    assert opener.made[0].passphrase == "vier losse woorden"
    dialog_of(running).kept.setChecked(True)  # type: ignore[attr-defined]


def test_a_passphrase_just_chosen_is_not_asked_again(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    running, opener = ask_new(run_window, qtbot, tmp_path, keyring=False)
    opener.locked["new"] = "vier losse woorden"
    dialog = dialog_of(running)
    assert isinstance(dialog, NewOrganisationDialog)
    fill(dialog, "vier losse woorden")
    settle(qtbot, running)
    shown = dialog_of(running)
    assert isinstance(shown, RecoveryKeyDialog)
    opener.desks["new"].answers.update(canned_desk().answers)
    shown.kept.setChecked(True)
    shown.close_button.click()
    settle(qtbot, running)
    assert running.window.windowTitle() == "Bibliotheek Zuid – Leerspoor"


def test_the_first_field_has_the_focus_and_the_buttons_come_last(
    run_window: Open, qtbot: QtBot, tmp_path: Path,
) -> None:
    dialog = dialog_of(ask_new(run_window, qtbot, tmp_path, keyring=False)[0])
    assert isinstance(dialog, NewOrganisationDialog)
    assert dialog.focusWidget() is dialog.name
    seen = [dialog.name]
    while (following := seen[-1].nextInFocusChain()) is not dialog.name:
        seen.append(following)
    assert seen.index(dialog.again) < seen.index(dialog.agree)


def test_a_backup_asks_for_its_passphrase_once(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    opener = locked(tmp_path)
    running = run_window(opener=opener)
    dialog_of(running).reject()  # type: ignore[attr-defined]

    def restore(backup: str, typed: TypedKey | None = None) -> str:
        if typed is None:
            raise Refusal(Text("These data are locked."), remedy="passphrase")
        return "noord"

    opener.restore = restore  # type: ignore[method-assign]
    assert running.opening is not None
    running.opening.restore_from(str(tmp_path / "kopie.leerspoor"))
    settle(qtbot, running)
    dialog = dialog_of(running)
    assert isinstance(dialog, UnlockDialog)
    dialog.field.setText("vier losse woorden")
    dialog.agree.click()
    settle(qtbot, running)
    assert running.window.session is not None


def test_a_backup_is_put_back_and_opened(run_window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    running = run_window(preferences=Preferences())
    running.window.preferences = Preferences()
    assert running.opening is not None
    running.opening.restore_from(str(tmp_path / "kopie.zip"))
    settle(qtbot, running)
    assert running.window.session is not None


def test_a_saved_recovery_key_is_said_to_be_saved_and_where(qtbot: QtBot) -> None:
    written: list[str] = []

    def save(note: str) -> str:
        written.append(note)
        return "" if len(written) == 1 else "/home/anna/herstelsleutel.txt"

    shown = RecoveryKeyDialog(None, "Bibliotheek Zuid", "ABCD-EFGH", print, save)
    qtbot.addWidget(shown)
    shown.show()
    button = next(one for one in shown.findChildren(QPushButton) if one.text() == "&Opslaan…")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(written) == 1 and not shown.saved.isVisible()
    qtbot.keyClick(button, Qt.Key.Key_Enter)
    assert shown.saved.text() == "De sleutel is opgeslagen in /home/anna/herstelsleutel.txt."
    assert shown.saved.isVisible()
