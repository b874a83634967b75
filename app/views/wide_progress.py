"""Progress of the whole organisation in a period: per group, per location and together, in numbers without names.

Who counts is who was there in that period, on the days on which they were (D5); who is in two groups of one location
counts there once. Needing help is of today. Of school years whose results are not here there are no days (S9):
`local_since` says from when on everything is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.calendar import DAY
from app.domain.progress import HELP_RULE
from app.domain.sight import Sight
from app.domain.spans import Span, day_number, holds
from app.domain.text import Text
from app.store.database import plain_rows
from app.store.tables import (
    certificates,
    exercises,
    groups,
    locations,
    participants,
    programme_versions,
    standings,
)
from app.views.people import natural
from app.views.spans import (
    Done,
    Member,
    People,
    done_by,
    everybody_between,
    local_since,
    members_between,
    people_of,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`active` did something in the period; `helped` ask for help today; `made` are exercises made for the first time,
    `completed` programmes, `certificates` those that were issued and not revoked.
    """

    participants: int = 0
    active: int = 0
    helped: int = 0
    visits: int = 0
    attempts: int = 0
    made: int = 0
    seconds: int = 0
    completed: int = 0
    certificates: int = 0

    @property
    def unseen(self) -> int:
        """Who did nothing in the period."""
        return self.participants - self.active

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """`is_closed`: the group is there no more today. `school_year` is its first calendar year or None."""

    id: bytes
    name: str
    kind: str
    school_year: int | None
    is_closed: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class LocationFigures:
    """`id` None and `name` '' are of the groups without a location."""

    id: bytes | None
    name: str
    groups: tuple[GroupFigures, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class WideProgress:
    """From `first` up to and including `last`. `without_group` is None for who sees own groups only.

    `whole` counts everybody once, with who was in no group.
    """

    first: date
    last: date
    locations: tuple[LocationFigures, ...]
    without_group: Figures | None
    whole: Figures
    local_since: date | None
    rule: Text


def wide_progress(connection: Connection, sight: Sight, first: date, last: date) -> WideProgress:
    """All groups that the reader may see and that were there in the period."""
    members = members_between(connection, sight, first, last)
    shown = _groups(connection, sight, first, last, {one.group_id for one in members})
    counted = _Counted(connection, sight, first, last)
    of_groups = people_of(members, {row.id: row.id for row in shown})
    of_locations = people_of(members, {row.id: row.location_id for row in shown})
    of_all = people_of(members, {row.id: "" for row in shown}).get("", {})
    counted.read([*of_groups.values(), *of_locations.values(), of_all])
    still = _still(members, {row.id: row for row in shown})
    names = dict(connection.execute(select(locations.c.id, locations.c.name)).all())

    def figures(unit: Any, people: Mapping[Any, People]) -> Figures:
        return counted.figures(people.get(unit, {}), still.get(unit, frozenset()))

    by_location: dict[bytes | None, list[GroupFigures]] = defaultdict(list)
    for row in shown:
        by_location[row.location_id].append(GroupFigures(
            row.id, row.name, row.kind, row.school_year, row.until_on is not None, figures(row.id, of_groups)))
    found = [LocationFigures(one, names.get(one, ""), tuple(rows), figures(one, of_locations))
             for one, rows in by_location.items()]
    without, whole = counted.whole(of_all, still.get("", frozenset()))
    return WideProgress(
        first, last, tuple(sorted(found, key=lambda one: (one.id is None, natural(one.name)))), without, whole,
        local_since(connection), HELP_RULE.text)


class _Counted:
    """What there is to count, read once for all units."""

    def __init__(self, connection: Connection, sight: Sight, first: date, last: date) -> None:
        self._connection, self._sight = connection, sight
        self._first, self._last = first, last
        self._done: dict[tuple[int, Span], Done] = {}
        self._completed = _days(_completed(connection, sight, first, last))
        self._issued = _days(_issued(connection, first, last))
        self._stuck = _stuck(connection)

    def read(self, some: Sequence[People]) -> None:
        self._done = done_by(self._connection, some)

    def figures(self, people: People, still: Iterable[int]) -> Figures:
        """Of these people, each on the days on which they were there; help counts of who is there today."""
        total, active, nothing = Done(), 0, Done()
        for local, spans in people.items():
            before = total.attempts
            for span in spans:
                total.add(self._done.get((local, span), nothing))
            active += total.attempts > before
        return _figures(
            len(people), active, len(self._stuck.intersection(still)), total,
            _within(self._completed, people), _within(self._issued, people))

    def whole(self, of_all: People, still: Iterable[int]) -> tuple[Figures | None, Figures]:
        """(who was in no group, everybody). Of who sees own groups only those groups together."""
        if not self._sight.sees_all:
            return None, self.figures(of_all, still)
        done = everybody_between(self._connection, self._first, self._last)
        present = _present(self._connection, self._sight, self._last)
        loose = (present | done.keys()) - of_all.keys()
        return (self._together(loose, done, loose & present),
                self._together(loose | of_all.keys(), done, present | set(still)))

    def _together(self, people: set[int], done: Mapping[int, Done], still: Iterable[int]) -> Figures:
        """Of these people on all days of the period."""
        total, active = Done(), 0
        for local in people & done.keys():
            total.add(done[local])
            active += 1
        return _figures(
            len(people), active, len(self._stuck.intersection(people).intersection(still)), total,
            sum(len(days) for local, days in self._completed.items() if local in people),
            sum(len(days) for local, days in self._issued.items() if local in people))


def _figures(people: int, active: int, helped: int, done: Done, completed: int, issued: int) -> Figures:
    return Figures(people, active, helped, done.visits, done.attempts, done.made, done.seconds, completed, issued)


def _within(days: Mapping[int, Sequence[int]], people: People) -> int:
    """How many of these days fall on days on which that person was there."""
    return sum(holds(people[local], day) for local, some in days.items() if local in people for day in some)


def _days(found: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    days: dict[int, list[int]] = defaultdict(list)
    for local, day in found:
        days[local].append(day)
    return days


def _groups(
    connection: Connection, sight: Sight, first: date, last: date, with_members: set[bytes],
) -> list[Any]:
    """Base groups first, in natural order; one that is empty only while it is open."""
    begun = groups.c.from_on <= last.isoformat()
    goes_on = groups.c.until_on.is_(None) | (groups.c.until_on > first.isoformat())
    query = select(groups.c.id, groups.c.name, groups.c.kind, groups.c.school_year, groups.c.location_id,
                   groups.c.until_on).where((begun & goes_on) | groups.c.id.in_(list(with_members)))
    rows = [row for row in connection.execute(query) if sight.sees_all or row.id in sight.actor.groups]
    return sorted((row for row in rows if row.until_on is None or row.id in with_members),
                  key=lambda row: (row.kind != "base", natural(row.name), -(row.school_year or 0)))


def _still(members: Iterable[Member], shown: Mapping[bytes, Any]) -> Mapping[Any, set[int]]:
    """Who is in each group, location and the whole ('') today."""
    found: dict[Any, set[int]] = defaultdict(set)
    for one in members:
        if one.still:
            for unit in (one.group_id, shown[one.group_id].location_id, ""):
                found[unit].add(one.local)
    return found


def _present(connection: Connection, sight: Sight, last: date) -> set[int]:
    """Who takes part today and was known by the last day; who turned out to be somebody else is that person."""
    query = select(participants.c.local).where(
        participants.c.state == "active", participants.c.merged_into.is_(None),
        participants.c.created_us < sight.start_of(last + DAY))
    return set(connection.execute(query).scalars())


def _completed(connection: Connection, sight: Sight, first: date, last: date) -> list[tuple[int, int]]:
    """(who, day) of every programme of which the last exercise was made in the period."""
    query = select(standings.c.participant, standings.c.completed_us).where(
        standings.c.completed_us.between(sight.start_of(first), sight.start_of(last + DAY) - 1))
    return [(local, day_number(sight.day_of(at_us))) for local, at_us in plain_rows(connection, query)]


def _issued(connection: Connection, first: date, last: date) -> list[tuple[int, int]]:
    """(who, day) of every certificate that was issued in the period and was not revoked."""
    person = participants.alias()
    query = (
        select(func.coalesce(person.c.local, participants.c.local), certificates.c.issued_on)
        .join(participants, participants.c.id == certificates.c.participant_id)
        .outerjoin(person, person.c.id == participants.c.merged_into)
        .where(certificates.c.issued_on.between(first.isoformat(), last.isoformat()),
               certificates.c.revoked_us.is_(None)))
    return [(local, day_number(date.fromisoformat(day))) for local, day in plain_rows(connection, query)]


def _stuck(connection: Connection) -> set[int]:
    """Who asks for help in a programme as it is now, and has not completed it: as in the matrix."""
    newest = select(programme_versions.c.id, func.max(programme_versions.c.number)).group_by(
        programme_versions.c.programme_id).subquery()
    total = select(func.count()).where(exercises.c.programme_version_id == standings.c.programme_version_id)
    query = select(standings.c.participant).where(
        standings.c.stuck > 0, standings.c.programme_version_id.in_(select(newest.c.id)),
        standings.c.done < total.scalar_subquery())
    return set(connection.execute(query).scalars())


