"""The cells of the matrix, from the kept summaries: a group of 25 is a few hundred rows of `progress`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from app.domain.progress import ExerciseProgress, exercise_state, programme_state
from app.store.tables import exercises, programme_versions, programmes, progress
from app.views.progress_values import DONE, HELP, NOT_STARTED, MatrixColumn

Cells = tuple[bytes, tuple[int, ...], int | None]
EVERYBODY = 500


def programme_cells(connection: Connection, people: list[Any]) -> tuple[tuple[MatrixColumn, ...], Mapping[int, Cells]]:
    """Columns are programmes: per person and programme the state, and how many exercises are done."""
    columns = programme_columns(connection)
    place = {column.id: at for at, column in enumerate(columns)}
    programme_at = {
        local: place[programme] for local, programme in _programme_of(connection).items() if programme in place
    }
    counts: dict[int, list[list[int]]] = {person.local: [[0, 0, 0] for _ in columns] for person in people}
    last: dict[int, int] = {}
    for row in _progress(connection, [person.local for person in people]):
        at = programme_at.get(row.exercise)
        if at is None or row.participant not in counts:
            continue
        state = exercise_state(ExerciseProgress(row.attempts, row.done_us is not None, row.best))
        cell = counts[row.participant][at]
        cell[0] += row.done_us is not None
        cell[1] += 1
        cell[2] += state == HELP
        last[row.participant] = max(last.get(row.participant, 0), row.last_us)
    return columns, {
        local: (
            bytes(
                programme_state(cell[0], column.total, cell[1], cell[2])
                for cell, column in zip(cells, columns, strict=True)
            ),
            tuple(cell[0] for cell in cells),
            last.get(local),
        )
        for local, cells in counts.items()
    }


def exercise_cells(
    connection: Connection,
    people: list[Any],
    programme_id: bytes,
) -> tuple[tuple[MatrixColumn, ...], Mapping[int, Cells]]:
    """Columns are the exercises of the newest version of one programme."""
    newest = _newest_versions(connection).get(programme_id)
    query = select(exercises).where(exercises.c.programme_version_id == newest).order_by(exercises.c.position)
    found = connection.execute(query).all()
    columns = tuple(MatrixColumn(row.id, row.title, 1) for row in found)
    place = {row.local: at for at, row in enumerate(found)}
    states = {person.local: bytearray([NOT_STARTED] * len(columns)) for person in people}
    last: dict[int, int] = {}
    for row in _progress(connection, list(states)):
        if row.participant not in states:
            continue
        last[row.participant] = max(last.get(row.participant, 0), row.last_us)
        if row.exercise in place:
            state = exercise_state(ExerciseProgress(row.attempts, row.done_us is not None, row.best))
            states[row.participant][place[row.exercise]] = state
    return columns, {
        local: (bytes(cells), tuple(int(cell == DONE) for cell in cells), last.get(local))
        for local, cells in states.items()
    }


def programme_columns(connection: Connection) -> tuple[MatrixColumn, ...]:
    """The programmes in the order of their titles, with the number of exercises of their newest version."""
    totals: dict[bytes, int] = dict(
        connection.execute(
            select(exercises.c.programme_version_id, func.count()).group_by(exercises.c.programme_version_id)
        )
        
        .all()
    )
    newest = _newest_versions(connection)
    query = select(programmes.c.id, programmes.c.title).order_by(programmes.c.title)
    return tuple(
        MatrixColumn(row.id, row.title, totals.get(newest.get(row.id, b""), 0)) for row in connection.execute(query)
    )


def _newest_versions(connection: Connection) -> Mapping[bytes, bytes]:
    query = select(programme_versions).order_by(programme_versions.c.number)
    return {row.programme_id: row.id for row in connection.execute(query)}


def _programme_of(connection: Connection) -> Mapping[int, bytes]:
    query = select(exercises.c.local, programme_versions.c.programme_id).join(
        programme_versions, programme_versions.c.id == exercises.c.programme_version_id
    )
    newest = set(_newest_versions(connection).values())
    return dict(connection.execute(query.where(programme_versions.c.id.in_(newest))).all())


def _progress(connection: Connection, people: list[int]) -> Iterable[Row[Any]]:
    if len(people) > EVERYBODY:
        return connection.execute(select(progress)).all()
    return _each(connection, people)


def _each(connection: Connection, people: list[int]) -> Iterator[Row[Any]]:
    yield from connection.execute(select(progress).where(progress.c.participant.in_(people)))
