"""The least that a sync can cost: the same rows by executemany into the same kind of database, in the same run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from app.server.database import ServerDatabase, open_server_database
from app.server.results import COLUMNS
from app.store.database import connect
from app.store.keys import DatabaseKey
from app.store.tables import results
from tests.benchmarks.push_load import Place, results_rows

PEOPLE, DAY_US = 2_000, 86_400_000_000
EDITS_AT_ONCE = 100


def desk(file: Path, count: int) -> float:
    """Seconds to lay that many results down in an encrypted file, sorted, in one transaction."""
    chance, per_person = random.Random(3), count // PEOPLE
    rows = [
        (person, chance.randrange(100), 1_700_000_000_000_000 + number * DAY_US, chance.randbytes(16), 60,
         chance.randrange(1001), 1, chance.randrange(900), 1)
        for person in range(PEOPLE) for number in range(per_person)]
    rows.sort()
    connection = connect(file, DatabaseKey.fresh())
    connection.execute(str(CreateTable(results).compile(dialect=sqlite.dialect())))
    began = time.perf_counter()
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO results VALUES ({', '.join('?' * 9)})", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def server_results(where: str, place: Place, count: int) -> float:
    """Seconds to insert that many results into the table of the server, with its indexes, in one transaction."""
    rows = list(results_rows(place, count, random.Random(7)))
    marks = ", ".join([_mark(where)] * len(COLUMNS))
    return _timed(where, lambda database: _many(
        database, f"INSERT INTO results ({', '.join(COLUMNS)}) VALUES ({marks})", [rows]))


def server_edits(where: str, place: Place, count: int) -> float:
    """Seconds to set that many rows of people anew, as many in one transaction as a desk sends at once."""
    chance, mark = random.Random(9), _mark(where)
    rows = [(chance.randbytes(400), number + 10**6, place.organisation, "participants", chance.choice(place.people))
            for number in range(count)]
    statement = (
        f"UPDATE records SET fields = {mark}, number = {mark} WHERE organisation_id = {mark} AND kind = {mark} "
        f"AND id = {mark}")
    batches = [rows[at:at + EDITS_AT_ONCE] for at in range(0, count, EDITS_AT_ONCE)]
    return _timed(where, lambda database: _many(database, statement, batches))


def _many(database: ServerDatabase, statement: str, batches: Sequence[list[tuple[Any, ...]]]) -> None:
    for rows in batches:
        with database.writing() as connection:
            connection.exec_driver_sql(statement, rows)


def _timed(where: str, use: Callable[[ServerDatabase], None]) -> float:
    database = open_server_database(where)
    try:
        began = time.perf_counter()
        use(database)
        return time.perf_counter() - began
    finally:
        database.close()


def _mark(where: str) -> str:
    return "%s" if "://" in where else "?"
