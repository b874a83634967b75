"""Groups: their kinds, their names, and how one is split."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
LONGEST_NAME = 64
LONGEST_INTRODUCTION = 2_000
MOST_PARTS = 20
"""Our own choice: who splits a group into more is making new groups."""


class GroupKind(StrEnum):
    """`BASE` is where somebody belongs, `COMBINED` is made of people of several groups, `GENERAL` is for who comes by
    himself and belongs to none.
    """

    BASE = "base"
    COMBINED = "combined"
    GENERAL = "general"


def by_turns(people: Sequence[T], parts: int) -> tuple[tuple[T, ...], ...]:
    """Everybody over so many parts: the first into the first, the second into the second, and round again.

    Parts differ by one person at most; `parts` is at least 1.
    """
    return tuple(tuple(people[at::parts]) for at in range(parts))


def part_name(name: str, number: int) -> str:
    """A proposal for the name of a part: 'Groep 5' and 2 gives 'Groep 5-2', cut where it would be too long."""
    tail = f"-{number}"
    return name[:LONGEST_NAME - len(tail)].rstrip() + tail
