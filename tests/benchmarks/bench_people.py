"""Two thousand participants brought in twice, a thousand moved at once, and who is here twice looked up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import measured

SAID = {
    "bring": ("import of 2,000 participants, first time", "at most 3 s"),
    "bring_again": ("import of 2,000 participants, second time", "at most 2 s"),
    "move": ("a thousand moved to another group", "at most 1 s"),
    "look": ("who is here twice, of 2,000", "at most 0.5 s"),
}


def measure() -> Iterable[Figure]:
    """Each step in a process of its own, on the home that the one before it left."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        measured("found", folder, folder=folder, module="people_children")
        for step, (what, target) in SAID.items():
            told = measured(step, folder, folder=folder, module="people_children")
            yield Figure(what, told["inside"], "s", target=target)
            yield Figure(f"{what}, most memory", told["megabytes"], "MB")
