"""How the items of a test did: p-value, item-rest correlation, and Cronbach's alpha of them together.

The sums are those of `statistics` of the standard library. An item that somebody did not make counts as nothing scored,
as is usual for a test on paper; how many made it stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import StatisticsError, correlation, fmean, pvariance

from app.domain.assessment.scores import NOT_MADE

FEWEST = 10
"""People below which the figures say little; our own choice."""
HARD, EASY = 0.3, 0.9
WEAK, GOOD = 0.2, 0.3
LOW_ALPHA, HIGH_ALPHA = 0.7, 0.8


class ItemVerdict(StrEnum):
    """What the figures of an item mean, the most urgent first."""

    WRONG_WAY = "wrong way"
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"
    GOOD = "good"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """`p` is the part of the points that was got (0 to 1); `item_rest` the correlation with the score of all other
    items (-1 to 1), None where everybody got the same.
    """

    number: int
    p: float
    item_rest: float | None
    highest: int
    made: int

    @property
    def verdict(self) -> ItemVerdict:
        if self.item_rest is None:
            return ItemVerdict.EASY if self.p >= EASY else ItemVerdict.HARD if self.p < HARD else ItemVerdict.UNKNOWN
        if self.item_rest < 0:
            return ItemVerdict.WRONG_WAY
        if self.item_rest < WEAK:
            return ItemVerdict.WEAK
        return ItemVerdict.HARD if self.p < HARD else ItemVerdict.EASY if self.p > EASY else ItemVerdict.GOOD


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """`alpha` is None where it cannot be worked out: fewer than two items or people, or everybody with one score."""

    people: int
    items: tuple[ItemFigures, ...]
    alpha: float | None
    mean: float | None

    @property
    def are_few(self) -> bool:
        return self.people < FEWEST


def item_analysis(scores: Sequence[Sequence[int]], highest: int | None = None) -> ItemAnalysis:
    """Of rows of item scores, one per person and all of one length. `highest` is the highest score of every item, None
    where that is not known: then it is the highest that somebody got.
    """
    rows = [[0 if score == NOT_MADE else score for score in row] for row in scores]
    if not rows:
        return ItemAnalysis(0, (), None, None)
    columns = list(zip(*rows, strict=True))
    made = [sum(score != NOT_MADE for score in column) for column in zip(*scores, strict=True)]
    totals = [sum(row) for row in rows]
    items = tuple(
        _item(number, column, totals, highest, count)
        for number, (column, count) in enumerate(zip(columns, made, strict=True), 1))
    return ItemAnalysis(len(rows), items, cronbach_alpha(rows), fmean(totals))


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """k / (k - 1) x (1 - sum of the variances of the items / variance of the totals)."""
    items = len(rows[0]) if rows else 0
    spread: float = pvariance([sum(row) for row in rows]) if rows else 0
    if items < 2 or len(rows) < 2 or not spread:
        return None
    apart: float = sum(pvariance(column) for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - apart / spread)


def _item(number: int, column: Sequence[int], totals: Sequence[int], highest: int | None, made: int) -> ItemFigures:
    most = highest or max(1, *column)
    rest = [total - score for total, score in zip(totals, column, strict=True)]
    return ItemFigures(number, fmean(column) / most, _correlation(column, rest), most, made)


def _correlation(one: Sequence[int], other: Sequence[int]) -> float | None:
    try:
        return correlation(one, other)
    except StatisticsError:  # fewer than two people, or everybody got the same
        return None
