"""The cells of the matrix, from the kept summaries: a group of 25 is a few hundred rows of `progress`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from app.domain.progress import ExerciseProgress, HelpRule, exercise_state, programme_state
from app.store.tables import exercises, programme_versions, programmes, progress, standings
from app.views.progress_values import MatrixColumn

Cells = tuple[bytes, tuple[int, ...], int | None]
EVERYBODY = 500


def programme_cells(
    connection: Connection, people: list[Any],
) -> tuple[tuple[MatrixColumn, ...], Mapping[int, Cells]]:
    """Columns are programmes: per person and programme the state, and how many exercises are done. Who is stuck is kept
    by the rule in force.
    """
    columns = programme_columns(connection)
    place = {column.id: at for at, column in enumerate(columns)}
    states = {person.local: bytearray(len(columns)) for person in people}
    done = {person.local: [0] * len(columns) for person in people}
    last = _last_seen(connection, list(states))
    for row in connection.execute(_by_programme(connection, list(states))):
        at = place.get(row.programme_id)
        if at is not None and row.participant in states:
            states[row.participant][at] = programme_state(row.done, columns[at].total, row.tried, row.stuck)
            done[row.participant][at] = row.done
    return columns, {local: (bytes(cells), tuple(done[local]), last.get(local)) for local, cells in states.items()}


def exercise_cells(
    connection: Connection,
    people: list[Any],
    programme_id: bytes,
    rule: HelpRule,
) -> tuple[tuple[MatrixColumn, ...], Mapping[int, Cells]]:
    """Columns are the exercises of the newest version of one programme."""
    newest = _newest_versions(connection).get(programme_id)
    query = select(exercises).where(exercises.c.programme_version_id == newest).order_by(exercises.c.position)
    found = connection.execute(query).all()
    columns = tuple(MatrixColumn(row.id, row.title, 1) for row in found)
    place = {row.local: at for at, row in enumerate(found)}
    states = {person.local: bytearray(len(columns)) for person in people}
    done = {person.local: [0] * len(columns) for person in people}
    last = _last_seen(connection, list(states))
    for row in _progress(connection, list(states), list(place)):
        if row.participant in states:
            at = place[row.exercise]
            made = row.done_us is not None
            states[row.participant][at] = exercise_state(ExerciseProgress(row.attempts, made, row.best), rule)
            done[row.participant][at] = int(made)
    return columns, {local: (bytes(cells), tuple(done[local]), last.get(local)) for local, cells in states.items()}


def programme_columns(connection: Connection) -> tuple[MatrixColumn, ...]:
    """The programmes in the order of their titles, with the number of exercises of their newest version."""
    totals: dict[bytes, int] = dict(
        connection.execute(
            select(exercises.c.programme_version_id, func.count()).group_by(exercises.c.programme_version_id)
        ).all()
    )
    newest = _newest_versions(connection)
    query = select(programmes.c.id, programmes.c.title).order_by(programmes.c.title)
    return tuple(
        MatrixColumn(row.id, row.title, totals.get(newest.get(row.id, b""), 0)) for row in connection.execute(query)
    )


def _newest_versions(connection: Connection) -> Mapping[bytes, bytes]:
    query = select(programme_versions).order_by(programme_versions.c.number)
    return {row.programme_id: row.id for row in connection.execute(query)}


def _by_programme(connection: Connection, people: list[int]) -> Select[Any]:
    """One row per person and programme, as kept."""
    newest = list(_newest_versions(connection).values())
    query = (
        select(standings, programme_versions.c.programme_id)
        .join(programme_versions, programme_versions.c.id == standings.c.programme_version_id)
        .where(programme_versions.c.id.in_(newest))
    )
    return query if len(people) > EVERYBODY else query.where(standings.c.participant.in_(people))


def is_stuck(rule: HelpRule) -> ColumnElement[bool]:
    """`app.domain.progress.needs_help` for the database; a test holds the two equal."""
    low = and_(progress.c.best < rule.low_score, progress.c.attempts >= rule.low_attempts)
    short = or_(progress.c.done_us.is_(None), progress.c.best < rule.pass_mark)
    return or_(low, and_(short, progress.c.attempts >= rule.attempts))


def _last_seen(connection: Connection, people: list[int]) -> dict[int, int]:
    """Whatever was tried, also of versions that have no column: who was seen is seen in every matrix."""
    query = select(standings.c.participant, func.max(standings.c.last_us)).group_by(standings.c.participant)
    chosen = query if len(people) > EVERYBODY else query.where(standings.c.participant.in_(people))
    last: dict[int, int] = dict(connection.execute(chosen).all())
    return last


def _progress(connection: Connection, people: list[int], columns: list[int]) -> Iterable[Row[Any]]:
    """Of these exercises, by their local numbers."""
    query = select(progress).where(progress.c.exercise.in_(columns))
    return connection.execute(query if len(people) > EVERYBODY else query.where(progress.c.participant.in_(people)))
