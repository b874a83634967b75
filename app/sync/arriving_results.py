"""Laying results down: set-wise, by local numbers; summaries of who was touched are made again afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.store.chunks import chunks
from app.store.summaries import summarise
from app.store.tables import batch_days, exercises, imports, participants, sync_touched
from app.store.voided import day_named, day_number, take_out
from app.sync import state
from app.sync.wire import Page, Results

GONE = -1
PEOPLE_AT_ONCE = 200
_ELSEWHERE = (
    "JOIN temp.known k ON k.participant = r.participant AND k.exercise = r.exercise AND k.at_us = r.at_us"
    " AND k.id = r.id WHERE r.batch <> k.batch")
_INSERT = (
    "INSERT OR IGNORE INTO results (participant, exercise, at_us, id, offset_minutes, score, outcome, seconds, batch)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")


def apply_results(connection: Connection, page: Page) -> int:
    """The results of a page, and the cursor; gives how many rows there were."""
    if page.results_reached is not None:
        state.note_reached(connection, state.RESULTS, page.results_reached)
    if page.results is None:
        return 0
    lay_down(connection, page.results)
    return len(page.results)


def lay_down(connection: Connection, given: Results) -> None:
    """Results of people and exercises that are here; others belong to rows that are not on this desk."""
    people = local_numbers(connection, participants, given.people)
    tasks = local_numbers(connection, exercises, given.exercises)
    batches = _batches(connection, given.batches)
    ids = [given.ids[at:at + 16] for at in range(0, len(given.ids), 16)]
    rows = list(zip(
        [people[one] for one in given.participant], [tasks[one] for one in given.exercise], given.at_us, ids,
        given.offset_minutes, _or_none(given.score), given.outcome, _or_none(given.seconds),
        [batches[one] for one in given.batch], strict=True))
    gone = [row[:4] for row in rows if row[6] == GONE] if GONE in given.outcome else []
    if gone or 0 in people or 0 in tasks:
        rows = [row for row in rows if row[0] and row[1] and row[6] != GONE]
    touched = _insert(connection, rows)
    touch(connection, touched | take_out(connection, gone) if gone else touched)


def _or_none(column: Sequence[int]) -> list[int | None]:
    return [None if one < 0 else one for one in column]


def summarise_some(connection: Connection) -> bool:
    """Make the summaries of some people again; gives False when nobody is left."""
    some = list(connection.execute(select(sync_touched.c.participant).limit(PEOPLE_AT_ONCE)).scalars())
    if not some:
        return False
    summarise(connection, some)
    connection.execute(sync_touched.delete().where(sync_touched.c.participant.in_(some)))
    return True


def _insert(connection: Connection, rows: list[tuple[Any, ...]]) -> set[int]:
    """Lay rows down, count them per day of their batch, and give whose they are. What is there already is no news."""
    if not rows:
        return set()
    rows.sort()  # clustered by participant, so sorted is fastest
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    connection.exec_driver_sql(_INSERT, rows)
    added = connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before
    if added == len(rows):
        _count_days(connection, Counter((row[8], day_number(row[2], row[4])) for row in rows))
    else:
        others = _adopt(connection, rows)
        if added or others:
            _count_again(connection, {*others, *(int(row[8]) for row in rows)})
    return {row[0] for row in rows}


def _adopt(connection: Connection, rows: list[tuple[Any, ...]]) -> set[int]:
    """What two desks imported belongs to the batch that the server knows it by; gives the batches they left."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS known (participant, exercise, at_us, id, batch,"
        " PRIMARY KEY (participant, exercise, at_us, id)) WITHOUT ROWID")
    connection.exec_driver_sql("DELETE FROM temp.known")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO temp.known VALUES (?, ?, ?, ?, ?)", [(*row[:4], row[8]) for row in rows])
    left = {int(row[0]) for row in connection.exec_driver_sql(f"SELECT DISTINCT r.batch FROM results r {_ELSEWHERE}")}
    if left:
        connection.exec_driver_sql(
            "UPDATE results SET batch = k.batch FROM temp.known k WHERE k.participant = results.participant"
            " AND k.exercise = results.exercise AND k.at_us = results.at_us AND k.id = results.id")
    return left


def _count_days(connection: Connection, days: Counter[tuple[int, int]]) -> None:
    if not days:
        return
    connection.exec_driver_sql(
        "INSERT INTO batch_days (batch, day, results) VALUES (?, ?, ?)"
        " ON CONFLICT (batch, day) DO UPDATE SET results = results + excluded.results",
        [(batch, day_named(day), count) for (batch, day), count in days.items()])


def _count_again(connection: Connection, batches: Iterable[int]) -> None:
    """Rare: a page that came twice, in part."""
    for batch in batches:
        connection.execute(batch_days.delete().where(batch_days.c.batch == batch))
        found = connection.exec_driver_sql(
            "SELECT at_us, offset_minutes FROM results WHERE batch = ?", (batch,)).fetchall()
        _count_days(connection, Counter((batch, day_number(row[0], row[1])) for row in found))


def touch(connection: Connection, people: Iterable[int]) -> None:
    """The summaries of these people (local numbers) are to be made again."""
    rows = [(local,) for local in people]
    if rows:
        connection.exec_driver_sql("INSERT OR IGNORE INTO sync_touched (participant) VALUES (?)", rows)


def local_numbers(connection: Connection, table: object, ids: Sequence[bytes]) -> list[int]:
    """The local number of each id, 0 where it is not here."""
    columns = table.c  # type: ignore[attr-defined]
    known: dict[bytes, int] = {}
    for some in chunks(list(ids)):
        known |= {row.id: row.local for row in connection.execute(
            select(columns.id, columns.local).where(columns.id.in_(some)))}
    return [known.get(one, 0) for one in ids]


def _batches(connection: Connection, ids: Sequence[bytes]) -> list[int]:
    """The local number of each batch, made where it was not here yet."""
    for one in ids:
        connection.exec_driver_sql("INSERT OR IGNORE INTO imports (id, visible) VALUES (?, 1)", (one,))
    return local_numbers(connection, imports, ids)
