"""Announced maintenance: for the licensor the whole list, for the desks of its organisations what is not over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.maintenance import STATES, Announced, MaintenanceState, announced_of
from app.domain.permissions import Permission, TenantKind, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.tables import maintenances


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    """An announcement as it stands now."""

    id: bytes
    announced: Announced
    state: MaintenanceState
    said: Text


def maintenance_list(connection: Connection, sight: Sight, now_us: int) -> tuple[MaintenanceRow, ...]:
    """Every announcement of the licensor, the newest to begin first; `now_us` in UTC microseconds."""
    require(sight.actor, Permission.SEE_LICENCES)
    return tuple(
        MaintenanceRow(one.id, one, one.state(now_us), STATES[one.state(now_us)])
        for one in reversed(_announced(connection)))


def maintenance_told(connection: Connection, sight: Sight) -> tuple[Announced, ...]:
    """What the licensor announced to this organisation; at the licensor's own desk nothing stands over the window."""
    return () if sight.actor.at is TenantKind.LICENSOR else tuple(_announced(connection))


def _announced(connection: Connection) -> list[Announced]:
    query = select(maintenances).order_by(maintenances.c.starts_us, maintenances.c.id)
    return [announced_of(dict(row)) for row in connection.execute(query).mappings()]
