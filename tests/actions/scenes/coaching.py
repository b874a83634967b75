"""What the actions on coaches, locations and whole groups are given, and what must be there before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table

from app.actions.coaches import add_coach, assign_coach
from app.actions.locations import add_location
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK


def _confirmed(stage: Stage, table: Table, row_id: bytes) -> bytes:
    """As the server has it."""
    with stage.desk.database.writing() as connection:
        connection.execute(table.update().values(version=VERSION))
    return row_id


def coach(stage: Stage, *groups: str) -> bytes:
    """Joke, with these groups."""
    made: bytes = stage.desk.do(add_coach, given={"given": "Joke", "family": "Smit", "username": "joke"}).outcome
    for name in groups:
        stage.desk.do(assign_coach, coach_id=made, group_id=stage.groups[name])
    _confirmed(stage, tables.coach_assignments, made)
    return _confirmed(stage, tables.coaches, made)


def _location(stage: Stage) -> bytes:
    return _confirmed(stage, tables.locations, stage.desk.do(add_location, name="Centrum").outcome)


def _split(stage: Stage) -> dict[str, Any]:
    coach(stage, "Dinsdag")
    return {"group_id": stage.groups["Dinsdag"],
            "parts": [{"name": MARK, "participant_ids": [stage.people["Amira"]]}]}


def _merge(stage: Stage) -> dict[str, Any]:
    coach(stage, "Dinsdag")
    return {"group_ids": [stage.groups["Dinsdag"]], "into_id": stage.groups["Donderdag"]}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "location.add": lambda stage: {"name": MARK},
    "location.rename": lambda stage: {"location_id": _location(stage), "name": MARK},
    "location.close": lambda stage: {"location_id": _location(stage)},
    "group.place": lambda stage: {"group_id": stage.groups["Dinsdag"], "location_id": _location(stage)},
    "group.introduce": lambda stage: {"group_id": stage.groups["Dinsdag"], "introduction": MARK},
    "group.split": _split,
    "group.merge": _merge,
    "coach.add": lambda stage: {
        "given": {"given": MARK, "family": "Smit", "username": "m.smit", "confidential_on": "2026-11-01"},
        "group_ids": [stage.groups["Dinsdag"]]},
    "coach.change": lambda stage: {"coach_id": coach(stage), "given": {"family": MARK, "keeps_offline": False}},
    "coach.close": lambda stage: {"coach_id": coach(stage, "Dinsdag")},
    "coach.assign": lambda stage: {"coach_id": coach(stage), "group_id": stage.groups["Dinsdag"], "reads_only": True,
                                   "until_on": "2026-12-24"},
    "coach.unassign": lambda stage: {"coach_id": coach(stage, "Dinsdag"), "group_id": stage.groups["Dinsdag"]},
}
