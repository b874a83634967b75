"""Importing 5,000 participants and 1,000,000 results by the command line, as somebody would do it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import Told, least, measured

PARTICIPANTS, RESULTS = 5_000, 1_000_000
ROUNDS = 3
FILES = {"EDEXML": ("school.xml", "plain_edexml"), "CSV": ("library.csv", "plain_csv")}


def measure() -> Iterable[Figure]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        measured("files", folder, PARTICIPANTS, RESULTS, folder=folder)
        for form, (name, yardstick) in FILES.items():
            yield from _people(folder, form, name, yardstick)
        yield from _results(folder)


def _people(folder: Path, form: str, name: str, yardstick: str) -> Iterator[Figure]:
    """The first import makes the organisation too; the second finds everybody there."""
    first: list[Told] = []
    again: list[Told] = []
    plain: list[Told] = []
    for number in range(ROUNDS):
        home = folder / f"{form}-{number}"
        plain.append(measured(yardstick, folder / name, folder / f"{form}-{number}.db", folder=folder))
        first.append(measured("command", "import", folder / name, "--home", home, folder=folder))
        again.append(measured("command", "import", folder / name, "--home", home, folder=folder))
    against = f"the standard library reading {form} into plain SQLite"
    for runs, turn, target in ((first, "first", "at most 3 s"), (again, "second", "at most 2 s")):
        what = f"import of 5,000 participants from {form}, {turn} time"
        whole, bare = least(runs, "process"), least(plain, "process")
        yield Figure(f"{what}, whole process", whole, "s", whole / bare, against, target)
        yield Figure(f"{what}, the command itself", least(runs, "inside"), "s")
        yield _memory(what, runs, plain, against)


def _results(folder: Path) -> Iterator[Figure]:
    home = folder / "results"
    measured(
        "command", "demo", "--no-window", "--participants", PARTICIPANTS, "--results", 1, "--home", home, folder=folder
    )
    file = folder / "results.jsonl"
    plain = [measured("plain_results", file, folder / "results.db", folder=folder)]
    first = [measured("command", "import", file, "--home", home, folder=folder)]
    again = [measured("command", "import", file, "--home", home, folder=folder)]
    against = "the standard library reading them into plain SQLite"
    for runs, turn in ((first, "first"), (again, "second")):
        what = f"import of 1,000,000 results, {turn} time"
        whole, bare = least(runs, "process"), least(plain, "process")
        yield Figure(f"{what}, whole process", whole, "s", whole / bare, against)
        yield _memory(what, runs, plain, against)


def _memory(what: str, runs: list[Told], plain: list[Told], against: str) -> Figure:
    ours, bare = least(runs, "megabytes"), least(plain, "megabytes")
    return Figure(f"{what}, most memory", ours, "MB", ours / bare if bare else None, against if bare else "")
