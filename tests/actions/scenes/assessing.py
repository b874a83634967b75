"""Tests, norms, sittings and results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.actions.assessing import add_sitting, record_result
from app.actions.norming import load_tests
from app.domain.assessment.norm_checks import DefinedPart, DefinedTest
from app.domain.assessment.norming import NormTable
from app.store.tables import metadata
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK
from tests.assessing import norm, reading_test
from tests.dumps import rows_of

KINDS = ("tests", "test_parts", "test_norms", "norm_rows", "sittings", "test_results")
TYPED = [{"part_id": None, "raw": 12, "remark": MARK}]


def _seen(stage: Stage) -> None:
    with stage.desk.database.writing() as connection:
        for kind in KINDS:
            connection.execute(metadata.tables[kind].update().values(version=VERSION))


def test_of(stage: Stage, *norms: NormTable) -> bytes:
    """A test with a norm, loaded and known to the server; its id."""
    stage.desk.do(load_tests, defined=[reading_test(norms=norms or (norm(),))], source="normen.csv", checksum="0" * 64)
    _seen(stage)
    return bytes(rows_of(stage.desk, "tests")[0]["id"])


def sitting_of(stage: Stage, *norms: NormTable) -> bytes:
    """Taken by Dinsdag, of which Amira has a score."""
    made = bytes(stage.desk.do(
        add_sitting, test_id=test_of(stage, *norms), moment="M4", taken_on="2026-11-20",
        group_id=stage.groups["Dinsdag"]).outcome)
    stage.desk.do(record_result, sitting_id=made, participant_id=stage.people["Amira"],
                  scores=[{"part_id": None, "raw": 10}])
    _seen(stage)
    return made


test_of.__test__ = False  # type: ignore[attr-defined]


def _newer(stage: Stage) -> dict[str, Any]:
    sitting = sitting_of(stage)
    stage.desk.do(load_tests, defined=[reading_test(norms=(norm("2026", shift=5, from_on="2026-11-19"),))],
                  source="nieuw.csv", checksum="1" * 64)
    _seen(stage)
    return {"sitting_id": sitting}


def _with_parts() -> dict[str, Any]:
    parts = (DefinedPart("K", "Klanken", 10), DefinedPart("W", "Woorden", 10))
    test = DefinedTest("SP4", "1", MARK, "Spelling", "4", "", 20, None, parts, (norm(),))
    return {"defined": [test], "source": MARK, "checksum": "2" * 64}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "test.load": lambda _stage: _with_parts(),
    "test.change": lambda stage: {"test_id": test_of(stage), "title": MARK, "subject": MARK},
    "test.withdraw": lambda stage: {"test_id": test_of(stage)},
    "norm.withdraw": lambda stage: {"norm_id": test_of(stage) and rows_of(stage.desk, "test_norms")[0]["id"]},
    "levels.choose": lambda _stage: {"system": "letters"},
    "sitting.add": lambda stage: {
        "test_id": test_of(stage), "moment": "M4", "taken_on": "2026-11-20", "group_id": stage.groups["Dinsdag"],
        "remark": MARK,
    },
    "sitting.change": lambda stage: {
        "sitting_id": sitting_of(stage), "moment": "M4", "taken_on": "2026-11-19", "remark": MARK,
    },
    "result.record": lambda stage: {
        "sitting_id": sitting_of(stage), "participant_id": stage.people["Amira"], "scores": TYPED,
    },
    "results.norm": _newer,
}
