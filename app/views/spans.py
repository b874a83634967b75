"""Who was in which group on which days of a period, and what was done on those days (D5)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, or_, select

from app.domain.sight import Sight
from app.domain.spans import Span, day_number, together
from app.store.database import plain_rows
from app.store.settings import SINCE_YEAR, setting
from app.store.tables import earlier_progress, memberships, participants

Unit = Any
"""What figures are of: the id of a group, or of a location, or the whole."""
People = Mapping[int, tuple[Span, ...]]
"""Local numbers of people, with the days on which each was there."""
Places = Mapping[int, Sequence[tuple[Unit, tuple[Span, ...]]]]
"""Local numbers of people, with the units in which each was, and when."""


class Member(NamedTuple):
    """Somebody in a group on these days of the period, as the person that this turned out to be; `still` is today."""

    local: int
    group_id: bytes
    span: Span
    still: bool


@dataclass(slots=True)
class Done:
    """What one person did on some days, or several people together."""

    visits: int = 0
    attempts: int = 0
    made: int = 0
    seconds: int = 0

    def add(self, other: Done) -> None:
        self.visits += other.visits
        self.attempts += other.attempts
        self.made += other.made
        self.seconds += other.seconds


def local_since(connection: Connection) -> date | None:
    """The first day from which all results are here (S9); None where nothing is missing."""
    kept = setting(connection, SINCE_YEAR)
    if kept is None or connection.execute(select(earlier_progress.c.participant).limit(1)).first() is None:
        return None
    return date(int(kept), 8, 1)


def members_between(
    connection: Connection, sight: Sight, first: date, last: date, only: Collection[bytes] | None = None,
) -> tuple[Member, ...]:
    """Whoever was in a group that the reader may see, from `first` up to and including `last`; with `only` in these."""
    person = participants.alias()
    begins, ends = memberships.c.from_on, memberships.c.until_on
    query = (
        select(participants.c.local, person.c.local, memberships.c.group_id, begins, ends)
        .join(participants, participants.c.id == memberships.c.participant_id)
        .outerjoin(person, person.c.id == participants.c.merged_into)
        .where(begins <= last.isoformat(), or_(ends.is_(None), and_(ends > first.isoformat(), ends > begins))))
    wanted = only if sight.sees_all else [one for one in sight.actor.groups if only is None or one in only]
    if wanted is not None:
        query = query.where(memberships.c.group_id.in_(list(wanted)))
    inside, today = (day_number(first), day_number(last)), sight.today.isoformat()
    days: dict[str, int] = {}
    return tuple(
        Member(kept or local, group, (max(inside[0], _number(days, from_on)),
                                      inside[1] if until is None else min(inside[1], _number(days, until) - 1)),
               from_on <= today and (until is None or until > today))
        for local, kept, group, from_on, until in plain_rows(connection, query))


def _number(known: dict[str, int], day: str) -> int:
    """Few days, many rows: each is read once."""
    if day not in known:
        known[day] = day_number(date.fromisoformat(day))
    return known[day]


def people_of(members: Iterable[Member], unit_of: Mapping[bytes, Unit]) -> dict[Unit, dict[int, tuple[Span, ...]]]:
    """Per unit who was there and when, no day twice; `unit_of` tells of each group which unit it belongs to."""
    raw: dict[Unit, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for one in members:
        raw[unit_of[one.group_id]][one.local].append(one.span)
    return {unit: {local: _each_once(spans) for local, spans in people.items()} for unit, people in raw.items()}


def places_of(members: Iterable[Member], units_of: Mapping[bytes, Sequence[Unit]]) -> Places:
    """Per person the units and when this one was there, no day twice in any; `units_of` tells those of each group."""
    of_person: dict[int, list[Member]] = defaultdict(list)
    for one in members:
        of_person[one.local].append(one)
    return {local: _place(rows[0], units_of) if len(rows) == 1 else _several(rows, units_of)
            for local, rows in of_person.items()}


def _place(member: Member, units_of: Mapping[bytes, Sequence[Unit]]) -> list[tuple[Unit, tuple[Span, ...]]]:
    spans = (member.span,)
    return [(unit, spans) for unit in units_of[member.group_id]]


def _several(rows: Iterable[Member], units_of: Mapping[bytes, Sequence[Unit]]) -> list[tuple[Unit, tuple[Span, ...]]]:
    """Of somebody who was in several groups, or came back."""
    raw: dict[Unit, list[Span]] = defaultdict(list)
    for one in rows:
        for unit in units_of[one.group_id]:
            raw[unit].append(one.span)
    return [(unit, _each_once(spans)) for unit, spans in raw.items()]


def _each_once(spans: list[Span]) -> tuple[Span, ...]:
    return (spans[0],) if len(spans) == 1 else together(spans)


_SUMS = """
SELECT s.key, sum(a.visits), sum(a.attempts), sum(a.made), sum(a.seconds) FROM (
  SELECT key, value ->> 0 AS local, value ->> 1 AS first, value ->> 2 AS last FROM json_each(?)) s
CROSS JOIN activity a ON a.participant = s.local AND a.day BETWEEN s.first AND s.last GROUP BY s.key
"""
_WHOLE = """
SELECT participant, sum(visits), sum(attempts), sum(made), sum(seconds) FROM activity WHERE day BETWEEN ? AND ?
GROUP BY participant
"""
MANY = 500
"""From so many people on the same days everybody is read at once."""


def done_by(
    connection: Connection, some: Iterable[tuple[int, Span]], known: Mapping[Span, Mapping[int, Done]] | None = None,
) -> dict[tuple[int, Span], Done]:
    """What each of these people did in each stretch of days; who did nothing is left out. What everybody did in the
    stretches that are `known` is not read again.
    """
    wanted: dict[Span, set[int]] = defaultdict(set)
    for local, span in some:
        wanted[span].add(local)
    found: dict[tuple[int, Span], Done] = {}
    rest: list[tuple[int, int, int]] = []
    for (first, last), locals_ in wanted.items():
        if known is not None and (first, last) in known:
            every = known[first, last]
            found |= {(local, (first, last)): every[local] for local in locals_ & every.keys()}
        elif len(locals_) < MANY:
            rest += [(local, first, last) for local in locals_]
        else:
            every = _everybody(connection, first, last)
            found |= {(local, (first, last)): every[local] for local in locals_ & every.keys()}
    for key, *sums in connection.exec_driver_sql(_SUMS, (json.dumps(rest),)).cursor.fetchall() if rest else ():
        local, first, last = rest[key]
        found[local, (first, last)] = Done(*sums)
    return found


def everybody_between(connection: Connection, first: date, last: date) -> dict[int, Done]:
    """What each person did from `first` up to and including `last`, in whatever group or in none."""
    return _everybody(connection, day_number(first), day_number(last))


def _everybody(connection: Connection, first: int, last: int) -> dict[int, Done]:
    rows = connection.exec_driver_sql(_WHOLE, (first, last)).cursor.fetchall()
    return {local: Done(*sums) for local, *sums in rows}
