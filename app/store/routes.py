"""Learning routes as they are kept: their steps in order, and who has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, select

from app.domain.operation import Patch
from app.domain.permissions import ORGANISATION, Actor, Scope
from app.domain.routes import TAKEN_OUT, RouteUse, route_groups
from app.store.tables import memberships, route_assignments, route_steps, routes

Row = dict[str, Any]


def kept_steps(connection: Connection, route_ids: Collection[bytes]) -> Mapping[bytes, list[Row]]:
    """The steps of these routes in order, without those that were taken out."""
    query = select(route_steps).where(
        route_steps.c.route_id.in_(route_ids), route_steps.c.position > TAKEN_OUT,
    ).order_by(route_steps.c.position, route_steps.c.id)
    found: dict[bytes, list[Row]] = defaultdict(list)
    for row in _as_rows(connection.execute(query)):
        found[row["route_id"]].append(row)
    return found


def open_assignments(
    connection: Connection, day: str, route_id: bytes | None = None, people: Collection[bytes] | None = None,
) -> list[Row]:
    """Who has which route on this day, of all routes or of one; in the order in which they got it.

    With `people` only what these few have, by themselves or through a group that they are in.
    """
    table = route_assignments
    query = select(table).where(table.c.until_on.is_(None) | (table.c.until_on > day))
    if route_id is not None:
        query = query.where(table.c.route_id == route_id)
    if people is not None:
        theirs = select(memberships.c.group_id).where(
            memberships.c.participant_id.in_(people), memberships.c.until_on.is_(None))
        query = query.where(table.c.participant_id.in_(people) | table.c.group_id.in_(theirs))
    return _as_rows(connection.execute(query.order_by(table.c.from_on, table.c.id)))


def _as_rows(result: CursorResult[Any]) -> list[Row]:
    """In a third of the time that a mapping of each row takes: they are read with every person and group."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def uses(rows: Iterable[Row]) -> Mapping[bytes, RouteUse]:
    """By the id of the route."""
    groups: dict[bytes, set[bytes]] = defaultdict(set)
    people: dict[bytes, set[bytes]] = defaultdict(set)
    for row in rows:
        if row["group_id"]:
            groups[row["route_id"]].add(row["group_id"])
        elif row["participant_id"]:
            people[row["route_id"]].add(row["participant_id"])
    return {
        one: RouteUse(frozenset(groups.get(one, ())), frozenset(people.get(one, ())))
        for one in {*groups, *people}}


def groups_through(
    connection: Connection, people: Collection[bytes], own: Collection[bytes],
) -> Mapping[bytes, frozenset[bytes]]:
    """Per person the groups out of `own` that he or she is in now."""
    query = select(memberships.c.participant_id, memberships.c.group_id).where(
        memberships.c.participant_id.in_(people), memberships.c.group_id.in_(own), memberships.c.until_on.is_(None))
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for row in connection.execute(query) if people and own else ():
        found[row.participant_id].add(row.group_id)
    return {person: frozenset(groups) for person, groups in found.items()}


def reached_by(connection: Connection, use: RouteUse, own: Collection[bytes]) -> frozenset[bytes]:
    """The groups through which these groups and people are reached, for somebody who follows the groups `own`."""
    return route_groups(use, groups_through(connection, use.people, own))


def origins(connection: Connection) -> Mapping[bytes, bytes | None]:
    """What each route was made from."""
    return dict(connection.execute(select(routes.c.id, routes.c.copied_from)).all())


def routes_touched(
    connection: Connection, day: str, own: Collection[bytes], patches: Iterable[Patch],
) -> frozenset[bytes] | None:
    """The groups through which the routes that these patches are about are reached, now or by the patches themselves.

    None where one is the organisation's: a template, or a route that nobody has. Empty without any route.
    """
    named, given = _named(connection, patches)
    if not named and not given:
        return frozenset()
    query = select(routes.c.id).where(routes.c.id.in_(named), routes.c.is_template == 1)
    by_route = uses([*(row for row in open_assignments(connection, day) if row["route_id"] in named), *given])
    if connection.execute(query).first() is not None or not named <= by_route.keys():
        return None
    reached = [reached_by(connection, use, own) for use in by_route.values()]
    return frozenset().union(*reached)


def scope_of_route(connection: Connection, day: str, actor: Actor, kind: str, row_id: bytes) -> Scope:
    """Through which groups somebody would change this route, or the route of this step."""
    reached = routes_touched(connection, day, actor.groups, [Patch(kind, row_id, None, 0, None, None)])
    return Scope(reached) if reached else ORGANISATION


def _named(connection: Connection, patches: Iterable[Patch]) -> tuple[set[bytes], list[Row]]:
    """(the routes themselves that are touched, the assignments that are)."""
    by_kind: dict[str, set[bytes]] = {"routes": set(), "route_steps": set(), "route_assignments": set()}
    for patch in patches:
        if patch.kind in by_kind:
            by_kind[patch.kind].add(patch.id)
    steps = select(route_steps.c.route_id).where(route_steps.c.id.in_(by_kind["route_steps"]))
    given = select(route_assignments).where(route_assignments.c.id.in_(by_kind["route_assignments"]))
    return (by_kind["routes"] | {bytes(one) for one in connection.execute(steps).scalars()},
            [dict(row) for row in connection.execute(given).mappings()])
