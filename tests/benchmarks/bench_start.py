"""From the start of the process to the first paint and to the first panel with its figures, on much data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import Told, least, measured

PARTICIPANTS, RESULTS = 5_000, 1_000_000
ROUNDS = 9
BARE = "a bare PySide6 window"


def measure() -> Iterable[Figure]:
    """The demo is locked with a passphrase: stretching it, some 100 ms on purpose, is part of the second figure."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        home = folder / "home"
        size = ("--participants", PARTICIPANTS, "--results", RESULTS)
        measured("command", "demo", "--no-window", *size, "--home", home, folder=folder)
        bare: list[Told] = []
        ours: list[Told] = []
        for _ in range(ROUNDS):  # by turns, so that both have the same neighbours
            bare.append(measured("bare_window", folder=folder))
            ours.append(measured("window", home, "school", folder=folder))
    yardstick = least(bare, "first paint")
    for name, target in (("first paint", "at most 2 x"), ("first panel", "at most 2.5 x")):
        found = least(ours, name)
        yield Figure(f"start to {name}", found * 1000, "ms", found / yardstick, BARE, target)
    memory, least_memory = least(ours, "megabytes"), least(bare, "megabytes")
    yield Figure("most memory until the first panel", memory, "MB", memory / least_memory if least_memory else None,
                 BARE if least_memory else "")  # fmt: skip
