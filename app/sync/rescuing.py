"""After everything was read again: what the server does not have is brought to it, or goes from here (S13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from app.actions.connecting import WHAT_IS_LOST, bring_rows, not_at_the_server
from app.actions.desk import Desk
from app.actions.outbox import write_rows
from app.domain.permissions import Role
from app.domain.reviews import APPLY, REMOVALS
from app.store.settings import AFRESH, BRINGING, set_settings, setting
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


def rescue(desk: Desk) -> bool:
    """True where rows were laid in the outbox for another round.

    A server that was put back has forgotten rows that an administrator's desk still has. In any other case, what the
    server does not have is gone there, and goes here too.
    """
    with desk.database.reading() as connection:
        why = setting(connection, AFRESH) or ""
    if not why:
        return False
    brings = why == state.RESTORED and desk.sight.actor.role is Role.ADMINISTRATOR
    while not brings and _drop_some(desk):
        pass
    with desk.database.writing() as connection:
        set_settings(connection, {AFRESH: ""} | ({BRINGING: WHAT_IS_LOST} if brings else {}))
    return finish_bringing(desk)


def _drop_some(desk: Desk) -> int:
    """Some of the rows that the server does not have go from here; gives how many."""
    with desk.database.writing(bulk=True) as connection:
        return _drop(connection, not_at_the_server(connection, changed=False))


def settle_held(desk: Desk) -> set[str]:
    """Do what somebody chose for the removals that waited: they go here too, or the rows go back to the server.

    Gives the kinds of rows that changed here.
    """
    with desk.database.reading() as connection:
        chosen = connection.execute(select(reviews.c.choice).where(
            reviews.c.sort == REMOVALS, reviews.c.settled_us.is_not(None), reviews.c.choice != DONE)).scalars().all()
        held: dict[str, list[bytes]] = {}
        for row in connection.execute(select(held_removals.c.kind, held_removals.c.id)):
            held.setdefault(row.kind, []).append(row.id)
    if not chosen or not held:
        return set()
    with desk.database.writing() as connection:
        connection.execute(held_removals.delete())
        _drop_or_free(connection, held, chosen[-1] == APPLY)
        state.recount(connection).keep(connection)
        connection.execute(reviews.update().where(reviews.c.sort == REMOVALS).values(choice=DONE))
    if chosen[-1] != APPLY:
        desk.do(bring_rows, rows=held)
    return {*held, "reviews"}


def _drop_or_free(connection: Connection, held: Mapping[str, Sequence[bytes]], gone: bool) -> None:
    """Rows that stay are the server's no longer, so that they can be brought to it again."""
    if gone:
        _drop(connection, held)
        return
    for kind, ids in held.items():
        state.without_version(connection, metadata.tables[kind], ids)


def _drop(connection: Connection, ghosts: Mapping[str, Sequence[bytes]]) -> int:
    count = 0
    for kind, ids in ghosts.items():
        gone = state.not_own(connection, kind, ids)
        write_rows(connection, kind, [(row_id, None, 0) for row_id in gone])
        count += len(gone)
    return count
