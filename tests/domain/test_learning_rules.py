"""When somebody needs help: who is far behind the group, and which thresholds may be set."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.invariants import broken
from app.domain.learning_rules import (
    BOUNDS,
    COMPARED,
    PROPOSED,
    SETTING,
    BehindRule,
    check_rules,
    chosen_rules,
    is_behind,
    middle_of,
    rules_of,
    written,
)

RULE = BehindRule(percent=50, exercises=5, people=6, weeks=4)


@pytest.mark.parametrize(("done", "middle"), [
    ([1, 2, 3, 4, 5], None), ([1, 2, 3, 4, 5, 6], 3), ([20, 20, 20, 20, 20, 400], 20), ([0, 0, 0, 0, 30, 30], 0),
    ([0, 20, 20, 21, 22, 23, 900], 21),
])
def test_the_middle_one_of_enough_people(done: list[int], middle: int | None) -> None:
    assert middle_of(done, RULE) == middle


@pytest.mark.parametrize(("done", "middle", "behind"), [
    (9, 20, True), (10, 20, False), (0, 5, True), (0, 4, False), (5, 9, False), (20, 20, False), (0, None, False),
    (0, 0, False), (4, 10, True),
])
def test_far_behind_is_less_than_the_part_and_enough_fewer(done: int, middle: int | None, behind: bool) -> None:
    assert is_behind(done, middle, RULE) is behind


def test_nobody_is_compared_where_that_was_switched_off() -> None:
    off = BehindRule(percent=0)
    assert middle_of([0, *[100] * 20], off) is None and off.text.template == "Nobody is compared with the {group}."


def test_in_a_general_group_nobody_is_compared() -> None:
    assert set(COMPARED) == {"base", "combined"}


@given(st.lists(st.integers(0, 300), min_size=6, max_size=40))
def test_who_has_done_as_much_as_the_middle_one_is_never_behind(done: list[int]) -> None:
    middle = middle_of(done, RULE)
    behind = [one for one in done if is_behind(one, middle, RULE)]
    assert len(behind) < len(done) / 2 and all(one < (middle or 0) for one in behind)


def test_what_is_kept_is_what_was_chosen() -> None:
    values = {name: least + 1 for name, (least, _) in BOUNDS.items()} | {"attempts": 5, "pass_mark": 40}
    assert chosen_rules(written(values)).values == values
    assert rules_of({"attempts": 7}).values == PROPOSED.values | {"attempts": 7}
    assert chosen_rules("") == PROPOSED


@pytest.mark.parametrize(("given", "field"), [
    ({"attempts": 1, "low_attempts": 1}, "attempts"), ({"attempts": 21}, "attempts"), ({"pass_mark": 101}, "pass_mark"),
    ({"low_attempts": 4}, "low_attempts"), ({"low_score": 60}, "low_score"), ({"unseen_days": 2}, "unseen_days"),
    ({"unseen_days": 366}, "unseen_days"), ({"behind_percent": 91}, "behind_percent"),
    ({"behind_percent": -1}, "behind_percent"), ({"behind_people": 3}, "behind_people"),
    ({"behind_exercises": 1}, "behind_exercises"), ({"behind_weeks": 0}, "behind_weeks"),
])
def test_what_cannot_be_meant_is_refused_at_its_field(given: dict[str, int], field: str) -> None:
    assert [one.field for one in check_rules(PROPOSED.values | given)] == [field]
    row = {"setting": SETTING, "value": written(PROPOSED.values | given)}
    assert broken("learning_settings", row) is not None
    assert chosen_rules(row["value"]) == PROPOSED


@pytest.mark.parametrize("value", ["[]", "3", "{", '{"attempts": true}', '{"attempts": 3.5}', '{"attempts": "3"}',
                                   "NaN", "[" * 3_900])
def test_what_is_no_choice_is_refused_and_never_counts(value: str) -> None:
    assert broken("learning_settings", {"setting": SETTING, "value": value}) is not None
    assert chosen_rules(value) == PROPOSED


def test_what_a_newer_program_keeps_is_left_alone_and_no_server_takes_it() -> None:
    value = '{"attempts": 5, "who": "x"}'
    assert chosen_rules(value).values == PROPOSED.values | {"attempts": 5}
    assert broken("learning_settings", {"setting": SETTING, "value": value}) is not None


@pytest.mark.parametrize("row", [{"setting": SETTING, "value": ""}, {"setting": SETTING, "value": '{"attempts": 4}'},
                                 {"setting": "level_system", "value": "letters"}])
def test_a_choice_and_what_others_set_pass(row: dict[str, Any]) -> None:
    assert broken("learning_settings", row) is None
