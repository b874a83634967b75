"""The warranty of each version (O-10.1): from delivery; an update starts its own and ends the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from app.domain.calendar import DAY, last_day_of
from app.domain.provider_service import Warranty
from app.domain.provider_terms import NotRegulated, Rule


@dataclass(frozen=True, slots=True)
class Delivery:
    """A version and the day on which it was made available: the first delivery, then the updates."""

    version: str
    day: date


@dataclass(frozen=True, slots=True)
class WarrantyTerm:
    """Both days included; `replaced` is true where an update ended it before its time."""

    version: str
    begins: date
    ends: date
    replaced: bool


def warranty_terms(rule: Rule[Warranty], deliveries: Sequence[Delivery]) -> tuple[WarrantyTerm, ...] | NotRegulated:
    """The terms in order of delivery; a version replaced on its own first day has none."""
    if isinstance(rule, NotRegulated):
        return rule
    in_order = sorted(deliveries, key=lambda delivery: delivery.day)
    if not rule.value.update_starts_own:
        in_order = in_order[:1]
    terms = (
        _term(delivery, rule.value.months, after.day if after else None)
        for delivery, after in zip_longest(in_order, in_order[1:])
    )
    return tuple(term for term in terms if term.begins <= term.ends)


def _term(delivery: Delivery, months: int, next_day: date | None) -> WarrantyTerm:
    ends = last_day_of(delivery.day, months)
    replaced = next_day is not None and next_day <= ends
    if next_day is not None and replaced:
        ends = next_day - DAY
    return WarrantyTerm(delivery.version, delivery.day, ends, replaced)


def warranty_on(terms: Sequence[WarrantyTerm], day: date) -> WarrantyTerm | None:
    """The term that a defect found on this day falls under, None where there is no warranty any more."""
    return next((term for term in terms if term.begins <= day <= term.ends), None)
