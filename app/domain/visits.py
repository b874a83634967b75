"""Visits: what somebody did without a long pause. None is recorded: they are read from when attempts were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP_MINUTES = 30
"""After a longer pause a new visit begins; our own choice."""
_MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """From the first attempt to the last one (UTC microseconds); `seconds` is the time spent on all `attempts`."""

    begins_us: int
    ends_us: int
    attempts: int
    seconds: int


def visits_of(moments: Sequence[tuple[int, int]], gap_minutes: int = GAP_MINUTES) -> tuple[Visit, ...]:
    """The visits, earliest first, of attempts as (UTC microseconds, seconds spent), in whatever order."""
    found: list[Visit] = []
    for at_us, seconds in sorted(moments):
        last = found[-1] if found else None
        if last is None or at_us - last.ends_us > gap_minutes * _MINUTE_US:
            found.append(Visit(at_us, at_us, 1, seconds))
        else:
            found[-1] = Visit(last.begins_us, at_us, last.attempts + 1, last.seconds + seconds)
    return tuple(found)
