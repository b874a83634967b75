"""Everything that was recorded of one agreement on one day, for the paper that tells how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.order_states import OrderState
from app.domain.contract.timeline import Timeline
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import KeptAgreement, kept_agreement
from app.store.tables import belongs_to, organisations
from app.views.agreement_terms import AgreementTerms, Fact
from app.views.agreements import recorded_facts
from app.views.licences import LicenceRow, licences_of
from app.views.orders import OrderRow, order_list
from app.views.seat_picture import SeatPicture, seat_picture
from app.views.statements import Statement, statement


@dataclass(frozen=True, slots=True)
class AgreementState:
    """`facts` are the terms, `recorded` who signed and gave notice, `orders` what led to it or added to it."""

    kept: KeptAgreement
    organisation: str
    place: str
    today: date
    timeline: Timeline
    facts: tuple[Fact, ...]
    recorded: tuple[Fact, ...]
    licences: tuple[LicenceRow, ...]
    picture: SeatPicture
    orders: tuple[OrderRow, ...]
    money: Statement


def agreement_state(connection: Connection, sight: Sight, agreement_id: bytes) -> AgreementState:
    """Raises Refusal for an agreement that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_agreement(connection, agreement_id)
    if kept is None:
        raise Refusal(Text("This agreement does not exist any more. Nothing was recorded."))
    own = connection.execute(select(organisations.c.name, organisations.c.place).where(
        belongs_to(organisations, sight.tenant))).first()
    terms = AgreementTerms(kept.profile, kept.agreement, sight.today)
    return AgreementState(
        kept, own.name if own else "", own.place if own else "", sight.today, terms.timeline(), terms.facts(0),
        recorded_facts(kept), licences_of(connection, sight, agreement_id),
        seat_picture(connection, sight, agreement_id), _orders(connection, sight, agreement_id),
        statement(connection, sight, agreement_id))


def _orders(connection: Connection, sight: Sight, agreement_id: bytes) -> tuple[OrderRow, ...]:
    return tuple(
        row for row in order_list(connection, sight)
        if row.state is OrderState.CONCLUDED and row.kept.row["agreement_id"] == agreement_id)
