"""The shared rows of an organisation as the server keeps them: read by key, merged in memory, written as a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, and_, or_, select
from sqlalchemy.dialects import postgresql

from app.domain.kinds import COUNTED, EVERYTHING, KINDS, SUM_LIMIT, mark_of, may_have, parent_of, unit_of
from app.domain.merging import BORN, Author, Fields, History
from app.domain.permissions import Role
from app.server.database import is_postgresql, one_of
from app.server.shapes import whole
from app.server.stream import Stream, keep, lock
from app.server.tables import LIVE, REMOVED, records, sums
from app.store.chunks import chunks

Key = tuple[str, bytes]
ERASED_KIND = "erased"
"""The kind under which an erasure stands in the stream: the id alone, for everybody (S12)."""
_HISTORY = msgspec.msgpack.Decoder(dict[str, Author])


@dataclass(slots=True)
class Record:
    """One row. `fields` is None where it is gone; `history` says per field who set it last, '' who made the row."""

    kind: str
    id: bytes
    unit: bytes
    number: int
    state: int
    fields: Fields | None
    history: History = field(default_factory=dict)
    intended: bool = False

    @property
    def lives(self) -> bool:
        return self.state == LIVE


def load(connection: Connection, organisation_id: bytes, keys: Iterable[Key]) -> dict[Key, Record]:
    """Those of these rows that are there, removed ones too."""
    by_kind: dict[str, set[bytes]] = {}
    for kind, row_id in keys:
        by_kind.setdefault(kind, set()).add(row_id)
    found: dict[Key, Record] = {}
    for kind, ids in by_kind.items():
        for some in chunks(list(ids)):
            query = select(records).where(
                records.c.organisation_id == organisation_id, records.c.kind == kind,
                one_of(connection, records.c.id, some))
            found |= {(row.kind, row.id): record_of(row) for row in connection.execute(query)}
    return found


def under_ids(connection: Connection, organisation_id: bytes, ids: Iterable[bytes]) -> set[Key]:
    """The rows of any kind that stand under these ids, removed ones too."""
    query = select(records.c.kind, records.c.id).where(
        records.c.organisation_id == organisation_id, records.c.kind.in_(tuple(KINDS)))
    return {
        (row.kind, row.id)
        for some in chunks(list(ids))
        for row in connection.execute(query.where(one_of(connection, records.c.id, some)))
    }


def load_where(connection: Connection, organisation_id: bytes, *conditions: Any) -> list[Record]:
    """Rows that live, by any other condition on `records`."""
    query = select(records).where(records.c.organisation_id == organisation_id, records.c.state == LIVE, *conditions)
    return [record_of(row) for row in connection.execute(query)]


def children(
    connection: Connection, organisation_id: bytes, kind: str, parents: Iterable[bytes]
) -> list[Record]:
    """Rows of a kind that are looked up by what they belong to."""
    wanted = list(set(parents))
    return [
        record
        for some in chunks(wanted)
        for record in load_where(
            connection, organisation_id, records.c.kind == kind, one_of(connection, records.c.parent, some))
    ]


def users_of(connection: Connection, organisation_id: bytes, ids: Iterable[bytes]) -> list[Record]:
    """Everything that rests on these rows: what names them as parent or lies in their unit."""
    return [
        record
        for some in chunks(list(set(ids)))
        for record in load_where(
            connection, organisation_id,
            or_(one_of(connection, records.c.parent, some), one_of(connection, records.c.unit, some)))
    ]


def store(connection: Connection, stream: Stream, changed: Sequence[tuple[Record | None, Record]]) -> None:
    """Write rows as they became, each with the next number; `changed` pairs what was before with what is now."""
    if not changed:
        return
    differences = Differences(stream)
    rows = []
    for old, new in changed:
        differences.note(old, new)
        rows.append(_row(stream.organisation_id, new))
    upsert(connection, records, rows, ("organisation_id", "kind", "id"))
    differences.write(connection)


def write_rows(
    connection: Connection, organisation_id: bytes, rows: Sequence[tuple[str, Mapping[str, Any]]], account_id: bytes,
    now_us: int,
) -> int:
    """Rows that the server itself makes or changes (accounts, devices): whole fields by id; gives the last number."""
    stream = lock(connection, organisation_id)
    there = load(connection, organisation_id, [(kind, row["id"]) for kind, row in rows])
    changed: list[tuple[Record | None, Record]] = []
    for kind, row in rows:
        old = there.get((kind, row["id"]))
        author = Author(stream.next(), bytes(16), account_id, now_us)
        changed.append((old, _written(old, kind, row, author, organisation_id)))
    store(connection, stream, changed)
    keep(connection, stream)
    return stream.number


def _written(
    old: Record | None, kind: str, row: Mapping[str, Any], author: Author, organisation_id: bytes
) -> Record:
    before = old.fields if old is not None and old.fields is not None else {}
    history = dict(old.history) if old is not None and old.lives else {BORN: author}
    history |= {name: author for name, value in row.items() if before.get(name) != value and name != "id" and before}
    fields = before | dict(row) if before else whole(kind, row)
    unit = unit_of(kind, fields, organisation_id)
    return Record(kind, row["id"], unit, author.number, LIVE, fields, history)


def record_of(row: Any) -> Record:
    """A row of the table as a record."""
    fields = msgspec.msgpack.decode(row.fields) if row.fields is not None else None
    history = _HISTORY.decode(row.changed) if row.changed is not None else {}
    return Record(row.kind, row.id, row.unit, row.number, row.state, fields, history, bool(row.intended))


class Differences:
    """How counts and sums change (S13): kept per unit for coaches, as a whole for who sees everything."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.changes: dict[tuple[bytes, str], tuple[int, int, int]] = {}

    def note(self, old: Record | None, new: Record | None) -> None:
        number = new.number if new is not None else self.stream.number
        if old is not None and old.lives:
            self._count(old, -1, number)
        if new is not None and new.lives:
            self._count(new, 1, number)

    def write(self, connection: Connection) -> None:
        """Add to what the database has, without reading it."""
        upsert(connection, sums, [
            {"organisation_id": self.stream.organisation_id, "unit": unit, "role": role, "rows": rows,
             "total": more % SUM_LIMIT, "number": number}
            for (unit, role), (rows, more, number) in self.changes.items()
        ], ("organisation_id", "unit", "role"), _ADDED)

    def _count(self, record: Record, sign: int, number: int) -> None:
        if record.kind not in KINDS or record.fields is None:
            return
        mark = sign * mark_of(record.id, record.number)
        self._add(EVERYTHING, Role.ADMINISTRATOR, sign, mark, number)
        for role in _WITH_A_PART:
            if may_have(role, record.kind, record.fields):
                self._add(record.unit, role, sign, mark, number)
        if record.kind in COUNTED:  # who hears how many there are hears that it changed
            for role in (Role.LICENSOR, Role.AUDITOR):
                self._add(self.stream.organisation_id, role, 0, 0, number)

    def _add(self, unit: bytes, role: Role, rows: int, mark: int, number: int) -> None:
        count, total, newest = self.changes.get((unit, role.value), (0, 0, 0))
        self.changes[unit, role.value] = (count + rows, total + mark, max(newest, number))


_WITH_A_PART = (Role.COACH, Role.LICENSOR, Role.AUDITOR, Role.LICENSEE)
_ADDED = (
    ("number", "CASE WHEN sums.number < excluded.number THEN excluded.number ELSE sums.number END"),
    ("rows", "sums.rows + excluded.rows"),
    ("total", f"CASE WHEN sums.total > {SUM_LIMIT - 1} - excluded.total"
              f" THEN sums.total - ({SUM_LIMIT - 1} - excluded.total) - 1 ELSE sums.total + excluded.total END"))
"""Sums wrap at SUM_LIMIT, which is one more than either database holds."""


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: tuple[str, ...],
    becomes: tuple[tuple[str, str], ...] = (),
) -> None:
    """Insert, or where the key is there already set every other column, to what `becomes` says or to the new value."""
    if not rows:
        return
    names = tuple(rows[0])
    statement = _upserting(table, names, key, becomes, connection.dialect.name)
    if is_postgresql(connection):
        connection.exec_driver_sql(statement, tuple([row[name] for row in rows] for name in names))
    else:
        connection.exec_driver_sql(statement, [tuple([row[name] for name in names]) for row in rows])


@cache
def _upserting(
    table: Table, names: tuple[str, ...], key: tuple[str, ...], becomes: tuple[tuple[str, str], ...], dialect: str
) -> str:
    """PostgreSQL takes whole columns in one statement, which is three times as fast as row by row."""
    into = f"INSERT INTO {table.name} ({', '.join(names)}) "
    values = {name: f"excluded.{name}" for name in names if name not in key} | dict(becomes)
    others = ", ".join(f"{name} = {value}" for name, value in values.items())
    conflict = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"
    if dialect != "postgresql":
        return f"{into}VALUES ({', '.join('?' * len(names))}){conflict}"
    as_postgresql: Any = postgresql.dialect
    arrays = ", ".join(f"%b::{table.c[name].type.compile(as_postgresql())}[]" for name in names)
    return f"{into}SELECT * FROM unnest({arrays}){conflict}"


def delete_units(connection: Connection, stream: Stream, units: Iterable[bytes]) -> int:
    """Take every row of these units out of the database itself, as erasure does (S12); gives how many went."""
    return sum(
        _delete(connection, stream, one_of(connection, records.c.unit, some)) for some in chunks(list(units)))


def delete_kind(connection: Connection, stream: Stream, kind: str) -> int:
    """Take every row of a kind out of the database itself, as if it had never been; gives how many went."""
    return _delete(connection, stream, records.c.kind == kind)


def delete_row(connection: Connection, stream: Stream, kind: str, row_id: bytes) -> int:
    """Take one row out of the database itself; gives how many went."""
    return _delete(connection, stream, and_(records.c.kind == kind, records.c.id == row_id))


def _delete(connection: Connection, stream: Stream, which: Any) -> int:
    differences = Differences(stream)
    here = and_(records.c.organisation_id == stream.organisation_id, which)
    gone = [record_of(row) for row in connection.execute(select(records).where(here))]
    for record in gone:
        differences.note(record, None)
    connection.execute(records.delete().where(here))
    differences.write(connection)
    return len(gone)


def _row(organisation_id: bytes, record: Record) -> dict[str, Any]:
    lives = record.fields is not None
    return {
        "organisation_id": organisation_id, "kind": record.kind, "id": record.id, "unit": record.unit,
        "parent": parent_of(record.kind, record.fields) if record.fields is not None and record.kind in KINDS else None,
        "number": record.number, "state": record.state, "intended": int(record.intended),
        "fields": msgspec.msgpack.encode(record.fields) if lives else None,
        "changed": msgspec.msgpack.encode(record.history) if lives or record.state == REMOVED else None,
    }
