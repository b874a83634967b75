"""Instruments with their scale and points as they are kept: read for actions and views alike."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.ids import derived_id
from app.domain.observing import TAKEN_OUT, DefinedInstrument, DefinedPoint
from app.store.chunks import chunks
from app.store.tables import instrument_points, instrument_steps, instruments, observations

Row = dict[str, Any]


def steps_of(connection: Connection, instrument_ids: Collection[bytes]) -> dict[bytes, list[Row]]:
    """Per instrument the steps of its scale in order; those that were taken out come last."""
    return _parts(connection, instrument_steps, instrument_ids)


def points_of(connection: Connection, instrument_ids: Collection[bytes]) -> dict[bytes, list[Row]]:
    """Per instrument its points in order; those that were taken out come last."""
    return _parts(connection, instrument_points, instrument_ids)


def _parts(connection: Connection, table: Table, instrument_ids: Collection[bytes]) -> dict[bytes, list[Row]]:
    found: dict[bytes, list[Row]] = {one: [] for one in instrument_ids}
    for some in chunks(list(found)):
        query = select(table).where(table.c.instrument_id.in_(some)).order_by(
            table.c.position == TAKEN_OUT, table.c.position, table.c.id)
        for row in connection.execute(query).mappings():
            found[row["instrument_id"]].append(dict(row))
    return found


def stands(row: Mapping[str, Any]) -> bool:
    """Whether a step or point is in its instrument now."""
    return bool(row["position"] != TAKEN_OUT)


def used(connection: Connection, instrument_ids: Collection[bytes]) -> set[bytes]:
    """Those of these instruments by which somebody was observed, as far as this desk knows."""
    found: set[bytes] = set()
    for some in chunks(list(instrument_ids)):
        query = select(observations.c.instrument_id).distinct().where(observations.c.instrument_id.in_(some))
        found |= set(connection.execute(query).scalars())
    return found


def described(connection: Connection, instrument_id: bytes) -> DefinedInstrument | None:
    """An instrument as it stands, as a form or a file would describe it; None for one that is gone."""
    row = connection.execute(select(instruments).where(instruments.c.id == instrument_id)).first()
    if row is None:
        return None
    steps, points = (read(connection, [instrument_id])[instrument_id] for read in (steps_of, points_of))
    return DefinedInstrument(
        row.title, row.edition, row.year_groups, row.source, tuple(one["title"] for one in steps if stands(one)),
        tuple(DefinedPoint(one["area"], one["title"]) for one in points if stands(one)))


def loaded_id(given: DefinedInstrument) -> bytes:
    """Two desks that load the same list make the same rows (D4); another content is another instrument."""
    parts = (*given.key, *given.steps, *(f"{point.area}\x1e{point.title}" for point in given.points))
    return derived_id(b"", "observing", "instrument", hashlib.sha256("\x1f".join(parts).encode()).hexdigest())


def id_within(instrument_id: bytes, kind: str, words: str) -> bytes:
    """Of a step or a point of a loaded instrument."""
    return derived_id(b"", "observing", kind, f"{instrument_id.hex()}\x1f{words}")
