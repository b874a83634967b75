"""What the actions of the new year are given: a group that goes on from the day after tomorrow, or from today."""

from __future__ import annotations

from typing import Any

from app.actions.rollover import prepare_roll_over, take_in
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.dumps import rows_of

MARK = "Merkteken"
Arguments = dict[str, Any]
TODAY = "2026-11-21"


def _prepared(stage: Stage, day: str = "2026-12-01", group: str = "Dinsdag") -> bytes:
    """One that the server has confirmed, in which a group goes on."""
    made: bytes = stage.desk.do(prepare_roll_over, effective_on=day).outcome
    stage.desk.do(take_in, roll_over_id=made, group_ids=[stage.groups[group]])
    with stage.desk.database.writing() as connection:
        for table in (tables.roll_overs, tables.roll_over_groups):
            connection.execute(table.update().values(version=VERSION))
    return made


def _new(stage: Stage) -> bytes:
    return bytes(rows_of(stage.desk, "roll_over_groups")[0]["id"])


def _of_prepared(stage: Stage, **more: Any) -> Arguments:
    return {"roll_over_id": _prepared(stage)} | more


def _of_new(stage: Stage, **more: Any) -> Arguments:
    _prepared(stage)
    return more | {"new_group_id": _new(stage)}


def _settled(stage: Stage) -> Arguments:
    _prepared(stage)
    return {"new_group_ids": [_new(stage)], "fate": 1}


def _coaches(stage: Stage) -> Arguments:
    _prepared(stage)
    with stage.desk.database.writing() as connection:
        connection.execute(tables.coaches.insert().values(
            id=b"c" * 16, given=MARK, family=MARK, sort_key="m", search="m", from_on=TODAY))
    return {"wanted": [(_new(stage), [b"c" * 16])]}


SCENES = {
    "roll_over.prepare": lambda stage: {"effective_on": "2026-12-01"},
    "roll_over.set": lambda stage: _of_prepared(stage, effective_on="2026-12-02", hand_over_on="2027-02-01"),
    "roll_over.add_group": lambda stage: _of_prepared(stage, name=MARK),
    "roll_over.change_group": lambda stage: _of_new(stage, name=MARK, year_group=""),
    "roll_over.settle_groups": _settled,
    "roll_over.take_in": lambda stage: _of_prepared(stage, group_ids=[stage.groups["Donderdag"]]),
    "roll_over.choose": lambda stage: _of_prepared(
        stage, participant_ids=[stage.people["Amira"], stage.people["Bram"]], choice="leave"),
    "roll_over.coaches": _coaches,
    "roll_over.drop": lambda stage: _of_prepared(stage),
    "roll_over.do": lambda stage: {"roll_over_id": _prepared(stage, TODAY)},
}
