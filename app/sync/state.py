"""What a desk remembers of the sync of each stream: cursors per unit, and the sum of what it holds.

`stream` is OWN for the desk's own, else the id of the tenant whose it is (D10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from app.domain.kinds import KINDS, SUM_LIMIT, Sum
from app.store.chunks import chunks
from app.store.database import Database
from app.store.settings import ACCOUNT, HIDES, set_settings, setting
from app.store.streams import OWN, set_stream, stream_here, tenant_of
from app.store.tables import belongs_to, confirmed, metadata, sync_units
from app.sync.wire import Named, Page, Reach

ROWS, RESULTS = "rows", "results"
RESTORED, STALE = "restored", "stale"
"""Why everything is read again: the two values of `afresh`."""
ROWS_AT_ONCE = 5_000


def reaches(connection: Connection, lane: str, stream: bytes = OWN) -> list[Reach]:
    """How far each unit of a lane was read, those furthest behind first."""
    query = select(sync_units.c.unit, sync_units.c.cursor).where(
        sync_units.c.stream == stream, sync_units.c.lane == lane)
    return _reaches({row.unit: row.cursor for row in connection.execute(query)})


def moved(before: Iterable[Reach], reached: Reach) -> list[Reach]:
    """The same as it will be once these units are that far."""
    cursors = {unit: reach.cursor for reach in before for unit in reach.units}
    return _reaches(cursors | dict.fromkeys(reached.units, reached.cursor))


def _reaches(cursors: Mapping[bytes, int]) -> list[Reach]:
    by_cursor: dict[int, list[bytes]] = {}
    for cursor, unit in sorted((cursor, unit) for unit, cursor in cursors.items()):
        by_cursor.setdefault(cursor, []).append(unit)
    return [Reach(cursor, units) for cursor, units in by_cursor.items()]


def note_reached(connection: Connection, lane: str, reached: Reach, stream: bytes = OWN) -> None:
    """These units are that far now."""
    connection.execute(
        sync_units.insert().prefix_with("OR REPLACE"),
        [{"stream": stream, "unit": unit, "lane": lane, "cursor": reached.cursor} for unit in reached.units])


def lowest(connection: Connection, stream: bytes = OWN) -> int:
    """Up to which number everything of it was read."""
    return min((reach.cursor for reach in reaches(connection, ROWS, stream)), default=0)


def named(connection: Connection, stream: bytes = OWN) -> Named | None:
    """The newest number that any answer named here, with the server's proof of it (S13)."""
    here = stream_here(connection, stream)
    return Named(here.named, here.proof) if here.proof else None


def keep_named(connection: Connection, epoch: str, given: Named | None, stream: bytes = OWN) -> None:
    """In the transaction of the answer. A lower number than before is what a server says that was put back."""
    here = stream_here(connection, stream)
    if given is not None and (here.named_epoch != epoch or here.named < given.number):
        set_stream(connection, stream, named_epoch=epoch, named=given.number, proof=given.proof)


def hides(connection: Connection) -> bool:
    """Whether the rows of the own stream came here without last names."""
    return bool(setting(connection, HIDES))


def note_hiding(connection: Connection, page: Page, stream: bytes = OWN) -> bool:
    """How the rows of this page came; True where those before came the other way."""
    if stream != OWN or page.hides == hides(connection):
        return False
    set_settings(connection, {HIDES: "1" if page.hides else ""})
    return True


def kinds_in(stream: bytes) -> list[str]:
    """The kinds of which a desk can have rows of this stream, in order of dependence."""
    return [kind for kind in KINDS if stream == OWN or "tenant" in metadata.tables[kind].c]


def only_of(connection: Connection, kind: str, ids: Iterable[bytes], stream: bytes) -> list[bytes]:
    """These rows without those that are another tenant's here: nobody changes what is not theirs by using its id."""
    tenant, table, wanted = tenant_of(stream), metadata.tables[kind], list(ids)
    if "tenant" not in table.c:
        return wanted
    anothers: set[bytes] = set()
    for some in chunks(wanted):
        for where in (table, confirmed):
            query = select(where.c.id).where(where.c.id.in_(some), where.c.tenant.is_distinct_from(tenant))
            anothers |= set(connection.execute(query).scalars())
    return [row_id for row_id in wanted if row_id not in anothers]


def not_own(connection: Connection, kind: str, ids: Iterable[bytes], stream: bytes = OWN) -> list[bytes]:
    """These rows without those that a desk cannot start without, whatever a server says: its card and its account."""
    if stream != OWN:
        return list(ids)
    if kind == "organisations":
        return []
    own = bytes.fromhex(setting(connection, ACCOUNT) or "") if kind == "accounts" else b""
    return [row_id for row_id in ids if row_id != own]


def start_afresh(connection: Connection, epoch: str, why: str, stream: bytes = OWN) -> None:
    """Read everything again: cursors go, rows stay until the server's arrive over them, the outbox is kept (S13).

    Their versions go before anything is read: see `forget_versions`. What then still has no version the server does
    not have: see `rescuing`. `why` is RESTORED or STALE.
    """
    connection.execute(sync_units.delete().where(sync_units.c.stream == stream))
    before = stream_here(connection, stream).afresh
    set_stream(
        connection, stream, epoch=epoch, seen=0, rows=0, total=0, heard=0, forgetting=1,
        afresh=RESTORED if before == RESTORED else why)


def forget_versions(database: Database, stream: bytes = OWN) -> None:
    """No row has a version any more: what `start_afresh` began, so many rows at a time that no save waits for it."""
    with database.reading() as connection:
        if not stream_here(connection, stream).forgetting:
            return
    for table in (*(metadata.tables[kind] for kind in kinds_in(stream)), confirmed):
        some = select(table.c.id).where(table.c.version != 0, belongs_to(table, tenant_of(stream))).limit(ROWS_AT_ONCE)
        forget = table.update().where(table.c.id.in_(some)).values(version=0)
        forgotten = ROWS_AT_ONCE
        while forgotten == ROWS_AT_ONCE:
            with database.writing(bulk=True) as connection:
                forgotten = connection.execute(forget).rowcount
    with database.writing() as connection:
        set_stream(connection, stream, forgetting=0)


def without_version(connection: Connection, table: Table, ids: Iterable[bytes]) -> None:
    """These rows of a kind, or under what waits, are no longer taken for the server's."""
    for some in chunks(list(ids)):
        connection.execute(table.update().where(table.c.id.in_(some)).values(version=0))


@dataclass(slots=True)
class Tally:
    """The sum of all confirmed rows here, carried along with every change instead of counted anew (S13)."""

    sum: Sum
    stream: bytes = OWN

    @classmethod
    def read(cls, connection: Connection, stream: bytes = OWN) -> Tally:
        here = stream_here(connection, stream)
        return cls(Sum(here.rows, here.total), stream)

    def keep(self, connection: Connection) -> None:
        set_stream(connection, self.stream, rows=self.sum.rows, total=self.sum.total % SUM_LIMIT)

    def replace(self, row_id: bytes, old: int, new: int) -> None:
        """A row went from one version to another; 0 is not there."""
        if old:
            self.sum.take(row_id, old)
        if new:
            self.sum.add(row_id, new)


def versions(connection: Connection, kind: str, ids: Iterable[bytes]) -> dict[bytes, int]:
    """The version each of these rows was confirmed with; those never confirmed are left out."""
    table = metadata.tables[kind]
    found: dict[bytes, int] = {}
    wanted = list(ids)
    for at in range(0, len(wanted), 500):
        some = wanted[at: at + 500]
        for where in (table, confirmed):
            query = select(where.c.id, where.c.version).where(where.c.id.in_(some))
            if where is confirmed:
                query = query.where(confirmed.c.fields.is_not(None) | (confirmed.c.version > 0))
            found |= {row.id: row.version for row in connection.execute(query)}
    return {row_id: version for row_id, version in found.items() if version}


def counted(connection: Connection, stream: bytes = OWN) -> Mapping[str, Mapping[bytes, int]]:
    """Every confirmed row of it, per kind, by counting all of them: for finding a difference, not for every day."""
    tenant = tenant_of(stream)
    under = {row.id: row for row in connection.execute(select(confirmed).where(belongs_to(confirmed, tenant)))}
    found: dict[str, dict[bytes, int]] = {}
    for kind in kinds_in(stream):
        table = metadata.tables[kind]
        query = select(table.c.id, table.c.version).where(belongs_to(table, tenant))
        rows = {row.id: row.version for row in connection.execute(query)}
        rows |= {row.id: row.version for row in under.values() if row.kind == kind}
        found[kind] = {row_id: version for row_id, version in rows.items() if version}
    return found


def recount(connection: Connection, stream: bytes = OWN) -> Tally:
    """The sum by counting everything."""
    tally = Tally(Sum(), stream)
    for rows in counted(connection, stream).values():
        for row_id, version in rows.items():
            tally.sum.add(row_id, version)
    return tally
