"""What every action leaves behind, in its own transaction: operation, outbox row, audit event, change set."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.actions import outbox as waiting
from app.actions.action import Action
from app.actions.work import Work
from app.domain import audit
from app.domain.changes import ChangeSet
from app.domain.operation import Operation, encode_patches
from app.store.erasure import NO_ARGUMENTS
from app.store.tables import audit_events, operations, outbox

IDS_NAMED = 500
JOURNAL_DAYS, DAY_US = 30, 86_400_000_000


def record(work: Work, action: Action, arguments: Mapping[str, Any], outcome: Any) -> ChangeSet:
    """Write the journal of one performed action and tell what changed. Nothing is written where nothing changed."""
    if not work.patches:
        return ChangeSet(action=action.name, outcome=outcome)
    recorded = action.recorded(action.completed(arguments))
    if work.undoes is not None:  # whoever asks for the newest does not name it
        recorded["operation"] = work.undoes
    operation = Operation(
        work.operation_id, action.name, action.version, recorded, work.patches, [], work.sight.actor.account_id,
        work.device_id, work.now_us)
    if waiting.is_connected(work.connection):
        builds_on = waiting.queue(work.connection, operation, work.tenant)
        operation = msgspec.structs.replace(operation, depends_on=builds_on)
    _keep(work, operation)
    if not action.own:
        append_event(work, action.name, _counted(work))
    return ChangeSet(_touched(work), operation.id, action.name, outcome)


def append_event(work: Work, name: str, payload: Mapping[str, Any]) -> None:
    """Add one event to this device's chain: ids, field names and counts, never values."""
    previous, number = _head(work.connection)
    salt, body = secrets.token_bytes(16), msgspec.msgpack.encode(dict(payload))
    committed = audit.commitment(salt, body)
    work.connection.execute(audit_events.insert().values(
        number=number + 1, id=work.new_id(), device_id=work.device_id, actor_id=work.sight.actor.account_id,
        at_us=work.now_us, action=name, salt=salt, payload=body, commitment=committed, previous=previous,
        hash=audit.chained(previous, number + 1, committed)))


def forget_old(connection: Connection, now_us: int) -> None:
    """Empty what undo no longer reaches (D8); an operation that waits for the server keeps what it must send (S2)."""
    before_us = now_us - JOURNAL_DAYS * DAY_US
    settled = select(operations.c.id).where(operations.c.at_us < before_us)
    connection.execute(
        outbox.delete().where(outbox.c.state == waiting.SETTLED, outbox.c.operation_id.in_(settled)))
    old = operations.update().where(
        operations.c.at_us < before_us,
        operations.c.patches != b"",
        operations.c.id.not_in(select(outbox.c.operation_id)),
    )
    connection.execute(old.values(patches=b"", arguments=NO_ARGUMENTS))


def _keep(work: Work, operation: Operation) -> None:
    work.connection.execute(operations.insert().values(
        id=operation.id, action=operation.action, action_version=operation.action_version,
        arguments=msgspec.msgpack.encode(operation.arguments, enc_hook=_plain),
        patches=encode_patches(operation.patches), depends_on=msgspec.msgpack.encode(operation.depends_on),
        actor_id=operation.actor_id, device_id=operation.device_id, at_us=operation.at_us, undoes=work.undoes,
        tenant=work.tenant))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an argument of type {type(value).__name__} has no place in an operation")


def _head(connection: Connection) -> tuple[bytes, int]:
    newest = select(audit_events.c.hash, audit_events.c.number).order_by(audit_events.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row.hash, row.number) if row else (audit.FIRST, 0)


def _counted(work: Work) -> dict[str, Any]:
    fields = {f"{patch.kind}.{patch.field}" for patch in work.patches if patch.field}
    batches = {patch.id: abs(patch.new) for patch in work.patches if patch.kind == "results" and patch.field == "batch"}
    rows = Counter(kind for kind, row in {(patch.kind, patch.id) for patch in work.patches} if row not in batches)
    if batches:
        rows["results"] += sum(batches.values())
    ids = sorted({patch.id for patch in work.patches})
    return {"rows": dict(rows), "fields": sorted(fields), "ids": ids if len(ids) <= IDS_NAMED else []}


def _touched(work: Work) -> dict[str, frozenset[bytes]]:
    kinds: dict[str, set[bytes]] = {}
    for patch in work.patches:
        kinds.setdefault(patch.kind, set()).add(patch.id)
    return {kind: frozenset(ids if len(ids) <= IDS_NAMED else ()) for kind, ids in kinds.items()}
