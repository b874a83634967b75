"""The help desk as it is shown: open or closed, whom to ask, and what was asked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from app.domain.helpdesk import DeskState, desk_state, whom_to_ask
from app.domain.permissions import Permission, Role, allowed, require
from app.domain.provider_terms import NotRegulated, Regulated, Who
from app.domain.sight import Sight
from app.domain.support import SORTS, STATES, sorts_for
from app.domain.text import Text
from app.store.support import days_off, is_linked
from app.store.tables import belongs_to, metadata, support_requests
from app.views.sync import SyncStanding, sync_standing

_COUNTED = ("groups", "participants", "coaches", "results", "certificates", "conversations", "messages")


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A question or a fault with its answer; `diagnosis` is what was sent along."""

    id: bytes
    sort: str
    sort_said: Text
    subject: str
    body: str
    diagnosis: str
    asked: date
    asked_by: str
    state: str
    said: Text
    answer: str
    answered: date | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """`state` is None where the terms give no hours; `sorts` is what this reader may send. `linked`: the licensor reads
    it after the next sync; else it goes by mail. The newest request comes first. `days_off` are the days
    to come on which the desk is closed, each with why, '' where only this desk knows of it.
    """

    rows: tuple[SupportRow, ...]
    sorts: tuple[str, ...]
    whom: Text
    state: DeskState | None
    hours: Text
    hours_clause: str
    email: str
    phone: str
    contact: Text | None
    days_off: tuple[tuple[date, str], ...]
    linked: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How the program stands, in numbers and states: nothing of anybody."""

    provider: str
    role: str
    kind: str
    counts: tuple[tuple[str, int], ...]
    sync: SyncStanding


def help_page(connection: Connection, sight: Sight, now_us: int) -> HelpPage:
    """`now_us` in UTC microseconds."""
    require(sight.actor, Permission.ASK_HELP)
    who: Who = "administrator" if sight.actor.role is Role.ADMINISTRATOR else "coach"
    day = sight.today.isoformat()
    desk, off = sight.profile.help_desk, days_off(connection, day)
    state = desk_state(desk.hours, datetime.fromtimestamp(now_us / 1_000_000, UTC), ZoneInfo(sight.zone), off)
    email, phone = (desk.contact.value if isinstance(desk.contact, Regulated) else ("", ""))
    return HelpPage(
        _rows(connection, sight), sorts_for(desk, who), whom_to_ask(desk, who),
        None if isinstance(state, NotRegulated) else state, _hours(desk.hours),
        desk.hours.basis.cited if isinstance(desk.hours, Regulated) else "", email, phone,
        desk.contact.text if isinstance(desk.contact, NotRegulated) else None,
        tuple((one, why) for one, why in sorted(off.items()) if one >= sight.today), is_linked(connection, day),
        allowed(sight.actor, Permission.ANSWER_HELP))


def support_requests_of(connection: Connection, sight: Sight) -> tuple[SupportRow, ...]:
    """What was asked in this organisation, for who answers it."""
    require(sight.actor, Permission.ANSWER_HELP)
    return _rows(connection, sight)


def closed_days(connection: Connection, sight: Sight) -> frozenset[date]:
    """On which the help desk is closed besides Sundays and holidays."""
    return frozenset(days_off(connection, sight.today.isoformat()))


def diagnosis(connection: Connection, sight: Sight) -> Diagnosis:
    """For the bundle that goes with a request."""
    counts = tuple(
        (name, int(connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()))
        for name in _COUNTED)
    return Diagnosis(
        sight.profile.code, str(sight.actor.role), str(sight.actor.at), counts, sync_standing(connection, sight))


def _rows(connection: Connection, sight: Sight) -> tuple[SupportRow, ...]:
    """All of them for who sees everything or answers, else one's own."""
    query = select(support_requests).where(belongs_to(support_requests, sight.tenant))
    if not (sight.sees_all or allowed(sight.actor, Permission.ANSWER_HELP)):
        query = query.where(support_requests.c.account_id == sight.actor.account_id)
    in_order = query.order_by(support_requests.c.asked_on.desc(), support_requests.c.id.desc())
    return tuple(_row(row) for row in connection.execute(in_order))


def _row(row: Any) -> SupportRow:
    return SupportRow(
        row.id, row.sort, SORTS[row.sort], row.subject, row.body, row.diagnosis, date.fromisoformat(row.asked_on),
        row.asked_by, row.state, STATES[row.state], row.answer,
        date.fromisoformat(row.answered_on) if row.answered_on else None, row.answered_by)


def _hours(rule: Any) -> Text:
    if isinstance(rule, NotRegulated):
        return rule.text
    desk = rule.value
    if desk.except_holidays:
        return Text("Working days from {opens} to {closes}, not on official holidays",
                    opens=desk.opens, closes=desk.closes)
    return Text("Working days from {opens} to {closes}", opens=desk.opens, closes=desk.closes)
