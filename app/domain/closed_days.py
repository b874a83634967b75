"""Days on which the help desk is closed beside Sundays and holidays, said by the licensor to all its organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.domain.calendar import is_day
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, only_wrong, wrong_order

LONGEST_WHAT = 100
MOST_DAYS = 31
"""At once; our own choice: what takes longer is a slip of the keyboard."""
_SHAPE = Text("This change has a shape that the server does not know. It was refused.")


class DayState(StrEnum):
    COMING = "coming"
    TODAY = "today"
    OVER = "over"
    WITHDRAWN = "withdrawn"


STATES: Mapping[DayState, Text] = {
    DayState.COMING: Text("announced"), DayState.TODAY: Text("today"), DayState.OVER: Text("over"),
    DayState.WITHDRAWN: Text("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A row of `closed_days`; `what` says why, to be shown."""

    id: bytes
    day: date
    what: str
    withdrawn: bool

    def state(self, today: date) -> DayState:
        if self.withdrawn:
            return DayState.WITHDRAWN
        if self.day == today:
            return DayState.TODAY
        return DayState.OVER if self.day < today else DayState.COMING


def closed_day_of(row: Mapping[str, Any]) -> ClosedDay:
    return ClosedDay(row["id"], date.fromisoformat(row["day_on"]), row["what"], row["withdrawn_us"] is not None)


def days_in(first: date, last: date, there: Collection[date]) -> tuple[date, ...]:
    """The days from `first` up to and including `last` that were not said yet."""
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every if day not in there)


def check_closing(
    first: date, last: date, what: str, there: Iterable[ClosedDay], today: date,
) -> tuple[WrongField, ...]:
    """What is wrong with closing from `first` up to and including `last`, at its field."""
    standing = {one.day for one in there if not one.withdrawn}
    many = first <= last and (last - first).days >= MOST_DAYS
    return only_wrong((
        WrongField("first", Text("{day} is over already. Nothing was recorded.", day=first)) if first < today else None,
        wrong_order("last", first, last),
        WrongField("last", Text("This is more than {n} days. Nothing was recorded.", n=MOST_DAYS)) if many else None,
        WrongField("first", Text("The help desk is closed then already. Nothing was recorded."))
        if first <= last and not many and not days_in(first, last, standing) else None,
        missing("what") if not what.strip() else None,
        WrongField("what", Text("This is longer than {n} signs. Nothing was recorded.", n=LONGEST_WHAT))
        if len(what) > LONGEST_WHAT else None))


def broken_closed_day(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a day, whoever sends it (S1)."""
    if kind != "closed_days":
        return None
    proper = is_day(row["day_on"]) and row["what"].strip() and len(row["what"]) <= LONGEST_WHAT
    return None if proper and row["published_us"] > 0 else _SHAPE
