"""Who left and who is suspended: since when, and where they were, so that they can come back to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.permissions import Permission, allowed, require
from app.domain.sight import Sight
from app.store.tables import groups, memberships, participants, seats
from app.views.doubles import doubles_count
from app.views.people import ParticipantRow, participant_rows


@dataclass(frozen=True, slots=True)
class Leaver:
    """`since` is the day on which the last group or seat ended, None where there was none. `groups` names where the
    person was then.
    """

    row: ParticipantRow
    since: date | None
    groups: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """One person and the open groups that ended on the day of leaving: (id, name)."""

    id: bytes
    full: str
    listed: str
    groups: tuple[tuple[bytes, str], ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    """How many look like somebody else, and how many left or are suspended."""

    doubles: int
    leavers: int


def shelves(connection: Connection, sight: Sight) -> Shelves:
    """Nothing for who may not change people: what stands there is only for who does."""
    if not allowed(sight.actor, Permission.EDIT_PEOPLE):
        return Shelves(0, 0)
    away = select(func.count()).select_from(participants).where(
        participants.c.state != "active", participants.c.merged_into.is_(None))
    return Shelves(doubles_count(connection, sight), int(connection.execute(away).scalar_one()))


def leavers(connection: Connection, sight: Sight) -> tuple[Leaver, ...]:
    """Who left last stands first; who is suspended stands before everybody."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    ended, where = _ended(connection), _left_groups(connection)
    found = [
        Leaver(
            row, _day(ended.get(row.id)) if row.state == "left" else None,
            ", ".join(name for _, name, day in where[row.id] if day == ended[row.id]))
        for row in participant_rows(connection, sight, include_left=True) if row.state != "active"]
    return tuple(sorted(found, key=lambda one: (one.row.state != "suspended", -(one.since or date.min).toordinal())))


def ways_back(connection: Connection, sight: Sight, participant_ids: tuple[bytes, ...]) -> tuple[WayBack, ...]:
    """Where these people were when they left, as far as it is still open."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    ended, where = _ended(connection), _left_groups(connection)
    still = dict(connection.execute(select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None))).all())
    return tuple(
        WayBack(row.id, row.full, row.listed, tuple(dict.fromkeys(
            (group, still[group]) for group, _, day in where[row.id] if day == ended[row.id] and group in still)))
        for row in participant_rows(connection, sight, participant_ids, include_left=True))  # fmt: skip


def _ended(connection: Connection) -> Mapping[bytes, str]:
    """Per person the day on which the last group or seat ended."""
    found: dict[bytes, str] = {}
    for table in (memberships, seats):
        query = select(table.c.participant_id, func.max(table.c.until_on)).where(table.c.until_on.is_not(None))
        for person, day in connection.execute(query.group_by(table.c.participant_id)):
            found[person] = max(day, found.get(person, ""))
    return found


def _left_groups(connection: Connection) -> Mapping[bytes, list[tuple[bytes, str, str]]]:
    """Per person every group that was left: id, name and day."""
    query = (
        select(memberships.c.participant_id, memberships.c.until_on, groups.c.id, groups.c.name)
        .join(groups, groups.c.id == memberships.c.group_id)
        .where(memberships.c.until_on.is_not(None))
    )
    found: dict[bytes, list[tuple[bytes, str, str]]] = defaultdict(list)
    for row in connection.execute(query.order_by(groups.c.name)):
        found[row.participant_id].append((row.id, row.name, row.until_on))
    return found


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
