"""Rosters as a desk has them, for properties: strange names, both kinds of group, coaches in several, locations."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import strategies as st

from app.domain.names import PersonName
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.exchange.cleaning import visible

NOWHERE = Origin("", 0)
STRANGE = (
    "Yıldız", "Łukasz", "van 't Hof", "'t Hooft", "O'Brien", 'Jan "Jopie"', "=SOM(A1)", "+31", "-", "@veld", "'=x",
    "Groep 5/6", "3A/4B", "Taal, rekenen; meer", "#5", "Ян", "محمد", "Nguyễn Ánh", "de", "van", "Zeer lange naam " * 6,
)  # fmt: skip
_SIGNS = st.characters(categories=["Lu", "Ll", "Nd", "Pd", "Po", "Sm"], exclude_characters="\u2028\u2029")


def _tidied(text: str) -> str:
    return " ".join(visible(text).split())


texts = st.one_of(st.sampled_from(STRANGE), st.text(_SIGNS, min_size=1, max_size=12)).map(_tidied).filter(bool)
words = texts.filter(lambda text: text not in "-.")
names = st.one_of(
    st.builds(PersonName, words, st.sampled_from(["", "de", "van der", "van 't", "Van", "el"]), words),
    st.builds(PersonName, words, st.just(""), st.just("")),
    st.builds(PersonName, st.just(""), st.just(""), words),
)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Everything consistent, keys that are ids, at least one person."""
    numbers = iter(range(1, 1000))

    def key() -> str:
        return str(UUID(int=(next(numbers) << 64) | 0x8000_0000_0000_0000))

    year = draw(st.sampled_from([None, 2026]))
    locations = tuple(RosterLocation(NOWHERE, key(), draw(words)) for _ in range(draw(st.integers(0, 2))))
    places = st.sampled_from([None, *(location.key for location in locations)])
    groups = tuple(
        RosterGroup(NOWHERE, key(), draw(words), draw(st.sampled_from(["base", "combined"])),
                    draw(st.sampled_from(["", "5", "C"])), draw(places), year)
        for _ in range(draw(st.integers(0, 3))))  # fmt: skip

    def person(fields: dict[str, str], location: str | None) -> RosterPerson:
        keys = [group.key or "" for group in groups]
        joined = draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
        base_first = sorted(joined, key=keys.index)
        return RosterPerson(NOWHERE, key(), draw(names), fields, tuple(base_first), location)

    def fields() -> dict[str, str]:
        username, email = draw(st.sampled_from(["", "emre", "=cmd"])), draw(st.sampled_from(["", "a@b.nl"]))
        return {name: value for name, value in (("username", username), ("email", email)) if value}

    participants = tuple(
        person(fields() | draw(st.sampled_from([{}, {"year_group": "5"}])), draw(places))
        for _ in range(draw(st.integers(1, 4))))
    coaches = tuple(person(fields(), None) for _ in range(draw(st.integers(0, 2))))
    return Roster(
        "leerspoor", "leerspoor", year if groups else None, "De Lindeboom", locations, groups, participants, coaches,
        places_groups=True)


def bare(roster: Roster, *, names_split: bool = True) -> tuple[object, ...]:
    """What two rosters must have in common: everything but where it stood, the form, and what a source calls a role."""

    def person(one: RosterPerson) -> RosterPerson:
        name = one.name if names_split else PersonName("", "", one.name.full)
        return replace(one, origin=NOWHERE, name=name, proposed_roles=(), group_keys=tuple(sorted(one.group_keys)))

    return (
        roster.organisation_name,
        tuple(replace(one, origin=NOWHERE) for one in roster.locations),
        {replace(one, origin=NOWHERE) for one in roster.groups},
        [person(one) for one in roster.participants],
        [person(one) for one in roster.coaches],
    )
