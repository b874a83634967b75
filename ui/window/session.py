"""One open organisation in the window: its desk, and the threads that read and write there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from app.domain.changes import ChangeSet
from ui.background import Background, Reply
from ui.long_work import Progress

if TYPE_CHECKING:
    from app.domain.sight import Sight
    from app.views.sync import SyncStanding


class OpenDesk(Protocol):
    """What the window needs of a desk; every call blocks, so it is made off the GUI thread."""

    @property
    def organisation(self) -> Any: ...

    @property
    def clock(self) -> Callable[[], int]:
        """Now, in UTC microseconds."""

    @property
    def database(self) -> Any:
        """The open file, for a backup."""

    @property
    def sight(self) -> Sight: ...

    def read(self, view: Callable[..., Any], *arguments: Any) -> Any: ...

    def read_within(self, tenant: bytes, view: Callable[..., Any], *arguments: Any) -> Any: ...

    def do(self, action: Any, **arguments: Any) -> ChangeSet: ...

    def close(self) -> None: ...


class Session:
    """`spread` gets every change set, `trouble` every exception; both on the GUI thread.

    `sync` is how the desk last stood with its server, None until that was read. `days_off` are those of the help desk,
    beside holidays, as far as they were read.
    """

    def __init__(
        self, desk: OpenDesk, background: Background, spread: Callable[[ChangeSet], None],
        trouble: Callable[[BaseException], None],
    ) -> None:
        self.desk = desk
        self.sync: SyncStanding | None = None
        self.is_open = True
        self.days_off: frozenset[date] = frozenset()
        self._background = background
        self._spread = spread
        self._trouble = trouble

    @property
    def sight(self) -> Sight:
        return self.desk.sight

    def read(
        self, view: Callable[..., Any], arguments: tuple[Any, ...], then: Callable[[Any], None],
        receiver: QObject | None = None, wanted: Callable[[], bool] | None = None, within: bytes | None = None,
    ) -> None:
        """Run a view; the answer is dropped when `receiver` is gone or it is no longer `wanted`."""
        reply = Reply(then, self._trouble, receiver, self._wanted(wanted))
        self._background.read(partial(self._read, view, arguments, within), reply)

    def act(
        self, action: Any, arguments: dict[str, Any], then: Callable[[ChangeSet], None] | None = None,
        receiver: QObject | None = None, bulk: bool = False,
    ) -> None:
        """Run an action. Its change set is spread even when whoever asked for it is gone."""
        if not self.is_open:
            return  # a panel that goes with the window has nowhere to write any more

        def done(changes: ChangeSet) -> None:
            self._spread(changes)
            if then is not None:
                Reply(then, self._trouble, receiver).give(changes, None)

        reply = Reply(done, self._trouble)
        self._background.write(partial(self.desk.do, action, **arguments), reply, bulk)

    def work(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], then: Callable[[Any], None],
        failed: Callable[[BaseException], None], receiver: QObject | None, progress: Progress | None,
    ) -> Callable[[], None]:
        """Run long work; gives back what cancels it. A change set that comes out of it is spread."""
        def done(value: Any) -> None:
            if isinstance(value, ChangeSet):
                self._spread(value)
            Reply(then, self._trouble, receiver).give(value, None)

        return self._background.work(function, arguments, Reply(done, failed, None, self._wanted(None)), progress)

    def close(self, before: Callable[[], object] | None = None, is_gone: bool = False) -> None:
        """Close the desk behind whatever is still being written, and behind `before`, which may wait for something.

        Of a desk whose data `is_gone` nothing can be written any more, and nobody needs to hear that.
        """
        self.is_open = False
        failed = _nothing if is_gone else self._trouble
        self._background.write(partial(self._close, before), Reply(_nothing, failed), bulk=True)

    def _close(self, before: Callable[[], object] | None) -> None:
        try:
            if before is not None:
                before()
        finally:
            self.desk.close()

    def _read(self, view: Callable[..., Any], arguments: tuple[Any, ...], within: bytes | None) -> Any:
        """A reading that was still waiting when the desk closed must not open it again."""
        if not self.is_open:
            return None
        return self.desk.read(view, *arguments) if within is None else self.desk.read_within(within, view, *arguments)

    def _wanted(self, wanted: Callable[[], bool] | None) -> Callable[[], bool]:
        return lambda: self.is_open and (wanted is None or wanted())


def _nothing(_value: Any) -> None:
    """Nobody waits for this."""
