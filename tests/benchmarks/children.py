"""What a benchmark runs in a fresh process: the program itself, or the yardstick beside it.

Each step tells moments (of the monotonic clock, which all processes share) and figures as JSON on its last line.
Everything heavy is imported inside the steps, so that none carries the weight of another.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

moments: dict[str, float] = {}
figures: dict[str, float] = {}


def peak_megabytes(process: int | str = "self") -> float:
    """The most memory this process, or another, had; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) / 1024
    if process != "self":
        return 0.0
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def command(*words: str) -> None:
    """`leerspoor` with these words; 'inside' is the command without starting Python."""
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        from ui.start import main

        code = main(words)
    figures["inside"] = time.perf_counter() - began
    if code:
        sys.exit(code)


def files(folder: str, participants: str, results: str) -> None:
    """school.xml, library.csv and, where there are any, results.jsonl in `folder`."""
    from datetime import date

    from app.demo import files as demo

    number, count = int(participants), int(results)
    Path(folder, "school.xml").write_bytes(demo.source(demo.SCHOOL, number))
    Path(folder, "library.csv").write_bytes(demo.source(demo.LIBRARY, number))
    if count:
        with Path(folder, "results.jsonl").open("wb") as file:
            for line in demo.results(demo.SCHOOL, date.today(), number, count):
                file.write(line.rstrip(b"\n") + b"\n")


def plain_edexml(file: str, database: str) -> None:
    """The least an import can do: read the file with the standard library and put people and groups into SQLite."""
    import xml.etree.ElementTree as tree

    people = []
    for one in tree.parse(file).getroot().iterfind("leerlingen/leerling"):
        groups = [group.get("key") for group in one.iter("groep")]
        people.append(
            (one.get("key"), *(one.findtext(tag) for tag in ("roepnaam", "voorvoegsel", "achternaam")), groups)
        )
    _plain_people(database, people)


def plain_csv(file: str, database: str) -> None:
    """The same for a list."""
    import csv

    with Path(file).open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=";"))[1:]
    _plain_people(database, [(*row[:4], [row[4]]) for row in rows])


def _plain_people(database: str, people: list[Any]) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS people (key TEXT PRIMARY KEY, given, prefix, family)")
        connection.execute("CREATE TABLE IF NOT EXISTS members (person, team, PRIMARY KEY (person, team))")
        connection.executemany("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?)", (person[:4] for person in people))
        members = [(person[0], group) for person in people for group in person[4]]
        connection.executemany("INSERT OR REPLACE INTO members VALUES (?, ?)", members)


def plain_results(file: str, database: str) -> None:
    """A result a line: read as JSON, and put into the same table as ours in plain SQLite."""
    import sqlite3
    from datetime import datetime

    def rows() -> Any:
        with Path(file).open("rb") as opened:
            for line in opened:
                one = json.loads(line)
                at = datetime.fromisoformat(one["timestamp"]).timestamp()
                yield one["actor"]["account"]["name"], one["object"]["id"], at, one["id"], one["verb"]["id"]

    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        key = "PRIMARY KEY (person, exercise, at, id)"
        connection.execute(f"CREATE TABLE results (person, exercise, at, id, verb, {key}) WITHOUT ROWID")
        connection.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?)", rows())


def bare_window() -> None:
    """The least a window can do: an empty QMainWindow of PySide6."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, done)

    def done() -> None:
        moments.setdefault("first paint", time.monotonic())
        application.quit()

    application = QApplication([])
    window = Window()
    window.resize(1366, 768)
    window.show()
    application.exec()


def window(home: str, organisation: str) -> None:
    """Our own window on this home, until the figures of its first panel are painted."""
    from PySide6.QtWidgets import QApplication

    from ui.first_run.home_opener import HomeOpener
    from ui.running import Running

    application = QApplication([])

    def painted() -> None:
        moments["first paint"] = time.monotonic()
        _when_overview_shows(shown)

    def shown() -> None:
        application.processEvents()
        moments["first panel"] = time.monotonic()
        application.quit()

    with Running(application, HomeOpener(Path(home))) as running:
        running.window.painted.connect(painted)
        running.begin(organisation)
        application.exec()


def _when_overview_shows(then: Any) -> None:
    from PySide6.QtCore import QTimer

    from ui.overview.panel import OverviewPanel

    show = OverviewPanel._show

    def shown(panel: OverviewPanel, values: Any) -> None:
        show(panel, values)
        QTimer.singleShot(0, then)

    OverviewPanel._show = shown


STEPS = {step.__name__: step for step in (command, files, plain_edexml, plain_csv, plain_results, bare_window, window)}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
    figures["megabytes"] = peak_megabytes()
    print("\n" + json.dumps({"moments": moments, "figures": figures}))
