"""Learning routes as they are made and given: the list, one route with its steps and who has it, and what to choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from app.domain.contract.kept_rows import day_of
from app.domain.errors import Refusal
from app.domain.permissions import ORGANISATION, Permission, Scope, allowed
from app.domain.routes import RouteUse
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.routes import kept_steps, open_assignments, reached_by, uses
from app.store.tables import (
    exercises,
    groups,
    materials,
    media_links,
    participants,
    programme_versions,
    programmes,
    routes,
)
from app.views.people import natural, shown_name, visible_people
from app.views.step_things import programme_notices, things_of

TEMPLATE, IN_USE, FOR_NOBODY, WITHDRAWN = "template", "in use", "for nobody", "withdrawn"


@dataclass(frozen=True, slots=True)
class RouteRow:
    """`groups` are the names of those who have it; `people` how many have it themselves; both as far as the reader
    may see them. `state` is TEMPLATE, IN_USE, FOR_NOBODY or WITHDRAWN; `next_due` the first day to come, if any.
    """

    id: bytes
    name: str
    state: str
    steps: int
    groups: tuple[str, ...]
    people: int
    next_due: date | None
    notice: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it is shown and changed; the ids are those of its row."""

    id: bytes | None
    kind: str
    title: str
    below: str
    starts_on: str
    due_on: str
    notice: Text | None = None
    programme_id: bytes | None = None
    exercise_id: bytes | None = None
    media_link_id: bytes | None = None
    material_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A group, or a person who has the route alone (`listed` is the name as in a register)."""

    assignment_id: bytes
    name: str
    listed: str
    group_id: bytes | None
    participant_id: bytes | None
    since: date


@dataclass(frozen=True, slots=True)
class RoutePage:
    """`made_from` is the name of what it was copied from, '' for none; `copies` the names of what was made from it."""

    row: RouteRow
    introduction: str
    steps: tuple[StepLine, ...]
    holders: tuple[Holder, ...]
    made_from: str
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChosenProgramme:
    """A programme to choose, with (id, title) of the exercises of its newest version."""

    id: bytes
    title: str
    exercises: tuple[tuple[bytes, str], ...]
    notice: Text | None


@dataclass(frozen=True, slots=True)
class RouteChoices:
    """What can become a step: programmes, and (id, title, more) of links and materials."""

    programmes: tuple[ChosenProgramme, ...]
    links: tuple[tuple[bytes, str, str], ...]
    materials: tuple[tuple[bytes, str, str], ...]


def route_list(connection: Connection, sight: Sight, include_withdrawn: bool = False) -> tuple[RouteRow, ...]:
    """Templates first, then by name. A coach sees templates, and what the own groups and people have or nobody does."""
    query = select(routes).order_by(routes.c.name)
    if not include_withdrawn:
        query = query.where(routes.c.until_on.is_(None))
    found = connection.execute(query).all()
    reading = _Reading(connection, sight, [row.id for row in found])
    rows = [reading.row(one) for one in found if reading.may_see(one.id)]
    return tuple(sorted(rows, key=lambda row: (row.state != TEMPLATE, natural(row.name))))


def route_page(connection: Connection, sight: Sight, route_id: bytes) -> RoutePage:
    """Raises Refusal for a route that is gone, or only others have."""
    row = connection.execute(select(routes).where(routes.c.id == route_id)).first()
    reading = _Reading(connection, sight, [route_id])
    if row is None or not reading.may_see(route_id):
        raise Refusal(Text("This learning route is not here any more, or is not yours to see."))
    steps = reading.steps.get(route_id, [])
    things = things_of(connection, sight, steps)
    lines = []
    for step in steps:
        thing = things.of(step)
        lines.append(StepLine(
            step["id"], thing.kind, thing.title, thing.below, step["starts_on"], step["due_on"], thing.notice,
            step["programme_id"], step["exercise_id"], step["media_link_id"], step["material_id"]))
    made_from = connection.execute(select(routes.c.id, routes.c.name).where(routes.c.id == row.copied_from)).first()
    copies = connection.execute(select(routes.c.id, routes.c.name).where(
        routes.c.copied_from == route_id, routes.c.until_on.is_(None)).order_by(routes.c.name)).all()
    known = _Reading(connection, sight, [one.id for one in copies])
    return RoutePage(
        reading.row(row), row.introduction, tuple(lines), reading.holders(route_id),
        made_from.name if made_from is not None and _is_seen(connection, sight, made_from.id) else "",
        tuple(one.name for one in copies if known.may_see(one.id)))


def route_choices(connection: Connection, sight: Sight) -> RouteChoices:
    """Everything that can become a step today; what belongs to one group is no step for others."""
    newest = {row.programme_id: row.id for row in connection.execute(
        select(programme_versions).order_by(programme_versions.c.number))}
    parts: dict[bytes, list[tuple[bytes, str]]] = {}
    for row in connection.execute(select(exercises).order_by(exercises.c.position)):
        parts.setdefault(row.programme_version_id, []).append((row.id, row.title))
    known = connection.execute(select(programmes).order_by(programmes.c.title)).all()
    notices = programme_notices(connection, sight, [row.id for row in known])
    return RouteChoices(
        tuple(ChosenProgramme(row.id, row.title, tuple(parts.get(newest.get(row.id, b""), ())), notices.get(row.id))
              for row in known),
        tuple((row.id, row.title, row.address) for row in connection.execute(
            select(media_links).where(*_of_everybody(media_links)).order_by(media_links.c.title))),
        tuple((row.id, row.title, row.file_name) for row in connection.execute(
            select(materials).where(*_of_everybody(materials)).order_by(materials.c.title))))


def _of_everybody(table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.until_on.is_(None), table.c.group_id.is_(None)


def _is_seen(connection: Connection, sight: Sight, route_id: bytes) -> bool:
    return _Reading(connection, sight, [route_id]).may_see(route_id)


class _Reading:
    """What stands beside the rows of these routes, read once for all."""

    def __init__(self, connection: Connection, sight: Sight, route_ids: Collection[bytes]) -> None:
        self._connection, self._sight = connection, sight
        self._given = [row for row in open_assignments(connection, sight.today.isoformat())
                       if row["route_id"] in set(route_ids)]
        self._uses = uses(self._given)
        self._people = visible_people(connection, sight)
        self.steps = kept_steps(connection, route_ids)
        named = {step["programme_id"] for rows in self.steps.values() for step in rows if step["programme_id"]}
        self._notices = programme_notices(connection, sight, named)
        self._groups = {row.id: row.name for row in connection.execute(select(groups.c.id, groups.c.name))}

    def may_see(self, route_id: bytes) -> bool:
        use = self._uses.get(route_id)
        if use is None or self._sight.sees_all:
            return True
        return bool(self._seen_groups(use) or self._seen_people(use))

    def row(self, row: Any) -> RouteRow:
        use, steps = self._uses.get(row.id, RouteUse()), self.steps.get(row.id, [])
        day = self._sight.today.isoformat()
        due = min((step["due_on"] for step in steps if step["due_on"] >= day), default="")
        state = WITHDRAWN if row.until_on else TEMPLATE if row.is_template else IN_USE if use.units else FOR_NOBODY
        names = sorted((self._groups.get(one, "") for one in self._seen_groups(use)), key=natural)
        return RouteRow(
            row.id, row.name, state, len(steps), tuple(names), len(self._seen_people(use)), day_of(due or None),
            any(step["programme_id"] in self._notices for step in steps), self._may_change(row, use))

    def holders(self, route_id: bytes) -> tuple[Holder, ...]:
        """Groups first, then people, as far as the reader may see them."""
        use = self._uses.get(route_id, RouteUse())
        people = self._seen_people(use)
        query = select(participants).where(participants.c.id.in_(people))
        names = {row.id: shown_name(row, self._sight) for row in self._connection.execute(query)} if people else {}
        found = [one for row in self._given if (one := self._holder(row, names, self._seen_groups(use))) is not None]
        return tuple(sorted(found, key=lambda one: (one.group_id is None, natural(one.listed))))

    def _holder(self, row: Mapping[str, Any], names: Mapping[bytes, Any], seen: frozenset[bytes]) -> Holder | None:
        since, group, person = date.fromisoformat(row["from_on"]), row["group_id"], row["participant_id"]
        if group in seen:
            name = self._groups.get(group, "")
            return Holder(row["id"], name, name, group, None, since)
        if person in names:
            return Holder(row["id"], names[person].full, names[person].listed, None, person, since)
        return None

    def _may_change(self, row: Any, use: RouteUse) -> bool:
        whole = bool(row.is_template) or not use.units
        own = self._sight.actor.groups
        scope = ORGANISATION if whole else Scope(reached_by(self._connection, use, own))
        return not row.until_on and allowed(self._sight.actor, Permission.EDIT_ROUTES, scope)

    def _seen_groups(self, use: RouteUse) -> frozenset[bytes]:
        return use.groups if self._sight.sees_all else use.groups & self._sight.actor.groups

    def _seen_people(self, use: RouteUse) -> frozenset[bytes]:
        return use.people if self._people is None else use.people & self._people
