"""Growth: no line over two norms, and what may be called growth."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment.growth import GrowthPoint, group_point, growth_between, is_real_growth, segments


def point(day: int, scaled: int, norm: str = "2025", scale: str = "L", half: int | None = 5) -> GrowthPoint:
    low, high = (scaled - half, scaled + half) if half is not None else (None, None)
    return GrowthPoint(date(2025, 1, 1) + timedelta(days=day), scaled, low, high, norm=norm, scale=scale)


@pytest.mark.clause("A-1.15")
def test_a_line_breaks_where_the_norm_changes() -> None:
    points = [point(300, 140, "2026"), point(0, 100), point(150, 120), point(400, 150, "2026"), point(500, 9, "2025")]
    found = segments(points)
    assert [[(one.scaled, one.norm) for one in part] for part in found] == [
        [(100, "2025"), (120, "2025")], [(140, "2026"), (150, "2026")], [(9, "2025")]]
    assert growth_between(points[1], points[2]) == 20
    assert growth_between(points[2], points[0]) is None
    assert growth_between(point(0, 1), point(1, 2, scale="R")) is None


def test_growth_is_real_where_the_intervals_lie_apart() -> None:
    assert is_real_growth(point(0, 100), point(1, 111)) is True
    assert is_real_growth(point(0, 100), point(1, 110)) is False
    assert is_real_growth(point(0, 111), point(1, 100)) is True
    assert is_real_growth(point(0, 100, half=None), point(1, 200)) is None
    assert is_real_growth(point(0, 100), point(1, 200, "2026")) is None


def test_a_group_has_a_mean_and_its_middle_half() -> None:
    """Of 100, 110, 120, 130 and 190 the mean is 130, the quarters lie at 110 and 130."""
    together = group_point([point(0, value) for value in (100, 130, 110, 190, 120)])
    assert together is not None
    assert (together.scaled, together.low, together.high, together.number) == (130, 110, 130, 5)
    few = group_point([point(0, 100), point(0, 120)])
    assert few is not None and (few.scaled, few.low, few.high) == (110, None, None)
    assert group_point([]) is None and group_point([point(0, 1), point(0, 2, "2026")]) is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 300), st.sampled_from("AB"), st.sampled_from("LR"))))
def test_whatever_the_points_no_segment_mixes_norms(given: list[tuple[int, int, str, str]]) -> None:
    points = [point(*one) for one in given]
    found = segments(points)
    assert sorted((one for part in found for one in part), key=repr) == sorted(points, key=repr)
    for part in found:
        assert len({one.line for one in part}) == 1
        assert [one.day for one in part] == sorted(one.day for one in part)
    for before, after in pairwise(found):
        assert before[-1].line != after[0].line and before[-1].day <= after[0].day
