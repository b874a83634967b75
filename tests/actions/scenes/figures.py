"""What courses and people tell for the tables without names, and what of those tables left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.figures.published import Publication
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.figures import CBS_FIELDS, keeping


def _kept(stage: Stage, given: dict[str, Any]) -> dict[str, Any]:
    """The fields are on, confirmed by the server."""
    keeping(stage.desk, CBS_FIELDS[1:])
    with stage.desk.database.writing() as connection:
        connection.execute(tables.field_switches.update().values(version=VERSION))
    return given


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "group.describe": lambda stage: _kept(stage, {
        "group_ids": list(stage.groups.values()),
        "fields": {"course_kind": "formal", "course_type": "Taal + digitaal"}}),
    "participant.describe": lambda stage: _kept(stage, {"people": [
        {"participant_id": stage.people["Amira"], "birth_year": "1984", "mother_tongue": "NT2"},
        {"participant_id": stage.people["Bram"], "gender": "m"}]}),
    "figures.choose": lambda _stage: {"setting": "small_cells", "value": "12"},
    "figures.publish": lambda _stage: {"publication": Publication(
        "places by location", date(2026, 1, 1), date(2026, 12, 31), ("Centrum", ""), {"all": (12, 30)})},
}
