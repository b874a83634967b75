"""Closing the data of who may keep nothing here: what waits is sent first, and what cannot be is said (O-1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.errors import Refusal
from app.domain.text import Text
from ui.background import Reply, is_alive
from ui.window.works import ShownWork

if TYPE_CHECKING:
    from app.views.sync import SyncStanding
    from ui.sync.runner import SyncRunner
    from ui.window.main_window import MainWindow

_SENDING = Text("This is still being sent.")


class Leaving(QObject):
    """Belongs to the sync of one window."""

    def __init__(self, parent: QObject, window: MainWindow) -> None:
        super().__init__(parent)
        self._window = window
        self._is_settled = False
        self._runner: SyncRunner | None = None
        self._work: ShownWork | None = None
        self._dialog: Any = None

    def opened(self, runner: SyncRunner) -> None:
        """Another organisation is open."""
        self._runner, self._is_settled = runner, False

    def may(self) -> bool:
        """Whether the window can close now; else that is asked first, and it closes itself.

        Whoever asks again while it is being sent need not wait for that.
        """
        if not self._asks():
            return True
        if self._dialog is None or not is_alive(self._dialog) or not self._dialog.isVisible():
            self._look(self._first if self._work is None else partial(self._weigh, (_SENDING,)))
        return False

    def settle(self) -> None:
        """Nothing needs to be sent or said any more."""
        self._is_settled = True

    def at_once(self) -> None:
        """Close the window without another word."""
        self.settle()
        self._window.close()

    def last(self, runner: SyncRunner) -> Callable[[], None]:
        """What the closing of the data has to wait for."""
        return runner.send_and_be_still if self._asks() else runner.wait_until_still

    def _asks(self) -> bool:
        """Where it is locked already its page has said what waits."""
        standing = self._window.session.sync if self._window.session is not None else None
        return not self._is_settled and standing is not None and standing.only_connected and not standing.locked

    def _first(self, standing: SyncStanding) -> None:
        self._send() if standing.unsent else self._weigh((), standing)

    def _send(self) -> None:
        if self._runner is not None:
            self._work = self._window.show_work(Text("Sending what you did"), None)
            self._runner.send(Reply(self._sent, self._not_sent, self))

    def _sent(self, _nothing: Any) -> None:
        self._end_work()
        self._look(partial(self._weigh, ()))

    def _not_sent(self, problem: BaseException) -> None:
        self._end_work()
        self._look(partial(self._weigh, problem.reasons if isinstance(problem, Refusal) else ()))

    def _weigh(self, reasons: Sequence[Text], standing: SyncStanding) -> None:
        if not standing.unsent and not standing.drafts:
            self.at_once()
            return
        from ui.sync.leave_dialog import LeaveDialog

        self._dialog = LeaveDialog(
            self._window, standing.unsent, standing.drafts, reasons, self._send, self._stay, self.at_once)
        self._dialog.open()

    def _stay(self) -> None:
        """The sync that was stopped for this goes on."""
        if self._runner is not None:
            self._runner.now()

    def _look(self, then: Callable[[SyncStanding], None]) -> None:
        from app.views.sync import sync_standing

        if self._window.session is not None:
            self._window.session.read(sync_standing, (), then, self)

    def _end_work(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            work.end(None)
