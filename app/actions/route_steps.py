"""The steps of a route as an action writes them: what stays keeps its row, what goes keeps it too, out of the order.

A step is a mapping with the columns of `route_steps` as far as they are filled, `id` where it stands already, or
`link` ({title, address}) or `material` ({title, file_name, media_type, size, checksum}) for one that is new with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD
from app.actions.media import new_link, new_material
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.routes import TAKEN_OUT, check_route
from app.domain.text import Text
from app.domain.wrong_fields import refuse
from app.store.tables import exercises, materials, media_links, programme_versions, programmes, route_steps

WRITTEN_WITH_STEPS = {
    "route_steps": set(ANY_FIELD), "media_links": set(ANY_FIELD), "materials": set(ANY_FIELD)}
_THINGS: Mapping[str, Table] = {
    "programme_id": programmes, "media_link_id": media_links, "material_id": materials}
_DAYS = ("starts_on", "due_on")
_NEW = bytes(16)


def prepared(steps: Sequence[Mapping[str, Any]]) -> list[Row]:
    """As the rules look at them: what comes with its step counts as there."""
    return [dict(step) | ({"media_link_id": _NEW} if step.get("link") else {})
            | ({"material_id": _NEW} if step.get("material") else {}) for step in steps]


def write_steps(work: Work, route_id: bytes, steps: Sequence[Mapping[str, Any]]) -> None:
    """These are the steps of the route from now on, in this order. Raises Refusal."""
    refuse(check_route("-", "", prepared(steps)))
    before = _kept(work, route_id)
    staying = [step["id"] for step in steps if step.get("id")]
    if not set(staying) <= before.keys() or len(set(staying)) < len(staying):
        raise Refusal(Text(
            "What you want to change is not here any more: it went in the meantime. Nothing was changed."))
    gone = {one: {"position": TAKEN_OUT} for one, row in before.items()
            if one not in staying and row["position"] > TAKEN_OUT}
    stays = {step["id"]: {"position": number} | _days(step)
             for number, step in enumerate(steps, 1) if step.get("id")}
    work.change_each(route_steps, gone | stays)
    fresh = [(number, step) for number, step in enumerate(steps, 1) if not step.get("id")]
    work.insert(route_steps, [_row(work, route_id, number, step) for number, step in fresh])


def _kept(work: Work, route_id: bytes) -> dict[bytes, Row]:
    query = select(route_steps).where(route_steps.c.route_id == route_id)
    return {row["id"]: dict(row) for row in work.connection.execute(query).mappings()}


def _row(work: Work, route_id: bytes, number: int, step: Mapping[str, Any]) -> Row:
    things = {name: step.get(name) for name in _THINGS}
    if step.get("link"):
        things["media_link_id"] = new_link(work, **step["link"])
    if step.get("material"):
        things["material_id"] = new_material(work, **step["material"])
    _must_be_here(work, things, step.get("exercise_id"))
    return things | _days(step) | {
        "route_id": route_id, "position": number, "exercise_id": step.get("exercise_id")}


def _days(step: Mapping[str, Any]) -> Row:
    return {name: str(step.get(name) or "") for name in _DAYS}


def _must_be_here(work: Work, things: Mapping[str, bytes | None], exercise_id: bytes | None) -> None:
    for name, row_id in things.items():
        if row_id:
            work.rows_by_id(_THINGS[name], [row_id])
    if exercise_id is None:
        return
    query = select(programme_versions.c.programme_id).join(
        exercises, exercises.c.programme_version_id == programme_versions.c.id).where(exercises.c.id == exercise_id)
    if work.connection.execute(query).scalar() != things["programme_id"]:
        raise Refusal(Text("This exercise is of another {programme}. Nothing was recorded."))
