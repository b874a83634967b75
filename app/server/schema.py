"""The version of the server's tables: read by plain SQL, raised by Alembic only when it differs (D2)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.tables import metadata
from app.store.schema import migrate

CURRENT = "0006"
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006")
VERSIONS = Path(__file__).parent / "migrations" / "versions"
_THERE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT count(to_regclass('alembic_version'))",
}
_ONE_AT_A_TIME = 0x6C656572


def version_of(connection: Connection) -> str | None:
    """The revision the tables stand at, None in a database without tables."""
    if not connection.exec_driver_sql(_THERE[connection.dialect.name]).scalar_one():
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()


def make_schema(connection: Connection) -> None:
    """All tables, in an empty database. Raises Refusal where there are tables already."""
    _be_alone(connection)
    if version_of(connection) is not None:
        raise Refusal(Text("There is a server database already. Nothing was changed."))
    migrate(connection, CURRENT, VERSIONS)


def refuse_unusable(connection: Connection) -> bool:
    """Whether the tables are of an older version. Raises Refusal where there are none, or they are newer."""
    version = version_of(connection)
    if version is None:
        raise Refusal(Text("There is no server database here yet. Make it with: leerspoor-server init"))
    if version not in KNOWN:
        raise Refusal(
            Text("These data were made by a newer Leerspoor. Nothing was changed. Install the newest version."))
    return version != CURRENT


def is_ours(connection: Connection) -> bool:
    """Whether this is a server's database, and not a desk's."""
    return set(metadata.tables) <= set(inspect(connection).get_table_names())


def bring_up_to_date(connection: Connection) -> None:
    """Migrate to CURRENT; a second server that starts at the same time waits, and then finds nothing to do."""
    _be_alone(connection)
    if version_of(connection) != CURRENT:
        migrate(connection, CURRENT, VERSIONS)


def _be_alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
