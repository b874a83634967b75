"""The clock of the demo: each step happens on its own day of the past, never after the real now."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from app.actions.desk import Clock


class Story:
    """Every reading is a microsecond later than the one before."""

    def __init__(self, clock: Clock) -> None:
        self._real_us = clock()
        self._now_us = self._real_us

    def __call__(self) -> int:
        self._now_us += 1
        return self._now_us

    def at(self, day: date) -> None:
        """Go on at eight in the morning (UTC) of this day, or now if that day is still to come."""
        morning = int(datetime.combine(day, time(8), UTC).timestamp()) * 1_000_000
        self._now_us = max(min(morning, self._real_us), 0)

    def to_now(self) -> None:
        self._now_us = self._real_us
