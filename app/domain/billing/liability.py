"""How far the licensor is liable for one event (O-10.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.domain.billing.computation import Computation, Line, Record, half_up
from app.domain.billing.receivable import Receivable
from app.domain.calendar import DAY, add_months
from app.domain.errors import Refusal
from app.domain.provider_service import Gravity, LiabilityRules
from app.domain.provider_terms import Basis, NotRegulated
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class FeePaid:
    """A licence fee that was really paid on this day, in cents without and with VAT."""

    day: date
    net_cents: int
    total_cents: int
    reference: str = ""


def fees_paid(receivable: Receivable) -> tuple[FeePaid, ...]:
    """What was paid of an invoice, in order of day, with the part of it that is not VAT.

    That part is counted over all that was paid so far, so that the parts of a whole invoice are exactly its
    net amount.
    """
    paid = net = 0
    fees: list[FeePaid] = []
    for booking in sorted(receivable.bookings, key=lambda each: each.day):
        if booking.kind == "payment":
            paid += booking.cents
            so_far = half_up(Fraction(paid * receivable.net_cents, receivable.total_cents))
            fees.append(FeePaid(booking.day, so_far - net, booking.cents, booking.reference))
            net = so_far
    return tuple(fees)


@dataclass(frozen=True, slots=True)
class Unlimited:
    """The maximum does not hold: intent or gross negligence."""

    basis: Basis

    @property
    def text(self) -> Text:
        return Text("There is no maximum: intent or gross negligence.")


def liability_cap(
    rules: LiabilityRules, event: date | None, fees: Sequence[FeePaid], gravity: Gravity | None = None,
) -> Computation | Unlimited | NotRegulated:
    """The most that is owed for direct damage by one event: what was paid in the months before its day.

    The day of the event itself is not one before it. Refusal where the day is not known.
    """
    rule = rules.cap
    if isinstance(rule, NotRegulated):
        return rule
    if gravity in rule.value.not_for:
        return Unlimited(rule.basis)
    if event is None:
        raise Refusal(Text(
            "The maximum depends on the day of the event, and that is not known. Nothing was computed. "
            "Fill in the day."), remedy="event")
    first = add_months(event, -rule.value.months)
    counted = sorted((fee for fee in fees if first <= fee.day < event), key=lambda fee: fee.day)
    lines = tuple(_line(fee, rule.value.excluding_vat) for fee in counted)
    label = Text("At most, for direct damage: paid from {first} to {last}", first=first, last=event - DAY)
    return Computation(label, lines, rule.basis)


def _line(fee: FeePaid, excluding_vat: bool) -> Line:
    source = Record(Text("payment {reference}", reference=fee.reference or "–"))
    if excluding_vat:
        return Line(Text("Paid on {day}, without VAT", day=fee.day), fee.net_cents, source)
    return Line(Text("Paid on {day}, with VAT", day=fee.day), fee.total_cents, source)


def compensation(cap: Computation | Unlimited, damage_cents: int, basis: Basis) -> Computation:
    """The direct damage (in cents), no more than the maximum."""
    damage = Line(Text("Direct damage"), damage_cents, Record(Text("the claim")))
    lines: tuple[Line, ...] = (damage,)
    if isinstance(cap, Computation) and damage_cents > cap.cents:
        lines = (damage, Line(Text("Lowered to the maximum of this event"), cap.cents - damage_cents, cap.source))
    return Computation(Text("Compensation"), lines, basis)
