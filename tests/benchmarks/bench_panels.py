"""Any panel, group or participant with a million results stored: to the model and to the screen, and the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import measured

PARTICIPANTS, RESULTS = 5_000, 1_000_000
TARGETS = {"model": "at most 10 ms", "screen": "at most 100 ms"}
FEW = 10_000
FLOOR = f"the same with {FEW:,} results"


def measure() -> Iterable[Figure]:
    """The yardstick is the same window with a hundredth of the results: what is kept must not cost at each opening."""
    with tempfile.TemporaryDirectory() as made:
        many, few = (_panels(Path(made), results) for results in (RESULTS, FEW))
    for name, value in many.items():
        if "|" not in name:
            continue
        *what, percentile = name.split("|")
        kind = what[-1]
        yield Figure(f"{', '.join(what)}, {percentile}", value, "ms", value / few[name] if few.get(name) else None,
                     FLOOR if few.get(name) else "", TARGETS.get(kind, "") if percentile == "95th" else "")
    yield Figure("most memory", many["megabytes"], "MB", many["megabytes"] / few["megabytes"], FLOOR)


def _panels(folder: Path, results: int) -> dict[str, float]:
    home = folder / str(results)
    size = ("--participants", PARTICIPANTS, "--results", results)
    measured("command", "demo", "--no-window", *size, "--home", home, folder=folder)
    return measured("panels", home, "school", folder=folder, module="panel_children")
