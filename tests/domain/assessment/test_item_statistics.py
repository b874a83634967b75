"""Figures of items against those of NumPy 2 (p, item-rest) and of `cronbach_alpha` of pingouin, of the same scores."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment.item_statistics import ItemVerdict, cronbach_alpha, item_analysis
from app.domain.assessment.scores import NOT_MADE

_LINES = (
    "11000100", "11011100", "01000000", "11111111", "00100000", "11111101", "11110100", "00100000", "00000000",
    "11110110", "00000000", "11110000", "11000000", "10000000", "11110101", "11110110", "10000000", "11110010",
    "11100000", "00000000", "11111101", "11110000", "01010000", "11110110")
SCORES = [[int(sign) for sign in line] for line in _LINES]
P = (0.708333, 0.708333, 0.583333, 0.541667, 0.166667, 0.416667, 0.208333, 0.166667)
ITEM_REST = (0.606450, 0.653818, 0.544995, 0.781431, 0.469209, 0.724336, 0.425636, 0.521862)
ALPHA = 0.852063492063492


@pytest.mark.clause("A-1.14")
def test_the_figures_are_those_of_a_known_library() -> None:
    found = item_analysis(SCORES, 1)
    assert [item.p for item in found.items] == pytest.approx(P, abs=1e-6)
    assert [item.item_rest for item in found.items] == pytest.approx(ITEM_REST, abs=1e-6)
    assert found.alpha == pytest.approx(ALPHA, abs=1e-12)
    assert (found.people, found.are_few, found.items[0].made) == (24, False, 24)


def test_by_hand() -> None:
    """Three people, two items: totals 2, 1 and 0; both variances 2/9, that of the totals 2/3: alpha is 2/3."""
    found = item_analysis([[1, 1], [1, 0], [0, 0]], 1)
    assert [item.p for item in found.items] == pytest.approx([2 / 3, 1 / 3])
    assert [item.item_rest for item in found.items] == pytest.approx([0.5, 0.5])
    assert found.alpha == pytest.approx(2 / 3) and found.mean == 1 and found.are_few


def test_what_was_not_made_counts_as_nothing_and_is_told() -> None:
    found = item_analysis([[1, NOT_MADE], [1, 1], [0, 0]], 1)
    assert (found.items[1].p, found.items[1].made) == (pytest.approx(1 / 3), 2)


def test_what_an_item_means() -> None:
    strong = [[1, 1, 1, 0, 1], [1, 1, 1, 0, 1], [1, 1, 0, 0, 1], [0, 0, 0, 1, 1], [0, 0, 0, 1, 1]]
    verdicts = [item.verdict for item in item_analysis(strong, 1).items]
    assert verdicts[0] is ItemVerdict.GOOD and verdicts[3] is ItemVerdict.WRONG_WAY
    assert verdicts[4] is ItemVerdict.EASY, "everybody got it"
    assert item_analysis([[1, 0], [0, 0]], 1).items[1].verdict is ItemVerdict.HARD


def test_without_spread_there_is_no_alpha() -> None:
    assert item_analysis([]).alpha is None
    assert cronbach_alpha([[1], [0]]) is None and cronbach_alpha([[1, 1]]) is None
    assert cronbach_alpha([[1, 0], [0, 1]]) is None


@settings(max_examples=60)
@given(st.integers(2, 8).flatmap(lambda items: st.lists(
    st.lists(st.integers(0, 3), min_size=items, max_size=items), min_size=1, max_size=12)))
def test_whatever_the_scores_the_figures_stay_within_their_bounds(rows: list[list[int]]) -> None:
    found = item_analysis(rows)
    for item in found.items:
        assert 0 <= item.p <= 1 and (item.item_rest is None or -1.000001 <= item.item_rest <= 1.000001)
    assert found.alpha is None or found.alpha <= 1.000001
    turned = item_analysis([list(reversed(row)) for row in rows])
    assert turned.alpha == pytest.approx(found.alpha)
