"""What a desk remembers of its sync: settings, cursors per unit, and the sum of what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from app.domain.kinds import KINDS, SUM_LIMIT, Sum
from app.store.chunks import chunks
from app.store.database import Database
from app.store.settings import ACCOUNT, AFRESH, EPOCH, FORGETTING, NAMED, SEEN, SUM, set_settings, setting
from app.store.tables import confirmed, metadata, sync_units
from app.sync.wire import Named, Reach

ROWS, RESULTS = "rows", "results"
RESTORED, STALE = "restored", "stale"
"""Why everything is read again: the two values of AFRESH."""
ROWS_AT_ONCE = 5_000


def reaches(connection: Connection, lane: str) -> list[Reach]:
    """How far each unit of a lane was read, those furthest behind first."""
    query = select(sync_units.c.unit, sync_units.c.cursor).where(sync_units.c.lane == lane)
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


def note_reached(connection: Connection, lane: str, reached: Reach) -> None:
    """These units are that far now."""
    connection.execute(
        sync_units.insert().prefix_with("OR REPLACE"),
        [{"unit": unit, "lane": lane, "cursor": reached.cursor} for unit in reached.units])


def lowest(connection: Connection) -> int:
    """Up to which number everything here was read."""
    return min((reach.cursor for reach in reaches(connection, ROWS)), default=0)


def named(connection: Connection) -> Named | None:
    """The newest number that any answer named here, with the server's proof of it (S13)."""
    _, number, proof = _kept_name(connection)
    return Named(int(number), bytes.fromhex(proof)) if proof else None


def keep_named(connection: Connection, epoch: str, given: Named | None) -> None:
    """In the transaction of the answer. A lower number than before is what a server says that was put back."""
    before, number, _ = _kept_name(connection)
    if given is not None and (before != epoch or int(number) < given.number):
        set_settings(connection, {NAMED: f"{epoch} {given.number} {given.proof.hex()}"})


def _kept_name(connection: Connection) -> tuple[str, str, str]:
    """Epoch, number and proof."""
    epoch, number, proof = (setting(connection, NAMED) or " 0 ").rsplit(" ", 2)
    return epoch, number, proof


def not_own(connection: Connection, kind: str, ids: Iterable[bytes]) -> list[bytes]:
    """These rows without those that a desk cannot start without, whatever a server says: its card and its account."""
    if kind == "organisations":
        return []
    own = bytes.fromhex(setting(connection, ACCOUNT) or "") if kind == "accounts" else b""
    return [row_id for row_id in ids if row_id != own]


def start_afresh(connection: Connection, epoch: str, why: str) -> None:
    """Read everything again: cursors go, rows stay until the server's arrive over them, the outbox is kept (S13).

    Their versions go before anything is read: see `forget_versions`. What then still has no version the server does
    not have: see `rescuing`. `why` is RESTORED or STALE.
    """
    connection.execute(sync_units.delete())
    before = setting(connection, AFRESH) or ""
    set_settings(connection, {
        EPOCH: epoch, SEEN: "0", SUM: "0 0", AFRESH: RESTORED if before == RESTORED else why, FORGETTING: "versions"})


def forget_versions(database: Database) -> None:
    """No row has a version any more: what `start_afresh` began, so many rows at a time that no save waits for it."""
    with database.reading() as connection:
        if not setting(connection, FORGETTING):
            return
    for table in (*(metadata.tables[kind] for kind in KINDS), confirmed):
        some = select(table.c.id).where(table.c.version != 0).limit(ROWS_AT_ONCE)
        forget = table.update().where(table.c.id.in_(some)).values(version=0)
        forgotten = ROWS_AT_ONCE
        while forgotten == ROWS_AT_ONCE:
            with database.writing(bulk=True) as connection:
                forgotten = connection.execute(forget).rowcount
    with database.writing() as connection:
        set_settings(connection, {FORGETTING: ""})


def without_version(connection: Connection, table: Table, ids: Iterable[bytes]) -> None:
    """These rows of a kind, or under what waits, are no longer taken for the server's."""
    for some in chunks(list(ids)):
        connection.execute(table.update().where(table.c.id.in_(some)).values(version=0))


@dataclass(slots=True)
class Tally:
    """The sum of all confirmed rows here, carried along with every change instead of counted anew (S13)."""

    sum: Sum

    @classmethod
    def read(cls, connection: Connection) -> Tally:
        rows, _, total = (setting(connection, SUM) or "0 0").partition(" ")
        return cls(Sum(int(rows), int(total)))

    def keep(self, connection: Connection) -> None:
        set_settings(connection, {SUM: f"{self.sum.rows} {self.sum.total % SUM_LIMIT}"})

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


def counted(connection: Connection) -> Mapping[str, Mapping[bytes, int]]:
    """Every confirmed row here, per kind, by counting all of them: for finding a difference, not for every day."""
    under = {row.id: row for row in connection.execute(select(confirmed))}
    found: dict[str, dict[bytes, int]] = {}
    for kind in KINDS:
        table = metadata.tables[kind]
        rows = {row.id: row.version for row in connection.execute(select(table.c.id, table.c.version))}
        rows |= {row.id: row.version for row in under.values() if row.kind == kind}
        found[kind] = {row_id: version for row_id, version in rows.items() if version}
    return found


def recount(connection: Connection) -> Tally:
    """The sum by counting everything."""
    tally = Tally(Sum())
    for rows in counted(connection).values():
        for row_id, version in rows.items():
            tally.sum.add(row_id, version)
    return tally
