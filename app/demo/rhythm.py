"""When people practise: school hours or evenings, their course day, hardly in the holidays."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from app.demo.organisation import Holiday

ZONE = ZoneInfo("Europe/Amsterdam")
PER_SESSION = 5  # results of one sitting, about
COURSE_DAY = 5  # so much more often on the day of the course

# Weight per weekday, Monday first, and in the holidays.
WEEK = {
    "school": ((1.0, 1.1, 0.7, 1.1, 0.8, 0.06, 0.09), 0.03),
    "adults": ((0.9, 1.0, 1.0, 1.0, 0.8, 0.4, 0.45), 0.3),
}
# Sittings on a day: chance (added up), from and until, in minutes after midnight.
SITTINGS = {
    "school": ((0.62, 515, 690), (0.9, 785, 850), (1.0, 960, 1130)),
    "adults": ((0.42, 570, 690), (0.6, 800, 950), (1.0, 1130, 1275)),
}
WEEKEND_SITTING = (600, 1140)


class Rhythm:
    """The days from `first` to `last` with their weights; days are numbered from 0."""

    def __init__(
        self, kind: str, first: date, last: date, holidays: Sequence[Holiday], weekday: int | None = None
    ) -> None:
        self._sittings = SITTINGS[kind]
        self._first = first
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        week, holiday = WEEK[kind]
        weights = [week[day.weekday()] * (COURSE_DAY if day.isoweekday() == weekday else 1) for day in days]
        for number, day in enumerate(days):
            if any(one.first <= day <= one.last for one in holidays):
                weights[number] *= holiday
        self._until = list(accumulate(weights, initial=0.0))
        self._weekend = [day.weekday() >= 5 for day in days]
        self._stamps = [(f"{day.isoformat()}T", _offset(day)) for day in days]

    def number_of(self, day: date) -> int:
        """The number of a day, kept within the first and the one after the last."""
        return min(max((day - self._first).days, 0), len(self._stamps))

    def weight(self, first: int, last: int) -> float:
        """How much practice falls on the days from `first` to before `last`."""
        return self._until[last] - self._until[first] if last > first else 0.0

    def moments(self, dice: random.Random, first: int, last: int, count: int) -> Iterator[tuple[str, int]]:
        """`count` timestamps (ISO 8601 with offset) in order on these days, each with the seconds it took."""
        sessions = -(-count // PER_SESSION)
        low, span = self._until[first], self.weight(first, last)
        starts = sorted(self._start(dice, low + dice.random() * span) for _ in range(sessions))
        done = 0
        for number, (day, second) in enumerate(starts):
            stamp, offset = self._stamps[day]
            upto = (number + 1) * count // sessions
            for _ in range(upto - done):
                took = 40 + int(dice.random() * 320)
                second += took + 12
                yield f"{stamp}{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{offset}", took
            done = upto

    def _start(self, dice: random.Random, place: float) -> tuple[int, int]:
        """Day and second of the day at which a sitting begins, `place` being a point among the weights."""
        day = min(bisect_right(self._until, place) - 1, len(self._stamps) - 1)
        if self._weekend[day]:
            return day, _within(dice, *WEEKEND_SITTING)
        chance = dice.random()
        begin, end = next((begin, end) for upto, begin, end in self._sittings if chance <= upto)
        return day, _within(dice, begin, end)


def _within(dice: random.Random, begin: int, end: int) -> int:
    return begin * 60 + int(dice.random() * (end - begin) * 60)


def _offset(day: date) -> str:
    """The zone's offset at noon, as +01:00; nobody practises in the night the clock changes."""
    text = datetime.combine(day, time(12), ZONE).strftime("%z")
    return f"{text[:3]}:{text[3:]}"
