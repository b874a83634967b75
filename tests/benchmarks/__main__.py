"""Runs the benchmarks, each in a fresh process so that none warms the caches of another; prints a table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure, as_json

FOLDER = Path(__file__).parent
PREFIX = "bench_"


def present() -> list[str]:
    """The names of the benchmarks, without "bench_" in front."""
    return sorted(path.stem.removeprefix(PREFIX) for path in FOLDER.glob(PREFIX + "*.py"))


def measured(name: str) -> list[Figure] | None:
    """The figures of one benchmark, or None where it failed; its own words are then on the screen."""
    command = [sys.executable, "-m", "tests.benchmarks.figures", PREFIX + name]
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if process.returncode:
        return None
    return [Figure(**figure) for figure in json.loads(process.stdout)]


def table(figures: Sequence[Figure]) -> str:
    rows = [("figure", "value", "ratio to what", "target")]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.3g} x {figure.against}"
        rows.append((figure.name, f"{readable(figure.value)} {figure.unit}", ratio, figure.target))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(" | ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def readable(value: float) -> str:
    """Three figures, and whole numbers above a hundred: 0.0123, 4.56, 78.9, 1,234."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main(arguments: Sequence[str]) -> int:
    wanted = [word.removeprefix(PREFIX) for word in arguments if word != "--json"] or present()
    unknown = [name for name in wanted if name not in present()]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(present())}.", file=sys.stderr)
        return 2
    figures, failed = [], []
    for name in wanted:
        print(f"measuring {name.replace('_', ' ')} ...", file=sys.stderr, flush=True)
        found = measured(name)
        figures += found or []
        failed += [name] if found is None else []
    print(as_json(figures) if "--json" in arguments else table(figures))
    if failed:
        print(f"Could not measure: {', '.join(failed)}; the reasons stand above.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
