"""Progress of the whole organisation in a period: per group, per location and together, in numbers without names.

Who counts is who was there in that period, on the days on which they were (D5); who is in two groups of one location
counts there once. Needing help is of today. Of school years whose results are not here there are no days (S9):
`local_since` says from when on everything is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.calendar import DAY
from app.domain.sight import Sight
from app.domain.spans import Span, day_number, holds
from app.domain.text import Text
from app.store.database import plain_rows
from app.store.learning import learning_rules
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
    Places,
    Unit,
    done_by,
    everybody_between,
    local_since,
    members_between,
    places_of,
)

_ALL = ""
"""The unit of all groups together; others are ids of groups, and of locations or None."""
Units = Mapping[bytes, Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class Figures:
    """`active` did something in the period; `helped` are stuck today; `made` are exercises made for the first time,
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
    units: Units = {row.id: (row.id, row.location_id, _ALL) for row in shown}
    counted = _Counted(connection, sight, first, last)
    tallies = counted.of_units(places_of(members, units), _still(members, units))
    by_location: dict[bytes | None, list[GroupFigures]] = defaultdict(list)
    for row in shown:
        by_location[row.location_id].append(GroupFigures(
            row.id, row.name, row.kind, row.school_year, row.until_on is not None, tallies[row.id].figures))
    names = dict(connection.execute(select(locations.c.id, locations.c.name)).all())
    found = [LocationFigures(one, names.get(one, ""), tuple(rows), tallies[one].figures)
             for one, rows in by_location.items()]
    without, whole = None, tallies[_ALL].figures
    if sight.sees_all:
        without, whole = counted.of_all({one.local for one in members}, {one.local for one in members if one.still})
    return WideProgress(
        first, last, tuple(sorted(found, key=lambda one: (one.id is None, natural(one.name)))), without, whole,
        local_since(connection), learning_rules(connection).help.text)


@dataclass(slots=True)
class _Tally:
    """The figures of one unit while they are counted."""

    people: int = 0
    active: int = 0
    helped: int = 0
    done: Done = field(default_factory=Done)
    completed: int = 0
    issued: int = 0

    def add(self, done: Sequence[Done]) -> None:
        """Somebody, with what this one did."""
        self.people += 1
        self.active += bool(done)
        for one in done:
            self.done.add(one)

    @property
    def figures(self) -> Figures:
        done = self.done
        return Figures(self.people, self.active, self.helped, done.visits, done.attempts, done.made, done.seconds,
                       self.completed, self.issued)


class _Counted:
    """What there is to count, read once for all units."""

    def __init__(self, connection: Connection, sight: Sight, first: date, last: date) -> None:
        self._connection, self._sight = connection, sight
        self._first, self._last = first, last
        self._completed = _days(_completed(connection, sight, first, last))
        self._issued = _days(_issued(connection, first, last))
        self._stuck = _stuck(connection)
        self._everybody = everybody_between(connection, first, last) if sight.sees_all else {}

    def of_units(self, places: Places, still: Mapping[Unit, set[int]]) -> dict[Unit, _Tally]:
        """Each person on the days on which this one was there; help counts of who is there today."""
        done = done_by(self._connection, {
            (local, span) for local, some in places.items() for _, spans in some for span in spans}, self._known())
        tallies: dict[Unit, _Tally] = defaultdict(_Tally)
        for local, some in places.items():
            before, what = None, []
            for unit, spans in some:
                if spans is not before:  # of most people there is one stretch for all units
                    before, what = spans, [done[local, span] for span in spans if (local, span) in done]
                tallies[unit].add(what)
        for unit, tally in tallies.items():
            tally.helped = len(self._stuck & still.get(unit, set()))
        for unit in _happened(self._completed, places):
            tallies[unit].completed += 1
        for unit in _happened(self._issued, places):
            tallies[unit].issued += 1
        return tallies

    def _known(self) -> Mapping[Span, Mapping[int, Done]]:
        if not self._sight.sees_all:
            return {}
        return {(day_number(self._first), day_number(self._last)): self._everybody}

    def of_all(self, in_groups: set[int], still: set[int]) -> tuple[Figures, Figures]:
        """(who was in no group, everybody), on all days of the period."""
        done = self._everybody
        present = _present(self._connection, self._sight, self._last)
        loose = (present | done.keys()) - in_groups
        return (self._together(loose, done, loose & present),
                self._together(loose | in_groups, done, present | still))

    def _together(self, people: set[int], done: Mapping[int, Done], still: set[int]) -> Figures:
        tally = _Tally(len(people), helped=len(self._stuck & people & still))
        for local in people & done.keys():
            tally.active += 1
            tally.done.add(done[local])
        tally.completed, tally.issued = (
            sum(len(days) for local, days in some.items() if local in people)
            for some in (self._completed, self._issued))
        return tally.figures


def _happened(days: Mapping[int, Sequence[int]], places: Places) -> Iterator[Unit]:
    """The units in which each of these happened: where that person was on that day."""
    for local, some in days.items():
        for unit, spans in places.get(local, ()):
            for day in some:
                if holds(spans, day):
                    yield unit


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


def _still(members: Iterable[Member], units: Units) -> Mapping[Unit, set[int]]:
    """Who is in each unit today."""
    found: dict[Unit, set[int]] = defaultdict(set)
    for one in members:
        if one.still:
            for unit in units[one.group_id]:
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


