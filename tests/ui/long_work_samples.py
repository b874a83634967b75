"""Long work for tests. It stands in a module of its own, so that another process can import it."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable

from app.domain.errors import Refusal
from app.domain.text import Text


def count_to(
    total: int, progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] | None = None,
) -> int:
    for done in range(1, total + 1):
        if progress is not None:
            progress(done, total)
    return total


def until_cancelled(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> str:
    progress(1, 2)
    while not cancelled():
        threading.Event().wait(0.001)
    return "cancelled"


def refuse_work() -> None:
    raise Refusal(Text("No {what}.", what="paper"))


def fail_work() -> None:
    raise ValueError("with a name in it")


def process_name() -> str:
    return multiprocessing.current_process().name
