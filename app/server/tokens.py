"""What a device shows to be let in: short access tokens and a rotating refresh token, both signed by this server.

A token is opaque to a desk: base64url of a few ids and a signature. Being signed, a made-up token can end nobody's
session, and one that was really given out is known for it after years.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from app.sync.wire import PROOF_BYTES

ACCESS_SECONDS = 15 * 60
_MAC_BYTES, _SECRET_BYTES = 32, 32
_ACCESS, _REFRESH, _NEXT, _NAMED, _OWN = b"access\0", b"refresh\0", b"next\0", b"named\0", b"own\0"


@dataclass(frozen=True, slots=True)
class Access:
    organisation_id: bytes
    device_id: bytes
    account_id: bytes
    until_us: int


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """Only the hash of `secret` is kept. The successor follows from it, so that a lost reply is simply said again."""

    organisation_id: bytes
    device_id: bytes
    secret: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.secret).digest()

    def successor(self, key: bytes) -> RefreshToken:
        named = _NEXT + self.organisation_id + self.device_id + self.secret
        return RefreshToken(self.organisation_id, self.device_id, hmac.digest(key, named, "sha256"))


def first_refresh(organisation_id: bytes, device_id: bytes) -> RefreshToken:
    return RefreshToken(organisation_id, device_id, secrets.token_bytes(_SECRET_BYTES))


def write_access(key: bytes, access: Access) -> str:
    body = access.organisation_id + access.device_id + access.account_id + access.until_us.to_bytes(8, "big")
    return _signed(key, _ACCESS, body)


def read_access(key: bytes, token: str) -> Access | None:
    """What the token says, also when its time is over; None where this server never gave it."""
    body = _opened(key, _ACCESS, token, 56)
    if body is None:
        return None
    return Access(body[:16], body[16:32], body[32:48], int.from_bytes(body[48:], "big"))


def write_refresh(key: bytes, refresh: RefreshToken) -> str:
    return _signed(key, _REFRESH, refresh.organisation_id + refresh.device_id + refresh.secret)


def read_refresh(key: bytes, token: str) -> RefreshToken | None:
    """None where this server never gave it."""
    body = _opened(key, _REFRESH, token, 32 + _SECRET_BYTES)
    return RefreshToken(body[:16], body[16:32], body[32:]) if body is not None else None


def write_own(key: bytes, account_id: bytes, until_us: int) -> str:
    """For whose own account this is, of no organisation."""
    return _signed(key, _OWN, account_id + until_us.to_bytes(8, "big"))


def read_own(key: bytes, token: str, now_us: int) -> bytes | None:
    """The own account; None where this server never gave the token, or its time is over."""
    body = _opened(key, _OWN, token, 24)
    return body[:16] if body is not None and int.from_bytes(body[16:], "big") > now_us else None


def proof_of(key: bytes, organisation_id: bytes, device_id: bytes, epoch: str, number: int) -> bytes:
    """That this server named this number to this device, in this life of the stream (S13)."""
    named = _NAMED + organisation_id + device_id + number.to_bytes(8, "big") + epoch.encode()
    return hmac.digest(key, named, "sha256")[:PROOF_BYTES]


def organisation_named(token: str) -> bytes:
    """The organisation that a token names, whether or not it is a true one: enough to know in which line to wait."""
    try:
        return base64.b64decode(token[:24].encode("ascii"), b"-_", validate=True)[:16]
    except (UnicodeEncodeError, binascii.Error):
        return b""


def _signed(key: bytes, sort: bytes, body: bytes) -> str:
    return base64.urlsafe_b64encode(body + hmac.digest(key, sort + body, "sha256")).decode().rstrip("=")


def _opened(key: bytes, sort: bytes, token: str, length: int) -> bytes | None:
    try:
        whole = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    body, mac = whole[:-_MAC_BYTES], whole[-_MAC_BYTES:]
    right = hmac.compare_digest(mac, hmac.digest(key, sort + body, "sha256"))
    return body if right and len(body) == length else None
