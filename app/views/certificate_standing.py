"""What this desk knows of certificates of which somebody shows the code: no names, and nothing that whoever has the
paper may not ask the server too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.certificate_standing import CertificateStanding, CertificateState, Teller
from app.domain.sight import Sight
from app.domain.verification import decode
from app.store.certificates_asked import digest_of, remembered
from app.store.chunks import chunks
from app.store.settings import CONNECTED, LAST_SUCCESS, all_settings
from app.store.tables import certificates

_OTHER = certificates.alias()


def certificate_standings(
    connection: Connection, sight: Sight, codes: Sequence[str]
) -> dict[str, tuple[CertificateStanding, ...]]:
    """For each of these codes what is known here: the register's word by its serial, or what the server said before.

    Raises Refusal for what is no code.
    """
    serials = {code: decode(code).claims.serial for code in codes}
    register, before = _register(connection, sight, list(serials.values())), remembered(connection)
    return {
        code: tuple(one for one in (register.get(serial), before.get(digest_of(code))) if one)
        for code, serial in serials.items()}


def _register(connection: Connection, sight: Sight, serials: Sequence[str]) -> dict[str, CertificateStanding]:
    """The newest word counts where a serial is there twice."""
    known, found = _as_of(connection, sight), {}
    for some in chunks(list(serials)):
        query = select(certificates, _OTHER.c.serial.label("other")).outerjoin(
            _OTHER, _OTHER.c.id == certificates.c.replaced_by).where(certificates.c.serial.in_(some))
        for row in connection.execute(query.order_by(certificates.c.issued_us)):
            found[row.serial] = _standing(row, sight, known)
    return found


def server_to_ask(connection: Connection, sight: Sight) -> str:
    """The address of the server of this desk, '' where there is none."""
    return all_settings(connection).get(CONNECTED, "")


def _as_of(connection: Connection, sight: Sight) -> date | None:
    """The register of a desk with a server is as old as the last sync; without one it is the only register."""
    kept = all_settings(connection)
    if CONNECTED not in kept:
        return sight.today
    return sight.day_of(int(kept[LAST_SUCCESS])) if kept.get(LAST_SUCCESS) else None


def _standing(row: Any, sight: Sight, as_of: date | None) -> CertificateStanding:
    if row.revoked_us is not None:
        state = CertificateState.REPLACED if row.replaced_by else CertificateState.REVOKED
        return CertificateStanding(state, as_of, sight.day_of(row.revoked_us), row.other or "", Teller.REGISTER)
    if row.valid_until and row.valid_until < sight.today.isoformat():
        return CertificateStanding(
            CertificateState.EXPIRED, as_of, date.fromisoformat(row.valid_until), "", Teller.REGISTER)
    return CertificateStanding(CertificateState.VALID, as_of, None, "", Teller.REGISTER)
