"""Stretches of days hold no day twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.spans import holds, together


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple), max_size=6))
def test_stretches_together_hold_the_same_days_each_once(spans: list[tuple[int, int]]) -> None:
    found = together(spans)
    assert [day for day in range(22) if holds(found, day)] == [day for day in range(22) if holds(spans, day)]
    assert sum(last - first + 1 for first, last in found) == len([day for day in range(22) if holds(spans, day)])
