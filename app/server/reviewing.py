"""What people must still look at ("Te controleren"): a value that lost, an operation that was refused (S8, S10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.domain.ids import derived_id
from app.domain.kinds import unit_of
from app.domain.merging import BORN, Author, Loss
from app.domain.operation import Patch, encode_patches
from app.domain.sayings import kept
from app.domain.text import Text
from app.server import stream
from app.server.batch import Batch
from app.server.records import Key, Record
from app.server.sessions import Caller
from app.server.tables import LIVE
from app.sync.wire import Sent

CONFLICT, REFUSED = "conflict", "refused"
KIND = "reviews"


def review_id(operation_id: bytes, about: str) -> bytes:
    """The same on the server and on the desk that was refused, so that both show one item."""
    return derived_id(b"", "review", operation_id.hex(), about)


def refused_id(operation_id: bytes, part: int) -> bytes:
    """The item of an operation, or a part of one, that was refused."""
    return review_id(operation_id, f"refused.{part}")


@dataclass(slots=True)
class AtHome:
    """Where what was refused is kept: in the stream that it was for, or for a guest in the stream of his own tenant,
    where he and his colleagues look (D10). That one is locked last, by everybody.
    """

    caller: Caller
    refused: list[tuple[Sent, Sequence[Patch], Text]] = field(default_factory=list)
    taken: list[Sent] = field(default_factory=list)

    def keep_refused(self, batch: Batch, sent: Sent, patches: Sequence[Patch], reason: Text, now_us: int) -> int:
        if not self.caller.is_guest:
            return keep_refused(batch, self.caller, sent, patches, reason, now_us)
        self.refused.append((sent, patches, reason))
        return 0

    def withdraw(self, batch: Batch, sent: Sent, now_us: int) -> None:
        if not self.caller.is_guest:
            withdraw(batch, self.caller, sent, now_us)
        else:
            self.taken.append(sent)

    def write(self, connection: Connection, now_us: int) -> None:
        if not self.refused and not self.taken:
            return
        batch = Batch(connection, stream.lock(connection, self.caller.home_id))
        batch.read((KIND, refused_id(sent.id, sent.part)) for sent in (*self.taken, *(one[0] for one in self.refused)))
        for sent, patches, reason in self.refused:
            keep_refused(batch, self.caller, sent, patches, reason, now_us)
        for sent in self.taken:
            withdraw(batch, self.caller, sent, now_us)
        batch.write()
        stream.keep(connection, batch.stream)


def withdraw(batch: Batch, caller: Caller, sent: Sent, now_us: int) -> None:
    """What was refused once and taken now needs nobody's look any more."""
    key = (KIND, refused_id(sent.id, sent.part))
    review = batch.stands.get(key)
    if review is None or review.fields is None or review.fields["settled_us"] is not None:
        return
    settled = review.fields | {"settled_us": now_us, "settled_by": caller.account_id, "choice": "again"}
    batch.stands[key] = replace(review, fields=settled, number=batch.stream.next())


def keep_losses(
    batch: Batch, caller: Caller, sent: Sent, losses: Sequence[tuple[Key, Loss]], now_us: int
) -> int:
    """One review per value that does not stand; gives the last number, 0 where nothing was lost."""
    number = 0
    for (kind, row_id), loss in losses:
        stands = batch.stands.get((kind, row_id))
        if kind in ("import_links", KIND) or stands is None:
            continue
        arriving = (caller.account_id, sent.at_us)
        other = (loss.other.account_id or None, loss.other.at_us)
        kept_by, lost_by = (other, arriving) if loss.arrived else (arriving, other)
        row = _empty(sent, stands.unit) | {
            "id": review_id(sent.id, f"{kind}.{row_id.hex()}.{loss.field}"), "sort": CONFLICT, "kind": kind,
            "row_id": row_id, "field": loss.field, "kept": msgspec.msgpack.encode(loss.kept),
            "lost": msgspec.msgpack.encode(loss.lost), "kept_by": kept_by[0], "kept_at_us": kept_by[1],
        "lost_by": lost_by[0], "lost_at_us": lost_by[1],
        }
        number = _keep(batch, caller, row, now_us)
    return number


def keep_refused(
    batch: Batch, caller: Caller, sent: Sent, patches: Sequence[Patch], reason: Text, now_us: int
) -> int:
    """What was refused goes to the administrator, with every value in it (S8)."""
    if not patches:
        return 0
    row = _empty(sent, caller.account_id) | {
        "id": refused_id(sent.id, sent.part), "sort": REFUSED,
        "row_id": caller.organisation_id if caller.is_guest else None, "lost": encode_patches(list(patches)),
        "lost_by": caller.account_id, "lost_at_us": sent.at_us,
        "reason": kept(reason),
    }
    return _keep(batch, caller, row, now_us)


def _empty(sent: Sent, unit: bytes) -> dict[str, Any]:
    return {
        "unit": unit, "operation_id": sent.id, "action": sent.action, "kind": "", "row_id": None, "field": "",
        "kept": None, "lost": None, "kept_by": None, "kept_at_us": 0, "lost_by": None, "lost_at_us": 0, "reason": "",
        "settled_us": None, "settled_by": None, "choice": "",
    }


def _keep(batch: Batch, caller: Caller, row: dict[str, Any], now_us: int) -> int:
    key = (KIND, row["id"])
    there = batch.stands.get(key)
    if there is not None and there.fields is not None and there.fields["settled_us"] is None:
        return there.number
    number = batch.stream.next()
    made = Author(number, bytes(16), caller.account_id, now_us)
    batch.stands[key] = Record(
        KIND, row["id"], unit_of(KIND, row, batch.organisation_id), number, LIVE, row, {BORN: made})
    return number
