"""Certificates: who is due, what was issued, and the sheet to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, false, func, select

from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from app.domain.sight import Sight
from app.domain.text import Text
from app.domain.verification import IssuerKey, endorsed_text, is_endorsed, key_id
from app.store.by_name import by_name
from app.store.database import plain_rows
from app.store.merged import one_person, with_merged
from app.store.settings import SERVER_KEY, setting
from app.store.tables import (
    belongs_to,
    certificates,
    devices,
    memberships,
    organisations,
    participants,
    programme_versions,
    programmes,
    standings,
)
from app.views.figures import in_sight
from app.views.people import group_names, shown_name, visible_people

CHUNK = 500


@dataclass(frozen=True, slots=True)
class DueCertificate:
    """Every exercise of this programme was made and no certificate was issued yet."""

    participant_id: bytes
    full: str
    listed: str
    groups: str
    programme_version_id: bytes
    programme: str
    completed_on: date


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """`state` is 'valid', 'expired', 'revoked' or 'replaced'; `name_changed`: the register now has another name."""

    id: bytes
    serial: str
    participant_id: bytes
    name_printed: str
    listed: str
    groups: str
    programme: str
    issued_on: date
    completed_on: date
    state: str
    revoked_reason: str
    name_changed: bool


def due_certificates(
    connection: Connection,
    sight: Sight,
    group_id: bytes | None = None,
    participant_id: bytes | None = None,
) -> tuple[DueCertificate, ...]:
    """In the order of the class list."""
    query = _due(sight, participants, standings.c.programme_version_id, standings.c.completed_us, programmes.c.title)
    wanted = _wanted(connection, sight, group_id, participant_id)
    ordered = query.order_by(*by_name(participants), programmes.c.title)
    rows = [row for row in connection.execute(ordered) if wanted is None or row.id in wanted]
    in_groups = group_names(connection, [row.id for row in rows])
    return tuple(
        DueCertificate(
            row.id,
            shown_name(row, sight).full,
            shown_name(row, sight).listed,
            in_groups.get(row.id, ""),
            row.programme_version_id,
            row.title,
            sight.day_of(row.completed_us),
        )
        for row in rows
    )


def due_count(connection: Connection, sight: Sight) -> int:
    """How many certificates wait for the reader to issue them."""
    return int(connection.execute(_due(sight, func.count())).scalar_one())


def _due(sight: Sight, *columns: Any) -> Select[Any]:
    """Every exercise made of a programme with a certificate, and no valid certificate yet."""
    of = participants.alias()  # a certificate of who turned out to be somebody else is that person's
    held = (
        select(func.coalesce(of.c.merged_into, of.c.id).label("participant_id"), certificates.c.programme_version_id)
        .join(of, of.c.id == certificates.c.participant_id)
        .where(certificates.c.revoked_us.is_(None))
        .distinct()
        .subquery()
    )
    has_one = (held.c.participant_id == participants.c.id) & (
        held.c.programme_version_id == standings.c.programme_version_id
    )
    return (
        select(*columns)
        .select_from(participants)
        .join(standings, standings.c.participant == participants.c.local)
        .join(programme_versions, programme_versions.c.id == standings.c.programme_version_id)
        .join(programmes, programmes.c.id == programme_versions.c.programme_id)
        .outerjoin(held, has_one)
        .where(
            standings.c.completed_us.is_not(None),
            programmes.c.has_certificate == 1,
            held.c.participant_id.is_(None),
            *in_sight(sight, to_work_for=True),
            *(() if sight.actor.shows_surnames else (false(),)),
        )
    )


def issued_certificates(
    connection: Connection,
    sight: Sight,
    group_id: bytes | None = None,
    participant_id: bytes | None = None,
) -> tuple[IssuedCertificate, ...]:
    """Newest first, and within one issue in the order of the class list."""
    query = select(certificates, participants.c.given, participants.c.prefix, participants.c.family).join(
        participants, participants.c.id == certificates.c.participant_id
    )
    query = query.order_by(certificates.c.issued_us.desc(), *by_name(participants))
    wanted = _wanted(connection, sight, group_id, participant_id)
    rows = [row for row in connection.execute(query) if wanted is None or row.participant_id in wanted]
    in_groups = group_names(connection, [row.participant_id for row in rows])
    return tuple(_issued(row, sight, in_groups.get(row.participant_id, "")) for row in rows)


def issued_count(connection: Connection, sight: Sight, group_id: bytes | None = None) -> int:
    """How many `issued_certificates` gives, with nothing read about them."""
    wanted = _wanted(connection, sight, group_id, None)
    found = plain_rows(connection, select(certificates.c.participant_id))
    return len(found) if wanted is None else sum(person in wanted for (person,) in found)


def certificate_sheets(
    connection: Connection,
    sight: Sight,
    certificate_ids: tuple[bytes, ...],
) -> tuple[CertificateSheet, ...]:
    """The sheets exactly as issued, in the order asked. Raises Refusal for a revoked one or one not to be seen, and
    for a reader who sees no last names.
    """
    if not sight.actor.shows_surnames:
        raise Refusal(Text(
            "Your account shows no last names, and a certificate does. Nothing was printed. Ask your {administrator}."))
    wanted = _wanted(connection, sight, None, None)
    rows: dict[bytes, Any] = {}
    for at in range(0, len(certificate_ids), CHUNK):
        query = select(certificates).where(certificates.c.id.in_(certificate_ids[at : at + CHUNK]))
        rows |= {row.id: row for row in connection.execute(query)}
    missing = [
        one
        for one in certificate_ids
        if one not in rows or (wanted is not None and rows[one].participant_id not in wanted)
    ]
    if missing:
        raise Refusal(Text("A certificate is not here any more, or is not yours to print. Nothing was printed."))
    if any(rows[one].revoked_us is not None for one in certificate_ids):
        raise Refusal(Text("A revoked certificate is not printed again. Nothing was printed."))
    return tuple(_sheet(rows[one]) for one in certificate_ids)


def certificate_status(connection: Connection, sight: Sight, serial: str) -> IssuedCertificate | None:
    """What the register says of a serial; None where it is not known here."""
    return next((one for one in issued_certificates(connection, sight) if one.serial == serial), None)


def known_keys(connection: Connection, sight: Sight) -> dict[bytes, IssuerKey]:
    """The keys of this organisation's devices, by key id, for checking codes.

    With a server only those that it signed (S20); without one there is only this computer's own.
    """
    owner = connection.execute(select(organisations).where(belongs_to(organisations, None))).one()
    kept = setting(connection, SERVER_KEY)
    keys = [
        bytes(row.public_key) for row in connection.execute(select(devices))
        if not kept or is_endorsed(
            bytes.fromhex(kept), endorsed_text(owner.id, row.id, row.public_key), row.endorsement or b"")
    ]
    return {key_id(key): IssuerKey(key, owner.name) for key in keys}


def _wanted(
    connection: Connection,
    sight: Sight,
    group_id: bytes | None,
    participant_id: bytes | None,
) -> frozenset[bytes] | None:
    wanted = visible_people(connection, sight)
    if group_id is not None:
        query = select(memberships.c.participant_id).where(
            memberships.c.group_id == group_id, memberships.c.until_on.is_(None)
        )
        members = frozenset(with_merged(connection, list(connection.execute(query).scalars())))
        wanted = members if wanted is None else wanted & members
    if participant_id is not None:
        same = frozenset(row[0] for row in one_person(connection, participant_id)) | {participant_id}
        wanted = same if wanted is None else wanted & same
    return wanted


def _issued(row: Any, sight: Sight, in_groups: str) -> IssuedCertificate:
    name, whole = shown_name(row, sight), sight.actor.shows_surnames
    return IssuedCertificate(
        row.id,
        row.serial,
        row.participant_id,
        row.name_printed if whole else name.full,
        name.listed,
        in_groups,
        row.programme_printed,
        date.fromisoformat(row.issued_on),
        date.fromisoformat(row.completed_on),
        _state(row, sight),
        row.revoked_reason if whole else "",
        whole and row.revoked_us is None and name.full != row.name_printed,
    )


def _state(row: Any, sight: Sight) -> str:
    if row.revoked_us is not None:
        return "replaced" if row.replaced_by else "revoked"
    return "expired" if row.valid_until and row.valid_until < sight.today.isoformat() else "valid"


def _sheet(row: Any) -> CertificateSheet:
    return CertificateSheet(
        row.serial,
        row.name_printed,
        row.programme_printed,
        row.organisation_printed,
        row.place,
        date.fromisoformat(row.issued_on),
        date.fromisoformat(row.completed_on),
        row.language,
        row.code,
        row.design,
        bytes(row.logo or b""),
        date.fromisoformat(row.valid_until) if row.valid_until else None,
        row.signer_name,
        row.signer_role,
        bytes(row.signature or b""),
    )
