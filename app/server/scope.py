"""Whose rows somebody may have and change (S8): worked out from the same rows that the desks see.

A coach has the groups assigned to him and the people in them, with who turned out to be one of them. What was done
without a network is judged by the scope as it was at the number up to which the desk had read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from app.domain.following import unit_apart
from app.domain.kinds import EVERYTHING, REPORTS, reports_unit
from app.domain.permissions import Actor, Role
from app.server.records import Record, children
from app.server.sessions import Caller
from app.server.tables import records


@dataclass(frozen=True, slots=True)
class Reach:
    """`members` are the people in each group of a coach, and `reads_only` those of the groups in which nothing is the
    coach's to change; empty for the other roles.

    `reports` are the units in which reports of infringement lie, for the licensor.
    """

    caller: Caller
    members: Mapping[bytes, frozenset[bytes]] = field(default_factory=dict)
    reports: frozenset[bytes] = frozenset()
    reads_only: frozenset[bytes] = frozenset()

    @property
    def actor(self) -> Actor:
        caller = self.caller
        return Actor(
            caller.account_id, caller.role, caller.name, frozenset(self.members), caller.at, self.reads_only,
            caller.shows_surnames)

    @property
    def people(self) -> frozenset[bytes]:
        return frozenset().union(*self.members.values())

    def units(self) -> frozenset[bytes]:
        """What belongs on this desk. Who sees the whole organisation has one unit for everything."""
        caller = self.caller
        if caller.sees_all:
            return frozenset({EVERYTHING})
        if caller.is_guest:
            return frozenset({caller.organisation_id}) | self.reports
        own = caller.organisation_id, caller.account_id, reports_unit(caller.account_id)
        return frozenset({*own, *self.members}) | self.people | self.apart.keys() | self.reports

    @property
    def apart(self) -> Mapping[bytes, bytes]:
        """Where notes lie that this account keeps apart: unit -> the person whom they are about."""
        return {unit_apart(person, self.caller.account_id): person for person in self.people}

    def groups_of(self, unit: bytes) -> frozenset[bytes]:
        """Through which of the own groups this unit is reached: a group itself, or the groups a person is in.

        Who is in a group that is only read, and in another of the same coach, is reached through the other.
        """
        if unit in self.members:
            return frozenset({unit})
        person = self.apart.get(unit, unit)
        found = frozenset(group for group, people in self.members.items() if person in people)
        return found - self.reads_only or found


def reach_of(connection: Connection, caller: Caller, seen: int | None = None) -> Reach:
    """What the caller reaches now; with `seen`, what he reached then as well."""
    if caller.role is Role.LICENSOR and not caller.sees_all:
        return Reach(caller, reports=_reports(connection, caller.organisation_id))
    if caller.role is not Role.COACH or caller.coach_id is None:
        return Reach(caller)
    day = caller.today.isoformat()
    assigned = children(connection, caller.organisation_id, "coach_assignments", [caller.coach_id])
    given = [row for row in assigned if row.fields and _counts(row, day, seen)]
    groups = {row.fields["group_id"] for row in given if row.fields}
    works_in = {row.fields["group_id"] for row in given if row.fields and not _only_reads(row, seen)}
    members: dict[bytes, set[bytes]] = {group: set() for group in groups}
    for row in children(connection, caller.organisation_id, "memberships", groups):
        if row.fields and _counts(row, day, seen):
            members[row.fields["group_id"]].add(row.fields["participant_id"])
    _add_merged(connection, caller, members)
    return Reach(
        caller, {group: frozenset(people) for group, people in members.items()},
        reads_only=frozenset(groups - works_in))


def _add_merged(connection: Connection, caller: Caller, members: Mapping[bytes, set[bytes]]) -> None:
    """Their results count with those of somebody in the group."""
    everybody = set[bytes]().union(*members.values())
    found = children(connection, caller.organisation_id, "participants", everybody) if everybody else []
    for row in found:
        for people in members.values():
            if row.fields and row.fields["merged_into"] in people:
                people.add(row.id)


def _reports(connection: Connection, organisation_id: bytes) -> frozenset[bytes]:
    query = select(records.c.unit).distinct().where(
        records.c.organisation_id == organisation_id, records.c.kind.in_(REPORTS))
    return frozenset(connection.execute(query).scalars())


def _counts(row: Record, day: str, seen: int | None) -> bool:
    assert row.fields is not None
    if row.fields["from_on"] > day:
        return False
    until = row.fields["until_on"]
    if until is None or until > day:
        return True
    closed = row.history.get("until_on")
    return seen is not None and closed is not None and closed.number > seen


def _only_reads(row: Record, seen: int | None) -> bool:
    """What was done before the desk could know that the group became one to look at only is judged as it was."""
    assert row.fields is not None
    became = row.history.get("reads_only")
    return bool(row.fields.get("reads_only")) and not (seen is not None and became is not None and became.number > seen)


def units_apart(now: Iterable[bytes], held: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
    """(entering, leaving), each in order."""
    there, here = set(now), set(held)
    return sorted(there - here), sorted(here - there)
