"""One lane for long work: a worker process where that is possible, a thread where it is not. One job at a time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.work_process import WorkProcess

Progress = Callable[[int, int], None]
Finished = Callable[[Any, BaseException | None], None]
OnGui = Callable[[Callable[[], None]], None]
_TELL_EVERY = 0.05


@dataclass(slots=True)
class _Job:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    finished: Finished
    progress: Progress | None
    cancelled: threading.Event = field(default_factory=threading.Event)
    told: float = 0.0


class LongWork:
    """Runs jobs in the order in which they come; the thread starts with the first one."""

    def __init__(self, on_gui: OnGui, in_process: bool) -> None:
        self._on_gui = on_gui
        self._in_process = in_process
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._process: WorkProcess | None = None
        self._running: _Job | None = None
        self._closed = False

    def run(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], finished: Finished, progress: Progress | None,
    ) -> Callable[[], None]:
        """Queue a job; gives back what cancels it."""
        job = _Job(function, arguments, finished, progress)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="leerspoor-long-work", daemon=True)
            self._thread.start()
        self._jobs.put(job)
        return job.cancelled.set

    def close(self) -> None:
        """Cancel what runs, drop what waits, and join."""
        self._closed = True
        if self._running is not None:
            self._running.cancelled.set()
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
        if self._process is not None:
            self._process.close()

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not self._closed:
                self._running = job
                self._run(job)
                self._running = None

    def _run(self, job: _Job) -> None:
        value, problem = None, None
        try:
            value = self._outcome(job)
        except BaseException as raised:
            problem = raised
        self._on_gui(lambda: job.finished(value, problem))

    def _outcome(self, job: _Job) -> Any:
        if self._in_process and _can_travel(job):
            return self._worker().run(job.function, job.arguments, self._teller(job), job.cancelled)
        return job.function(*job.arguments, **self._steps(job))

    def _worker(self) -> WorkProcess:
        from ui.work_process import WorkProcess

        if self._process is None or not self._process.is_alive:
            self._process = WorkProcess()
        return self._process

    def _steps(self, job: _Job) -> dict[str, Any]:
        if job.progress is None:
            return {}
        return {"progress": self._teller(job), "cancelled": job.cancelled.is_set}

    def _teller(self, job: _Job) -> Progress | None:
        """What the job calls with its progress: it reaches the window at most twenty times a second."""
        tell = job.progress
        if tell is None:
            return None

        def told(done: int, total: int) -> None:
            now = time.monotonic()
            if now - job.told >= _TELL_EVERY or done >= total:
                job.told = now
                self._on_gui(lambda: tell(done, total))

        return told


def _can_travel(job: _Job) -> bool:
    """True for a plain function of a module with plain arguments; a closure or a bound method stays in a thread."""
    import pickle

    try:
        pickle.dumps((job.function, job.arguments))
    except Exception:
        return False
    return True
