"""Two periods side by side: of each group, or of each participant of one group. Differences are numbers, no judgement.

Who counts in a period is who was there in it, on the days on which they were (D5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.periods import Period
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import by_name
from app.store.chunks import chunks
from app.store.tables import groups, participants
from app.views.people import shown_name, visible_people
from app.views.spans import Done, done_by, local_since, members_between, people_of
from app.views.wide_progress import Figures, GroupFigures, WideProgress, wide_progress


@dataclass(frozen=True, slots=True)
class Compared:
    """A group, the whole (`id` b''), or somebody (`is_person`). None for a period in which it was not there.

    `is_closed`: the group is there no more today.
    """

    id: bytes
    full: str
    listed: str
    later: Figures | None
    earlier: Figures | None
    is_person: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`not_shown`: so many people of the group are not the reader's to see (any more), and are left out.

    `whole` is all groups together, or the group itself.
    """

    later: Period
    earlier: Period
    rows: tuple[Compared, ...]
    whole: Compared
    local_since: date | None
    not_shown: int = 0


def compared_groups(connection: Connection, sight: Sight, later: Period, earlier: Period) -> Comparison:
    """The groups that were there in either period."""
    now, before = (wide_progress(connection, sight, one.first, one.last) for one in (later, earlier))
    here, there = _by_id(now), _by_id(before)
    order = [*here, *(one for one in there if one not in here)]
    rows = []
    for one in order:
        group = here.get(one) or there[one]
        later_of, earlier_of = here.get(one), there.get(one)
        rows.append(Compared(one, group.name, group.name, later_of.figures if later_of is not None else None,
                             earlier_of.figures if earlier_of is not None else None, is_closed=group.is_closed))
    return Comparison(later, earlier, tuple(rows), Compared(b"", "", "", now.whole, before.whole), now.local_since)


def compared_people(
    connection: Connection, sight: Sight, later: Period, earlier: Period, group_id: bytes,
) -> Comparison:
    """Who was in the group in either period. Raises Refusal for a group that is gone or not the reader's."""
    name = connection.execute(select(groups.c.name).where(groups.c.id == group_id)).scalar()
    if name is None or not (sight.sees_all or group_id in sight.actor.groups):
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    now, before = (_of_people(connection, sight, one, group_id) for one in (later, earlier))
    seen, found = visible_people(connection, sight), []
    locals_ = list(now.keys() | before.keys())
    for some in chunks(locals_):
        query = select(participants).where(participants.c.local.in_(some)).order_by(*by_name(participants))
        found += [row for row in connection.execute(query) if seen is None or row.id in seen]
    rows = []
    for row in found:
        who = shown_name(row, sight)
        rows.append(Compared(row.id, who.full, who.listed, now.get(row.local), before.get(row.local), True))
    whole = Compared(group_id, name, name, _sum(now), _sum(before))
    return Comparison(later, earlier, tuple(rows), whole, local_since(connection), len(locals_) - len(rows))


def _by_id(progress: WideProgress) -> Mapping[bytes, GroupFigures]:
    return {group.id: group for location in progress.locations for group in location.groups}


def _of_people(connection: Connection, sight: Sight, period: Period, group_id: bytes) -> dict[int, Figures]:
    members = members_between(connection, sight, period.first, period.last, [group_id])
    people = people_of(members, {group_id: ""}).get("", {})
    done = done_by(connection, ((local, span) for local, spans in people.items() for span in spans))
    return {local: _figures([done[local, span] for span in spans if (local, span) in done])
            for local, spans in people.items()}


def _figures(some: list[Done]) -> Figures:
    total = Done()
    for one in some:
        total.add(one)
    return Figures(1, int(total.attempts > 0), 0, total.visits, total.attempts, total.made, total.seconds)


def _sum(people: Mapping[int, Figures]) -> Figures:
    every = people.values()
    return Figures(
        len(people), sum(one.active for one in every), 0, sum(one.visits for one in every),
        sum(one.attempts for one in every), sum(one.made for one in every), sum(one.seconds for one in every))
