"""Ids: derived where a source has a stable key, so that two desks make the same row; by time otherwise (D4)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

ID_BYTES = 16
_WRITTEN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def derived_id(secret: bytes, source: str, kind: str, key: str) -> bytes:
    """The id of the row that `key` of this source stands for; a UUID of version 8 (RFC 9562)."""
    message = "\x1f".join((source, kind, key)).encode()
    return _stamped(hmac.new(secret, message, hashlib.sha256).digest()[:ID_BYTES], 8)


def timed_id(at_us: int, random: Callable[[int], bytes]) -> bytes:
    """A UUID of version 7: milliseconds, then randomness from the given source."""
    return _stamped((at_us // 1000).to_bytes(6, "big") + random(10), 7)


def written_id(row_id: bytes) -> str:
    """An id as text: a UUID as everybody writes it."""
    text = row_id.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def read_id(text: str) -> bytes | None:
    """The id that `written_id` wrote, or None for any other text."""
    return bytes.fromhex(text.replace("-", "")) if _WRITTEN.fullmatch(text) else None


def _stamped(data: bytes, version: int) -> bytes:
    mutable = bytearray(data)
    mutable[6] = (mutable[6] & 0x0F) | (version << 4)
    mutable[8] = (mutable[8] & 0x3F) | 0x80
    return bytes(mutable)
