"""Visits, worked out from attempts: no programme tells when somebody came and went (O-annex I: visit times)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.progress import Outcome
from app.domain.text import Text

MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class VisitRule:
    """Attempts that lie so close together are one visit; our own choice."""

    gap_minutes: int = 30

    @property
    def text(self) -> Text:
        return Text("Attempts within {n} minutes of each other count as one visit.", n=self.gap_minutes)


VISIT_RULE = VisitRule()


@dataclass(frozen=True, slots=True)
class Visit:
    """From the first attempt to the last; `made` counts the attempts that ended well, `seconds` is the time that the
    attempts themselves tell of.
    """

    first_us: int
    last_us: int
    attempts: int = 1
    made: int = 0
    seconds: int = 0

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


def visits_of(attempts: Iterable[tuple[int, int, int | None]], rule: VisitRule = VISIT_RULE) -> list[Visit]:
    """The visits in which these attempts (instant in UTC microseconds, outcome, seconds or None) were made, the newest
    first.
    """
    found: list[Visit] = []
    for at_us, outcome, seconds in sorted(attempts, key=lambda attempt: -attempt[0]):
        made, took = int(outcome == Outcome.MADE), seconds or 0
        if found and found[-1].first_us - at_us <= rule.gap_minutes * MINUTE_US:
            later = found[-1]
            found[-1] = Visit(at_us, later.last_us, later.attempts + 1, later.made + made, later.seconds + took)
        else:
            found.append(Visit(at_us, at_us, 1, made, took))
    return found
