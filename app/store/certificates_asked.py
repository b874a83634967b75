"""What the server said last of certificates that are in no register here, so that a desk without a network knows it.

It holds hashes of codes, days, serials of what came instead, and nothing about anybody; certificates of the own
organisation stand in the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, select

from app.domain.certificate_standing import CertificateStanding, Teller
from app.domain.verification import decode
from app.store.settings import set_settings, setting
from app.store.tables import certificates

_NAME = "certificates.asked"
MOST = 200
"""The oldest go first."""


def digest_of(code: str) -> str:
    """What a code is known by: a serial alone would vouch for any other code with the same one."""
    return hashlib.sha256("".join(code.split()).upper().encode()).hexdigest()[:32]


def remembered(connection: Connection) -> dict[str, CertificateStanding]:
    """By the digest of their code, as the server said it then."""
    kept = setting(connection, _NAME)
    return msgspec.json.decode(kept, type=dict[str, CertificateStanding]) if kept else {}


def remember(connection: Connection, said: Mapping[str, CertificateStanding]) -> None:
    """Keep those that were known and stand in no register here."""
    serials = {code: decode(code).claims.serial for code in said}
    query = select(certificates.c.serial).where(certificates.c.serial.in_(list(serials.values())))
    own = set(connection.execute(query).scalars())
    new = {
        digest_of(code): replace(one, teller=Teller.REMEMBERED)
        for code, one in said.items() if one.is_known and serials[code] not in own}
    if not new:
        return
    before = {digest: one for digest, one in remembered(connection).items() if digest not in new}
    kept = dict(list((before | new).items())[-MOST:])
    set_settings(connection, {_NAME: msgspec.json.encode(kept).decode()})
