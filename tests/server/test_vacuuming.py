"""What `maintain` leaves in the files of PostgreSQL itself, by what its user may do (D9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.server.database import PostgresqlDatabase
from app.server.ledger import Ledger
from app.server.vacuuming import Log, vacuum
from tests.servers import by_hand

NAME = "Zwaluwtong"
FILLERS = 60
"""Tables until a new one comes after PostgreSQL's own, in the order in which all are written anew."""


@contextmanager
def opened(address: str) -> Iterator[PostgresqlDatabase]:
    url = make_url(address).set(drivername="postgresql+psycopg")
    database = PostgresqlDatabase(url, Ledger(Path("unused")))
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def owned(fresh_postgresql: str) -> Iterator[str]:
    """The address of a database for the user who owns it, and may do no more."""
    name = make_url(fresh_postgresql).database
    by_hand(fresh_postgresql, "CREATE ROLE proefeigenaar LOGIN", f"ALTER DATABASE {name} OWNER TO proefeigenaar")
    yield fresh_postgresql.replace("//postgres:@", "//proefeigenaar@")
    by_hand(fresh_postgresql, f"ALTER DATABASE {name} OWNER TO postgres", "DROP OWNED BY proefeigenaar",
            "DROP ROLE proefeigenaar")


def test_what_was_sampled_for_planning_goes_too(fresh_postgresql: str) -> None:
    by_hand(fresh_postgresql, *(f"CREATE TABLE filler{number} (a int)" for number in range(FILLERS)),
            "CREATE TABLE people (name text)", f"INSERT INTO people VALUES ('{NAME}a'), ('{NAME}b')", "ANALYZE",
            "CHECKPOINT")
    with opened(fresh_postgresql) as database:
        assert NAME.encode() in tables_of(database)
        by_hand(fresh_postgresql, "DELETE FROM people", "INSERT INTO people VALUES ('Ander')")
        assert vacuum(database) == Log("cleared")
        assert NAME.encode() not in tables_of(database)


def test_an_owner_without_more_rights_is_told_what_is_missing(owned: str) -> None:
    with opened(owned) as database:
        assert vacuum(database) == Log("not allowed")


def test_an_owner_with_the_rights_of_the_manual_clears_the_log(owned: str, fresh_postgresql: str) -> None:
    by_hand(fresh_postgresql, "GRANT pg_checkpoint, pg_monitor TO proefeigenaar",
            "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO proefeigenaar")
    with opened(owned) as database:
        assert vacuum(database) == Log("cleared")


def test_a_log_that_is_kept_for_somebody_is_told(fresh_postgresql: str) -> None:
    by_hand(fresh_postgresql, "SELECT pg_create_physical_replication_slot('proef', true)")
    try:
        with opened(fresh_postgresql) as database:
            found = vacuum(database)
    finally:
        by_hand(fresh_postgresql, "SELECT pg_drop_replication_slot('proef')")
    assert (found.state, found.archived) == ("kept", False)
    assert found.kept > 0


def tables_of(database: PostgresqlDatabase) -> bytes:
    with database.reading() as connection:
        place = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        mine = "SELECT oid FROM pg_database WHERE datname = current_database()"
        folder = Path(place) / "base" / str(connection.exec_driver_sql(mine).scalar_one())
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
