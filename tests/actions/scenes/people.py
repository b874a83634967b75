"""What each action about people who are one, two, gone or back is given."""

from __future__ import annotations

from app.actions.doubles import merge_people
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import Arguments
from tests.dumps import rows_of


def _merged(stage: Stage) -> Arguments:
    """Two people whom the server knows as one."""
    stage.desk.do(merge_people, kept_id=stage.people["Amira"], gone_id=stage.people["Bram"])
    with stage.desk.database.writing() as connection:
        for name in ("participants", "memberships", "seats", "activation_codes", "placements"):
            connection.execute(tables.metadata.tables[name].update().values(version=VERSION))
    return {"gone_id": stage.people["Bram"]}


def _revive(stage: Stage) -> Arguments:
    eva = stage.people["Eva"]
    return {
        "participant_ids": [eva], "places": [(eva, stage.groups["Dinsdag"])],
        "licence_id": rows_of(stage.desk, "licences")[0]["id"],
    }


SCENES = {
    "participant.merge": lambda stage: {"kept_id": stage.people["Amira"], "gone_id": stage.people["Chi"]},
    "participant.take_apart": _merged,
    "participant.tell_apart": lambda stage: {"one_id": stage.people["Amira"], "other_id": stage.people["Chi"]},
    "import.leave_alone": lambda stage: {"participant_id": stage.people["Amira"], "alone": True},
    "participant.suspend": lambda stage: {"participant_ids": [stage.people["Amira"], stage.people["Chi"]]},
    "participant.revive": _revive,
}
