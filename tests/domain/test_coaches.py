"""What a coach is made of, and how a group is divided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.coaches import CoachGiven, broken_coach, broken_period, check_coach, has_ended
from app.domain.grouping import LONGEST_NAME, by_turns, part_name
from app.domain.names import PersonName

TODAY = date(2026, 11, 21)
JOKE: dict[str, Any] = {"given": "Joke", "family": "Smit", "from_on": "2026-11-01"}


@pytest.mark.parametrize(("more", "field"), [
    ({"given": " ", "family": ""}, "given"), ({"family": "x" * 201}, "family"), ({"kind": "director"}, "kind"),
    ({"username": "met spatie"}, "username"), ({"username": "x" * 65}, "username"), ({"email": "geen adres"}, "email"),
    ({"until_on": "2026-10-31"}, "until_on"), ({"until_on": "2026-02-30"}, "until_on"),
    ({"confidential_on": "2026-11-22"}, "confidential_on"), ({"from_on": "0020-11-01"}, "from_on"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(more: dict[str, str], field: str) -> None:
    assert [one.field for one in check_coach(CoachGiven(**(JOKE | more)), TODAY)] == [field]


@pytest.mark.parametrize("more", [
    {}, {"username": "Joké.Smit"}, {"email": "j.smit@bieb.example"}, {"until_on": "2026-11-01"},
    {"confidential_on": "2026-11-21"}, {"kind": "volunteer"}, {"family": ""},
])  # fmt: skip
def test_what_may_be(more: dict[str, str]) -> None:
    assert check_coach(CoachGiven(**(JOKE | more)), TODAY) == ()


def test_the_day_that_is_named_is_the_first_one_after_the_end() -> None:
    assert [has_ended("2026-11-21", day) for day in ("2026-11-20", "2026-11-21", "2026-11-22")] == [False, True, True]
    assert not has_ended(None, "2026-11-21") and not has_ended("", "2026-11-21")


def test_a_lying_desk_makes_no_nameless_coach_and_no_end_before_a_beginning() -> None:
    assert broken_coach({"given": "", "family": ""}) is not None
    assert broken_coach({"given": "Joke", "from_on": "2026-11-21", "until_on": "2026-11-20"}) is not None
    assert broken_period({"from_on": "2026-11-21", "until_on": None}) is None


@given(st.lists(st.integers(), max_size=60), st.integers(1, 9))
def test_by_turns_everybody_goes_somewhere_and_parts_are_alike(people: list[int], parts: int) -> None:
    divided = by_turns(people, parts)
    assert len(divided) == parts and sorted(one for part in divided for one in part) == sorted(people)
    assert max(map(len, divided)) - min(map(len, divided)) <= 1


def test_the_name_of_a_part_fits() -> None:
    assert part_name("Groep 5", 2) == "Groep 5-2"
    assert len(part_name("x" * LONGEST_NAME, 12)) == LONGEST_NAME


@pytest.mark.parametrize(("name", "left"), [
    (("Emre", "de", "Vries"), "Emre V."), (("Emre", "", ""), "Emre"), (("", "de", "Vries"), "V."),
])  # fmt: skip
def test_without_a_last_name_there_is_a_letter(name: tuple[str, str, str], left: str) -> None:
    shown = PersonName(*name).without_family
    assert shown.full == shown.listed == left
