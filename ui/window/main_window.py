"""The main window: it holds what is open, and builds everything inside anew when a switch is thrown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.text import Text
from ui.background import Background
from ui.parts.empty import EmptyState
from ui.preferences import Preferences, save_preferences
from ui.qt_words import speak_in
from ui.theme.dress import dress, wants_dark, wear
from ui.theme.tokens import tokens
from ui.window import errands
from ui.window.band import Band
from ui.window.commands import CommandGroup, command_groups
from ui.window.deck import Deck
from ui.window.finder import Finder, Search
from ui.window.frame import Frame
from ui.window.indicator import Indicator
from ui.window.menus import fill_menu_bar
from ui.window.panels import PanelPlace
from ui.window.quick_veil import QuickVeil
from ui.window.rail import Rail
from ui.window.session import OpenDesk, Session
from ui.window.shell import PanelShell
from ui.window.standing import Standing
from ui.window.status_line import StatusLine
from ui.window.syncing import WindowSync
from ui.window.target import target_of
from ui.window.top_bar import TopBar, switch_menu
from ui.window.trouble import fault_box, refusal_box
from ui.window.veil import ScreenVeil
from ui.window.works import ShownWork
from ui.words import show, tr, use_language, use_listed_names, use_words

if TYPE_CHECKING:
    from app.views.sync import SyncStanding
    from ui.first_run.opener import Opener

SMALLEST, _FRAME, _MINUTE = QSize(800, 500), QSize(2, 40), 60_000


class MainWindow(QMainWindow):
    """`painted` comes once, after the first paint; `join_wanted` asks for a server's data beside what is open."""

    painted = Signal()
    switch_wanted = Signal(str)
    choice_wanted = Signal()
    join_wanted = Signal(object)

    def __init__(self, opener: Opener, preferences: Preferences, background: Background) -> None:
        super().__init__()
        self.opener, self.preferences, self.background = opener, preferences, background
        self.session: Session | None = None
        self.veil = ScreenVeil()
        self.panel_code = "overview"
        self.boxes: list[QMessageBox] = []
        self._was_presenting = False
        self._works: list[ShownWork] = []
        self._page: Callable[[], QWidget] | None = None
        self._is_painted = False
        self._retired: QWidget | None = None
        self.sync = WindowSync(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 768)
        self.restoreGeometry(QByteArray.fromBase64(preferences.window.encode()))
        self._quick_veil = QuickVeil(self, self._hide_at_once)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._tick)
        self._minute.start(_MINUTE)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)
        self._speak()
        self.dress()

    def fit(self, room: QSize) -> None:
        """The first time, fill a screen that has no room for the whole window and its frame."""
        whole = self.size() + _FRAME
        if not self.preferences.window and whole.boundedTo(room) != whole:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    # What is open

    def open_session(self, desk: OpenDesk, standing: SyncStanding | None = None) -> None:
        """Show this organisation, and how it stands with its server where that was read already."""
        self._close_session()
        self.session = Session(desk, self.background, self.spread, self.trouble)
        self.session.sync = standing
        card = desk.organisation
        self.keep(self.preferences.opened(card.code, card.name, card.provider))
        self.veil = ScreenVeil(self.veil.on)
        self._page = None
        self._speak()
        self.rebuild()
        self.sync.open(self.session)

    def close_gone(self, is_gone: bool = True) -> None:
        """The data that are open were wiped, or are to be: leave them, and offer every way to begin."""
        self._close_session(is_gone)
        self.choice_wanted.emit()

    def show_page(self, page: Callable[[], QWidget]) -> None:
        """Show a page without rail, such as the welcome; it is made anew with every rebuilding."""
        self._page = page
        self._speak()
        self.rebuild()

    def show_panels(self) -> None:
        """Leave a page and go back to what is open."""
        self._page = None
        self._speak()
        self.rebuild()

    def is_showing(self, code: str) -> bool:
        return self.session is not None and self.session.desk.organisation.code == code

    def keep(self, preferences: Preferences) -> None:
        """Remember what the user chose; where the home cannot be written the choice holds until closing."""
        self.preferences = preferences
        try:
            save_preferences(self.opener.folder, preferences)
        except Refusal as refusal:
            self.trouble(refusal)

    # Building

    def dress(self) -> None:
        """Put the chosen theme in force and build everything anew."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress(application, self.preferences.theme)
        wear(self)
        self.rebuild()

    def rebuild(self) -> None:
        """Make all words and shapes anew; the panel in front stays where it was."""
        before = self._panel_place()
        standing = Standing(self.session, self.veil, self.preferences)
        self.setWindowTitle(standing.window_title())
        self._retire()
        self.frame = self._frame(standing)
        self.setCentralWidget(self.frame)
        self.actions_by_code = self._commands(standing)
        for work in self._works:
            work.attach(self.frame)
        self.sync.attach(self.frame)
        errands.show_use(self)
        self.deck = Deck(self.frame.stack, standing.places, self.make_shell)
        self._fill()
        panel = self.deck.current()
        if panel is not None and before is not None:
            panel.return_to(before)

    def _retire(self) -> None:
        """Take the old frame out of the window at once, names and all; it goes when whoever called us is done."""
        before = self.takeCentralWidget()
        if before is not None:
            before.hide()
            before.setParent(None)
            before.deleteLater()
            self._retired = before

    def make_shell(self) -> PanelShell:
        """A shell for a panel or a dialog of this session."""
        assert self.session is not None
        return PanelShell(self, self.session)

    def _frame(self, standing: Standing) -> Frame:
        names = self.organisations()
        name = names.get(self.preferences.organisation, "") or standing.organisation
        top = TopBar(name, names, self.switch, self.present, self.veil.on,
                     Indicator(self.sync.details, self.sync.check), standing.search_words())
        rail = Rail(standing.places)
        rail.chosen.connect(self.go)
        rail.add_below(tr("Settings"), "gear", lambda: errands.settings(self))
        rail.add_below(tr("Help"), "help", lambda: errands.open_help(self))
        together = self.veil.looked_at is not None
        band = Band(together, self.leave) if self.veil.on else None
        frame = Frame(top, rail, StatusLine(standing.who(), standing.help_desk()), band, together, self.undo,
                      lambda ids: errands.dismiss(self, ids))
        if together:
            frame.on_escape(self.leave)
        rail.setHidden(together or self._page is not None)
        top.set_ready(self.session is not None and self._page is None)
        return frame

    def _commands(self, standing: Standing) -> dict[str, QAction]:
        groups = command_groups(standing.command_state(), target_of(self))
        actions = fill_menu_bar(self, groups)
        self.finder = self._finder(groups)
        return actions

    def _finder(self, groups: tuple[CommandGroup, ...]) -> Finder:
        offered = [command for group in groups for command in group.offered()]
        return Finder(self.frame, self.frame.top.search, offered, self._search(), self.go)

    def _search(self) -> Search | None:
        if self.session is None or self.veil.on:
            return None
        shell = self.make_shell()
        shell.owner = self.frame

        def search(typed: str, then: Callable[[Any], None]) -> None:
            from app.views.search import find

            shell.read(find, typed, then=then)

        return search

    def _fill(self) -> None:
        if self._page is not None:
            self.frame.stack.addWidget(self._page())
        elif self.session is not None:
            self.go(self.panel_code if self.deck.has(self.panel_code) else "overview")
        else:
            self.frame.rail.mark(self.panel_code)
            self.frame.stack.addWidget(EmptyState(tr("One moment…"), tr("Your data are being opened.")))

    def _speak(self) -> None:
        """Put language, words and names in force."""
        use_language(self.preferences.language)
        speak_in(self.preferences.language)
        use_listed_names(self.preferences.names_as_listed)
        if self._page is not None:
            use_words(None)
        elif self.session is not None:
            use_words(self.session.sight.profile.words, self.session.sight.zone)
        else:
            use_words(errands.last_words(self.preferences))

    # What panels ask of the window

    def go(self, panel: str, target: bytes | None = None) -> None:
        """Open a panel, and there the row `target`."""
        if self.session is None or not self.deck.has(panel):
            return
        if panel != self.deck.code or target is not None:
            self.panel_code = panel
            self.deck.show(panel)
            self.frame.rail.mark(panel)
        shown = self.deck.current()
        if target is not None and shown is not None:
            shown.show_target(target)

    def bring_in(self) -> None:
        errands.bring_in(self, [])

    def say(self, message: Text, undoable: bool = False) -> None:
        """While presenting only that something was done: a notice may hold a name."""
        names = self.veil.on and any(isinstance(value, str) for value in message.arguments.values())
        self.frame.toast.say(tr("Done.") if names else show(message), undoable)

    def show_work(self, title: Text, cancel: Callable[[], None] | None) -> ShownWork:
        work = ShownWork(title, cancel, self.frame, self._works.remove)
        self._works.append(work)
        return work

    def trouble(self, problem: BaseException) -> None:
        """Tell what did not happen: a refusal with its reasons, anything else as our own fault."""
        if isinstance(problem, Refusal):
            box = refusal_box(self, problem, self.veil.on)
        else:
            box = fault_box(self, problem, self.opener.folder)
        self.boxes = [shown for shown in self.boxes if shown.isVisible()] + [box]
        box.open()

    def spread(self, changes: ChangeSet) -> None:
        if changes.touches(errands.OWN_CARD):
            errands.show_new_card(self)
        else:
            self.deck.spread(changes)
        errands.spread_use(self, changes)
        self.sync.changed(changes)

    def undo(self) -> None:
        errands.undo(self)

    # Switches

    def present(self) -> None:
        """Hide or show names and scores; every panel is built anew."""
        if self.session is not None:
            self.veil = ScreenVeil(not self.veil.on)
            self.rebuild()

    def _hide_at_once(self) -> None:
        if not self.veil.on:
            self.present()

    def look_together(self, person: bytes | None) -> None:
        """Show one participant alone; None goes back to how it was before."""
        if person is None:
            self.leave()
        elif self.session is not None:
            self._was_presenting = self.veil.on and self.veil.looked_at is None
            self.veil = ScreenVeil(True, person)
            self.rebuild()

    def leave(self) -> None:
        """End looking together, or else presenting."""
        together = self.veil.looked_at is not None
        self.veil = ScreenVeil(together and self._was_presenting)
        self.rebuild()

    def use_theme(self, theme: str) -> None:
        self.keep(replace(self.preferences, theme=theme))
        self.dress()

    def use_language(self, language: str) -> None:
        self.use_preferences(replace(self.preferences, language=language))

    def use_preferences(self, preferences: Preferences) -> None:
        """Put everything chosen in the settings in force at once."""
        self.keep(preferences)
        self._speak()
        self.dress()

    def switch(self, code: str) -> None:
        """Ask for another organisation, or with '' for the page with all ways to begin."""
        if code:
            self.switch_wanted.emit(code)
        else:
            self.choice_wanted.emit()

    def choose_organisation(self) -> None:
        """Open the switcher of the top bar; with one organisation or none, the welcome page."""
        if len(self.organisations()) > 1:
            menu = switch_menu(self, self.organisations(), self.frame.top.organisation, self.switch)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.frame.top.switcher.mapToGlobal(self.frame.top.switcher.rect().bottomLeft()))
        else:
            self.choice_wanted.emit()

    def organisations(self) -> dict[str, str]:
        """The organisations of this home by code, with the name they had when they were last open."""
        return self.preferences.names(self.opener.codes())

    def places(self) -> list[PanelPlace]:
        return list(Standing(self.session, self.veil, self.preferences).places)

    def deck_person(self) -> bytes | None:  # whose page is open in the panel in front
        panel = self.deck.current() if hasattr(self, "deck") else None
        return panel.chosen_person() if panel is not None else None

    def look_together_here(self) -> None:
        person = self.deck_person()
        if self.veil.looked_at is not None:
            self.leave()
        elif person is not None:
            self.look_together(person)
        else:
            self.say(Text("Open the page of {a_participant} under Progress first."))

    def _panel_place(self) -> object:
        panel = self.deck.current() if hasattr(self, "deck") else None
        return panel.place() if panel is not None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if errands.dropped_files(event.mimeData()) and errands.may_import(self):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        errands.bring_in(self, errands.dropped_files(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if errands.leaves(self):
            super().closeEvent(event)
        else:
            event.ignore()

    def _system_theme_changed(self) -> None:
        """The system turned dark or light while the window follows it."""
        if self.preferences.theme == "system" and wants_dark("system") != tokens().is_dark:
            self.dress()

    def _tick(self) -> None:
        """The help desk opens and closes while the window is open; licences and accounts end at the close of a day."""
        self.frame.status.help_desk.setText(Standing(self.session, self.veil, self.preferences).help_desk())
        errands.show_use(self)
        self.sync.read()

    def _close_session(self, is_gone: bool = False) -> None:
        errands.close_session(self, is_gone)
