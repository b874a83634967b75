"""After everything was read again: what the server does not have is brought to it, or goes from here (S13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from app.actions.connecting import bring_rows, not_at_the_server
from app.actions.desk import Desk
from app.actions.outbox import set_settings, setting, write_rows
from app.domain.permissions import Role
from app.store.tables import metadata, participants
from app.sync import state


def rescue(desk: Desk) -> bool:
    """True where rows were laid in the outbox for another round.

    A server that was put back has forgotten rows that an administrator's desk still has. In any other case, what the
    server does not have is gone there, and goes here too.
    """
    with desk.database.reading() as connection:
        why = setting(connection, state.AFRESH) or ""
        ghosts = not_at_the_server(connection) if why else {}
    if not why:
        return False
    brings = why == state.RESTORED and desk.sight.actor.role is Role.ADMINISTRATOR and bool(ghosts)
    if brings:
        desk.do(bring_rows, rows=ghosts)
    with desk.database.writing() as connection:
        if not brings:
            _drop(connection, ghosts)
        set_settings(connection, {state.AFRESH: ""})
    return brings


def _drop(connection: Connection, ghosts: Mapping[str, Sequence[bytes]]) -> None:
    for kind, ids in ghosts.items():
        if kind == "participants":
            _drop_results(connection, ids)
        write_rows(connection, kind, [(row_id, None, 0) for row_id in ids])


def _drop_results(connection: Connection, people: Sequence[bytes]) -> None:
    for person in people:
        local = select(participants.c.local).where(participants.c.id == person).scalar_subquery()
        for name in ("results", "progress", "standings", "earlier_progress"):
            table = metadata.tables[name]
            connection.execute(table.delete().where(table.c.participant == local))
