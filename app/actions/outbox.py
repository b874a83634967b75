"""What waits for the server (S2, S3): queued in the action's own transaction, laid over the confirmed rows until then.

`confirmed` holds the server's row under every row that something waits for. What is shown is that row with the waiting
operations laid over it in order; when the last one is settled the confirmed row goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.kinds import KINDS
from app.domain.merging import Fields, before, projected
from app.domain.operation import BRINGS, Operation, Patch, decode_patches
from app.store.chunks import chunks
from app.store.learning import learning_rules
from app.store.settings import CONNECTED, setting
from app.store.streams import stream_here, stream_of
from app.store.summaries import mark_stuck
from app.store.tables import (
    belongs_to,
    confirmed,
    metadata,
    operations,
    outbox,
    outbox_rows,
    participants,
    sync_touched,
)
from app.store.voided import forget_results

WAITING, SENT, PARKED, SETTLED = "waiting", "sent", "parked", "settled"
OF_THE_DESK = frozenset({"local", "version", "tenant"})
NONE_TO_SEND, TO_SEND, ALL_SENT = -1, 0, 1
"""Whether the results that an operation announced are at the server."""
PART_ROWS = 500
"""Rows that one operation changes at once; what is larger goes in parts, each atomic (S4)."""
Key = tuple[str, bytes]
Shown = tuple[bytes, Fields | None, int]
"""A row as it is to be: id, fields or None where it is gone, and the version it was confirmed with."""


def is_connected(connection: Connection) -> bool:
    """True once this database has ever been connected to a server; until then there is no outbox."""
    return setting(connection, CONNECTED) is not None


def queue(connection: Connection, operation: Operation, tenant: bytes | None = None) -> list[bytes]:
    """Let an operation wait for the server, in the stream of this tenant; gives the waiting ones that it builds on.

    Its patches must have been written already, and nothing else.
    """
    by_row: dict[Key, list[Patch]] = {}
    for patch in operation.patches:
        if patch.kind in KINDS:
            by_row.setdefault((patch.kind, patch.id), []).append(patch)
    builds_on = _waiting_on(connection, _named(by_row))
    _remember_confirmed(connection, by_row, tenant)
    here = stream_here(connection, stream_of(tenant))
    connection.execute(outbox.insert().values(
        operation_id=operation.id, state=WAITING, seen=here.seen, epoch=here.epoch,
        parts=max(1, -(-len(by_row) // PART_ROWS)),
        results_sent=TO_SEND if any(map(announces, operation.patches)) else NONE_TO_SEND))
    if by_row:
        connection.execute(outbox_rows.insert(), [
            {"row_id": row_id, "operation_id": operation.id, "kind": kind} for kind, row_id in by_row])
    return builds_on


def announces(patch: Patch) -> bool:
    """True for a batch of results that goes to the server after its operation."""
    return patch.kind == "results" and patch.field == "batch" and patch.new > 0


def confirmed_rows(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, Any]:
    """Those of these rows that something waits for: (id, kind, fields in msgpack, version)."""
    found: dict[bytes, Any] = {}
    for some in chunks(list(ids)):
        for row in connection.execute(select(confirmed).where(confirmed.c.id.in_(some))):
            found[row.id] = row
    return found


def park(connection: Connection, operation_ids: Sequence[bytes]) -> set[Key]:
    """As `settle`, for what was refused. What a refused first connection brings goes on lying there: it is nowhere
    else, and a desk must not be left with nothing because the server did not take it.
    """
    brought = _brought(connection, operation_ids)
    connection.execute(outbox.update().where(outbox.c.operation_id.in_(brought)).values(state=PARKED))
    return settle(connection, [one for one in operation_ids if one not in brought], PARKED)


def _brought(connection: Connection, operation_ids: Sequence[bytes]) -> set[bytes]:
    query = select(operations.c.id).where(operations.c.id.in_(list(operation_ids)), operations.c.action.in_(BRINGS))
    return set(connection.execute(query).scalars())


def settle(connection: Connection, operation_ids: Sequence[bytes], state: str) -> set[Key]:
    """These operations no longer lie over anything; gives the rows that they touched, to be shown anew."""
    touched: set[Key] = set()
    for some in chunks(list(operation_ids)):
        rows = connection.execute(
            select(outbox_rows.c.kind, outbox_rows.c.row_id).where(outbox_rows.c.operation_id.in_(some)))
        touched |= {(row.kind, row.row_id) for row in rows}
        connection.execute(outbox_rows.delete().where(outbox_rows.c.operation_id.in_(some)))
        connection.execute(outbox.update().where(outbox.c.operation_id.in_(some)).values(state=state))
    return touched


def settle_rows(connection: Connection, ids: Sequence[bytes], bound: int) -> None:
    """What the server says of these rows includes every operation that it had taken up to `bound`: those lie over
    them no more.
    """
    taken = select(outbox.c.operation_id).where(outbox.c.state == SENT, outbox.c.number <= bound)
    if connection.execute(taken.limit(1)).first() is None:
        return
    for some in chunks(ids):
        connection.execute(
            outbox_rows.delete().where(outbox_rows.c.row_id.in_(some), outbox_rows.c.operation_id.in_(taken)))
        others = select(outbox_rows.c.row_id).where(outbox_rows.c.row_id.in_(some))
        connection.execute(confirmed.delete().where(confirmed.c.id.in_(some), confirmed.c.id.not_in(others)))


def show(connection: Connection, keys: Iterable[Key]) -> None:
    """Make these rows what they should be: confirmed with what waits laid over it. Rows without either stay."""
    wanted = set(keys)
    under = confirmed_rows(connection, [row_id for _, row_id in wanted])
    over = _laid_over(connection, [row_id for _, row_id in wanted])
    rows: dict[tuple[str, bytes | None], list[Shown]] = {}
    for kind, row_id in wanted:
        row = under.get(row_id)
        if row is not None and row.kind == kind:
            fields = projected(_decoded(row.fields), over.get(row_id, ()))
            rows.setdefault((kind, row.tenant), []).append((row_id, fields, row.version))
    for (kind, tenant), shown in rows.items():
        write_rows(connection, kind, shown, tenant)
    done = [row_id for row_id in under if row_id not in over]
    for some in chunks(done):
        connection.execute(confirmed.delete().where(confirmed.c.id.in_(some)))


def write_rows(connection: Connection, kind: str, rows: Sequence[Shown], tenant: bytes | None = None) -> None:
    """Set whole rows of one tenant as they are shown. None of them may be another's (see `applying`)."""
    table = metadata.tables[kind]
    whose = {"tenant": tenant} if "tenant" in table.c else {}
    rule = learning_rules(connection).help if kind == "learning_settings" else None
    gone = [row_id for row_id, fields, _ in rows if fields is None]
    counting = _counting(connection, rows) if kind == "participants" else set()
    if kind == "participants":  # their local numbers are given out again
        forget_results(connection, gone)
    for some in chunks(gone):
        connection.execute(table.delete().where(table.c.id.in_(some), belongs_to(table, tenant)))
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, fields, version in rows:
        if fields is not None:
            row = {name: value for name, value in fields.items() if name in table.c and name not in OF_THE_DESK}
            row |= {"id": row_id, "version": version, **whose}
            by_shape.setdefault(tuple(sorted(row)), []).append(row)
    for same in by_shape.values():
        _upsert(connection, kind, same)
    if kind == "participants":
        _count_anew(connection, counting | _counting(connection, rows))
    if rule is not None:
        mark_stuck(connection, rule)


def _counting(connection: Connection, rows: Sequence[Shown]) -> set[bytes]:
    """Of these people those who are counted with somebody, and with whom: their summaries hold more than their own."""
    found: set[bytes] = set()
    for some in chunks([row_id for row_id, _, _ in rows]):
        query = select(participants.c.id, participants.c.merged_into).where(
            participants.c.merged_into.is_not(None),
            or_(participants.c.id.in_(some), participants.c.merged_into.in_(some)))
        for row in connection.execute(query):
            found |= {row.id, row.merged_into}
    return found


def _count_anew(connection: Connection, people: Iterable[bytes]) -> None:
    for some in chunks(list(people)):
        query = select(participants.c.local).where(participants.c.id.in_(some))
        connection.execute(sync_touched.insert().prefix_with("OR IGNORE").from_select(["participant"], query))


def wait_again(connection: Connection, operation_ids: Sequence[bytes]) -> set[str]:
    """Parked operations wait once more, laid over what stands now; gives the kinds of rows that changed."""
    rows = connection.execute(
        select(operations).where(operations.c.id.in_(list(operation_ids))).order_by(operations.c.number)).fetchall()
    kinds: set[str] = set()
    for row in rows:
        patches = [patch for patch in decode_patches(row.patches) if patch.kind in KINDS]
        keys = {(patch.kind, patch.id) for patch in patches}
        _remember_confirmed(connection, dict.fromkeys(keys, ()), row.tenant)
        if keys:
            connection.execute(insert(outbox_rows).on_conflict_do_nothing(), [
                {"row_id": row_id, "operation_id": row.id, "kind": kind} for kind, row_id in keys])
        connection.execute(outbox.update().where(outbox.c.operation_id == row.id).values(
            state=WAITING, attempts=0, answer=None, parts_done=0))
        show(connection, keys)
        kinds |= {kind for kind, _ in keys}
    return kinds


def release(connection: Connection, operation_id: bytes | None, *, again: bool) -> set[str]:
    """A refused operation goes on or is done with; what waited with it is sent, so that each gets its own answer.

    Gives the kinds of rows that changed.
    """
    parked, kinds = parked_with(connection, operation_id), set[str]()
    if parked and operation_id is not None and not again:
        parked.remove(operation_id)
        touched = set() if _brought(connection, [operation_id]) else settle(connection, [operation_id], SETTLED)
        show(connection, touched)
        kinds |= {kind for kind, _ in touched}
    return kinds | (wait_again(connection, sorted(parked)) if parked else set())


def parked_with(connection: Connection, operation_id: bytes | None) -> set[bytes]:
    """This operation and all that depend on it, as far as they are parked on this desk; empty where it is not."""
    query = select(operations.c.id, operations.c.depends_on).join(outbox, outbox.c.operation_id == operations.c.id)
    parked = {row.id: set(msgspec.msgpack.decode(row.depends_on))
              for row in connection.execute(query.where(outbox.c.state == PARKED))}
    found = {operation_id} & parked.keys()
    while more := {one for one, needed in parked.items() if needed & found} - found:
        found |= more
    return {one for one in found if one is not None}


def _remember_confirmed(
    connection: Connection, by_row: Mapping[Key, Sequence[Patch]], tenant: bytes | None
) -> None:
    """Keep the server's row of what changes here for the first time."""
    there = confirmed_rows(connection, [row_id for _, row_id in by_row])
    first = {key: patches for key, patches in by_row.items() if key[1] not in there}
    by_kind: dict[str, list[bytes]] = {}
    for kind, row_id in first:
        by_kind.setdefault(kind, []).append(row_id)
    rows = []
    for kind, ids in by_kind.items():
        now = _shared_rows(connection, kind, ids)
        for row_id in ids:
            patches = first[kind, row_id]
            fields, version = now.get(row_id, (None, patches[0].base if patches else 0))
            was = before(fields, patches)
            rows.append({"id": row_id, "kind": kind, "version": version, "tenant": tenant,
                         "fields": None if was is None else msgspec.msgpack.encode(_shared(was))})
    if rows:
        connection.execute(confirmed.insert(), rows)


def _shared_rows(connection: Connection, kind: str, ids: Sequence[bytes]) -> dict[bytes, tuple[Fields, int]]:
    """What the desk shows now, without its own columns, and the version it was confirmed with."""
    table = metadata.tables[kind]
    found: dict[bytes, tuple[Fields, int]] = {}
    for some in chunks(ids):
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            found[row["id"]] = (_shared(dict(row)), row["version"])
    return found


def _shared(row: Mapping[str, Any]) -> Fields:
    return {name: value for name, value in row.items() if name not in OF_THE_DESK}


def _waiting_on(connection: Connection, ids: Iterable[bytes]) -> list[bytes]:
    found: set[bytes] = set()
    for some in chunks(list(ids)):
        query = select(outbox_rows.c.operation_id).distinct().where(outbox_rows.c.row_id.in_(some))
        found |= set(connection.execute(query).scalars())
    return sorted(found)


def _named(by_row: Mapping[Key, Sequence[Patch]]) -> set[bytes]:
    """The rows that are touched, and those that they point at."""
    named = {row_id for _, row_id in by_row}
    for patches in by_row.values():
        for patch in patches:
            if isinstance(patch.new, dict):
                named |= {value for value in patch.new.values() if isinstance(value, bytes) and len(value) == 16}
    return named


def _laid_over(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, list[Patch]]:
    """What waits for each of these rows, in order."""
    wanted, found = set(ids), set()
    for some in chunks(list(wanted)):
        found |= set(connection.execute(
            select(outbox_rows.c.operation_id).distinct().where(outbox_rows.c.row_id.in_(some))).scalars())
    over: dict[bytes, list[Patch]] = {}
    rows = [
        row for some in chunks(list(found))
        for row in connection.execute(
            select(operations.c.number, operations.c.patches).where(operations.c.id.in_(some)))]
    for row in sorted(rows, key=lambda row: row.number):
        for patch in decode_patches(row.patches):
            if patch.id in wanted and patch.kind in KINDS:
                over.setdefault(patch.id, []).append(patch)
    return over


def _upsert(connection: Connection, kind: str, rows: list[dict[str, Any]]) -> None:
    table = metadata.tables[kind]
    filled = [{name: b"" for name in _WITHOUT_DEFAULT[kind] if name not in rows[0]} | row for row in rows]
    statement = insert(table)
    others = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=others), filled)


def _decoded(fields: bytes | None) -> Fields | None:
    return None if fields is None else msgspec.msgpack.decode(fields)


_WITHOUT_DEFAULT = {
    kind: [
        column.name for column in metadata.tables[kind].columns
        if not column.nullable and column.server_default is None and column.name not in ("id", "local")
    ]
    for kind in KINDS
}
"""Columns that a row of somebody with fewer rights comes without."""
