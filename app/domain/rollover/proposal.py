"""Which groups there will be, proposed from those there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from app.domain.rollover.kept import Fate, NewGroup, Person, PresentGroup
from app.domain.rollover.places import NewGroups, place_of
from app.domain.rollover.years import LAST, SEVERAL, is_year, next_name, next_year_group, same_name, stem, years_in

MakeId = Callable[[str, bytes], bytes]
"""(what for, the present group) -> the id of the new one: the same at every desk."""
ON, AFRESH = "goes on", "afresh"


def propose_groups(
    present: Sequence[PresentGroup], people: Collection[Person], make_id: MakeId, with_years: bool = True,
) -> tuple[NewGroup, ...]:
    """Each group one year on under its next name, those of the last year end, and what is missing is made anew.

    Without years every group goes on under its own name.
    """
    going = [_next(one, make_id(ON, one.id), present if with_years else ()) for one in present]
    return (*going, *_missing(present, people, going, make_id)) if with_years else tuple(going)


def _next(group: PresentGroup, new_id: bytes, present: Sequence[PresentGroup]) -> NewGroup:
    same = NewGroup(
        new_id, group.name, year_group=group.year_group, location_id=group.location_id, from_id=group.id,
        years=group.years)
    if not present or len(group.years) != 1:
        return same
    (year,) = group.years
    after = next_year_group(year)
    if year == LAST or after is None:
        return replace(same, fate=Fate.ENDS)
    code = after if is_year(group.year_group) or not group.year_group else group.year_group
    return replace(
        same, name=next_name(group.name, year), year_group=code, years=frozenset({after}),
        location_id=_where(after, group, present))


def _where(year: str, group: PresentGroup, present: Sequence[PresentGroup]) -> bytes | None:
    """Where that year group is now: the own place, or the one to which all others of that year go."""
    places = {one.location_id for one in present if year in one.years}
    return next(iter(places)) if len(places) == 1 else group.location_id


def _missing(
    present: Sequence[PresentGroup], people: Iterable[Person], going: Sequence[NewGroup], make_id: MakeId,
) -> list[NewGroup]:
    """Groups of a year to which somebody goes and that nobody goes on as, such as the third year after the infants."""
    there, found, new = {one.id: one for one in present}, list[NewGroup](), NewGroups(going)
    for person in people:
        place = place_of(person, there, new, None)
        if place.is_open and person.groups and is_year(place.year_group) and place.year_group not in new.holding:
            found.append(_afresh(there[person.groups[0]], place.year_group, present, make_id))
            new = NewGroups([*going, *found])
    return found


def _afresh(source: PresentGroup, year: str, present: Sequence[PresentGroup], make_id: MakeId) -> NewGroup:
    """Named as the group that has this year now; of several, the one with the same letter."""
    now = [one for one in present if one.years == {year}]
    like = next((one for one in now if stem(one.name) == stem(source.name)), now[0] if now else None)
    return NewGroup(
        make_id(f"{AFRESH} {year}", (like or source).id), like.name if like is not None else year, year_group=year,
        location_id=(like or source).location_id, years=frozenset({year}))


def years_of_new(name: str, year_group: str, origin: PresentGroup | None) -> frozenset[str]:
    """The year groups of a group to come: by its code and name, or, of several years, those it holds now."""
    years = years_in(name, year_group)
    return years or (origin.years if origin is not None and year_group == SEVERAL else frozenset())


def names_twice(groups: Iterable[NewGroup]) -> frozenset[str]:
    """Names that two groups to come at one place would both have, as a reader would confuse them."""
    counted: dict[tuple[str, bytes | None], int] = {}
    for one in groups:
        if one.fate is Fate.GOES_ON:
            key = same_name(one.name), one.location_id
            counted[key] = counted.get(key, 0) + 1
    return frozenset(name for (name, _), number in counted.items() if number > 1)


def same_group(
    name: str, location_id: bytes | None, there: Mapping[bytes, tuple[str, bytes | None]],
) -> bytes | None:
    """The group that was brought or made already: the only one of this name at this place.

    `there` has name and location of each group of the new year.
    """
    alike = [
        group for group, (other, place) in there.items()
        if same_name(other) == same_name(name) and (place == location_id or None in (place, location_id))]
    return alike[0] if len(alike) == 1 else None
