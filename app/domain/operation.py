"""An operation: what one action did, in the shape that sync sends, undo reads and the journal keeps (S1)."""

from __future__ import annotations

from typing import Any

import msgspec

Value = Any  # what a column holds: str, int, bytes or None; a whole row as dict for an insert or a delete


class Patch(msgspec.Struct, frozen=True, array_like=True):
    """One field of one row, or (with `field` None) a whole row that came (`old` None) or went (`new` None).

    `base` is the version of the row that the change was made on. Results are not copied: a batch of them is one
    patch of kind 'results' with the import's id, field 'batch' and the number of rows.
    """

    kind: str
    id: bytes
    field: str | None
    base: int
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
