"""How many people take part, have no seat, or were not seen for a while: counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from app.domain.progress import InactiveRule
from app.domain.sight import Sight
from app.store.learning import learning_rules
from app.store.tables import memberships, participants, seats, standings


@dataclass(frozen=True, slots=True)
class PeopleFigures:
    active: int
    without_seat: int
    unseen: int
    unseen_days: int


def people_figures(connection: Connection, sight: Sight) -> PeopleFigures:
    """Of everybody the reader may see; `unseen` are those who were seen once, but not for `unseen_days`, as the rule
    that is in force has it.
    """
    rule = learning_rules(connection).inactive
    seated = select(seats.c.participant_id).where(seats.c.until_on.is_(None))
    return PeopleFigures(
        _count(connection, sight),
        _count(connection, sight, participants.c.id.not_in(seated)),
        _unseen(connection, sight, rule),
        rule.days,
    )


def in_sight(sight: Sight, to_work_for: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `participants`: taking part, and for a coach in one of the own groups.

    With `to_work_for` without the groups that are only looked at.
    """
    active = participants.c.state == "active"
    if sight.sees_all:
        return (active,)
    groups = sight.actor.works_in if to_work_for else sight.actor.groups
    own = select(memberships.c.participant_id).where(
        memberships.c.until_on.is_(None), memberships.c.group_id.in_(groups)
    )
    return active, participants.c.id.in_(own)


def _count(connection: Connection, sight: Sight, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(participants).where(*in_sight(sight), *conditions)
    return int(connection.execute(query).scalar_one())


def _unseen(connection: Connection, sight: Sight, rule: InactiveRule) -> int:
    last: Any = (
        select(standings.c.participant)
        .group_by(standings.c.participant)
        .having(func.max(standings.c.last_us) < sight.days_ago(rule.days))
    )
    return _count(connection, sight, participants.c.local.in_(last))
