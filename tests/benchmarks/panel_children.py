"""What the benchmark of the panels runs in a fresh process: the real window on a home with a million results.

Each opening is timed twice: what the views of it took on their reader thread (to the model), and from the click
until everything that was asked has come and is painted (to the screen).
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.children import peak_megabytes

ROUNDS, GROUPS, PEOPLE = 5, 60, 200
Opened = tuple[float, float]
figures: dict[str, float] = {}


class Watch:
    """Times one opening of something in the window."""

    def __init__(self, running: Any) -> None:
        from PySide6.QtWidgets import QApplication

        self.running, self._application = running, QApplication.instance()
        self._read, self.by_view = 0.0, defaultdict[str, list[float]](list)
        desk = running.window.session.desk
        reading = desk.read

        def timed(view: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return reading(view, *arguments, **more)
            finally:
                taken = time.perf_counter() - began
                self._read += taken
                self.by_view[getattr(view, "__name__", "?")].append(taken)

        desk.read = timed

    def of(self, opening: Callable[[], object]) -> Opened:
        """(seconds to the model, seconds to the screen)"""
        self._read = 0.0
        began = time.perf_counter()
        opening()
        self.settle()
        return self._read, time.perf_counter() - began

    def settle(self) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        # What was closed goes away only where an event loop runs, as it does in the program.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        while True:
            self._application.processEvents()
            if self.running.background.is_idle:
                self._application.processEvents()
                if self.running.background.is_idle:
                    return
            time.sleep(0.0002)


def panels(home: str, organisation: str) -> None:
    from ui.window.panels import panels_for

    with opened_window(home, organisation) as running:
        watch, window = Watch(running), running.window
        watch.settle()
        codes = [place.code for place in panels_for(window.session.sight.actor) if window.deck.has(place.code)]
        found: dict[str, list[Opened]] = {code: [] for code in codes}
        again: dict[str, list[Opened]] = {code: [] for code in codes}
        for _ in range(ROUNDS):
            for code in codes:
                window.rebuild()  # so that the panel is built too, as at the first click
                watch.settle()
                found[code].append(watch.of(lambda code=code: window.go(code)))  # type: ignore[misc]
                again[code].append(watch.of(window.deck.current().refresh))
        _tell("any panel", [one for opened in found.values() for one in opened])
        for code, opened in found.items():
            _tell(f"panel {code}", opened)
            _tell(f"panel {code} again", again[code])
        _groups_and_people(watch, window)
        for name, taken in watch.by_view.items():
            figures[f"view {name}|median"] = statistics.median(taken) * 1000
            figures[f"view {name}|95th"] = _percentile(taken) * 1000
    figures["megabytes"] = peak_megabytes()


@contextmanager
def opened_window(home: str, organisation: str) -> Iterator[Any]:
    """Our own window on this home, with its first panel."""
    from PySide6.QtWidgets import QApplication

    from ui.first_run.home_opener import HomeOpener
    from ui.running import Running

    application = QApplication([])
    with Running(application, HomeOpener(Path(home))) as running:
        running.begin(organisation)
        while running.opening is None or running.window.session is None or not running.background.is_idle:
            application.processEvents()
            time.sleep(0.001)
        yield running


def _groups_and_people(watch: Watch, window: Any) -> None:
    from app.views.groups import all_participants, group_list

    desk = window.session.desk
    groups = [row.id for row in desk.read(group_list)][:GROUPS]
    everybody = [row.id for row in desk.read(all_participants)]
    people = everybody[:: max(1, len(everybody) // PEOPLE)][:PEOPLE]
    watch.by_view.clear()
    for panel in ("groups", "progress"):
        window.go(panel)
        watch.settle()
        for what, ids in (("group", groups), ("participant", people)):
            _tell(f"{what} in {panel}", [watch.of(_go(window, panel, one)) for one in ids])


def _go(window: Any, panel: str, target: bytes) -> Callable[[], None]:
    return lambda: window.go(panel, target)


def _tell(what: str, opened: Iterable[Opened]) -> None:
    models, screens = zip(*opened, strict=True)
    for name, taken in (("model", models), ("screen", screens)):
        figures[f"{what}|{name}|median"] = statistics.median(taken) * 1000
        figures[f"{what}|{name}|95th"] = _percentile(taken) * 1000


def _percentile(taken: Iterable[float]) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


if __name__ == "__main__":
    panels(*sys.argv[2:])
    print("\n" + json.dumps({"moments": {}, "figures": figures}))
