"""What became of a certificate, for whoever holds its code: an employer has no account, and a desk its own paper.

The code is looked up in the organisation whose device signed it, and must be the very one that was issued. Whatever
does not fit gets the same answer as what never was: nobody learns from it which organisations or serials there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.errors import Refusal
from app.domain.ids import derived_id
from app.domain.verification import KEY_ID_BYTES, SignedClaims, decode, encoded, key_id
from app.server import limits, records
from app.server.accounts import day_in
from app.server.database import ServerDatabase
from app.server.identity import identity
from app.server.tables import devices, organisations
from app.sync.wire_certificates import AskCertificate, CertificateSaid

CERTIFICATES, UTC = "certificates", "UTC"


def certificate_said(
    database: ServerDatabase, asked: AskCertificate, address: str, now_us: int
) -> CertificateSaid:
    """Raises Declined (429) for who asks too often, and nothing for what is no code at all."""
    with database.writing() as connection:
        _count_try(connection, address, now_us)
    unknown = CertificateSaid("unknown", day_in(UTC, now_us).isoformat())
    try:
        opened = decode(asked.code)
    except Refusal:
        return unknown
    with database.reading() as connection:
        for organisation_id in _signers(connection, opened):
            fields = _issued(connection, organisation_id, opened.claims.serial)
            if fields is not None and fields["code"] == encoded(opened):
                return _said(connection, organisation_id, fields, now_us)
    return unknown


def _count_try(connection: Connection, address: str, now_us: int) -> None:
    """Apart from those of logging in."""
    secret = identity(connection).token_key
    key = limits.name_key(secret, "certificate", limits.address_key(secret, address))
    limits.count_try(connection, key, limits.MOST_PER_ADDRESS, now_us)
    limits.forget_tries(connection, now_us)


def _signers(connection: Connection, opened: SignedClaims) -> list[bytes]:
    """The organisations of which a device signed this: one, or none. Devices that ended signed what they signed."""
    query = select(devices.c.organisation_id, devices.c.public_key)
    if connection.dialect.name == "postgresql":  # where there may be many thousands, they are looked through there
        found = func.substring(func.sha256(devices.c.public_key), 1, KEY_ID_BYTES)
        query = query.where(found == opened.key_id)
    return list(dict.fromkeys(
        bytes(row.organisation_id) for row in connection.execute(query)
        if key_id(bytes(row.public_key)) == opened.key_id and opened.is_signed_by(bytes(row.public_key))))


def _issued(connection: Connection, organisation_id: bytes, serial: str) -> Mapping[str, Any] | None:
    row_id = derived_id(b"", "certificate", organisation_id.hex(), serial)
    found = records.load(connection, organisation_id, [(CERTIFICATES, row_id)]).get((CERTIFICATES, row_id))
    return found.fields if found is not None else None


def _said(
    connection: Connection, organisation_id: bytes, fields: Mapping[str, Any], now_us: int
) -> CertificateSaid:
    zone = connection.execute(select(organisations.c.zone).where(organisations.c.id == organisation_id)).scalar_one()
    today = day_in(zone, now_us).isoformat()
    if fields["revoked_us"] is not None:
        since, other = day_in(zone, fields["revoked_us"]).isoformat(), fields["replaced_by"]
        if not other:
            return CertificateSaid("revoked", today, since)
        key = (CERTIFICATES, other)
        row = records.load(connection, organisation_id, [key]).get(key)
        return CertificateSaid("replaced", today, since, row.fields["serial"] if row and row.fields else "")
    if fields["valid_until"] and fields["valid_until"] < today:
        return CertificateSaid("expired", today, fields["valid_until"])
    return CertificateSaid("valid", today)
