"""Sending what waits (S6): operations in batches by bytes, large ones in parts, then the results they announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, case, select

from app.actions.outbox import OF_THE_DESK, PART_ROWS, SENT, SETTLED, WAITING, park, settle, show
from app.domain.kinds import KINDS
from app.domain.operation import BRING, CONNECT, Patch, decode_patches, encode_patches
from app.store.chunks import CHUNK
from app.store.erasure import ERASE
from app.store.settings import COUNTERSIGNED, set_settings
from app.store.streams import OWN, set_stream, stream_here, tenant_of
from app.store.tables import audit_events, belongs_to, operations, outbox, reviews
from app.sync import refusals, state
from app.sync.reviewed import refused_review
from app.sync.talk import Talk
from app.sync.wire import Answer, Answers, AuditHead, Push, Sent

BATCH_BYTES = 400_000
MOST_AT_ONCE = 400
PARTS_AT_ONCE = 2
Parts = list[list[Patch]]


@dataclass(slots=True)
class Pushed:
    """What became of what was sent."""

    operations: int = 0
    parked: int = 0
    conflicts: int = 0


def push_all(talk: Talk, progress: Any, cancelled: Any, stream: bytes = OWN) -> tuple[Pushed, set[str]]:
    """Send all that waits for a stream, in order; gives what became of it and the kinds of rows that changed here."""
    done, kinds, cut = Pushed(), set[str](), dict[bytes, Parts]()
    while not cancelled():
        with talk.database.reading() as connection:
            batch = list(_next(connection, cut, stream))
            head = _audit_head(connection) if stream == OWN else None
            named = state.named(connection, stream)
        if not batch:
            break
        answers = talk.ask("/v1/push", Push(batch, head, named, stream), Answers)
        with talk.database.writing(bulk=True) as connection:
            kinds |= _take_answers(connection, batch, answers, done, stream)
        progress(done.operations)
    return done, kinds


def _next(connection: Connection, cut: dict[bytes, Parts], stream: bytes) -> Iterator[Sent]:
    """The oldest that wait, as far as one request goes. A large one goes a few parts at a time.

    Rows that the server does not have go before what was changed in them meanwhile; of a first connection the first
    piece before the next ones, which build on it.
    """
    brought = case((operations.c.action.in_((CONNECT, BRING)), 0), else_=1)
    query = (
        select(operations, outbox.c.seen, outbox.c.epoch, outbox.c.parts, outbox.c.parts_done)
        .join(outbox, outbox.c.operation_id == operations.c.id)
        .where(outbox.c.state == WAITING, belongs_to(operations, tenant_of(stream)))
        .order_by(brought, operations.c.number).limit(MOST_AT_ONCE))
    size = count = 0
    for row in connection.execute(query):
        parts = _cut(row.patches, cut) if row.action != ERASE else [[]]
        for part in range(row.parts_done, min(len(parts), row.parts_done + PARTS_AT_ONCE)):
            sent = Sent(
                row.id, row.action, row.action_version, msgspec.msgpack.decode(row.arguments), parts[part],
                msgspec.msgpack.decode(row.depends_on)[:CHUNK], row.at_us, row.seen, row.epoch, part, len(parts))
            yield sent
            size += len(row.patches) // len(parts)
            count += 1
        if size >= BATCH_BYTES or count >= MOST_AT_ONCE or row.parts_done + PARTS_AT_ONCE < len(parts):
            return


def _cut(patches: bytes, before: dict[bytes, Parts]) -> Parts:
    """The parts of one operation, kept for the next request. What an erasure emptied meanwhile is cut anew."""
    if patches not in before:
        before.clear()
        before[patches] = _parts(decode_patches(patches))
    return before[patches]


def _parts(patches: Sequence[Patch]) -> Parts:
    """Some hundreds of rows each, in the order they were made, which is that of dependence (S4)."""
    parts: list[list[Patch]] = [[]]
    rows: set[tuple[str, bytes]] = set()
    for patch in patches:
        if patch.kind not in KINDS and patch.kind != "results":
            continue
        if (patch.kind, patch.id) not in rows and len(rows) >= PART_ROWS:
            parts.append([])
            rows = set()
        rows.add((patch.kind, patch.id))
        parts[-1].append(_sendable(patch))
    return parts


def _sendable(patch: Patch) -> Patch:
    """Without what the desk has for itself."""
    def shared(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: one for name, one in value.items() if name not in OF_THE_DESK | {"participant", "batch"}}
    if patch.field is not None:
        return patch
    return Patch(patch.kind, patch.id, None, patch.base, shared(patch.old), shared(patch.new))


def _take_answers(
    connection: Connection, batch: Sequence[Sent], answers: Answers, done: Pushed, stream: bytes
) -> set[str]:
    kinds: set[str] = set()
    sent = {(one.id, one.part): one for one in batch}
    if sent.keys().isdisjoint((answer.id, answer.part) for answer in answers.answers):
        raise refusals.garbled()  # or the same would be sent for ever
    for answer in answers.answers:
        if (answer.id, answer.part) in sent:
            kinds |= _take_answer(connection, sent[answer.id, answer.part], answer, done, stream)
    if answers.countersigned:
        set_settings(connection, {COUNTERSIGNED: answers.countersigned.hex()})
    state.keep_named(connection, answers.epoch, answers.named, stream)
    if not stream_here(connection, stream).epoch:
        set_stream(connection, stream, epoch=answers.epoch)
    return kinds


def _take_answer(connection: Connection, sent: Sent, answer: Answer, done: Pushed, stream: bytes) -> set[str]:
    here = outbox.c.operation_id == sent.id
    row = connection.execute(select(outbox.c.number, outbox.c.state).where(here)).one()
    if row.state != WAITING:  # parked with what it builds on, by an answer before this one
        return set()
    done.operations += 1
    if answer.status == "conflict":
        done.conflicts += 1
    if answer.status in ("rejected", "gone") and not _is_empty(sent):
        done.parked += answer.status == "rejected"
        return _park(connection, sent, answer, stream)
    last = sent.part + 1 >= sent.parts
    connection.execute(outbox.update().where(here).values(
        state=SENT if last else WAITING, parts=sent.parts, parts_done=sent.part + 1,
        number=max(row.number, answer.number), answer=answer.status))
    return set()


def _is_empty(sent: Sent) -> bool:
    """Erasure may have taken everything out of it: then there is nothing to say."""
    return not sent.patches and sent.action != ERASE


def _park(connection: Connection, sent: Sent, answer: Answer, stream: bytes) -> set[str]:
    """The operation no longer lies over the rows, and if it was refused all that build on it wait with it (S3, S4).

    What builds on one that is gone may be about others too: it is sent, and gets its own answer.
    """
    family = _dependents(connection, sent.id) if answer.status == "rejected" else [sent.id]
    touched = park(connection, family) if answer.status == "rejected" else settle(connection, family, SETTLED)
    reason = msgspec.json.encode(answer.reason).decode() if answer.reason is not None else ""
    connection.execute(outbox.update().where(outbox.c.operation_id == sent.id).values(
        answer=answer.status, number=answer.number))
    show(connection, touched)
    if answer.status == "rejected":
        review = refused_review(connection, sent, encode_patches(sent.patches), reason, stream)
        connection.execute(reviews.insert().prefix_with("OR REPLACE").values(review))
    return {kind for kind, _ in touched} | {"reviews"}


def _dependents(connection: Connection, operation_id: bytes) -> list[bytes]:
    """The operation and all waiting ones that build on it, however far removed."""
    query = (
        select(operations.c.id, operations.c.depends_on).join(outbox, outbox.c.operation_id == operations.c.id)
        .where(outbox.c.state == WAITING).order_by(operations.c.number))
    family = [operation_id]
    for row in connection.execute(query):
        if not set(family).isdisjoint(msgspec.msgpack.decode(row.depends_on)) and row.id not in family:
            family.append(row.id)
    return family


def _audit_head(connection: Connection) -> AuditHead | None:
    newest = select(audit_events.c.number, audit_events.c.hash).order_by(audit_events.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return AuditHead(row.number, row.hash) if row is not None else None


