"""The worker process: it imports no Qt, gets its jobs by pipe, and ends with the window."""

from __future__ import annotations

import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from app.domain.errors import Fault, Refusal

_PATIENCE = 5.0
"""Seconds that work gets to stop after it was cancelled."""


class WorkFailed(Fault):
    """A fault in the worker process; `trace` holds file names, line numbers and functions, no values."""

    def __init__(self, kind: str, trace: list[str]) -> None:
        super().__init__(kind)
        self.kind, self.trace = kind, trace

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, self.trace)


class WorkProcess:
    """One spawned process; `run` blocks the calling thread until the outcome is there."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._cancel = context.Event()
        self._deadline = 0.0
        self._process = context.Process(target=serve, args=(theirs, self._cancel), name="leerspoor-work", daemon=True)
        self._process.start()
        theirs.close()

    @property
    def is_alive(self) -> bool:
        return bool(self._process.is_alive())

    def run(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], progress: Callable[[int, int], None] | None,
        cancelled: threading.Event,
    ) -> Any:
        """The function's outcome; raises what it raised, and WorkFailed for a fault or a process that died."""
        self._cancel.clear()
        self._pipe.send((function, arguments, progress is not None))
        while True:
            self._pass_on(cancelled)
            if not self._pipe.poll(0.05):
                continue
            kind, value = self._receive()
            if kind == "progress" and progress is not None:
                progress(*value)
            elif kind == "done":
                return value
            elif kind == "failed":
                raise value

    def _pass_on(self, cancelled: threading.Event) -> None:
        """Tell the process to stop; one that does not listen is ended."""
        if not self.is_alive and not self._pipe.poll(0):
            raise WorkFailed("process ended", [])
        if cancelled.is_set() and not self._cancel.is_set():
            self._cancel.set()
            self._deadline = time.monotonic() + _PATIENCE
        if self._cancel.is_set() and time.monotonic() > self._deadline:
            self._process.terminate()

    def _receive(self) -> tuple[str, Any]:
        try:
            message: tuple[str, Any] = self._pipe.recv()
        except EOFError as gone:
            raise WorkFailed("process ended", []) from gone
        return message

    def close(self) -> None:
        """Ask the process to end; after a moment, end it."""
        self._cancel.set()
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._pipe.close()
        self._process.close()


def serve(pipe: Any, cancel: Any) -> None:
    """The loop of the process: one job after another until None comes or the window is gone."""
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        _answer(pipe, _outcome(pipe, cancel, *job))


def _answer(pipe: Any, outcome: tuple[str, Any]) -> None:
    """Send the outcome; one that cannot be sent is a fault, not the end of the process."""
    try:
        pipe.send(outcome)
    except OSError:
        raise
    except Exception as fault:
        pipe.send(("failed", _portable(fault)))


def _outcome(pipe: Any, cancel: Any, function: Callable[..., Any], arguments: tuple[Any, ...], steps: bool) -> Any:
    named = {"progress": lambda *at: pipe.send(("progress", at)), "cancelled": cancel.is_set} if steps else {}
    try:
        return "done", function(*arguments, **named)
    except Refusal as refusal:
        return "failed", refusal
    except BaseException as fault:
        return "failed", _portable(fault)


def _portable(fault: BaseException) -> WorkFailed:
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return WorkFailed(type(fault).__name__, lines)
