"""A diagnostic file for support: where it went wrong and in which versions; no values, no names, no messages."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from app import __version__

FOLDER = "diagnostics"
_KEPT = 20


def write_diagnosis(home: Path, problem: BaseException) -> Path | None:
    """Write the file into the home and give its path; None where even that is impossible."""
    now = datetime.now(UTC)
    folder = home / FOLDER
    path = folder / f"leerspoor-{now:%Y%m%d-%H%M%S}-{now.microsecond:06d}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("\n".join([*_versions(now), "", *describe(problem), ""]), "utf-8")
        _forget_old(folder)
    except OSError:
        return None
    return path


def describe(problem: BaseException) -> list[str]:
    """The kind of every exception in the chain and the lines of code it passed; never its message or its values."""
    lines: list[str] = []
    step: BaseException | None = problem
    while step is not None:
        lines += [type(step).__name__, *_frames(step)]
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return lines


def _frames(problem: BaseException) -> list[str]:
    elsewhere: list[str] = [str(line) for line in getattr(problem, "trace", [])]
    frames = traceback.extract_tb(problem.__traceback__)
    here = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return [f"  {line}" for line in [*here, *(_short(line) for line in elsewhere)]]


def _short(path: str) -> str:
    """Without the folders above the program: they may hold the user's name."""
    for root in sorted((entry for entry in sys.path if entry), key=len, reverse=True):
        if path.startswith(root):
            return path[len(root):].lstrip("/\\")
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _versions(now: datetime) -> list[str]:
    return [
        f"Leerspoor {__version__}", f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {platform.machine()}",
    ]


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("leerspoor-*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
