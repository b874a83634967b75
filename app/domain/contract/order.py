"""An order: what is asked for, checked before it becomes an agreement (A-1.2, A-1.8, O-1, O-11.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import last_day_of
from app.domain.contract.agreement import Agreement
from app.domain.provider_terms import OrderRules, Regulated
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing, out_of_range, wrong_day

MOST_PARTICIPANTS = 100_000
LONGEST_MONTHS = 120
LARGEST_FEE_CENTS = 1_000_000_000
"""Our own choices: above these a number is a slip of the keyboard, not an order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an order holds. `groups` and `locations` are names or ids as text; `fee_cents` is per year without VAT.

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
    return tuple(_wrong_in_order(rules, order))


def _wrong_in_order(rules: OrderRules, order: Order) -> Iterator[WrongField]:
    for field in ("number", "package"):
        if not getattr(order, field).strip():
            yield missing(field)
    yield from _wrong_parts(rules, order)
    wrong = (
        out_of_range("participants", order.participants, 1, MOST_PARTICIPANTS),
        out_of_range("months", order.months, 1, LONGEST_MONTHS),
        out_of_range("fee", order.fee_cents or 0, 0, LARGEST_FEE_CENTS),
        wrong_day("starts_on", order.starts_on),
    )
    yield from (one for one in wrong if one is not None)


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
    """A second agreement for the same days and places, unless it is meant to add to the one that runs."""
    return tuple(
        _overlap(other) for other in others
        if other.provider == provider and other.number != order.supplements
        and _share_a_place(order.locations, other.locations) and _share_a_day(order, other)
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
