"""Putting oneself down for a group with a code, without an account (O-annex 2): held for approval, and answered alike
whether the code is one or not, so that nobody learns which codes there are.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.coaches import has_ended
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.joining import ASKED_FOR, MOST_WAITING, RegistrationState, is_open, kept_of
from app.domain.own_accounts import as_made
from app.domain.text import Text
from app.server import limits, records
from app.server.accounts import THE_SERVER, today_of
from app.server.database import ServerDatabase
from app.server.identity import identity
from app.server.tables import organisations
from app.server.tables import records as records_table
from app.store.resources import load_profile
from app.sync.wire_joining import Register

JOIN_CODES, REGISTRATIONS, SWITCHES, GROUPS = "join_codes", "registrations", "field_switches", "groups"
MOST_PER_CODE = 200
"""In the window of `limits`: a whole class may come at once, and nobody fills a list."""


def register(database: ServerDatabase, asked: Register, address: str, now_us: int) -> None:
    """Hold what somebody filled in until the organisation answers. Raises Refusal without any name, Declined (429).

    What the profile does not keep is dropped here and goes no further.
    """
    if not (asked.given.strip() or asked.family.strip()):
        raise Refusal(Text("A person needs a first name or a last name. Nothing was changed."))
    code, typed = asked.organisation.strip().lower(), as_made(asked.code)
    with database.writing() as connection:
        _count_try(connection, code, typed, address, now_us)
    with database.writing() as connection:
        here = connection.execute(select(organisations).where(organisations.c.code == code)).first()
        group = _group_of(connection, here.id, typed, now_us) if here is not None else None
        if here is not None and group is not None and not _is_full(connection, here.id, group):
            records.write_rows(
                connection, here.id, [(REGISTRATIONS, _row(connection, here, group, asked, now_us))], THE_SERVER,
                now_us)


def lapse(connection: Connection, organisation_id: bytes, before_us: int, now_us: int) -> int:
    """Empty every name of a registration that nobody answered since `before_us`; gives how many there were."""
    old = [
        row.fields | dict.fromkeys(ASKED_FOR, "") | {"state": RegistrationState.LAPSED.value, "answered_us": now_us}
        for row in records.load_where(connection, organisation_id, records_table.c.kind == REGISTRATIONS)
        if row.fields is not None and row.fields["state"] == RegistrationState.WAITING
        and row.fields["asked_us"] < before_us]
    if old:
        records.write_rows(
            connection, organisation_id, [(REGISTRATIONS, row) for row in old], THE_SERVER, now_us)
    return len(old)


def _count_try(connection: Connection, organisation: str, code: str, address: str, now_us: int) -> None:
    secret = identity(connection).token_key
    keys = (  # apart from those of logging in: who puts themselves down shuts nobody of the same school out
        (limits.name_key(secret, "join", limits.address_key(secret, address)), limits.MOST_PER_ADDRESS),
        (limits.name_key(secret, organisation, f"join\0{code}"), MOST_PER_CODE))
    for key, most in keys:
        limits.count_try(connection, key, most, now_us)


def _group_of(connection: Connection, organisation_id: bytes, typed: str, now_us: int) -> bytes | None:
    """The group that this code lets in today, None where there is none, or it is not there any more."""
    today = today_of(connection, organisation_id, now_us)
    for row in records.load_where(connection, organisation_id, records_table.c.kind == JOIN_CODES):
        if row.fields is not None and secrets.compare_digest(row.fields["code"].encode(), typed.encode()):
            group: bytes = row.fields["group_id"]
            lets_in = is_open(row.fields, today) and _is_there(connection, organisation_id, group, today)
            return group if lets_in else None
    return None


def _is_there(connection: Connection, organisation_id: bytes, group_id: bytes, today: date) -> bool:
    """A desk of before, or one that closed the group without the network, left the code open."""
    group = records.load(connection, organisation_id, [(GROUPS, group_id)]).get((GROUPS, group_id))
    return group is not None and group.fields is not None and not has_ended(
        group.fields["until_on"], today.isoformat())


def _is_full(connection: Connection, organisation_id: bytes, group: bytes) -> bool:
    waiting = records.load_where(
        connection, organisation_id, records_table.c.kind == REGISTRATIONS, records_table.c.unit == group)
    states = [row.fields["state"] for row in waiting if row.fields is not None]
    return states.count(RegistrationState.WAITING) >= MOST_WAITING


def _row(connection: Connection, here: Any, group: bytes, asked: Register, now_us: int) -> dict[str, Any]:
    given = {name: getattr(asked, name) for name in ASKED_FOR}
    return {
        "id": timed_id(now_us, secrets.token_bytes), "group_id": group,
        "participant_id": timed_id(now_us, secrets.token_bytes), "asked_us": now_us,
        "state": RegistrationState.WAITING.value, "answered_us": None, "answered_by": None,
        **kept_of(given, _kept(connection, here)),
    }


def _kept(connection: Connection, here: Any) -> Mapping[str, bool]:
    """Which of what may be asked is kept here: by the profile, or because the organisation switched it on."""
    switches = sorted(
        records.load_where(connection, here.id, records_table.c.kind == SWITCHES), key=lambda row: row.number)
    chosen = {row.fields["field"]: bool(row.fields["is_on"]) for row in switches
              if row.fields is not None and row.fields["subject"] == "participant"}
    profile = load_profile(here.provider)
    return {field: profile.keeps("participant", field) or chosen.get(field, False) for field in ASKED_FOR.values()}
