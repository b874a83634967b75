"""The version of a database's tables: read by plain SQL, raised by Alembic only when it differs (D2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.database import Database
from app.store.tables import metadata

CURRENT = "0013"
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")


def version_of(database: Database) -> str | None:
    """The revision the tables stand at, None in a database without tables."""
    with database.reading() as connection:
        there = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
        if not there.scalar_one():
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def is_ours(database: Database) -> bool:
    """Whether the tables have every column of CURRENT, and nothing stands beside them that works by itself.

    A database from outside may hold triggers and views: those would run with every save.
    """
    with database.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT DISTINCT type FROM sqlite_master").scalars().all()
        columns = {
            name: {row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{name}")')}
            for name in metadata.tables
        }
    return {"table", "index"} >= set(kinds) and all(
        {column.name for column in table.columns} <= columns[name] for name, table in metadata.tables.items()
    )


def bring_up_to_date(database: Database, before: Callable[[], object]) -> None:
    """Migrate to CURRENT. `before` makes the verified backup; it runs only when there is something to migrate.

    Raises Refusal for a database of a newer program; then nothing was touched.
    """
    version = version_of(database)
    if version == CURRENT:
        return
    if version is not None:
        _refuse_newer(version)
        before()
    with database.writing() as connection:
        migrate(connection)


def migrate(connection: Connection, target: str = CURRENT, versions: Path | None = None) -> None:
    """Run Alembic on this connection, inside its transaction; `versions` is where other migrations lie."""
    from alembic import command  # late: 450 ms that only a migration needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    if versions is not None:
        config.set_main_option("version_locations", str(versions))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _refuse_newer(version: str) -> None:
    if version not in KNOWN:
        raise Refusal(
            Text("These data were made by a newer Leerspoor. Nothing was changed. Install the newest version."))
