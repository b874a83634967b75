"""Groups, people and who coaches them as one roster: what an export writes, and what an import would read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from app.domain.fields import COACH_COLUMNS, OPTIONAL_COLUMNS
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.ids import written_id
from app.domain.names import PersonName
from app.domain.permissions import Permission, require
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.domain.sight import Sight
from app.store.by_name import by_name
from app.store.tables import (
    coach_assignments,
    coaches,
    groups,
    locations,
    memberships,
    organisations,
    participants,
    placements,
)
from app.views.people import natural

SOURCE = "leerspoor"
_NOWHERE = Origin("", 0)
_NOT_WRITTEN = frozenset({"younger_than_16"})
"""Kept as the day until which it is so, which no list of people has a column for."""


def desk_roster(connection: Connection, sight: Sight) -> Roster:
    """Everybody who takes part or coaches now, and every open group and location; the keys are our own ids.

    Only fields that the profile keeps are in it. A coach's location is not known. Read in a handful of queries,
    whatever the number of people. Raises Refusal without the permission to export.
    """
    require(sight.actor, Permission.EXPORT)
    there = connection.execute(_open(locations)).all()
    found = _groups(connection, sight)
    return Roster(
        source=SOURCE,
        format=SOURCE,
        school_year=_most_common([group.school_year for group in found]),
        organisation_name=connection.execute(select(organisations.c.name)).scalar_one(),
        locations=tuple(RosterLocation(_NOWHERE, written_id(row.id), row.name) for row in there),
        groups=found,
        participants=_participants(connection, sight, found),
        coaches=_coaches(connection, sight, found),
        places_groups=True,
    )


def _open(table: Table) -> Any:
    return select(table).where(table.c.until_on.is_(None)).order_by(table.c.name)


def _groups(connection: Connection, sight: Sight) -> tuple[RosterGroup, ...]:
    rows = sorted(connection.execute(_open(groups)), key=lambda row: (row.kind != "base", natural(row.name)))
    return tuple(
        RosterGroup(
            _NOWHERE,
            written_id(row.id),
            row.name,
            row.kind or "base",
            row.year_group,
            written_id(row.location_id) if row.location_id else None,
            row.school_year,
            *(getattr(row, name) if sight.keeps("participant", name) else "" for name in GROUP_COLUMNS),
        )
        for row in rows
    )


def _most_common(years: Sequence[int | None]) -> int | None:
    found = Counter(year for year in years if year is not None)
    return max(found, key=lambda year: (found[year], year)) if found else None


def _participants(connection: Connection, sight: Sight, found: Sequence[RosterGroup]) -> tuple[RosterPerson, ...]:
    kept = {name: column for name, column in OPTIONAL_COLUMNS.items()
            if name not in _NOT_WRITTEN and sight.keeps("participant", name)}  # fmt: skip
    joined = _joined(connection, memberships, "participant_id", found)
    query = select(placements.c.participant_id, placements.c.location_id).where(
        placements.c.until_on.is_(None), placements.c.location_id.is_not(None))
    places = {bytes(row.participant_id): written_id(row.location_id) for row in connection.execute(query)}
    rows = connection.execute(
        select(participants).where(participants.c.state == "active").order_by(*by_name(participants)))
    return tuple(_person(row, kept, joined, places.get(bytes(row.id))) for row in rows)


def _coaches(connection: Connection, sight: Sight, found: Sequence[RosterGroup]) -> tuple[RosterPerson, ...]:
    kept = {name: column for name, column in COACH_COLUMNS.items() if sight.keeps("coach", name)}
    joined = _joined(connection, coach_assignments, "coach_id", found)
    rows = connection.execute(select(coaches).where(coaches.c.until_on.is_(None)).order_by(*by_name(coaches)))
    return tuple(_person(row, kept, joined, None) for row in rows)


def _joined(
    connection: Connection, table: Table, person: str, found: Sequence[RosterGroup]
) -> dict[bytes, list[str]]:
    """The open groups of each person, in the order of the groups."""
    places = {group.key: place for place, group in enumerate(found)}
    joined: dict[bytes, list[str]] = {}
    query = select(table.c[person], table.c.group_id).where(table.c.until_on.is_(None))
    for person_id, group_id in connection.execute(query):
        if (key := written_id(group_id)) in places:
            joined.setdefault(bytes(person_id), []).append(key)
    return {who: sorted(keys, key=places.__getitem__) for who, keys in joined.items()}


def _person(
    row: Row[Any], kept: Mapping[str, str], joined: Mapping[bytes, Sequence[str]], location: str | None
) -> RosterPerson:
    values = row._mapping
    fields = {name: values[column] for name, column in kept.items() if values[column]}
    name = PersonName(row.given, row.prefix, row.family)
    return RosterPerson(_NOWHERE, written_id(row.id), name, fields, tuple(joined.get(bytes(row.id), ())), location)
