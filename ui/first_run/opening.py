"""The way from a window with nothing open to one with a desk: choose, make, restore, unlock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from app.domain.text import Text
from ui.background import Reply
from ui.first_run.opener import ASKING, Joining, Made, NewOrganisation, Opener, TypedKey
from ui.parts.file_choice import ask_file
from ui.window.main_window import MainWindow
from ui.window.panels import load_panels
from ui.window.session import OpenDesk
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.sync import SyncStanding
    from ui.sync.door import ServerLogin

LOAD_REST_AFTER = 700  # milliseconds after opening
Attempt = Callable[[TypedKey | None], Any]


class Opening(QObject):
    """Belongs to one window. Everything that touches a database runs on a reader thread."""

    def __init__(self, window: MainWindow, opener: Opener) -> None:
        super().__init__(window)
        self._window, self._opener = window, opener
        self.dialog: Any = None
        window.switch_wanted.connect(self.open)
        window.choice_wanted.connect(self.choose)
        window.join_wanted.connect(self.join)

    def begin(self, code: str = "", demo: bool = False) -> None:
        """Open what was named or was open last; with nothing to open, or several and none known, ask."""
        codes = self._opener.codes()
        if demo:
            self.make_demo()
        elif code or codes:
            last = self._window.preferences.organisation
            chosen = code or (last if last in codes else "") or (codes[0] if len(codes) == 1 else "")
            self.open(chosen) if chosen else self.choose()
        else:
            self.choose()

    def choose(self) -> None:
        """The welcome page."""
        self._window.show_page(self._welcome)

    def open(self, code: str) -> None:
        """Open an organisation, asking for the passphrase where it must be asked; one that is open is shown again."""
        if self._window.is_showing(code):
            self._window.show_panels()
            return
        self._open_with(code, None)

    def _open_with(self, code: str, known: TypedKey | None) -> None:
        """Who typed the key a moment ago is not asked for it again."""
        name = self._window.preferences.organisations.get(code, code)
        self._attempt(lambda typed: _opened_with_standing(self._opener.open(code, typed or known)), name, self._opened)

    def make_demo(self) -> None:
        def made(codes: tuple[str, ...]) -> None:
            self.open(codes[0])

        work = self._window.show_work(Text("Making the demo"), None)
        self._run(self._opener.make_demo, _ending(work, made), _ending(work, self._failed))

    def make(self) -> None:
        """Ask what the new organisation is; whether there is a keyring is found out in a thread first."""
        self._run(self._opener.has_keyring, self._ask_new, self._failed)

    def join(self, known: ServerLogin | None = None) -> None:
        """Ask with what to log in at a server; `known` is what was typed before."""
        self._run(self._opener.has_keyring, partial(self._ask_join, known), self._failed)

    def restore(self) -> None:
        """Ask which backup, put it back, and open it."""
        file = ask_file(self._window, tr("Which backup?"), tr("Backups of Leerspoor (*.leerspoor)"))
        if file:
            self.restore_from(file)

    def restore_from(self, file: str) -> None:
        def restored(outcome: tuple[str, TypedKey | None]) -> None:
            code, typed = outcome
            self.open(code) if self._window.is_showing(code) else self._open_with(code, typed)

        self._attempt(lambda typed: (self._opener.restore(file, typed), typed), Path(file).name, restored)

    def _welcome(self) -> QWidget:
        from ui.first_run.welcome import WelcomePage

        return WelcomePage(
            self._window.organisations(), self.open, self.make_demo, self.make, self.join, self.restore)

    def _ask_new(self, has_keyring: bool) -> None:
        from ui.first_run.new_organisation import NewOrganisationDialog

        self.dialog = NewOrganisationDialog(self._window, self._opener.providers(), has_keyring, self._make)
        self.dialog.open()

    def _make(self, organisation: NewOrganisation) -> None:
        self._run(partial(self._opener.make, organisation), partial(self._made, organisation), self._complain)

    def _made(self, organisation: NewOrganisation, made: Made) -> None:
        self._show_key(organisation.name, organisation.passphrase, made)

    def _show_key(self, name: str, passphrase: str, made: Made) -> None:
        from ui.first_run.recovery_key import RecoveryKeyDialog

        self.dialog.accept()
        self.dialog = RecoveryKeyDialog(self._window, name, made.recovery_key, self._print_note, self._save_note)
        self.dialog.accepted.connect(partial(self._open_made, passphrase, made.code))
        self.dialog.open()

    def _open_made(self, passphrase: str, code: str) -> None:
        self._open_with(code, TypedKey("passphrase", passphrase) if passphrase else None)

    def _ask_join(self, known: ServerLogin | None, has_keyring: bool) -> None:
        from ui.first_run.join import JoinDialog

        self.dialog = JoinDialog(self._window, has_keyring, self._join, known)
        self.dialog.open()

    def _join(self, joining: Joining) -> None:
        """Beside everything else: the network may take its time."""
        reply = Reply(partial(self._joined, joining), self._not_joined, self)
        self._window.background.aside(partial(self._opener.join, joining), reply)

    def _joined(self, joining: Joining, made: Made) -> None:
        self._show_key(joining.login.organisation, joining.passphrase, made)

    def _not_joined(self, problem: BaseException) -> None:
        if isinstance(problem, Refusal):
            self.dialog.refused(problem)
        else:
            self._complain(problem)

    def _print_note(self, note: str) -> None:
        from ui.first_run.note import print_note

        print_note(self._window, note)

    def _save_note(self, note: str) -> str:
        from ui.first_run.note import save_note

        try:
            return save_note(self._window, note)
        except Refusal as refusal:
            self._window.trouble(refusal)
            return ""

    def _attempt(self, attempt: Attempt, name: str, then: Callable[[Any], None]) -> None:
        """Try without asking; where that is refused for want of a key, ask until it is right or given up."""
        def refused(problem: BaseException) -> None:
            if isinstance(problem, Refusal) and problem.remedy in ASKING:
                self._unlock(attempt, name, then)
            else:
                self._failed(problem)

        self._run(partial(attempt, None), then, refused)

    def _unlock(self, attempt: Attempt, name: str, then: Callable[[Any], None]) -> None:
        from ui.first_run.unlock import UnlockDialog

        def tried(typed: TypedKey) -> None:
            self._run(partial(attempt, typed), right, self._complain)

        def right(outcome: Any) -> None:
            self.dialog.accept()
            then(outcome)

        self.dialog = UnlockDialog(self._window, name, tried)
        self.dialog.rejected.connect(self._given_up)
        self.dialog.open()

    def _opened(self, opened: tuple[OpenDesk, SyncStanding]) -> None:
        self._window.open_session(*opened)
        QTimer.singleShot(LOAD_REST_AFTER, self._window, self._load_rest)

    def _load_rest(self) -> None:
        """The other panels, behind the first one: both at once would make the first wait."""
        self._run(load_panels, _nothing, self._window.trouble)

    def _given_up(self) -> None:
        if self._window.session is None:
            self.choose()

    def _complain(self, problem: BaseException) -> None:
        """A refusal stands in the dialog itself, which stays open; anything else is our fault."""
        if isinstance(problem, Refusal):
            self.dialog.complain("\n".join(show(reason) for reason in problem.reasons))
        else:
            self.dialog.reject()
            self._window.trouble(problem)

    def _failed(self, problem: BaseException) -> None:
        if self._window.session is None:
            self.choose()
        self._window.trouble(problem)

    def _run(
        self, function: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[BaseException], None],
    ) -> None:
        self._window.background.read(function, Reply(then, failed, self))


def _opened_with_standing(desk: OpenDesk) -> tuple[OpenDesk, SyncStanding]:
    """Read before the window shows it, so that a desk with a server shows itself as one from the first moment."""
    from app.views.sync import sync_standing

    return desk, desk.read(sync_standing)


def _ending(work: Any, then: Callable[[Any], None]) -> Callable[[Any], None]:
    def ended(value: Any) -> None:
        work.end(None)
        then(value)

    return ended


def _nothing(_value: Any) -> None:
    """Nobody waits for this."""
