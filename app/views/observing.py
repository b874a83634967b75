"""Observation as it is looked at: a sheet to fill in, and the profile of somebody or of a group.

A profile says which word fits each point, on which day, with what was seen before that beside it. It adds nothing up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.observing import FIELD, Seen, counted, earlier, is_empty, latest
from app.domain.permissions import Permission, Scope, allowed
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.chunks import chunks
from app.store.merged import all_merged, counted_with, with_merged
from app.store.tables import accounts, groups, memberships, observations
from app.views.instruments import InstrumentPage, PointLine, all_instruments, page_of
from app.views.people import is_there, natural, participant_rows, visible_people
from app.views.sittings import people_of_group

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A group to observe in. `may_write` is for who works there."""

    id: bytes
    name: str
    year_group: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody in the group: by point what the reader saw on the day of the sheet, and what was seen last before it,
    by whoever.
    """

    participant_id: bytes
    full: str
    listed: str
    own: Mapping[bytes, Seen]
    before: Mapping[bytes, Seen]


@dataclass(frozen=True, slots=True)
class ObservationSheet:
    page: InstrumentPage
    group_id: bytes
    group: str
    day: date
    may_write: bool
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class PointProfile:
    """`now` is what was seen on the newest day, by one person or more; `earlier` on the day before that; `all` with
    the remarks, the newest first.
    """

    point: PointLine
    now: tuple[Seen, ...]
    earlier: tuple[Seen, ...]
    all: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class ObservationProfile:
    """Of one person by one instrument. `off`: observations are not kept here; `page` is None where nothing was seen and
    no instrument is there. `choices` are the instruments to look by: (id, title, edition).
    """

    participant_id: bytes
    full: str
    listed: str
    off: bool
    page: InstrumentPage | None
    points: tuple[PointProfile, ...]
    choices: tuple[tuple[bytes, str, str], ...]

    @property
    def areas(self) -> tuple[tuple[str, tuple[PointProfile, ...]], ...]:
        """(area, points) in the order of the instrument."""
        found: dict[str, list[PointProfile]] = {}
        for one in self.points:
            found.setdefault(one.point.area, []).append(one)
        return tuple((area, tuple(points)) for area, points in found.items())

    @property
    def is_empty(self) -> bool:
        return not any(one.all for one in self.points)


@dataclass(frozen=True, slots=True)
class PointCount:
    """How many people of a group stand on each step of a point, by who looked last; `unseen` of them on none."""

    point: PointLine
    counts: tuple[int, ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """`choices` as those of a person."""

    group_id: bytes
    name: str
    off: bool
    page: InstrumentPage | None
    points: tuple[PointCount, ...]
    people: int
    choices: tuple[tuple[bytes, str, str], ...] = ()


# A sheet to fill in


def groups_to_observe(connection: Connection, sight: Sight) -> tuple[SheetGroup, ...]:
    """The open groups that the reader may see."""
    query = select(groups).where(groups.c.until_on.is_(None))
    rows = [row for row in connection.execute(query) if sight.sees_all or row.id in sight.actor.groups]
    return tuple(
        SheetGroup(row.id, row.name, row.year_group, _may_write(sight, row.id))
        for row in sorted(rows, key=lambda row: natural(row.name)))


def observation_sheet(
    connection: Connection, sight: Sight, instrument_id: bytes, group_id: bytes, day: date,
) -> ObservationSheet:
    """Who was in the group on that day or is in it now. Raises Refusal for a group or instrument that is gone, or where
    observations are not kept.
    """
    _must_be_kept(sight)
    name = connection.execute(select(groups.c.name).where(groups.c.id == group_id)).scalar()
    if name is None or not (sight.sees_all or group_id in sight.actor.groups):
        raise Refusal(Text("This group does not exist any more, or is not yours to see."))
    people = participant_rows(connection, sight, _people_of(connection, sight, group_id, day), include_left=True)
    found = _seen_of(connection, [row.id for row in people], instrument_id)
    page = page_of(connection, instrument_id)
    reading = _Reading(connection, sight, page)
    lines = []
    for row in people:
        told = reading.by_point(found[row.id])
        lines.append(SheetLine(
            row.id, row.full, row.listed,
            {point: one for point, seen in told.items() for one in seen if one.day == day and one.is_own},
            {point: before[0] for point, seen in told.items()
             if (before := latest(one for one in seen if one.day < day))}))
    may_write = _may_write(sight, group_id) and page.row.until is None
    return ObservationSheet(page, group_id, name, day, may_write, tuple(lines))


def _people_of(connection: Connection, sight: Sight, group_id: bytes, day: date) -> list[bytes]:
    days = day.isoformat(), sight.today.isoformat()
    seen = visible_people(connection, sight)
    merged = {}
    query = select(memberships).where(memberships.c.group_id == group_id)
    for row in connection.execute(query):
        if any(row.from_on <= one and (row.until_on is None or row.until_on > one) for one in days):
            merged[row.participant_id] = row.participant_id
    kept = _kept(connection, merged)
    return [one for one in dict.fromkeys(kept) if seen is None or one in seen]


def _kept(connection: Connection, people: Collection[bytes]) -> list[bytes]:
    """These people as who they turned out to be."""
    merged = all_merged(connection)
    return [merged.get(one, one) for one in people]


# Profiles


def participant_profile(
    connection: Connection, sight: Sight, participant_id: bytes, instrument_id: bytes | None = None,
) -> ObservationProfile:
    """By the instrument that this person was seen by last, unless another is asked for. Raises Refusal for somebody who
    is gone, or not the reader's to see. Looking is recorded (S19).
    """
    if not is_there(connection, sight, participant_id):
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    rows = participant_rows(connection, sight, _kept(connection, [participant_id]), include_left=True)
    if not rows:
        raise Refusal(Text("This person is not here any more, or is not yours to see."))
    row = rows[0]
    if not sight.keeps(*FIELD):
        return ObservationProfile(row.id, row.full, row.listed, True, None, (), ())
    seen = _seen_of(connection, [row.id])[row.id]
    told = _choices(connection, seen)
    chosen = instrument_id if instrument_id is not None else next((one for one, _, _ in told), None)
    if chosen is None:
        return ObservationProfile(row.id, row.full, row.listed, False, None, (), ())
    own = [one for one in seen if one["instrument_id"] == chosen]
    page = page_of(connection, chosen, own)
    by_point = _Reading(connection, sight, page).by_point(own)
    points = tuple(_point_profile(point, by_point.get(point.id, ())) for point in page.points)
    return ObservationProfile(row.id, row.full, row.listed, False, page, points, told)


participant_profile.records_look = True  # type: ignore[attr-defined]


def group_profile(
    connection: Connection, sight: Sight, group_id: bytes, instrument_id: bytes | None = None,
) -> GroupProfile:
    """Of who is in the group today, by the instrument that they were seen by last unless another is asked for."""
    name = connection.execute(select(groups.c.name).where(groups.c.id == group_id)).scalar() or ""
    people = people_of_group(connection, sight, group_id)
    if not sight.keeps(*FIELD):
        return GroupProfile(group_id, name, True, None, (), 0)
    found = _seen_of(connection, [row.id for row in people])
    seen = [one for rows in found.values() for one in rows]
    told = _choices(connection, seen)
    chosen = instrument_id if instrument_id is not None else next((one for one, _, _ in told), None)
    if chosen is None:
        return GroupProfile(group_id, name, False, None, (), len(people))
    page = page_of(connection, chosen, [one for one in seen if one["instrument_id"] == chosen])
    reading = _Reading(connection, sight, page)
    by_person = [
        reading.by_point([one for one in rows if one["instrument_id"] == chosen]) for rows in found.values()]
    points = []
    for point in page.points:
        counts = counted((one.get(point.id, ()) for one in by_person), len(page.steps))
        points.append(PointCount(point, counts, len(people) - sum(counts)))
    return GroupProfile(group_id, name, False, page, tuple(points), len(people), told)


def _choices(connection: Connection, seen: Sequence[Row]) -> tuple[tuple[bytes, str, str], ...]:
    """The instruments of what was seen, the last one first, then the open ones that nothing was seen by yet."""
    known = all_instruments(connection)
    by_last = {one["instrument_id"]: _order(one) for one in sorted(seen, key=_order)}
    used = sorted((one for one in by_last if one in known), key=lambda one: by_last[one], reverse=True)
    others = (one for one, row in known.items() if one not in by_last and row.until is None)
    return tuple((one, known[one].title, known[one].edition) for one in (*used, *others))


def _point_profile(point: PointLine, seen: Sequence[Seen]) -> PointProfile:
    newest_first = tuple(sorted(seen, key=lambda one: (one.day, one.recorded_us), reverse=True))
    return PointProfile(point, latest(seen), earlier(seen), newest_first)


class _Reading:
    """Tells rows in the words and the order of their instrument."""

    def __init__(self, connection: Connection, sight: Sight, page: InstrumentPage) -> None:
        self._place = {step: number for number, (step, _) in enumerate(page.steps)}
        self._names: Mapping[bytes, str] = dict(connection.execute(select(accounts.c.id, accounts.c.name)).all())
        self._me = sight.actor.account_id

    def by_point(self, rows: Sequence[Row]) -> dict[bytes, tuple[Seen, ...]]:
        found: dict[bytes, list[Seen]] = defaultdict(list)
        for row in sorted(rows, key=_order):
            found[row["point_id"]].append(self._seen(row))
        return {point: tuple(seen) for point, seen in found.items()}

    def _seen(self, row: Row) -> Seen:
        return Seen(
            self._place.get(row["step_id"]), row["remark"], date.fromisoformat(row["observed_on"]), row["recorded_us"],
            self._names.get(row["account_id"], ""), row["id"], row["account_id"] == self._me)


def _seen_of(
    connection: Connection, people: Collection[bytes], instrument_id: bytes | None = None,
) -> dict[bytes, list[Row]]:
    """Per person what was seen, with that of who turned out to be this person; what was taken out is left out."""
    merged = counted_with(connection, people)
    found: dict[bytes, list[Row]] = {one: [] for one in people}
    for some in chunks(with_merged(connection, people)):
        query = select(observations).where(observations.c.participant_id.in_(some))
        if instrument_id is not None:
            query = query.where(observations.c.instrument_id == instrument_id)
        for row in connection.execute(query).mappings():
            kept = dict(row)
            if not is_empty(kept):
                person: bytes = kept["participant_id"]
                found[merged.get(person, person)].append(kept)
    return found


def _order(row: Mapping[str, Any]) -> tuple[str, int]:
    return row["observed_on"], row["recorded_us"]


def _may_write(sight: Sight, group_id: bytes) -> bool:
    return allowed(sight.actor, Permission.FOLLOW, Scope.of_groups(group_id))


def _must_be_kept(sight: Sight) -> None:
    if not sight.keeps(*FIELD):
        raise Refusal(Text("Observations are kept where notes are, and notes are not kept here."))
