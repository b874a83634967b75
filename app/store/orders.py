"""Orders as they are kept, and the agreements that a new one may run beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.contract.kept_orders import order_of
from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.order import Order, Running
from app.domain.contract.order_states import has_licensor
from app.domain.contract.periods import renews_silently
from app.store.resources import load_profile
from app.store.tables import accounts, agreements, belongs_to, licences, links, order_parts, orders

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """`parts` in their order, without those that were left out again; `supplements` is an agreement's number."""

    row: Row
    parts: tuple[Row, ...]
    supplements: str

    @property
    def order(self) -> Order:
        return order_of(self.row, self.parts, self.supplements)


def kept_orders(connection: Connection, tenant: bytes | None = None) -> tuple[KeptOrder, ...]:
    """All of this tenant, the newest first."""
    own = select(orders).where(belongs_to(orders, tenant))
    found = connection.execute(own.order_by(orders.c.prepared_on.desc(), orders.c.id.desc())).mappings()
    parts: dict[bytes, list[Row]] = {}
    query = select(order_parts).where(order_parts.c.participants > 0).order_by(
        order_parts.c.position, order_parts.c.id)
    for part in connection.execute(query).mappings():
        parts.setdefault(part["order_id"], []).append(dict(part))
    numbers = {row.id: row.number for row in connection.execute(select(agreements.c.id, agreements.c.number))}
    return tuple(
        KeptOrder(dict(row), tuple(parts.get(row["id"], ())), numbers.get(row["supplements_id"], ""))
        for row in found)


def kept_order(connection: Connection, order_id: bytes, tenant: bytes | None = None) -> KeptOrder | None:
    return next((one for one in kept_orders(connection, tenant) if one.row["id"] == order_id), None)


def running_agreements(connection: Connection, tenant: bytes | None = None) -> tuple[Running, ...]:
    """Every agreement of this tenant with the places of its seats, as the rule about overlap takes them."""
    places: dict[bytes, set[str]] = {}
    for row in connection.execute(select(licences.c.agreement_id, licences.c.location_id)):
        places.setdefault(row.agreement_id, set()).add(row.location_id.hex() if row.location_id else "")
    return tuple(
        running_of(dict(row), _bound(places.get(row["id"], set())))
        for row in connection.execute(
            select(agreements).where(belongs_to(agreements, tenant)).order_by(agreements.c.starts_on)).mappings())


def running_of(row: Row, places: tuple[str, ...]) -> Running:
    """A row of `agreements` with its places."""
    renews = renews_silently(load_profile(row["provider"]).duration)
    return Running(row["number"], row["provider"], places, agreement_of(row), renews)


def licensor_answers(connection: Connection, day: str, tenant: bytes | None = None) -> bool:
    """Whether the licensor works in this tenant itself on `day`, by an account or as the licensor it is tied to."""
    return any(
        has_licensor(map(dict, connection.execute(select(table).where(belongs_to(table, tenant))).mappings()), day)
        for table in (accounts, links))


def _bound(places: set[str]) -> tuple[str, ...]:
    """Nothing where a part of it is for the whole organisation."""
    return () if "" in places else tuple(sorted(places))
