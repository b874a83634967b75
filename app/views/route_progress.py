"""How far people are on their learning routes: which routes count for whom, each step with its days, what is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.routes import StepState, counting, step_state
from app.domain.sight import Sight
from app.store.chunks import chunks
from app.store.routes import kept_steps, open_assignments, origins
from app.store.tables import exercises, memberships, programme_versions, progress, routes, standings
from app.views.progress_cells import EVERYBODY
from app.views.progress_values import RouteStanding, StepStanding
from app.views.step_things import Things, things_of

Row = Mapping[str, Any]


def routes_of_person(connection: Connection, sight: Sight, participant_id: bytes, local: int) -> tuple[
        RouteStanding, ...]:
    """The routes that count for one person, own ones first, with how every step stands."""
    wanted = _routes_by_person(connection, sight, [participant_id]).get(participant_id, ())
    steps = kept_steps(connection, wanted)
    every = [step for one in wanted for step in steps.get(one, ())]
    names = {row.id: row for row in connection.execute(select(routes).where(routes.c.id.in_(wanted)))}
    things, done = things_of(connection, sight, every), _Doing(connection, [local], every)
    return tuple(
        _standing(names[one], [_step(sight, step, things, done, local) for step in steps.get(one, ())])
        for one in wanted if one in names)


def late_by_person(connection: Connection, sight: Sight, people: Iterable[Any]) -> Mapping[bytes, int]:
    """How many steps are late, of those people (rows of `participants`) for whom any is."""
    steps = {
        one: late for one, rows in kept_steps(connection, _in_use(connection, sight)).items()
        if (late := [row for row in rows if row["due_on"] and row["due_on"] < sight.today.isoformat()])}
    known = {row.id: row.local for row in people} if steps else {}
    wanted = _routes_by_person(connection, sight, known) if steps else {}
    done = _Doing(connection, [known[one] for one in wanted], [row for rows in steps.values() for row in rows])
    found = {
        person: sum(done.state(step, known[person], sight) is StepState.LATE
                    for one in mine for step in steps.get(one, ()))
        for person, mine in wanted.items()}
    return {person: number for person, number in found.items() if number}


def _standing(row: Any, steps: list[StepStanding]) -> RouteStanding:
    return RouteStanding(
        row.name, sum(step.done for step in steps), sum(step.total for step in steps), row.id, row.introduction,
        tuple(steps))


def _step(sight: Sight, step: Row, things: Things, done: _Doing, local: int) -> StepStanding:
    thing = things.of(step)
    return StepStanding(
        thing.title, thing.below, thing.kind, done.done(step, local), done.total(step), step["starts_on"],
        step["due_on"], done.state(step, local, sight), thing.notice, thing.id)


def _in_use(connection: Connection, sight: Sight) -> set[bytes]:
    return {row["route_id"] for row in open_assignments(connection, sight.today.isoformat())}


def _routes_by_person(connection: Connection, sight: Sight, people: Collection[bytes]) -> dict[
        bytes, tuple[bytes, ...]]:
    """Which routes count for each of these people, without who has none."""
    own: dict[bytes, list[bytes]] = defaultdict(list)
    of_group: dict[bytes, list[bytes]] = defaultdict(list)
    few = people if len(people) <= EVERYBODY else None
    for row in open_assignments(connection, sight.today.isoformat(), people=few):
        (own if row["participant_id"] else of_group)[row["participant_id"] or row["group_id"]].append(row["route_id"])
    through, made_from = _memberships(connection, people, of_group), origins(connection)
    found = {}
    for person in people:
        theirs = [one for group in through.get(person, ()) for one in of_group[group]]
        if person in own or theirs:
            found[person] = counting(own.get(person, ()), theirs, made_from)
    return found


def _memberships(connection: Connection, people: Collection[bytes], groups: Collection[bytes]) -> dict[
        bytes, list[bytes]]:
    query = select(memberships.c.participant_id, memberships.c.group_id).where(
        memberships.c.until_on.is_(None), memberships.c.group_id.in_(groups))
    if len(people) <= EVERYBODY:
        query = query.where(memberships.c.participant_id.in_(people))
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for row in connection.execute(query.order_by(memberships.c.from_on)):
        found[row.participant_id].append(row.group_id)
    return found


class _Doing:
    """How many exercises of each step these people (local numbers) have done, and how many there are.

    Who finished an older version of a programme has done all of it.
    """

    def __init__(self, connection: Connection, people: Collection[int], steps: Collection[Row]) -> None:
        whole = {step["programme_id"] for step in steps if step["programme_id"] and not step["exercise_id"]}
        parts = {step["exercise_id"] for step in steps if step["exercise_id"]}
        self._totals = _totals(connection, whole)
        self._whole = _of_programmes(connection, people, whole, self._totals)
        self._parts = _of_exercises(connection, people, parts)

    def total(self, step: Row) -> int:
        return 1 if step["exercise_id"] else self._totals.get(step["programme_id"], 0)

    def done(self, step: Row, local: int) -> int:
        if step["exercise_id"]:
            return int((local, step["exercise_id"]) in self._parts)
        return self._whole.get((local, step["programme_id"]), 0)

    def state(self, step: Row, local: int, sight: Sight) -> StepState:
        return step_state(self.done(step, local), self.total(step), step["starts_on"], step["due_on"], sight.today)


def _totals(connection: Connection, programme_ids: Collection[bytes]) -> dict[bytes, int]:
    """Exercises of the newest version of each programme."""
    query = select(programme_versions.c.programme_id, func.count(exercises.c.local)).outerjoin(
        exercises, exercises.c.programme_version_id == programme_versions.c.id).where(
        programme_versions.c.programme_id.in_(programme_ids)).group_by(
        programme_versions.c.id).order_by(programme_versions.c.number)
    return {row[0]: row[1] for row in connection.execute(query)}


def _of_programmes(
    connection: Connection, people: Collection[int], programme_ids: Collection[bytes], totals: Mapping[bytes, int],
) -> dict[tuple[int, bytes], int]:
    query = select(standings.c.participant, programme_versions.c.programme_id, standings.c.done,
                   standings.c.completed_us).join(
        programme_versions, programme_versions.c.id == standings.c.programme_version_id).where(
        programme_versions.c.programme_id.in_(programme_ids)).order_by(programme_versions.c.number)
    found: dict[tuple[int, bytes], int] = {}
    for row in _of_people(connection, query, standings.c.participant, people) if programme_ids else ():
        key, total = (row.participant, row.programme_id), totals.get(row.programme_id, 0)
        if row.completed_us is not None or found.get(key, 0) < total:
            found[key] = total if row.completed_us is not None else min(row.done, total)
    return found


def _of_exercises(
    connection: Connection, people: Collection[int], exercise_ids: Collection[bytes],
) -> set[tuple[int, bytes]]:
    query = select(progress.c.participant, exercises.c.id).join(
        exercises, exercises.c.local == progress.c.exercise).where(
        exercises.c.id.in_(exercise_ids), progress.c.done_us.is_not(None))
    found = _of_people(connection, query, progress.c.participant, people) if exercise_ids else ()
    return {(row.participant, row.id) for row in found}


def _of_people(connection: Connection, query: Any, column: Any, people: Collection[int]) -> Iterable[Any]:
    for some in chunks(list(people)):
        yield from connection.execute(query.where(column.in_(some)))
