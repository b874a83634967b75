"""The demo school's teachers: two part-timers share some groups, specialists serve many."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.demo.organisation import DemoOrganisation
from app.demo.people import Names, Usernames, draw_teacher, plain
from app.demo.school import LessonGroup, PupilsOfSchool, SchoolGroup
from app.domain.names import PersonName

SHARED_GROUPS = (1, 4, 6, 8)  # of every ten groups these have two teachers
GROUPS_PER_SPECIALIST = 12


@dataclass(frozen=True, slots=True)
class Teacher:
    """`roles` are EDEXML's codes; `groups` the groups this teacher has, with the role there or empty text."""

    key: str
    eckid: str
    name: PersonName
    username: str
    email: str
    roles: tuple[str, ...]
    groups: tuple[tuple[SchoolGroup | LessonGroup, str], ...]


def build_teachers(
    names: Names, organisation: DemoOrganisation, seed: int, school: PupilsOfSchool
) -> tuple[Teacher, ...]:
    """A head, a counsellor, teachers per group, and per twelve groups a gym teacher and an assistant."""
    hire = _Hire(random.Random(f"{seed}:teachers:{len(school.groups)}"), names, organisation, seed)
    hire.specialists(school)
    for place, group in enumerate(school.groups):
        for _ in range(2 if place % 10 in SHARED_GROUPS else 1):
            extra = school.lesson_groups[:1] if group is school.groups[-1] else ()
            hire.teacher(("LRK",), [(group, ""), *((one, "") for one in extra)])
    return tuple(hire.hired)


class _Hire:
    def __init__(
        self, dice: random.Random, names: Names, organisation: DemoOrganisation, seed: int
    ) -> None:
        self._dice, self._names, self._seed = dice, names, seed
        self._administrator = organisation.administrator
        self._domain = organisation.home_page.removeprefix("https://")
        self._usernames = Usernames()
        self.hired: list[Teacher] = []

    def specialists(self, school: PupilsOfSchool) -> None:
        lessons = [(group, "") for group in school.lesson_groups[1:]]
        self.teacher(("DIR",), ())
        self.teacher(("IB", "ICT"), lessons, self._administrator.name)
        for first in range(0, len(school.groups), GROUPS_PER_SPECIALIST):
            served = school.groups[first : first + GROUPS_PER_SPECIALIST]
            self.teacher(("VAK",), _with_role(served[2:], "VAK"))
            self.teacher(("OWA",), _with_role(served[:2], "OWA"))

    def teacher(
        self,
        roles: tuple[str, ...],
        groups: Iterable[tuple[SchoolGroup | LessonGroup, str]],
        name: PersonName | None = None,
    ) -> None:
        key = f"M{len(self.hired) + 1:03d}"
        who = name or draw_teacher(self._dice, self._names)
        initials = PersonName(who.given[0], who.prefix, who.family)
        username = self._usernames.of(initials)
        email = self._administrator.email if name else f"{username}@{self._domain}"
        digest = hashlib.sha512(f"{self._seed}:eckid:{key}".encode()).hexdigest()
        self.hired.append(
            Teacher(
                key=key,
                eckid=f"https://ketenid.nl/201703/{digest}",
                name=who,
                username=username if plain(who.family) else key.lower(),
                email=email,
                roles=roles,
                groups=tuple(groups),
            )
        )


def _with_role(groups: Sequence[SchoolGroup], role: str) -> list[tuple[SchoolGroup | LessonGroup, str]]:
    return [(group, role) for group in groups]
