"""Numbers for a licensor or an auditor, of rows that they may not see (O-12): counted now, named never."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.contract.infringements import STATES
from app.domain.contract.kept_rows import day_of
from app.domain.contract.seats import SeatHeld, month_days, seat_series, use_on
from app.domain.counting import ACCOUNTS, REPORTS, SEATS, SEATS_ON, WITH_A_SEAT
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
        *_by_month(connection, caller),
        *_reports(connection, caller),
        *(Count(licence, SEATS, number) for licence, number in sorted(seats.items())),
        Count(None, WITH_A_SEAT, len({row["participant_id"] for row in held})),
        *(Count(None, what, accounts[role.value]) for role, what in ACCOUNTS.items())]


def _by_month(connection: Connection, caller: Caller) -> Iterator[Count]:
    """For a picture over time: on the first day of each month of a licence, and today."""
    held = defaultdict[bytes, list[SeatHeld[bytes, None]]](list)
    for row in _fields(connection, caller, "seats"):
        held[row["licence_id"]].append(SeatHeld(
            row["participant_id"], None, date.fromisoformat(row["from_on"]), day_of(row["until_on"])))
    for licence in _fields(connection, caller, "licences"):
        begins = date.fromisoformat(licence["from_on"])
        if licence["kind"] == "participant" and begins <= caller.today:
            series = seat_series(held[licence["id"]], (), begins, caller.today)
            for day in month_days(begins, caller.today):
                yield Count(licence["id"], f"{SEATS_ON}{day}", use_on(series, day).used)


def _reports(connection: Connection, caller: Caller) -> Iterator[Count]:
    found = Counter(str(row["state"]) for row in _fields(connection, caller, "infringements"))
    yield from (Count(None, f"{REPORTS}{state}", found[state]) for state in STATES)


def _fields(connection: Connection, caller: Caller, kind: str) -> list[Mapping[str, Any]]:
    found = load_where(connection, caller.organisation_id, records.c.kind == kind)
    return [{**(row.fields or {}), "id": row.id} for row in found]


def _stands(row: Mapping[str, Any], day: str) -> bool:
    return not row.get("until_on") or str(row["until_on"]) > day
