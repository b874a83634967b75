"""Where everybody goes: a proposal for each, and what was chosen instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.rollover.kept import Choice, Chosen, Fate, NewGroup, Person, Place, PresentGroup
from app.domain.rollover.years import EXTENDED, LAST, is_year, next_year_group, stem

_STAYS = frozenset({Choice.REPEAT, Choice.EXTEND})


class NewGroups:
    """The groups there will be, found by what goes on as them and by the year groups they hold."""

    def __init__(self, groups: Iterable[NewGroup]) -> None:
        self.by_id = {one.id: one for one in groups if one.fate is Fate.GOES_ON}
        self.after: dict[bytes, NewGroup] = {one.from_id: one for one in self.by_id.values() if one.from_id}
        self.holding: dict[str, list[NewGroup]] = {}
        for one in self.by_id.values():
            for year in one.years:
                self.holding.setdefault(year, []).append(one)

    def fitting(self, present: PresentGroup | None, year: str) -> NewGroup | None:
        """The group of that year for somebody from this group: the same people's, the same letter's, the only one's."""
        after = self.after.get(present.id) if present is not None else None
        if after is not None and (year in after.years or not after.years or not is_year(year)):
            return after
        if present is None or not is_year(year):
            return None
        holding = self.holding.get(year, [])
        there = [one for one in holding if _is_near(present, one)] or holding
        alike = [one for one in there if stem(one.name) == stem(present.name)]
        return alike[0] if len(alike) == 1 else there[0] if len(there) == 1 else None


def places(
    people: Iterable[Person], present: Mapping[bytes, PresentGroup], new: NewGroups, chosen: Mapping[bytes, Chosen],
) -> dict[bytes, Place]:
    """What becomes of each, by id."""
    return {one.id: place_of(one, present, new, chosen.get(one.id)) for one in people}


def place_of(person: Person, present: Mapping[bytes, PresentGroup], new: NewGroups, chosen: Chosen | None) -> Place:
    """What becomes of this person: what was chosen, else what is proposed."""
    was_chosen = chosen is not None and chosen.choice is not Choice.PROPOSED
    choice = chosen.choice if chosen is not None and was_chosen else proposed_choice(person, present)
    own = own_year(person, present)
    if choice is Choice.LEAVE:
        return Place(choice, (), own, was_chosen)
    year = own if choice in _STAYS else next_year_group(own) or own
    if choice is Choice.NONE:
        return Place(choice, (), year, was_chosen)
    if chosen is not None and was_chosen and chosen.to_id is not None:
        named = new.by_id.get(chosen.to_id)
        return Place(choice, (named.id,) if named else (), _year_within(named, own, year), was_chosen)
    if person.already and not was_chosen:  # the file put this person there: no more is to be done
        return Place(choice, (), year, was_chosen)
    groups = [present[one] for one in person.groups if one in present]
    found = [new.fitting(one, year) for one in groups]
    to = tuple(dict.fromkeys(one.id for one in found if one is not None))
    return Place(choice, to, year, was_chosen)


def proposed_choice(person: Person, present: Mapping[bytes, PresentGroup]) -> Choice:
    """On to the next year group, and out after the last."""
    return Choice.LEAVE if own_year(person, present) == LAST and not person.already else Choice.PROMOTE


def own_year(person: Person, present: Mapping[bytes, PresentGroup]) -> str:
    """The year group of this person, or else that of the group where it has only one."""
    if person.year_group:
        return person.year_group
    years = {year for one in person.groups if one in present for year in present[one].years}
    return next(iter(years)) if len(years) == 1 else ""


def needs_place(person: Person, place: Place) -> bool:
    """Somebody who is in a group now, or for whom one was chosen, and would be in none."""
    return place.is_open and (place.was_chosen or (bool(person.groups) and not person.already))


def longer(year: str) -> Choice:
    """What a second time in the same year group is called: an extension in the first two, else a repetition."""
    return Choice.EXTEND if year in EXTENDED else Choice.REPEAT


def _year_within(group: NewGroup | None, own: str, year: str) -> str:
    """Who was put into a group of one year group is in that one: somebody who skips a year, or goes back one."""
    if group is None or year in group.years or not group.years:
        return year
    if own in group.years:
        return own
    return next(iter(group.years)) if len(group.years) == 1 else year


def _is_near(present: PresentGroup, new: NewGroup) -> bool:
    """Nobody is proposed to go to another location while there is a group at this one."""
    return None in (present.location_id, new.location_id) or present.location_id == new.location_id
