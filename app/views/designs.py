"""The designs of the organisation's certificates, and how one would look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nacl.signing import SigningKey
from sqlalchemy import Connection, select

from app.domain.certificate_designs import last_valid_day
from app.domain.certificates import CertificateSheet
from app.domain.serials import derive_serial
from app.domain.sight import Sight
from app.domain.verification import claims_for, encode
from app.store.tables import belongs_to, certificate_designs, organisations, programmes

_NOBODYS_KEY = SigningKey(bytes(32))
"""What an example is signed with: no checker knows this key."""


@dataclass(frozen=True, slots=True)
class DesignRow:
    """`design` is one that ships; `programme` its title, '' for every programme; `signature` a picture or empty."""

    id: bytes
    name: str
    design: str
    programme_id: bytes | None
    programme: str
    valid_months: int | None
    signer_name: str
    signer_role: str
    signature: bytes


def design_list(connection: Connection, sight: Sight) -> tuple[DesignRow, ...]:
    """Those that are offered now, by name."""
    query = (
        select(certificate_designs, programmes.c.title)
        .outerjoin(programmes, programmes.c.id == certificate_designs.c.programme_id)
        .where(certificate_designs.c.until_on.is_(None))
        .order_by(certificate_designs.c.name, certificate_designs.c.id))
    return tuple(
        DesignRow(
            row.id, row.name, row.design, row.programme_id, row.title or "", row.valid_months, row.signer_name,
            row.signer_role, bytes(row.signature or b""))
        for row in connection.execute(query))


def programme_choices(connection: Connection, sight: Sight) -> tuple[tuple[bytes, str], ...]:
    """(id, title) of the programmes that have a certificate."""
    query = select(programmes.c.id, programmes.c.title).where(programmes.c.has_certificate == 1)
    return tuple((row.id, row.title) for row in connection.execute(query.order_by(programmes.c.title)))


def own_logo(connection: Connection, sight: Sight) -> bytes:
    """The picture that is printed, empty where there is none."""
    query = select(organisations.c.logo).where(belongs_to(organisations, None))
    return bytes(connection.execute(query).scalar() or b"")


@dataclass(frozen=True, slots=True)
class Example:
    """What an example shows; the fields of a design stand in `layout`."""

    name: str
    programme: str
    place: str
    issued_on: date
    language: str
    layout: DesignRow


def example_sheet(connection: Connection, sight: Sight, example: Example) -> CertificateSheet:
    """How a certificate would look: its serial and its code are of no certificate."""
    own = connection.execute(select(organisations).where(belongs_to(organisations, None))).one()
    layout, day = example.layout, example.issued_on
    last = last_valid_day(day, layout.valid_months)
    serial = derive_serial(bytes(16), bytes(16), bytes(16), day, 0)
    claims = claims_for(serial, example.name, own.name, example.programme, day, day, example.language, last)
    return CertificateSheet(
        serial, example.name, example.programme, own.name, example.place, day, day, example.language,
        encode(claims, _NOBODYS_KEY), layout.design, bytes(own.logo or b""), last, layout.signer_name,
        layout.signer_role, layout.signature)
