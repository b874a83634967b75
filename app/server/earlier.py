"""What a desk keeps of school years it does not hold (S9): sums per exercise, or on request the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, case, func, select

from app.domain.kinds import EVERYTHING
from app.server.result_pages import RESULT_COLUMNS, columns
from app.server.scope import reach_of
from app.server.sessions import Caller
from app.server.tables import results
from app.store.database import plain_rows
from app.sync.wire import AskEarlier, Earlier

PEOPLE_AT_ONCE, WHOLE_PEOPLE_AT_ONCE = 500, 10


def earlier(connection: Connection, caller: Caller, asked: AskEarlier) -> Earlier:
    """Results from before a school year of some of the people in scope, and where to go on."""
    people = _people(connection, caller, asked)
    wanted = (
        results.c.organisation_id == caller.organisation_id, results.c.participant_id.in_(people),
        results.c.school_year < asked.before_year, results.c.removed == 0)
    after = people[-1] if len(people) == _at_once(asked) else b""
    if asked.whole:
        rows = plain_rows(connection, select(*RESULT_COLUMNS).where(*wanted).order_by(results.c.number))
        return Earlier([], [], results=columns(rows) if rows else None, after=after)
    return _summed(connection.execute(_sums(wanted)).all(), after)


def _at_once(asked: AskEarlier) -> int:
    return WHOLE_PEOPLE_AT_ONCE if asked.whole else PEOPLE_AT_ONCE


def _people(connection: Connection, caller: Caller, asked: AskEarlier) -> list[bytes]:
    """The next people in scope who have results of those years, in order of id."""
    query = select(results.c.participant_id).distinct().where(
        results.c.organisation_id == caller.organisation_id, results.c.participant_id > asked.after,
        results.c.school_year < asked.before_year)
    mine = reach_of(connection, caller).units()
    if EVERYTHING not in mine:
        query = query.where(results.c.participant_id.in_(list(mine)))
    if asked.participants:
        query = query.where(results.c.participant_id.in_(asked.participants))
    return list(connection.execute(query.order_by(results.c.participant_id).limit(_at_once(asked))).scalars())


def _sums(wanted: Sequence[Any]) -> Any:
    made = case((results.c.outcome == 1, results.c.at_us))
    failed = func.sum(case((results.c.outcome == 2, 1), else_=0))
    return select(
        results.c.participant_id, results.c.exercise_id, func.count(), failed, func.max(results.c.score),
        func.min(made), func.max(results.c.at_us), func.coalesce(func.sum(results.c.seconds), 0),
    ).where(*wanted).group_by(results.c.participant_id, results.c.exercise_id)


def _summed(rows: Sequence[Any], after: bytes) -> Earlier:
    people = {one: place for place, one in enumerate(dict.fromkeys(row[0] for row in rows))}
    exercises = {one: place for place, one in enumerate(dict.fromkeys(row[1] for row in rows))}
    return Earlier(
        list(people), list(exercises), [people[row[0]] for row in rows], [exercises[row[1]] for row in rows],
        [[row[2], int(row[3] or 0), -1 if row[4] is None else row[4], row[5] or 0, row[6], int(row[7])]
         for row in rows], after=after)
