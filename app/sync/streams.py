"""The streams of others that a desk reads beside its own (D10): which there are, which moved, what goes with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.actions.desk import Desk
from app.actions.outbox import PARKED, WAITING, settle
from app.actions.reviews import keep_refused
from app.domain.sayings import kept
from app.store.streams import OWN, Stream, forget_stream, other_streams, set_stream, stream_here, stream_of
from app.store.tables import belongs_to, confirmed, counts, held_removals, metadata, operations, outbox, sync_units
from app.sync import refusals, state
from app.sync.reviewed import refused_row
from app.sync.wire import OtherStream


def note_listed(desk: Desk, listed: Sequence[OtherStream]) -> tuple[list[bytes], set[str]]:
    """What the own stream tells of the others: the streams to read now, and the kinds of rows that changed here.

    One that is not told of any more is no longer this desk's: its rows go, and what waits for it is put before people.
    """
    told = {one.id: one for one in listed}
    with desk.database.reading() as connection:
        here = {one.stream: one for one in other_streams(connection)}
        waiting = _waited_for(connection)
    kinds: set[str] = set()
    for stream in (here.keys() | waiting) - told.keys():
        kinds |= leave(desk, stream)
    for stream, one in told.items():
        if _differs(here.get(stream), one):
            _note(desk, one)
    moved = {stream for stream, one in told.items() if _moved(here.get(stream), one)}
    return sorted(moved | (waiting & told.keys())), kinds


def leave(desk: Desk, stream: bytes) -> set[str]:
    """A stream is no longer this desk's, as a unit that leaves scope (S8); gives the kinds of rows that went."""
    refused, kinds = list[dict[str, Any]](), set[str]()
    with desk.database.writing(bulk=True) as connection:
        waits = _waiting(connection, stream)
        settle(connection, [row.id for row in waits], PARKED)
        for row in waits:
            account = desk.sight.actor.account_id
            reason = kept(refusals.NotYours().reasons[0])
            refused.append(
                refused_row(account, row.id, row.action, row.at_us, 0, row.patches, reason) | {"row_id": stream})
        for kind in state.kinds_in(stream):
            table = metadata.tables[kind]
            if connection.execute(table.delete().where(belongs_to(table, stream))).rowcount:
                kinds.add(kind)
        for table in (confirmed, held_removals, counts):
            connection.execute(table.delete().where(belongs_to(table, stream)))
        connection.execute(sync_units.delete().where(sync_units.c.stream == stream))
        forget_stream(connection, stream)
    if refused:
        desk.do(keep_refused, refused=refused)
        kinds.add("reviews")
    return kinds | {"streams"}


def forget_all_versions(connection: Connection) -> None:
    """Every stream is read afresh, the own one and the others, and with nothing that was told before."""
    for stream in (OWN, *(one.stream for one in other_streams(connection))):
        state.start_afresh(connection, stream_here(connection, stream).epoch, state.STALE, stream)
        set_stream(connection, stream, named_epoch="", named=0, proof=None)


def _differs(here: Stream | None, told: OtherStream) -> bool:
    return here is None or (here.role, here.code, here.name) != (told.role, told.code, told.name)


def _moved(here: Stream | None, told: OtherStream) -> bool:
    """True where there is something to read; also where the server has gone back, or a read was broken off."""
    return here is None or here.role != told.role or bool(here.afresh) or (here.epoch, here.heard) != (
        told.epoch, told.number)


def _note(desk: Desk, told: OtherStream) -> None:
    """Whose stream it is, and as whom it is read. In another role it is read anew, with other kinds in it."""
    with desk.database.writing() as connection:
        here = {one.stream: one for one in other_streams(connection)}.get(told.id)
        if here is not None and here.role != told.role:
            state.start_afresh(connection, here.epoch, state.STALE, told.id)
        set_stream(connection, told.id, role=told.role, code=told.code, name=told.name)


def _waiting(connection: Connection, stream: bytes) -> Sequence[Any]:
    query = select(operations).join(outbox, outbox.c.operation_id == operations.c.id)
    return connection.execute(query.where(
        outbox.c.state == WAITING, operations.c.tenant == stream).order_by(operations.c.number)).fetchall()


def _waited_for(connection: Connection) -> set[bytes]:
    """The streams of others that something waits for."""
    query = select(operations.c.tenant).distinct().join(outbox, outbox.c.operation_id == operations.c.id)
    found = connection.execute(query.where(outbox.c.state == WAITING, operations.c.tenant.is_not(None))).scalars()
    return {stream_of(tenant) for tenant in found}
