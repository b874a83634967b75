"""What happens to the agreement of a demo organisation: changes, claims and the contact person, each on its own day."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.actions.changes import announce_change
from app.actions.claims import log_claim
from app.actions.contacts import confirm_data, record_contact
from app.actions.desk import Desk
from app.demo.billing import GoTo
from app.demo.organisation import DemoHappening, DemoOrganisation
from app.domain.sight import Sight
from app.store.tables import agreements, licences


def happen(desk: Desk, go_to: GoTo, told: DemoOrganisation) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than today did not happen yet."""
    agreement, seats = desk.read(_agreement)
    today = desk.sight.today
    contact = told.contact
    if contact.day <= today:
        go_to(contact.day)
        desk.do(record_contact, name=contact.name, role=contact.role, email=contact.email, phone=contact.phone)
        desk.do(confirm_data)
    for change in told.changes:
        if change.day <= today:
            go_to(change.day)
            desk.do(announce_change, agreement_id=agreement, fees=_fees(change, seats), **change.given)
    for claim in told.claims:
        if claim.day <= today:
            go_to(claim.day)
            desk.do(log_claim, agreement_id=agreement, **claim.given)


def _fees(change: DemoHappening, seats: bytes) -> list[dict[str, object]]:
    return [{"licence_id": seats, "fee_cents": change.fee_cents}] if change.fee_cents else []


def _agreement(connection: Connection, sight: Sight) -> tuple[bytes, bytes]:
    """The agreement with the most seats (a trial may have begun before it), and its licence for them."""
    both = licences.join(agreements, agreements.c.id == licences.c.agreement_id)
    query = select(agreements.c.id, licences.c.id).select_from(both).where(licences.c.kind == "participant")
    first = connection.execute(query.order_by(licences.c.seats.desc(), agreements.c.starts_on)).first()
    agreement, seats = first or (b"", b"")
    return bytes(agreement), bytes(seats)
