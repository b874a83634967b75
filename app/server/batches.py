"""Batches of results as a whole: registered by the import that brings them, taken back by its undo (S2, S6)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from app.domain.operation import Patch
from app.server.batch import Batch
from app.server.sessions import Caller
from app.server.shapes import LARGEST_NUMBER, Misshapen
from app.server.tables import batches, results
from app.store.chunks import chunks
from app.sync.wire import Sent

KIND = "results"


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
    """Every row of the batch gets a new place in the stream as removed, in the same order."""
    here = (batches.c.organisation_id == batch.organisation_id, batches.c.id == batch_id)
    row = batch.connection.execute(select(batches).where(*here)).first()
    if row is None or row.undone_us is not None:
        return 0
    batch.connection.execute(batches.update().where(*here).values(undone_us=now_us))
    if not row.last:
        return 0
    first = batch.stream.reserve(row.last - row.first + 1)
    batch.connection.execute(results.update().where(
        results.c.organisation_id == batch.organisation_id, results.c.number >= row.first,
        results.c.number <= row.last, results.c.batch_id == batch_id,
    ).values(removed=1, number=results.c.number + (first - row.first)))
    return batch.stream.number


def _single(batch: Batch, patches: Sequence[Patch]) -> int:
    """Results that their own source took back, or that came back when that was undone."""
    changed = [
        {"b_id": patch.id, "b_removed": int(patch.deletes), "b_number": batch.stream.next()}
        for patch in patches if patch.kind == KIND and patch.field is None
    ]
    if not changed:
        return 0
    statement = results.update().where(
        results.c.organisation_id == batch.organisation_id, results.c.id == bindparam("b_id"))
    batch.connection.execute(
        statement.values(removed=bindparam("b_removed"), number=bindparam("b_number")), changed)
    _reach_to(batch, [patch.id for patch in patches if patch.kind == KIND and patch.inserts])
    return batch.stream.number


def _reach_to(batch: Batch, back: Sequence[bytes]) -> None:
    """Results that came back lie further on than the rest of their batch, and go with it all the same."""
    for some in chunks(back):
        theirs = select(results.c.batch_id).where(
            results.c.organisation_id == batch.organisation_id, results.c.id.in_(some))
        batch.connection.execute(batches.update().where(
            batches.c.organisation_id == batch.organisation_id, batches.c.id.in_(theirs)
        ).values(last=batch.stream.number))


def forget(batch: Batch, participant_id: bytes) -> None:
    """Every result of a person, out of the database itself."""
    batch.connection.execute(results.delete().where(
        results.c.organisation_id == batch.organisation_id, results.c.participant_id == participant_id))


