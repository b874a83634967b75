"""People who look alike: both side by side, why, and which of them is proposed to be kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.doubles import AGAINST, Candidate, Hint, Likeness, find_doubles, likeness, words_of
from app.domain.fields import NAME_COLUMNS, PARTICIPANT_COLUMNS
from app.domain.names import PersonName
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.aside import BY_HAND, FOLLOWED, OUT
from app.store.chunks import chunks
from app.store.database import plain_rows
from app.store.tables import (
    accounts,
    certificates,
    distinctions,
    import_links,
    memberships,
    participants,
    progress,
)
from app.views.people import ParticipantRow, participant_rows

WHY: Mapping[Hint, Text] = {
    Hint.ECKID: Text("the same ECK iD"),
    Hint.BIRTH_DATE: Text("the same date of birth"),
    Hint.USERNAME: Text("the same user name"),
    Hint.EMAIL: Text("the same e-mail address"),
    Hint.NAME: Text("the same name"),
    Hint.GROUP: Text("together in {a_group}"),
    Hint.OTHER_BIRTH_DATE: Text("another date of birth"),
    Hint.SAME_SOURCE: Text("two keys in the same administration"),
}


@dataclass(frozen=True, slots=True)
class DoubleSide:
    """One of the two. `fields` are (our field name, value) of what is filled; `sources` the administrations."""

    row: ParticipantRow
    fields: tuple[tuple[str, str], ...]
    attempts: int
    certificates: int
    sources: tuple[str, ...]
    added_on: date


@dataclass(frozen=True, slots=True)
class DoublePair:
    """`why` and `against` say what they have in common and what speaks against it. `keep` is who is proposed to stay.

    `apart_on` and `apart_by` are there where somebody said that they are two.
    """

    one: DoubleSide
    other: DoubleSide
    why: tuple[Text, ...]
    against: tuple[Text, ...]
    keep: bytes
    apart_on: date | None = None
    apart_by: str = ""

    @property
    def key(self) -> bytes:
        """The same for the same two, whoever stands first."""
        return b"".join(sorted((self.one.row.id, self.other.row.id)))


def doubles(connection: Connection, sight: Sight) -> tuple[DoublePair, ...]:
    """Everybody who looks like somebody else and was not told apart, the most alike first."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    return _pairs(connection, sight, _alike(connection, sight), {})


def doubles_count(connection: Connection, sight: Sight) -> int:
    """How many pairs those are, with nothing read about them."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    return len(_alike(connection, sight))


def _alike(connection: Connection, sight: Sight) -> tuple[Likeness, ...]:
    return find_doubles(_candidates(connection, sight), frozenset(_apart(connection)))


def told_apart(connection: Connection, sight: Sight) -> tuple[DoublePair, ...]:
    """The pairs of whom somebody said that they are two people."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    decided = _apart(connection)
    people = {one.id: one for one in _candidates(connection, sight, set().union(*decided))}
    both = (sorted(pair) for pair in decided if pair <= people.keys())
    return _pairs(connection, sight, [likeness(people[one], people[other]) for one, other in both], decided)


def double_pair(connection: Connection, sight: Sight, one: bytes, other: bytes) -> DoublePair | None:
    """These two side by side, alike or not; None where one of them is not there any more."""
    require(sight.actor, Permission.EDIT_PEOPLE)
    people = {person.id: person for person in _candidates(connection, sight, {one, other})}
    if len(people) < len({one, other}) or one == other:
        return None
    return _pairs(connection, sight, [likeness(people[one], people[other])], _apart(connection))[0]


def _candidates(connection: Connection, sight: Sight, only: Collection[bytes] | None = None) -> list[Candidate]:
    """Fields that are not kept here are not compared either."""
    joined: dict[bytes, set[bytes]] = defaultdict(set)
    for person, group in plain_rows(connection, select(memberships.c.participant_id, memberships.c.group_id)):
        joined[person].add(group)
    sources: dict[bytes, set[str]] = defaultdict(set)
    links = select(import_links.c.row_id, import_links.c.source, import_links.c.key)
    for person, source, key in plain_rows(connection, links.where(import_links.c.aside == FOLLOWED)):
        if not key.startswith("#"):
            sources[person].add(source)
    kept = [name for name in ("birth_date", "email", "username", "eckid") if sight.keeps("participant", name)]
    names = (participants.c[name] for name in ("id", "given", "prefix", "family", "search", *kept))
    query = select(*names).where(participants.c.merged_into.is_(None))
    return [
        Candidate(
            one, PersonName(given, prefix, family), words_of(search.partition("\n")[0]),
            groups=frozenset(joined[one]), sources=frozenset(sources[one]), **dict(zip(kept, values, strict=True)))
        for one, given, prefix, family, search, *values in plain_rows(connection, query)
        if only is None or one in only
    ]  # fmt: skip


def _apart(connection: Connection) -> dict[frozenset[bytes], Any]:
    """Per pair when and by whom it was said that they are two."""
    query = select(distinctions, accounts.c.name).outerjoin(accounts, accounts.c.id == distinctions.c.decided_by)
    return {frozenset((row.participant_id, row.other_id)): row for row in connection.execute(query)}


def _pairs(
    connection: Connection, sight: Sight, found: Iterable[Likeness], decided: Mapping[frozenset[bytes], Any]
) -> tuple[DoublePair, ...]:
    found = list(found)
    sides = _sides(connection, sight, {one for pair in found for one in (pair.one, pair.other)})
    return tuple(
        _pair(pair, sides, decided.get(frozenset((pair.one, pair.other))))
        for pair in found if pair.one in sides and pair.other in sides)  # fmt: skip


def _pair(pair: Likeness, sides: Mapping[bytes, DoubleSide], decided: Any) -> DoublePair:
    one, other = sorted((sides[pair.one], sides[pair.other]), key=_worth, reverse=True)
    return DoublePair(
        one, other,
        tuple(WHY[hint] for hint in pair.hints if hint not in AGAINST),
        tuple(WHY[hint] for hint in pair.hints if hint in AGAINST),
        one.row.id,
        date.fromisoformat(decided.decided_on) if decided is not None else None,
        (decided.name or "") if decided is not None else "",
    )  # fmt: skip


def _worth(side: DoubleSide) -> tuple[bool, bool, int, int]:
    """Who takes part stays before who left, then who is known to an administration, then who has done most."""
    return side.row.state == "active", bool(side.sources), side.attempts, -side.added_on.toordinal()


def _sides(connection: Connection, sight: Sight, ids: Collection[bytes]) -> dict[bytes, DoubleSide]:
    rows = {row.id: row for row in participant_rows(connection, sight, ids, include_left=True)}
    stored = {row["id"]: row for row in _rows(connection, ids)}
    attempts, papers, sources = _attempts(connection), _certificates(connection), _sources(connection, ids)
    return {
        one: DoubleSide(
            row, _filled(sight, stored[one]), attempts[stored[one]["local"]], papers[one], tuple(sources[one]),
            sight.day_of(stored[one]["created_us"]))
        for one, row in rows.items()
    }  # fmt: skip


def _rows(connection: Connection, ids: Collection[bytes]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for some in chunks(list(ids)):
        query = select(participants).where(participants.c.id.in_(some))
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def _filled(sight: Sight, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, str(row[column])) for name, column in PARTICIPANT_COLUMNS.items()
        if row[column] and (name in NAME_COLUMNS or sight.keeps("participant", name)))


def _attempts(connection: Connection) -> Counter[int]:
    query = select(progress.c.participant, func.sum(progress.c.attempts)).group_by(progress.c.participant)
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def _certificates(connection: Connection) -> Counter[bytes]:
    return Counter(connection.execute(
        select(certificates.c.participant_id).where(certificates.c.revoked_us.is_(None))).scalars())


def _sources(connection: Connection, ids: Collection[bytes]) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = defaultdict(list)
    for some in chunks(list(ids)):
        query = select(import_links.c.row_id, import_links.c.source).where(
            import_links.c.row_id.in_(some), import_links.c.aside != OUT, import_links.c.source != BY_HAND).distinct()
        for row in connection.execute(query.order_by(import_links.c.source)):
            found[row.row_id].append(row.source)
    return found
