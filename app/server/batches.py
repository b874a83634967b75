"""Batches of results as a whole: registered by the import that brings them, taken back by its undo (S2, S6).

A batch is taken back by one word about it, so that nothing comes in any more; its rows are marked as removed after
that, some at a time, each time under a lock as short as that of a push (S5). What a kill leaves the next pull goes on
with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, case, select

from app.domain.operation import Patch
from app.server import stream
from app.server.batch import Batch
from app.server.database import ServerDatabase
from app.server.sessions import Caller
from app.server.shapes import LARGEST_NUMBER, Misshapen
from app.server.tables import batches, results
from app.store.chunks import chunks
from app.sync.wire import Sent

KIND = "results"
ROWS_AT_ONCE = 1_000
"""Rows of a batch that is gone that are marked under one lock: some hundredths of a second."""


class _Piece(NamedTuple):
    """The next rows to mark of a batch that is known to be marked up to `first`; `after` is where it goes on then."""

    batch_id: bytes
    first: int
    numbers: list[int]
    after: int


def apply(batch: Batch, caller: Caller, sent: Sent, patches: Sequence[Patch], now_us: int) -> int:
    """What an operation says of results: a batch to come, a batch taken back, single ones; gives the last number."""
    number = 0
    for patch in patches:
        if patch.kind == KIND and patch.field == "batch":
            number = max(number, _register(batch, patch) if patch.new > 0 else _take_back(batch, patch.id, now_us))
    return max(number, _single(batch, patches))


def proper(patch: Patch) -> Patch:
    """The patch, if it says of results what can be said of them. Raises Misshapen."""
    rows = patch.new if patch.field == "batch" else 0
    if isinstance(rows, bool) or not isinstance(rows, int) or abs(rows) > LARGEST_NUMBER or len(patch.id) != 16:
        raise Misshapen(KIND)
    return patch


def _register(batch: Batch, patch: Patch) -> int:
    """The rows themselves come after this, in slices; the number tells a server that forgot it (S13)."""
    there = select(batches.c.id).where(
        batches.c.organisation_id == batch.organisation_id, batches.c.id == patch.id)
    if batch.connection.execute(there).first() is None:
        batch.connection.execute(batches.insert().values(
            organisation_id=batch.organisation_id, id=patch.id, first=0, last=0, rows=patch.new))
    return batch.stream.next()


def _take_back(batch: Batch, batch_id: bytes, now_us: int) -> int:
    """Nothing of it comes in from now on; `let_go` marks what there is."""
    undone = batch.connection.execute(batches.update().where(
        batches.c.organisation_id == batch.organisation_id, batches.c.id == batch_id, batches.c.undone_us.is_(None),
    ).values(undone_us=now_us)).rowcount
    return batch.stream.next() if undone else 0


def taken_back(organisation_id: bytes) -> Select[Any]:
    """The ids of batches of which every row is gone, whether or not each of them is marked already."""
    return select(batches.c.id).where(
        batches.c.organisation_id == organisation_id, batches.c.undone_us.is_not(None))


def is_going(connection: Connection, organisation_id: bytes) -> bool:
    """Whether there are batches taken back of which rows have to be marked yet."""
    return connection.execute(_going(organisation_id).limit(1)).first() is not None


def let_go(database: ServerDatabase, organisation_id: bytes) -> None:
    """Give the next rows of a batch that was taken back their new place in the stream as removed, in the same order.

    Which they are is looked up before the lock.
    """
    marked = 0
    while not marked:
        with database.reading() as connection:
            piece = _next(connection, organisation_id)
        if piece is None:
            return
        with database.writing(bulk=True) as connection:
            marked = _mark(connection, organisation_id, piece)


def _going(organisation_id: bytes) -> Select[Any]:
    """`first` of a batch that is taken back is how far its rows are marked."""
    return select(batches.c.id, batches.c.first, batches.c.last).where(
        batches.c.organisation_id == organisation_id, batches.c.undone_us.is_not(None), batches.c.last > 0,
        batches.c.first <= batches.c.last).order_by(batches.c.id)


def _next(connection: Connection, organisation_id: bytes) -> _Piece | None:
    row = connection.execute(_going(organisation_id).limit(1)).first()
    if row is None:
        return None
    query = select(results.c.number).where(
        results.c.organisation_id == organisation_id, results.c.number.between(row.first, row.last),
        results.c.batch_id == row.id, results.c.removed == 0).order_by(results.c.number).limit(ROWS_AT_ONCE)
    numbers = list(connection.execute(query).scalars())
    return _Piece(row.id, row.first, numbers, (numbers[-1] if len(numbers) == ROWS_AT_ONCE else row.last) + 1)


def _mark(connection: Connection, organisation_id: bytes, piece: _Piece) -> int:
    """Gives how many places in the stream that took; none where somebody else was first.

    Who marks waits for others who do at the batch: of them only one at a time waits for the stream, before a push.
    """
    mine = (batches.c.organisation_id == organisation_id, batches.c.id == piece.batch_id)
    if connection.execute(select(batches.c.first).where(*mine).with_for_update()).scalar() != piece.first:
        return 0
    connection.execute(batches.update().where(*mine).values(first=piece.after))
    if not piece.numbers:
        return 0
    here = stream.lock(connection, organisation_id)
    low, high = piece.numbers[0], piece.numbers[-1]
    moved = here.reserve(high - low + 1) - low
    connection.execute(results.update().where(
        results.c.organisation_id == organisation_id, results.c.number.between(low, high),
        results.c.batch_id == piece.batch_id, results.c.removed == 0,
    ).values(removed=1, number=results.c.number + moved))
    stream.keep(connection, here)
    return high - low + 1


def _single(batch: Batch, patches: Sequence[Patch]) -> int:
    """Results that their own source took back, or that came back when that was undone: not those of a batch that is
    gone, and whoever brought them hears so.
    """
    changed = [
        {"b_id": patch.id, "b_removed": int(patch.deletes), "b_number": batch.stream.next()}
        for patch in patches if patch.kind == KIND and patch.field is None
    ]
    if not changed:
        return 0
    statement = results.update().where(
        results.c.organisation_id == batch.organisation_id, results.c.id == bindparam("b_id"))
    gone = results.c.batch_id.in_(taken_back(batch.organisation_id))
    batch.connection.execute(statement.values(
        removed=case((gone, 1), else_=bindparam("b_removed")), number=bindparam("b_number")), changed)
    _reach_to(batch, [patch.id for patch in patches if patch.kind == KIND and patch.inserts])
    return batch.stream.number


def _reach_to(batch: Batch, back: Sequence[bytes]) -> None:
    """Results that came back lie further on than the rest of their batch, and go with it all the same."""
    for some in chunks(back):
        theirs = select(results.c.batch_id).where(
            results.c.organisation_id == batch.organisation_id, results.c.id.in_(some))
        batch.connection.execute(batches.update().where(
            batches.c.organisation_id == batch.organisation_id, batches.c.id.in_(theirs), batches.c.undone_us.is_(None)
        ).values(last=batch.stream.number))


def forget(batch: Batch, participant_id: bytes) -> None:
    """Every result of a person, out of the database itself."""
    batch.connection.execute(results.delete().where(
        results.c.organisation_id == batch.organisation_id, results.c.participant_id == participant_id))


