"""What a benchmark hands over, and how one of them is run (see README.md)."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    `value` is in `unit`. `ratio` is the value divided by that of `against`, measured by the same module on
    the same machine: a figure that travels, where `value` does not. Without a yardstick `ratio` is None and
    `against` is empty. `target` is what to reach, in words ("at most 2 x", "at most 10 ms"), or empty.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""
    target: str = ""


def measure_one(module_name: str) -> list[Figure]:
    """The figures of tests/benchmarks/`module_name`.py, measured in this process."""
    module = importlib.import_module("tests.benchmarks." + module_name)
    return list(module.measure())


def as_json(figures: list[Figure]) -> str:
    return json.dumps([asdict(figure) for figure in figures], indent=2, ensure_ascii=False)


if __name__ == "__main__":
    print(as_json(measure_one(sys.argv[1])))
