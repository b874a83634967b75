"""Somebody who took part in courses during a period, as figures count people: once, without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CourseFollowed:
    """A group that somebody was in, with kind and type of its course ('' where nobody recorded them)."""

    group_id: bytes
    group: str
    kind: str
    type: str

    @property
    def is_described(self) -> bool:
        """A group without either is no course for these tables."""
        return bool(self.kind or self.type)


@dataclass(frozen=True, slots=True)
class CountedPerson:
    """`place` is where the newest of the groups meets, `postcode` as it is kept. `began_on` is the first day in any of
    the groups, also before the period; `ended_on` the first day in none of them any more, None for who goes on.
    `completed`: a programme was completed within the period. `seconds` were practised in it.
    """

    id: bytes
    birth_year: int | None
    tongue: str
    gender: str
    postcode: str
    place: str
    courses: tuple[CourseFollowed, ...]
    began_on: date
    ended_on: date | None
    completed: bool = False
    seconds: int = 0

    @property
    def postcode_area(self) -> str:
        """The four figures of a Dutch postcode; '' for another one, and for none."""
        figures = self.postcode[:4]
        return figures if len(figures) == 4 and figures.isascii() and figures.isdigit() else ""
