"""Bringing rows to a server that does not have them (S13, S16): everything at the first connection, or what it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from app.actions.action import ANY_FIELD, action
from app.actions.outbox import OF_THE_DESK
from app.actions.work import Work
from app.domain.kinds import KINDS
from app.domain.operation import Patch
from app.domain.permissions import Permission
from app.store.chunks import chunks
from app.store.settings import ACCOUNT, set_settings
from app.store.tables import accounts, batch_days, held_removals, imports, metadata, outbox_rows

REVIEWS = "reviews"
"""What a desk lays under "Te controleren" by itself stays there."""
EVERYTHING = {kind: set(ANY_FIELD) for kind in (*KINDS, "results")}


@action(
    "organisation.connect", Permission.EDIT_ORGANISATION, EVERYTHING, undoable=False, recorded=lambda given: {})
def connect_organisation(work: Work, settings: Mapping[str, str], account: Mapping[str, str]) -> int:
    """From now on this desk has a server: what was made here until now is brought there; gives the number of rows.

    `settings` say which server and who; `account` ({role, name}) is whose desk it is from now on.
    """
    account_id = bytes.fromhex(settings[ACCOUNT])
    if account_id != work.sight.actor.account_id:
        own = accounts.update().where(accounts.c.id == work.sight.actor.account_id, accounts.c.until_on.is_(None))
        work.connection.execute(own.values(until_on=work.day))
    set_settings(work.connection, settings)
    count = _bring(work, not_at_the_server(work.connection))
    if work.connection.execute(select(accounts.c.id).where(accounts.c.id == account_id)).first() is None:
        work.connection.execute(accounts.insert().values(id=account_id, from_on=work.day, **account))
    for row in work.connection.execute(
        select(imports.c.id, func.sum(batch_days.c.results)).join(batch_days, batch_days.c.batch == imports.c.local)
        .where(imports.c.visible == 1, imports.c.undo_state == "").group_by(imports.c.id)
    ):
        work.note_batch(row[0], int(row[1]))
    return count


@action("organisation.bring", Permission.EDIT_ORGANISATION, EVERYTHING, undoable=False, recorded=lambda given: {})
def bring_rows(work: Work, rows: Mapping[str, Sequence[bytes]]) -> int:
    """Rows ({kind: ids}) that the server has forgotten and this desk still has; gives how many."""
    return _bring(work, rows)


def not_at_the_server(connection: Connection) -> dict[str, list[bytes]]:
    """Rows per kind that the server does not have and that nothing waiting will bring it."""
    return {kind: found for kind in KINDS if kind != REVIEWS and (found := _not_sent(connection, kind))}


def _not_sent(connection: Connection, kind: str) -> list[bytes]:
    table = metadata.tables[kind]
    query = select(table.c.id).where(
        table.c.version == 0, table.c.id.not_in(select(outbox_rows.c.row_id)),
        table.c.id.not_in(select(held_removals.c.id)))
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def _bring(work: Work, rows: Mapping[str, Sequence[bytes]]) -> int:
    for kind, ids in rows.items():
        table = metadata.tables[kind]
        for some in chunks(ids):
            found = work.connection.execute(select(table).where(table.c.id.in_(some))).mappings()
            for row in found:
                fields = {name: value for name, value in row.items() if name not in OF_THE_DESK}
                work.patches.append(Patch(kind, row["id"], None, 0, None, fields))
    return sum(len(ids) for ids in rows.values())
