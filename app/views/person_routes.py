"""The learning routes of one person, own ones and those of the groups, for the page of that person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import kept_id
from app.store.routes import open_assignments
from app.store.tables import groups, participants
from app.views.people import may_see, natural
from app.views.route_progress import routes_of_person


@dataclass(frozen=True, slots=True)
class PersonRoute:
    """`groups` are the names of the groups through which it is had, none for an own one. `done` and `total` count
    exercises, `late` steps.
    """

    id: bytes
    name: str
    groups: tuple[str, ...]
    done: int
    total: int
    late: int


@dataclass(frozen=True, slots=True)
class PersonRoutes:
    participant_id: bytes
    routes: tuple[PersonRoute, ...]


def person_routes(connection: Connection, sight: Sight, participant_id: bytes) -> PersonRoutes:
    """Those that count, own ones first; of a group that is not the reader's nothing is said. Raises Refusal."""
    person = kept_id(connection, participant_id)
    local = connection.execute(select(participants.c.local).where(participants.c.id == person)).scalar()
    if local is None or not may_see(connection, sight, person):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    own, through = _had(connection, sight, person)
    return PersonRoutes(person, tuple(
        PersonRoute(
            one.id, one.name, () if one.id in own else tuple(sorted(through[one.id], key=natural)), one.done,
            one.total, one.late)
        for one in routes_of_person(connection, sight, person, local) if one.id in own or one.id in through))


def _had(connection: Connection, sight: Sight, person: bytes) -> tuple[set[bytes], dict[bytes, set[str]]]:
    """(routes of the person alone, the names of the own groups that have each route)."""
    names = {row.id: row.name for row in connection.execute(select(groups.c.id, groups.c.name))
             if sight.sees_all or row.id in sight.actor.groups}
    own: set[bytes] = set()
    through: dict[bytes, set[str]] = {}
    for row in open_assignments(connection, sight.today.isoformat(), people=[person]):
        if row["participant_id"] == person:
            own.add(row["route_id"])
        elif row["group_id"] in names:
            through.setdefault(row["route_id"], set()).add(names[row["group_id"]])
    return own, through
