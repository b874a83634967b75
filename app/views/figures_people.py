"""Who took part during a period, as figures count people: everybody once, without a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.figures.describing import birth_year_of, gender_of
from app.domain.figures.people import CountedPerson, CourseFollowed
from app.domain.figures.periods import FigurePeriod
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.merged import all_merged
from app.store.tables import groups, locations, memberships, participants, results, standings

Row = Any
_TOLD = ("birth_year", "mother_tongue", "gender", "postcode")


def people_in(connection: Connection, sight: Sight, period: FigurePeriod) -> tuple[CountedPerson, ...]:
    """Who was in a group on any day of the period, however short; who turned out to be one person counts once.

    A field that is not kept is empty, whatever stands in the rows. Raises Refusal without the permission to export.
    """
    require(sight.actor, Permission.EXPORT)
    same = all_merged(connection)
    rows = defaultdict[bytes, list[Row]](list)
    for row in connection.execute(_memberships(period)):
        rows[same.get(row.participant_id, row.participant_id)].append(row)
    first = _first_days(connection, same)
    told = _told(connection, sight, rows.keys(), same)
    people = {one: _person(sight, one, told[one], found, first[one], period) for one, found in rows.items()
              if one in told}
    return tuple(_with_practice(connection, sight, people, same, period))


def _memberships(period: FigurePeriod) -> Any:
    return (
        select(memberships.c.participant_id, memberships.c.from_on, memberships.c.until_on, groups.c.id, groups.c.name,
               groups.c.course_kind, groups.c.course_type, locations.c.name.label("place"))
        .join(groups, groups.c.id == memberships.c.group_id)
        .outerjoin(locations, locations.c.id == groups.c.location_id)
        .where(memberships.c.from_on <= period.ends.isoformat(),
               memberships.c.until_on.is_(None) | (memberships.c.until_on > period.begins.isoformat()))
        .order_by(memberships.c.from_on, groups.c.name, groups.c.id))


def _told(
    connection: Connection, sight: Sight, people: Collection[bytes], same: Mapping[bytes, bytes],
) -> dict[bytes, dict[str, str]]:
    """What is kept of each; what the kept row does not tell, the row that turned out to be the same person does."""
    kept = [name for name in _TOLD if sight.keeps("participant", name)]
    found: dict[bytes, dict[str, str]] = {}
    rows = connection.execute(select(participants)).all()
    for row in sorted(rows, key=lambda row: row.merged_into is not None):
        who = same.get(row.id, bytes(row.id))
        if who in people:
            mine = found.setdefault(who, dict.fromkeys(_TOLD, ""))
            mine |= {name: getattr(row, name) for name in kept if not mine[name]}
    return found


def _first_days(connection: Connection, same: Mapping[bytes, bytes]) -> dict[bytes, str]:
    """The first day in any group, of everybody."""
    found: dict[bytes, str] = {}
    query = select(memberships.c.participant_id, func.min(memberships.c.from_on)).group_by(
        memberships.c.participant_id)
    for person, day in connection.execute(query):
        who = same.get(person, person)
        found[who] = min(day, found.get(who, day))
    return found


def _person(
    sight: Sight, who: bytes, kept: Mapping[str, str], found: Sequence[Row], first: str, period: FigurePeriod,
) -> CountedPerson:
    open_still = any(one.until_on is None or one.until_on > period.ends.isoformat() for one in found)
    return CountedPerson(
        who, birth_year_of(kept["birth_year"], sight.today.year), kept["mother_tongue"],
        gender_of(kept["gender"]) or "", kept["postcode"], found[-1].place or "", _courses(sight, found),
        date.fromisoformat(first),
        None if open_still else date.fromisoformat(max(one.until_on for one in found)))


def _courses(sight: Sight, found: Sequence[Row]) -> tuple[CourseFollowed, ...]:
    with_kind, with_type = (sight.keeps("participant", name) for name in ("course_kind", "course_type"))
    by_group = {one.id: CourseFollowed(
        bytes(one.id), one.name, one.course_kind if with_kind else "", one.course_type if with_type else "")
        for one in found}
    return tuple(by_group.values())


def _with_practice(
    connection: Connection, sight: Sight, people: Mapping[bytes, CountedPerson], same: Mapping[bytes, bytes],
    period: FigurePeriod,
) -> Iterable[CountedPerson]:
    """With the seconds that each practised in the period, and whether a programme was completed in it."""
    begins, ends = sight.start_of(period.begins), sight.start_of(period.ends + timedelta(days=1))
    who = {row.local: same.get(row.id, row.id) for row in connection.execute(
        select(participants.c.local, participants.c.id))}
    seconds = defaultdict[bytes, int](int)
    practised = select(results.c.participant, func.sum(results.c.seconds)).where(
        results.c.at_us >= begins, results.c.at_us < ends).group_by(results.c.participant)
    for local, number in connection.execute(practised):
        seconds[who.get(local, b"")] += number or 0
    completed = {who.get(local, b"") for local in connection.execute(select(standings.c.participant).where(
        standings.c.completed_us >= begins, standings.c.completed_us < ends)).scalars()}
    return (replace(person, completed=one in completed, seconds=seconds[one]) for one, person in people.items())
