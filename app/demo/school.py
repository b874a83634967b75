"""The demo school: its groups and its pupils, leavers among them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.demo.organisation import DemoOrganisation
from app.demo.people import (
    FamilyName,
    FixedPerson,
    Names,
    Usernames,
    draw_child,
    draw_day,
    draw_family,
    draw_postcode,
    on_weekday,
)
from app.domain.names import PersonName
from app.domain.roster import SchoolYear

GROUP_SIZE = 25
LEAVERS = 40  # one participant in so many has left
LEFT = "H"  # jaargroep "historisch"
COMBINATION = "C"
YEAR_ONE_IN_TWENTY = 9  # of twenty infants so many are in year 1
# Label, years and relative size; the first four are on the first location.
BANDS = (
    ("1-2", (1, 2), 53),
    ("3", (3,), 28),
    ("4", (4,), 41),
    ("5", (5,), 29),
    ("6", (6,), 39),
    ("7", (7,), 26),
    ("8", (8,), 24),
)
BANDS_ON_FIRST_LOCATION = 4
# Lesson groups: name, years they draw from, per thousand pupils, for newcomers only.
LESSON_GROUPS = (
    ("Plusgroep", range(5, 9), 50, False),
    ("Rekengroep", range(4, 6), 42, False),
    ("Taalklas", range(1, 9), 36, True),
)


@dataclass(frozen=True, slots=True)
class SchoolGroup:
    """A base group (stamgroep); `year_group` as EDEXML codes it, 'C' for years 1 and 2 together."""

    key: str
    name: str
    year_group: str
    location: str


@dataclass(frozen=True, slots=True)
class LessonGroup:
    """A samengestelde groep: pupils of several base groups, for some lessons."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil; `year` is 1 to 8, for a leaver the year left from. Empty text where the file says nothing.

    `group`, `lesson_groups` and `location` are keys; a `newcomer` came to the Netherlands lately.
    """

    key: str
    name: PersonName
    gender: str
    born: date
    year: int
    group: str
    lesson_groups: tuple[str, ...]
    location: str
    entered: date
    left: date | None
    newcomer: bool
    eckid: str
    username: str
    second_name: str
    country: str
    number_end: str
    postcode: str

    @property
    def year_group(self) -> str:
        return LEFT if self.left else str(self.year)


@dataclass(frozen=True, slots=True)
class PupilsOfSchool:
    groups: tuple[SchoolGroup, ...]
    lesson_groups: tuple[LessonGroup, ...]
    pupils: tuple[Pupil, ...]


def build_pupils(
    names: Names, organisation: DemoOrganisation, seed: int, participants: int, today: date
) -> PupilsOfSchool:
    """Exactly `participants` pupils, leavers among them, as they stand on `today`; ValueError below one."""
    if participants < 1:
        raise ValueError("a school has at least one pupil")
    dice = random.Random(f"{seed}:school:{participants}")
    leavers = participants // LEAVERS
    groups, slots = _plan(organisation, participants - leavers)
    draw = _Draw(dice, names, today)
    pupils = [draw.pupil(slot) for slot in _with_fixed(slots, names.fixed_pupils)]
    pupils += [draw.leaver(number, leavers) for number in range(leavers)]
    lesson_groups, pupils = _lesson_groups(dice, pupils)
    return PupilsOfSchool(groups, lesson_groups, tuple(_finished(dice, seed, pupils)))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A seat in a class, to be filled; by `fixed` where somebody must sit there."""

    year: int
    group: SchoolGroup
    fixed: FixedPerson | None = None


def _plan(organisation: DemoOrganisation, pupils: int) -> tuple[tuple[SchoolGroup, ...], list[_Slot]]:
    groups: list[SchoolGroup] = []
    slots: list[_Slot] = []
    sizes = _apportioned(pupils, [weight for _, _, weight in BANDS])
    for number, ((label, years, _), size) in enumerate(zip(BANDS, sizes, strict=True)):
        location = organisation.locations[0 if number < BANDS_ON_FIRST_LOCATION else -1].key
        parallel = [
            SchoolGroup(str(3101 + len(groups) + place), label + letter, _code(years), location)
            for place, letter in enumerate(_letters(max(1, round(size / GROUP_SIZE)) if size else 0))
        ]
        groups += parallel
        slots += [_Slot(_year(years, seat), parallel[seat * len(parallel) // size]) for seat in range(size)]
    return tuple(groups), slots


def _apportioned(total: int, weights: Sequence[int]) -> list[int]:
    """`total` over the weights in whole numbers, the largest remainders first."""
    shares = [total * weight / sum(weights) for weight in weights]
    sizes = [int(share) for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda place: sizes[place] - shares[place])
    for place in by_remainder[: total - sum(sizes)]:
        sizes[place] += 1
    return sizes


def _letters(count: int) -> list[str]:
    """Letters of parallel groups: none for one, A to Z, then AA, AB, and so on."""
    if count == 1:
        return [""]
    return [(chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26) for place in range(count)]


def _code(years: tuple[int, ...]) -> str:
    return COMBINATION if len(years) > 1 else str(years[0])


def _year(years: tuple[int, ...], seat: int) -> int:
    if len(years) == 1:
        return years[0]
    return years[0] if seat * YEAR_ONE_IN_TWENTY % 20 < YEAR_ONE_IN_TWENTY else years[1]


def _with_fixed(slots: list[_Slot], fixed: Sequence[FixedPerson]) -> Iterator[_Slot]:
    """The slots, with the fixed pupils spread over those of their year; none where a year is too small."""
    taken: dict[int, FixedPerson] = {}
    for year in range(1, 9):
        seats = [number for number, slot in enumerate(slots) if slot.year == year]
        persons = [person for person in fixed if person.year_group == str(year)]
        if len(seats) >= 2 * len(persons):
            taken |= {seats[place * len(seats) // len(persons)]: one for place, one in enumerate(persons)}
    for number, slot in enumerate(slots):
        yield replace(slot, fixed=taken.get(number))


@dataclass(slots=True)
class _Household:
    family: FamilyName
    postcode: str
    years: set[int]
    newcomer: bool


class _Draw:
    """Fills slots one by one; remembers households, for brothers and sisters, and who is in each group."""

    def __init__(self, dice: random.Random, names: Names, today: date) -> None:
        self._dice, self._names, self._today = dice, names, today
        self._first_year = SchoolYear.of(today).first
        self._open: list[_Household] = []
        self._in_group: set[tuple[str, PersonName]] = set()
        self._families: set[tuple[str, str]] = set()
        self._usernames = Usernames()

    def pupil(self, slot: _Slot) -> Pupil:
        household = self._household(slot.year, slot.group.key)
        name, gender = self._name(slot, household)
        born = (slot.fixed.born if slot.fixed else None) or self._born(slot.year)
        newcomer = household.newcomer and not slot.fixed
        entered = self._entered(born, newcomer, self._today)
        return self._made(name, gender, born, slot.year, slot.group, entered, None, household, newcomer)

    def leaver(self, number: int, leavers: int) -> Pupil:
        """Somebody who went away: spread over the last nine months, on a Friday."""
        year = self._dice.randint(3, 8)
        household = self._household(year, "")
        name, gender = draw_child(self._dice, self._names, household.family)
        left = self._today - timedelta(days=40 + number * 240 // leavers)
        left -= timedelta(days=(left.weekday() - 4) % 7)
        born = self._born(year)
        entered = self._entered(born, False, left - timedelta(days=200))
        return self._made(name, gender, born, year, None, entered, left, household, False)

    def _made(
        self, name: PersonName, gender: str, born: date, year: int, group: SchoolGroup | None,
        entered: date, left: date | None, household: _Household, newcomer: bool,
    ) -> Pupil:  # fmt: skip
        dice, background = self._dice, household.family.background
        told = dice.random() < 0.2
        return Pupil(
            key="", name=name, gender=gender, born=born, year=year,
            group=group.key if group else "", lesson_groups=(), location=group.location if group else "",
            entered=entered, left=left, newcomer=newcomer, eckid="",
            username=self._usernames.of(name) if year >= 5 else "",
            second_name=draw_child(dice, self._names, household.family)[0].given if told else "",
            country=(background.country if newcomer else "NL") if told or newcomer else "",
            number_end=f"{dice.randint(0, 9999):04d}" if dice.random() < 0.1 else "",
            postcode=household.postcode if dice.random() < 0.3 else "",
        )  # fmt: skip

    def _household(self, year: int, group: str) -> _Household:
        """One with room for a child of this year, or a new one, if it can be with a name new to the group."""
        if self._open and self._dice.random() < 0.45:
            for _ in range(3):
                household = self._dice.choice(self._open)
                if len(household.years) < 3 and all(abs(year - other) >= 2 for other in household.years):
                    household.years.add(year)
                    return household
        for _ in range(4):
            family = draw_family(self._dice, self._names)
            if (group, family.masculine) not in self._families:
                break
        self._families.add((group, family.masculine))
        newcomer = self._dice.random() < family.background.newcomers and not family.mixed
        household = _Household(family, draw_postcode(self._dice, "1234"), {year}, newcomer)
        self._open.append(household)
        return household

    def _name(self, slot: _Slot, household: _Household) -> tuple[PersonName, str]:
        if slot.fixed:
            return slot.fixed.name, slot.fixed.gender
        for _ in range(5):
            name, gender = draw_child(
                self._dice, self._names, household.family, newcomer=household.newcomer
            )
            if (slot.group.key, name) not in self._in_group:
                break
        self._in_group.add((slot.group.key, name))
        return name, gender

    def _born(self, year: int) -> date:
        """From 1 October to 30 September: year 3 turns six before October. Some are out of step."""
        chance = self._dice.random()
        shift = -1 if year >= 3 and chance < 0.06 else 1 if year >= 4 and chance > 0.985 else 0
        first = self._first_year - 4 - year + shift
        last = date(first + 1, 9, 30)
        if year == 1:  # those who turned four since then sit in year 1 as well
            last = date(self._today.year - 4, self._today.month, 1)
        return draw_day(self._dice, date(first, 10, 1), max(last, date(first, 10, 1)))

    def _entered(self, born: date, newcomer: bool, latest: date) -> date:
        """The fourth birthday, or later for who moved here; not after `latest`."""
        fourth = born + timedelta(days=4 * 365 + 1)
        if newcomer:
            moved = draw_day(self._dice, latest - timedelta(days=420), latest - timedelta(days=20))
            return max(fourth, on_weekday(moved))
        if self._dice.random() < 0.12 and (latest - fourth).days > 60:
            return on_weekday(draw_day(self._dice, fourth + timedelta(days=3), latest - timedelta(days=30)))
        return min(fourth, latest)


def _lesson_groups(
    dice: random.Random, pupils: list[Pupil]
) -> tuple[tuple[LessonGroup, ...], list[Pupil]]:
    groups: list[LessonGroup] = []
    for name, years, per_thousand, newcomers in LESSON_GROUPS:
        fitting = [
            place for place, pupil in enumerate(pupils)
            if pupil.year in years and not pupil.left and pupil.newcomer >= newcomers
        ]  # fmt: skip
        chosen = sorted(dice.sample(fitting, min(len(fitting), len(pupils) * per_thousand // 1000)))
        count = max(1, round(len(chosen) / 15)) if chosen else 0
        made = [
            LessonGroup(f"C{len(groups) + place + 1:02d}", name if place == 0 else f"{name} {place + 1}")
            for place in range(count)
        ]
        for number, place in enumerate(chosen):
            key = made[number * count // len(chosen)].key
            pupils[place] = replace(pupils[place], lesson_groups=(*pupils[place].lesson_groups, key))
        groups += made
    return tuple(groups), pupils


def _finished(dice: random.Random, seed: int, pupils: list[Pupil]) -> list[Pupil]:
    """Keys in the order of entering, as administrations give them, and a pseudonym for nearly everybody."""
    number = 104000
    for place in sorted(range(len(pupils)), key=lambda place: (pupils[place].entered, place)):
        number += dice.randint(1, 5)
        digest = hashlib.sha512(f"{seed}:eckid:{number}".encode()).hexdigest()
        eckid = f"https://ketenid.nl/201703/{digest}" if dice.random() < 0.95 else ""
        pupils[place] = replace(pupils[place], key=str(number), eckid=eckid)
    return pupils
