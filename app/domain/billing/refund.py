"""What is paid back when an agreement ends before its time, and what is not (O-11.4, A-3.7, A-7.6, A-10.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from app.domain.billing.computation import Computation, Line, Record, half_up
from app.domain.billing.receivable import Receivable
from app.domain.errors import Refusal
from app.domain.provider_service import ClaimRules, EndRules, Insolvency, Refund
from app.domain.provider_terms import Basis, NotRegulated, Regulated, Rule
from app.domain.text import Text

ClaimOutcome: TypeAlias = Literal["changed", "replaced", "ended"]
EndCause: TypeAlias = Literal["insolvency", "access_ended"]
LABEL = Text("To be paid back")


@dataclass(frozen=True, slots=True)
class Prepaid:
    """The fee that was paid ahead, in cents without VAT, for the days from `begins` to `ends`, both included."""

    cents: int
    begins: date
    ends: date


def paid_net(invoice: Receivable, day: date) -> int:
    """What was paid on an invoice by the close of this day, in cents without VAT."""
    paid = sum(one.cents for one in invoice.bookings if one.kind == "payment" and one.day <= day)
    return half_up(Fraction(invoice.net_cents * paid, invoice.total_cents)) if invoice.total_cents else 0


def prepaid_remainder(prepaid: Prepaid, last_day: date, basis: Basis) -> Computation:
    """The part of the days after `last_day`, the last one of the agreement, without VAT.

    Refusal for a last day outside the period. One before its first day pays everything back.
    """
    if prepaid.ends < prepaid.begins:
        raise Refusal(Text("The period ends before it begins. Nothing was computed. Correct the days."), remedy="ends")
    if last_day > prepaid.ends:
        raise Refusal(Text(
            "{day} lies after the period that was paid. Nothing is left to pay back. Check the day.", day=last_day,
        ), remedy="last_day")
    days = (prepaid.ends - prepaid.begins).days + 1
    used = max(0, (last_day - prepaid.begins).days + 1)
    refund = half_up(Fraction(prepaid.cents * (days - used), days))
    lines = (
        Line(Text("Paid ahead without VAT, for {begins} to {ends}", begins=prepaid.begins, ends=prepaid.ends),
             prepaid.cents, Record(Text("the payments of this agreement"))),
        Line(Text("Used until {day}: {used} of {n} day", "Used until {day}: {used} of {n} days", n=days, used=used,
                  day=last_day), refund - prepaid.cents, basis),
    )
    return Computation(LABEL, lines, basis)


def third_party_refund(
    claims: ClaimRules, outcome: ClaimOutcome, prepaid: Prepaid, last_day: date, school_year_fee_cents: int,
) -> Computation | NotRegulated:
    """What a third party's claim brings back (O-11.4: what is left; A-7.6: the fee of one whole school year).

    `school_year_fee_cents` is the fee of one school year, used where the terms name it; it is never counted
    by days. Nothing comes back where the use goes on, changed or replaced.
    """
    rule = claims.third_party_outcome
    if isinstance(rule, NotRegulated):
        return rule
    if outcome not in rule.value.outcomes:
        raise Refusal(Text("The terms do not name this outcome. Nothing was recorded. Choose another."),
                      remedy="outcome")
    if outcome != "ended":
        return _nothing(Text("The use goes on: nothing is paid back"), rule.basis)
    if rule.value.refund == "prepaid_remainder":
        return prepaid_remainder(prepaid, last_day, rule.basis)
    line = Line(Text("The licence fee of one whole school year, not by days"), school_year_fee_cents, rule.basis)
    return Computation(LABEL, (line,), rule.basis)


def refund_at_end(end: EndRules, cause: EndCause, prepaid: Prepaid, last_day: date) -> Computation | NotRegulated:
    """What comes back when access is ended, or the organisation is insolvent (A-3.7, A-10.3: nothing)."""
    rule = _refund_of_insolvency(end.insolvency) if cause == "insolvency" else end.refund
    if isinstance(rule, NotRegulated):
        return rule
    if rule.value.refunded:
        return prepaid_remainder(prepaid, last_day, rule.basis)
    return _nothing(Text("The terms pay nothing back"), rule.basis)


def _refund_of_insolvency(rule: Rule[Insolvency]) -> Rule[Refund]:
    return rule if isinstance(rule, NotRegulated) else Regulated(Refund(rule.value.refund), rule.basis)


def _nothing(why: Text, basis: Basis) -> Computation:
    return Computation(LABEL, (Line(why, 0, basis),), basis)
