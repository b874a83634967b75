"""The people a reader may see, as rows that several panels share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.acceptance import standing, user_terms
from app.domain.names import PersonName
from app.domain.sight import Sight
from app.store.acceptances import accepted_by
from app.store.by_name import by_name
from app.store.catalogue import published_terms
from app.store.merged import with_merged
from app.store.tables import groups, locations, memberships, participants, placements, seats, standings

_DIGITS = re.compile(r"(\d+)")
FEW = 500  # up to so many people are named in a query; beyond that everybody is read


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """`full` is as spoken, `listed` as in a register ("Vries, Emre de"); `state` active, left or suspended.

    `terms` is a `Standing` of the user terms, '' where nobody is asked.
    """

    id: bytes
    full: str
    listed: str
    year_group: str
    groups: str
    location: str
    state: str
    has_seat: bool
    last_seen_us: int | None
    terms: str = ""


def name_of(row: Any) -> PersonName:
    """Of a coach. A participant's name goes through `shown_name`."""
    return PersonName(row.given, row.prefix, row.family)


def shown_name(row: Any, sight: Sight) -> PersonName:
    """A participant's name as this reader may see it: some coaches see no last names."""
    name = PersonName(row.given, row.prefix, row.family)
    return name if sight.actor.shows_surnames else name.without_family


TELLS_THE_FAMILY = frozenset({
    "prefix", "family", "family_name", "username", "email", "sort_key", "search", "name_printed", "birth_date"})
"""Fields of a participant by which a last name could be read; not shown to who sees none. The server does not send them
either (`app.domain.surnames`).
"""


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key by which group 3 stands before group 10."""
    parts = _DIGITS.split(text.casefold())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)


def visible_people(connection: Connection, sight: Sight) -> frozenset[bytes] | None:
    """Ids of the people in a coach's own groups, with who turned out to be one of them; None means everybody."""
    if sight.sees_all:
        return None
    query = select(memberships.c.participant_id).where(
        memberships.c.until_on.is_(None), memberships.c.group_id.in_(sight.actor.groups))
    return frozenset(with_merged(connection, list(connection.execute(query).scalars())))


def may_see(connection: Connection, sight: Sight, participant_id: bytes) -> bool:
    people = visible_people(connection, sight)
    return people is None or participant_id in people


def is_there(connection: Connection, sight: Sight, participant_id: bytes) -> bool:
    """False once somebody was erased, here or on another computer, or is no longer this reader's to see."""
    query = select(participants.c.id).where(participants.c.id == participant_id)
    return connection.execute(query).first() is not None and may_see(connection, sight, participant_id)


def participant_rows(
    connection: Connection, sight: Sight, only: Collection[bytes] | None = None, include_left: bool = False,
) -> tuple[ParticipantRow, ...]:
    """In Dutch register order; `only` narrows to these ids, never beyond what the reader may see.

    Who turned out to be somebody else is not among them: that person is.
    """
    seen, only = visible_people(connection, sight), None if only is None else frozenset(only)
    query = select(participants).where(participants.c.merged_into.is_(None)).order_by(*by_name(participants))
    if only is not None and len(only) <= FEW:
        query = query.where(participants.c.id.in_(only))
    if not include_left and only is None:
        query = query.where(participants.c.state == "active")
    rows = [row for row in connection.execute(query)
            if (seen is None or row.id in seen) and (only is None or row.id in only)]
    beside = _Beside(connection, sight, None if only is None else [(row.id, row.local) for row in rows])
    return tuple(beside.row(row, sight) for row in rows)


def group_names(connection: Connection, people: Collection[bytes] | None = None) -> Mapping[bytes, str]:
    """Per participant the names of the open groups, base group first."""
    query = select(memberships.c.participant_id, groups.c.name, groups.c.kind).join(
        groups, groups.c.id == memberships.c.group_id).where(memberships.c.until_on.is_(None))
    if people is not None and len(people) <= FEW:
        query = query.where(memberships.c.participant_id.in_(people))
    found: dict[bytes, list[tuple[bool, str]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row[0]].append((row.kind != "base", row.name))
    return {person: ", ".join(name for _, name in sorted(names)) for person, names in found.items()}


class _Beside:
    """What stands beside a person's own row, read once for all; `people` are (id, local) or None for everybody."""

    def __init__(self, connection: Connection, sight: Sight, people: list[tuple[bytes, int]] | None) -> None:
        few = people if people is not None and len(people) <= FEW else None
        ids = None if few is None else [one[0] for one in few]
        self.groups = group_names(connection, ids)
        self.places = _places(connection, ids)
        self.seated = _seated(connection, ids)
        self.last = _last_seen(connection, None if few is None else [one[1] for one in few])
        self._profile, self._asks = sight.profile, sight.profile.must_accept_user_terms("participant")
        self.accepted = accepted_by(connection, ids) if self._asks else {}
        self._terms = user_terms(sight.profile, published_terms(connection) if self._asks else (), sight.today)

    def row(self, row: Any, sight: Sight) -> ParticipantRow:
        name = shown_name(row, sight)
        return ParticipantRow(
            row.id,
            name.full,
            name.listed,
            row.year_group,
            self.groups.get(row.id, ""),
            self.places.get(row.id, ""),
            row.state,
            row.id in self.seated,
            self.last.get(row.local),
            self._standing(row.id),
        )

    def _standing(self, person: bytes) -> str:
        if not self._asks:
            return ""
        return standing(self._profile, "participant", self.accepted.get(person, ()), self._terms).value


def _places(connection: Connection, people: Collection[bytes] | None) -> Mapping[bytes, str]:
    query = (
        select(placements.c.participant_id, locations.c.name)
        .join(locations, locations.c.id == placements.c.location_id)
        .where(placements.c.until_on.is_(None))
    )
    if people is not None:
        query = query.where(placements.c.participant_id.in_(people))
    return {row[0]: row[1] for row in connection.execute(query)}


def _seated(connection: Connection, people: Collection[bytes] | None) -> set[bytes]:
    query = select(seats.c.participant_id).where(seats.c.until_on.is_(None))
    if people is not None:
        query = query.where(seats.c.participant_id.in_(people))
    return {bytes(one) for one in connection.execute(query).scalars()}


def _last_seen(connection: Connection, people: Collection[int] | None) -> Mapping[int, int]:
    query = select(standings.c.participant, func.max(standings.c.last_us)).group_by(standings.c.participant)
    if people is not None:
        query = query.where(standings.c.participant.in_(people))
    return {row[0]: row[1] for row in connection.execute(query)}
