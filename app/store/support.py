"""What a desk knows of the help desk: the days on which it is closed besides holidays, and whether it is in reach.

The licensor says those days. Where it says nothing here, because it is not linked, a desk keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from app.domain.closed_days import ClosedDay, closed_day_of
from app.domain.permissions import Role
from app.store.orders import licensor_answers
from app.store.settings import set_settings, setting
from app.store.streams import other_streams
from app.store.tables import closed_days

_DAYS_OFF = "helpdesk.days_off"


def kept_closed_days(connection: Connection) -> tuple[ClosedDay, ...]:
    """Every day that a licensor said, also those that are over or withdrawn."""
    query = select(closed_days).order_by(closed_days.c.day_on, closed_days.c.id)
    return tuple(closed_day_of(dict(row)) for row in connection.execute(query).mappings())


def days_off(connection: Connection, day: str) -> dict[date, str]:
    """The days on which the help desk is closed too, each with why ('' where that is not known); `day` is today."""
    said = {one.day: one.what for one in kept_closed_days(connection) if not one.withdrawn}
    return said if is_linked(connection, day) else dict.fromkeys(_own_days(connection), "") | said


def _own_days(connection: Connection) -> list[date]:
    kept = setting(connection, _DAYS_OFF) or ""
    return [date.fromisoformat(one) for one in kept.split(",") if one]


def set_days_off(connection: Connection, days: Iterable[date]) -> None:
    set_settings(connection, {_DAYS_OFF: ",".join(day.isoformat() for day in sorted(set(days)))})


def is_linked(connection: Connection, day: str) -> bool:
    """Whether the licensor reads what is asked here: it works here itself, or this desk reads its stream."""
    reads = any(stream.role == Role.LICENSEE for stream in other_streams(connection))
    return reads or licensor_answers(connection, day)
