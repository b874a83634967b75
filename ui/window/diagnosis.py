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


def bundle_text(home: Path, found: Diagnosis) -> str:
    """What goes with a request to the help desk: versions, numbers, how the sync stands, and the newest fault. In plain
    words that can be read before they are sent; values and names are not among them.
    """
    from app.domain.support import LONGEST_DIAGNOSIS

    sync = found.sync
    lines = [
        *_versions(datetime.now(UTC)), f"profile {found.provider}, {found.role} of {found.kind}",
        ", ".join(f"{name} {number}" for name, number in found.counts),
        f"server {'yes' if sync.is_connected else 'no'}, waiting {sync.waiting}, parked {sync.parked}, "
        f"to check {sync.to_review}, locked {'yes' if sync.locked else 'no'}",
        f"last sync {_moment(sync.last_success_us)}, clock off {sync.clock_off_seconds} s",
        f"problem {sync.problem.template if sync.problem is not None else 'none'}", *_newest_fault(home)]
    return "\n".join(lines)[:LONGEST_DIAGNOSIS]


def _moment(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us / 1_000_000, UTC):%Y-%m-%d %H:%M} UTC" if at_us else "never"


def _newest_fault(home: Path) -> list[str]:
    """Kinds of error with files and lines, as they were written when something went wrong."""
    from app.cli.saying import FAULTS

    try:
        newest = sorted((home / FAULTS).glob("*.txt"))[-1:]
        return [f"newest fault {one.stem[:13]}\n{one.read_text('utf-8')}" for one in newest]
    except OSError:
        return []


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
