"""What came from the server is forgotten by a desk that may keep none of it (O-1), or none of it as it is.

All of it goes in one transaction but for what is named here, so that a table that is added later is forgotten too;
then the file is written anew, and the copies of it beside it go (D9). Both can be done again after a kill, until done.
What waits for the server stays, whole, for it must be judged there; the server's row under it does not.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, false, select

from app.domain.permissions import Role
from app.store.backup import BACKUPS
from app.store.contents import SEND
from app.store.database import Database
from app.store.settings import (
    ACCOUNT,
    CARD_ADDRESS,
    CLOCK_OFF,
    CONNECTED,
    COUNTERSIGNED,
    ENDED,
    HIDES,
    IN_CONTACT,
    KEEPS_NOTHING,
    LAST_CONTACT,
    OFFLINE_DAYS,
    ORGANISATION,
    PROBLEM,
    SCHEMA,
    SERVER_KEY,
    UNSWEPT,
    USERNAME,
    forget_setting,
    set_settings,
    setting,
)
from app.store.streams import OWN, set_stream
from app.store.tables import (
    accounts,
    audit_events,
    coaches,
    confirmed,
    devices,
    file_chunks,
    files,
    metadata,
    operations,
    organisations,
    outbox,
    outbox_rows,
    secrets,
    settings,
    sync_streams,
)

OF_THE_DESK = (
    ACCOUNT, CARD_ADDRESS, CLOCK_OFF, CONNECTED, COUNTERSIGNED, ENDED, HIDES, IN_CONTACT, KEEPS_NOTHING, LAST_CONTACT,
    OFFLINE_DAYS, ORGANISATION, PROBLEM, SCHEMA, SERVER_KEY, UNSWEPT, USERNAME)
"""Settings that stay; beside them only up to where messages were read, by ids."""
_UNCONFIRMED = ("waiting", "parked")


def forget_received(connection: Connection, device_id: bytes) -> None:
    """Everything goes but who works here, on which device, for whom and at which server, the log of that, and what
    the server has not confirmed. The next sync reads all of it from the beginning.
    """
    staying = _staying(connection, device_id)
    for table in metadata.tables.values():
        connection.execute(table.delete().where(~staying.get(table, false())))
    for table in (organisations, accounts, coaches, devices):
        connection.execute(table.update().values(version=0))
    connection.execute(confirmed.update().values(fields=None, version=0))
    set_stream(connection, OWN, seen=0, rows=0, total=0, heard=0, differed_us=0, afresh="", forgetting=0)
    set_settings(connection, {UNSWEPT: "1"})


def sweep(database: Database) -> None:
    """Write the file anew without what was forgotten, and remove older copies of it; nothing where that was done. It
    counts as done once the log is empty too: who reads at this very moment keeps it from being so.
    """
    with database.reading() as connection:
        if not setting(connection, UNSWEPT):
            return
    shutil.rmtree(database.path.parent / BACKUPS, ignore_errors=True)
    if database.vacuum():
        with database.writing() as connection:
            forget_setting(connection, UNSWEPT)


def _staying(connection: Connection, device_id: bytes) -> Mapping[Table, ColumnElement[bool]]:
    """Which rows stay, per table; of any other table none."""
    account = bytes.fromhex(setting(connection, ACCOUNT) or "")
    coach = connection.execute(select(accounts.c.coach_id).where(
        accounts.c.id == account, accounts.c.role == Role.COACH)).scalar()
    waiting = list(connection.execute(
        select(outbox.c.operation_id).where(outbox.c.state.in_(_UNCONFIRMED))).scalars())
    under = list(connection.execute(
        select(outbox_rows.c.row_id).where(outbox_rows.c.operation_id.in_(waiting))).scalars())
    unsent = list(connection.execute(select(files.c.checksum).where(files.c.state == SEND)).scalars())
    return {
        organisations: organisations.c.tenant.is_(None), accounts: accounts.c.id == account,
        coaches: coaches.c.id == coach, devices: devices.c.id == device_id,
        secrets: secrets.c.name.is_not(None), audit_events: audit_events.c.id.is_not(None),
        settings: settings.c.name.in_(OF_THE_DESK),
        sync_streams: sync_streams.c.stream == OWN,
        outbox: outbox.c.operation_id.in_(waiting), outbox_rows: outbox_rows.c.operation_id.in_(waiting),
        operations: operations.c.id.in_(waiting), confirmed: confirmed.c.id.in_(under),
        files: files.c.checksum.in_(unsent), file_chunks: file_chunks.c.checksum.in_(unsent)}
