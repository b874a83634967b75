"""What happened to an agreement on the way, as it is kept: changes with their fees, claims, measures, the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select, union

from app.store.tables import (
    belongs_to,
    changes,
    claims,
    confirmations,
    contacts,
    end_tasks,
    insolvencies,
    measures,
    new_fees,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptCourse:
    """Rows in order of day; `fees` are the new fees by the id of their change."""

    changes: tuple[Row, ...] = ()
    fees: dict[bytes, list[Row]] = field(default_factory=dict)
    claims: tuple[Row, ...] = ()
    measures: tuple[Row, ...] = ()
    insolvencies: tuple[Row, ...] = ()
    tasks: tuple[Row, ...] = ()


def kept_course(connection: Connection, agreement_id: bytes) -> KeptCourse:
    """Everything that happened to one agreement."""
    changed = _of(connection, changes, agreement_id, "announced_on")
    return KeptCourse(
        changed, _fees(connection, [row["id"] for row in changed]), _of(connection, claims, agreement_id, "known_on"),
        kept_measures(connection, agreement_id), _of(connection, insolvencies, agreement_id, "began_on"),
        _of(connection, end_tasks, agreement_id, "done_on"))


def kept_measures(connection: Connection, agreement_id: bytes) -> tuple[Row, ...]:
    return _of(connection, measures, agreement_id, "last_on")


def with_a_course(connection: Connection) -> frozenset[bytes]:
    """The agreements to which anything happened on the way: few of many."""
    every = (select(table.c.agreement_id) for table in (changes, claims, measures, insolvencies, end_tasks))
    return frozenset(bytes(one) for one in connection.execute(union(*every)).scalars())


def measures_by_agreement(connection: Connection) -> dict[bytes, list[Row]]:
    """All measures there are, by their agreement; there are few of them."""
    found: dict[bytes, list[Row]] = defaultdict(list)
    for row in connection.execute(select(measures).order_by(measures.c.last_on, measures.c.id)).mappings():
        found[row["agreement_id"]].append(dict(row))
    return dict(found)


def kept_contacts(connection: Connection, day: str) -> tuple[Row, ...]:
    """The contact persons of that day, the newest first."""
    stands = contacts.c.until_on.is_(None) | (contacts.c.until_on > day)
    own = select(contacts).where(stands, belongs_to(contacts, None))
    query = own.order_by(contacts.c.from_on.desc(), contacts.c.id)
    return tuple(dict(row) for row in connection.execute(query).mappings())


def last_confirmation(connection: Connection, what: str) -> Row | None:
    """When somebody last said that it was still right, None where nobody did."""
    own = belongs_to(confirmations, None)
    query = select(confirmations).where(confirmations.c.what == what, own)
    newest = query.order_by(confirmations.c.confirmed_on.desc(), confirmations.c.id.desc())
    row = connection.execute(newest).mappings().first()
    return dict(row) if row is not None else None


def _of(connection: Connection, table: Table, agreement_id: bytes, order: str) -> tuple[Row, ...]:
    query = select(table).where(table.c.agreement_id == agreement_id).order_by(table.c[order], table.c.id)
    return tuple(dict(row) for row in connection.execute(query).mappings())


def _fees(connection: Connection, change_ids: Sequence[bytes]) -> dict[bytes, list[Row]]:
    found: dict[bytes, list[Row]] = defaultdict(list)
    query = select(new_fees).where(new_fees.c.change_id.in_(change_ids)).order_by(new_fees.c.id)
    for row in connection.execute(query).mappings():
        found[row["change_id"]].append(dict(row))
    return dict(found)
