"""Things to settle, as a sync leaves them: for tests of the action, the view and the window."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Table

from app.actions.desk import Desk
from app.domain.operation import Patch, encode_patches
from app.store import tables

COLLEAGUE = b"k" * 16
DEVICE = b"d" * 16


def put(desk: Desk, table: Table, **values: Any) -> None:
    with desk.database.writing() as connection:
        connection.execute(table.insert().values(**values))


def conflict(
    desk: Desk, person: bytes, field: str, kept: Any, lost: Any, kind: str = "participants", number: int = 1,
    version: int = 0,
) -> bytes:
    """Two people set the same field of this row; gives the id of the review."""
    review = b"conflict" + number.to_bytes(8, "big")
    put(
        desk, tables.reviews, id=review, sort="conflict", unit=person, action="participant.change", kind=kind,
        row_id=person, field=field, kept=msgspec.msgpack.encode(kept), lost=msgspec.msgpack.encode(lost),
        kept_by=COLLEAGUE, kept_at_us=desk.clock(), lost_by=desk.sight.actor.account_id, lost_at_us=desk.clock(),
        version=version)
    return review


def refused(desk: Desk, unit: bytes, action: str, patches: Sequence[Patch], operation: bytes = b"r" * 16) -> bytes:
    """The server refused this operation of a colleague."""
    review = b"refused!" + operation[:8]
    reason = json.dumps({"template": "Your role does not allow this. Nothing was changed. Ask your {administrator}."})
    put(
        desk, tables.reviews, id=review, sort="refused", unit=unit, operation_id=operation, action=action,
        lost=encode_patches(list(patches)), lost_by=COLLEAGUE, lost_at_us=desk.clock(), reason=reason)
    return review


def removals(desk: Desk, **counts: int) -> bytes:
    """So many rows of each kind would go at once."""
    review = b"removals" + bytes(8)
    put(
        desk, tables.reviews, id=review, sort="removals", unit=desk.organisation.id,
        lost=msgspec.msgpack.encode(counts), lost_at_us=desk.clock())
    return review


def parked(
    desk: Desk, operation: bytes, depends_on: Sequence[bytes] = (), state: str = "parked",
    patches: Sequence[Patch] = (),
) -> None:
    """An operation of this desk that the server refused, or that waits with one."""
    put(
        desk, tables.operations, id=operation, action="group.rename", action_version=1, arguments=b"\x80",
        patches=encode_patches(list(patches)), depends_on=msgspec.msgpack.encode(list(depends_on)),
        actor_id=desk.sight.actor.account_id,
        device_id=desk.device_id, at_us=desk.clock())
    put(desk, tables.outbox, operation_id=operation, state=state, attempts=1, answer="{}")


def connect(desk: Desk, **more: str) -> None:
    """Settings of a desk that was connected to a server."""
    kept = {"connected_to": "https://server.example", "sync.username": "mdeboer", **more}
    for name, value in kept.items():
        put(desk, tables.settings, name=name, value=value)
