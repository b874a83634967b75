"""A coach at the same desk: an account with the role, and groups to follow."""

from __future__ import annotations

import secrets

from app.actions.desk import Desk
from app.domain.names import PersonName
from app.domain.permissions import Role
from app.store import tables


def coach_of(desk: Desk, *group_ids: bytes, name: str = "Joke Smit") -> Desk:
    """The same data through the eyes of a coach of these groups; closed with the administrator's desk."""
    coach, account = secrets.token_bytes(16), secrets.token_bytes(16)
    given, family = name.split(" ", 1)
    person, day = PersonName(given, "", family), desk.sight.today.isoformat()
    with desk.database.writing() as connection:
        connection.execute(
            tables.coaches.insert().values(
                id=coach, given=given, family=family, sort_key=person.sort_key, search=person.search, from_on=day
            )
        )
        for group in group_ids:
            connection.execute(
                tables.coach_assignments.insert().values(
                    id=secrets.token_bytes(16), coach_id=coach, group_id=group, from_on=day
                )
            )
        connection.execute(
            tables.accounts.insert().values(id=account, role=Role.COACH.value, name=name, coach_id=coach, from_on=day)
        )
    return Desk(desk.database, desk.clock, account)
