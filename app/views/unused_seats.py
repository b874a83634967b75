"""Seats of people who were not seen for long: who could give one up, when they came last, and what their coach set out.

Nobody loses a seat by this: it lists, and a person chooses. Pupils are not in it, whatever the licence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from app.domain.calendar import add_months
from app.domain.contract.seats import may_be_freed
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.resources import load_profile
from app.store.routes import kept_steps, open_assignments
from app.store.seats import seats_in_use
from app.store.tables import coach_assignments, coaches, memberships, routes
from app.views.licences import SeatHolder, licence_detail, seat_holders
from app.views.people import FEW, name_of


@dataclass(frozen=True, slots=True)
class SetOut:
    """A learning route that lies on somebody or on a group of theirs; `until` is the last day of its steps, if any."""

    route: str
    until: date | None


@dataclass(frozen=True, slots=True)
class UnusedSeat:
    """`coaches` guide the holder today, in the order of a list; `set_out` is what they set out, the longest first."""

    holder: SeatHolder
    coaches: tuple[str, ...]
    set_out: tuple[SetOut, ...]


@dataclass(frozen=True, slots=True)
class UnusedSeats:
    """`rows` were not seen since `before`, longest ago first. `clause` is where the rule comes from.

    `is_allowed` is False where the terms of this licence let no seat be used again.
    """

    licence_id: bytes
    package: str
    is_allowed: bool
    before: date
    clause: str
    rows: tuple[UnusedSeat, ...]


def unused_seats(connection: Connection, sight: Sight, licence_id: bytes) -> UnusedSeats:
    """Raises Refusal for who may not give seats, and for a licence that is not here."""
    require(sight.actor, Permission.EDIT_SEATS)
    detail = licence_detail(connection, sight, licence_id)
    rules = load_profile(detail.provider).licence
    last = {one.participant_id: one.last_on for one in seats_in_use(connection, sight, licence_id) if not one.is_pupil}
    free = set(may_be_freed(rules, last.items(), sight.today))
    chosen = sorted((one for one in seat_holders(connection, sight, licence_id) if one.participant_id in free),
                    key=lambda one: last[one.participant_id])
    beside = _Beside(connection, sight, [one.participant_id for one in chosen])
    rule = rules.seat_reuse
    return UnusedSeats(
        licence_id, detail.row.package, rule.value.allowed, add_months(sight.today, -rule.value.unseen_months),
        rule.basis.cited, tuple(map(beside.row, chosen)))


class _Beside:
    """Who guides these people and what was set out for them, read once for all."""

    def __init__(self, connection: Connection, sight: Sight, people: Collection[bytes]) -> None:
        self._groups = _groups_of(connection, people)
        self._coaches = _coaches_of(connection, sight)
        self._routes = _routes_of(connection, sight)

    def row(self, holder: SeatHolder) -> UnusedSeat:
        groups = self._groups.get(holder.participant_id, ())
        guiding = {name: key for group in groups for name, key in self._coaches.get(group, ())}
        found = {one for place in (holder.participant_id, *groups) for one in self._routes.get(place, ())}
        in_order = sorted(found, key=lambda one: (one.until is None, one.until or date.max, one.route), reverse=True)
        return UnusedSeat(holder, tuple(sorted(guiding, key=lambda name: guiding[name])), tuple(in_order))


def _groups_of(connection: Connection, people: Collection[bytes]) -> Mapping[bytes, tuple[bytes, ...]]:
    query = select(memberships.c.participant_id, memberships.c.group_id).where(memberships.c.until_on.is_(None))
    if len(people) <= FEW:
        query = query.where(memberships.c.participant_id.in_(people))
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.participant_id].append(row.group_id)
    return {person: tuple(groups) for person, groups in found.items()}


def _coaches_of(connection: Connection, sight: Sight) -> Mapping[bytes, list[tuple[str, str]]]:
    """Per group the name and order of each coach who works in it."""
    day = sight.today.isoformat()
    query = select(coach_assignments.c.group_id, coaches).join(
        coaches, coaches.c.id == coach_assignments.c.coach_id).where(
        coach_assignments.c.reads_only == 0, coach_assignments.c.from_on <= day,
        or_(coach_assignments.c.until_on.is_(None), coach_assignments.c.until_on > day))
    found: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.group_id].append((name_of(row).full, row.sort_key))
    return found


def _routes_of(connection: Connection, sight: Sight) -> Mapping[bytes, list[SetOut]]:
    """Per person or group the routes that lie there today."""
    lying = open_assignments(connection, sight.today.isoformat())
    steps = kept_steps(connection, {row["route_id"] for row in lying})
    names = dict(connection.execute(select(routes.c.id, routes.c.name)).all())
    found: dict[bytes, list[SetOut]] = defaultdict(list)
    for row in lying:
        days = [step["due_on"] for step in steps.get(row["route_id"], ()) if step["due_on"]]
        last = date.fromisoformat(max(days)) if days else None
        found[row["participant_id"] or row["group_id"]].append(SetOut(names.get(row["route_id"], ""), last))
    return found
