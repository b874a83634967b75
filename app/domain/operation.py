"""An operation: what one action did, in the shape that sync sends, undo reads and the journal keeps (S1)."""

from __future__ import annotations

from collections.abc import Set
from typing import Annotated, Any

import msgspec

BRING, CONNECT = "organisation.bring", "organisation.connect"
BRINGS = frozenset({BRING, CONNECT})
"""What was on a desk before its server knew of it, row by row: there is nothing else of these rows anywhere."""
Value = Any  # what a column holds: str, int, bytes or None; a whole row as dict for an insert or a delete


class Patch(msgspec.Struct, frozen=True, array_like=True):
    """One field of one row, or (with `field` None) a whole row that came (`old` None) or went (`new` None).

    `base` is the version of the row that the change was made on. Results are not copied: a batch of them is one
    patch of kind 'results' with the import's id, field 'batch' and the number of rows.
    """

    kind: str
    id: bytes
    field: str | None
    base: Annotated[int, msgspec.Meta(ge=0, le=2**62)]
    old: Value
    new: Value

    @property
    def inserts(self) -> bool:
        return self.field is None and self.old is None

    @property
    def deletes(self) -> bool:
        return self.field is None and self.new is None


class Operation(msgspec.Struct, frozen=True):
    """`action` and `action_version` name the rule it went through; `at_us` is device time, never used for order."""

    id: bytes
    action: str
    action_version: int
    arguments: dict[str, Any]
    patches: list[Patch]
    depends_on: list[bytes]
    actor_id: bytes
    device_id: bytes
    at_us: int


_PATCHES = msgspec.msgpack.Decoder(list[Patch])


def encode_patches(patches: list[Patch]) -> bytes:
    return msgspec.msgpack.encode(patches)


def decode_patches(data: bytes) -> list[Patch]:
    return _PATCHES.decode(data) if data else []


def without_rows(patches: list[Patch], rows: Set[bytes]) -> list[Patch]:
    """What is left when nothing may be known any more of these rows, nor of those that point at them."""
    about = rows | {patch.id for patch in patches if points_at(patch, rows)}
    return [patch for patch in patches if patch.id not in about and not points_at(patch, rows)]


def points_at(patch: Patch, rows: Set[bytes]) -> bool:
    """True for a whole row that names one of these."""
    whole = [row for row in (patch.old, patch.new) if isinstance(row, dict)]
    return any(isinstance(value, bytes) and value in rows for row in whole for value in row.values())
