"""What an auditor fetched is written in the stream of the organisation, by the server itself (O-12)."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection

from app.domain.contract.audit_looks import FETCHED, RUNNING, access_on
from app.domain.ids import timed_id
from app.server.database import ServerDatabase
from app.server.records import Record, children, load_where, write_rows
from app.server.sessions import Caller
from app.server.tables import records

ONE_LOOK_US = 3_600_000_000
"""Desks ask every few minutes: what is fetched within an hour is one time of looking."""


def note_fetch(database: ServerDatabase, caller: Caller, now_us: int) -> None:
    """Write it down for each access that is open, once an hour."""
    with database.reading() as connection:
        wanted = list(_not_noted(connection, caller, now_us))
    if wanted:
        with database.writing() as connection:
            write_rows(connection, caller.organisation_id, [
                ("audit_looks", _look(access, caller, now_us)) for access in wanted], caller.account_id, now_us)


def _not_noted(connection: Connection, caller: Caller, now_us: int) -> list[Record]:
    mine = [row for row in load_where(connection, caller.organisation_id, records.c.kind == "audits")
            if row.fields and row.fields["account_id"] == caller.account_id
            and access_on(row.fields, caller.today) == RUNNING]
    noted = {row.fields["audit_id"] for row in children(
        connection, caller.organisation_id, "audit_looks", [row.id for row in mine])
        if row.fields and row.fields["what"] == FETCHED and row.fields["at_us"] > now_us - ONE_LOOK_US}
    return [row for row in mine if row.id not in noted]


def _look(access: Record, caller: Caller, now_us: int) -> dict[str, Any]:
    assert access.fields is not None
    return {"id": timed_id(now_us, secrets.token_bytes), "audit_id": access.id, "auditor": access.fields["auditor"],
            "at_us": now_us, "what": FETCHED}
