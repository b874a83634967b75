"""Sync in the window: the runner behind the open organisation, the indicator in front of it, and their dialogs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.text import Text
from ui.background import Reply
from ui.window.frame import Frame
from ui.window.session import Session
from ui.window.works import ShownWork

if TYPE_CHECKING:
    from app.sync.engine import Stage, SyncReport
    from app.views.sync import SyncStanding
    from ui.sync.door import ServerLogin
    from ui.sync.locked_page import LockedPage
    from ui.sync.runner import Pace, SyncRunner
    from ui.window.leaving import Leaving
    from ui.window.main_window import MainWindow

_WORTH_SAYING = 1_000  # milliseconds: a sync that is done sooner is not mentioned
_STAGES = {
    "push": Text("Sending what you did"), "rows": Text("Fetching people, groups and licences"),
    "results": Text("Fetching results"), "summaries": Text("Working out progress"),
    "files": Text("Sending and fetching materials"),
}
_OF_RESULTS = ("results", "progress", "standings", "activity")


class WindowSync(QObject):
    """Belongs to one window. `pace` is for tests."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.pace: Pace | None = None
        self.runner: SyncRunner | None = None
        self.dialog: Any = None
        self._work: ShownWork | None = None
        self._is_slow = self._has_asked = self._is_commanded = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_WORTH_SAYING)
        self._slow.timeout.connect(self._became_slow)

    @cached_property
    def leaving(self) -> Leaving:
        """What is sent and said before the window closes; not needed for the first paint."""
        from ui.window.leaving import Leaving

        return Leaving(self, self._window)

    # What the window tells

    def open(self, session: Session) -> None:
        """Another organisation is open; connected, it syncs at once."""
        from ui.sync.runner import SyncRunner

        self.runner = SyncRunner(session.desk, self._window.opener.server, self._window.background, self.pace)
        self.runner.changed.connect(self._state_changed)
        self.runner.moved.connect(self._moved)
        self.runner.ended.connect(self._ended)
        self.runner.faulted.connect(self._window.trouble)
        self._has_asked = False
        self.leaving.opened(self.runner)
        if session.sync is not None and session.sync.is_connected:
            self.runner.now()
        elif session.sync is None:
            self._read(self._first_standing)
        if session.sync is not None and session.sync.locked:
            self._window.show_page(self._locked_page)
        self._show(self._window.frame)

    def close(self) -> Callable[[], None] | None:
        """The organisation closes; gives what its closing has to wait for."""
        runner, self.runner = self.runner, None
        if runner is None:
            return None
        runner.stop()
        self._end_work()
        runner.deleteLater()
        return self.leaving.last(runner)

    def changed(self, changes: ChangeSet) -> None:
        """Something was done here: send it soon, and count again."""
        if self._standing is not None and self._standing.is_connected and changes.kinds:
            self._read(self._counted if changes.operation_id is None else self._done_here)
        if "held_removals" in changes.kinds and self.runner is not None:
            self.runner.soon()

    def read(self) -> None:
        """Count again how it stands."""
        self._read(self._counted)

    def attach(self, frame: Frame) -> None:
        """A new frame shows how it stands."""
        self._show(frame)

    # What a user can ask

    def now(self) -> None:
        if self.runner is not None:
            self._is_commanded = True
            self.runner.now()

    def details(self) -> None:
        """What is behind the indicator; where the desk works on its own, the way to connect."""
        from ui.sync.details_dialog import DetailsDialog

        standing = self._standing
        if standing is None or self.runner is None:
            return
        if not standing.is_connected:
            self.connect_desk()
            return
        steps = {"now": self.now, "log in": self.log_in, "password": self.change_password, "check": self.check,
                 "log out": self.log_out}
        name = self._window.veil.name(standing.username)
        self._open(DetailsDialog(self._window, standing, self.runner.state, self._today(), name, steps))

    def check(self) -> None:
        self._window.go("reviews")

    def connect_desk(self) -> None:
        from ui.sync.connect_dialog import ConnectDialog

        session = self._window.session
        if session is not None:
            name = str(session.desk.organisation.name)
            self._open(ConnectDialog(self._window, name, self._connect, self._join_beside))

    def log_in(self) -> None:
        """Ask the password once; who closes the dialog can open it again from the indicator."""
        from ui.sync.log_in_dialog import LogInDialog

        if self._standing is not None and self.runner is not None:
            name = self._window.veil.name(self._standing.username)
            self._open(LogInDialog(self._window, name, self._log_in))

    def change_password(self) -> None:
        """Another password; the old one is not asked again of who has just logged in with a first one."""
        from ui.sync.password_dialog import PasswordDialog
        from ui.sync.state import CHOOSE

        if self.runner is not None:
            self._open(PasswordDialog(self._window, self.runner.state.trouble == CHOOSE, self._choose_password))

    def log_out(self) -> None:
        from ui.sync.log_out_dialog import LogOutDialog

        standing = self._standing
        if standing is not None:
            waiting = standing.waiting + standing.parked
            self._open(LogOutDialog(self._window, waiting, partial(self._log_out, waiting > 0), self.now,
                                    not standing.only_connected))

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None:
        """The attempts of school years of which only sums are here (S9); whoever shows them reads again."""
        session, runner = self._window.session, self.runner
        if runner is not None:
            runner.fetch_earlier([person], Reply(
                partial(self._fetched, person, then), partial(self._not_fetched, person, then), self,
                lambda: session is self._window.session))

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None:
        """The content of a material that is not here yet (D11)."""
        session, runner = self._window.session, self.runner
        if runner is not None:
            runner.fetch_file(checksum, size, Reply(
                partial(self._file_fetched, then), partial(self._not_fetched, b"", lambda _person: None), self,
                lambda: session is self._window.session))

    # What comes of it

    def _file_fetched(self, then: Callable[[bool], None], is_whole: bool) -> None:
        self._window.spread(ChangeSet({"files": frozenset()}))
        then(is_whole)

    def _fetched(self, person: bytes, then: Callable[[bytes], None], number: int) -> None:
        then(person)
        self._window.spread(ChangeSet(dict.fromkeys(_OF_RESULTS, frozenset())))
        self._window.say(Text("{n} attempt was fetched.", "{n} attempts were fetched.", n=number))

    def _not_fetched(self, person: bytes, then: Callable[[bytes], None], problem: BaseException) -> None:
        from ui.sync.state import WIPED

        then(person)
        if isinstance(problem, Refusal) and problem.remedy == WIPED:
            self._wiped(problem.reasons)
        else:
            self._window.trouble(problem)

    def _connect(self, login: ServerLogin) -> None:
        self._ask(partial(self._door.connect, self._desk, login), self._connected, self._refused)

    def _connected(self, _nothing: Any) -> None:
        self.dialog.accept()
        self._window.say(Text("Connected. What you have here is now being sent."))
        self._read(self._first_standing)

    def _join_beside(self, login: ServerLogin) -> None:
        self._window.join_wanted.emit(login)

    def _log_in(self, password: str) -> None:
        self._ask(partial(self._door.log_in_again, self._desk, password), self._logged_in, self._refused)

    def _logged_in(self, _nothing: Any) -> None:
        self.dialog.accept()
        self._has_asked = False
        if self.runner is not None:
            self.runner.forget()

    def _choose_password(self, old: str, new: str) -> None:
        self._ask(partial(self._door.choose_password, self._desk, old, new), self._chosen, self._refused)

    def _chosen(self, ended: int) -> None:
        self._logged_in(None)
        self._window.say(Text(
            "Your new password counts from now on. {n} other computer of yours must log in again.",
            "Your new password counts from now on. {n} other computers of yours must log in again.", n=ended,
        ) if ended else Text("Your new password counts from now on."))

    def _log_out(self, force: bool) -> None:
        if self.runner is not None:
            self.runner.cancel()
        self._ask(partial(self._door.log_out, self._desk, force), self._logged_out, self._window.trouble)

    def _logged_out(self, _nothing: Any) -> None:
        from ui.sync.state import LOG_IN

        if self._standing is not None and self._standing.only_connected:
            self.leaving.settle()
            self._window.close_gone(is_gone=False)
            self._window.say(Text("You are logged out. Your data were removed from this computer."))
            return
        self._has_asked = True
        if self.runner is not None:
            self.runner.halt(LOG_IN, Text("You logged out on this computer. What you do is kept and sent later."))
        self._window.say(Text("You are logged out. Your data are still on this computer, encrypted."))

    def _refused(self, problem: BaseException) -> None:
        """A refusal stands in the dialog itself, which stays open; anything else is our fault."""
        if isinstance(problem, Refusal):
            self.dialog.refused(problem)
        else:
            self.dialog.reject()
            self._window.trouble(problem)

    # While it runs

    def _state_changed(self) -> None:
        runner = self.runner
        if runner is None:
            return
        if runner.state.running:
            self._slow.start()
            self._begin_work()
        else:
            self._slow.stop()
            self._is_slow = False
        self._show(self._window.frame)

    def _became_slow(self) -> None:
        self._is_slow = True
        self._show(self._window.frame)

    def _begin_work(self) -> None:
        """The first sync shows how far it is; later ones only that they run."""
        standing = self._standing
        if self._work is None and standing is not None and standing.is_connected and not standing.last_success_us:
            assert self.runner is not None
            title = Text("Fetching your data") if standing.only_connected else Text("Synchronising for the first time")
            self._work = self._window.show_work(title, self.runner.cancel)

    def _moved(self, stage: Stage) -> None:
        if self._work is not None:
            self._work.name(_STAGES.get(stage.name, Text("Synchronising")))
            self._work.advance(stage.done, stage.total)

    def _ended(self, report: SyncReport | None) -> None:
        from ui.sync.state import CHOOSE, LOG_IN, WIPED

        self._end_work()
        if report is not None:
            self._window.spread(report.changes)
            self._told(report)
        self._is_commanded = False
        self._read(self._counted)
        assert self.runner is not None
        trouble = self.runner.state.trouble
        if trouble == WIPED:
            self._wiped(self.runner.state.reasons)
        elif trouble in (LOG_IN, CHOOSE) and not self._has_asked:
            self._has_asked = True
            self.log_in() if trouble == LOG_IN else self.change_password()

    def _told(self, report: SyncReport) -> None:
        """Who asked for it hears what came of it."""
        if self._is_commanded:
            self._window.say(Text("Synchronised: {sent} sent, {got} received.", sent=report.pushed,
                                  got=report.pulled + report.results))

    def _end_work(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.end(None)

    def _wiped(self, reasons: Any) -> None:
        self._window.close_gone()
        self._window.trouble(Refusal(*reasons))

    # How it stands

    def _first_standing(self, standing: SyncStanding) -> None:
        self._counted(standing)
        if standing.is_connected and self.runner is not None:
            self.runner.forget()

    def _counted(self, standing: SyncStanding) -> None:
        session, before = self._window.session, self._standing
        if session is None:
            return
        session.sync = standing
        if standing.last_success_us and before is not None and not before.last_success_us:
            self._window.deck.spread(ChangeSet({"settings": frozenset()}))
        was_connected, was_locked = (before.is_connected, before.locked) if before is not None else (False, False)
        if standing.locked != was_locked or (before is not None and standing.ended != before.ended):
            self._window.show_page(self._locked_page) if standing.locked else self._window.show_panels()
        elif standing.is_connected != was_connected:
            self._window.rebuild()
        else:
            self._show(self._window.frame)

    def _done_here(self, standing: SyncStanding) -> None:
        self._counted(standing)
        if standing.waiting and self.runner is not None:
            self.runner.soon()

    def _show(self, frame: Frame) -> None:
        standing, runner = self._standing, self.runner
        if standing is None or runner is None:
            return
        from ui.sync.saying import sync_words, to_check

        badge = to_check(standing)
        frame.top.connection.show_words(sync_words(standing, runner.state, self._today(), self._is_slow), badge)
        frame.rail.count("reviews", standing.to_review or standing.parked, badge)

    def _locked_page(self) -> LockedPage:
        from ui.sync.locked_page import LockedPage

        assert self._standing is not None
        return LockedPage(self._standing, self.now, self.log_in, self.runner)

    @property
    def _standing(self) -> SyncStanding | None:
        return self._window.session.sync if self._window.session is not None else None

    @property
    def _door(self) -> Any:
        return self._window.opener.server

    @property
    def _desk(self) -> Any:
        assert self._window.session is not None
        return self._window.session.desk

    def _today(self) -> Any:
        assert self._window.session is not None
        return self._window.session.sight.today

    def _read(self, then: Callable[[SyncStanding], None]) -> None:
        from app.views.sync import sync_standing

        if self._window.session is not None:
            self._window.session.read(sync_standing, (), then, self)

    def _ask(
        self, call: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[BaseException], None],
    ) -> None:
        """Beside everything else: the network may take its time. Once the organisation is closed nobody waits."""
        session = self._window.session
        self._window.background.aside(call, Reply(then, failed, self, lambda: session is self._window.session))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
