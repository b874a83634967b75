"""Notes, goals and talks about one person, switched on and confirmed by the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.following import add_goal, add_note, plan_talk, settle_goal
from app.actions.privacy import switch_field
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK
from tests.following import ON

NOTE = {"category": "learning", "about_on": "2026-11-02", "body": MARK}
GOAL = {"body": MARK, "set_on": "2026-11-02", "due_on": "2026-12-18"}
TALK = {"subject": MARK, "with_whom": MARK, "planned_on": "2026-12-01", "begins_at": "15:30"}


def _amira(stage: Stage) -> dict[str, bytes]:
    stage.desk.do(switch_field, **ON)
    return {"participant_id": stage.people["Amira"]}


def _written(act: Any, name: str, given: dict[str, str]) -> Callable[[Stage], dict[str, Any]]:
    def scene(stage: Stage) -> dict[str, Any]:
        made = stage.desk.do(act, **_amira(stage), **given).outcome
        with stage.desk.database.writing() as connection:
            for table in (tables.notes, tables.goals, tables.talks, tables.field_switches):
                connection.execute(table.update().values(version=VERSION))
        return {name: made}
    return scene


_note = _written(add_note, "note_id", NOTE | {"body": "las zelf een boek"})
_goal = _written(add_goal, "goal_id", GOAL | {"body": "alle klanken"})
_talk = _written(plan_talk, "talk_id", TALK | {"subject": "rapport"})


def _settled(stage: Stage) -> dict[str, Any]:
    made = _goal(stage)
    stage.desk.do(settle_goal, **made, state="reached", settled_on="2026-11-20")
    with stage.desk.database.writing() as connection:
        connection.execute(tables.goals.update().values(version=VERSION))
    return made


def _behind(stage: Stage) -> dict[str, Any]:
    """The next answers of a large import."""
    return {"said": {b"r" * 16: (stage.people["Amira"], MARK, MARK)}, "of": b"i" * 16}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "import.answers": _behind,
    "note.add": lambda stage: _amira(stage) | NOTE,
    "note.change": lambda stage: _note(stage) | NOTE,
    "note.remove": _note,
    "goal.add": lambda stage: _amira(stage) | GOAL,
    "goal.change": lambda stage: _goal(stage) | GOAL,
    "goal.settle": lambda stage: _goal(stage) | {"state": "dropped", "settled_on": "2026-11-20", "remark": MARK},
    "goal.reopen": _settled,
    "goal.remove": _goal,
    "talk.plan": lambda stage: _amira(stage) | TALK,
    "talk.change": lambda stage: _talk(stage) | TALK,
    "talk.report": lambda stage: _talk(stage) | {"held_on": "2026-11-20", "report": MARK},
    "talk.cancel": _talk,
    "talk.remove": _talk,
}
