"""What of a timeline needs attention today, and how urgently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from app.domain.contract.timeline import Entry, EntryKind


class Urgency(IntEnum):
    """Higher is more pressing; `OVERDUE` is for what stays to be done after its day."""

    LATER = 1
    SOON = 2
    NOW = 3
    OVERDUE = 4


@dataclass(frozen=True, slots=True)
class Threshold:
    """From so many weeks before the day it is at least this urgent."""

    weeks: int
    urgency: Urgency


THRESHOLDS: Mapping[EntryKind, tuple[Threshold, ...]] = {
    EntryKind.NOTICE: (
        Threshold(13, Urgency.LATER), Threshold(6, Urgency.SOON), Threshold(2, Urgency.NOW)),
    EntryKind.OBJECTION: (Threshold(5, Urgency.SOON), Threshold(1, Urgency.NOW)),
    EntryKind.END: (Threshold(13, Urgency.LATER), Threshold(6, Urgency.SOON), Threshold(2, Urgency.NOW)),
    EntryKind.RENEWAL: (Threshold(4, Urgency.LATER),),
    EntryKind.WARRANTY: (Threshold(4, Urgency.LATER),),
    EntryKind.CONFIRMATION: (Threshold(4, Urgency.LATER), Threshold(1, Urgency.SOON)),
    EntryKind.CHANGE: (Threshold(6, Urgency.LATER), Threshold(1, Urgency.SOON)),
    EntryKind.YEAR_END: (Threshold(6, Urgency.LATER),),
    EntryKind.CLAIM: (Threshold(5, Urgency.SOON), Threshold(2, Urgency.NOW)),
}
"""Our own choice, no clause: how many weeks ahead each kind of date is shown."""

STAYS_TO_DO = frozenset({EntryKind.CONFIRMATION})
"""What is still to be done when its day has passed; the rest has then happened, or can no longer be done."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """`days_left` counts to the day of the entry, to its last day for a range; negative when overdue."""

    entry: Entry
    days_left: int
    urgency: Urgency


def reminders(
    entries: Iterable[Entry], today: date,
    thresholds: Mapping[EntryKind, tuple[Threshold, ...]] = THRESHOLDS,
) -> tuple[Reminder, ...]:
    """The most urgent first, then the nearest."""
    found = (_reminder(entry, today, thresholds.get(entry.kind, ())) for entry in entries if not entry.done)
    return tuple(sorted(
        (one for one in found if one is not None), key=lambda one: (-one.urgency, one.days_left)))


def _reminder(entry: Entry, today: date, thresholds: tuple[Threshold, ...]) -> Reminder | None:
    left = (entry.last - today).days
    if left < 0:
        stays = entry.kind in STAYS_TO_DO and bool(thresholds)
        return Reminder(entry, left, Urgency.OVERDUE) if stays else None
    reached = [one.urgency for one in thresholds if entry.last - timedelta(weeks=one.weeks) <= today]
    return Reminder(entry, left, max(reached)) if reached else None
