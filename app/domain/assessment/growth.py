"""Growth over the years: points on one scale, joined only where they were normed by one edition of a norm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, quantiles

ENOUGH_FOR_SPREAD = 4
"""Of fewer people the spread says nothing, and would tell who they are."""


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """One result. `scaled`, `low` and `high` are thousandths of a point; `norm` is the edition and `scale` the scale
    that they were normed on.
    """

    day: date
    scaled: int
    low: int | None = None
    high: int | None = None
    level: str = ""
    moment: str = ""
    norm: str = ""
    scale: str = ""
    raw: int | None = None
    functioning: str = ""
    number: int = 1

    @property
    def line(self) -> tuple[str, str]:
        """Points with another one of these do not compare."""
        return self.scale, self.norm


def segments(points: Iterable[GrowthPoint]) -> tuple[tuple[GrowthPoint, ...], ...]:
    """The points in order of their day, parted where the norm or the scale changes: no line crosses that."""
    found: list[list[GrowthPoint]] = []
    for point in sorted(points, key=lambda point: (point.day, point.line)):
        if found and found[-1][-1].line == point.line:
            found[-1].append(point)
        else:
            found.append([point])
    return tuple(tuple(part) for part in found)


def growth_between(earlier: GrowthPoint, later: GrowthPoint) -> int | None:
    """How much somebody grew, thousandths of a point; None where the two do not compare."""
    return later.scaled - earlier.scaled if earlier.line == later.line else None


def is_real_growth(earlier: GrowthPoint, later: GrowthPoint) -> bool | None:
    """Whether the two intervals lie apart; None where that cannot be said."""
    if growth_between(earlier, later) is None or None in (earlier.low, earlier.high, later.low, later.high):
        return None
    return later.low > earlier.high or later.high < earlier.low  # type: ignore[operator]


def group_point(points: Sequence[GrowthPoint]) -> GrowthPoint | None:
    """The mean of results of one moment on one line, at the last of their days, with the middle half of the group as
    its band. None where there are none, or they do not compare.
    """
    if not points or len({point.line for point in points}) > 1:
        return None
    values = [point.scaled for point in points]
    low, high = (None, None)
    if len(values) >= ENOUGH_FOR_SPREAD:
        first, _, third = quantiles(values, n=4, method="inclusive")
        low, high = round(first), round(third)
    last = max(points, key=lambda point: point.day)
    return GrowthPoint(last.day, round(fmean(values)), low, high, "", last.moment, last.norm, last.scale,
                       number=len(values))
