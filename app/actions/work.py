"""The one way rows change: every write of an action goes through `Work`, which remembers what it did.

From that one memory come the operation (for sync), the journal (for undo), the audit event and the change set.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from app.domain.errors import Fault, Refusal
from app.domain.ids import timed_id
from app.domain.operation import Patch
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import belongs_to

Row = dict[str, Any]
CHUNK = 500


@dataclass(slots=True)
class Work:
    """One action at work inside one transaction. `now_us` is device time in UTC microseconds.

    `undoes` is the operation that this one takes back, if any.
    """

    connection: Connection
    sight: Sight
    device_id: bytes
    now_us: int
    patches: list[Patch] = field(default_factory=list)
    operation_id: bytes = b""
    undoes: bytes | None = None

    def __post_init__(self) -> None:
        self.operation_id = self.operation_id or self.new_id()

    @property
    def tenant(self) -> bytes | None:
        """Whose rows it is about, None for the desk's own (D10)."""
        return self.sight.tenant

    @property
    def today(self) -> date:
        return self.sight.today

    @property
    def day(self) -> str:
        return self.sight.today.isoformat()

    def new_id(self) -> bytes:
        return timed_id(self.now_us, secrets.token_bytes)

    def insert(self, table: Table, rows: Sequence[Row]) -> list[bytes]:
        """Add rows of one shape; a row without an id gets one. Gives the ids."""
        for row in rows:
            if "id" not in row:
                row["id"] = self.new_id()
        if rows:
            self.connection.execute(table.insert(), self._as_kept(table, rows))
        self.patches += [Patch(str(table.name), row["id"], None, 0, None, row) for row in rows]
        return [row["id"] for row in rows]

    def add(self, table: Table, **values: Any) -> bytes:
        return self.insert(table, [values])[0]

    def change(self, table: Table, row_id: bytes, **values: Any) -> bool:
        """Set fields of one row; gives True if any of them was different."""
        return bool(self.change_each(table, {row_id: values}))

    def change_all(self, table: Table, row_ids: Iterable[bytes], **values: Any) -> int:
        """Set the same fields on many rows; gives the number of rows that changed."""
        return self.change_each(table, dict.fromkeys(row_ids, values))

    def change_each(self, table: Table, changes: Mapping[bytes, Mapping[str, Any]]) -> int:
        """Set fields per row; what is already so is left alone. Raises Refusal where a row is not there (any more)."""
        before = self.rows_by_id(table, changes)
        found = [
            Patch(str(table.name), row_id, name, before[row_id]["version"], before[row_id][name], new)
            for row_id, values in changes.items()
            for name, new in values.items()
            if before[row_id][name] != new
        ]
        self._write(table, found)
        self.patches += found
        return len({patch.id for patch in found})

    def remove_all(self, table: Table, row_ids: Sequence[bytes]) -> None:
        """Delete rows as if they had never been (undo of an insert); leaving and closing are changes, not this."""
        before = self.rows_by_id(table, row_ids)
        for at in range(0, len(row_ids), CHUNK):
            self.connection.execute(table.delete().where(table.c.id.in_(row_ids[at : at + CHUNK])))
        self.patches += [
            Patch(str(table.name), row_id, None, row["version"], row, None) for row_id, row in before.items()
        ]

    def note_batch(self, import_id: bytes, rows: int) -> None:
        """Remember a batch of results by reference: append-only kinds are never copied into an operation (S2)."""
        self.patches.append(Patch("results", import_id, "batch", 0, None, rows))

    def rows_by_id(self, table: Table, row_ids: Iterable[bytes]) -> dict[bytes, Row]:
        """The rows as they are now. Raises Refusal where one is missing: it went while somebody was looking at it."""
        wanted = set(row_ids)
        found = self.rows_still_there(table, wanted)
        if len(found) != len(wanted):
            raise Refusal(Text(
                "What you want to change is not here any more: it went in the meantime. Nothing was changed."))
        return found

    def rows_still_there(self, table: Table, row_ids: Iterable[bytes]) -> dict[bytes, Row]:
        """Those of the rows that are there, as they are now."""
        wanted = list(dict.fromkeys(row_ids))
        found: dict[bytes, Row] = {}
        for at in range(0, len(wanted), CHUNK):
            query = select(table).where(
                table.c.id.in_(wanted[at : at + CHUNK]), belongs_to(table, self.tenant))
            found |= {row["id"]: dict(row) for row in self.connection.execute(query).mappings()}
        return found

    def _as_kept(self, table: Table, rows: Sequence[Row]) -> list[Row]:
        if self.tenant is None:
            return list(rows)
        if "tenant" not in table.c:
            raise Fault(f"a row of {table.name} with another tenant")
        return [row | {"tenant": self.tenant} for row in rows]

    def _write(self, table: Table, patches: Sequence[Patch]) -> None:
        by_fields: dict[tuple[str, ...], list[Row]] = {}
        by_row: dict[bytes, Row] = {}
        for patch in patches:
            by_row.setdefault(patch.id, {})[str(patch.field)] = patch.new
        for row_id, values in by_row.items():
            names = tuple(sorted(values))
            by_fields.setdefault(names, []).append({"b_id": row_id} | {f"b_{name}": values[name] for name in names})
        for names, parameters in by_fields.items():
            statement = table.update().where(table.c.id == bindparam("b_id"))
            self.connection.execute(statement.values({name: bindparam(f"b_{name}") for name in names}), parameters)
