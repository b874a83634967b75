"""What the fee of an agreement becomes in its next period, by the consumer price index (O-5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from app.domain.billing.computation import Computation, summed
from app.domain.billing.figures import IndexSeries
from app.domain.billing.indexation import IndexedPrice, index_months, indexed_price, series_for
from app.domain.calendar import DAY
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import kept_agreement
from app.store.invoices import price_indexes
from app.store.tables import licences
from app.views.agreement_terms import AgreementTerms

PARTS = {"organisation": Text("Licence of {the_organisation}"), "participant": Text("Seats")}


@dataclass(frozen=True, slots=True)
class NextPrice:
    """One part of the licence: so many at this price of one, in cents without VAT; `indexed` has both computations."""

    licence_id: bytes
    what: Text
    quantity: int
    unit_cents: int
    indexed: IndexedPrice | None

    @property
    def whole(self) -> Computation | None:
        return None if self.indexed is None else self.indexed.times(Decimal(self.quantity))


@dataclass(frozen=True, slots=True)
class MissingIndex:
    """A figure that is to be recorded first, by the title of its series and the first day of its month."""

    series: str
    month: date


@dataclass(frozen=True, slots=True)
class NextFee:
    """The fee of the period from `begins`. Without one `why` says so, and `missing` which figures are to be recorded.

    `not_regulated`: the terms know no indexation.
    """

    agreement_id: bytes
    number: str
    begins: date | None
    parts: tuple[NextPrice, ...]
    why: Text | None = None
    not_regulated: bool = False
    missing: tuple[MissingIndex, ...] = ()

    @property
    def total(self) -> Computation | None:
        """All parts together, each of which opens."""
        wholes = [part.whole for part in self.parts]
        found = [Computation(part.what, one.lines, one.source) for part, one in zip(self.parts, wholes, strict=True)
                 if one is not None]
        if not found or len(found) < len(wholes):
            return None
        return summed(Text("Fee of the next period, without VAT"), found, found[0].source)


def next_fee(connection: Connection, sight: Sight, agreement_id: bytes) -> NextFee:
    """Raises Refusal for an agreement that is not here; whatever else stands in the way is told in `why`."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_agreement(connection, agreement_id)
    if kept is None:
        raise Refusal(Text("This agreement does not exist any more."))
    terms = AgreementTerms(kept.profile, kept.agreement, sight.today)
    rows = connection.execute(
        select(licences).where(licences.c.agreement_id == agreement_id, licences.c.fee_cents > 0).order_by(
            licences.c.kind.desc(), licences.c.id)).all()
    number = kept.row["number"]
    if terms.ends_for_good is not None:
        return NextFee(agreement_id, number, None, (), Text("The agreement ends on {day}; no period follows.",
                                                            day=terms.ends_for_good))
    begins = terms.dates.ends + DAY
    if not rows:
        return NextFee(agreement_id, number, begins, (), Text("No fee was recorded with this agreement."))
    return _priced(NextFee(agreement_id, number, begins, ()), kept.profile, price_indexes(connection), rows)


def _priced(fee: NextFee, profile: ProviderProfile, series: Sequence[IndexSeries], rows: Sequence[Any]) -> NextFee:
    assert fee.begins is not None
    plain = tuple(NextPrice(row.id, PARTS[row.kind], row.seats, row.fee_cents, None) for row in rows)
    try:
        found = [indexed_price(profile.price, series, row.fee_cents, fee.begins) for row in rows]
    except Refusal as refusal:
        return NextFee(fee.agreement_id, fee.number, fee.begins, plain, refusal.reasons[0],
                       missing=_missing(profile, series, fee.begins))
    silent = next((one for one in found if isinstance(one, NotRegulated)), None)
    if silent is not None:
        return NextFee(fee.agreement_id, fee.number, fee.begins, plain, silent.text, True)
    parts = tuple(
        NextPrice(one.licence_id, one.what, one.quantity, one.unit_cents, price)
        for one, price in zip(plain, found, strict=True) if isinstance(price, IndexedPrice))
    return NextFee(fee.agreement_id, fee.number, fee.begins, parts)


def _missing(profile: ProviderProfile, series: Sequence[IndexSeries], begins: date) -> tuple[MissingIndex, ...]:
    """Of the series that lacks the least: the months to be recorded."""
    rule, months = profile.price.indexation, index_months(profile.price, begins)
    if isinstance(rule, NotRegulated) or isinstance(months, NotRegulated):
        return ()
    one, lacking = series_for(series, rule.value.series, months)
    return tuple(MissingIndex(one.title, month) for month in lacking) if one is not None else ()
