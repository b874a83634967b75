"""What this server is known by: the key of its tokens, and the key with which it signs the keys of devices (S20)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from nacl.signing import SigningKey
from sqlalchemy import Connection, select

from app.domain.errors import Fault
from app.domain.verification import endorsed_text
from app.server.tables import server

TOKEN_KEY, SIGNING_KEY = "token_key", "signing_key"


@dataclass(frozen=True, slots=True)
class Identity:
    token_key: bytes = field(repr=False)
    signing: SigningKey = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """32 bytes of Ed25519, by which desks check what the server signed."""
        return bytes(self.signing.verify_key)

    def endorse(self, organisation_id: bytes, device_id: bytes, public_key: bytes) -> bytes:
        """The server's word that this key belongs to a device of this organisation: 64 bytes."""
        return self.signing.sign(endorsed_text(organisation_id, device_id, public_key)).signature


def make_identity(connection: Connection) -> None:
    """Once, when the database is made."""
    connection.execute(server.insert(), [
        {"name": TOKEN_KEY, "value": secrets.token_bytes(32)},
        {"name": SIGNING_KEY, "value": bytes(SigningKey.generate())},
    ])


def identity(connection: Connection) -> Identity:
    """Read once for every connection that is kept: it stays what it is as long as the database does."""
    if "identity" not in connection.info:
        connection.info["identity"] = _read(connection)
    known: Identity = connection.info["identity"]
    return known


def _read(connection: Connection) -> Identity:
    kept = {name: bytes(value) for name, value in connection.execute(select(server.c.name, server.c.value))}
    if not kept.keys() >= {TOKEN_KEY, SIGNING_KEY}:
        raise Fault("a server database without keys")
    return Identity(kept[TOKEN_KEY], SigningKey(kept[SIGNING_KEY]))
