"""Names for invented people: drawn from resources/demo/names.toml with a seeded dice."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from app.domain.names import PersonName, fold

BOY, GIRL, UNSPECIFIED = "1", "2", "9"  # as EDEXML codes them (NEN-ISO 5218)
MIXED_GIVEN_NAME = 0.12  # children of other backgrounds who bear a Dutch given name
DOUBLE_FAMILY_NAME = 0.025  # both parents' names, possible since 1 January 2024
MARRIED_NAME = 0.12  # women who put their partner's name before their own


@dataclass(frozen=True, slots=True)
class Ranked:
    """Values in order of frequency; the weights fall with the rank, as names do."""

    values: tuple[str, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[str]) -> Ranked:
        return cls(tuple(values), tuple(accumulate(1 / (rank + 25) for rank in range(len(values)))))

    def draw(self, dice: random.Random) -> str:
        return dice.choices(self.values, cum_weights=self.cumulative)[0]


@dataclass(frozen=True, slots=True)
class Background:
    """Where a family's names come from; `pupils` and `adults` are shares per hundred people.

    `country` is EDEXML's code; `newcomers` the part (0 to 1) that came to the Netherlands lately.
    """

    code: str
    country: str
    newcomers: float
    pupils: float
    adults: float
    girls: Ranked
    boys: Ranked
    women: Ranked
    men: Ranked
    families: Ranked


@dataclass(frozen=True, slots=True)
class FamilyName:
    """A family's name in both genders and its background; `mixed` where it is that of both parents."""

    background: Background
    prefix: str
    masculine: str
    feminine: str
    mixed: bool = False

    def of(self, gender: str) -> str:
        return self.feminine if gender == GIRL else self.masculine


@dataclass(frozen=True, slots=True)
class FixedPerson:
    """Somebody who is there whatever the dice say; `year_group` and `born` for pupils, `email` for adults."""

    name: PersonName
    gender: str
    year_group: str
    born: date | None
    email: str


@dataclass(frozen=True, slots=True)
class Names:
    """`backgrounds` start with the Dutch one."""

    backgrounds: tuple[Background, ...]
    teaching_women: Ranked
    teaching_men: Ranked
    fixed_pupils: tuple[FixedPerson, ...]
    fixed_adults: tuple[FixedPerson, ...]


def parse_names(text: str) -> Names:
    """The lists of a names.toml; KeyError where one is missing."""
    table = tomllib.loads(text)
    return Names(
        tuple(_background(code, row) for code, row in table["backgrounds"].items()),
        Ranked.of(table["teachers"]["women"]),
        Ranked.of(table["teachers"]["men"]),
        tuple(_fixed(row) for row in table["fixed"]["school"]),
        tuple(_fixed(row) for row in table["fixed"]["library"]),
    )


def _background(code: str, row: Mapping[str, Any]) -> Background:
    lists = {key: Ranked.of(row[key]) for key in ("girls", "boys", "women", "men", "families")}
    return Background(code, row["country"], row["newcomers"], row["pupils"], row["adults"], **lists)


def _fixed(row: Mapping[str, Any]) -> FixedPerson:
    name = PersonName(row["given"], row.get("prefix", ""), row.get("family", ""))
    return FixedPerson(
        name, row.get("gender", ""), row.get("year_group", ""), row.get("born"), row.get("email", "")
    )


def draw_family(dice: random.Random, names: Names, *, adults: bool = False) -> FamilyName:
    """A family: its background by share, its name by frequency within it."""
    shares = [background.adults if adults else background.pupils for background in names.backgrounds]
    background = dice.choices(names.backgrounds, shares)[0]
    family = _family_name(background, background.families.draw(dice))
    if not adults and dice.random() < DOUBLE_FAMILY_NAME:
        return _doubled(dice, names, family)
    return family


def _family_name(background: Background, entry: str) -> FamilyName:
    prefix, _, family = entry.rpartition("|")
    masculine, _, feminine = family.partition("/")
    return FamilyName(background, prefix, masculine, feminine or masculine)


def _doubled(dice: random.Random, names: Names, first: FamilyName) -> FamilyName:
    second = draw_family(dice, names, adults=True)
    tail = f"{second.prefix} {second.masculine}".strip()
    return FamilyName(
        first.background, first.prefix, f"{first.masculine} {tail}", f"{first.feminine} {tail}", mixed=True
    )


def draw_child(
    dice: random.Random, names: Names, family: FamilyName, *, newcomer: bool = False
) -> tuple[PersonName, str]:
    """A child of this family: name and gender. Who is not a newcomer may bear a Dutch given name."""
    gender = dice.choice((BOY, GIRL))
    dutch = dice.random() < MIXED_GIVEN_NAME and not newcomer
    background = names.backgrounds[0] if dutch else family.background
    given = (background.girls if gender == GIRL else background.boys).draw(dice)
    return PersonName(given, family.prefix, family.of(gender)), gender


def draw_adult(dice: random.Random, names: Names) -> PersonName:
    """An adult of any age and background, as a library's courses have them."""
    family = draw_family(dice, names, adults=True)
    gender = GIRL if dice.random() < 0.55 else BOY
    given = (family.background.women if gender == GIRL else family.background.men).draw(dice)
    surname = family.of(gender)
    if gender == GIRL and family.background is names.backgrounds[0] and dice.random() < MARRIED_NAME:
        own = _family_name(family.background, family.background.families.draw(dice))
        surname = f"{surname}-{own.prefix} {own.feminine}" if own.prefix else f"{surname}-{own.feminine}"
    return PersonName(given, family.prefix, surname)


def draw_teacher(dice: random.Random, names: Names) -> PersonName:
    """A teacher: of working age, more often a woman, more often of the Dutch background."""
    if dice.random() > 0.75:
        return draw_adult(dice, names)
    given = (names.teaching_women if dice.random() < 0.82 else names.teaching_men).draw(dice)
    family = _family_name(names.backgrounds[0], names.backgrounds[0].families.draw(dice))
    return PersonName(given, family.prefix, family.masculine)


def plain(text: str) -> str:
    """Text as it stands in a user name or mail address: a to z and digits only."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


class Usernames:
    """Hands out user names that differ: given.family, then given.family2, and so on."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def of(self, name: PersonName) -> str:
        stem = ".".join(part for part in (plain(name.given), plain(name.prefix + name.family)) if part)[:60]
        number = self._taken.get(stem, 0) + 1
        self._taken[stem] = number
        return stem if number == 1 else f"{stem}{number}"


def draw_day(dice: random.Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return date.fromordinal(dice.randint(first.toordinal(), last.toordinal()))


def on_weekday(day: date) -> date:
    """The same day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def draw_postcode(dice: random.Random, town: str) -> str:
    """A postcode of the invented town whose four digits are `town`, without a space."""
    return town + "".join(dice.choice("ABCDEGHJKLMNPRTVWXZ") for _ in range(2))
