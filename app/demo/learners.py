"""How the demo's people learn: what they work on, and at what pace."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.demo.library import LibraryParticipant
from app.demo.organisation import DemoOrganisation
from app.demo.school import PupilsOfSchool
from app.domain.roster import SchoolYear

WINDOW = timedelta(days=365)  # the year of results before today
HISTORY = timedelta(days=430)  # how far back the results go of who has not been seen for a year
INFANTS = 0.55  # years 1 and 2 practise so much less
ADULTS = 1.15  # and those who have chosen to come, so much more


@dataclass(frozen=True, slots=True)
class Habit:
    """Results per year (from, until), and how well they go.

    `year` is the part of the exercises made in a whole year, `autumn` in a school year that has just begun
    (from, until). `failing` is the chance that an early attempt fails, `lowest` the lowest passing score.
    """

    results: tuple[int, int]
    year: tuple[float, float]
    autumn: tuple[float, float]
    failing: float
    lowest: int


class Pace(Enum):
    FAST = Habit((180, 240), (1.0, 1.0), (0.97, 1.0), 0.12, 74)
    QUICK = Habit((155, 215), (0.89, 0.97), (0.7, 0.93), 0.16, 68)
    STEADY = Habit((130, 200), (0.5, 0.84), (0.3, 0.65), 0.24, 60)
    SLOW = Habit((85, 145), (0.25, 0.5), (0.1, 0.3), 0.36, 55)
    STUCK = Habit((95, 155), (0.4, 0.6), (0.2, 0.45), 0.34, 55)
    INACTIVE = Habit((60, 110), (0.2, 0.5), (0.05, 0.2), 0.28, 58)


def _people(**numbers: int) -> tuple[Pace, ...]:
    return tuple(Pace[name] for name, number in numbers.items() for _ in range(number))


# Who sits in a class and in a course group; the same again for those who come after.
CLASS = _people(FAST=1, QUICK=3, STEADY=14, SLOW=3, STUCK=2, INACTIVE=2)
COURSE = _people(FAST=1, QUICK=1, STEADY=6, SLOW=2, STUCK=1, INACTIVE=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a learner works on these programmes; both days included."""

    programmes: tuple[str, ...]
    first: date
    last: date
    autumn: bool = False


@dataclass(frozen=True, slots=True)
class Learner:
    """`key` is the participant's key in the source; `amount` 1 for as many results as usual."""

    key: str
    pace: Pace
    stretches: tuple[Stretch, ...]
    weekday: int | None = None
    amount: float = 1.0


def learners_of_school(
    school: PupilsOfSchool, organisation: DemoOrganisation, seed: int, today: date
) -> tuple[Learner, ...]:
    """One learner per pupil, those who left included: last school year's route, then this one's."""
    names = {group.key: group.name for group in school.groups}
    names |= {group.key: group.name for group in school.lesson_groups}
    paces = _paces(seed, CLASS, [pupil.group for pupil in school.pupils])
    learners = []
    for pupil, pace in zip(school.pupils, paces, strict=True):
        current = [names[key] for key in (pupil.group, *pupil.lesson_groups) if key]
        before = organisation.programmes_of(_label(pupil.year if pupil.left else max(pupil.year - 1, 1)))
        now = tuple(code for name in current for code in organisation.programmes_of(name))
        begins = SchoolYear.of(today).begins
        last = min(pupil.left or today, _last_day(seed, pupil.key, pace, today))
        stretches = (
            Stretch(before, max(pupil.entered, today - WINDOW), min(last, begins - timedelta(days=1))),
            Stretch(now or before, max(pupil.entered, begins), last, autumn=True),
        )
        amount = INFANTS if pupil.year <= 2 else 1.0
        learners.append(Learner(pupil.key, pace, stretches, amount=amount))
    return tuple(learners)


def learners_of_library(
    participants: Sequence[LibraryParticipant], organisation: DemoOrganisation, seed: int, today: date
) -> tuple[Learner, ...]:
    """One learner per participant, on the route of the group; some were last seen more than a year ago."""
    paces = _paces(seed, COURSE, [one.group for one in participants])
    learners = []
    for one, pace in zip(participants, paces, strict=True):
        first, last = max(one.started, today - WINDOW), _last_day(seed, one.number, pace, today)
        if pace is Pace.INACTIVE and one.started <= today - HISTORY:
            first, last = today - HISTORY, today - WINDOW - timedelta(days=8)
        stretch = Stretch(organisation.programmes_of(one.group), first, last)
        learners.append(Learner(one.number, pace, (stretch,), one.weekday, amount=ADULTS))
    return tuple(learners)


def _label(year: int) -> str:
    return "1-2" if year <= 2 else str(year)


def _last_day(seed: int, key: str, pace: Pace, today: date) -> date:
    """Yesterday; for who has stopped coming, some weeks or months ago."""
    away = random.Random(f"{seed}:away:{key}").randint(45, 160) if pace is Pace.INACTIVE else 1
    return today - timedelta(days=away)


def _paces(seed: int, people: Sequence[Pace], groups: Sequence[str]) -> Iterator[Pace]:
    """A pace for each person, so that every group has its fast, slow and stuck ones."""
    decks: dict[str, list[Pace]] = {}
    for group in groups:
        deck = decks.setdefault(group, [])
        if not deck:
            dice = random.Random(f"{seed}:class:{group}:{len(decks)}")
            deck += dice.sample(people, len(people))
        yield deck.pop()
