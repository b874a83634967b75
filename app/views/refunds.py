"""What a refund is computed from: the period that runs, and what was paid for it without VAT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.billing.refund import Prepaid, paid_net
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import kept_agreement
from app.store.invoice_list import listed_invoices
from app.views.agreement_terms import AgreementTerms


@dataclass(frozen=True, slots=True)
class RefundBasis:
    """`prepaid` is what was paid on the invoices of the running period; `invoices` how many those are."""

    agreement_id: bytes
    number: str
    profile: ProviderProfile
    prepaid: Prepaid
    invoices: int
    today: date


def refund_basis(connection: Connection, sight: Sight, agreement_id: bytes) -> RefundBasis:
    """Raises Refusal for an agreement that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_agreement(connection, agreement_id)
    if kept is None:
        raise Refusal(Text("This agreement does not exist any more."))
    dates = AgreementTerms(kept.profile, kept.agreement, sight.today).dates
    of_period = [one.receivable for one in listed_invoices(connection, agreement_id)
                 if one.stands and dates.begins <= one.receivable.day <= dates.ends]
    paid = sum(paid_net(one, sight.today) for one in of_period)
    return RefundBasis(
        agreement_id, kept.row["number"], kept.profile, Prepaid(paid, dates.begins, dates.ends), len(of_period),
        sight.today)
