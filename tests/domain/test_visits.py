"""Visits worked out from attempts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.progress import Outcome
from app.domain.visits import MINUTE_US, Visit, VisitRule, visits_of


def test_attempts_that_lie_close_together_are_one_visit() -> None:
    made, failed = int(Outcome.MADE), int(Outcome.FAILED)
    attempts = [(100, failed, 90), (0, made, None), (31, made, 60), (130, made, 30), (30, failed, 10)]
    found = visits_of((minute * MINUTE_US, outcome, seconds) for minute, outcome, seconds in attempts)
    assert found == [
        Visit(100 * MINUTE_US, 130 * MINUTE_US, 2, 1, 120), Visit(0, 31 * MINUTE_US, 3, 2, 70)]
    assert [visit.minutes for visit in found] == [2, 1]


def test_the_gap_is_data_and_its_end_belongs_to_it() -> None:
    two = [(0, 0, None), (10 * MINUTE_US, 0, None)]
    assert [len(visits_of(two, VisitRule(gap))) for gap in (9, 10)] == [2, 1]
    assert len(visits_of([(0, 0, None), (30 * MINUTE_US, 0, None)])) == 1
    assert len(visits_of([(0, 0, None), (30 * MINUTE_US + 1, 0, None)])) == 2
    assert visits_of([]) == [] and "30 minutes" in str(VisitRule().text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 600), max_size=30), st.integers(1, 60))
def test_no_attempt_is_lost_and_visits_lie_apart(minutes: list[int], gap: int) -> None:
    found = visits_of([(one * MINUTE_US, 1, 60) for one in minutes], VisitRule(gap))
    assert sum(visit.attempts for visit in found) == sum(visit.minutes for visit in found) == len(minutes)
    for later, earlier in pairwise(found):
        assert later.first_us - earlier.last_us > gap * MINUTE_US
