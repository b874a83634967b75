"""Everything that happened around one participant, as moments: each kind from where it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.following import GOAL_WORDS, GoalState
from app.domain.moments import Sort
from app.domain.sight import Sight
from app.domain.text import Text
from app.domain.visits import Visit
from app.store.routes import kept_steps
from app.store.tables import (
    certificates,
    exercises,
    groups,
    memberships,
    programme_versions,
    programmes,
    progress,
    route_assignments,
    routes,
    standings,
    test_results,
    tests,
)
from app.views.following import Following
from app.views.step_things import things_of

Days = Mapping[bytes, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """`day` is in the organisation's zone; `at_us` is there where the hour is known. `visit` (first and last instant)
    and `exercise_id` lead to the attempts.
    """

    day: date
    sort: Sort
    what: Text
    below: str = ""
    at_us: int | None = None
    visit: tuple[int, int] | None = None
    exercise_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Whose moments: all ids of one person, and the local number of the summaries."""

    ids: Sequence[bytes]
    local: int


def of_visits(sight: Sight, visits: Sequence[Visit]) -> Iterator[Moment]:
    for one in visits:
        what = Text("Practised: {n} attempt, {made} done, {minutes} min",
                    "Practised: {n} attempts, {made} done, {minutes} min",
                    n=one.attempts, minutes=one.minutes, made=one.made)  # fmt: skip
        yield Moment(
            sight.day_of(one.first_us), Sort.VISIT, what, "", one.first_us, (one.first_us, one.last_us))


def of_exercises(connection: Connection, sight: Sight, of: Person, edges: tuple[int, int], most: int) -> list[Moment]:
    """Exercises made for the first time, the newest."""
    query = (
        _with_programme(select(progress.c.done_us, exercises.c.id, exercises.c.title, programmes.c.title), progress)
        .where(progress.c.participant == of.local, progress.c.done_us.between(*edges))
        .order_by(progress.c.done_us.desc()).limit(most))
    return [
        Moment(sight.day_of(done_us), Sort.MADE, Text("Done for the first time: {title}", title=title), programme,
               done_us, None, exercise_id)
        for done_us, exercise_id, title, programme in connection.execute(query)]


def of_programmes(connection: Connection, sight: Sight, of: Person) -> Iterator[Moment]:
    """Programmes of which everything was made."""
    query = (
        select(standings.c.completed_us, programmes.c.title)
        .join(programme_versions, programme_versions.c.id == standings.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .where(standings.c.participant == of.local, standings.c.completed_us.is_not(None)))
    for at_us, title in connection.execute(query):
        yield Moment(sight.day_of(at_us), Sort.MADE, Text("Everything done of {title}", title=title), "", at_us)


def of_tests(connection: Connection, of: Person) -> Iterator[Moment]:
    query = (
        select(test_results.c.taken_on, test_results.c.raw, test_results.c.level, tests.c.title)
        .join(tests, tests.c.id == test_results.c.test_id)
        .where(test_results.c.participant_id.in_(of.ids), test_results.c.part_id.is_(None)))
    for taken_on, raw, level, title in connection.execute(query):
        day, level = date.fromisoformat(taken_on), level.strip()
        if raw is None:
            yield Moment(day, Sort.TEST, Text("Test {title}: no score", title=title))
        elif level:
            yield Moment(
                day, Sort.TEST, Text("Test {title}: score {raw}, level {level}", title=title, raw=raw, level=level))
        else:
            yield Moment(day, Sort.TEST, Text("Test {title}: score {raw}", title=title, raw=raw))


def of_certificates(connection: Connection, sight: Sight, of: Person) -> Iterator[Moment]:
    columns = certificates.c
    query = select(columns.programme_printed, columns.serial, columns.issued_on, columns.revoked_us).where(
        columns.participant_id.in_(of.ids))
    for title, serial, issued_on, revoked_us in connection.execute(query):
        yield Moment(
            date.fromisoformat(issued_on), Sort.CERTIFICATE, Text("Certificate of {title}", title=title), serial)
        if revoked_us is not None:
            yield Moment(sight.day_of(revoked_us), Sort.CERTIFICATE,
                         Text("Certificate of {title} revoked", title=title), serial, revoked_us)


def of_groups(connection: Connection, of: Person) -> Iterator[Moment]:
    """Who goes from one group to another on one day joins after leaving: the newest comes first."""
    stays = _stays(connection, of)
    for name, _, from_on, _ in stays:
        yield Moment(date.fromisoformat(from_on), Sort.GROUP, Text("Joined {the_group} {name}", name=name))
    for name, _, _, until_on in stays:
        if until_on:
            yield Moment(date.fromisoformat(until_on), Sort.GROUP, Text("Left {the_group} {name}", name=name))


def of_routes(connection: Connection, sight: Sight, of: Person) -> Iterator[Moment]:
    """When a route came and went, own ones and those of groups while being in them; and the steps that were done."""
    given = list(_given_routes(connection, of))
    names = dict(connection.execute(
        select(routes.c.id, routes.c.name).where(routes.c.id.in_({one for one, _, _ in given}))).all())
    for route, begin, end in given:
        name = names.get(route, "")
        yield Moment(date.fromisoformat(begin), Sort.ROUTE, Text("Got learning route {name}", name=name))
        if end and end <= sight.today.isoformat():
            yield Moment(date.fromisoformat(end), Sort.ROUTE, Text("Learning route {name} ended", name=name))
    yield from _steps_done(connection, sight, of, names)


def of_following(found: Following) -> Iterator[Moment]:
    """Notes, goals and talks as this reader may see them; nothing where they are not kept."""
    for note in found.notes:
        yield Moment(note.about_on, Sort.NOTE, Text("{body}", body=note.body), note.who)
    for goal in found.goals:
        yield Moment(goal.set_on, Sort.GOAL, Text("Goal set: {body}", body=goal.body))
        if goal.settled_on is not None:
            state = GOAL_WORDS[GoalState(goal.state)]
            yield Moment(goal.settled_on, Sort.GOAL, Text("Goal {state}: {body}", state=state, body=goal.body),
                         goal.remark)
    for talk in found.talks:
        if talk.held_on is not None:
            yield Moment(talk.held_on, Sort.TALK, Text("Talk held: {subject}", subject=talk.subject), talk.report)
        elif talk.cancelled_on is not None:
            yield Moment(talk.cancelled_on, Sort.TALK, Text("Talk cancelled: {subject}", subject=talk.subject))
        else:
            yield Moment(
                talk.planned_on, Sort.TALK, Text("Talk planned: {subject}", subject=talk.subject), talk.with_whom)


def _stays(connection: Connection, of: Person) -> list[Any]:
    """(name of the group, its id, first day, day it ended or None)."""
    query = select(groups.c.name, groups.c.id, memberships.c.from_on, memberships.c.until_on).join(
        memberships, memberships.c.group_id == groups.c.id)
    return list(connection.execute(query.where(memberships.c.participant_id.in_(of.ids))))


def _given_routes(connection: Connection, of: Person) -> Iterator[tuple[bytes, str, str]]:
    """(route, first day, day it ended or ''), as far as this person had it."""
    table = route_assignments
    own = select(table.c.route_id, table.c.from_on, table.c.until_on).where(table.c.participant_id.in_(of.ids))
    for route, begin, end in connection.execute(own):
        yield route, begin, end or ""
    stays: dict[bytes, list[tuple[str, str]]] = {}
    for _, group, begin, end in _stays(connection, of):
        stays.setdefault(group, []).append((begin, end or ""))
    query = select(table.c.route_id, table.c.group_id, table.c.from_on, table.c.until_on)
    for route, group, begin, end in connection.execute(query.where(table.c.group_id.in_(stays))):
        for came, went in stays[group]:
            first, last = max(begin, came), min(filter(None, (end, went)), default="")
            if not last or first < last:
                yield route, first, last


def _steps_done(
    connection: Connection, sight: Sight, of: Person, names: Mapping[bytes, str]
) -> Iterator[Moment]:
    steps = [step for some in kept_steps(connection, names).values() for step in some]
    things = things_of(connection, sight, steps)
    done = _done(connection, of, steps)
    for step in steps:
        at_us = done.get(step["exercise_id"] or step["programme_id"])
        if at_us is not None:
            what = Text("Step of {name} done: {title}", name=names[step["route_id"]], title=things.of(step).title)
            yield Moment(sight.day_of(at_us), Sort.ROUTE, what, "", at_us)


def _done(connection: Connection, of: Person, steps: Collection[Mapping[str, Any]]) -> Days:
    """When each exercise and each whole programme of these steps was done."""
    parts = {step["exercise_id"] for step in steps if step["exercise_id"]}
    whole = {step["programme_id"] for step in steps if step["programme_id"] and not step["exercise_id"]}
    of_parts = select(exercises.c.id, progress.c.done_us).join(
        progress, progress.c.exercise == exercises.c.local).where(
        progress.c.participant == of.local, exercises.c.id.in_(parts), progress.c.done_us.is_not(None))
    of_whole = select(programme_versions.c.programme_id, standings.c.completed_us).join(
        standings, standings.c.programme_version_id == programme_versions.c.id).where(
        standings.c.participant == of.local, programme_versions.c.programme_id.in_(whole),
        standings.c.completed_us.is_not(None))
    return dict([*connection.execute(of_parts).all(), *connection.execute(of_whole).all()])


def _with_programme(query: Any, counted: Table) -> Any:
    return (
        query.select_from(counted)
        .join(exercises, exercises.c.local == counted.c.exercise)
        .join(programme_versions, programme_versions.c.id == exercises.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id))
