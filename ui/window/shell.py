"""The window as one panel knows it. What a panel asked for and no longer waits for never reaches it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.panel import Veil
from ui.parts.file_choice import ask_files, ask_folder, ask_target
from ui.window.session import OpenDesk, Session
from ui.words import show

if TYPE_CHECKING:
    from app.domain.sight import Sight


class Host(Protocol):
    """The window behind the shells."""

    session: Session | None

    @property
    def veil(self) -> Veil: ...

    @property
    def sync(self) -> Line: ...

    def go(self, panel: str, target: bytes | None = None) -> None: ...

    def bring_in(self) -> None: ...

    def look_together(self, person: bytes | None) -> None: ...

    def say(self, message: Text, undoable: bool = False) -> None: ...

    def show_work(self, title: Text, cancel: Callable[[], None] | None) -> Work: ...

    def trouble(self, problem: BaseException) -> None: ...


class Line(Protocol):
    """The way to the server."""

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None: ...

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None: ...


class Work(Protocol):
    """A strip in the window for one piece of long work."""

    def advance(self, done: int, total: int) -> None: ...

    def end(self, problem: BaseException | None) -> None: ...


class PanelShell:
    """Made for one panel (its `owner`) and for the dialogs that the panel opens."""

    def __init__(self, host: Host, session: Session) -> None:
        self._host = host
        self._session = session
        self._latest: dict[tuple[Any, ...], int] = {}
        self.owner: QWidget | None = None

    @property
    def sight(self) -> Sight:
        return self._session.sight

    @property
    def veil(self) -> Veil:
        return self._host.veil

    @property
    def desk(self) -> OpenDesk:
        return self._session.desk

    def read(
        self, view: Callable[..., Any], *arguments: Any, then: Callable[[Any], None], within: bytes | None = None,
    ) -> None:
        """Of two readings of one view for the same method only the later is delivered: the user has moved on."""
        self._session.read(view, arguments, then, self.owner, self._only_latest(view, then), within)

    def act(self, action: Callable[..., Any], *, then: Callable[[Any], None] | None = None, **arguments: Any) -> None:
        self._session.act(action, arguments, then, self.owner)

    def work(
        self, function: Callable[..., Any], *arguments: Any, title: Text,
        then: Callable[[Any], None], steps: bool = True,
    ) -> None:
        job = _Job(self._host, title, then, steps)
        progress = job.advance if steps else None
        job.cancel = self._session.work(function, arguments, job.done, job.failed, self.owner, progress)

    def fetch_earlier(self, person: bytes, then: Callable[[bytes], None]) -> None:
        self._host.sync.fetch_earlier(person, then)

    def fetch_file(self, checksum: str, size: int, then: Callable[[bool], None]) -> None:
        self._host.sync.fetch_file(checksum, size, then)

    def go(self, panel: str, target: bytes | None = None) -> None:
        self._host.go(panel, target)

    def bring_in(self) -> None:
        self._host.bring_in()

    def look_together(self, person: bytes | None) -> None:
        self._host.look_together(person)

    def say(self, message: Text, undoable: bool = False) -> None:
        self._host.say(message, undoable)

    def pick_files(self, title: Text, patterns: str) -> list[str]:
        return ask_files(self.owner, show(title), patterns)

    def pick_folder(self, title: Text) -> str:
        return ask_folder(self.owner, show(title))

    def pick_target(self, title: Text, proposal: str, patterns: str) -> str:
        return ask_target(self.owner, show(title), proposal, patterns)

    def _only_latest(self, view: Callable[..., Any], then: Callable[[Any], None]) -> Callable[[], bool] | None:
        method = getattr(then, "__func__", None)
        if method is None:
            return None
        key = (view, method, id(getattr(then, "__self__", None)))
        number = self._latest.get(key, 0) + 1
        self._latest[key] = number
        return lambda: self._latest[key] == number


class _Job:
    """One piece of long work between the panel that asked for it and its strip in the window."""

    def __init__(self, host: Host, title: Text, then: Callable[[Any], None], can_stop: bool) -> None:
        self._host = host
        self._then = then
        self._cancelled = False
        self.cancel: Callable[[], None] = _nothing
        self._strip = host.show_work(title, self._stop if can_stop else None)

    def advance(self, done: int, total: int) -> None:
        self._strip.advance(done, total)

    def done(self, value: Any) -> None:
        self._strip.end(None)
        self._then(value)

    def failed(self, problem: BaseException) -> None:
        self._strip.end(problem)
        if self._cancelled:
            self._host.say(Text("Stopped. Nothing was changed."))
        else:
            self._host.trouble(problem)

    def _stop(self) -> None:
        self._cancelled = True
        self.cancel()


def _nothing() -> None:
    """Before the work has begun there is nothing to cancel."""
