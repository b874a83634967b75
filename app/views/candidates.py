"""Who a doubtful line of an import may be about: what is known of those people here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.fields import COACH_COLUMNS, NAME_COLUMNS, PARTICIPANT_COLUMNS
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.tables import coach_assignments, coaches, groups, participants
from app.views.people import group_names, name_of


@dataclass(frozen=True, slots=True)
class CandidateSide:
    """`fields` are (our field name, value) of what is filled and kept; `added_on` for a coach is the first day."""

    id: bytes
    full: str
    fields: tuple[tuple[str, str], ...]
    groups: str
    added_on: date


def candidate_sides(connection: Connection, sight: Sight, ids: tuple[bytes, ...]) -> tuple[CandidateSide, ...]:
    """Those of these participants and coaches who are there, in the order asked."""
    require(sight.actor, Permission.IMPORT)
    found = _participants(connection, sight, ids) | _coaches(connection, sight, ids)
    return tuple(found[one] for one in ids if one in found)


def _participants(connection: Connection, sight: Sight, ids: Collection[bytes]) -> dict[bytes, CandidateSide]:
    joined = group_names(connection, ids)
    return {
        row.id: CandidateSide(
            row.id, name_of(row).full, _filled(sight, "participant", PARTICIPANT_COLUMNS, row._mapping),
            joined.get(row.id, ""), sight.day_of(row.created_us))
        for row in _rows(connection, participants, ids)
    }  # fmt: skip


def _coaches(connection: Connection, sight: Sight, ids: Collection[bytes]) -> dict[bytes, CandidateSide]:
    query = select(coach_assignments.c.coach_id, groups.c.name).join(
        groups, groups.c.id == coach_assignments.c.group_id).where(coach_assignments.c.until_on.is_(None))
    joined: dict[bytes, list[str]] = {}
    for one, name in connection.execute(query.order_by(groups.c.name)):
        joined.setdefault(one, []).append(name)
    columns = {name: column for name, column in PARTICIPANT_COLUMNS.items() if name in NAME_COLUMNS} | COACH_COLUMNS
    return {
        row.id: CandidateSide(
            row.id, name_of(row).full, _filled(sight, "coach", columns, row._mapping),
            ", ".join(joined.get(row.id, ())), date.fromisoformat(row.from_on))
        for row in _rows(connection, coaches, ids)
    }  # fmt: skip


def _rows(connection: Connection, table: Table, ids: Collection[bytes]) -> Any:
    return connection.execute(select(table).where(table.c.id.in_(ids)))


def _filled(
    sight: Sight, subject: str, columns: Mapping[str, str], row: Mapping[Any, Any]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, str(row[column])) for name, column in columns.items()
        if row[column] and (name in NAME_COLUMNS or sight.keeps(subject, name)))
