"""Codes with which people put themselves down for a group, and who waits for an answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.joining import KEPT_DAYS, RegistrationState, is_open
from app.domain.names import fold
from app.domain.sight import Sight
from app.store.settings import CONNECTED, ORGANISATION, all_settings
from app.store.tables import groups, join_codes, participants, registrations
from app.views.people import name_of, shown_name, visible_people


@dataclass(frozen=True, slots=True)
class JoinCodeRow:
    """`last_on` is the last day on which it works."""

    id: bytes
    group_id: bytes
    group: str
    code: str
    last_on: date | None


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """Who put themselves down. `asked_on` is the day, `kept_until` the day on which the name is emptied by itself.

    `like` are the names of participants who are called the same: probably the same person.
    """

    id: bytes
    group: str
    full: str
    listed: str
    username: str
    email: str
    asked_on: date
    kept_until: date
    like: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """`address` and `organisation` (its code there) are what people need beside a code; '' without a server."""

    codes: tuple[JoinCodeRow, ...]
    waiting: tuple[RegistrationRow, ...]
    groups: tuple[tuple[bytes, str], ...]
    address: str
    organisation: str


def joining(connection: Connection, sight: Sight) -> Joining:
    """Of every group, or of a coach's own groups."""
    names = _groups(connection, sight)
    kept = all_settings(connection)
    return Joining(
        _open_codes(connection, sight, names), _waiting(connection, sight, names),
        tuple(names.items()), kept.get(CONNECTED, ""), kept.get(ORGANISATION, ""))


def waiting_count(connection: Connection, sight: Sight) -> int:
    """How many registrations wait for this reader's answer."""
    query = select(func.count()).select_from(registrations).where(
        registrations.c.state == RegistrationState.WAITING)
    if not sight.sees_all:
        query = query.where(registrations.c.group_id.in_(sight.actor.groups))
    return int(connection.execute(query).scalar_one())


def _groups(connection: Connection, sight: Sight) -> dict[bytes, str]:
    query = select(groups.c.id, groups.c.name).where(groups.c.until_on.is_(None)).order_by(groups.c.name)
    return {bytes(row.id): row.name for row in connection.execute(query)
            if sight.sees_all or row.id in sight.actor.groups}


def _open_codes(connection: Connection, sight: Sight, names: dict[bytes, str]) -> tuple[JoinCodeRow, ...]:
    rows = [row for row in connection.execute(select(join_codes)).mappings()
            if row["group_id"] in names and is_open(dict(row), sight.today)]
    made = [JoinCodeRow(row["id"], row["group_id"], names[row["group_id"]], row["code"], _last(row["until_on"]))
            for row in rows]
    return tuple(sorted(made, key=lambda one: one.group))


def _last(until_on: str | None) -> date | None:
    return date.fromisoformat(until_on) - timedelta(days=1) if until_on else None


def _waiting(connection: Connection, sight: Sight, names: dict[bytes, str]) -> tuple[RegistrationRow, ...]:
    query = select(registrations).where(registrations.c.state == RegistrationState.WAITING)
    rows = [row for row in connection.execute(query.order_by(registrations.c.asked_us))
            if sight.sees_all or row.group_id in sight.actor.groups]
    known = _names(connection, sight) if rows else {}
    return tuple(_registration(sight, row, names, known) for row in rows)


def _registration(sight: Sight, row: Any, names: dict[bytes, str], known: dict[str, list[str]]) -> RegistrationRow:
    name, asked = shown_name(row, sight), sight.day_of(row.asked_us)
    return RegistrationRow(
        row.id, names.get(row.group_id, ""), name.full, name.listed, row.username, row.email, asked,
        asked + timedelta(days=KEPT_DAYS), tuple(known.get(fold(name_of(row).full), ())))


def _names(connection: Connection, sight: Sight) -> dict[str, list[str]]:
    """Those the reader may see, by the name as it is spoken."""
    seen = visible_people(connection, sight)
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(participants)):
        if seen is None or row.id in seen:
            found[fold(name_of(row).full)].append(shown_name(row, sight).listed)
    return found
