"""Laying a page of the server's rows down (S3, S7): page, cursor and sum in one transaction.

A row that something waits for goes under it (`confirmed`) and is shown anew; any other row is simply replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.actions.outbox import (
    OF_THE_DESK,
    SENT,
    SETTLED,
    Key,
    Shown,
    confirmed_rows,
    settle,
    settle_rows,
    show,
    write_rows,
)
from app.domain.kinds import KINDS
from app.store.blacking import arrived_blacked
from app.store.chunks import chunks
from app.store.erasure import LEDGER_FILE, erase_people, write_ledger
from app.store.streams import OWN, set_stream, tenant_of
from app.store.tables import (
    belongs_to,
    confirmed,
    counts,
    held_removals,
    metadata,
    operations,
    outbox,
    sync_units,
)
from app.sync import state
from app.sync.state import ROWS, Tally
from app.sync.wire import Page, Removed, Rows

# Under one transaction with everything else a page is at most a few thousand rows: some hundredths of a second.


@dataclass(slots=True)
class Arrived:
    """What a page changed here: kinds of rows, how many, and whether somebody was erased."""

    kinds: dict[str, set[bytes]] = field(default_factory=dict)
    rows: int = 0
    erased: int = 0

    def note(self, kind: str, ids: Iterable[bytes]) -> None:
        self.kinds.setdefault(kind, set()).update(ids)

    def more(self, other: Arrived) -> None:
        for kind, ids in other.kinds.items():
            self.note(kind, ids)
        self.rows, self.erased = self.rows + other.rows, self.erased + other.erased


def apply_page(
    connection: Connection, page: Page, held: frozenset[str], folder: Any, now_us: int, stream: bytes = OWN
) -> Arrived:
    """The rows of a page of a stream. Removals of the kinds in `held` wait until somebody has looked (S13)."""
    arrived = Arrived()
    tally = Tally.read(connection, stream)
    erase_people(connection, set(page.erased) & set(page.leave), now_us)  # while it is known here what is theirs
    for unit in page.leave:
        _leave(connection, unit, tally, arrived)
    if page.reached is not None:
        state.note_reached(connection, ROWS, page.reached, stream)
    settled = _settle(connection, arrived, stream)
    for rows in page.rows:
        _apply_rows(connection, rows, page.bound, tally, arrived)
        settled -= {(rows.kind, row_id) for row_id in rows.ids}
    _remove(connection, [one for one in page.removed if one.kind not in held or one.intended], tally, arrived)
    _hold(connection, [one for one in page.removed if one.kind in held and not one.intended], stream)
    if page.counts is not None:
        _count(connection, page, stream, arrived)
    show(connection, settled)
    if page.erased:
        _erase(connection, page.erased, folder, now_us, arrived)
        tally = state.recount(connection)
    tally.keep(connection)
    return arrived


def _settle(connection: Connection, arrived: Arrived, stream: bytes) -> set[Key]:
    """What the server has taken and this desk has now read back lies over nothing any more."""
    seen = state.lowest(connection, stream)
    set_stream(connection, stream, seen=seen)
    taken = select(outbox.c.operation_id).join(operations, operations.c.id == outbox.c.operation_id)
    done = list(connection.execute(taken.where(
        outbox.c.state == SENT, outbox.c.number <= seen, belongs_to(operations, tenant_of(stream)))).scalars())
    touched = settle(connection, done, SETTLED) if done else set()
    for kind, row_id in touched:
        arrived.note(kind, [row_id])
    return touched


def _apply_rows(connection: Connection, rows: Rows, bound: int, tally: Tally, arrived: Arrived) -> None:
    if rows.kind not in KINDS:
        return
    table = metadata.tables[rows.kind]
    known = [at for at, name in enumerate(rows.columns) if name in table.c and name not in OF_THE_DESK]
    mine = set(state.only_of(connection, rows.kind, rows.ids, tally.stream))
    before = state.versions(connection, rows.kind, mine)
    arriving = [
        (row_id, number, values) for row_id, number, values in zip(rows.ids, rows.numbers, rows.values, strict=True)
        if row_id in mine and before.get(row_id, 0) < number]
    settle_rows(connection, [row_id for row_id, _, _ in arriving], bound)
    under = confirmed_rows(connection, mine)
    free: list[Shown] = []
    below: list[Shown] = []
    for row_id, number, values in arriving:
        fields = {rows.columns[at]: values[at] for at in known}
        tally.replace(row_id, before.get(row_id, 0), number)
        if row_id in under:
            below.append((row_id, fields | {"id": row_id}, number))
        else:
            free.append((row_id, fields, number))
    _put_under(connection, below)
    write_rows(connection, rows.kind, free, tenant_of(tally.stream))
    show(connection, [(rows.kind, row_id) for row_id in under])
    arrived_blacked(connection, rows.kind, [row_id for row_id, _, _ in arriving])
    arrived.note(rows.kind, rows.ids)
    arrived.rows += len(rows.ids)


def _put_under(connection: Connection, rows: Sequence[Shown]) -> None:
    if not rows:
        return
    connection.exec_driver_sql("UPDATE confirmed SET fields = ?, version = ? WHERE id = ?", [
        (None if fields is None else msgspec.msgpack.encode(fields), version, row_id)
        for row_id, fields, version in rows])


def _remove(connection: Connection, removed: Sequence[Removed], tally: Tally, arrived: Arrived) -> None:
    by_kind: dict[str, list[bytes]] = {}
    for one in removed:
        if one.kind in KINDS:
            by_kind.setdefault(one.kind, []).append(one.id)
    stream = tally.stream
    for kind, ids in by_kind.items():
        ids = state.not_own(connection, kind, state.only_of(connection, kind, ids, stream), stream)
        before = state.versions(connection, kind, ids)
        under = confirmed_rows(connection, ids)
        for row_id in ids:
            tally.replace(row_id, before.get(row_id, 0), 0)
        _put_under(connection, [(row_id, None, 0) for row_id in under])
        gone: list[Shown] = [(row_id, None, 0) for row_id in ids if row_id not in under]
        write_rows(connection, kind, gone, tenant_of(stream))
        show(connection, [(kind, row_id) for row_id in under])
        arrived.note(kind, ids)
        arrived.rows += len(ids)


def _hold(connection: Connection, removed: Sequence[Removed], stream: bytes) -> None:
    if removed:
        connection.execute(held_removals.insert().prefix_with("OR REPLACE"), [
            {"id": one.id, "kind": one.kind, "number": one.number, "tenant": tenant_of(stream)} for one in removed])


def _count(connection: Connection, page: Page, stream: bytes, arrived: Arrived) -> None:
    """What the server counted of what is not here, instead of what it counted before."""
    tenant = tenant_of(stream)
    connection.execute(counts.delete().where(belongs_to(counts, tenant)))
    if page.counts:
        connection.execute(counts.insert(), [
            {"tenant": tenant, "licence_id": one.licence_id, "what": one.what, "number": one.number,
             "as_of_us": page.server_us} for one in page.counts])
    arrived.note("counts", ())


def _leave(connection: Connection, unit: bytes, tally: Tally, arrived: Arrived) -> None:
    """A unit is no longer this desk's: its rows go from here, and what waits for them is still sent (S8)."""
    for kind, described in KINDS.items():
        table = metadata.tables[kind]
        for name in described.units:
            ids = list(connection.execute(select(table.c.id).where(table.c[name] == unit)).scalars())
            _drop(connection, kind, ids, tally, arrived)
    connection.execute(sync_units.delete().where(sync_units.c.stream == OWN, sync_units.c.unit == unit))


def _drop(connection: Connection, kind: str, ids: Sequence[bytes], tally: Tally, arrived: Arrived) -> None:
    if not ids:
        return
    before = state.versions(connection, kind, ids)
    for row_id in ids:
        tally.replace(row_id, before.get(row_id, 0), 0)
    for some in chunks(list(ids)):
        connection.execute(confirmed.update().where(confirmed.c.id.in_(some)).values(fields=None, version=0))
    others = state.not_own(connection, kind, ids)
    write_rows(connection, kind, [(row_id, None, 0) for row_id in others])
    if len(others) < len(ids):
        table = metadata.tables[kind]
        connection.execute(table.update().where(table.c.id.in_(ids)).values(version=0))
    arrived.note(kind, ids)


def _erase(connection: Connection, people: Sequence[bytes], folder: Any, now_us: int, arrived: Arrived) -> None:
    write_ledger(folder / LEDGER_FILE, people)
    erase_people(connection, people, now_us)
    arrived.note("participants", people)
    arrived.note("erased_ids", people)
    arrived.erased += len(people)
