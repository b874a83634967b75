"""What a board reads never tells of fewer than five people, also not by what is left of a whole."""

from __future__ import annotations

import pytest

from app.domain.board import SMALLEST, shown_count, shown_part


def test_a_few_people_are_not_counted_out() -> None:
    assert [shown_count(number) for number in (0, 1, SMALLEST - 1, SMALLEST)] == [0, None, None, SMALLEST]


@pytest.mark.parametrize("whole", range(14))
def test_neither_a_part_nor_the_rest_of_it_is_told_when_it_is_small(whole: int) -> None:
    for part in range(whole + 1):
        small = any(0 < number < SMALLEST for number in (part, whole - part, whole))
        assert shown_part(part, whole) == (None if small else part)
