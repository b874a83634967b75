"""Whether desk and server hold the same rows (S13): a sum carried along is compared after each pull."""

from __future__ import annotations

from sqlalchemy import select

from app.actions.journal import DAY_US
from app.actions.outbox import EPOCH, set_settings, setting
from app.store.tables import held_removals
from app.sync import state
from app.sync.state import Tally
from app.sync.talk import Talk
from app.sync.wire import SumOfRows


def compare(talk: Talk, server: SumOfRows, now_us: int) -> bool:
    """True where both agree. Where not, everything is read again at the next sync, and the outbox is kept; but not
    more than once a day, and not while removals wait for somebody, which are a difference by themselves.

    Nobody is asked to choose a side: the server is the truth, and what waits here is laid over it again.
    """
    with talk.database.reading() as connection:
        if _agree(Tally.read(connection), server):
            return True
        counted = state.recount(connection)
        waits = connection.execute(select(held_removals.c.id).limit(1)).first() is not None
        last = int(setting(connection, state.DIFFERED) or 0)
    with talk.database.writing() as connection:
        if _agree(counted, server):
            counted.keep(connection)
            return True
        if not waits and now_us - last > DAY_US:
            state.start_afresh(connection, setting(connection, EPOCH) or "", state.STALE)
            set_settings(connection, {state.DIFFERED: str(now_us)})
    return False


def _agree(mine: Tally, server: SumOfRows) -> bool:
    return (mine.sum.rows, mine.sum.total) == (server.rows, server.total)
