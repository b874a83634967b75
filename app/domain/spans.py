"""Days as numbers, and stretches of them: who was where when (D5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)
Span = tuple[int, int]
"""The first and the last day, both counted from 1970."""


def day_number(day: date) -> int:
    return (day - _EPOCH).days


def day_numbered(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def together(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days without any of them twice: stretches that touch or overlap become one; the earliest first."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def holds(spans: Iterable[Span], day: int) -> bool:
    return any(first <= day <= last for first, last in spans)
