"""Which organisations an auditor may look at, and what there is to see of one (O-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.audit_looks import RUNNING, access_on
from app.domain.permissions import Permission, Role, require
from app.domain.sight import Sight
from app.store.streams import other_streams
from app.store.tables import audits, belongs_to


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """An organisation with the access that is open today; `until` is the first day no longer."""

    id: bytes
    name: str
    audit_id: bytes
    purpose: str
    until: date


def audited(connection: Connection, sight: Sight) -> tuple[AuditedRow, ...]:
    """By name; what has ended is not there, whether the server was heard or not."""
    require(sight.actor, Permission.SEE_LICENCES)
    found = []
    for stream in other_streams(connection):
        if stream.role != Role.AUDITOR.value:
            continue
        query = select(audits).where(
            belongs_to(audits, stream.tenant), audits.c.account_id == sight.actor.account_id)
        rows = [dict(row) for row in connection.execute(query.order_by(audits.c.until_on.desc())).mappings()]
        running = [row for row in rows if access_on(row, sight.today) == RUNNING]
        if running:
            row = running[0]
            found.append(AuditedRow(
                stream.stream, stream.name, row["id"], row["purpose"], date.fromisoformat(row["until_on"])))
    return tuple(found)
