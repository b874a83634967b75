"""The first panel: how things stand and what asks for attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from app.domain.calendar import SchoolYear, add_months
from app.domain.licence import LicenceState
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.database import plain_rows
from app.store.tables import (
    accounts,
    audit_events,
    batch_days,
    certificates,
    imports,
    locations,
    participants,
    seats,
)
from app.views.attention import Attention, attention
from app.views.certificates import due_count
from app.views.events import event_text
from app.views.figures import in_sight, people_figures
from app.views.licences import LicenceRow, licence_list
from app.views.sync import is_coming_in

RECENT = 8
NOT_BEGUN, ENDED = LicenceState.UPCOMING, LicenceState.ENDED


@dataclass(frozen=True, slots=True)
class RecentChange:
    at_us: int
    what: Text
    who: str


@dataclass(frozen=True, slots=True)
class SeatsInMonth:
    """`month` is its first day; `used` is None for a month still to come."""

    month: date
    used: int | None
    bought: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`is_coming_in`: the first sync is not done, so that everything else may be less than there is."""

    participants_active: int
    participants_new: int
    seats_used: int
    seats_bought: int
    locations: int
    exercises_this_week: int
    exercises_last_week: int
    certificates_this_year: int
    certificates_due: int
    attention: tuple[Attention, ...]
    seats_by_month: tuple[SeatsInMonth, ...]
    recent: tuple[RecentChange, ...]
    is_coming_in: bool = False


def overview(connection: Connection, sight: Sight) -> Overview:
    """A coach sees figures of the own groups; what only the administrator can do is not asked of a coach."""
    people = people_figures(connection, sight)
    there = licence_list(connection, sight) if sight.sees_all else ()
    used, bought = _seats(connection, there) if sight.sees_all else (0, 0)
    month = sight.start_of(sight.today.replace(day=1))
    this_week, last_week = _exercises(connection, sight)
    due = due_count(connection, sight)
    return Overview(
        people.active,
        _new(connection, sight, month),
        used,
        bought,
        _count(connection, locations),
        this_week,
        last_week,
        _certificates(connection, sight),
        due,
        attention(connection, sight, people, due, there),
        _seats_by_month(connection, sight, bought) if sight.sees_all else (),
        recent_changes(connection, sight),
        is_coming_in(connection),
    )


def _seats(connection: Connection, there: Sequence[LicenceRow]) -> tuple[int, int]:
    """(people with a seat, seats of the licences that run today)."""
    used = connection.execute(
        select(func.count(distinct(seats.c.participant_id))).where(seats.c.until_on.is_(None))
    ).scalar_one()
    running = [row for row in there if row.state not in (NOT_BEGUN, ENDED)]
    return used, sum(row.bought for row in running if row.kind == "participant")


def _count(connection: Connection, table: Any) -> int:
    return int(
        connection.execute(select(func.count()).select_from(table).where(table.c.until_on.is_(None))).scalar_one()
    )


def _new(connection: Connection, sight: Sight, since: int) -> int:
    if not sight.sees_all:
        return 0
    query = (
        select(func.count())
        .select_from(participants)
        .where(participants.c.state == "active", participants.c.created_us >= since)
    )
    return int(connection.execute(query).scalar_one())


def _exercises(connection: Connection, sight: Sight) -> tuple[int, int]:
    """Results in the last seven days and in the seven before, from the kept day figures; only for who sees all."""
    if not sight.sees_all:
        return 0, 0

    def between(first: int, last: int) -> int:
        days = [(sight.today - timedelta(days=back)).isoformat() for back in range(first, last)]
        query = select(func.coalesce(func.sum(batch_days.c.results), 0)).where(
            batch_days.c.day.in_(days), batch_days.c.batch.not_in(select(imports.c.local).where(imports.c.visible == 0))
        )
        return int(connection.execute(query).scalar_one())

    return between(0, 7), between(7, 14)


def _certificates(connection: Connection, sight: Sight) -> int:
    first = sight.today.replace(month=1, day=1).isoformat()
    query = (
        select(func.count())
        .select_from(certificates)
        .where(certificates.c.revoked_us.is_(None), certificates.c.issued_on >= first)
    )
    if not sight.sees_all:
        query = query.where(certificates.c.participant_id.in_(select(participants.c.id).where(*in_sight(sight))))
    return int(connection.execute(query).scalar_one())


def _seats_by_month(connection: Connection, sight: Sight, bought: int) -> tuple[SeatsInMonth, ...]:
    """The twelve months of the running year: from August where the provider counts in school years."""
    begins = (
        SchoolYear.of(sight.today).begins
        if sight.profile.period_kind == "school_year"
        else sight.today.replace(month=1, day=1)
    )
    holders: dict[tuple[str, str | None], set[bytes]] = {}
    query = select(seats.c.participant_id, seats.c.from_on, seats.c.until_on)
    for person, first, free in plain_rows(connection, query):
        holders.setdefault((first, free), set()).add(person)
    months = [add_months(begins, number) for number in range(12)]
    return tuple(SeatsInMonth(month, _used_in(holders, month, sight.today), bought) for month in months)


def _used_in(holders: Mapping[tuple[str, str | None], set[bytes]], month: date, today: date) -> int | None:
    """`holders` are people by the first day of a seat and that on which it was free again; most share theirs."""
    if month > today:
        return None
    day = min(today, add_months(month, 1) - timedelta(days=1)).isoformat()
    return len(set().union(*(
        people for (begins, until), people in holders.items() if begins <= day and (until is None or until > day))))


def recent_changes(connection: Connection, sight: Sight) -> tuple[RecentChange, ...]:
    """The newest first; who does not see all sees only the own ones."""
    query = select(audit_events, accounts.c.name).outerjoin(accounts, accounts.c.id == audit_events.c.actor_id)
    if not sight.sees_all:
        query = query.where(audit_events.c.actor_id == sight.actor.account_id)
    rows = connection.execute(query.order_by(audit_events.c.at_us.desc(), audit_events.c.number.desc()).limit(RECENT))
    return tuple(RecentChange(row.at_us, event_text(row.action, row.payload), row.name or "") for row in rows)
