"""Taking results: set-wise, only ever added, harmless to repeat (S6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, case, or_, select

from app.domain.calendar import school_year_of
from app.domain.errors import Refusal
from app.domain.permissions import ORGANISATION, Permission, Role, Scope, require
from app.domain.text import Text
from app.server import naming, stream
from app.server.batches import taken_back
from app.server.database import is_postgresql, one_of
from app.server.scope import reach_of
from app.server.sessions import Caller
from app.server.shapes import Misshapen
from app.server.tables import LIVE, batches, results
from app.server.tables import records as kept
from app.store.chunks import chunks
from app.store.database import plain_rows
from app.sync.proper import few_enough, results_fit
from app.sync.wire import PushResults, Results, ResultsTaken

IDS_AT_ONCE = 5_000
DAY_US, MINUTE_US, EPOCH = 86_400_000_000, 60_000_000, date(1970, 1, 1)
COLUMNS = ("organisation_id", "id", "participant_id", "exercise_id", "batch_id", "at_us", "offset_minutes", "score",
           "outcome", "seconds", "school_year", "removed", "number")


def take(connection: Connection, caller: Caller, message: PushResults, now_us: int) -> ResultsTaken:
    """Add a slice of a batch. Those of people or exercises that are not there (any more) are counted, not kept.

    What takes long is looked up before the stream is locked, and again where anything but results changed meanwhile.
    """
    given = message.results
    check(given)
    known = stream.look(connection, caller.organisation_id).number
    places = _admitted(connection, caller, given)
    here = stream.lock(connection, caller.organisation_id)
    if naming.was_put_back(connection, caller, here.epoch, message.named):
        stream.change_epoch(connection, here)
    if _has_changed(connection, caller, known):
        places = _admitted(connection, caller, given)
    _registered(connection, caller, given.batches)
    first = here.reserve(len(places))
    added = add(connection, list(_rows(caller.organisation_id, given, places, first)))
    _note_place(connection, caller, given.batches, first, here.number)
    stream.keep(connection, here)
    named = naming.tell(connection, caller, here.epoch, here.number)
    return ResultsTaken(added, len(given) - len(places), here.number, here.epoch, named)


def check(given: Results) -> None:
    """Raise Misshapen where the columns do not fit each other or hold what cannot be."""
    if not few_enough(given) or not results_fit(given, 0):
        raise Misshapen("columns that do not fit")


def add(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    """Lay rows (in the order of COLUMNS) down, but for those that are there; gives how many were new."""
    if not rows:
        return 0
    added = _copy(connection, rows) if is_postgresql(connection) else _insert(connection, rows)
    return added if added == len(rows) else added + _bring_back(connection, rows)


def _insert(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    names = ", ".join(COLUMNS)
    marks = ", ".join("?" * len(COLUMNS))
    statement = f"INSERT INTO results ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    return connection.exec_driver_sql(statement, list(rows)).rowcount


def _bring_back(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    """What was taken back and comes anew in another batch is there again; a mere repeat brings nothing back."""
    given = {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    back = []
    for some in chunks(list(given)):
        removed = select(results.c.id, results.c.batch_id).where(
            results.c.organisation_id == rows[0][0], results.c.id.in_(some),
            or_(results.c.removed == 1, results.c.batch_id.in_(taken_back(rows[0][0]))))
        back += [given[row.id] for row in connection.execute(removed) if row.batch_id != given[row.id]["batch_id"]]
    for row in back:
        here = results.c.organisation_id == row["organisation_id"], results.c.id == row["id"]
        connection.execute(results.update().where(*here).values(row))
    return len(back)


def _copy(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    """PostgreSQL takes many rows fastest by COPY. Nearly always all are new; if not, they go through a table that lasts
    for the transaction.
    """
    try:
        with connection.begin_nested():
            _copy_into("results", connection, rows)
    except UniqueViolation:
        return _copy_new(connection, rows)
    return len(rows)


def _copy_new(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    names = ", ".join(COLUMNS)
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS arriving (LIKE results) ON COMMIT DELETE ROWS")
    _copy_into("arriving", connection, rows)
    statement = f"INSERT INTO results ({names}) SELECT {names} FROM arriving ON CONFLICT DO NOTHING"
    added = connection.exec_driver_sql(statement).rowcount
    connection.exec_driver_sql("DELETE FROM arriving")
    return added


def _copy_into(table: str, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(
        f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["bytea"] * 5 + ["int8", "int2", "int2", "int2", "int8", "int2", "int2", "int8"])
        for row in rows:
            copy.write_row(row)


def _rows(organisation_id: bytes, given: Results, kept: Sequence[int], first: int) -> Iterator[tuple[Any, ...]]:
    ids, people, exercises, sources = given.ids, given.people, given.exercises, given.batches
    for number, at in enumerate(kept, first):
        score, seconds, moment, offset = given.score[at], given.seconds[at], given.at_us[at], given.offset_minutes[at]
        yield (
            organisation_id, ids[at * 16:at * 16 + 16], people[given.participant[at]], exercises[given.exercise[at]],
            sources[given.batch[at]], moment, offset, None if score < 0 else score, given.outcome[at],
            None if seconds < 0 else seconds, _year((moment + offset * MINUTE_US) // DAY_US), 0, number)


@lru_cache(maxsize=8192)
def _year(day: int) -> int:
    return school_year_of(EPOCH + timedelta(days=day))


def _admitted(connection: Connection, caller: Caller, given: Results) -> list[int]:
    """The places of the results that can be kept: their people and exercises are there. Raises Refusal."""
    _permit(connection, caller, given)
    people = _there(connection, caller, "participants", given.people)
    exercises = _there(connection, caller, "exercises", given.exercises)
    pairs = zip(given.participant, given.exercise, strict=True)
    return [at for at, (person, exercise) in enumerate(pairs) if people[person] and exercises[exercise]]


def _permit(connection: Connection, caller: Caller, given: Results) -> None:
    """An administrator imports for everybody; a coach brings results of people in the own groups."""
    reach = reach_of(connection, caller)
    scope = ORGANISATION
    if caller.role is not Role.ADMINISTRATOR and given.people:
        groups = [reach.groups_of(person) or {person} for person in given.people]
        scope = Scope(frozenset().union(*groups))
    require(reach.actor, Permission.IMPORT, scope)


def _has_changed(connection: Connection, caller: Caller, known: int) -> bool:
    """Whether any row of the organisation has a later number than this."""
    query = select(kept.c.number).where(kept.c.organisation_id == caller.organisation_id, kept.c.number > known)
    return connection.execute(query.limit(1)).first() is not None


def _registered(connection: Connection, caller: Caller, wanted: Sequence[bytes]) -> None:
    """A batch is announced by its operation first, and takes nothing any more once it was taken back."""
    query = select(batches.c.id).where(
        batches.c.organisation_id == caller.organisation_id, batches.c.id.in_(list(wanted)),
        batches.c.undone_us.is_(None))
    if len(set(connection.execute(query).scalars())) != len(set(wanted)):
        raise Refusal(Text("The server does not expect these results (any more). They are kept on this computer."))


def _there(connection: Connection, caller: Caller, kind: str, ids: Sequence[bytes]) -> list[bool]:
    """For each of these ids whether its row lives. Of who was erased no row is left."""
    found = set[bytes]()
    wanted = list(dict.fromkeys(ids))
    for at in range(0, len(wanted), IDS_AT_ONCE):
        query = select(kept.c.id).where(
            kept.c.organisation_id == caller.organisation_id, kept.c.kind == kind, kept.c.state == LIVE,
            one_of(connection, kept.c.id, wanted[at:at + IDS_AT_ONCE]))
        found.update(row[0] for row in plain_rows(connection, query))
    return [one in found for one in ids]


def _note_place(connection: Connection, caller: Caller, wanted: Sequence[bytes], first: int, last: int) -> None:
    if last < first:
        return
    mine = batches.c.organisation_id == caller.organisation_id, batches.c.id.in_(list(wanted))
    connection.execute(batches.update().where(*mine).values(
        first=case((batches.c.first == 0, first), else_=batches.c.first), last=last))
