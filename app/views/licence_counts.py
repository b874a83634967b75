"""How much lies behind each tab of a licence: counted in one query, for titles that are shown before a tab is opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, func, select

from app.domain.contract.infringements import CLOSED
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.tables import (
    belongs_to,
    changes,
    claims,
    infringements,
    insolvencies,
    invoices,
    measures,
    orders,
    permissions,
)
from app.views.audits import AuditRow, running_audits
from app.views.rights import reports_in_sight


@dataclass(frozen=True, slots=True)
class LicenceCounts:
    """Of the agreement: its invoices, permissions and `course` (changes, claims, measures, insolvencies).

    Of the whole organisation: the orders, the `reports` of infringement that are not closed, and the licence audits
    that run today.
    """

    agreement_id: bytes
    orders: int
    invoices: int
    course: int
    permissions: int
    reports: int
    audits: tuple[AuditRow, ...]


def licence_counts(connection: Connection, sight: Sight, agreement_id: bytes) -> LicenceCounts:
    """As many as the views of those tabs give rows. Of an agreement that is not here there is nothing."""
    require(sight.actor, Permission.SEE_LICENCES)

    def of_agreement(table: Table) -> ScalarSelect[int]:
        return _number(table, table.c.agreement_id == agreement_id)

    there, recorded, registered, *happened, reported = connection.execute(select(
        _number(orders, belongs_to(orders, sight.tenant)),
        *map(of_agreement, (invoices, permissions, changes, claims, measures, insolvencies)),
        _number(infringements, reports_in_sight(sight) & (infringements.c.state != CLOSED)),
    )).one()
    return LicenceCounts(
        agreement_id, there, recorded, sum(happened), registered, reported, running_audits(connection, sight))


def _number(table: Table, which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(which).scalar_subquery()
