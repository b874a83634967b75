"""What coaches keep about one person: notes, goals and talks; and the talks that are planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.errors import Refusal
from app.domain.following import FIELD, is_apart
from app.domain.permissions import Permission, Scope, allowed
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import one_person
from app.store.messages import groups_of
from app.store.tables import accounts, goals, notes, participants, talks
from app.views.people import may_see, shown_name, visible_people

AHEAD = 7
"""So many days ahead planned talks are told of; our own choice."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """`who` wrote it, '' where this desk does not know the name; `is_apart`: only the writer and an administrator read
    it. `may_change` is for the writer and an administrator.
    """

    id: bytes
    category: str
    about_on: date
    body: str
    who: str
    is_apart: bool
    changed_us: int | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class GoalRow:
    """`state` is a `GoalState`; `late` is an open goal whose day is past."""

    id: bytes
    body: str
    set_on: date
    due_on: date | None
    state: str
    settled_on: date | None
    remark: str
    late: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class TalkRow:
    """Planned until it was held or cancelled; `begins_at` is HH:MM or ''. `past`: planned, and its day has gone by."""

    id: bytes
    subject: str
    with_whom: str
    planned_on: date
    begins_at: str
    held_on: date | None
    cancelled_on: date | None
    report: str
    past: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Following:
    """Of one person, the newest first. `off`: notes are not kept here, and nothing is shown; `may_switch`: the reader
    changes that. Without `may_write` the reader only looks along.
    """

    participant_id: bytes
    full: str
    off: bool
    may_switch: bool
    may_write: bool
    notes: tuple[NoteRow, ...]
    goals: tuple[GoalRow, ...]
    talks: tuple[TalkRow, ...]


@dataclass(frozen=True, slots=True)
class PlannedTalk:
    """A talk that is still to be held, of somebody whom the reader follows."""

    id: bytes
    participant_id: bytes
    full: str
    subject: str
    planned_on: date
    begins_at: str


def following(connection: Connection, sight: Sight, participant_id: bytes) -> Following:
    """Raises Refusal for a person who is gone or not the reader's. Looking is recorded (S19).

    Of who was put together with somebody else: what was kept of both.
    """
    people = [one for one, _ in one_person(connection, participant_id)]
    row = connection.execute(select(participants).where(participants.c.id == participant_id)).first()
    if row is None or not may_see(connection, sight, participant_id):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    off, may_switch = not sight.keeps(*FIELD), allowed(sight.actor, Permission.EDIT_PRIVACY)
    shown = shown_name(row, sight).full
    if off:
        return Following(participant_id, shown, True, may_switch, False, (), (), ())
    names = {row.id: row.name for row in connection.execute(select(accounts.c.id, accounts.c.name))}
    return Following(
        participant_id, shown, False, may_switch, _may_write(connection, sight, people),
        tuple(_note(sight, one, names) for one in _rows(connection, notes, people, "about_on") if _reads(sight, one)),
        tuple(_goal(sight, one) for one in _rows(connection, goals, people, "set_on")),
        tuple(_talk(sight, one) for one in _rows(connection, talks, people, "planned_on")))


following.records_look = True  # type: ignore[attr-defined]


def planned_talks(connection: Connection, sight: Sight, days: int = AHEAD) -> tuple[PlannedTalk, ...]:
    """What is still to be held up to so many days from now, also what was planned for a day that is past."""
    if not sight.keeps(*FIELD):
        return ()
    until = (sight.today + timedelta(days=days)).isoformat()
    query = (
        select(talks, participants.c.given, participants.c.prefix, participants.c.family)
        .join(participants, participants.c.id == talks.c.participant_id)
        .where(talks.c.held_on.is_(None), talks.c.cancelled_on.is_(None), talks.c.planned_on <= until)
        .order_by(talks.c.planned_on, talks.c.begins_at, talks.c.id))
    seen = visible_people(connection, sight)
    return tuple(
        PlannedTalk(
            row.id, row.participant_id, shown_name(row, sight).full, row.subject, date.fromisoformat(row.planned_on),
            row.begins_at)
        for row in connection.execute(query) if seen is None or row.participant_id in seen)


def _rows(connection: Connection, table: Table, people: Sequence[bytes], by: str) -> list[Mapping[str, Any]]:
    query = select(table).where(table.c.participant_id.in_(people)).order_by(table.c[by].desc(), table.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def _reads(sight: Sight, note: Mapping[str, Any]) -> bool:
    return sight.sees_all or not is_apart(note) or note["account_id"] == sight.actor.account_id


def _may_write(connection: Connection, sight: Sight, people: Sequence[bytes]) -> bool:
    if sight.sees_all:
        return allowed(sight.actor, Permission.FOLLOW)
    of = frozenset().union(*(
        groups_of(connection, {"group_id": None, "participant_id": one}, sight.today.isoformat()) for one in people))
    return bool(of & sight.actor.works_in) and allowed(
        sight.actor, Permission.FOLLOW, Scope(of & sight.actor.works_in))


def _is_mine(sight: Sight, row: Mapping[str, Any]) -> bool:
    return sight.sees_all or row["account_id"] == sight.actor.account_id


def _note(sight: Sight, row: Mapping[str, Any], names: Mapping[bytes, str]) -> NoteRow:
    return NoteRow(
        row["id"], row["category"], date.fromisoformat(row["about_on"]), row["body"], names.get(row["account_id"], ""),
        is_apart(row), row["changed_us"], _is_mine(sight, row))


def _goal(sight: Sight, row: Mapping[str, Any]) -> GoalRow:
    due, settled = _day(row["due_on"]), _day(row["settled_on"])
    late = settled is None and due is not None and due < sight.today
    return GoalRow(
        row["id"], row["body"], date.fromisoformat(row["set_on"]), due, row["state"], settled, row["remark"], late,
        _is_mine(sight, row))


def _talk(sight: Sight, row: Mapping[str, Any]) -> TalkRow:
    planned, held, cancelled = date.fromisoformat(row["planned_on"]), _day(row["held_on"]), _day(row["cancelled_on"])
    past = held is None and cancelled is None and planned < sight.today
    return TalkRow(
        row["id"], row["subject"], row["with_whom"], planned, row["begins_at"], held, cancelled, row["report"], past,
        _is_mine(sight, row))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
