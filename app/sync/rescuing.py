"""After everything was read again: what the server does not have is brought to it, or goes from here (S13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from app.actions.connecting import WHAT_IS_LOST, bring_rows, not_at_the_server
from app.actions.desk import Desk
from app.actions.outbox import write_rows
from app.domain.reviews import APPLY, REMOVALS
from app.store.settings import BRINGING, set_settings, setting
from app.store.streams import OWN, set_stream, stream_here, stream_of, tenant_of
from app.store.tables import held_removals, metadata, reviews
from app.sync import state

DONE = "done"
"""What the choice of a settled item becomes once it was carried out here."""


def finish_bringing(desk: Desk) -> bool:
    """Lay what the server does not have in the outbox, so many rows at a time; gives whether there was any.

    What was stopped half-way goes on with the next sync, before anything is sent.
    """
    brought = False
    while True:
        with desk.database.reading() as connection:
            if not setting(connection, BRINGING):
                return brought
            rows = not_at_the_server(connection)
        desk.do(bring_rows, rows=rows)
        brought = brought or bool(rows)


def rescue(desk: Desk, stream: bytes = OWN) -> bool:
    """True where rows were laid in the outbox for another round.

    A server that was put back has forgotten rows that the desk of who sees all of a tenant still has. In
    any other case, what the server does not have is gone there, and goes here too.
    """
    with desk.database.reading() as connection:
        why = stream_here(connection, stream).afresh
    if not why:
        return False
    brings = why == state.RESTORED and stream == OWN and desk.sight.sees_all
    while not brings and _drop_some(desk, stream):
        pass
    with desk.database.writing() as connection:
        set_stream(connection, stream, afresh="")
        set_settings(connection, {BRINGING: WHAT_IS_LOST} if brings else {})
    return finish_bringing(desk)


def _drop_some(desk: Desk, stream: bytes) -> int:
    """Some of the rows that the server does not have go from here; gives how many."""
    with desk.database.writing(bulk=True) as connection:
        return _drop(connection, not_at_the_server(connection, changed=False, tenant=tenant_of(stream)), stream)


def settle_held(desk: Desk) -> set[str]:
    """Do what somebody chose for the removals that waited: they go here too, or the rows go back to the server.

    Gives the kinds of rows that changed here.
    """
    with desk.database.reading() as connection:
        chosen = connection.execute(select(reviews.c.choice).where(
            reviews.c.sort == REMOVALS, reviews.c.settled_us.is_not(None), reviews.c.choice != DONE)).scalars().all()
        held: dict[bytes, dict[str, list[bytes]]] = {}
        for row in connection.execute(select(held_removals)):
            held.setdefault(stream_of(row.tenant), {}).setdefault(row.kind, []).append(row.id)
    if not chosen or not held:
        return set()
    with desk.database.writing() as connection:
        connection.execute(held_removals.delete())
        for stream, rows in held.items():
            _drop_or_free(connection, rows, chosen[-1] == APPLY, stream)
            state.recount(connection, stream).keep(connection)
        connection.execute(reviews.update().where(reviews.c.sort == REMOVALS).values(choice=DONE))
    if chosen[-1] != APPLY and OWN in held:  # what is in another's stream is theirs to bring
        desk.do(bring_rows, rows=held[OWN])
    return {*(kind for rows in held.values() for kind in rows), "reviews"}


def _drop_or_free(connection: Connection, held: Mapping[str, Sequence[bytes]], gone: bool, stream: bytes) -> None:
    """Rows that stay are the server's no longer, so that they can be brought to it again."""
    if gone:
        _drop(connection, held, stream)
        return
    for kind, ids in held.items():
        state.without_version(connection, metadata.tables[kind], ids)


def _drop(connection: Connection, ghosts: Mapping[str, Sequence[bytes]], stream: bytes) -> int:
    count = 0
    for kind, ids in ghosts.items():
        gone = state.not_own(connection, kind, ids, stream)
        write_rows(connection, kind, [(row_id, None, 0) for row_id in gone], tenant_of(stream))
        count += len(gone)
    return count
