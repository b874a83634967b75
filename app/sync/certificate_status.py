"""Asking a server what became of certificates, with an account or without: the code is all that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.actions.desk import Desk
from app.domain.certificate_standing import CertificateStanding, CertificateState, Teller
from app.domain.errors import Refusal
from app.domain.text import Text
from app.store.certificates_asked import remember
from app.sync.http import HttpWire, Wire
from app.sync.refusals import garbled
from app.sync.talk import Exchange
from app.sync.wire_certificates import AskCertificate, CertificateSaid
from app.views.certificate_standing import certificate_standings

PATH = "/v1/certificate"
MOST_ASKED = 50
"""Of one file: the server lets one address ask a hundred times in a quarter of an hour."""


def ask_server(
    address: str, codes: Sequence[str], make_wire: Callable[[str], Wire] = HttpWire
) -> tuple[dict[str, CertificateStanding], Refusal | None]:
    """What the server says of each code, and why it said no more where it did not answer them all."""
    said: dict[str, CertificateStanding] = {}
    try:
        wire = make_wire(address)
    except Refusal as refusal:
        return said, refusal
    try:
        exchange = Exchange(wire)
        for code in codes[:MOST_ASKED]:
            said[code] = _standing(exchange.answer(PATH, AskCertificate(code), CertificateSaid))
    except Refusal as refusal:
        return said, refusal
    finally:
        wire.close()
    return said, None if len(codes) <= MOST_ASKED else Refusal(
        Text("Of the first {n} certificates it was asked, not of the others.", n=MOST_ASKED))


def told_at(
    desk: Desk, codes: Sequence[str], server: str, make_wire: Callable[[str], Wire] = HttpWire
) -> tuple[dict[str, list[CertificateStanding]], Refusal | None]:
    """What this desk knows of each code, with what its server says now, which it remembers for later.

    `server` is its address, '' to ask none; the refusal says why it said no more. Raises Refusal for what is no code.
    """
    told = {code: list(known) for code, known in desk.read(certificate_standings, codes).items()}
    if not server:
        return told, None
    said, silence = ask_server(server, codes, make_wire)
    with desk.database.writing() as connection:
        remember(connection, said)
    for code, standing in said.items():
        told[code].append(standing)
    return told, silence


def _standing(said: CertificateSaid) -> CertificateStanding:
    try:
        return CertificateStanding(
            CertificateState(said.state), date.fromisoformat(said.on),
            date.fromisoformat(said.since) if said.since else None, said.replaced_by, Teller.SERVER)
    except ValueError as broken:
        raise garbled() from broken
