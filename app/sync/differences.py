"""Whether desk and server hold the same rows (S13): a sum carried along is compared after each pull.

Where it differs, the sums per unit say which units do; only those are read again.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from app.actions.journal import DAY_US
from app.domain.kinds import EVERYTHING, KINDS, Sum, unit_of
from app.store.chunks import chunks
from app.store.settings import AFRESH, DIFFERED, EPOCH, set_settings, setting
from app.store.tables import confirmed, held_removals, metadata, organisations, sync_units
from app.sync import state
from app.sync.state import Tally
from app.sync.talk import Talk
from app.sync.wire import AskSums, SumOfRows, Sums

Held = dict[bytes, dict[str, dict[bytes, int]]]
"""The versions of rows, per kind, per unit."""


def find(talk: Talk, server: SumOfRows, now_us: int) -> bool:
    """True where something differs and another round is to read it again, or to look anew where the server went on
    meanwhile; the outbox is kept. Not more than once a day, and not while removals wait for somebody, which are a
    difference by themselves.

    Nobody is asked to choose a side: the server is the truth, and what waits here is laid over it again.
    """
    with talk.database.reading() as connection:
        if _agree(Tally.read(connection).sum, server):
            return False
        counted = state.recount(connection)
        waits = connection.execute(select(held_removals.c.id).limit(1)).first() is not None
        last = int(setting(connection, DIFFERED) or 0)
    if _agree(counted.sum, server):
        with talk.database.writing() as connection:
            counted.keep(connection)
        return False
    return not waits and now_us - last > DAY_US and _read_again(talk, now_us)


def _read_again(talk: Talk, now_us: int) -> bool:
    units = _differing(talk)
    if units is None:
        return True
    if not units:
        return False
    with talk.database.writing(bulk=True) as connection:
        if EVERYTHING not in units:
            _read_units_again(connection, units)
        else:
            state.start_afresh(connection, setting(connection, EPOCH) or "", state.STALE)
        set_settings(connection, {DIFFERED: str(now_us)})
    return True


def _differing(talk: Talk) -> set[bytes] | None:
    """The units that differ. None where the server went on meanwhile, so that there is nothing to compare with."""
    with talk.database.reading() as connection:
        reaches = state.reaches(connection, state.ROWS)
        mine = {unit: _sum_of(rows) for unit, rows in _held(connection).items()}
    if any(EVERYTHING in reach.units for reach in reaches):
        return {EVERYTHING}
    given = talk.ask("/v1/sums", AskSums(), Sums)
    if any(reach.cursor != given.number for reach in reaches):
        return None
    there = {one.unit: Sum(one.rows, one.total) for one in given.units}
    return {unit for unit in mine.keys() | there.keys() if mine.get(unit) != there.get(unit)}


def _read_units_again(connection: Connection, units: Collection[bytes]) -> None:
    """As `start_afresh`, of these units alone. What nobody sends for them then still has no version, and goes."""
    for some in chunks(list(units)):
        connection.execute(sync_units.update().where(sync_units.c.unit.in_(some)).values(cursor=0))
    if _organisation(connection) in units:  # results were left out where their exercise was missing
        connection.execute(sync_units.update().where(sync_units.c.lane == state.RESULTS).values(cursor=0))
    held = _held(connection)
    for kind, rows in ((kind, rows) for unit in units for kind, rows in held.get(unit, {}).items()):
        for table in (metadata.tables[kind], confirmed):
            state.without_version(connection, table, rows)
    state.recount(connection).keep(connection)
    set_settings(connection, {AFRESH: state.STALE})


def _held(connection: Connection) -> Held:
    """Every confirmed row here, in the unit that it lies in; under what waits it is the server's row that counts."""
    organisation_id, found = _organisation(connection), Held()
    under = connection.execute(select(confirmed)).all()
    for kind in KINDS:
        rows = {row["id"]: dict(row) for row in connection.execute(select(metadata.tables[kind])).mappings()}
        rows |= {row.id: _fields(row.fields) | {"version": row.version} for row in under if row.kind == kind}
        for row_id, row in rows.items():
            if row["version"]:
                unit = unit_of(kind, row, organisation_id)
                found.setdefault(unit, {}).setdefault(kind, {})[row_id] = row["version"]
    return found


def _organisation(connection: Connection) -> bytes:
    return bytes(connection.execute(select(organisations.c.id)).scalar_one())


def _fields(packed: bytes | None) -> dict[str, object]:
    return {} if packed is None else msgspec.msgpack.decode(packed)


def _sum_of(rows: dict[str, dict[bytes, int]]) -> Sum:
    made = Sum()
    for versions in rows.values():
        for row_id, version in versions.items():
            made.add(row_id, version)
    return made


def _agree(mine: Sum, server: SumOfRows) -> bool:
    return (mine.rows, mine.total) == (server.rows, server.total)
