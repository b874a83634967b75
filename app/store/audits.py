"""Whether somebody may look at the licence administration of a tenant, by what is kept of it here (O-12)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.audit_looks import RUNNING, access_on
from app.domain.text import Text
from app.store.tables import audits, belongs_to

ACCESS_ENDED = Text(
    "The access to this licence administration has ended. Nothing of it can be seen any more; it is wiped from this "
    "computer at its next contact.")


def has_access(connection: Connection, tenant: bytes | None, account_id: bytes, day: date) -> bool:
    """True where an access of this account is open on that day: it needs no server to know that one has ended."""
    query = select(audits).where(belongs_to(audits, tenant), audits.c.account_id == account_id)
    return any(access_on(dict(row), day) == RUNNING for row in connection.execute(query).mappings())
