"""Countersigning what the desks' audit chains have come to (S19): no desk can rewrite its past unseen."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain import audit
from app.server.identity import identity
from app.server.sessions import Caller
from app.server.tables import audit_heads
from app.sync.wire import AuditHead

SIGNED_AS = b"leerspoor-audit\0"


def countersign(connection: Connection, caller: Caller, head: AuditHead, now_us: int) -> bytes:
    """Chain a device's head to those received before and sign it; gives the signature over device, number and hash.

    A head that stands lower than one received before, or differs at the same number, is kept as it is: the chain
    of heads shows it to whoever checks.
    """
    signature = bytes(identity(connection).signing.sign(signed_text(caller.device_id, head)).signature)
    newest = _newest(connection, caller.organisation_id)
    previous, number = (newest.hash, newest.number) if newest else (audit.FIRST, 0)
    if not _is_known(connection, caller, head):
        connection.execute(audit_heads.insert().values(
            organisation_id=caller.organisation_id, number=number + 1, device_id=caller.device_id,
            device_number=head.number, device_hash=head.hash, previous=previous,
            hash=hashlib.sha256(previous + signed_text(caller.device_id, head)).digest(), signature=signature,
            at_us=now_us))
    return signature


def signed_text(device_id: bytes, head: AuditHead) -> bytes:
    return SIGNED_AS + device_id + head.number.to_bytes(8, "big") + head.hash


def _newest(connection: Connection, organisation_id: bytes) -> Any:
    query = select(audit_heads).where(audit_heads.c.organisation_id == organisation_id)
    return connection.execute(query.order_by(audit_heads.c.number.desc()).limit(1)).first()


def _is_known(connection: Connection, caller: Caller, head: AuditHead) -> bool:
    query = select(func.count()).select_from(audit_heads).where(
        audit_heads.c.organisation_id == caller.organisation_id, audit_heads.c.device_id == caller.device_id,
        audit_heads.c.device_number == head.number, audit_heads.c.device_hash == head.hash)
    return bool(connection.execute(query).scalar_one())
