"""An order: what is asked for, checked before it becomes an agreement (A-1.2, A-1.8, O-1, O-11.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.domain.calendar import last_day_of
from app.domain.contract.agreement import Agreement
from app.domain.contract.periods import Period
from app.domain.provider_terms import AddedSeats, NotRegulated, OrderRules, Regulated, Rule
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, out_of_range, wrong_day

MOST_PARTICIPANTS = 100_000
LONGEST_MONTHS = 120
LARGEST_FEE_CENTS = 1_000_000_000
"""Our own choices: above these a number is a slip of the keyboard, not an order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an order holds. `groups` and `locations` are names or ids as text; `fee_cents` is per seat without VAT.

    `supplements` is the number of a running agreement that this order adds seats to, empty for a new one.
    """

    number: str
    package: str
    participants: int
    groups: tuple[str, ...]
    locations: tuple[str, ...]
    fee_cents: int | None
    starts_on: date
    months: int
    supplements: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """An agreement that is there already; no `locations` means the whole organisation."""

    number: str
    provider: str
    locations: tuple[str, ...]
    agreement: Agreement
    renews: bool


def check_order(rules: OrderRules, order: Order) -> tuple[WrongField, ...]:
    """Everything that is wrong with an order, each at its field ("participants", "months", "groups", …)."""
    return (*_without_name(order), *_wrong_parts(rules, order), *_absurd(order))


def check_terms(order: Order) -> tuple[WrongField, ...]:
    """What cannot be, whether it is ordered or was agreed: of an older agreement one may not know all the parts."""
    return (*_without_name(order), *_absurd(order))


def _without_name(order: Order) -> Iterator[WrongField]:
    return (missing(field) for field in ("number", "package") if not getattr(order, field).strip())


def _absurd(order: Order) -> Iterator[WrongField]:
    wrong = (
        out_of_range("participants", order.participants, 1, MOST_PARTICIPANTS),
        out_of_range("months", order.months, 1, LONGEST_MONTHS),
        out_of_range("fee", order.fee_cents or 0, 0, LARGEST_FEE_CENTS),
        wrong_day("starts_on", order.starts_on),
    )
    return (one for one in wrong if one is not None)


def _wrong_parts(rules: OrderRules, order: Order) -> Iterator[WrongField]:
    """The parts that the terms of this provider name and that are empty."""
    parts = rules.contents.value.parts if isinstance(rules.contents, Regulated) else ()
    if "groups" in parts and not order.groups:
        yield missing("groups")
    if "locations" in parts and not order.locations:
        yield missing("locations")
    if "fee" in parts and order.fee_cents is None:
        yield missing("fee")


def check_overlap(provider: str, order: Order, others: Iterable[Running]) -> tuple[WrongField, ...]:
    """A second agreement for the same days and places, unless it is meant to add to one that runs."""
    there = tuple(others)
    if any(other.number == order.supplements for other in there):
        return ()
    return tuple(
        _overlap(other) for other in there
        if other.provider == provider and _share_a_place(order.locations, other.locations)
        and _share_a_day(order, other)
    )


def _overlap(other: Running) -> WrongField:
    last = other.agreement.last_day(other.renews)
    if last is None:
        return WrongField("starts_on", Text(
            "Agreement {number} renews by itself and runs on these days too. Nothing was recorded. End that one first, "
            "or record this as an addition to it.", number=other.number))
    return WrongField("starts_on", Text(
        "Agreement {number} runs up to and including {last}, on these days too. Nothing was recorded. Begin later, or "
        "record this as an addition to it.", number=other.number, last=last))


def _share_a_place(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not some or not others or not set(some).isdisjoint(others)


def _share_a_day(order: Order, other: Running) -> bool:
    ends, last = last_day_of(order.starts_on, max(1, order.months)), other.agreement.last_day(other.renews)
    return other.agreement.starts_on <= ends and (last is None or order.starts_on <= last)


def wrong_addition(running: Running, day: date) -> WrongField | None:
    """More seats begin while the agreement that they are added to runs."""
    last = running.agreement.last_day(running.renews)
    if day >= running.agreement.starts_on and (last is None or day <= last):
        return None
    return WrongField("starts_on", Text(
        "Agreement {number} does not run on {day}. Nothing was recorded. Choose another day, or a new agreement.",
        number=running.number, day=day))


def fee_for_rest(
    rule: Rule[AddedSeats], fee_cents: int, seats: int, period: Period, from_on: date,
) -> int | NotRegulated:
    """What seats cost, in cents without VAT, that are added from `from_on` to the end of a running period."""
    if isinstance(rule, NotRegulated):
        return rule
    whole, left = (period.ends - period.begins).days + 1, (period.ends - from_on).days + 1
    if not rule.value.by_days:
        return fee_cents * seats
    return int((Decimal(fee_cents * seats) * left / whole).quantize(Decimal(1), ROUND_HALF_UP))
