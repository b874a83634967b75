"""The designs of an organisation's certificates, confirmed by the server, and its logo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.designs import add_design
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK

DESIGN = {"name": MARK, "design": "plain", "valid_months": 36, "signer_name": MARK, "signer_role": MARK,
          "signature": b"PNG"}


def _design(stage: Stage) -> dict[str, Any]:
    made = stage.desk.do(add_design, name="Gewoon", design="classic").outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.certificate_designs.update().values(version=VERSION))
    return {"design_id": made}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "certificate_design.add": lambda _stage: DESIGN,
    "certificate_design.change": lambda stage: _design(stage) | DESIGN,
    "certificate_design.end": _design,
    "organisation.logo": lambda _stage: {"logo": b"PNG"},
}
