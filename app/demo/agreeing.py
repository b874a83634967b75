"""The agreements of a demo organisation: signed, on which papers, delivered, and one given notice of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.actions.agreements import record_delivery, record_mandate, record_notice
from app.actions.desk import Desk
from app.actions.licences import assign_seats, conclude_agreement
from app.demo.organisation import Agreement, DemoOrganisation, DemoPaper, Licence
from app.domain.sight import Sight
from app.store.tables import agreements, licences, mandates

GoTo = Callable[[date], None]


def agree(desk: Desk, go_to: GoTo, told: DemoOrganisation, people: int | None) -> bytes:
    """The agreement with seats enough for a demo of any size, and those beside it; gives the licence with the seats."""
    if told.mandate is not None:
        given = told.mandate
        desk.do(record_mandate, holder=given.holder, given_by=given.given_by, acts=list(given.acts),
                from_on=given.from_on.isoformat())
    main = _conclude(desk, told, told.agreement, told.licences, people or 0, None)
    for terms, parts in told.further:
        go_to(terms.concluded_on)
        _conclude(desk, told, terms, parts, 0, main)
    return desk.read(_seats_of, main)


def follow_agreements(desk: Desk, go_to: GoTo, told: DemoOrganisation, people: Sequence[bytes], today: date) -> None:
    """What happened to them since, as far as its day has come; the first of `people` get seats of a further one."""
    for terms in (told.agreement, *(one for one, _ in told.further)):
        agreement = desk.read(agreement_numbered, terms.number)
        if terms.delivered_on is not None and terms.delivered_on <= today:
            go_to(terms.delivered_on)
            desk.do(record_delivery, agreement_id=agreement, delivered_on=terms.delivered_on.isoformat())
        if terms.seated and people:
            desk.do(assign_seats, licence_id=desk.read(_seats_of, agreement), participant_ids=people[:terms.seated])
        if terms.notice is not None and terms.notice.received_on <= today:
            go_to(terms.notice.received_on)
            desk.do(record_notice, agreement_id=agreement, party="organisation", form=terms.notice.form,
                    received_on=terms.notice.received_on.isoformat(), proof=terms.notice.proof,
                    signatory={"name": terms.signed_by, "role": "representative", "mandate_id": None})


def agreement_numbered(connection: Connection, sight: Sight, number: str) -> bytes:
    """The agreement with this number."""
    return bytes(connection.execute(select(agreements.c.id).where(agreements.c.number == number)).scalar_one())


def _conclude(
    desk: Desk, told: DemoOrganisation, terms: Agreement, parts: Sequence[Licence], at_least: int,
    beside: bytes | None,
) -> bytes:
    known = terms.concluded_on <= desk.sight.today  # on a clock that is behind nobody can have signed yet
    made = desk.do(
        conclude_agreement, number=terms.number, provider=told.provider, package=terms.package, supplements_id=beside,
        concluded_on=terms.concluded_on.isoformat(), starts_on=terms.starts_on.isoformat(), months=terms.months,
        parts=[{"kind": part.kind, "seats": max(part.seats, at_least) if part.kind == "participant" else part.seats,
                "fee_cents": part.fee_per_seat_cents} for part in parts],
        conclusion=_conclusion(desk, terms) if known else None)
    return bytes(made.outcome)


def _conclusion(desk: Desk, terms: Agreement) -> dict[str, Any]:
    signer = {
        "name": terms.signed_by, "role": "administrator" if terms.by_mandate else "representative",
        "mandate_id": desk.read(_mandate) if terms.by_mandate else None}
    beside = signer | {"signed_on": terms.concluded_on.isoformat()}
    return {
        **signer, "ticked": True, "documents": [_paper(one) for one in terms.documents],
        "deviating": beside | {"written": True, "document": _paper(terms.deviating)} if terms.deviating else None,
        "processing": beside | {"document": _paper(terms.processing)} if terms.processing else None}


def _paper(one: DemoPaper) -> dict[str, str]:
    return {"title": one.title, "edition": one.edition, "checksum": one.checksum}


def _mandate(connection: Connection, sight: Sight) -> bytes:
    return bytes(connection.execute(select(mandates.c.id)).scalar_one())


def _seats_of(connection: Connection, sight: Sight, agreement_id: bytes) -> bytes:
    query = select(licences.c.id).where(licences.c.agreement_id == agreement_id, licences.c.kind == "participant")
    return bytes(connection.execute(query).scalar_one())
