"""What is told of people for the tables without names, to fill it in for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.figures.describing import GROUP_COLUMNS, PERSON_FIELDS
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import by_name
from app.store.chunks import chunks
from app.store.tables import groups, memberships, participants
from app.views.people import shown_name


@dataclass(frozen=True, slots=True)
class DescribedPerson:
    """`values` by our field names; only fields that are kept are in it."""

    id: bytes
    full: str
    listed: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupCourse:
    """Kind and type of the course of a group, '' where nobody recorded them or they are not kept."""

    id: bytes
    name: str
    kind: str
    type: str


def group_course(connection: Connection, sight: Sight, group_id: bytes) -> GroupCourse:
    """Also of a group that was closed: last year's courses are told about this year. Raises Refusal where it is gone.
    """
    require(sight.actor, Permission.EDIT_GROUPS)
    row = connection.execute(select(groups).where(groups.c.id == group_id)).first()
    if row is None:
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    kind, sort = (getattr(row, name) if sight.keeps("participant", name) else "" for name in GROUP_COLUMNS)
    return GroupCourse(row.id, row.name, kind, sort)


def described_people(connection: Connection, sight: Sight, people: Collection[bytes]) -> tuple[DescribedPerson, ...]:
    """These people in the order of names. Raises Refusal without the permission to change people."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    fields = [name for name in PERSON_FIELDS if sight.keeps("participant", name)]
    rows: list[Any] = []
    for some in chunks(list(people)):
        rows += connection.execute(select(participants).where(
            participants.c.id.in_(some), participants.c.merged_into.is_(None)).order_by(*by_name(participants))).all()
    return tuple(
        DescribedPerson(row.id, shown_name(row, sight).full, shown_name(row, sight).listed,
                        tuple((name, getattr(row, name)) for name in fields))
        for row in rows)


def described_group(connection: Connection, sight: Sight, group_id: bytes) -> tuple[DescribedPerson, ...]:
    """Who is in this group now."""
    query = select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None))
    return described_people(connection, sight, list(connection.execute(query).scalars()))
