"""Days on which the help desk is closed, as the licensor sees what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.closed_days import STATES, DayState
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.support import kept_closed_days


@dataclass(frozen=True, slots=True)
class ClosedDayRow:
    """A day as it stands now."""

    id: bytes
    day: date
    what: str
    state: DayState
    said: Text


def closed_day_list(connection: Connection, sight: Sight) -> tuple[ClosedDayRow, ...]:
    """Every day that was said, the last first."""
    require(sight.actor, Permission.SEE_LICENCES)
    rows = sorted(kept_closed_days(connection), key=lambda one: (one.day, one.id), reverse=True)
    return tuple(
        ClosedDayRow(one.id, one.day, one.what, one.state(sight.today), STATES[one.state(sight.today)])
        for one in rows)
