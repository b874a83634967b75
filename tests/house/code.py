"""The program's own source, as the tests about the house look at it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules() -> list[Path]:
    """Every module of `app` and `ui`."""
    return sorted(path for package in ("app", "ui") for path in (ROOT / package).rglob("*.py"))


def place(path: Path) -> str:
    """The path as a reader looks for it: app/domain/text.py."""
    return path.relative_to(ROOT).as_posix()
