"""A diagnostic file for support: where it went wrong and in which versions; no values, no names, no messages."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path

from app import __version__

_KEPT = 20


def write_diagnosis(home: Path, problem: BaseException) -> Path | None:
    """Write the file beside those of the command line and give its path; None where even that is impossible."""
    from app.cli.saying import FAULTS, fault_report

    now = datetime.now(UTC)
    folder = home / FAULTS
    path = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("\n".join([*_versions(now), "", fault_report(problem), *_elsewhere(problem)]), "utf-8")
        _forget_old(folder)
    except OSError:
        return None
    return path


def _elsewhere(problem: BaseException) -> list[str]:
    """What the worker process told of its own fault: its kind and lines of code."""
    trace = getattr(problem, "trace", [])
    return [str(getattr(problem, "kind", "")), *(f"  {Path(str(line)).name}" for line in trace)] if trace else []


def _versions(now: datetime) -> list[str]:
    return [
        f"Leerspoor {__version__}", f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {platform.machine()}",
    ]


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
