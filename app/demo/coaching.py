"""The coaches of a demo organisation as an administrator left them, a general group, and what groups read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.actions.coaches import assign_coach, change_coach
from app.actions.desk import Desk
from app.actions.groups import add_participants, create_group, introduce_group
from app.domain.coaches import CoachKind
from app.domain.grouping import GroupKind
from app.domain.sight import Sight
from app.store.tables import coach_assignments, coaches, groups, locations, memberships

_KINDS = (CoachKind.EMPLOYEE, CoachKind.VOLUNTEER, CoachKind.EMPLOYEE, CoachKind.SUBSTITUTE, CoachKind.TRAINEE)
GENERAL = "Losse bezoekers"
_GENERAL_WORDS = "Welkom!\nU kunt elke dag binnenlopen. Vraag een medewerker om hulp als u vastloopt."
_WORDS = "Welkom in onze groep.\nWij beginnen op tijd. Neem een schrift en een pen mee."
VISITORS = 3
"""People of a group who come by themselves as well."""


def look_after_coaches(desk: Desk, with_visitors: bool) -> None:
    """Everybody has a kind and most a statement; one has groups to look at only, one may keep and see less than most.

    `with_visitors`: there is a general group too.
    """
    today = desk.sight.today
    everybody = desk.read(_coaches)
    for number, coach in enumerate(everybody):
        desk.do(change_coach, coach_id=coach, given=_about(number, len(everybody), today))
    most = desk.read(_group_by_size)
    if most:
        desk.do(introduce_group, group_id=most[0], introduction=_WORDS)
        _look_on(desk, everybody, most, today + timedelta(weeks=8))
    if with_visitors and most:
        _welcome_visitors(desk, most[0])


def _about(number: int, of: int, today: date) -> dict[str, Any]:
    """The last one is new here: nothing signed yet, and what is kept and seen is little."""
    is_new = number == of - 1
    return {
        "kind": str(_KINDS[number % len(_KINDS)]), "confidential_on": "" if is_new else today.isoformat(),
        "keeps_offline": not is_new, "shows_surnames": not is_new}


def _look_on(desk: Desk, everybody: list[bytes], most: list[bytes], until: date) -> None:
    """Who takes a group over in a while looks at it until then."""
    for coach in everybody:
        has = desk.read(_has, coach)
        if most[0] not in has:
            desk.do(assign_coach, coach_id=coach, group_id=most[0], reads_only=True, until_on=until.isoformat())
            return


def _welcome_visitors(desk: Desk, group: bytes) -> None:
    made = desk.do(create_group, name=GENERAL, kind=str(GroupKind.GENERAL), location_id=desk.read(_a_location)).outcome
    desk.do(introduce_group, group_id=made, introduction=_GENERAL_WORDS)
    desk.do(add_participants, group_id=made, participant_ids=desk.read(_members, group)[:VISITORS])


def _coaches(connection: Connection, sight: Sight) -> list[bytes]:
    """Those of the largest groups first."""
    rows = connection.execute(
        select(coaches.c.id).join(coach_assignments, coach_assignments.c.coach_id == coaches.c.id)
        .join(memberships, memberships.c.group_id == coach_assignments.c.group_id)
        .group_by(coaches.c.id).order_by(func.count().desc(), coaches.c.sort_key)).scalars()
    return [bytes(row) for row in rows]


def _group_by_size(connection: Connection, sight: Sight) -> list[bytes]:
    rows = connection.execute(
        select(groups.c.id).join(memberships, memberships.c.group_id == groups.c.id)
        .group_by(groups.c.id).order_by(func.count().desc(), groups.c.name)).scalars()
    return [bytes(row) for row in rows]


def _has(connection: Connection, sight: Sight, coach: bytes) -> set[bytes]:
    query = select(coach_assignments.c.group_id).where(coach_assignments.c.coach_id == coach)
    return {bytes(row) for row in connection.execute(query).scalars()}


def _a_location(connection: Connection, sight: Sight) -> bytes | None:
    return connection.execute(select(locations.c.id).order_by(locations.c.name)).scalar()


def _members(connection: Connection, sight: Sight, group: bytes) -> list[bytes]:
    query = select(memberships.c.participant_id).where(memberships.c.group_id == group)
    return [bytes(row) for row in connection.execute(query.order_by(memberships.c.id)).scalars()]
