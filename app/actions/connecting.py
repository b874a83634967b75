"""Bringing rows to a server that does not have them (S13, S16): everything at the first connection, or what it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, func, not_, or_, select

from app.actions.action import ANY_FIELD, action
from app.actions.outbox import OF_THE_DESK, PARKED
from app.actions.work import Work
from app.domain.kinds import KINDS
from app.domain.operation import BRING, CONNECT, Patch
from app.domain.permissions import Permission
from app.domain.reviews import REFUSED, REMOVALS
from app.store.chunks import chunks
from app.store.settings import ACCOUNT, BRINGING, set_settings, setting
from app.store.streams import OWN, set_stream
from app.store.tables import (
    accounts,
    batch_days,
    belongs_to,
    confirmed,
    held_removals,
    imports,
    metadata,
    outbox,
    outbox_rows,
    reviews,
)

ROWS_AT_ONCE = 1_000
"""Rows that are laid in the outbox, or go from here, in one transaction: nobody's save waits long for that (S7)."""
ALL_THERE_IS, WHAT_IS_LOST = "all", "lost"
"""The two values of BRINGING: for a first connection, with all results, or after the server was put back."""
REVIEWS, MESSAGES = "reviews", "messages"
"""Of messages a server takes none in the name of a participant, who writes them there and nowhere else."""
_PARKED = select(outbox.c.operation_id).where(outbox.c.state == PARKED)
_OF_THIS_DESK = or_(
    reviews.c.sort == REMOVALS, and_(reviews.c.sort == REFUSED, reviews.c.operation_id.in_(_PARKED)))
"""What a desk lays under "Te controleren" by itself stays there."""
NOT_BROUGHT = frozenset({"links", "audits", "audit_looks"})
"""Kinds that the server takes from no administrator: one of them would stop all that is brought with it."""
_FRESH = " UNION ALL ".join(
    f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM \"{kind}\" WHERE version = 0)" for kind in KINDS)
"""The kinds of which any row has no version of the server: mostly a few, and asking each in full takes long."""
EVERYTHING = {kind: set(ANY_FIELD) for kind in (*KINDS, "results")}


@action(
    CONNECT, Permission.EDIT_ORGANISATION, EVERYTHING, undoable=False, recorded=lambda given: {})
def connect_organisation(work: Work, settings: Mapping[str, str], account: Mapping[str, str], epoch: str) -> int:
    """From now on this desk has a server. What was made here until now is brought there, the first rows by this, the
    others by `bring_rows`; gives the number of rows.

    `settings` say which server and who, `epoch` which life of it; `account` ({role, name}) is whose desk it is
    from now on.
    """
    account_id = bytes.fromhex(settings[ACCOUNT])
    if account_id != work.sight.actor.account_id:
        own = accounts.update().where(accounts.c.id == work.sight.actor.account_id, accounts.c.until_on.is_(None))
        work.connection.execute(own.values(until_on=work.day))
    first = not_at_the_server(work.connection)
    set_settings(work.connection, {**settings, BRINGING: ALL_THERE_IS})
    set_stream(work.connection, OWN, epoch=epoch)
    count: int = bring_rows.function(work, first)
    if work.connection.execute(select(accounts.c.id).where(accounts.c.id == account_id)).first() is None:
        work.connection.execute(accounts.insert().values(id=account_id, from_on=work.day, **account))
    return count


@action(BRING, Permission.EDIT_ORGANISATION, EVERYTHING, undoable=False, recorded=lambda given: {})
def bring_rows(work: Work, rows: Mapping[str, Sequence[bytes]]) -> int:
    """Rows ({kind: ids}) that the server does not have and this desk has; gives how many.

    Fewer than ROWS_AT_ONCE are the last; after those of a first connection come the results of every import.
    """
    count, begun = _bring(work, rows), setting(work.connection, BRINGING)
    if begun and count < ROWS_AT_ONCE:
        set_settings(work.connection, {BRINGING: ""})
        if begun == ALL_THERE_IS:
            _note_batches(work)
    return count


def _note_batches(work: Work) -> None:
    for row in work.connection.execute(
        select(imports.c.id, func.sum(batch_days.c.results)).join(batch_days, batch_days.c.batch == imports.c.local)
        .where(imports.c.visible == 1, imports.c.undo_state == "").group_by(imports.c.id)
    ):
        work.note_batch(row[0], int(row[1]))


def not_at_the_server(
    connection: Connection, changed: bool = True, tenant: bytes | None = None
) -> dict[str, list[bytes]]:
    """Rows per kind of the own organisation, or of another tenant, that the server does not have and that nothing
    waiting will bring it, ROWS_AT_ONCE of them.

    With `changed` also those of which only a change waits, made before anybody knew that the server has no such row.
    """
    found: dict[str, list[bytes]] = {}
    left, fresh = ROWS_AT_ONCE, set(connection.exec_driver_sql(_FRESH).scalars())
    for kind in KINDS:
        wanted = left and kind in fresh and not (changed and kind in NOT_BROUGHT)
        ids = _not_sent(connection, kind, changed, left, tenant) if wanted else []
        if ids:
            found[kind] = ids
            left -= len(ids)
    return found


def _not_sent(
    connection: Connection, kind: str, changed: bool, most: int, tenant: bytes | None
) -> list[bytes]:
    table = metadata.tables[kind]
    own = bytes.fromhex(setting(connection, ACCOUNT) or "") if kind == "accounts" else b""
    over_nothing = select(confirmed.c.id).where(confirmed.c.version == 0, confirmed.c.fields.is_not(None))
    waits_not = table.c.id.not_in(select(outbox_rows.c.row_id))
    query = select(table.c.id).where(
        table.c.version == 0, belongs_to(table, tenant), table.c.id != own,
        table.c.id.not_in(select(held_removals.c.id)),
        or_(waits_not, table.c.id.in_(over_nothing)) if changed else waits_not)
    if kind == REVIEWS:
        query = query.where(not_(_OF_THIS_DESK))
    if kind == MESSAGES and changed and setting(connection, BRINGING) != WHAT_IS_LOST:
        query = query.where(table.c.account_id.is_not(None))
    return list(connection.execute(query.order_by(table.c.id).limit(most)).scalars())


def _bring(work: Work, rows: Mapping[str, Sequence[bytes]]) -> int:
    for kind, ids in rows.items():
        table = metadata.tables[kind]
        for some in chunks(ids) if kind not in NOT_BROUGHT else ():
            found = work.connection.execute(select(table).where(table.c.id.in_(some))).mappings()
            for row in found:
                fields = {name: value for name, value in row.items() if name not in OF_THE_DESK}
                work.patches.append(Patch(kind, row["id"], None, 0, None, fields))
            work.connection.execute(confirmed.update().where(confirmed.c.id.in_(some)).values(fields=None))
    return sum(len(ids) for ids in rows.values())
