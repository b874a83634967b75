"""Taking operations from a desk (S1, S4, S6): judged, merged, written, and answered once and for all.

The server never trusts the name of an action alone: every row is checked against what the action may write and
whose rows it may touch. What is refused is kept for the administrator, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.kinds import KINDS
from app.domain.merging import Arrival
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import audit, batches, erasing, judging, naming, reviewing, stream
from app.server.batch import Batch, Trial, author
from app.server.database import one_of
from app.server.judging import Judge
from app.server.problems import saying
from app.server.records import Key, upsert
from app.server.sessions import Caller
from app.server.shapes import Misshapen, shaped
from app.server.tables import answers
from app.store.chunks import chunks
from app.sync.wire import Answer, Answers, Push, Sent, Status

ERASE = "participant.erase"
WITH_ANOTHER = Text("This builds on a change that was refused, and waits with it.")
_ANSWER = msgspec.msgpack.Decoder(Answer)


def push(connection: Connection, caller: Caller, message: Push, now_us: int) -> Answers:
    """Take a batch of operations; each is atomic and gets one answer, the same one when it comes again."""
    here = stream.lock(connection, caller.organisation_id)
    if naming.was_put_back(connection, caller, here.epoch, message.named):
        stream.change_epoch(connection, here)
    given = {(sent.id, sent.part): sent for sent in message.operations}
    known = _answered(connection, caller, given)
    batch = Batch(connection, here)
    # What was refused left nothing behind and is judged anew: somebody may have been given the right since.
    refused = {key for key, answer in known.items() if answer.status == "rejected"}
    fresh = [sent for key, sent in given.items() if key not in known or key in refused]
    judge = Judge(connection, caller, batch)
    ready = _prepared(batch, judge, fresh)
    batch.read((reviewing.KIND, reviewing.refused_id(*key)) for key in refused)
    parked: set[bytes] = set()
    elsewhere = reviewing.AtHome(caller)
    for sent in fresh:
        answer = _one(batch, judge, sent, ready[sent.id, sent.part], parked, elsewhere, now_us)
        if answer.status == "rejected":
            parked.add(sent.id)
        if (sent.id, sent.part) in refused and answer.status != "rejected":
            elsewhere.withdraw(batch, sent, now_us)
        known[sent.id, sent.part] = answer
    batch.write()
    _remember(connection, caller, fresh, known, now_us)
    own_chain = message.audit if not caller.is_guest else None
    signed = audit.countersign(connection, caller, own_chain, now_us) if own_chain else b""
    stream.keep(connection, here)
    elsewhere.write(connection, now_us)
    newest = max((answer.number for answer in known.values()), default=0)
    named = naming.tell(connection, caller, here.epoch, newest) if newest else None
    return Answers([known[key] for key in given], here.epoch, now_us, signed, named)


def _prepared(batch: Batch, judge: Judge, fresh: Sequence[Sent]) -> dict[tuple[bytes, int], list[Patch] | Text]:
    """The patches of each operation in proper shape, or what is wrong; all rows they need are read in a few queries."""
    ready: dict[tuple[bytes, int], list[Patch] | Text] = {}
    for sent in fresh:
        try:
            ready[sent.id, sent.part] = [
                batches.proper(patch) if patch.kind == batches.KIND else shaped(patch) for patch in sent.patches]
        except Misshapen:
            ready[sent.id, sent.part] = Text("This change has a shape that the server does not know. It was refused.")
    patches = [patch for one in ready.values() if isinstance(one, list) for patch in one if patch.kind in KINDS]
    batch.read(_keys(patches))
    batch.read_erased(_people(patches))
    judge.read(patches)
    return ready


def _one(
    batch: Batch, judge: Judge, sent: Sent, patches: list[Patch] | Text, refused: set[bytes],
    elsewhere: reviewing.AtHome, now_us: int,
) -> Answer:
    if isinstance(patches, Text):
        return _rejected(batch, elsewhere, sent, [], patches, now_us)
    if not refused.isdisjoint({*sent.depends_on, sent.id}):  # one item for people, with the first of them (S4)
        return Answer(sent.id, sent.part, "rejected", reason=saying(WITH_ANOTHER))
    try:
        return _taken(batch, judge, sent, patches, now_us)
    except Refusal as refusal:
        return _rejected(batch, elsewhere, sent, patches, refusal.reasons[0], now_us)


def _taken(batch: Batch, judge: Judge, sent: Sent, patches: list[Patch], now_us: int) -> Answer:
    judge.permit(sent, patches)
    judge.read_results(patches)
    if sent.action == ERASE:
        return Answer(sent.id, sent.part, "applied", erasing.erase(batch, judge.caller, sent, now_us))
    arrival = Arrival(
        author(judge.caller.device_id, judge.caller.account_id, sent.at_us), sent.epoch in ("", batch.stream.epoch))
    trial = Trial(batch, arrival)
    intended = judging.means_many(sent)
    for patch in judge.as_taken(trial, sent, patches):
        if patch.kind in KINDS and not judge.is_built_on(patch, patches):
            trial.apply(patch, intended)
        elif patch.kind in KINDS:
            trial.losses.append(judge.kept_row(patch))
    if trial.missing and trial.missing + trial.gone == len(patches):
        raise Refusal(Text("What this changes was removed in the meantime. The change was not taken over."))
    judge.hold(trial, sent)
    number = max(trial.accept(), batches.apply(batch, judge.caller, sent, patches, now_us))
    conflicts = reviewing.keep_losses(batch, judge.caller, sent, trial.losses, now_us)
    return Answer(sent.id, sent.part, _status(trial, patches, conflicts), max(number, conflicts))


def _status(trial: Trial, patches: list[Patch], conflicts: int) -> Status:
    if trial.gone and trial.gone == len(patches):
        return "gone"
    if conflicts:
        return "conflict"
    return "merged" if trial.gone else "applied"


def _rejected(
    batch: Batch, elsewhere: reviewing.AtHome, sent: Sent, patches: list[Patch], reason: Text, now_us: int
) -> Answer:
    shared = [
        patch for patch in patches
        if patch.kind in KINDS and not batch.is_erased(patch, batch.stands.get((patch.kind, patch.id)))]
    number = elsewhere.keep_refused(batch, sent, shared, reason, now_us)
    return Answer(sent.id, sent.part, "rejected", number, saying(reason))


def _keys(patches: Iterable[Patch]) -> set[Key]:
    return {(patch.kind, patch.id) for patch in patches}


def _people(patches: Iterable[Patch]) -> set[bytes]:
    """Ids that could be those of somebody who was erased."""
    found: set[bytes] = set()
    for patch in patches:
        if patch.kind == "participants":
            found.add(patch.id)
        if isinstance(patch.new, dict):
            found |= {patch.new[name] for name in ("participant_id", "row_id", "unit") if patch.new.get(name)}
    return found


def _answered(
    connection: Connection, caller: Caller, given: Iterable[tuple[bytes, int]]
) -> dict[tuple[bytes, int], Answer]:
    found: dict[tuple[bytes, int], Answer] = {}
    wanted = set(given)
    parts = {part for _, part in wanted}
    for some in chunks(list({operation_id for operation_id, _ in wanted})):
        query = select(answers.c.operation_id, answers.c.part, answers.c.answer, answers.c.account_id).where(
            answers.c.organisation_id == caller.organisation_id, one_of(connection, answers.c.operation_id, some),
            one_of(connection, answers.c.part, parts))
        for row in connection.execute(query):
            if (row.operation_id, row.part) not in wanted:
                continue
            if row.account_id != caller.account_id:
                raise Misshapen("an operation under the id of somebody else's")
            answer = _ANSWER.decode(row.answer)
            found[answer.id, answer.part] = answer
    return found


def _remember(
    connection: Connection, caller: Caller, fresh: Sequence[Sent], known: dict[tuple[bytes, int], Answer], now_us: int
) -> None:
    rows = [
        {"organisation_id": caller.organisation_id, "operation_id": sent.id, "part": sent.part, "action": sent.action,
         "account_id": caller.account_id, "device_id": caller.device_id, "number": known[sent.id, sent.part].number,
         "received_us": now_us, "answer": msgspec.msgpack.encode(known[sent.id, sent.part])}
        for sent in fresh
    ]
    upsert(connection, answers, rows, ("organisation_id", "operation_id", "part"))


