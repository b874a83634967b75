"""Whose route counts, and how a step stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.routes import (
    MOST_STEPS,
    RouteUse,
    StepState,
    broken_route,
    check_route,
    check_step,
    counting,
    forebears,
    route_groups,
    step_state,
)

TODAY = date(2026, 11, 21)
IDS = st.integers(0, 9).map(lambda number: bytes([number]) * 16)


@pytest.mark.parametrize(
    ("done", "total", "starts", "due", "state"),
    [
        (5, 5, "", "2026-11-01", StepState.DONE),
        (4, 5, "", "2026-11-20", StepState.LATE),
        (0, 5, "", "2026-11-21", StepState.SOON),  # today is still in time
        (0, 5, "", "2026-11-28", StepState.SOON),
        (0, 5, "", "2026-11-29", StepState.OPEN),
        (0, 5, "2026-11-22", "2026-12-01", StepState.COMING),
        (0, 5, "2026-11-21", "", StepState.OPEN),
        (0, 0, "", "2026-11-01", StepState.OPEN),  # nobody knows whether a link was read
        (0, 0, "2026-12-01", "", StepState.COMING),
    ],
)
def test_how_a_step_stands(done: int, total: int, starts: str, due: str, state: StepState) -> None:
    assert step_state(done, total, starts, due, TODAY) is state


@given(st.integers(0, 9), st.integers(0, 9), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_what_is_done_is_never_late_and_what_is_not_counted_never_done(done: int, total: int, due: date) -> None:
    state = step_state(min(done, total), total, "", due.isoformat(), TODAY)
    assert (state is StepState.DONE) == (total > 0 and done >= total)
    assert (state is StepState.LATE) == (total > done and due < TODAY)


def test_a_copy_for_one_takes_the_place_of_what_it_was_made_from() -> None:
    group, copy, other = b"g" * 16, b"c" * 16, b"o" * 16
    made = {copy: group, group: b"t" * 16, other: None}
    assert counting([copy], [group, other], made) == (copy, other)
    assert counting([], [group], made) == (group,)
    assert counting([other], [group], made) == (other, group)
    again = b"a" * 16
    assert counting([again], [group], made | {again: copy}) == (again,)


@given(st.dictionaries(IDS, st.one_of(st.none(), IDS)), st.lists(IDS), st.lists(IDS))
def test_circles_that_no_desk_makes_end(made: dict[bytes, bytes | None], own: list[bytes], groups: list[bytes]) -> None:
    for one in made:
        assert one not in forebears(one, made)
    found = counting(own, groups, made)
    assert set(own) <= set(found) <= {*own, *groups} and len(found) == len(set(found))


@given(st.frozensets(IDS), st.dictionaries(IDS, st.frozensets(IDS, min_size=1)))
def test_a_route_is_reached_through_groups_and_who_is_in_none_stands_alone(
    people: frozenset[bytes], through: dict[bytes, frozenset[bytes]],
) -> None:
    reached = route_groups(RouteUse(people=people), through)
    assert all(one in reached for one in people if one not in through)
    assert all(through[one] <= reached for one in people if one in through)


def test_a_route_has_a_name_and_so_many_steps() -> None:
    step = {"programme_id": b"p" * 16}
    assert check_route("Koken", "", [step] * MOST_STEPS) == ()
    assert [one.field for one in check_route(" ", "x" * 3_000, [step] * 200)] == ["name", "introduction", "steps"]


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({}, "step"),
        ({"programme_id": b"p", "material_id": b"m"}, "step"),
        ({"exercise_id": b"e"}, "step"),
        ({"media_link_id": b"l", "exercise_id": b"e"}, "step"),
        ({"programme_id": b"p", "due_on": "morgen"}, "due_on"),
        ({"programme_id": b"p", "starts_on": "2026-11-31"}, "starts_on"),
        ({"programme_id": b"p", "starts_on": "2026-11-02", "due_on": "2026-11-01"}, "due_on"),
    ],
)
def test_a_wrong_step(step: dict[str, object], field: str) -> None:
    wrong = check_step(step)
    assert wrong is not None and wrong.field == field
    assert broken_route("route_steps", step | {"position": 1}) is not None


def test_a_step_of_one_day_is_a_step() -> None:
    day = TODAY.isoformat()
    assert check_step({"programme_id": b"p", "starts_on": day, "due_on": day}) is None
    later = (TODAY + timedelta(days=1)).isoformat()
    assert check_step({"programme_id": b"p", "exercise_id": b"e", "starts_on": day, "due_on": later}) is None
