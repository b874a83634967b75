"""Orders: what was ordered, by whom and with which answer, and what a new one is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.contract.kept_rows import agreement_of, day_of
from app.domain.contract.order import Running, fee_for_rest
from app.domain.contract.order_states import OrderState
from app.domain.contract.periods import Period, renews_silently
from app.domain.errors import Refusal
from app.domain.permissions import Permission, allowed, require
from app.domain.provider import NotRegulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.orders import KeptOrder, kept_orders, running_agreements
from app.store.resources import load_profile
from app.store.tables import (
    agreements,
    belongs_to,
    groups,
    licences,
    locations,
    memberships,
    organisations,
)
from app.views.agreement_terms import Fact
from app.views.agreements import ROLES, MandateRow, mandate_list

COMBINED = "combined"


@dataclass(frozen=True, slots=True)
class OrderedPart:
    """So many people at a location, in a group where the terms ask that; '' for the whole organisation."""

    location: str
    group: str
    participants: int
    location_id: bytes | None
    group_id: bytes | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """`kept` has the row itself; `facts` are what is shown of it; `may_answer` says whether the reader answers."""

    id: bytes
    number: str
    state: OrderState
    package: str
    participants: int
    starts_on: date
    parts: tuple[OrderedPart, ...]
    facts: tuple[Fact, ...]
    kept: KeptOrder
    may_answer: bool


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A location, or a group at one, that can be ordered for; `members` are there now."""

    location_id: bytes | None
    group_id: bytes | None
    location: str
    group: str
    members: int


@dataclass(frozen=True, slots=True)
class AddsTo:
    """A running agreement that more seats can be ordered under; `period` is the one that runs today."""

    id: bytes
    number: str
    provider: str
    package: str
    months: int
    period: Period
    fee_cents: int


@dataclass(frozen=True, slots=True)
class OrderBasis:
    """What an order is made from: who can be ordered for, what runs already, which numbers are taken."""

    places: tuple[PlaceChoice, ...]
    adds_to: tuple[AddsTo, ...]
    running: tuple[Running, ...]
    numbers: frozenset[str]
    proposal: str
    mandates: tuple[MandateRow, ...]


def order_list(connection: Connection, sight: Sight) -> tuple[OrderRow, ...]:
    """The newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    named = _names(connection, locations) | _names(connection, groups)
    answers = allowed(sight.actor, Permission.ANSWER_ORDERS)
    kept_here = kept_orders(connection, sight.tenant)
    return tuple(_row(connection, sight, kept, named, answers) for kept in kept_here)


def one_order(connection: Connection, sight: Sight, order_id: bytes) -> OrderRow:
    """Raises Refusal for an order that is not here."""
    found = next((row for row in order_list(connection, sight) if row.id == order_id), None)
    if found is None:
        raise Refusal(Text("This order does not exist any more. Nothing was recorded."))
    return found


def orderer(connection: Connection, sight: Sight) -> str:
    """The name of the organisation that orders."""
    query = select(organisations.c.name).where(belongs_to(organisations, sight.tenant))
    return connection.execute(query).scalars().first() or ""


def order_basis(connection: Connection, sight: Sight) -> OrderBasis:
    require(sight.actor, Permission.SEE_LICENCES)
    numbers = frozenset(kept.row["number"] for kept in kept_orders(connection, sight.tenant))
    at = next(at for at in range(1, len(numbers) + 2) if _number(sight, at) not in numbers)
    return OrderBasis(
        tuple(_places(connection, sight)), tuple(_adds_to(connection, sight)),
        running_agreements(connection, sight.tenant), numbers, _number(sight, at), mandate_list(connection, sight))


def _number(sight: Sight, at: int) -> str:
    return f"B{sight.today.year}-{at:03d}"


def _row(
    connection: Connection, sight: Sight, kept: KeptOrder, named: dict[bytes, str], answers: bool,
) -> OrderRow:
    row = kept.row
    parts = tuple(
        OrderedPart(named.get(part["location_id"], ""), named.get(part["group_id"], ""), part["participants"],
                    part["location_id"], part["group_id"])
        for part in kept.parts)
    return OrderRow(
        row["id"], row["number"], OrderState(row["state"]), row["package"], row["participants"],
        date.fromisoformat(row["starts_on"]), parts, tuple(_facts(connection, kept)), kept, answers)


def _facts(connection: Connection, kept: KeptOrder) -> Iterator[Fact]:
    row = kept.row
    yield Fact(Text("Licensor"), Text("{name}", name=load_profile(row["provider"]).licensor), "")
    if kept.supplements:
        yield Fact(Text("Adds to"), Text("agreement {number}", number=kept.supplements), "")
    else:
        yield Fact(Text("Duration"), Text("{n} month", "{n} months", n=row["months"]), "")
    yield from _fee(connection, kept)
    for label, name in ((Text("Purchase order"), "purchase_order"), (Text("Cost centre"), "cost_centre")):
        if row[name]:
            yield Fact(label, Text("{name}", name=row[name]), "")
    yield Fact(Text("Prepared"), _on(row["prepared_on"], row["prepared_by"]), "")
    yield from _steps(row)


def _fee(connection: Connection, kept: KeptOrder) -> Iterator[Fact]:
    cents = kept.row["fee_cents"]
    if cents is None:
        return
    yield Fact(Text("Fee per seat, without VAT"), Text("€ {amount}", amount=Decimal(cents).scaleb(-2)), "")
    running = _agreement(connection, kept.row["supplements_id"])
    if running is None:
        return
    profile, day = load_profile(running["provider"]), date.fromisoformat(kept.row["starts_on"])
    period = agreement_of(running).period_on(day, renews_silently(profile.duration))
    rest = fee_for_rest(profile.price.added_seats, cents, kept.row["participants"], period, day)
    yield Fact(Text("For the rest of the period"), _rest(rest, profile.licensor), "")


def _rest(rest: int | NotRegulated, licensor: str) -> Text:
    if isinstance(rest, NotRegulated):
        return Text("The terms do not regulate this. Agree with {licensor} what the added seats cost.",
                    licensor=licensor)
    return Text("€ {amount}", amount=Decimal(rest).scaleb(-2))


def _steps(row: dict[str, Any]) -> Iterator[Fact]:
    if row["ordered_on"]:
        role = ROLES.get(row["role"], Text("{name}", name=row["role"]))
        said = Text("{name} ({role}, with a mandate)", name=row["name"], role=role) if row["mandate_id"] else Text(
            "{name} ({role})", name=row["name"], role=role)
        yield Fact(Text("Ordered on"), Text("{day}", day=day_of(row["ordered_on"])), "")
        yield Fact(Text("Ordered by"), said, "")
    if row["answered_on"]:
        declined = row["state"] == OrderState.DECLINED
        yield Fact(Text("Declined") if declined else Text("Accepted"), _on(row["answered_on"], row["answered_by"]), "")
    if row["answer_proof"]:
        yield Fact(Text("Proof"), Text("{name}", name=row["answer_proof"]), "")
    if row["withdrawn_on"]:
        yield Fact(Text("Withdrawn"), Text("{day}", day=day_of(row["withdrawn_on"])), "")
    if row["reason"]:
        yield Fact(Text("Reason"), Text("{name}", name=row["reason"]), "")


def _on(day: str, who: str) -> Text:
    return Text("{day}, by {name}", day=day_of(day), name=who)


def _places(connection: Connection, sight: Sight) -> Iterator[PlaceChoice]:
    """Each location, and each of its own groups; without locations the organisation itself.

    A group that is put together of people of other groups is none to order for: they would be counted twice.
    """
    by_group = _members(connection)
    found = connection.execute(select(locations).where(
        locations.c.until_on.is_(None), belongs_to(locations, sight.tenant)).order_by(locations.c.name))
    there = [dict(row) for row in found.mappings()]
    known = {row["id"] for row in there}
    in_groups = [dict(row) for row in connection.execute(
        select(groups).where(groups.c.until_on.is_(None)).order_by(groups.c.name)).mappings()]
    in_groups = [row for row in in_groups if row["kind"] != COMBINED] or in_groups
    only = {"id": None, "name": orderer(connection, sight)}
    for place in (there or [only]):
        own = [row for row in in_groups if row["location_id"] == place["id"] or (
            row["location_id"] not in known and len(there) < 2)]
        yield PlaceChoice(place["id"], None, place["name"], "", _together(connection, [row["id"] for row in own]))
        for row in own:
            yield PlaceChoice(place["id"], row["id"], place["name"], row["name"], by_group.get(row["id"], 0))


def _members(connection: Connection) -> dict[bytes, int]:
    query = select(memberships.c.group_id, func.count(func.distinct(memberships.c.participant_id))).where(
        memberships.c.until_on.is_(None)).group_by(memberships.c.group_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _together(connection: Connection, group_ids: list[bytes]) -> int:
    """Somebody in several groups counts once."""
    query = select(func.count(func.distinct(memberships.c.participant_id))).where(
        memberships.c.until_on.is_(None), memberships.c.group_id.in_(group_ids))
    return int(connection.execute(query).scalar_one())


def _adds_to(connection: Connection, sight: Sight) -> Iterator[AddsTo]:
    """The agreements that have not ended, the newest first."""
    fees = {row.agreement_id: row.fee_cents for row in connection.execute(
        select(licences).where(licences.c.kind == "participant"))}
    query = select(agreements).where(belongs_to(agreements, sight.tenant)).order_by(agreements.c.starts_on.desc())
    for row in connection.execute(query).mappings():
        profile, made = load_profile(row["provider"]), agreement_of(dict(row))
        renews = renews_silently(profile.duration)
        last = made.last_day(renews)
        if last is None or last >= sight.today:
            yield AddsTo(row["id"], row["number"], row["provider"], row["package"], row["months"],
                         made.period_on(sight.today, renews), fees.get(row["id"], 0))


def _agreement(connection: Connection, agreement_id: bytes | None) -> dict[str, Any] | None:
    if agreement_id is None:
        return None
    row = connection.execute(select(agreements).where(agreements.c.id == agreement_id)).mappings().first()
    return dict(row) if row is not None else None


def _names(connection: Connection, table: Any) -> dict[bytes, str]:
    return {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))}
