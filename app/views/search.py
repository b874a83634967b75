"""Find any participant, coach, group or programme; and of a licensor any organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from app.domain.names import fold
from app.domain.permissions import TenantKind
from app.domain.sight import Sight
from app.store.by_name import by_name
from app.store.tables import coaches, groups, locations, organisations, participants, programmes
from app.views.people import group_names, name_of, shown_name, visible_people

SHOWN = 40
_APART = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is 'participant', 'coach', 'group', 'programme' or 'organisation'; `detail` stands beside `title`."""

    kind: str
    id: bytes
    title: str
    detail: str


def find(connection: Connection, sight: Sight, typed: str, limit: int = 12) -> tuple[Hit, ...]:
    """Words in any order, each the beginning of a word, without accents: 'yildiz', 'vries emre'."""
    words = fold(typed).split()
    if not words:
        return ()
    found = [
        *_people(connection, sight, words),
        *_groups(connection, sight, words),
        *_coaches(connection, sight, words),
        *_programmes(connection, words),
        *_organisations(connection, words),
    ]
    return tuple(found[:limit])


def _people(connection: Connection, sight: Sight, words: list[str]) -> list[Hit]:
    seen = visible_people(connection, sight)
    query = (
        select(participants)
        .where(*_begins(participants.c.search, words))
        .order_by(participants.c.state, *by_name(participants))
    )
    there = (row for row in connection.execute(query) if seen is None or row.id in seen)
    rows = list(islice((row for row in there if _all_begin(_findable(row, sight), words)), SHOWN))
    # who turned out to be somebody else leads to that person, whose name may be another
    found = dict.fromkeys(row.merged_into or row.id for row in rows)
    names = {row.id: shown_name(row, sight).full for row in connection.execute(
        select(participants).where(participants.c.id.in_(found)))}
    in_groups = group_names(connection, list(found))
    return [Hit("participant", one, names[one], in_groups.get(one, "")) for one in found if one in names]


def _findable(row: Any, sight: Sight) -> str:
    """Who sees no last names finds nobody by one."""
    return row.search if sight.actor.shows_surnames else fold(shown_name(row, sight).full)


def _coaches(connection: Connection, sight: Sight, words: list[str]) -> list[Hit]:
    if not sight.sees_all:
        return []
    query = select(coaches).where(*_begins(coaches.c.search, words), coaches.c.until_on.is_(None))
    rows = (row for row in connection.execute(query.order_by(*by_name(coaches))) if _all_begin(row.search, words))
    return [Hit("coach", row.id, name_of(row).full, "") for row in islice(rows, SHOWN)]


def _groups(connection: Connection, sight: Sight, words: list[str]) -> list[Hit]:
    query = (
        select(groups.c.id, groups.c.name, locations.c.name.label("place"))
        .outerjoin(locations, locations.c.id == groups.c.location_id)
        .where(groups.c.until_on.is_(None))
    )
    return [
        Hit("group", row.id, row.name, row.place or "")
        for row in connection.execute(query)
        if (sight.sees_all or row.id in sight.actor.groups) and _all_begin(fold(row.name), words)
    ]


def _programmes(connection: Connection, words: list[str]) -> list[Hit]:
    query = select(programmes.c.id, programmes.c.title).order_by(programmes.c.title)
    return [
        Hit("programme", row.id, row.title, "")
        for row in connection.execute(query)
        if _all_begin(fold(row.title), words)
    ]


def _organisations(connection: Connection, words: list[str]) -> list[Hit]:
    """Those of a licensor: another desk has none of kind organisation beside its own."""
    query = select(organisations).where(
        organisations.c.tenant.is_not(None), organisations.c.kind == TenantKind.ORGANISATION)
    return [
        Hit("organisation", row.id, row.name, row.place)
        for row in connection.execute(query.order_by(organisations.c.name))
        if _all_begin(fold(f"{row.name} {row.place} {row.code}"), words)
    ]


def _begins(column: Any, words: list[str]) -> list[Any]:
    """A coarse sieve in SQL; `_all_begin` then holds each word to the beginning of a word."""
    return [column.contains(word, autoescape=True) for word in words]


def _all_begin(folded: str, words: list[str]) -> bool:
    there = [*_APART.split(folded), *folded.split()]  # "d'angelo" is found by "angelo" and by "d'an"
    return all(any(one.startswith(word) for one in there) for word in words)
