"""Which rows only one of the two parties makes or changes, and from when the licensor speaks for itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.contract.parties import wrong_party
from app.domain.errors import Refusal
from app.domain.permissions import (
    ONLY_THE_LICENSOR,
    ONLY_THE_ORGANISATION,
    Actor,
    Permission,
    Role,
    allowed,
    require,
)

MEASURE = {"measure": "suspend", "lifted_on": None, "lifted_proof": ""}
CHANGE = {"objection_on": "2026-11-21", "outcome": "", "chosen_on": None, "ends_on": None}
ASKED = {"given_on": None, "until_on": None, "conditions": "", "proof": ""}


@pytest.mark.parametrize(("kind", "before", "now", "theirs", "wrong"), [
    ("measures", MEASURE, MEASURE | {"lifted_on": "2026-11-22"}, False, True),
    ("measures", MEASURE, MEASURE | {"last_on": "2026-11-22"}, True, True),
    ("measures", MEASURE, None, False, False), ("measures", MEASURE, None, True, True),
    ("measures", None, MEASURE, False, False), ("measures", None, MEASURE | {"lifted_on": "2026-11-22"}, False, True),
    ("changes", CHANGE, CHANGE | {"outcome": "ends"}, False, True), ("changes", CHANGE, None, True, True),
    ("changes", CHANGE, CHANGE | {"objection_on": None}, True, False),
    ("permissions", None, ASKED, False, False), ("permissions", None, ASKED | {"given_on": "2026-11-22"}, False, True),
    ("support_requests", None, {"state": "reported"}, False, False),
    ("support_requests", None, {"state": "closed", "answer": "x"}, False, True),
])  # fmt: skip
@pytest.mark.clause("O-2.3", "O-11.3")
def test_where_the_licensor_works_it_decides_and_answers_itself(
    kind: str, before: dict[str, Any] | None, now: dict[str, Any] | None, theirs: bool, wrong: bool,
) -> None:
    def said(here: bool, brings: bool = False) -> Any:
        return wrong_party(kind, before, now, Role.ADMINISTRATOR, here, theirs, brings)

    assert said(here=True) == (ONLY_THE_LICENSOR if wrong else None)
    assert said(here=False) is None, "what came on paper is recorded"
    assert before is not None or said(here=True, brings=True) is None, "what stood elsewhere comes as it is"


@pytest.mark.parametrize("permission", [
    Permission.DECIDE, Permission.ANSWER_RIGHTS, Permission.ANSWER_ORDERS, Permission.ANSWER_HELP])
def test_an_administrator_beside_a_licensor_says_nothing_in_its_name(permission: Permission) -> None:
    alone = Actor(b"a" * 16, Role.ADMINISTRATOR, "Anna")
    beside = Actor(b"a" * 16, Role.ADMINISTRATOR, "Anna", licensor_is_here=True)
    lies = Actor(b"l" * 16, Role.LICENSOR, "Lies")
    assert [allowed(one, permission) for one in (alone, beside, lies)] == [True, False, True]
    assert allowed(beside, Permission.EDIT_LICENCES) and allowed(beside, Permission.OBJECT)
    with pytest.raises(Refusal) as refused:
        require(beside, permission)
    assert refused.value.reasons == (ONLY_THE_LICENSOR,)


def test_only_the_organisation_objects() -> None:
    with pytest.raises(Refusal) as refused:
        require(Actor(b"l" * 16, Role.LICENSOR, "Lies"), Permission.OBJECT)
    assert refused.value.reasons == (ONLY_THE_ORGANISATION,)
