"""Instruments and observations, with notes switched on and confirmed by the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.instruments import close_instrument
from app.store.tables import metadata
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK
from tests.dumps import rows_of
from tests.following import notes_on
from tests.observing import Laid, instrument, made, saw

KINDS = ("instruments", "instrument_steps", "instrument_points", "observations", "field_switches")
NAMED = instrument(MARK, source=MARK)


def _known(stage: Stage) -> None:
    with stage.desk.database.writing() as connection:
        for kind in KINDS:
            connection.execute(metadata.tables[kind].update().values(version=VERSION))


def _made(stage: Stage) -> Laid:
    found = made(stage.desk)
    _known(stage)
    return found


def _closed(stage: Stage) -> dict[str, Any]:
    found = _made(stage).id
    stage.desk.do(close_instrument, instrument_id=found)
    _known(stage)
    return {"instrument_id": found}


def _to_record(stage: Stage) -> dict[str, Any]:
    notes_on(stage.desk)
    found = _made(stage)
    entries = [{"participant_id": stage.people["Amira"], "point_id": point, "step_id": found.steps["soms"],
                "remark": MARK} for point in found.points.values()]
    return {"instrument_id": found.id, "observed_on": "2026-11-20", "group_id": stage.groups["Dinsdag"],
            "entries": entries}


def _observed(stage: Stage) -> tuple[bytes, Laid]:
    notes_on(stage.desk)
    found = _made(stage)
    saw(stage.desk, found, stage.people["Amira"])
    _known(stage)
    return rows_of(stage.desk, "observations")[0]["id"], found


def _to_change(stage: Stage) -> dict[str, Any]:
    made_, found = _observed(stage)
    return {"observation_id": made_, "step_id": found.steps["meestal"], "remark": MARK}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "instrument.make": lambda _stage: {"defined": NAMED},
    "instrument.load": lambda _stage: {"defined": [NAMED], "checksum": "0" * 64},
    "instrument.change": lambda stage: {
        "instrument_id": _made(stage).id, "defined": instrument(steps=("nee", MARK), points=NAMED.points[1:])},
    "instrument.new_edition": lambda stage: {
        "instrument_id": _made(stage).id, "defined": instrument(edition="2", source=MARK)},
    "instrument.close": lambda stage: {"instrument_id": _made(stage).id},
    "instrument.reopen": _closed,
    "observation.record": _to_record,
    "observation.change": _to_change,
    "observation.remove": lambda stage: {"observation_ids": [_observed(stage)[0]]},
}
