"""What this desk lays under "Te controleren" by itself: an operation that was refused, removals that wait."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.actions.outbox import PARKED, release
from app.domain.ids import derived_id
from app.domain.kinds import KINDS
from app.store.settings import ACCOUNT, setting
from app.store.streams import tenant_of
from app.store.tables import belongs_to, held_removals, metadata, outbox, reviews
from app.sync.wire import Sent

REFUSED, REMOVALS = "refused", "removals"
MOST_AT_ONCE, LARGEST_SHARE = 50, 5


def refused_review(connection: Connection, sent: Sent, lost: bytes, reason: str, stream: bytes) -> dict[str, Any]:
    """The same item as the server lays down for the administrator, so that both settle one thing."""
    account = bytes.fromhex(setting(connection, ACCOUNT) or "")
    row = refused_row(account, sent.id, sent.action, sent.at_us, sent.part, lost, reason)
    return row | {"row_id": tenant_of(stream)}


def refused_row(
    account: bytes, operation_id: bytes, action: str, at_us: int, part: int, lost: bytes, reason: str
) -> dict[str, Any]:
    return {
        "id": derived_id(b"", "review", operation_id.hex(), f"refused.{part}"), "sort": REFUSED, "unit": account,
        "operation_id": operation_id, "action": action, "lost": lost, "lost_by": account, "lost_at_us": at_us,
        "reason": reason,
    }


def release_settled(connection: Connection) -> set[str]:
    """Let go of operations that were refused here and that somebody settled elsewhere; gives the kinds that changed."""
    query = (
        select(reviews.c.operation_id).join(outbox, outbox.c.operation_id == reviews.c.operation_id)
        .where(reviews.c.sort == REFUSED, reviews.c.settled_us.is_not(None), outbox.c.state == PARKED))
    kinds: set[str] = set()
    for operation_id in connection.execute(query).scalars().all():
        kinds |= release(connection, operation_id, again=False)
    return kinds


def too_many(connection: Connection, removals: dict[str, int], stream: bytes) -> frozenset[str]:
    """Kinds of which more would go at once than can be right: over a fifth, and over fifty rows (S13)."""
    suspect = set()
    for kind, count in removals.items():
        if count <= MOST_AT_ONCE or kind not in KINDS:
            continue
        table = metadata.tables[kind]
        here = len(connection.execute(select(table.c.id).where(belongs_to(table, tenant_of(stream)))).all())
        if count * LARGEST_SHARE > here:
            suspect.add(kind)
    return frozenset(suspect)


def held_review(connection: Connection) -> None:
    """Say under "Te controleren" that removals wait, one item for all of them."""
    counts: dict[str, int] = {}
    for kind in connection.execute(select(held_removals.c.kind)).scalars():
        counts[kind] = counts.get(kind, 0) + 1
    if not counts:
        return
    account = bytes.fromhex(setting(connection, ACCOUNT) or "")
    connection.execute(reviews.insert().prefix_with("OR REPLACE").values(
        id=derived_id(b"", "review", "held", str(sum(counts.values()))), sort=REMOVALS, unit=account,
        lost=msgspec.msgpack.encode(counts)))
