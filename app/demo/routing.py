"""What the demo has of learning routes today: days, a template, links, a material, and a copy for one participant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.actions.desk import Desk
from app.actions.media import add_link, add_material
from app.actions.routes import add_route, change_route, copy_route
from app.demo.files import demo_folder
from app.demo.organisation import DemoMedia, DemoOrganisation
from app.exchange.material_files import take_in
from app.views.groups import group_detail, group_list
from app.views.routes import IN_USE, RouteRow, StepLine, route_choices, route_list, route_page

DAYS_OF_STEPS = (5, 21, 35)
"""When the programmes of a route are due, from today on."""
BEGUN, DUE_BEFORE = 10, 21
"""So many exercises of the first one should have been done so many days ago: some are late."""
WITH_DAYS = 2
LATER = 28


def guide(desk: Desk, told: DemoOrganisation, by_code: Mapping[str, bytes]) -> None:
    """On the routes that the groups have already."""
    groups = {row.name: row.id for row in desk.read(group_list)}
    for medium in told.media:
        if medium.group:
            _brought(desk, medium, by_code, groups[medium.group])
    brought = [(one.programme, _brought(desk, one, by_code)) for one in told.media if not one.group]
    for one in told.templates:
        steps = [{"programme_id": by_code[code]} for code in one.programmes]
        desk.do(add_route, name=one.name, introduction=one.introduction, is_template=True,
                steps=[*steps, *(step for code, step in brought if code in one.programmes)])
    in_use = [row for row in desk.read(route_list) if row.state == IN_USE]
    for row in in_use[:WITH_DAYS]:
        _set_days(desk, row)
    _one_apart(desk, in_use[0])


def _brought(
    desk: Desk, one: DemoMedia, by_code: Mapping[str, bytes], group_id: bytes | None = None,
) -> dict[str, Any]:
    given: dict[str, Any] = {
        "title": one.title, "programme_id": by_code.get(one.programme), "group_id": group_id}
    if one.address:
        return {"media_link_id": desk.do(add_link, address=one.address, **given).outcome}
    taken = take_in(desk, demo_folder() / desk.organisation.code / one.file)
    return {"material_id": desk.do(add_material, **given, **taken.arguments()).outcome}


def _set_days(desk: Desk, row: RouteRow) -> None:
    today, page = desk.sight.today, desk.read(route_page, row.id)
    steps = [_step(step, _due(today, number)) for number, step in enumerate(page.steps)]
    begun = {"programme_id": page.steps[0].programme_id, "exercise_id": _part(desk, page.steps[0].programme_id),
             "due_on": (today - timedelta(days=DUE_BEFORE)).isoformat()}
    desk.do(change_route, route_id=row.id, name=row.name, introduction="", steps=[begun, *steps])


def _part(desk: Desk, programme_id: bytes | None) -> bytes:
    (parts,) = [one.exercises for one in desk.read(route_choices).programmes if one.id == programme_id]
    return parts[min(BEGUN, len(parts)) - 1][0]


def _one_apart(desk: Desk, row: RouteRow) -> None:
    """The first of the first group that has it gets some weeks more."""
    page = desk.read(route_page, row.id)
    group = page.holders[0].group_id
    if group is None:
        return
    person = desk.read(group_detail, group).members[0]
    steps = [_step(step, (date.fromisoformat(step.due_on) + timedelta(days=LATER)).isoformat() if step.due_on else "")
             for step in page.steps]
    desk.do(copy_route, route_id=row.id, name=row.name, participant_ids=[person.id], steps=steps)


def _step(step: StepLine, due_on: str) -> dict[str, Any]:
    names = ("id", "programme_id", "exercise_id", "media_link_id", "material_id", "starts_on")
    return {name: getattr(step, name) for name in names} | {"due_on": due_on}


def _due(today: date, number: int) -> str:
    return (today + timedelta(days=DAYS_OF_STEPS[min(number, len(DAYS_OF_STEPS) - 1)])).isoformat()
