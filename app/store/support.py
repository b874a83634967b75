"""What a desk knows of the help desk: the days on which it is closed besides holidays, and whether it is in reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from app.domain.permissions import Role
from app.store.orders import licensor_answers
from app.store.settings import set_settings, setting
from app.store.streams import other_streams

_DAYS_OFF = "helpdesk.days_off"


def days_off(connection: Connection) -> frozenset[date]:
    kept = setting(connection, _DAYS_OFF) or ""
    return frozenset(date.fromisoformat(day) for day in kept.split(",") if day)


def set_days_off(connection: Connection, days: Iterable[date]) -> None:
    set_settings(connection, {_DAYS_OFF: ",".join(day.isoformat() for day in sorted(set(days)))})


def is_linked(connection: Connection, day: str) -> bool:
    """Whether the licensor reads what is asked here: it works here itself, or this desk reads its stream."""
    reads = any(stream.role == Role.LICENSEE for stream in other_streams(connection))
    return reads or licensor_answers(connection, day)
