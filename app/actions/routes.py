"""Learning routes (O-annex 1): made, changed, copied, given to groups and people, ended and withdrawn.

A coach makes and changes routes that only the own groups and the people in them have: the server holds the same
(`app.server.routing`). Templates are the administrator's; whoever wants one for a group gets a copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.actions.action import ANY_FIELD, action
from app.actions.route_steps import WRITTEN_WITH_STEPS, prepared, write_steps
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.permissions import ORGANISATION, Permission, Scope
from app.domain.routes import RouteUse, check_route
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.routes import kept_steps, open_assignments, reached_by, uses
from app.store.tables import route_assignments, routes

_WHOLE = {"routes": set(ANY_FIELD), "route_assignments": set(ANY_FIELD)}
Steps = Sequence[Mapping[str, Any]]


def _of_those(
    work: Work, group_ids: Sequence[bytes] = (), participant_ids: Sequence[bytes] = (), is_template: bool = False,
    **_given: Any,
) -> Scope:
    """Through the groups and people that get it; a template is for everybody."""
    if is_template:
        return ORGANISATION
    return _reached(work, RouteUse(frozenset(group_ids), frozenset(participant_ids)))


def _of_route(work: Work, route_id: bytes, **_given: Any) -> Scope:
    """Through everybody who has it now; a template, and what nobody has, is the organisation's."""
    row = work.rows_by_id(routes, [route_id])[route_id]
    use = uses(open_assignments(work.connection, work.day, route_id)).get(route_id)
    return ORGANISATION if row["is_template"] or use is None else _reached(work, use)


def _of_assignments(work: Work, assignment_ids: Sequence[bytes]) -> Scope:
    rows = work.rows_by_id(route_assignments, assignment_ids).values()
    return _reached(work, RouteUse(
        frozenset(row["group_id"] for row in rows if row["group_id"]),
        frozenset(row["participant_id"] for row in rows if row["participant_id"])))


def _reached(work: Work, use: RouteUse) -> Scope:
    return Scope(reached_by(work.connection, use, work.sight.actor.groups))


@action("route.add", Permission.EDIT_ROUTES, _WHOLE | WRITTEN_WITH_STEPS, scope=_of_those)
def add_route(
    work: Work, name: str, programme_ids: Sequence[bytes] = (), group_ids: Sequence[bytes] = (),
    participant_ids: Sequence[bytes] = (), introduction: str = "", is_template: bool = False, steps: Steps = (),
) -> bytes:
    """A learning route for these groups and people; gives its id.

    Its steps are whole programmes in order, or `steps` as in `app.actions.route_steps`. A template is for nobody yet.
    """
    wanted = [*({"programme_id": one} for one in programme_ids), *steps]
    if is_template and (group_ids or participant_ids):
        raise Refusal(Text("A template is copied for {groups} and {participants}. Nothing was recorded."))
    return _make(work, name, introduction, wanted, is_template, None, (group_ids, participant_ids))


@action("route.change", Permission.EDIT_ROUTES,
        {"routes": {"name", "introduction"}} | WRITTEN_WITH_STEPS, scope=_of_route)
def change_route(work: Work, route_id: bytes, name: str, introduction: str, steps: Steps) -> None:
    """The whole route as it is from now on, for everybody who has it. Steps that stay have their `id`."""
    _standing(work, route_id)
    refuse(check_route(name, introduction, prepared(steps)))
    work.change(routes, route_id, name=name.strip(), introduction=introduction.strip())
    write_steps(work, route_id, steps)


@action("route.copy", Permission.EDIT_ROUTES, _WHOLE | WRITTEN_WITH_STEPS, scope=_of_those)
def copy_route(
    work: Work, route_id: bytes, name: str, group_ids: Sequence[bytes] = (), participant_ids: Sequence[bytes] = (),
    is_template: bool = False, introduction: str | None = None, steps: Steps | None = None,
) -> bytes:
    """A route of their own for these groups and people, as the other stands or with these steps; gives its id.

    Who had the other one has this instead; for everybody else it stays as it is.
    """
    row = work.rows_by_id(routes, [route_id])[route_id]
    wanted = _as_they_stand(work, route_id) if steps is None else [_without_id(step) for step in steps]
    words = row["introduction"] if introduction is None else introduction
    made = _make(work, name, words, wanted, is_template, route_id, (group_ids, participant_ids))
    had = [one["id"] for one in open_assignments(work.connection, work.day, route_id)
           if one["group_id"] in set(group_ids) or one["participant_id"] in set(participant_ids)]
    work.change_all(route_assignments, had, until_on=work.day)
    return made


@action("route.assign", Permission.EDIT_ROUTES, {"route_assignments": set(ANY_FIELD)}, scope=_of_those)
def assign_route(
    work: Work, route_id: bytes, group_ids: Sequence[bytes] = (), participant_ids: Sequence[bytes] = (),
) -> int:
    """Give a route to groups and people; gives how many did not have it yet."""
    row = _standing(work, route_id)
    if row["is_template"]:
        raise Refusal(Text("A template is copied for {groups} and {participants}. Nothing was recorded."))
    use = uses(open_assignments(work.connection, work.day, route_id)).get(route_id, RouteUse())
    return len(_assign(
        work, route_id, [one for one in group_ids if one not in use.groups],
        [one for one in participant_ids if one not in use.people]))


@action("route.end", Permission.EDIT_ROUTES, {"route_assignments": {"until_on"}}, scope=_of_assignments)
def end_assignments(work: Work, assignment_ids: Sequence[bytes]) -> int:
    """They no longer have the route from today on; what was done stays. Gives how many had it until now."""
    rows = work.rows_by_id(route_assignments, assignment_ids)
    return work.change_all(
        route_assignments, [one for one, row in rows.items() if row["until_on"] is None], until_on=work.day)


@action("route.withdraw", Permission.EDIT_ROUTES,
        {"routes": {"until_on"}, "route_assignments": {"until_on"}}, scope=_of_route)
def withdraw_route(work: Work, route_id: bytes) -> int:
    """Nobody has it any more from today on; results stay. Gives how many groups and people had it."""
    _standing(work, route_id)
    had = [one["id"] for one in open_assignments(work.connection, work.day, route_id)]
    work.change(routes, route_id, until_on=work.day)
    return work.change_all(route_assignments, had, until_on=work.day)


def _make(
    work: Work, name: str, introduction: str, steps: Steps, is_template: bool, copied_from: bytes | None,
    given: tuple[Sequence[bytes], Sequence[bytes]],
) -> bytes:
    refuse(check_route(name, introduction, prepared(steps)))
    made = work.add(
        routes, name=name.strip(), from_on=work.day, introduction=introduction.strip(), is_template=int(is_template),
        copied_from=copied_from)
    write_steps(work, made, steps)
    _assign(work, made, *given)
    return made


def _assign(work: Work, route_id: bytes, groups: Sequence[bytes], people: Sequence[bytes]) -> list[bytes]:
    given = [*((group, None) for group in dict.fromkeys(groups)), *((None, one) for one in dict.fromkeys(people))]
    return work.insert(route_assignments, [
        {"route_id": route_id, "group_id": group, "participant_id": person, "from_on": work.day, "until_on": None}
        for group, person in given])


def _standing(work: Work, route_id: bytes) -> Row:
    row = work.rows_by_id(routes, [route_id])[route_id]
    if row["until_on"]:
        raise Refusal(Text("This learning route was withdrawn. Nothing was changed. Make a copy of it."))
    return row


def _as_they_stand(work: Work, route_id: bytes) -> list[Row]:
    return [_without_id(row) for row in kept_steps(work.connection, [route_id]).get(route_id, [])]


def _without_id(step: Mapping[str, Any]) -> Row:
    return {name: value for name, value in step.items() if name != "id"}
