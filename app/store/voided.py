"""Results that go: taken back by their own source, and back again when that is undone, or with whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from app.store.tables import (
    activity,
    batch_days,
    earlier_progress,
    imports,
    participants,
    progress,
    results,
    standings,
    sync_touched,
)

Row = dict[str, Any]
MINUTE_US, DAY_US, EPOCH = 60_000_000, 86_400_000_000, date(1970, 1, 1)
_KEY = "participant, exercise, at_us, id"
_OF_VOIDED = "results.id IN (SELECT id FROM temp.voided)"


def day_number(at_us: int, offset_minutes: int) -> int:
    """The day of a result by the clock where it was made, counted from 1970."""
    return (at_us + offset_minutes * MINUTE_US) // DAY_US


def day_named(number: int) -> str:
    """That day as it stands in `batch_days`."""
    return (EPOCH + timedelta(days=number)).isoformat()


def void_results(connection: Connection, statements: Iterable[bytes]) -> list[Row]:
    """Delete results by their ids; gives the whole rows that went, each with the id of its participant."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS voided (id BLOB PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM temp.voided")
    wanted = [(statement,) for statement in set(statements)]
    if not wanted:
        return []
    connection.exec_driver_sql("INSERT INTO temp.voided VALUES (?)", wanted)
    found = connection.exec_driver_sql(
        "SELECT results.*, participants.id AS participant_id FROM results"
        f" JOIN participants ON participants.local = results.participant WHERE {_OF_VOIDED}"
    )
    rows = [dict(row) for row in found.mappings()]
    connection.exec_driver_sql(f"DELETE FROM results WHERE {_OF_VOIDED}")
    _count(connection, rows, -1)
    return rows


def take_out(connection: Connection, keys: Iterable[tuple[int, int, int, bytes]]) -> set[int]:
    """Delete results by their whole keys (participant, exercise, at_us, id), as far as they are here; gives whose they
    were (local numbers). By their ids alone all results would be read.
    """
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE IF NOT EXISTS going ({_KEY}, PRIMARY KEY ({_KEY})) WITHOUT ROWID")
    connection.exec_driver_sql("DELETE FROM temp.going")
    connection.exec_driver_sql("INSERT OR IGNORE INTO temp.going VALUES (?, ?, ?, ?)", list(keys))
    found = connection.exec_driver_sql(
        "SELECT r.participant, r.batch, r.at_us, r.offset_minutes FROM temp.going g CROSS JOIN results r"
        " ON r.participant = g.participant AND r.exercise = g.exercise AND r.at_us = g.at_us AND r.id = g.id")
    rows = [dict(row) for row in found.mappings()]
    connection.exec_driver_sql(f"DELETE FROM results WHERE ({_KEY}) IN (SELECT {_KEY} FROM temp.going)")
    _count(connection, rows, -1)
    return {row["participant"] for row in rows}


def restore_results(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Bring back what `void_results` gave, but not of who is gone or of an import that was itself undone."""
    back = [row for row in rows if _still_has_a_place(connection, row)]
    for row in back:
        values = {name: value for name, value in row.items() if name != "participant_id"}
        connection.execute(results.insert().prefix_with("OR IGNORE").values(values))
    _count(connection, back, 1)
    return back


def forget_results(connection: Connection, people: Iterable[bytes]) -> None:
    """Everything that these people made goes from here, out of the figures of its days too."""
    for person in people:
        local = connection.execute(select(participants.c.local).where(participants.c.id == person)).scalar()
        if local is None:
            continue
        made = select(results.c.batch, results.c.at_us, results.c.offset_minutes).where(results.c.participant == local)
        _count(connection, [dict(row) for row in connection.execute(made).mappings()], -1)
        for table in (results, progress, standings, activity, earlier_progress, sync_touched):
            connection.execute(table.delete().where(table.c.participant == local))


def _still_has_a_place(connection: Connection, row: Row) -> bool:
    person = select(participants.c.local).where(
        participants.c.id == row["participant_id"], participants.c.local == row["participant"]
    )
    batch = select(imports.c.local).where(imports.c.local == row["batch"], imports.c.undo_state == "")
    return connection.execute(person).first() is not None and connection.execute(batch).first() is not None


def _count(connection: Connection, rows: Sequence[Row], sign: int) -> None:
    """Correct the figures per day of the batches that these results belong to."""
    days = Counter((row["batch"], day_number(row["at_us"], row["offset_minutes"])) for row in rows)
    for (batch, day), number in days.items():
        kept = batch_days.update().where(batch_days.c.batch == batch, batch_days.c.day == day_named(day))
        connection.execute(kept.values(results=batch_days.c.results + sign * number))
