"""Results on their way down: in columns, with a table of ids per page (D3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from app.domain.kinds import EVERYTHING
from app.server.database import one_of
from app.server.sessions import Caller
from app.server.tables import results
from app.store.database import plain_rows
from app.sync.wire import Pull, Reach, Results

ROW_BYTES = 26
"""What a result weighs on the line, where a page is pressed together."""
_MORE_THAN_ANY_PARAMETERS = 5_000
GONE = -1
"""The outcome that says that a result was taken back."""
RESULT_COLUMNS = (
    results.c.number, results.c.id, results.c.participant_id, results.c.exercise_id, results.c.batch_id,
    results.c.at_us, results.c.offset_minutes, func.coalesce(results.c.score, -1), case((results.c.removed == 1, GONE),
    else_=results.c.outcome), func.coalesce(results.c.seconds, -1))


def results_page(
    connection: Connection, caller: Caller, late: Reach, target: int, asked: Pull
) -> tuple[Results | None, int, list[bytes]]:
    """The next results of these units, how far that reaches, and whose sums of earlier years changed."""
    most = max(1, asked.page_bytes // ROW_BYTES)
    rows = _read(connection, caller, late, target, asked.since_year, most)
    cursor = target if len(rows) < most else rows[-1][0]
    earlier = _earlier(connection, caller, late, cursor, asked.since_year) if late.cursor else []
    return (columns(rows) if rows else None), cursor, earlier


def columns(rows: Sequence[Any]) -> Results:
    """Rows of the table, in the order of RESULT_COLUMNS, as the wire carries them."""
    _, ids, people, exercises, batches, at_us, offsets, scores, outcomes, seconds = zip(*rows, strict=True)
    people_there, participant = _numbered(people)
    exercises_there, exercise = _numbered(exercises)
    batches_there, batch = _numbered(batches)
    return Results(
        people_there, exercises_there, batches_there, b"".join(ids), participant, exercise, batch, list(at_us),
        list(offsets), list(scores), list(outcomes), list(seconds))


def _numbered(ids: Sequence[bytes]) -> tuple[list[bytes], list[int]]:
    """Each id once, and per row its place among them."""
    places = {one: place for place, one in enumerate(dict.fromkeys(ids))}
    return [bytes(one) for one in places], [places[one] for one in ids]


def _read(
    connection: Connection, caller: Caller, late: Reach, target: int, since_year: int, most: int
) -> list[Any]:
    query = select(*RESULT_COLUMNS).where(
        results.c.organisation_id == caller.organisation_id, results.c.number > late.cursor,
        results.c.number <= target)
    if since_year:
        query = query.where(or_(results.c.school_year >= since_year, results.c.removed == 1))
    return _of_units(connection, query.order_by(results.c.number).limit(most), late.units, most)


def _of_units(connection: Connection, query: Any, units: Sequence[bytes], most: int) -> list[Any]:
    if EVERYTHING in units:
        return plain_rows(connection, query)
    found: list[Any] = []
    for at in range(0, len(units), _MORE_THAN_ANY_PARAMETERS):
        some = units[at:at + _MORE_THAN_ANY_PARAMETERS]
        found += plain_rows(connection, query.where(one_of(connection, results.c.participant_id, some)))
    return sorted(found, key=lambda row: row[0])[:most]


def _earlier(connection: Connection, caller: Caller, late: Reach, cursor: int, since_year: int) -> list[bytes]:
    if not since_year:
        return []
    query = select(results.c.participant_id).distinct().where(
        results.c.organisation_id == caller.organisation_id, results.c.number > late.cursor,
        results.c.number <= cursor, results.c.school_year < since_year)
    return [row[0] for row in _of_units(connection, query.order_by(results.c.participant_id), late.units, 10**9)]
