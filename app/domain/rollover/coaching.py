"""Who will have the groups of the new year, and who reads along before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.rollover.kept import NewGroup, Person, Place, PresentGroup
from app.domain.rollover.years import stem

Coaches = Mapping[bytes, Sequence[bytes]]
"""By group, the coaches."""


def staying_coaches(
    new: NewGroup, present: Mapping[bytes, PresentGroup], now: Coaches, with_years: bool = True,
) -> tuple[bytes, ...]:
    """Who has that year group now, and stays with it; without years, who goes along."""
    if not with_years:
        return going_along(new, now)
    there = [one for one in present.values() if one.years & new.years]
    alike = [one for one in there if stem(one.name) == stem(new.name) and one.location_id == new.location_id]
    exactly = [one for one in alike if one.years == new.years] or alike
    found = exactly or (there if len(there) == 1 else [])
    return tuple(now.get(found[0].id, ())) if found else ()


def going_along(new: NewGroup, now: Coaches) -> tuple[bytes, ...]:
    """Who has these people now, and goes along with them."""
    return tuple(now.get(new.from_id, ())) if new.from_id is not None else ()


def early_readers(
    people: Iterable[Person], places: Mapping[bytes, Place], coming: Coaches, now: Coaches,
) -> set[tuple[bytes, bytes]]:
    """(coach, present group): the groups of which somebody comes to the coach, and that the coach has not now."""
    return {
        (coach, group)
        for person in people for to in places[person.id].to for coach in coming.get(to, ()) for group in person.groups
        if coach not in now.get(group, ())}


def late_readers(
    people: Iterable[Person], places: Mapping[bytes, Place], coming: Coaches, now: Coaches,
) -> set[tuple[bytes, bytes]]:
    """(coach, new group): where the people of a coach of now went, to be handed over."""
    return {
        (coach, to)
        for person in people for to in places[person.id].to for group in person.groups for coach in now.get(group, ())
        if coach not in coming.get(to, ())}
