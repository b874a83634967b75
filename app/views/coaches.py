"""The coaches of the organisation as its administrator looks after them (O-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, select

from app.domain.coaches import CoachGiven, has_ended
from app.domain.permissions import Permission, Role, require
from app.domain.sight import Sight
from app.store.by_name import by_name
from app.store.settings import CONNECTED, setting
from app.store.tables import accounts, coach_assignments, coaches, groups, participants
from app.views.people import name_of, natural

Login = Literal["none", "works", "ended"]


@dataclass(frozen=True, slots=True)
class CoachGroup:
    """A group that a coach has; `until_on` is the first day no longer, None while none is set."""

    id: bytes
    name: str
    reads_only: bool
    until_on: date | None


@dataclass(frozen=True, slots=True)
class CoachLine:
    """One coach. `given` is what was filled in. `login`: there is none, it works, or it has ended.

    `takes_part`: somebody of this name, user name or e-mail address is also a participant. `only_coach_of` are the
    groups that would have nobody without this one.
    """

    id: bytes
    full: str
    listed: str
    given: CoachGiven
    groups: tuple[CoachGroup, ...]
    login: Login
    has_ended: bool
    takes_part: bool
    only_coach_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoachList:
    """`is_connected`: there is a server, which makes the logins."""

    coaches: tuple[CoachLine, ...]
    is_connected: bool


def coach_list(connection: Connection, sight: Sight, with_ended: bool = False) -> CoachList:
    """Everybody who coaches here, in register order; `with_ended` also who works here no longer."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    today = sight.today.isoformat()
    rows = connection.execute(select(coaches).order_by(*by_name(coaches))).all()
    wanted = [row for row in rows if with_ended or not has_ended(row.until_on, today)]
    beside = _Beside(connection, today)
    return CoachList(tuple(beside.line(row) for row in wanted), bool(setting(connection, CONNECTED)))


class _Beside:
    """What stands beside the row of a coach, read once for all."""

    def __init__(self, connection: Connection, today: str) -> None:
        self._today = today
        self._groups = _groups(connection, today)
        self._logins = _logins(connection, today)
        self._having = _having(self._groups)
        people = connection.execute(select(
            participants.c.sort_key, participants.c.username, participants.c.email,
        ).where(participants.c.state == "active")).all()
        self._participants = {value for person in people for value in person if value}

    def line(self, row: Any) -> CoachLine:
        own, name = self._groups.get(row.id, []), name_of(row)
        alike = {row.sort_key, row.username, row.email} - {""}
        return CoachLine(
            row.id, name.full, name.listed, _given(row), tuple(own), self._logins.get(row.id, "none"),
            has_ended(row.until_on, self._today), not alike.isdisjoint(self._participants),
            tuple(group.name for group in own if self._having[group.id] == {row.id}))


def _given(row: Any) -> CoachGiven:
    return CoachGiven(
        row.given, row.prefix, row.family, row.kind, row.username, row.email, row.from_on, row.until_on or "",
        row.confidential_on, bool(row.keeps_offline), bool(row.shows_surnames))


def _groups(connection: Connection, today: str) -> dict[bytes, list[CoachGroup]]:
    """Per coach the open groups of today, in natural order."""
    assigned = coach_assignments.c
    query = select(assigned.coach_id, assigned.reads_only, assigned.until_on, groups.c.id, groups.c.name).join(
        groups, groups.c.id == assigned.group_id).where(
        groups.c.until_on.is_(None), assigned.from_on <= today,
        assigned.until_on.is_(None) | (assigned.until_on > today))
    found: dict[bytes, list[CoachGroup]] = defaultdict(list)
    for row in sorted(connection.execute(query), key=lambda row: natural(row.name)):
        until = date.fromisoformat(row.until_on) if row.until_on else None
        found[row.coach_id].append(CoachGroup(row.id, row.name, bool(row.reads_only), until))
    return found


def _having(groups_of: Mapping[bytes, list[CoachGroup]]) -> Mapping[bytes, set[bytes]]:
    """Per group the coaches who work in it, not those who only look."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for coach, own in groups_of.items():
        for group in own:
            if not group.reads_only:
                found[group.id].add(coach)
    return found


def _logins(connection: Connection, today: str) -> dict[bytes, Login]:
    query = select(accounts).where(accounts.c.role == Role.COACH, accounts.c.coach_id.is_not(None))
    found: dict[bytes, Login] = {}
    for row in connection.execute(query):
        works = not has_ended(row.until_on, today)
        found[row.coach_id] = "works" if works or found.get(row.coach_id) == "works" else "ended"
    return found
