"""With what this computer can sign documents."""

from __future__ import annotations

from sqlalchemy import Connection

from app.domain.permissions import Permission, own_scope, require
from app.domain.seals import Seal, SealFacts
from app.domain.sight import Sight
from app.store import seals


def seal_facts(connection: Connection, sight: Sight) -> SealFacts | None:
    """Whose certificate there is to sign with, and until when."""
    seal = seals.kept(connection)
    return seal.facts if seal is not None else None


def seal_certificate(connection: Connection, sight: Sight) -> bytes:
    """That certificate (DER), by which a signature of the organisation's own is known; empty where there is none."""
    seal = seals.kept(connection)
    return seal.certificate if seal is not None else b""


def seal_to_sign_with(connection: Connection, sight: Sight) -> Seal | None:
    """The key too, for who prints certificates. Raises Refusal."""
    require(sight.actor, Permission.PRINT_CERTIFICATES, own_scope(sight.actor))
    return seals.kept(connection)
