"""Who may send what to the help desk, and what a request and its answer hold."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.support import broken_request, check_answer, check_request, sorts_for
from app.store.resources import load_profile

ROW: dict[str, Any] = {
    "sort": "fault", "subject": "s", "body": "b", "asked_by": "Anna", "asked_on": "2026-11-20", "diagnosis": "",
    "state": "reported", "answer": "", "answered_on": None,
}  # fmt: skip


@pytest.mark.clause("A-6.5", "O-7", "O-annex 2")
def test_who_may_ask_and_who_may_report_is_the_profiles() -> None:
    monitoring, practice = load_profile("leerling-in-beeld").help_desk, load_profile("oefenen").help_desk
    for who in ("administrator", "coach"):
        assert sorts_for(monitoring, who) == ("question", "fault")  # type: ignore[arg-type]
    assert sorts_for(practice, "administrator") == ("question", "fault")
    assert sorts_for(practice, "coach") == ("fault",)


def test_what_is_wrong_is_said_at_its_field() -> None:
    assert check_request("s", "b") == () and check_answer("closed", "a") == ()
    assert [one.field for one in check_request(" ", "x" * 2_001)] == ["subject", "body"]
    assert [one.field for one in check_answer("reported", "")] == ["state", "answer"]


@pytest.mark.parametrize("change", [
    {"sort": "complaint"}, {"subject": ""}, {"body": "x" * 2_001}, {"asked_by": " "}, {"diagnosis": "x" * 3_501},
    {"state": "closed"}, {"answered_on": "2026-11-21"}, {"state": "closed", "answered_on": "2026-11-21"},
])  # fmt: skip
def test_the_server_takes_no_other_shape(change: dict[str, Any]) -> None:
    assert broken_request("support_requests", ROW) is None
    assert broken_request("support_requests", ROW | change) is not None
