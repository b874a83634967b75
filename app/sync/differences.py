"""Whether desk and server hold the same rows (S13): a sum carried along is compared after each pull."""

from __future__ import annotations

from app.actions.outbox import EPOCH, setting
from app.sync import state
from app.sync.state import Tally
from app.sync.talk import Talk
from app.sync.wire import SumOfRows


def compare(talk: Talk, server: SumOfRows) -> bool:
    """True where both agree. Where not, everything is read again at the next sync, and the outbox is kept.

    Nobody is asked to choose a side: the server is the truth, and what waits here is laid over it again.
    """
    with talk.database.reading() as connection:
        if _agree(Tally.read(connection), server):
            return True
        counted = state.recount(connection)
    with talk.database.writing() as connection:
        if _agree(counted, server):
            counted.keep(connection)
            return True
        state.start_afresh(connection, setting(connection, EPOCH) or "", state.STALE)
    return False


def _agree(mine: Tally, server: SumOfRows) -> bool:
    return (mine.sum.rows, mine.sum.total) == (server.rows, server.total)
