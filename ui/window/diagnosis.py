"""A diagnostic file for support: where it went wrong and in which versions; no values, no names, no messages."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__

if TYPE_CHECKING:
    from app.views.support import Diagnosis

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


def bundle_of(home: Path, found: Diagnosis) -> str:
    """What goes with a request to the help desk: versions, numbers, how the sync stands, and the newest fault. As data,
    to be told in the language of who reads it; values and names are not among them.
    """
    from app.domain.diagnosis import Bundle, packed

    sync, (fault_at, fault) = found.sync, _newest_fault(home)
    return packed(Bundle(
        f"Leerspoor {__version__}", round(datetime.now(UTC).timestamp() * 1_000_000), _system(), found.provider,
        found.role, dict(found.counts), sync.is_connected, sync.waiting, sync.parked, sync.to_review, sync.locked,
        sync.last_success_us, sync.clock_off_seconds, sync.problem.template if sync.problem is not None else "",
        fault_at, fault))


def _newest_fault(home: Path) -> tuple[str, str]:
    """(when, kinds of error with files and lines), as they were written when something went wrong."""
    from app.cli.saying import FAULTS

    try:
        newest = sorted((home / FAULTS).glob("*.txt"))[-1:]
        return (newest[0].stem[:13], newest[0].read_text("utf-8")) if newest else ("", "")
    except OSError:
        return "", ""


def _elsewhere(problem: BaseException) -> list[str]:
    """What the worker process told of its own fault: its kind and lines of code."""
    trace = getattr(problem, "trace", [])
    return [str(getattr(problem, "kind", "")), *(f"  {Path(str(line)).name}" for line in trace)] if trace else []


def _versions(now: datetime) -> list[str]:
    return [
        f"Leerspoor {__version__}", f"{now:%Y-%m-%d %H:%M:%S} UTC", _system(),
    ]


def _system() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {platform.machine()}"


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
