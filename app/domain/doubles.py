"""Doubles: two rows that look like one person, and what putting them together may be.

Nothing is ever put together by itself: what looks alike is shown to somebody who knows the people. An e-mail address
may be shared by two people of one household, so that it says something only beside the same name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from app.domain.names import PersonName, fold
from app.domain.text import Text

MERGED, SUSPENDED = "merged", "suspended"
"""The state of who turned out to be somebody else (`merged_into` says who), and of who does not take part for now."""
MOST_OF_A_NAME = 40
"""Of a name that so many people have nothing can be said."""


class Hint(StrEnum):
    """Why two people look like one, the strongest first; the last two speak against it."""

    ECKID = "eckid"
    BIRTH_DATE = "birth_date"
    USERNAME = "username"
    EMAIL = "email"
    NAME = "name"
    GROUP = "group"
    OTHER_BIRTH_DATE = "other_birth_date"
    SAME_SOURCE = "same_source"


AGAINST = frozenset({Hint.OTHER_BIRTH_DATE, Hint.SAME_SOURCE})
_WEIGHT = {
    Hint.ECKID: 8, Hint.BIRTH_DATE: 4, Hint.USERNAME: 4, Hint.EMAIL: 2, Hint.NAME: 3, Hint.GROUP: 1,
    Hint.OTHER_BIRTH_DATE: -6, Hint.SAME_SOURCE: -3,
}
_ENOUGH = 3
"""As much as the same name alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of one person; '' where it is not known. `sources` are those that gave a key of their own,
    `words` those of the name, folded, whatever their order.
    """

    id: bytes
    name: PersonName
    words: tuple[str, ...]
    birth_date: str = ""
    email: str = ""
    username: str = ""
    eckid: str = ""
    groups: frozenset[bytes] = frozenset()
    sources: frozenset[str] = frozenset()


def words_of(folded: str) -> tuple[str, ...]:
    """Of a folded name."""
    return tuple(sorted(folded.replace("-", " ").split()))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two people who may be one; `hints` in the order of `Hint`."""

    one: bytes
    other: bytes
    hints: tuple[Hint, ...]

    @property
    def weight(self) -> int:
        return sum(_WEIGHT[hint] for hint in self.hints)


def find_doubles(people: Sequence[Candidate], apart: Set[frozenset[bytes]] = frozenset()) -> tuple[Likeness, ...]:
    """Pairs that look like one person, the most alike first. `apart` are pairs of whom somebody said that they are two.

    People meet by the same words of their name in whatever order, by the same ECK iD, or by the same given name with
    the same date of birth, user name or e-mail address (a family name may change).
    """
    found: dict[frozenset[bytes], Likeness] = {}
    for one, other in _meetings(people):
        pair = frozenset((one.id, other.id))
        if pair not in found and pair not in apart:
            alike = likeness(one, other)
            if alike.weight >= _ENOUGH:
                found[pair] = alike
    return tuple(sorted(found.values(), key=lambda pair: (-pair.weight, pair.one, pair.other)))


def likeness(one: Candidate, other: Candidate) -> Likeness:
    """What these two have in common and what speaks against it, whatever it weighs."""
    return Likeness(one.id, other.id, tuple(_hints(one, other)))


def _meetings(people: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    meeting: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for person in people:
        for place in _places(person):
            meeting[place].append(person)
    for there in meeting.values():
        if 1 < len(there) <= MOST_OF_A_NAME:
            yield from combinations(there, 2)


def _places(person: Candidate) -> Iterator[tuple[str, ...]]:
    """Under what this person can be met."""
    yield ("name", *person.words)
    if person.eckid:
        yield "eckid", person.eckid
    known = [what for what in ("birth_date", "username", "email") if getattr(person, what)]
    given = fold(person.name.given) if known else ""
    for what in known if given else ():
        yield what, given, fold(getattr(person, what))


def _hints(one: Candidate, other: Candidate) -> Iterator[Hint]:
    for hint in (Hint.ECKID, Hint.BIRTH_DATE, Hint.USERNAME, Hint.EMAIL):
        mine, theirs = fold(getattr(one, hint)), fold(getattr(other, hint))
        if mine and mine == theirs:
            yield hint
    if one.words == other.words:
        yield Hint.NAME
    if one.groups & other.groups:
        yield Hint.GROUP
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        yield Hint.OTHER_BIRTH_DATE
    if one.sources & other.sources or (one.eckid and other.eckid and one.eckid != other.eckid):
        yield Hint.SAME_SOURCE


# What may be put together ------------------------------------------------------------------------------------------

PUT_TOGETHER_OTHERWISE = Text(
    "In the meantime somebody else put these people together in another way, or one of them is gone. "
    "Nothing was changed. Look at the list again.")
BRING_BACK_FIRST = Text(
    "Who is suspended is not put together with somebody else. Nothing was changed. Bring this person back first.")
_WITH_SOMEBODY = Text(
    "This person was counted with somebody else already. Nothing was changed. Look at the list again.")


def merge_refused(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> Text | None:
    """Why `gone` cannot be counted with `kept` (rows of participants), None where it can."""
    if kept["id"] == gone["id"]:
        return Text("This is one and the same person already. Nothing was changed.")
    if kept.get("merged_into") or gone.get("merged_into"):
        return _WITH_SOMEBODY
    return suspended_refused(gone)


def suspended_refused(gone: Mapping[str, Any]) -> Text | None:
    """Who is suspended would take part again with the person who is kept, and be active when taken apart."""
    return BRING_BACK_FIRST if gone.get("state") == SUSPENDED else None


def broken_person(row: Mapping[str, Any]) -> Text | None:
    """A row is counted with somebody else exactly where its state says so."""
    if (row.get("state") == MERGED) != bool(row.get("merged_into")):
        return Text("This change has a shape that the server does not know. It was refused.")
    return None


def broken_pointer(
    person: bytes, target: bytes, standing: Mapping[bytes, bytes | None], pointing: Iterable[bytes]
) -> Text | None:
    """What is wrong with `person` being counted with `target`: no rings and no chains, and the target must be there.

    `standing` holds of everybody concerned whom they are counted with now (None: nobody); who is missing from it is
    not there. `pointing` are those counted with `person`.
    """
    if person == target or target not in standing or standing[target] is not None or any(pointing):
        return PUT_TOGETHER_OTHERWISE
    return None


def follows(
    was: bytes | None, target: bytes, before: Mapping[bytes, bytes | None], now: Mapping[bytes, bytes | None]
) -> bool:
    """True where a pointer only goes along with the one it pointed at, or comes back when that is taken apart."""
    return was is None or now.get(was) == target or before.get(target) == was


def flattened(gone: bytes, kept: bytes, standing: Mapping[bytes, bytes | None]) -> dict[bytes, bytes]:
    """Whom everybody is counted with from now on who is counted with another one: never by way of a third."""
    return {one: kept for one, target in standing.items() if one == gone or target == gone}
