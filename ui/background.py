"""Everything that takes time, off the GUI thread: one writer, a few readers, one lane for long work, one beside them.

Results come back on the GUI thread by one queued signal. What arrives for a widget that is gone is dropped. Nothing
here knows a database: the callers hand over what is to be run.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ui.long_work import LongWork, Progress

READERS = 3
SHORT, BULK, _LAST = 0, 1, 2
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Reply:
    """Who waits for a result: `then(value)` or `failed(exception)`, unless `receiver` is gone by then."""

    then: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    receiver: QObject | None = None
    wanted: Callable[[], bool] | None = None

    def give(self, value: Any, problem: BaseException | None) -> None:
        if not self._is_awaited():
            return
        if problem is None:
            self.then(value)
        else:
            self.failed(problem)

    def _is_awaited(self) -> bool:
        return is_alive(self.receiver) and is_alive(_owner(self.then)) and (self.wanted is None or self.wanted())


@dataclass(frozen=True, slots=True, order=True)
class _Task:
    """Sorts by lane, then by age."""

    lane: int
    number: int
    function: Callable[[], Any] | None = field(compare=False)
    reply: Reply | None = field(compare=False, default=None)


class _Post(QObject):
    """Carries results to the GUI thread."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(_deliver, Qt.ConnectionType.QueuedConnection)


def _deliver(call: Callable[[], None]) -> None:
    call()


class Background:
    """Use as a context manager, or call `close`: it always stops and joins its threads and its process.

    `in_process` runs long work in a process of its own, so that the window stays smooth; without it, and for work
    that cannot be sent to one, in a thread.
    """

    def __init__(self, readers: int = READERS, in_process: bool = True) -> None:
        self._post = _Post()
        self._lock = threading.Condition()
        self._open = 0
        self._closed = False
        self._reading: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._writing: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._asides: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._aside: threading.Thread | None = None
        self._work = LongWork(self._on_gui, in_process)
        self._threads = [self._start(f"leerspoor-reader-{n}", self._reading) for n in range(readers)]
        self._threads.append(self._start("leerspoor-writer", self._writing))
        self._readers = readers

    def __enter__(self) -> Background:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, function: Callable[[], Any], reply: Reply) -> None:
        """Run on any reader thread."""
        self._put(self._reading, SHORT, function, reply)

    def write(self, function: Callable[[], Any], reply: Reply, bulk: bool = False) -> None:
        """Run on the one writer thread; short actions go before queued bulk."""
        self._put(self._writing, BULK if bulk else SHORT, function, reply)

    def aside(self, function: Callable[[], Any], reply: Reply) -> None:
        """Run on a thread beside all others, one at a time: what may wait long for something outside, as a network."""
        if self._aside is None and not self._closed:
            self._aside = self._start("leerspoor-aside", self._asides)
        self._put(self._asides, SHORT, function, reply)

    def work(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], reply: Reply, progress: Progress | None = None,
    ) -> Callable[[], None]:
        """Run long work; gives back what cancels it.

        With `progress` the function gets the keyword arguments `progress(done, total)` and `cancelled()`; it stops by
        raising, or by returning, once `cancelled()` is true, and leaves things as they were.
        """
        self._count(1)
        finished = _after(reply, lambda: self._count(-1))
        return self._work.run(function, arguments, finished, progress)

    def settle(self, seconds: float = 20.0) -> bool:
        """Wait, for tests and the tour, until nothing is under way; results still wait for the GUI thread."""
        with self._lock:
            return self._lock.wait_for(lambda: self._open == 0, seconds)

    @property
    def is_idle(self) -> bool:
        return self._open == 0

    def close(self) -> None:
        """Stop and join everything; nothing is delivered any more.

        Writes that wait are still done, readings and long work are not.
        """
        if self._closed:
            return
        self._closed = True
        for tasks in (*(self._reading,) * self._readers, self._writing, self._asides):
            tasks.put(_Task(_LAST, next(_numbers), None))
        self._work.close()
        for thread in (*self._threads, self._aside):
            if thread is not None:
                thread.join()
        self._post.deleteLater()

    def _start(self, name: str, tasks: queue.PriorityQueue[_Task]) -> threading.Thread:
        thread = threading.Thread(target=self._serve, args=(tasks,), name=name, daemon=True)
        thread.start()
        return thread

    def _put(
        self, tasks: queue.PriorityQueue[_Task], lane: int, function: Callable[[], Any], reply: Reply,
    ) -> None:
        if not self._closed:
            self._count(1)
            tasks.put(_Task(lane, next(_numbers), function, reply))

    def _serve(self, tasks: queue.PriorityQueue[_Task]) -> None:
        while (task := tasks.get()).function is not None:
            if not self._closed or tasks is self._writing:
                self._run(task.function, task.reply)

    def _run(self, function: Callable[[], Any], reply: Reply | None) -> None:
        value, problem = None, None
        try:
            value = function()
        except BaseException as raised:
            problem = raised
        if reply is not None:
            finished = _after(reply, lambda: self._count(-1))
            self._on_gui(lambda: finished(value, problem))

    def _on_gui(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._post.arrived.emit(call)

    def _count(self, step: int) -> None:
        with self._lock:
            self._open += step
            self._lock.notify_all()


def _after(reply: Reply, last: Callable[[], None]) -> Callable[[Any, BaseException | None], None]:
    """Give the reply, then do the last thing, whatever happened."""

    def finished(value: Any, problem: BaseException | None) -> None:
        try:
            reply.give(value, problem)
        finally:
            last()

    return finished


def is_alive(receiver: object) -> bool:
    """False for a Qt object whose C++ side is gone."""
    return not isinstance(receiver, QObject) or bool(shiboken6.isValid(receiver))


def _owner(function: Callable[..., Any]) -> object:
    """The object whose bound method this is, also behind a partial."""
    while hasattr(function, "func"):
        function = function.func
    return getattr(function, "__self__", None)
