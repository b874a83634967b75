"""Numbers for a licensor or an auditor, of rows that they may not see (O-12): counted now, named never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.domain.counting import ACCOUNTS, SEATS, WITH_A_SEAT
from app.server.records import load_where
from app.server.sessions import Caller
from app.server.tables import records
from app.sync.wire import Count


def counts_in(connection: Connection, caller: Caller) -> list[Count]:
    """Of one organisation: seats held per licence, people who hold one, and accounts by role."""
    day = caller.today.isoformat()
    held = [row for row in _fields(connection, caller, "seats") if _stands(row, day)]
    accounts = Counter(str(row["role"]) for row in _fields(connection, caller, "accounts") if _stands(row, day))
    seats = Counter(row["licence_id"] for row in held)
    return [
        *(Count(licence, SEATS, number) for licence, number in sorted(seats.items())),
        Count(None, WITH_A_SEAT, len({row["participant_id"] for row in held})),
        *(Count(None, what, accounts[role.value]) for role, what in ACCOUNTS.items())]


def _fields(connection: Connection, caller: Caller, kind: str) -> list[Mapping[str, Any]]:
    return [row.fields or {} for row in load_where(connection, caller.organisation_id, records.c.kind == kind)]


def _stands(row: Mapping[str, Any], day: str) -> bool:
    return not row.get("until_on") or str(row["until_on"]) > day
