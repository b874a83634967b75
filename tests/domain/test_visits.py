"""A visit ends with a pause that is longer than the rule's; and stretches of days hold no day twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.spans import holds, together
from app.domain.visits import GAP_MINUTES, Visit, visits_of

MINUTE = 60_000_000


def test_a_longer_pause_begins_a_new_visit() -> None:
    found = visits_of([(GAP_MINUTES * MINUTE, 20), (0, 10), ((2 * GAP_MINUTES) * MINUTE + 1, 30)])
    assert found == (
        Visit(0, GAP_MINUTES * MINUTE, 2, 30), Visit(2 * GAP_MINUTES * MINUTE + 1, 2 * GAP_MINUTES * MINUTE + 1, 1, 30))
    assert visits_of([]) == ()
    assert len(visits_of([(0, 1), (6 * MINUTE, 1)], gap_minutes=5)) == 2


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple), max_size=6))
def test_stretches_together_hold_the_same_days_each_once(spans: list[tuple[int, int]]) -> None:
    found = together(spans)
    assert [day for day in range(22) if holds(found, day)] == [day for day in range(22) if holds(spans, day)]
    assert sum(last - first + 1 for first, last in found) == len([day for day in range(22) if holds(spans, day)])
