"""Groups and the people in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from app.domain.errors import Refusal
from app.domain.fields import NAME_COLUMNS, PARTICIPANT_COLUMNS
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.aside import ALONE
from app.store.by_name import by_name
from app.store.merged import kept_id, one_person
from app.store.tables import (
    coach_assignments,
    coaches,
    groups,
    import_links,
    licences,
    locations,
    memberships,
    participants,
)
from app.views.people import TELLS_THE_FAMILY, ParticipantRow, name_of, natural, participant_rows, shown_name


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`kind` is 'base', 'combined' or 'general'; `school_year` is its first calendar year or None.

    `reads_only`: the reader looks at it and changes nothing in it. `introduction` is what its participants read.
    Kind and type of the course are empty where they are not kept.
    """

    id: bytes
    name: str
    kind: str
    year_group: str
    location: str
    school_year: int | None
    participants: int
    coaches: str
    location_id: bytes | None = None
    introduction: str = ""
    reads_only: bool = False
    course_kind: str = ""
    course_type: str = ""


@dataclass(frozen=True, slots=True)
class CoachRow:
    """`until_on` is the first day on which the coach has this group no longer, None while none is set."""

    id: bytes
    full: str
    listed: str
    groups: str
    proposed_role: str
    reads_only: bool = False
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """`with_seats`: the organisation has a licence with seats, so that who has none stands out."""

    row: GroupRow
    members: tuple[ParticipantRow, ...]
    coaches: tuple[CoachRow, ...]
    with_seats: bool = False


@dataclass(frozen=True, slots=True)
class ParticipantField:
    """One field of a participant that the profile keeps; `name` is our field name ('given_name', 'email', ...)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ParticipantPage:
    """`same` are (id, name) of who turned out to be this person; `left_alone` where imports pass this person by."""

    row: ParticipantRow
    fields: tuple[ParticipantField, ...]
    memberships: tuple[tuple[str, date, date | None], ...]
    same: tuple[tuple[bytes, str], ...] = ()
    left_alone: bool = False


def group_list(connection: Connection, sight: Sight) -> tuple[GroupRow, ...]:
    """All open groups the reader may see, base groups first, in natural order (3 before 10)."""
    return _group_rows(connection, sight)


def _group_rows(connection: Connection, sight: Sight, only: bytes | None = None) -> tuple[GroupRow, ...]:
    """All groups, or one of them with nothing read about the others."""
    query = (
        select(groups, locations.c.name.label("location"))
        .outerjoin(locations, locations.c.id == groups.c.location_id)
        .where(groups.c.until_on.is_(None), *_is(groups.c.id, only))
    )
    counts, coaching = _counts(connection, only), _coaches(connection, sight, only)
    rows = [
        _group_row(row, counts, coaching, sight)
        for row in connection.execute(query)
        if sight.sees_all or row.id in sight.actor.groups
    ]
    return tuple(sorted(rows, key=lambda row: (row.kind != "base", natural(row.name))))


def group_detail(connection: Connection, sight: Sight, group_id: bytes) -> GroupDetail:
    """Raises Refusal for a group that is gone or not the reader's."""
    row = next(iter(_group_rows(connection, sight, group_id)), None)
    if row is None:
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    members = select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None)
    )
    people = [bytes(one) for one in connection.execute(members).scalars()]
    with_seats = connection.execute(select(licences.c.id).where(licences.c.kind == "participant").limit(1)).first()
    return GroupDetail(row, participant_rows(connection, sight, people), _coach_rows(connection, sight, group_id),
                       with_seats is not None)


def all_participants(connection: Connection, sight: Sight, include_left: bool = False) -> tuple[ParticipantRow, ...]:
    """Everybody the reader may see, in Dutch register order."""
    return participant_rows(connection, sight, include_left=include_left)


def participants_without_group(connection: Connection, sight: Sight) -> tuple[ParticipantRow, ...]:
    return tuple(row for row in participant_rows(connection, sight) if not row.groups)


def participant_page(connection: Connection, sight: Sight, participant_id: bytes) -> ParticipantPage:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19).

    Of who was put together with somebody else: the page of that person.
    """
    participant_id = kept_id(connection, participant_id)
    rows = participant_rows(connection, sight, [participant_id], include_left=True)
    if not rows:
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    stored = connection.execute(select(participants).where(participants.c.id == participant_id)).mappings().one()
    kept = [
        ParticipantField(name, str(stored[column]))
        for name, column in PARTICIPANT_COLUMNS.items()
        if (name in NAME_COLUMNS or sight.keeps("participant", name))
        and (sight.actor.shows_surnames or name not in TELLS_THE_FAMILY)
    ]
    same = [one[0] for one in one_person(connection, participant_id)]
    query = (
        select(groups.c.name, memberships.c.from_on, memberships.c.until_on)
        .join(groups, groups.c.id == memberships.c.group_id)
        .where(memberships.c.participant_id.in_(same))
    )
    history = [
        (row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]) if row[2] else None)
        for row in connection.execute(query.order_by(memberships.c.from_on))
    ]
    return ParticipantPage(
        rows[0], tuple(kept), tuple(history), _same_names(connection, sight, participant_id),
        _left_alone(connection, same))


participant_page.records_look = True  # type: ignore[attr-defined]


def _same_names(connection: Connection, sight: Sight, participant_id: bytes) -> tuple[tuple[bytes, str], ...]:
    query = select(participants).where(participants.c.merged_into == participant_id)
    rows = connection.execute(query.order_by(*by_name(participants)))
    return tuple((row.id, shown_name(row, sight).full) for row in rows)


def _left_alone(connection: Connection, people: Sequence[bytes]) -> bool:
    query = select(import_links.c.id).where(import_links.c.row_id.in_(people), import_links.c.aside == ALONE)
    return connection.execute(query.limit(1)).first() is not None


def _group_row(
    row: Any, counts: Mapping[bytes, int], coaching: Mapping[bytes, list[str]], sight: Sight
) -> GroupRow:
    return GroupRow(
        row.id,
        row.name,
        row.kind,
        row.year_group,
        row.location or "",
        row.school_year,
        counts.get(row.id, 0),
        ", ".join(coaching.get(row.id, ())),
        row.location_id,
        row.introduction,
        row.id in sight.actor.reads_only,
        *(getattr(row, name) if sight.keeps("participant", name) else "" for name in GROUP_COLUMNS),
    )


def _counts(connection: Connection, only: bytes | None) -> Mapping[bytes, int]:
    query = select(memberships.c.group_id, func.count()).where(
        memberships.c.until_on.is_(None), *_is(memberships.c.group_id, only)
    )
    return dict(connection.execute(query.group_by(memberships.c.group_id)).all())


def _is(column: ColumnElement[bytes], only: bytes | None) -> tuple[ColumnElement[bool], ...]:
    return () if only is None else (column == only,)


def _coaches(connection: Connection, sight: Sight, only: bytes | None) -> Mapping[bytes, list[str]]:
    """Names of the coaches per group."""
    found: dict[bytes, list[str]] = defaultdict(list)
    for row in connection.execute(_coaching(sight).where(*_is(coach_assignments.c.group_id, only))):
        found[row.group_id].append(name_of(row).full)
    return found


def _coach_rows(connection: Connection, sight: Sight, group_id: bytes) -> tuple[CoachRow, ...]:
    rows = connection.execute(_coaching(sight).where(coach_assignments.c.group_id == group_id)).all()
    everywhere: dict[bytes, list[str]] = defaultdict(list)
    named = _coaching(sight).add_columns(groups.c.name.label("group_name"))
    own = named.join(groups, groups.c.id == coach_assignments.c.group_id)
    for row in connection.execute(own.where(coaches.c.id.in_([row.id for row in rows]))):
        everywhere[row.id].append(row.group_name)
    return tuple(
        CoachRow(
            row.id, name_of(row).full, name_of(row).listed, ", ".join(everywhere[row.id]), row.proposed_role,
            bool(row.reads_only), date.fromisoformat(row.assigned_until) if row.assigned_until else None)
        for row in rows
    )


def _coaching(sight: Sight) -> Select[Any]:
    """Who has which group today; a last day may be set."""
    today, assigned = sight.today.isoformat(), coach_assignments.c
    return (
        select(coaches, assigned.group_id, assigned.proposed_role, assigned.reads_only,
               assigned.until_on.label("assigned_until"))
        .join(coaches, coaches.c.id == assigned.coach_id)
        .where(
            assigned.from_on <= today, assigned.until_on.is_(None) | (assigned.until_on > today),
            coaches.c.until_on.is_(None) | (coaches.c.until_on > today))
        .order_by(*by_name(coaches))
    )
