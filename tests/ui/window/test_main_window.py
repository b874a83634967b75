"""The window: rail, roles, shortcuts, switcher, dropping files, undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.actions.undo import Undone, undo_last
from app.domain.changes import ChangeSet
from app.domain.text import Text
from tests.ui.conftest import Open, canned_desk, settle
from tests.ui.fake_desk import COACH
from tests.ui.seen_text import nameless, seen_text
from ui.panel import Panel, Shell
from ui.window import errands, panels

PLACES = {place.code: place for place in panels.PANELS}


class PlainPanel(Panel):
    """Shows its code, and remembers what was asked of it."""

    kinds = frozenset({"participants"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.refreshed = 0
        self.targets: list[bytes] = []
        self.at: object = None
        QVBoxLayout(self).addWidget(QLabel("plain"))

    def refresh(self) -> None:
        self.refreshed += 1

    def show_target(self, target: bytes) -> None:
        self.targets.append(target)

    def place(self) -> object:
        return self.targets[-1] if self.targets else self.at

    def return_to(self, place: object) -> None:
        self.at = place

    def chosen_person(self) -> bytes | None:
        return self.targets[-1] if self.targets else None


@pytest.fixture(autouse=True)
def plain_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    """All panels but the overview are plain ones."""
    real = panels.panel_class

    def chosen(place: panels.PanelPlace) -> Any:
        return real(place) if place.code == "overview" else PlainPanel

    monkeypatch.setattr("ui.window.deck.panel_class", chosen)


def test_the_rail_has_its_panels_and_starts_at_the_overview(run_window: Open) -> None:
    window = run_window().window
    words = [button.accessibleName() for button in window.frame.rail.buttons().values()]
    assert words == ["Overzicht", "Licenties", "Groepen", "Voortgang", "Leerroutes", "Certificaten", "Berichten",
                     "Privacy"]
    assert window.deck.code == "overview"
    assert window.windowTitle() == "Bibliotheek Noord – Leerspoor"


def test_the_rail_works_by_arrows(run_window: Open, qtbot: QtBot) -> None:
    window = run_window().window
    buttons = window.frame.rail.buttons()
    buttons["overview"].setFocus()
    qtbot.keyClick(buttons["overview"], Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Space)
    assert window.deck.code == "licences"
    assert buttons["licences"].isChecked()


def test_ctrl_with_a_number_opens_a_panel(run_window: Open, qtbot: QtBot) -> None:
    window = run_window().window
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.deck.code == "progress"


@pytest.mark.parametrize(("panel", "page"), [("groups", b"groups"), ("overview", b"administrator"), ("help", b"help")])
def test_f1_opens_the_page_of_the_panel_in_front(run_window: Open, qtbot: QtBot, panel: str, page: bytes) -> None:
    window: Any = run_window().window
    window.go(panel)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.deck.code == "help" and window.deck.current().targets == [page]


def test_the_help_menu_opens_the_help_desk_and_the_rail_the_manuals(run_window: Open) -> None:
    window: Any = run_window().window
    window.actions_by_code["help_desk"].trigger()
    assert window.deck.current().targets == [b"desk"]
    window.go("overview")
    errands.open_help(window)
    assert window.deck.code == "help" and window.deck.current().targets == [b"desk"]


def test_what_is_in_front_may_have_a_page_of_its_own(run_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window: Any = run_window().window
    window.go("groups")
    monkeypatch.setattr(window.deck.current(), "manual_page", lambda: "roll-over")
    window.actions_by_code["manual"].trigger()
    assert window.deck.current().targets == [b"roll-over"]


def test_a_coach_sees_neither_licences_nor_privacy(run_window: Open) -> None:
    window = run_window(canned_desk(actor=COACH)).window
    assert list(window.frame.rail.buttons()) == [
        "overview", "groups", "progress", "routes", "certificates", "messages"]
    assert not window.actions_by_code["import"].isEnabled()
    assert not window.actions_by_code["back_up"].isEnabled()
    assert "Ingelogd als J. Smit (begeleider)" in seen_text(window)
    window.go("privacy")
    assert window.deck.code == "overview"


@pytest.mark.clause("A-6.5", "O-annex 2")
def test_the_status_line_says_who_works_here_and_that_the_help_desk_is_open(run_window: Open) -> None:
    status = run_window().window.frame.status
    assert status.who.text() == "Ingelogd als M. de Boer (beheerder)"
    assert status.help_desk.text() == "Helpdesk open tot 17:00"


def test_the_sync_indicator_says_that_nothing_is_connected(run_window: Open) -> None:
    assert "Alleen op deze computer" in seen_text(run_window().window.frame.top)


def test_going_somewhere_selects_the_row(run_window: Open) -> None:
    window = run_window().window
    window.go("groups", b"t" * 16)
    panel = window.deck.current()
    assert isinstance(panel, PlainPanel)
    assert panel.targets == [b"t" * 16]
    assert window.frame.rail.buttons()["groups"].isChecked()


def test_a_change_refreshes_the_panel_in_front_at_once_and_the_others_when_they_are_shown(run_window: Open) -> None:
    window = run_window().window
    window.go("groups")
    behind = window.deck.current()
    window.go("progress")
    front = window.deck.current()
    assert isinstance(behind, PlainPanel)
    assert isinstance(front, PlainPanel)
    window.spread(ChangeSet({"participants": frozenset()}))
    assert (front.refreshed, behind.refreshed) == (2, 1)
    window.go("groups")
    assert behind.refreshed == 2
    window.spread(ChangeSet({"certificates": frozenset()}))
    assert behind.refreshed == 2


def test_ctrl_z_undoes_the_last_action(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.activateWindow()
    qtbot.keyClick(running.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, running)
    assert [name for name, _ in desk.done] == [undo_last.function.__name__]
    assert running.window.frame.toast.text() == "Ongedaan gemaakt."


@pytest.mark.parametrize("presenting", [False, True])
def test_what_was_undone_is_said_in_the_words_of_the_log(run_window: Open, qtbot: QtBot, presenting: bool) -> None:
    running = run_window(canned_desk(outcomes={"undo_last": Undone("group.move", 3, 0)}))
    if presenting:
        running.window.present()
    running.window.undo()
    settle(qtbot, running)
    said = "Ongedaan gemaakt: “Deelnemers naar een andere groep verplaatst”."
    assert running.window.frame.toast.text() == said


def test_ctrl_z_undoes_also_from_a_search_field_in_which_nothing_was_typed(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.activateWindow()
    field = running.window.frame.top.search
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, running)
    assert [name for name, _ in desk.done] == [undo_last.function.__name__]


def test_ctrl_z_in_a_field_with_text_undoes_the_typing(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.activateWindow()
    field = running.window.frame.top.search
    field.setFocus()
    qtbot.keyClicks(field, "yil")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, running)
    assert field.text() == ""
    assert desk.done == []


@pytest.mark.parametrize(("width", "height", "fills"), [(1366, 728, True), (1920, 1040, False)])
def test_a_window_that_does_not_fit_fills_the_screen(
    run_window: Open, width: int, height: int, fills: bool,
) -> None:
    window = run_window(canned_desk()).window
    window.preferences = replace(window.preferences, window="")
    window.resize(1366, 768)
    window.fit(QSize(width, height))
    assert window.isMaximized() is fills


def test_the_toast_hides_nothing_of_the_panel(run_window: Open) -> None:
    window = run_window(canned_desk()).window
    window.say(Text("Done."), undoable=True)
    toast = window.frame.toast
    assert window.frame.height() - toast.geometry().top() < toast.height() + 10


def test_the_toast_offers_undo(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.say(Text("Done."), undoable=True)
    assert running.window.frame.toast.isVisible()
    running.window.frame.toast.button.click()
    settle(qtbot, running)
    assert [name for name, _ in desk.done] == ["undo_last"]


def test_the_switcher_opens_the_other_organisation(run_window: Open, qtbot: QtBot) -> None:
    library, school = canned_desk(), canned_desk("school", "Basisschool De Regenboog", "leerling-in-beeld")
    running = run_window(library, school)
    switcher = running.window.frame.top.switcher
    assert isinstance(switcher, QToolButton)
    assert [entry.isChecked() for entry in switcher.menu().actions()] == [True, False, False, False]
    switcher.menu().actions()[1].trigger()
    settle(qtbot, running)
    assert running.window.windowTitle() == "Basisschool De Regenboog – Leerspoor"
    assert library.is_closed
    assert not school.is_closed
    assert "Actieve leerlingen" in seen_text(running.window)
    assert running.window.preferences.organisations["school"] == "Basisschool De Regenboog"


def test_one_organisation_needs_no_switcher(run_window: Open) -> None:
    assert isinstance(run_window().window.frame.top.switcher, QLabel)


def test_files_dropped_on_the_window_open_the_import(run_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = run_window().window
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr(errands, "_open_with_shell", lambda *given: opened.append(given[1:]))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/somewhere/leerlingen.xml")])
    window.dropEvent(QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    assert opened == [(errands.IMPORT_DIALOG, ["/somewhere/leerlingen.xml"])]


def test_a_backup_is_made_where_the_user_wants(run_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = canned_desk()
    running = run_window(desk)
    made: list[tuple[object, str]] = []
    monkeypatch.setattr("ui.window.shell.PanelShell.pick_target", lambda *given: "/somewhere/kopie.zip")
    monkeypatch.setattr("app.store.backup.make_backup", lambda database, path: made.append((database, path.name)))
    running.window.actions_by_code["back_up"].trigger()
    settle(qtbot, running)
    assert made == [(desk.database, "kopie.zip")]
    assert running.window.frame.toast.text() == "De back-up kopie.zip is gemaakt en gecontroleerd."


def test_everything_that_takes_the_focus_has_a_name(run_window: Open) -> None:
    window = run_window(canned_desk(), canned_desk("school", "School", "leerling-in-beeld")).window
    assert nameless(window) == []


def test_a_panel_that_is_not_there_says_so(run_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.window.deck.panel_class", lambda place: None)
    window = run_window().window
    assert "Dit onderdeel zit niet in deze versie van Leerspoor." in seen_text(window)


def test_rebuilding_leaves_nothing_of_the_old_window_behind(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.use_language("en")
    settle(qtbot, running)
    qtbot.waitUntil(lambda: not any("Bewerken" in text for text in seen_text(running.window)))


def test_everything_is_exported_where_the_user_wants(
    run_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = canned_desk()
    running = run_window(desk)
    made: list[tuple[object, str]] = []
    monkeypatch.setattr("ui.window.shell.PanelShell.pick_target", lambda *given: "/somewhere/alles.zip")
    monkeypatch.setattr("app.exchange.export.export_organisation", lambda desk, path: made.append((desk, path.name)))
    running.window.actions_by_code["export"].trigger()
    settle(qtbot, running)
    assert made == [(desk, "alles.zip")]
    assert running.window.frame.toast.text().startswith("Alles is geëxporteerd naar alles.zip.")


def test_the_page_with_all_ways_to_begin_leads_back_to_what_was_open(run_window: Open, qtbot: QtBot) -> None:
    desk = canned_desk()
    running = run_window(desk)
    running.window.actions_by_code["organisation"].trigger()
    assert "Welkom bij Leerspoor" in seen_text(running.window)
    assert not running.window.frame.rail.isVisible()
    running.window.switch(desk.organisation.code)
    settle(qtbot, running)
    assert running.window.deck.code == "overview"
    assert running.window.frame.rail.isVisible()
    assert not desk.is_closed


def test_the_window_fits_a_small_screen(run_window: Open, qtbot: QtBot) -> None:
    running = run_window()
    running.window.resize(running.window.minimumSize())
    settle(qtbot, running)
    assert (running.window.width(), running.window.height()) == (800, 500)
    rail = running.window.frame.rail
    assert all(rail.rect().contains(button.geometry()) for button in rail.buttons().values())
