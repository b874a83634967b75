"""Whether desk and server hold the same rows (S13): a sum carried along is compared after each pull.

Where it differs, the sums per unit say which units do; only those are read again.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from app.actions.journal import DAY_US
from app.domain.kinds import EVERYTHING, Sum, unit_of
from app.store.chunks import chunks
from app.store.streams import OWN, set_stream, stream_here, tenant_of
from app.store.tables import belongs_to, confirmed, held_removals, metadata, organisations, sync_units
from app.sync import state
from app.sync.state import Tally
from app.sync.talk import Talk
from app.sync.wire import AskSums, SumOfRows, Sums

Held = dict[bytes, dict[str, dict[bytes, int]]]
"""The versions of rows, per kind, per unit."""


def find(talk: Talk, server: SumOfRows, now_us: int, stream: bytes = OWN) -> bool:
    """True where something differs and another round is to read it again, or to look anew where the server went on
    meanwhile; the outbox is kept. Not more than once a day, and not while removals wait for somebody, which are a
    difference by themselves.

    Nobody is asked to choose a side: the server is the truth, and what waits here is laid over it again.
    """
    with talk.database.reading() as connection:
        if _agree(Tally.read(connection, stream).sum, server):
            return False
        counted = state.recount(connection, stream)
        waits = connection.execute(select(held_removals.c.id).where(
            belongs_to(held_removals, tenant_of(stream))).limit(1)).first() is not None
        last = stream_here(connection, stream).differed_us
    if _agree(counted.sum, server):
        with talk.database.writing() as connection:
            counted.keep(connection)
        return False
    return not waits and now_us - last > DAY_US and _read_again(talk, now_us, stream)


def _read_again(talk: Talk, now_us: int, stream: bytes) -> bool:
    units = _differing(talk, stream)
    if units is None:
        return True
    if not units:
        return False
    with talk.database.writing(bulk=True) as connection:
        if EVERYTHING not in units:
            _read_units_again(connection, units, stream)
        else:
            state.start_afresh(connection, stream_here(connection, stream).epoch, state.STALE, stream)
        set_stream(connection, stream, differed_us=now_us)
    return True


def _differing(talk: Talk, stream: bytes) -> set[bytes] | None:
    """The units that differ. None where the server went on meanwhile, so that there is nothing to compare with."""
    with talk.database.reading() as connection:
        reaches = state.reaches(connection, state.ROWS, stream)
        mine = {unit: _sum_of(rows) for unit, rows in _held(connection, stream).items()}
    if any(EVERYTHING in reach.units for reach in reaches):
        return {EVERYTHING}
    given = talk.ask("/v1/sums", AskSums(stream), Sums)
    if any(reach.cursor != given.number for reach in reaches):
        return None
    there = {one.unit: Sum(one.rows, one.total) for one in given.units}
    return {unit for unit in mine.keys() | there.keys() if mine.get(unit) != there.get(unit)}


def _read_units_again(connection: Connection, units: Collection[bytes], stream: bytes) -> None:
    """As `start_afresh`, of these units alone. What nobody sends for them then still has no version, and goes."""
    for some in chunks(list(units)):
        connection.execute(sync_units.update().where(
            sync_units.c.stream == stream, sync_units.c.unit.in_(some)).values(cursor=0))
    if _organisation(connection, stream) in units:  # results were left out where their exercise was missing
        connection.execute(sync_units.update().where(
            sync_units.c.stream == stream, sync_units.c.lane == state.RESULTS).values(cursor=0))
    held = _held(connection, stream)
    for kind, rows in ((kind, rows) for unit in units for kind, rows in held.get(unit, {}).items()):
        for table in (metadata.tables[kind], confirmed):
            state.without_version(connection, table, rows)
    state.recount(connection, stream).keep(connection)
    set_stream(connection, stream, afresh=state.STALE)


def _held(connection: Connection, stream: bytes) -> Held:
    """Every confirmed row of it here, in its unit; under what waits it is the server's row that counts."""
    organisation_id, found, tenant = _organisation(connection, stream), Held(), tenant_of(stream)
    under = connection.execute(select(confirmed).where(belongs_to(confirmed, tenant))).all()
    for kind in state.kinds_in(stream):
        table = metadata.tables[kind]
        query = select(table).where(belongs_to(table, tenant))
        rows = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
        rows |= {row.id: _fields(row.fields) | {"version": row.version} for row in under if row.kind == kind}
        for row_id, row in rows.items():
            if row["version"]:
                unit = unit_of(kind, row, organisation_id)
                found.setdefault(unit, {}).setdefault(kind, {})[row_id] = row["version"]
    return found


def _organisation(connection: Connection, stream: bytes) -> bytes:
    own = select(organisations.c.id).where(belongs_to(organisations, None))
    return stream or bytes(connection.execute(own).scalar_one())


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
