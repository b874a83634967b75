"""Reports of infringement: who may report, what a place is, and what the licensor answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies

from app.domain.contract.infringements import (
    Report,
    check_answer,
    check_report,
    may_report,
    proper_infringement,
    wrong_place,
)
from app.domain.provider import NotRegulated, ProviderProfile

TODAY = date(2026, 11, 23)
REPORT = Report("De oefeningen staan op een andere site.", "https://voorbeeld.example/oefening?n=1", date(2026, 11, 20))
ROW: dict[str, Any] = {
    "what": "x", "seen_at": "een krant", "seen_on": "2026-11-20", "reported_on": "2026-11-21", "reported_by": "Ben",
    "state": "reported", "answer": "", "answered_on": None, "answered_by": "",
}  # fmt: skip
ANSWERED = ROW | {"state": "closed", "answer": "verwijderd", "answered_on": "2026-11-22", "answered_by": "Lies"}


@pytest.mark.clause("A-7.3", "O-9.2")
def test_everybody_of_the_staff_may_report(practice: ProviderProfile, monitoring: ProviderProfile) -> None:
    for profile in (practice, monitoring):
        assert may_report(profile.access.infringement, "coach") and may_report(
            profile.access.infringement, "administrator")
        assert not may_report(profile.access.infringement, "participant")
    assert may_report(NotRegulated(None), "coach")


@pytest.mark.clause("A-7.3", "O-9.2")
@pytest.mark.parametrize(
    ("report", "fields"),
    [
        (REPORT, []),
        (replace(REPORT, what=" "), ["what"]),
        (replace(REPORT, what="x" * 2_001), ["what"]),
        (replace(REPORT, seen_at=""), ["seen_at"]),
        (replace(REPORT, seen_on=date(2026, 11, 24)), ["seen_on"]),
        (replace(REPORT, seen_on=date(1926, 11, 24)), ["seen_on"]),
    ],
)
def test_a_report_says_what_where_and_when(report: Report, fields: list[str]) -> None:
    assert [one.field for one in check_report(report, TODAY)] == fields


@pytest.mark.parametrize("place", [
    "https://voorbeeld.example/a?b=c#d", "http://sub.voorbeeld.nl:8080/", "www.voorbeeld.nl/pagina", "een folder",
    "HTTPS://VOORBEELD.NL",
])  # fmt: skip
def test_a_place_is_a_link_that_can_be_one_or_words(place: str) -> None:
    assert wrong_place("seen_at", place) is None


@pytest.mark.parametrize("place", [
    "https://", "http://localhost/x", "https://me:secret@voorbeeld.nl", "https://voor beeld.nl", "www.", "https://a.b",
    "https:/voorbeeld.nl", "http://voorbeeld.nl:x", "https://[::1", "https://-voorbeeld.nl", "x" * 501, "http:",
])  # fmt: skip
def test_what_only_looks_like_a_link_is_refused(place: str) -> None:
    wrong = wrong_place("seen_at", place)
    assert wrong is not None and wrong.field == "seen_at"


@given(strategies.text(max_size=80))
def test_any_text_is_judged_without_failing(place: str) -> None:
    wrong_place("seen_at", place)
    wrong_place("seen_at", f"https://{place}")


def test_an_answer_says_something_and_moves_it_on() -> None:
    def wrong(**given: Any) -> list[str]:
        whole = {"state": "closed", "answer": "verwijderd", "answered_on": TODAY} | given
        return [one.field for one in check_answer(ROW, whole["state"], whole["answer"], whole["answered_on"], TODAY)]

    assert wrong() == []
    assert wrong(state="reported") == ["state"] and wrong(answer=" ") == ["answer"]
    assert wrong(answered_on=date(2026, 11, 20)) == ["answered_on"]


@pytest.mark.parametrize("wrong", [
    ROW | {"what": ""}, ROW | {"seen_at": "http://x"}, ROW | {"reported_by": ""}, ROW | {"seen_on": "2026-11-22"},
    ROW | {"state": "lost"}, ROW | {"state": "closed"}, ROW | {"answered_on": "2026-11-22"}, ANSWERED | {"answer": ""},
])  # fmt: skip
def test_no_row_is_taken_that_the_rules_would_not_make(wrong: dict[str, Any]) -> None:
    assert proper_infringement(ROW) and proper_infringement(ANSWERED)
    assert not proper_infringement(wrong)
