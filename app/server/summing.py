"""What desks compare with (S13): counts and sums of everything in a scope, as a whole and per unit."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.domain.kinds import SUM_LIMIT
from app.server import stream
from app.server.scope import reach_of
from app.server.sessions import Caller
from app.server.tables import sums
from app.store.chunks import chunks
from app.sync.wire import SumOfRows, SumOfUnit, Sums


def sum_of_all(connection: Connection, caller: Caller) -> SumOfRows:
    """Of everything that this caller should have by now."""
    found = _of_units(connection, caller)
    return SumOfRows(sum(one.rows for one in found), sum(one.total for one in found) % SUM_LIMIT)


def sums_per_unit(connection: Connection, caller: Caller) -> Sums:
    """The same, apart."""
    return Sums(stream.look(connection, caller.organisation_id).number, _of_units(connection, caller))


def _of_units(connection: Connection, caller: Caller) -> list[SumOfUnit]:
    found: list[SumOfUnit] = []
    for some in chunks(sorted(reach_of(connection, caller).units())):
        query = select(sums.c.unit, sums.c.rows, sums.c.total).where(
            sums.c.organisation_id == caller.organisation_id, sums.c.role == caller.reads_as.value,
            sums.c.unit.in_(list(some)), sums.c.rows != 0)
        found += [SumOfUnit(*row) for row in connection.execute(query)]
    return found
