"""What a board reads of each of its organisations: no names, and no number by which few people could be known.

The least number and its reason: practice of statistics offices and education authorities hides one to four people
within a body that is responsible itself; our own choice.
"""

from __future__ import annotations

SMALLEST = 5
"""Fewer people than this are not counted out."""


def shown_count(number: int) -> int | None:
    """A number of people, or None where it is of one to four."""
    return None if 0 < number < SMALLEST else number


def shown_part(part: int, whole: int) -> int | None:
    """How many of so many people; None also where the others are few, for then the one number tells the other."""
    if shown_count(whole) is None or shown_count(whole - part) is None:
        return None
    return shown_count(part)
