"""The last day of a term: the day to keep, the other day where one can count or read it otherwise, and why.

The Dutch act on terms (Algemene termijnenwet) moves the end of a term set by law to the next working day. It does
not cover contracts, so a term here ends on its own day, unless the organisation recorded that its agreement says
otherwise. Both days are shown wherever they differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.calendar import NoticeDay, last_day_within, next_working_day, previous_working_day
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The organisation's setting. `moves_terms`: its agreement moves the end of a term to the next working day.

    `extra` are days off beside the official holidays, such as those put on a level with them by royal decree.
    """

    moves_terms: bool = False
    extra: frozenset[date] = field(default_factory=frozenset)


UNMOVED = WorkingDays()


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last` is the day to keep; `other` what another reading gives, None where there is none.

    `by_setting` is true where the organisation's setting moved it.
    """

    last: date
    other: date | None = None
    explanation: tuple[Text, ...] = ()
    by_setting: bool = False


def days_after(event: date, days: int, working: WorkingDays = UNMOVED) -> Deadline:
    """A term of so many days after `event`; the day of the event does not count."""
    return _moved(event + timedelta(days=days), None, (), working)


def months_after(event: date, months: int, working: WorkingDays = UNMOVED) -> Deadline:
    """A term of so many months after `event`; the earlier day of two ways of counting is kept (A-9.3)."""
    counted = last_day_within(event, months)
    said = counted.explanation
    other = counted.later if said is not None else None
    return _moved(counted.last, other, (said,) if said is not None else (), working)


def _moved(last: date, other: date | None, said: tuple[Text, ...], working: WorkingDays) -> Deadline:
    moved = next_working_day(last, working.extra)
    if moved == last:
        return Deadline(last, other, said)
    if working.moves_terms:
        return Deadline(moved, last, (*said, Text(
            "{day} is not a working day, and you recorded that your agreement then moves to {moved}.",
            day=last, moved=moved)), by_setting=True)
    return Deadline(last, max(moved, other or moved), (*said, Text(
        "{day} is not a working day. The law on terms would move it to {moved}, but does not cover contracts: "
        "keep to {day}.", day=last, moved=moved)))


def advice_for_receipt(counted: NoticeDay, working: WorkingDays = UNMOVED) -> Deadline:
    """A day counted backwards never moves; where it is no working day, the one before it is safer to aim for."""
    said = [counted.explanation] if counted.explanation is not None else []
    before = previous_working_day(counted.last, working.extra)
    if before != counted.last:
        said.append(Text(
            "{day} is not a working day and the last day does not move. See that it is received by {before}.",
            day=counted.last, before=before))
    return Deadline(counted.last, counted.later if counted.explanation else None, tuple(said))
