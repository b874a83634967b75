"""What may be written about somebody, and where a note lies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.following import (
    LONGEST_BODY,
    Category,
    broken_following,
    check_goal,
    check_note,
    check_report,
    check_settling,
    check_talk,
    is_apart,
    unit_apart,
)

TODAY = date(2026, 11, 30)
PERSON, WRITER = b"p" * 16, b"w" * 16


def _fields(found: tuple[Any, ...]) -> list[str]:
    return [one.field for one in found]


@pytest.mark.parametrize(("given_", "wrong"), [
    (("learning", "2026-11-30", "Las."), []),
    (("health", "2026-11-30", "Las."), ["category"]),
    (("learning", "2026-12-01", "Las."), ["about_on"]),
    (("learning", "2026-02-30", "Las."), ["about_on"]),
    (("learning", "2026-11-30", "  "), ["body"]),
    (("learning", "2026-11-30", "x" * (LONGEST_BODY + 1)), ["body"]),
    (("", "", ""), ["category", "about_on", "body"]),
])
def test_a_note_is_checked_at_its_fields(given_: tuple[str, str, str], wrong: list[str]) -> None:
    assert _fields(check_note(*given_, TODAY)) == wrong


@pytest.mark.parametrize(("given_", "wrong"), [
    (("Klanken", "2026-11-01", ""), []),
    (("Klanken", "2026-11-01", "2026-11-01"), []),
    (("Klanken", "2026-11-02", "2026-11-01"), ["due_on"]),
    (("", "2026-11-02", "31 december"), ["body", "due_on"]),
    (("Klanken", "", ""), ["set_on"]),
])
def test_a_goal_is_checked_at_its_fields(given_: tuple[str, str, str], wrong: list[str]) -> None:
    assert _fields(check_goal(*given_)) == wrong


@pytest.mark.parametrize(("given_", "wrong"), [
    (("reached", "2026-11-30", "", "2026-11-01"), []),
    (("open", "2026-11-30", "", "2026-11-01"), ["state"]),
    (("reached", "2026-12-01", "", "2026-11-01"), ["settled_on"]),
    (("dropped", "2026-10-31", "", "2026-11-01"), ["settled_on"]),
])
def test_a_goal_is_not_settled_before_it_was_set(given_: tuple[str, str, str, str], wrong: list[str]) -> None:
    assert _fields(check_settling(*given_, TODAY)) == wrong


@pytest.mark.parametrize(("time", "fits"), [
    ("", True), ("00:00", True), ("15:30", True), ("23:59", True), ("24:00", False), ("9:30", False), ("15.30", False),
    ("15:60", False),
])
def test_a_time_of_the_day_is_hours_and_minutes(time: str, fits: bool) -> None:
    assert (not check_talk("Rapport", "moeder", "2026-12-01", time)) is fits


def test_a_talk_needs_a_subject_and_a_day_and_a_report_a_day_that_has_come() -> None:
    assert _fields(check_talk(" ", "x" * 121, "morgen", "")) == ["subject", "with_whom", "planned_on"]
    assert _fields(check_report("2026-12-01", "x" * (LONGEST_BODY + 1), TODAY)) == ["held_on", "report"]
    assert not check_report("2026-11-30", "", TODAY)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_a_note_apart_lies_in_a_unit_of_its_writer_and_the_person(person: bytes, writer: bytes) -> None:
    unit = unit_apart(person, writer)
    assert len(unit) == 16 and unit == unit_apart(person, writer)
    assert is_apart({"unit": unit, "participant_id": person}) and unit not in (person, writer)
    assert not is_apart({"unit": person, "participant_id": person})


NOTE = {"unit": PERSON, "participant_id": PERSON, "account_id": WRITER, "category": Category.LEARNING.value,
        "about_on": "2026-11-02", "body": "Las."}
GOAL = {"body": "Klanken", "set_on": "2026-11-02", "due_on": "", "state": "open", "settled_on": None, "remark": ""}
TALK = {"subject": "Rapport", "with_whom": "", "planned_on": "2026-12-01", "begins_at": "", "held_on": None,
        "cancelled_on": None, "report": ""}


@pytest.mark.parametrize(("kind", "row", "change"), [
    ("notes", NOTE, {"unit": b"o" * 16}), ("notes", NOTE, {"unit": unit_apart(PERSON, b"o" * 16)}),
    ("notes", NOTE, {"category": "health"}), ("notes", NOTE, {"body": " "}), ("notes", NOTE, {"about_on": "x"}),
    ("goals", GOAL, {"state": "reached"}), ("goals", GOAL, {"settled_on": "2026-11-03"}),
    ("goals", GOAL, {"due_on": "x"}), ("goals", GOAL, {"remark": "x" * (LONGEST_BODY + 1)}),
    ("talks", TALK, {"report": "x"}), ("talks", TALK, {"begins_at": "25:00"}), ("talks", TALK, {"subject": ""}),
    ("talks", TALK, {"held_on": "2026-12-01", "cancelled_on": "2026-12-01"}),
])  # fmt: skip
def test_the_server_takes_no_other_shape(kind: str, row: dict[str, Any], change: dict[str, Any]) -> None:
    assert broken_following(kind, row) is None
    assert broken_following(kind, row | change) is not None


def test_a_note_apart_of_its_writer_has_the_right_shape() -> None:
    assert broken_following("notes", NOTE | {"unit": unit_apart(PERSON, WRITER)}) is None
