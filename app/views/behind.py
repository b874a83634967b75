"""Who is far behind the group: what everybody has done, held against the middle one of each group (see the rule)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from app.domain.learning_rules import COMPARED, BehindRule, is_behind, middle_of
from app.domain.sight import Sight
from app.store.tables import groups, memberships, participants, programme_versions, standings


@dataclass(frozen=True, slots=True)
class Behind:
    """In which group, how many exercises were done, and how many the middle one of that group has done."""

    group: str
    done: int
    middle: int


def far_behind(
    connection: Connection, sight: Sight, rule: BehindRule, group_id: bytes | None = None,
    participant_id: bytes | None = None,
) -> dict[bytes, Behind]:
    """By participant: in this group, or else in any group that the reader may see; who is so in several, where it is
    most. With `participant_id` only the groups of this person are looked at. Exercises count of the newest versions.
    """
    if not rule.percent:
        return {}
    found: dict[bytes, Behind] = {}
    counted: dict[bytes, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(_done(sight, rule, group_id, participant_id)):
        counted[row.group_id].append(row)
    for members in counted.values():
        middle = middle_of([int(row.done) for row in members], rule)
        for row in members:
            if middle is not None and is_behind(int(row.done), middle, rule):
                _note(found, row.participant_id, Behind(row.name, int(row.done), middle))
    return found


def _note(found: dict[bytes, Behind], person: bytes, behind: Behind) -> None:
    known = found.get(person)
    if known is None or behind.middle > known.middle:
        found[person] = behind


def _done(
    sight: Sight, rule: BehindRule, group_id: bytes | None, participant_id: bytes | None,
) -> Select[tuple[Any, ...]]:
    """One row for each member who is compared, also for who did nothing."""
    long_enough = (sight.today - timedelta(weeks=rule.weeks)).isoformat()
    query = (
        select(memberships.c.group_id, groups.c.name, memberships.c.participant_id,
               func.coalesce(func.sum(standings.c.done), 0).label("done"))
        .join(groups, groups.c.id == memberships.c.group_id)
        .join(participants, participants.c.id == memberships.c.participant_id)
        .outerjoin(standings, and_(
            standings.c.participant == participants.c.local, standings.c.programme_version_id.in_(_newest())))
        .where(groups.c.kind.in_(COMPARED), groups.c.until_on.is_(None), memberships.c.until_on.is_(None),
               memberships.c.from_on <= long_enough, participants.c.state == "active")
        .group_by(memberships.c.group_id, memberships.c.participant_id))
    if not sight.sees_all:
        query = query.where(memberships.c.group_id.in_(sight.actor.groups))
    if group_id is not None:
        return query.where(memberships.c.group_id == group_id)
    if participant_id is None:
        return query
    own = memberships.alias()
    return query.where(memberships.c.group_id.in_(
        select(own.c.group_id).where(own.c.participant_id == participant_id, own.c.until_on.is_(None))))


def _newest() -> Select[tuple[bytes]]:
    """The newest version of each programme."""
    last = (
        select(programme_versions.c.programme_id, func.max(programme_versions.c.number).label("number"))
        .group_by(programme_versions.c.programme_id).subquery())
    return select(programme_versions.c.id).join(last, and_(
        last.c.programme_id == programme_versions.c.programme_id, last.c.number == programme_versions.c.number))
