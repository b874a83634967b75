"""The audit chain (S19): each event holds the hash of the one before and a salted commitment to its payload.

Erasing empties salt and payload; the commitment stays, so the chain still verifies. It makes tampering evident,
not impossible: the server countersigns heads from the first sync on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

FIRST = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain needs of one event; `salt` and `payload` are None once erased."""

    number: int
    commitment: bytes
    previous: bytes
    hash: bytes
    salt: bytes | None = None
    payload: bytes | None = None


def commitment(salt: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(salt + payload).digest()


def chained(previous: bytes, number: int, committed: bytes) -> bytes:
    return hashlib.sha256(previous + number.to_bytes(8, "big") + committed).digest()


def first_broken(links: Iterable[Link]) -> int | None:
    """The number of the first event that does not fit, None when the whole chain does."""
    previous, expected = FIRST, 1
    for link in links:
        if link.number != expected or not _fits(link, previous):
            return link.number
        previous, expected = link.hash, expected + 1
    return None


def _fits(link: Link, previous: bytes) -> bool:
    if link.previous != previous or link.hash != chained(previous, link.number, link.commitment):
        return False
    if link.payload is None or link.salt is None:
        return True
    return link.commitment == commitment(link.salt, link.payload)
