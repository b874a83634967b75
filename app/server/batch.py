"""The rows that one push touches: read at once, changed in memory operation by operation, written at once.

An operation that is refused leaves nothing behind, because its changes are laid aside until it is done (S4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from app.domain.kinds import KINDS, unit_of
from app.domain.merging import Arrival, Author, Fields, Loss, Merged, merge, with_derived
from app.domain.operation import Patch
from app.server import records
from app.server.database import one_of
from app.server.records import Key, Record
from app.server.stream import Stream
from app.server.tables import LIVE, REMOVED, erasures
from app.store.chunks import chunks

_PARTS_OF_PEOPLE = frozenset(
    {"import_links", "registrations",
     *(name for name, kind in KINDS.items() if "participant_id" in (*kind.units, kind.parent))})


@dataclass(slots=True)
class Batch:
    """`stands` is what the batch has come to; `original` what lies in the database."""

    connection: Connection
    stream: Stream
    stands: dict[Key, Record] = field(default_factory=dict)
    original: dict[Key, Record] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)

    @property
    def organisation_id(self) -> bytes:
        return self.stream.organisation_id

    def read(self, keys: Iterable[Key]) -> None:
        """Read rows that are not known yet."""
        found = records.load(self.connection, self.organisation_id, [key for key in keys if key not in self.original])
        self.know(found.values())

    def know(self, rows: Iterable[Record]) -> None:
        for row in rows:
            key = (row.kind, row.id)
            if key not in self.original:
                self.original[key] = self.stands[key] = row

    def read_erased(self, people: Iterable[bytes]) -> None:
        """Which of these people were erased."""
        for some in chunks(list(set(people))):
            query = select(erasures.c.participant_id).where(
                erasures.c.organisation_id == self.organisation_id,
                one_of(self.connection, erasures.c.participant_id, some))
            self.erased |= set(self.connection.execute(query).scalars())

    def fields(self, key: Key) -> Fields | None:
        record = self.stands.get(key)
        return record.fields if record is not None and record.lives else None

    def is_erased(self, patch: Patch, old: Record | None) -> bool:
        """True for a row of somebody who was erased. Of what was part of them not even a tombstone is left."""
        if old is None and patch.field is not None and patch.kind in _PARTS_OF_PEOPLE:
            return True
        named = {patch.id, old.unit if old else patch.id}
        if isinstance(patch.new, dict):
            named |= {value for name, value in patch.new.items() if name == "row_id" or name.endswith("_id")}
        return not self.erased.isdisjoint(named)

    def flush(self) -> None:
        """Write what there is, so that something can happen to the database itself."""
        self.write()
        self.original = dict(self.stands)

    def read_again(self) -> None:
        """What the batch knows, as it lies in the database by now."""
        keys = list(self.stands)
        self.stands.clear()
        self.original.clear()
        self.read(keys)

    def write(self) -> None:
        """Everything that changed, to the database."""
        changed = [
            (self.original.get(key), now) for key, now in self.stands.items() if now is not self.original.get(key)
        ]
        records.store(self.connection, self.stream, changed)


@dataclass(slots=True)
class Trial:
    """One operation on its way: its changes, kept apart until it is accepted."""

    batch: Batch
    arrival: Arrival
    changes: dict[Key, Record] = field(default_factory=dict)
    losses: list[tuple[Key, Loss]] = field(default_factory=list)
    gone: int = 0
    missing: int = 0

    def record(self, key: Key) -> Record | None:
        return self.changes.get(key) or self.batch.stands.get(key)

    def apply(self, patch: Patch, intended: bool) -> None:
        """Lay one patch on its row; what is erased or gone takes nothing any more."""
        key = (patch.kind, patch.id)
        old = self.record(key)
        living = old if old is not None and old.lives else None
        if self.batch.is_erased(patch, old):
            self.gone += 1
            return
        if living is None and not patch.inserts and not patch.deletes:
            self._miss(key, patch, old)
            return
        fields = living.fields if living else None
        merged = merge(patch.kind, fields, dict(living.history) if living else {}, patch, self.arrival)
        self.losses += [(key, loss) for loss in merged.losses]
        if merged.changed:
            self.changes[key] = self._made(key, living, merged, intended)

    def _miss(self, key: Key, patch: Patch, old: Record | None) -> None:
        """The row was removed meanwhile: what was typed is kept for people to look at."""
        self.missing += 1
        if old is not None:
            nobody = Author(0, b"", b"", 0)
            self.losses.append((key, Loss(str(patch.field), None, patch.new, nobody, arrived=True)))

    def accept(self, number: int | None = None) -> int:
        """Give every changed row its place in the stream; gives the last number."""
        for key, record in self.changes.items():
            place = self.batch.stream.next()
            history = {
                name: author._replace(number=place) if author.number == 0 else author
                for name, author in record.history.items()
            }
            self.batch.stands[key] = replace(record, number=place, history=history)
        return self.batch.stream.number if self.changes else (number or 0)

    def _made(self, key: Key, old: Record | None, merged: Merged, intended: bool) -> Record:
        kind, row_id = key
        if merged.fields is None:
            assert old is not None
            return Record(kind, row_id, old.unit, 0, REMOVED, None, {}, intended)
        fields = with_derived(kind, merged.fields)
        unit = unit_of(kind, fields, self.batch.organisation_id)
        return Record(kind, row_id, unit, 0, LIVE, fields, merged.history)


def author(device_id: bytes, account_id: bytes, at_us: int) -> Author:
    """Whoever sends this operation; the number follows when it is accepted."""
    return Author(0, device_id, account_id, at_us)
