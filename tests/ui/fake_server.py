"""A server for tests of the window: each sync gives what was put ready, and what was asked is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.changes import ChangeSet
from ui.first_run.opener import Joining
from ui.sync.door import ServerLogin


@dataclass(frozen=True, slots=True)
class FakeStage:
    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FakeReport:
    pushed: int = 0
    pulled: int = 0
    results: int = 0
    parked: int = 0
    conflicts: int = 0
    requests: int = 0
    changes: ChangeSet = field(default_factory=ChangeSet)
    clock_off_seconds: int = 0


class FakeServer:
    """`outcomes` are the next syncs: a report, an exception, or a function of (progress, cancelled).

    After the last one every sync is quiet. `asked` tells what else was wanted; a problem in `problems` is raised.
    """

    def __init__(self) -> None:
        self.outcomes: list[Any] = []
        self.problems: dict[str, BaseException] = {}
        self.asked: list[tuple[Any, ...]] = []
        self.syncs = 0
        self.earlier = 0
        """How many results of earlier school years there are to fetch."""
        self.ended = 0
        """How many other computers a new password ends."""
        self.made = 0
        """Connections that are open."""
        self.heard: Callable[[], None] | None = None
        self.joined: Any = None
        self.gate = threading.Event()
        self.gate.set()

    def syncer(self, desk: Any) -> FakeServer:
        self.made += 1
        return self

    def sync(self, progress: Callable[[Any], None], cancelled: Callable[[], bool]) -> FakeReport:
        self.gate.wait(10)
        self.syncs += 1
        outcome = self.outcomes.pop(0) if self.outcomes else FakeReport()
        if callable(outcome):
            outcome = outcome(progress, cancelled)
        if isinstance(outcome, BaseException):
            raise outcome
        report: FakeReport = outcome
        return report

    def send(self) -> None:
        self.gate.wait(10)
        self._asked("send")

    def fetch_earlier(self, participant_ids: Sequence[bytes]) -> int:
        self.gate.wait(10)
        self._asked("earlier", *participant_ids)
        return self.earlier

    def fetch_file(self, checksum: str, size: int) -> bool:
        self.gate.wait(10)
        self._asked("file", checksum, size)
        return True

    def close(self) -> None:
        self.made -= 1

    def listen(self, desk: Any, heard: Callable[[], None]) -> Callable[[], None]:
        self.heard = heard
        return self._deaf

    def connect(self, desk: Any, login: ServerLogin) -> None:
        self._asked("connect", login)

    def log_in_again(self, desk: Any, password: str) -> None:
        self._asked("log in", password)

    def choose_password(self, desk: Any, old: str, new: str) -> int:
        self._asked("password", old, new)
        return self.ended

    def log_out(self, desk: Any, force: bool) -> None:
        self._asked("log out", force)

    def join(self, joining: Joining) -> None:
        self._asked("join", joining)

    def _deaf(self) -> None:
        self.heard = None

    def _asked(self, *what: Any) -> None:
        self.asked.append(what)
        if what[0] in self.problems:
            raise self.problems[what[0]]
