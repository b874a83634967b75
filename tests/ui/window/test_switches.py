"""Language, theme, names, presentation mode and looking together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.text import Text
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.fake_desk import ADMINISTRATOR, COACH, FakeOrganisation
from tests.ui.seen_text import painted_text, seen_in_all_windows, seen_text
from tests.ui.window.test_main_window import PlainPanel
from tests.ui.window_values import MARKERS
from ui.preferences import Preferences, load_preferences
from ui.theme.tokens import DARK, LIGHT, tokens
from ui.window import errands
from ui.window.settings import SettingsDialog
from ui.words import list_name

PERSON = b"p" * 16


def markers_in(texts: set[str]) -> set[str]:
    return {text for text in texts if any(marker in text for marker in MARKERS)}


@pytest.fixture
def plain_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.window.deck.panel_class", lambda place: PlainPanel)


def test_the_window_speaks_the_language_that_is_chosen(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.use_language("en")
    settle(qtbot, running)
    texts = painted_text(running.window)
    assert {"Overview", "Licences", "Active participants", "Only on this computer", "Monday 23 November 2026"} <= texts
    assert load_preferences(running.window.opener.folder).language == "en"


def test_every_template_of_the_window_has_its_dutch_line(run_window: Open) -> None:
    """Seen with the eyes of a user: no English word is left in the frame and the overview's own words."""
    texts = seen_text(run_window().window)
    english = {"Overview", "Licences", "Progress", "Certificates", "Settings", "Manual", "Undo", "Cancel", "Search"}
    assert not english & texts


def test_the_theme_changes_every_colour_at_once(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    assert tokens() is LIGHT
    running.window.use_theme("dark")
    settle(qtbot, running)
    assert tokens() is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window) == DARK.background
    running.window.use_theme("light")
    assert QApplication.palette().color(QPalette.ColorRole.Window) == LIGHT.background


def test_settings_are_saved_and_hold_at_once(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    dialog = SettingsDialog(running.window, running.window.preferences, running.window.use_preferences)
    dialog.language.setCurrentIndex(1)
    dialog.names.setCurrentIndex(1)
    dialog.accept()
    settle(qtbot, running)
    kept = load_preferences(running.window.opener.folder)
    assert (kept.language, kept.names_as_listed) == ("en", False)
    assert list_name("Emre de Vries", "Vries, Emre de") == "Emre de Vries"
    assert "Overview" in painted_text(running.window)


def test_f9_hides_every_name_that_was_there_before(run_window: Open, qtbot: QtBot) -> None:
    running = run_window(preferences=Preferences(organisation="noord"))
    assert markers_in(seen_text(running.window))
    running.window.activateWindow()
    qtbot.keyClick(running.window, Qt.Key.Key_F9)
    settle(qtbot, running)
    assert running.window.veil.on
    assert not markers_in(seen_in_all_windows())
    assert "M. de Boer" not in " ".join(seen_text(running.window))
    assert "Presentatie: namen en scores zijn verborgen" in painted_text(running.window)
    qtbot.keyClick(running.window, Qt.Key.Key_F9)
    settle(qtbot, running)
    assert markers_in(seen_text(running.window))


def test_the_band_has_a_button_that_leaves(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.present()
    settle(qtbot, running)
    band = running.window.frame.band
    assert band is not None
    qtbot.mouseClick(band.button, Qt.MouseButton.LeftButton)
    assert not running.window.veil.on
    assert running.window.frame.band is None


def test_a_notice_with_a_name_is_not_shown_while_presenting(run_window: Open) -> None:
    window = run_window().window
    window.say(Text("{name} moved", name="Xanthippe"))
    window.present()
    assert not markers_in(seen_text(window))
    window.say(Text("{name} moved", name="Xanthippe"))
    assert window.frame.toast.text() == "Gedaan."
    window.say(Text("{n} {participant} moved", n=3))
    assert "3" in window.frame.toast.text()


def test_a_refusal_while_presenting_keeps_its_reasons_to_itself(run_window: Open) -> None:
    window = run_window().window
    window.present()
    window.trouble(Refusal(Text("{name} has no seat.", name="Xanthippe")))
    assert not markers_in(seen_in_all_windows())
    window.boxes[-1].close()


@pytest.mark.usefixtures("plain_progress")
def test_the_panel_after_a_switch_is_where_the_one_before_it_was(run_window: Open) -> None:
    window = run_window().window
    window.go("progress", b"t" * 16)
    window.present()
    panel = window.deck.current()
    assert isinstance(panel, PlainPanel)
    assert (window.deck.code, panel.at) == ("progress", b"t" * 16)


@pytest.mark.usefixtures("plain_progress")
def test_looking_together_shows_one_participant_without_rail_or_search(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    window = running.window
    window.go("progress", PERSON)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F10)
    settle(qtbot, running)
    assert window.veil.looked_at == PERSON
    assert (window.veil.name("Emre", PERSON), window.veil.name("Anna", b"o" * 16)) == ("Emre", "•••••")
    assert not window.frame.rail.isVisible()
    assert not window.frame.top.search.isVisible()
    assert not window.actions_by_code["find"].isEnabled()
    assert "Samen kijken: alleen deze deelnemer is te zien" in painted_text(window)
    qtbot.keyClick(window.frame, Qt.Key.Key_Escape)
    settle(qtbot, running)
    assert not window.veil.on
    assert window.frame.rail.isVisible()


@pytest.mark.usefixtures("plain_progress")
def test_leaving_looking_together_goes_back_to_presenting(run_window: Open) -> None:
    window = run_window().window
    window.present()
    window.look_together(PERSON)
    window.look_together(None)
    assert (window.veil.on, window.veil.looked_at) == (True, None)


def test_without_an_open_participant_looking_together_says_what_to_do(run_window: Open) -> None:
    window = run_window().window
    window.actions_by_code["together"].trigger()
    assert window.frame.toast.text() == "Open eerst onder Voortgang de pagina van een deelnemer."


def test_one_key_hides_a_dialog_with_names_too(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.activateWindow()
    dialog = QDialog(running.window)
    dialog.setModal(True)
    line = QLineEdit("Brahim El Amrani", dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F9)
    settle(qtbot, running)
    assert running.window.veil.on
    assert not dialog.isVisible()
    assert "Brahim El Amrani" not in painted_text(running.window)


def test_a_new_name_of_the_organisation_shows_in_every_corner(run_window: Open, qtbot: QtBot) -> None:
    changed = ChangeSet({"organisations": frozenset({b"o" * 16})}, b"1", "organisation.change")
    desk = canned_desk(outcomes={"change_organisation": changed})
    running = run_window(desk)
    errands.settings(running.window)
    form = next(one for one in running.window.findChildren(SettingsDialog) if one.isVisible())
    assert (form.name.text(), form.place.text()) == ("Bibliotheek Noord", "Noordwijk")
    assert form.administrator.text() == "M. de Boer"
    form.name.setText("Bibliotheek Zuid")
    desk.organisation = FakeOrganisation("noord", "Bibliotheek Zuid")
    form.verb.click()
    settle(qtbot, running)
    assert desk.done == [("change_organisation", {
        "organisation_id": b"o" * 16, "name": "Bibliotheek Zuid", "place": "Noordwijk", "administrator": "M. de Boer"})]
    assert running.window.windowTitle() == "Bibliotheek Zuid – Leerspoor"
    assert any("Bibliotheek Zuid" in text for text in painted_text(running.window.frame.top))
    assert load_preferences(running.window.opener.folder).organisations["noord"] == "Bibliotheek Zuid"


@pytest.mark.parametrize("presenting", [False, True])
def test_only_an_administrator_who_is_not_presenting_sees_the_own_name_in_the_settings(
    run_window: Open, presenting: bool,
) -> None:
    running = run_window(canned_desk(actor=ADMINISTRATOR if presenting else COACH))
    if presenting:
        running.window.present()
    errands.settings(running.window)
    form = next(one for one in running.window.findChildren(SettingsDialog) if one.isVisible())
    assert not form.findChildren(QLineEdit)
    form.reject()
