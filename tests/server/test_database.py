"""The two databases do the same, and say in words what they cannot (S18, D2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import Refusal
from app.server.database import ServerDatabase, create_server_database, open_server_database
from app.server.failures import Unavailable
from app.server.identity import identity
from app.server.schema import CURRENT, version_of
from app.server.tables import attempts, metadata, reads
from app.store.protection import DEMO, Protection


def test_the_migrations_make_the_tables_that_the_code_knows(server_database: ServerDatabase) -> None:
    with server_database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert version_of(connection) == CURRENT


def test_a_database_of_the_first_version_goes_on(fresh_postgresql: str, tmp_path: Path) -> None:
    for address in (fresh_postgresql, str(tmp_path / "first")):
        database, _ = create_server_database(address, DEMO)
        with database.writing() as connection:
            for column in ("pulled_to", "given_to"):
                connection.execute(text(f"ALTER TABLE devices ADD COLUMN {column} BIGINT NOT NULL DEFAULT 0"))
            connection.execute(text("ALTER TABLE organisations DROP COLUMN kind"))
            connection.execute(text("ALTER TABLE logins DROP COLUMN one_time"))
            connection.execute(text("ALTER TABLE sums DROP COLUMN number"))
            for table in ("reads", "licensees", "files", "file_chunks", "own_accounts", "own_codes", "own_links"):
                connection.execute(text(f"DROP TABLE {table}"))
            connection.execute(text("DROP INDEX batches_by_undone"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
            connection.execute(text(
                "INSERT INTO devices (organisation_id, id, account_id, instance, public_key, given_to)"
                " VALUES ('o', 'd', 'a', 'i', 'k', 7)"))
        database.close()
        database = open_server_database(address)
        with database.reading() as connection:
            assert version_of(connection) == CURRENT
            assert connection.execute(select(reads.c.told_to)).scalars().all() == [7]
        database.close()


def test_a_block_that_raises_leaves_nothing(server_database: ServerDatabase) -> None:
    with pytest.raises(KeyError), server_database.writing() as connection:
        connection.execute(insert(attempts).values(key="a", from_us=1, count=1))
        raise KeyError
    assert _count(server_database) == 0


def test_reading_sees_one_picture_and_cannot_write(server_database: ServerDatabase) -> None:
    with server_database.reading() as reader:
        assert reader.execute(select(attempts)).all() == []
        with server_database.writing() as writer:
            writer.execute(insert(attempts).values(key="a", from_us=1, count=1))
        assert reader.execute(select(attempts)).all() == []
    assert _count(server_database) == 1
    with pytest.raises((DBAPIError, Refusal)), server_database.reading() as reader:
        reader.execute(insert(attempts).values(key="b", from_us=1, count=1))
    assert _count(server_database) == 1


def test_two_servers_see_each_others_rows(server_address: str) -> None:
    one, other = open_server_database(server_address), open_server_database(server_address)
    with one.writing() as connection:
        connection.execute(insert(attempts).values(key="a", from_us=1, count=1))
    assert _count(other) == 1
    one.close()
    other.close()


def test_a_newer_database_is_refused(server_address: str) -> None:
    database = open_server_database(server_address)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(Refusal, match="newer Leerspoor"):
        open_server_database(server_address)
    _set_version(server_address, CURRENT)


def test_a_database_is_made_once(fresh_postgresql: str, tmp_path: Path) -> None:
    for address in (fresh_postgresql, str(tmp_path / "new")):
        with pytest.raises(Refusal, match="leerspoor-server init"):
            open_server_database(address)
        database, recovery_key = create_server_database(address, DEMO)
        assert bool(recovery_key) == (database.dialect == "sqlite")
        with database.reading() as connection:
            assert len(identity(connection).public_key) == 32
        database.close()
        with pytest.raises(Refusal, match="already"):
            create_server_database(address, DEMO)
        open_server_database(address).close()


def test_the_sqlite_file_is_encrypted_with_its_own_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("een lange zin voor de proef")
    create_server_database(tmp_path / "server", Protection("een lange zin voor de proef"))[0].close()
    assert b"SQLite format" not in (tmp_path / "server" / "leerspoor.db").read_bytes()[:64]
    with pytest.raises(Refusal, match="passphrase"):
        open_server_database(tmp_path / "server")
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(passphrase))
    open_server_database(tmp_path / "server").close()


@pytest.mark.parametrize("address", ["mysql://somewhere/x", "http://127.0.0.1", "postgresql:///?port=x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="address"):
        open_server_database(address)


def test_a_database_that_is_away_is_said_in_words() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        open_server_database("postgresql://nobody@127.0.0.1:1/nothing")


def test_a_database_of_another_name_is_said_in_words(postgresql: str) -> None:
    with pytest.raises(Unavailable, match="no database of this name"):
        open_server_database(postgresql.replace("/postgres?", "/elsewhere?"))


def test_postgresql_that_restarts_costs_one_answer(
    server_address: str, server_database: ServerDatabase, postgresql: str
) -> None:
    if server_database.dialect == "sqlite":
        pytest.skip("a file does not restart")
    with pytest.raises(Unavailable, match="does not answer"), server_database.writing() as connection:
        other = open_server_database(server_address)
        with other.writing() as killer:
            killer.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                                "current_database() AND pid <> pg_backend_pid()"))
        other.close()
        connection.execute(insert(attempts).values(key="a", from_us=1, count=1))
    assert _count(server_database) == 0


def test_waiting_too_long_for_a_lock_is_said_in_words(
    server_database: ServerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server_database.dialect == "sqlite":
        pytest.skip("within one process writers take turns")
    with server_database.writing() as first:
        first.execute(text("LOCK TABLE attempts"))
        with pytest.raises(Unavailable, match="busy"), server_database.writing() as second:
            second.execute(text("SET LOCAL lock_timeout = '10ms'"))
            second.execute(insert(attempts).values(key="a", from_us=1, count=1))
    assert _count(server_database) == 0


def _count(database: ServerDatabase) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(attempts)).all())


def _set_version(address: str, version: str) -> None:
    from tests.servers import by_hand

    if "://" in address:
        by_hand(address, f"UPDATE alembic_version SET version_num = '{version}'")
