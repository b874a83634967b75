"""What really stands in a database: every row of every table, to compare and to search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import select

from app.actions.desk import Desk
from app.domain.operation import Patch, decode_patches
from app.store.tables import audit_events, metadata, operations

Dump = dict[str, list[tuple[Any, ...]]]
# What an undo adds to instead of taking away: the journal, the log, and the list of imports.
GROWING = frozenset({"operations", "audit_events", "imports", "outbox"})


def dump(desk: Desk, without: frozenset[str] = GROWING) -> Dump:
    """Every row of every table, in order."""
    with desk.database.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(_everything(name))), key=repr)
            for name in metadata.tables
            if name not in without
        }


def rows_of(desk: Desk, name: str) -> list[dict[str, Any]]:
    with desk.database.reading() as connection:
        return [dict(row) for row in connection.exec_driver_sql(_everything(name)).mappings()]


@cache
def _everything(name: str) -> str:
    """Written once: to have it written anew for every table of every desk took longer than to read them."""
    columns = ", ".join(f'"{column.name}"' for column in metadata.tables[name].columns)
    return f'SELECT {columns} FROM "{name}"'


def places_of(desk: Desk, marker: str | bytes) -> set[str]:
    """Tables in which this text or these bytes stand anywhere, in a value or inside an encoded one."""
    sought = marker.encode() if isinstance(marker, str) else marker
    return {
        name
        for name, rows in dump(desk, frozenset()).items()
        if any(sought in (cell if isinstance(cell, bytes) else str(cell).encode()) for row in rows for cell in row)
    }


def journal(desk: Desk) -> list[dict[str, Any]]:
    """The operations, oldest first, with their arguments and patches decoded."""
    with desk.database.reading() as connection:
        rows = connection.execute(select(operations).order_by(operations.c.number)).mappings().all()
    return [
        dict(row) | {"arguments": msgspec.msgpack.decode(row["arguments"]), "patches": decode_patches(row["patches"])}
        for row in rows
    ]


def last_operation(desk: Desk) -> dict[str, Any]:
    return journal(desk)[-1]


def patched(desk: Desk) -> list[Patch]:
    """The patches of the newest operation."""
    patches: list[Patch] = last_operation(desk)["patches"]
    return patches


def events(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """(action, payload) of every event in the log, oldest first."""
    with desk.database.reading() as connection:
        rows = connection.execute(select(audit_events).order_by(audit_events.c.number)).all()
    return [(row.action, msgspec.msgpack.decode(row.payload) if row.payload else {}) for row in rows]


def strings_in(value: Any) -> Iterator[str]:
    """Every text inside a decoded payload."""
    match value:
        case str():
            yield value
        case dict():
            for name, one in value.items():
                yield from strings_in(name)
                yield from strings_in(one)
        case list() | tuple():
            for one in value:
                yield from strings_in(one)


def put_back(desk: Desk, saved: Dump) -> None:
    """Make every table as it was when `dump(desk, frozenset())` was taken; for one example after another."""
    with desk.database.writing() as connection:
        for name, rows in saved.items():
            table = metadata.tables[name]
            connection.execute(table.delete())
            columns = [column.name for column in table.columns]
            if rows:
                connection.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in rows])


def dangling(desk: Desk) -> set[str]:
    """Columns that name a row which is not there."""
    found: set[str] = set()
    for column, target in REFERENCES.items():
        name, field = column.split(".")
        there = {row["id"] for row in rows_of(desk, target)}
        if any(row[field] is not None and row[field] not in there for row in rows_of(desk, name)):
            found.add(column)
    locals_ = {name: {row["local"] for row in rows_of(desk, name)} for name in ("participants", "exercises")}
    for name in ("results", "progress", "standings", "activity"):
        found |= {
            f"{name}.participant" for row in rows_of(desk, name) if row["participant"] not in locals_["participants"]
        }
    found |= {"results.exercise" for row in rows_of(desk, "results") if row["exercise"] not in locals_["exercises"]}
    return found


REFERENCES = {
    "groups.location_id": "locations",
    "placements.participant_id": "participants",
    "placements.location_id": "locations",
    "memberships.participant_id": "participants",
    "memberships.group_id": "groups",
    "coach_assignments.coach_id": "coaches",
    "coach_assignments.group_id": "groups",
    "activation_codes.participant_id": "participants",
    "acceptances.participant_id": "participants",
    "consents.participant_id": "participants",
    "join_codes.group_id": "groups",
    "registrations.group_id": "groups",
    "licences.agreement_id": "agreements",
    "invoices.agreement_id": "agreements",
    "invoice_lines.invoice_id": "invoices",
    "bookings.invoice_id": "invoices",
    "reminders.invoice_id": "invoices",
    "seats.licence_id": "licences",
    "seats.participant_id": "participants",
    "programme_versions.programme_id": "programmes",
    "exercises.programme_version_id": "programme_versions",
    "route_steps.route_id": "routes",
    "route_steps.programme_id": "programmes",
    "route_assignments.route_id": "routes",
    "route_assignments.group_id": "groups",
    "certificates.participant_id": "participants",
    "certificates.programme_version_id": "programme_versions",
}
"""What each column with an id in it names; there are no foreign keys to hold it (S11)."""
