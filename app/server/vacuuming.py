"""Giving back the space of what was deleted, so that no byte of it stays in the files or the log (D9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.server.database import PostgresqlDatabase, ServerDatabase, SqliteDatabase

RIGHTS = "pg_checkpoint, pg_monitor, EXECUTE ON FUNCTION pg_switch_wal()"
"""What a user of PostgreSQL needs, to clear the log and to see that it is clear."""
_MAY = """
SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND has_function_privilege('pg_ls_waldir()', 'EXECUTE')
    AND (current_setting('is_superuser') = 'on' OR EXISTS (
        SELECT 1 FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')))"""
_LEFT = """
SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'
    AND (name <= %(before)s OR name > pg_walfile_name(pg_current_wal_lsn()))"""
"""Older files are kept for somebody; later ones are old files under a new name, until they are written over."""


@dataclass(frozen=True, slots=True)
class Log:
    """What can still stand in the database's log. `kept` is the number of its files that are older than this;
    `archived`: copies of them went elsewhere, where this program cannot reach.
    """

    state: Literal["cleared", "kept", "not allowed"] = "cleared"
    kept: int = 0
    archived: bool = False


def vacuum(database: ServerDatabase) -> Log:
    """Write the tables anew without what was deleted, and let the log go that still has it, as far as allowed."""
    if isinstance(database, SqliteDatabase):
        database.file.vacuum()
        return Log()
    assert isinstance(database, PostgresqlDatabase)
    database.alone("VACUUM (FULL, ANALYZE)")
    database.alone("VACUUM FULL pg_statistic")  # what it sampled before lies there, and values are among it
    return _clear_log(database)


def _clear_log(database: PostgresqlDatabase) -> Log:
    """A checkpoint lets everything before the file go that is written now."""
    with database.writing() as connection:
        archived = connection.exec_driver_sql("SELECT current_setting('archive_mode') <> 'off'").scalar_one()
        if not connection.exec_driver_sql(_MAY).scalar_one():
            return Log("not allowed", archived=archived)
        before = connection.exec_driver_sql("SELECT pg_walfile_name(pg_switch_wal())").scalar_one()
    database.alone("CHECKPOINT")
    with database.reading() as connection:
        left = connection.exec_driver_sql(_LEFT, {"before": before}).scalar_one()
    return Log("kept" if left else "cleared", left, archived)
