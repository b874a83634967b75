"""Sync behind the window: by itself, soon after a change, at a notice, on command; one at a time, retried later."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import Refusal
from app.domain.text import Text
from ui.background import Background, Reply
from ui.sync.state import CHOOSE, FAULT, LATER, LOG_IN, PAUSED, SETTLE, UPGRADE, WIPED, SyncState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.sync.engine import Stage, SyncReport
    from ui.sync.door import OneSync, ServerDoor

_HALTING = frozenset({LOG_IN, UPGRADE, WIPED, PAUSED, CHOOSE})
"""After these nothing happens by itself."""
_TELL_EVERY = 0.05


class Pace(NamedTuple):
    """Milliseconds; `jitter` is the share by which each wait differs, so that not all desks come at once."""

    every: int = 60_000
    soon: int = 1_500
    first_retry: int = 5_000
    longest_retry: int = 600_000
    jitter: float = 0.2


class SyncRunner(QObject):
    """Of one open desk. `moved` tells a stage while it runs, `ended` the report (None where there is none)."""

    changed = Signal()
    moved = Signal(object)
    ended = Signal(object)
    faulted = Signal(object)
    _heard = Signal()

    def __init__(self, desk: Any, door: ServerDoor, background: Background, pace: Pace | None = None) -> None:
        super().__init__()
        self._desk, self._door, self._background = desk, door, background
        self.pace = pace or Pace()
        self.state = SyncState()
        self._syncer: OneSync | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._cancelled, self._still = threading.Event(), threading.Event()
        self._still.set()
        self._is_wanted_again = self._is_stopped = self._is_stale = False
        self._retry, self._told = 0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._heard.connect(self.soon)

    def now(self) -> None:
        """Sync at once, whatever went wrong before."""
        self._retry = 0
        self._start()

    def soon(self) -> None:
        """Sync in a moment; while the server cannot be reached, or somebody must do something first, it waits."""
        if self.state.running:
            self._is_wanted_again = True
        elif not self.state.trouble and not self._is_stopped and self.waits() > self.pace.soon:
            self._timer.start(self.pace.soon)

    def waits(self) -> int:
        """The wait before the next sync as it was planned, in milliseconds; very long while none is planned."""
        return self._timer.interval() if self._timer.isActive() else 2**31

    def fetch_earlier(self, people: Sequence[bytes], reply: Reply) -> None:
        """Once the sync that runs is done: their results of school years that are not here. The reply gets how many."""
        self._background.aside(partial(self._fetch_earlier, people), reply)

    def fetch_file(self, checksum: str, size: int, reply: Reply) -> None:
        """The content of a material, once the sync that runs is done. The reply gets whether it is here whole."""
        self._background.aside(partial(self._fetch_file, checksum, size), reply)

    def send(self, reply: Reply) -> None:
        """What waits, and nothing more: the sync that runs stops for it."""
        self.cancel()
        self._background.aside(self._send, reply)

    def forget(self) -> None:
        """Somebody logged in or connected: what syncs is made anew, and begins at once."""
        self._is_stale = True
        self.now()

    def halt(self, trouble: str, *reasons: Text) -> None:
        """Nothing more by itself, such as after logging out."""
        self._timer.stop()
        self._set(SyncState(False, trouble, reasons))

    def cancel(self) -> None:
        """Stop the one that runs, and begin none until somebody asks."""
        self._cancelled.set()

    def stop(self) -> None:
        """Nothing begins any more, and what runs stops at its next step."""
        self._is_stopped = True
        self._timer.stop()
        self._cancelled.set()

    def send_and_be_still(self) -> None:
        """As below, where nothing is kept: what waits is sent once more, as far as that can be done."""
        self._still.wait(60.0)
        with suppress(Refusal):
            self._send()
        self.wait_until_still()

    def wait_until_still(self, seconds: float = 60.0) -> None:
        """For a thread that closes the desk: blocks until no sync uses it any more and nobody listens."""
        self._still.wait(seconds)
        listening, self._stop_listening = self._stop_listening, None
        if listening is not None:
            listening()
        self._let_go()

    def _start(self) -> None:
        if self._is_stopped:
            return
        if self.state.running:
            self._is_wanted_again = True
            return
        self._timer.stop()
        self._is_wanted_again = False
        self._cancelled = threading.Event()
        self._set(SyncState(True, self.state.trouble, self.state.reasons))
        self._background.aside(self._sync, Reply(self._done, self._failed, self))

    def _sync(self) -> SyncReport | None:
        """On a thread of its own."""
        with self._at_work():
            if self._is_stopped:
                return None
            report = self._made().sync(self._tell, self._cancelled.is_set)
            if self._stop_listening is None and not self._is_stopped:
                self._stop_listening = self._door.listen(self._desk, self._notice)
            return report

    def _fetch_earlier(self, people: Sequence[bytes]) -> int:
        """On the same thread, so never during a sync."""
        with self._at_work():
            return 0 if self._is_stopped else self._made().fetch_earlier(people)

    def _send(self) -> None:
        with self._at_work():
            self._made().send()

    def _fetch_file(self, checksum: str, size: int) -> bool:
        with self._at_work():
            return not self._is_stopped and self._made().fetch_file(checksum, size)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """The desk is in use: who closes it waits."""
        self._still.clear()
        try:
            yield
        finally:
            self._still.set()

    def _made(self) -> OneSync:
        if self._is_stale:
            self._let_go()
        self._syncer = self._syncer or self._door.syncer(self._desk)
        self._is_stale = False
        return self._syncer

    def _let_go(self) -> None:
        syncer, self._syncer = self._syncer, None
        if syncer is not None:
            syncer.close()

    def _notice(self) -> None:
        """From the thread that listens; once stopped there may be nothing left to tell it to."""
        if not self._is_stopped:
            self._heard.emit()

    def _tell(self, stage: Stage) -> None:
        """From the thread that syncs: at most twenty times a second."""
        now = time.monotonic()
        if self._is_stopped:
            return
        if now - self._told >= _TELL_EVERY or 0 < stage.total <= stage.done:
            self._told = now
            self.moved.emit(stage)

    def _done(self, report: SyncReport | None) -> None:
        if self._is_stopped:
            return
        self._retry = 0
        paused = self._cancelled.is_set()
        self._set(SyncState(False, PAUSED if paused else ""))
        if not paused:
            self._plan(self.pace.soon if self._is_wanted_again else self._shaken(self.pace.every))
        self.ended.emit(report)

    def _failed(self, problem: BaseException) -> None:
        if self._is_stopped:
            return
        trouble = _trouble_of(problem)
        if self._cancelled.is_set() and trouble in (LATER, FAULT):
            trouble = PAUSED
        before = self.state.trouble
        self._set(SyncState(False, trouble, problem.reasons if isinstance(problem, Refusal) else ()))
        if trouble == SETTLE:
            self._plan(self._shaken(self.pace.every))
        elif trouble not in _HALTING:
            self._plan(self._retry_after(problem))
        self.ended.emit(None)
        if trouble == FAULT and before != FAULT:
            self.faulted.emit(problem)

    def _plan(self, milliseconds: int) -> None:
        self._timer.start(milliseconds)

    def _retry_after(self, problem: BaseException) -> int:
        """What the server asks for, else twice as long each time."""
        asked = getattr(problem, "retry_after", None)
        self._retry = min(self._retry * 2 or self.pace.first_retry, self.pace.longest_retry)
        return self._shaken(max(self._retry, round(1000 * asked) if asked else 0))

    def _shaken(self, milliseconds: int) -> int:
        import random  # late: the first paint needs no chance

        return round(milliseconds * (1 + self.pace.jitter * random.random()))

    def _set(self, state: SyncState) -> None:
        self.state = state
        self.changed.emit()


def _trouble_of(problem: BaseException) -> str:
    if not isinstance(problem, Refusal):
        return FAULT
    known = {LATER, LOG_IN, UPGRADE, WIPED, SETTLE, CHOOSE}
    return problem.remedy if problem.remedy in known else LATER
