"""Progress: the state of a cell, who needs help, who has earned a certificate, who was not seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Fault
from app.domain.progress import (
    HELP_RULE,
    CellState,
    ExerciseProgress,
    HelpRule,
    InactiveRule,
    Outcome,
    certificate_due,
    days_unseen,
    exercise_state,
    is_inactive,
    needs_help,
    outcome_of,
    programme_state,
)

TODAY = date(2026, 11, 23)
exercises = st.builds(
    ExerciseProgress, attempts=st.integers(0, 10), made=st.booleans(), best=st.none() | st.integers(0, 1000),
)


@pytest.mark.parametrize(
    ("completed", "passed", "outcome"),
    [
        (None, None, Outcome.TRIED), (False, None, Outcome.TRIED), (True, None, Outcome.MADE),
        (None, True, Outcome.MADE), (False, True, Outcome.MADE), (True, False, Outcome.FAILED),
        (None, False, Outcome.FAILED),
    ],
)
def test_what_an_attempt_counts_for(completed: bool | None, passed: bool | None, outcome: Outcome) -> None:
    assert outcome_of(completed, passed) is outcome


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        (ExerciseProgress(0, False), CellState.NOT_STARTED),
        (ExerciseProgress(1, False), CellState.BUSY),
        (ExerciseProgress(1, False, 100), CellState.BUSY),
        (ExerciseProgress(2, False, 299), CellState.HELP),
        (ExerciseProgress(2, False, 300), CellState.BUSY),
        (ExerciseProgress(3, False), CellState.HELP),
        (ExerciseProgress(1, True), CellState.DONE),
        (ExerciseProgress(9, True), CellState.DONE),
        (ExerciseProgress(2, True, 480), CellState.DONE),
        (ExerciseProgress(4, True, 520), CellState.HELP),
        (ExerciseProgress(4, True, 550), CellState.DONE),
    ],
)
def test_the_state_of_an_exercise(progress: ExerciseProgress, state: CellState) -> None:
    assert exercise_state(progress) is state


def test_the_thresholds_are_those_that_are_shown() -> None:
    rule = HelpRule(attempts=5, pass_mark=700, low_attempts=4, low_score=100)
    assert rule.text.arguments == {"attempts": 5, "pass_mark": 70, "low_attempts": 4, "low_score": 10}
    assert not needs_help(ExerciseProgress(4, False, 690), rule)
    assert needs_help(ExerciseProgress(5, False, 690), rule)


@given(exercises)
def test_every_exercise_has_one_state(progress: ExerciseProgress) -> None:
    state = exercise_state(progress)
    assert (state is CellState.NOT_STARTED) == (progress.attempts == 0)
    assert state is not CellState.DONE or progress.made
    assert state is not CellState.BUSY or not progress.made


@given(exercises.filter(lambda progress: not progress.made), st.integers(1, 5))
def test_more_attempts_without_success_leave_the_mark(progress: ExerciseProgress, more: int) -> None:
    later = ExerciseProgress(progress.attempts + more, False, progress.best)
    assert not needs_help(progress, HELP_RULE) or needs_help(later, HELP_RULE)


@pytest.mark.parametrize(
    ("done", "total", "tried", "needing_help", "state"),
    [
        (0, 12, 0, 0, CellState.NOT_STARTED), (0, 12, 1, 0, CellState.BUSY), (11, 12, 12, 0, CellState.BUSY),
        (5, 12, 7, 1, CellState.HELP), (12, 12, 12, 0, CellState.DONE), (12, 12, 12, 2, CellState.DONE),
        (0, 0, 0, 0, CellState.NOT_STARTED),
    ],
)
def test_the_state_of_a_programme(
    done: int, total: int, tried: int, needing_help: int, state: CellState,
) -> None:
    assert programme_state(done, total, tried, needing_help) is state


@pytest.mark.clause("O-annex 1")
@given(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.booleans())
def test_a_certificate_is_due_to_who_made_every_exercise_and_nobody_else(
    done: int, total: int, has_certificate: bool, issued: bool,
) -> None:
    if done > total:
        with pytest.raises(Fault):
            certificate_due(done, total, has_certificate, issued)
        return
    expected = has_certificate and not issued and total > 0 and done == total
    assert certificate_due(done, total, has_certificate, issued) is expected


@pytest.mark.clause("O-annex 1")
def test_one_exercise_short_is_no_certificate() -> None:
    assert certificate_due(12, 12, True, False)
    assert not certificate_due(11, 12, True, False)


@pytest.mark.parametrize(
    ("last_seen", "joined", "inactive"),
    [("2026-11-03", "2026-01-01", False), ("2026-11-02", "2026-01-01", True), (None, "2026-11-02", True),
     (None, "2026-11-20", False)],
)
def test_not_seen_for_three_weeks(last_seen: str | None, joined: str, inactive: bool) -> None:
    seen = date.fromisoformat(last_seen) if last_seen else None
    assert is_inactive(seen, date.fromisoformat(joined), TODAY) is inactive


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.integers(1, 400))
def test_inactive_follows_from_the_days_unseen(seen: date, later: int, days: int) -> None:
    today = seen + timedelta(days=later)
    assert days_unseen(seen, seen, today) == later
    assert is_inactive(seen, seen, today, InactiveRule(days)) is (later >= days)
