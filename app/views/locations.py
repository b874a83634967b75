"""The locations of the organisation, and which groups are there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.sight import Sight
from app.store.tables import belongs_to, groups, locations
from app.views.people import natural


@dataclass(frozen=True, slots=True)
class LocationRow:
    """`groups` are the names of its open groups that the reader may see; `can_close` where it has none at all."""

    id: bytes
    name: str
    groups: tuple[str, ...]
    can_close: bool


def location_list(connection: Connection, sight: Sight) -> tuple[LocationRow, ...]:
    """Every open location, by name."""
    there: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    query = select(groups.c.id, groups.c.name, groups.c.location_id).where(groups.c.until_on.is_(None))
    for row in connection.execute(query.where(groups.c.location_id.is_not(None))):
        there[row.location_id].append((row.id, row.name))
    rows = connection.execute(select(locations.c.id, locations.c.name).where(
        locations.c.until_on.is_(None), belongs_to(locations, sight.tenant)))
    made = (LocationRow(row.id, row.name, _seen(sight, there[row.id]), not there[row.id]) for row in rows)
    return tuple(sorted(made, key=lambda row: natural(row.name)))


def _seen(sight: Sight, there: list[tuple[bytes, str]]) -> tuple[str, ...]:
    seen = (name for group, name in there if sight.sees_all or group in sight.actor.groups)
    return tuple(sorted(seen, key=natural))
