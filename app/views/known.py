"""What the database already knows of a source: the rows its keys made, and everybody by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select

from app.store import tables
from app.store.aside import ALONE, FOLLOWED
from app.store.rollover import groups_rolled_over

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A source's key, the row it made and what the file said last (`taken`). `aside` as in `app.store.aside`."""

    id: bytes
    row_id: bytes
    taken: dict[str, Any]
    aside: int = FOLLOWED


@dataclass(frozen=True, slots=True)
class Known:
    """All that matching needs, read in a handful of queries. `rolled_over` are the groups that rolling over made.

    `merged` are people who turned out to be somebody else: what is said of them is said of that person, and they are
    not among the `rows`. `aside` are people who are left alone, with the ids of the links that say so.
    """

    secret: bytes
    links: Mapping[tuple[str, str], Link]
    rows: Mapping[str, Mapping[bytes, Row]]
    groups_of: Mapping[bytes, Mapping[bytes, bytes]]
    coaching: Mapping[bytes, Mapping[bytes, bytes]]
    placement_of: Mapping[bytes, Row]
    erased: frozenset[bytes]
    as_of: int
    merged: Mapping[bytes, bytes]
    merged_rows: Sequence[Row]
    aside: Mapping[bytes, tuple[bytes, ...]]
    rolled_over: frozenset[bytes] = frozenset()

    def link(self, kind: str, key: str) -> Link | None:
        return self.links.get((kind, key))

    def newest_group(self, key: str) -> bytes | None:
        """The group that a key brought, of whatever year; the newest where there are several."""
        years = [full for kind, full in self.links if kind == "group" and full.partition(":")[2] == key]
        link = self.link("group", max(years, default=key))
        return link.row_id if link else None


def known(connection: Connection, source: str) -> Known:
    secret = connection.execute(select(tables.organisations.c.import_secret)).scalar_one()
    rows = {
        str(table.name): _rows(connection, table)
        for table in (tables.participants, tables.coaches, tables.groups, tables.locations)
    }
    merged = {one: row["merged_into"] for one, row in rows["participants"].items() if row["merged_into"]}
    gone = [rows["participants"].pop(one) for one in merged]
    return Known(
        bytes(secret),
        _links(connection, source, merged),
        rows,
        _open(connection, tables.memberships, "participant_id"),
        _open(connection, tables.coach_assignments, "coach_id"),
        _placements(connection),
        frozenset(bytes(one) for one in connection.execute(select(tables.erased_ids.c.id)).scalars()),
        connection.execute(select(func.coalesce(func.max(tables.operations.c.number), 0))).scalar_one(),
        merged,
        gone,
        _aside(connection, merged),
        groups_rolled_over(connection),
    )


def _links(connection: Connection, source: str, merged: Mapping[bytes, bytes]) -> dict[tuple[str, str], Link]:
    links = tables.import_links
    found = connection.execute(select(links).where(links.c.source == source))
    return {
        (row.kind, row.key): Link(
            row.id, merged.get(row.row_id, row.row_id), msgspec.msgpack.decode(row.taken), row.aside)
        for row in found
    }


def _aside(connection: Connection, merged: Mapping[bytes, bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Of whatever source the link is that says so."""
    links, found = tables.import_links, dict[bytes, tuple[bytes, ...]]()
    for row in connection.execute(select(links.c.id, links.c.row_id).where(links.c.aside == ALONE)):
        person = merged.get(row.row_id, row.row_id)
        found[person] = (*found.get(person, ()), row.id)
    return found


def _rows(connection: Connection, table: Table) -> dict[bytes, Row]:
    return {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}


def _open(connection: Connection, table: Table, person: str) -> dict[bytes, dict[bytes, bytes]]:
    """Per person: group id -> id of the open row."""
    found: dict[bytes, dict[bytes, bytes]] = {}
    for row in connection.execute(
        select(table.c.id, table.c[person], table.c.group_id).where(table.c.until_on.is_(None))
    ):
        found.setdefault(row[1], {})[row[2]] = row[0]
    return found


def _placements(connection: Connection) -> dict[bytes, Row]:
    placements = tables.placements
    found = connection.execute(select(placements).where(placements.c.until_on.is_(None))).mappings()
    return {row["participant_id"]: dict(row) for row in found}
