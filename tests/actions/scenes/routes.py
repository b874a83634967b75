"""Learning routes, media links and materials."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from app.actions.media import add_link, add_material
from app.actions.routes import add_route
from app.store import contents
from app.store.tables import metadata
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK

PDF = b"%PDF-1.7 " + MARK.encode()
CHECKSUM = hashlib.sha256(PDF).hexdigest()
FILE = {"title": MARK, "file_name": f"{MARK}.pdf", "media_type": "application/pdf", "size": len(PDF),
        "checksum": CHECKSUM}


def taken_in(stage: Stage) -> dict[str, Any]:
    """A file of which the content lies here; what an action is given for it."""
    with stage.desk.database.writing() as connection:
        contents.begin(connection, CHECKSUM, len(PDF))
        contents.put(connection, CHECKSUM, 0, PDF)
        assert contents.finish(connection, CHECKSUM, contents.HERE)
    return dict(FILE)


def _seen(stage: Stage) -> None:
    with stage.desk.database.writing() as connection:
        for kind in ("routes", "route_steps", "route_assignments", "media_links", "materials"):
            connection.execute(metadata.tables[kind].update().values(version=VERSION))


def route_of(stage: Stage) -> bytes:
    """A route for Dinsdag of one programme and a link."""
    steps = [{"link": {"title": "Uitleg", "address": "https://uitleg.example/a"}, "due_on": "2026-12-01"}]
    made = bytes(stage.desk.do(
        add_route, name="Koken", programme_ids=[stage.programme], group_ids=[stage.groups["Dinsdag"]], steps=steps,
    ).outcome)  # fmt: skip
    _seen(stage)
    return made


def _steps(stage: Stage, route: bytes) -> list[dict[str, Any]]:
    from app.store.routes import kept_steps

    with stage.desk.database.reading() as connection:
        return kept_steps(connection, [route])[route]


def _change(stage: Stage) -> dict[str, Any]:
    route = route_of(stage)
    first, last = _steps(stage, route)
    fresh = {"material": taken_in(stage), "starts_on": "2026-12-01"}
    return {"route_id": route, "name": MARK, "introduction": MARK, "steps": [
        {"id": last["id"], "media_link_id": last["media_link_id"]}, fresh,
        {"programme_id": stage.programme, "due_on": "2026-12-24"}]} | {"route_id": first["route_id"]}


def _assignment(stage: Stage) -> bytes:
    from app.store.routes import open_assignments

    route = route_of(stage)
    with stage.desk.database.reading() as connection:
        return bytes(open_assignments(connection, "2026-11-21", route)[0]["id"])


def _link(stage: Stage) -> bytes:
    made = bytes(stage.desk.do(add_link, title="Uitleg", address="https://uitleg.example/a").outcome)
    _seen(stage)
    return made


def _material(stage: Stage) -> bytes:
    made = bytes(stage.desk.do(add_material, **taken_in(stage)).outcome)
    _seen(stage)
    return made


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "route.change": _change,
    "route.copy": lambda stage: {
        "route_id": route_of(stage), "name": MARK, "participant_ids": [stage.people["Amira"]],
        "group_ids": [stage.groups["Dinsdag"]],
    },
    "route.assign": lambda stage: {"route_id": route_of(stage), "participant_ids": [stage.people["Bram"]]},
    "route.end": lambda stage: {"assignment_ids": [_assignment(stage)]},
    "route.withdraw": lambda stage: {"route_id": route_of(stage)},
    "media_link.add": lambda stage: {
        "title": MARK, "address": f"https://{MARK}.example/", "programme_id": stage.programme,
    },
    "media_link.change": lambda stage: {
        "media_link_id": _link(stage), "title": MARK, "address": "https://uitleg.example/b",
    },
    "media_link.checked": lambda stage: {
        "media_link_id": _link(stage), "address": "https://uitleg.example/a", "state": "gone",
    },
    "media_link.withdraw": lambda stage: {"media_link_id": _link(stage)},
    "material.add": lambda stage: taken_in(stage) | {"group_id": stage.groups["Dinsdag"]},
    "material.change": lambda stage: {
        "material_id": _material(stage), "title": f"{MARK} 2", "programme_id": stage.programme,
    },
    "material.withdraw": lambda stage: {"material_id": _material(stage)},
}
