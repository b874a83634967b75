"""A roll-over as it is prepared, beside the groups and people as they are now: what the rules take."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from app.domain.calendar import SchoolYear
from app.domain.ids import derived_id
from app.domain.rollover.kept import Choice, Chosen, Fate, NewGroup, Person, Place, PresentGroup, State
from app.domain.rollover.places import NewGroups, places
from app.domain.rollover.proposal import same_group, years_of_new
from app.domain.rollover.years import SEVERAL, is_year, year_to_prepare, years_in
from app.store.by_name import by_name
from app.store.tables import (
    coach_assignments,
    coaches,
    groups,
    memberships,
    organisations,
    participants,
    placements,
    roll_over_choices,
    roll_over_coaches,
    roll_over_groups,
    roll_overs,
)

Row = dict[str, Any]
MakeId = Callable[[str, str], bytes]
Members = Mapping[bytes, Mapping[bytes, str]]
SOURCE, LEFT = "roll-over", "left"
IS_HERE = (participants.c.state != LEFT, participants.c.merged_into.is_(None))
"""Who is with the organisation; who turned out to be somebody else goes where that person goes."""


@dataclass(frozen=True, slots=True)
class KeptRollOver:
    """`row` is that of `roll_overs`; `present` are the open groups that take part, `staying` those that do not.

    `new` holds also what ends; `people` who takes part or, where there are years, is in no group at all. `coaches` are
    by new group. `there` are the groups of the new year that are here already, and `same` which of them a new group is.
    """

    row: Row
    present: Mapping[bytes, PresentGroup]
    staying: tuple[PresentGroup, ...]
    new: tuple[NewGroup, ...]
    people: tuple[Person, ...]
    chosen: Mapping[bytes, Chosen]
    coaches: Mapping[bytes, tuple[bytes, ...]]
    there: Mapping[bytes, tuple[str, bytes | None]]
    same: Mapping[bytes, bytes]

    def places(self) -> dict[bytes, Place]:
        """What becomes of each of the people."""
        return places(self.people, self.present, NewGroups(self.new), self.chosen)


def id_maker(connection: Connection) -> MakeId:
    """(kind, key) -> the id that every desk of this organisation gives to the same thing (D4)."""
    secret = connection.execute(select(organisations.c.import_secret)).scalar_one()
    return partial(derived_id, bytes(secret), SOURCE)


def group_made(make_id: MakeId, new_group_id: bytes) -> bytes:
    """The id of the group that a new one of the preparation becomes."""
    return make_id("group", new_group_id.hex())


def groups_rolled_over(connection: Connection) -> frozenset[bytes]:
    """The groups that rolling over made, of whatever year."""
    make_id = id_maker(connection)
    made = {group_made(make_id, one) for one in connection.execute(select(roll_over_groups.c.id)).scalars()}
    return frozenset(one for one in connection.execute(select(groups.c.id)).scalars() if one in made)


def prepared_row(connection: Connection) -> Row | None:
    """The roll-over that is being prepared; of two that two desks began, the one that takes effect first."""
    query = select(roll_overs).where(roll_overs.c.state == State.PREPARED)
    row = connection.execute(query.order_by(roll_overs.c.effective_on, roll_overs.c.id)).mappings().first()
    return dict(row) if row is not None else None


def kept_roll_over(connection: Connection, row: Row) -> KeptRollOver:
    """`row` is one of `roll_overs`."""
    year = row["school_year"]
    listed = [dict(one) for one in connection.execute(
        select(roll_over_groups).where(roll_over_groups.c.roll_over_id == row["id"])).mappings()]
    taking_part = {one["group_id"] for one in listed if one["dropped"] != Fate.STAYS}
    members = open_members(connection)
    open_groups = [one for one in present_groups(connection, members) if not year or one[1] != year]
    present = {one.id: one for one, _ in open_groups if one.id in taking_part}
    staying = tuple(one for one, _ in open_groups if one.id not in taking_part)
    there = new_year_groups(connection, year)
    new = tuple(_new_group(one, present) for one in listed if one["dropped"] != Fate.STAYS)
    chosen = _chosen(connection, row["id"])
    return KeptRollOver(
        row, present, staying, new, _people(connection, members, row, present, staying, there, chosen), chosen,
        _coaches(connection, [one.id for one in new]), there, same_groups(new, there))


def year_due(connection: Connection, today: date) -> SchoolYear | None:
    """The school year that groups are to be made for, None where that is not yet, or was done."""
    stays = select(roll_over_groups.c.group_id).where(
        roll_over_groups.c.dropped == Fate.STAYS, roll_over_groups.c.group_id.is_not(None))
    query = select(groups.c.school_year).where(
        groups.c.school_year.is_not(None), groups.c.until_on.is_(None), groups.c.kind == "base",
        groups.c.id.not_in(stays))
    years = frozenset(connection.execute(query.distinct()).scalars())
    due = year_to_prepare(today, years)
    if due is not None and due.first in _done(connection):
        due = year_to_prepare(today, frozenset())
    return due if years and due is not None and due.first not in _done(connection) else None


def _done(connection: Connection) -> frozenset[int | None]:
    query = select(roll_overs.c.school_year).where(roll_overs.c.state == State.DONE)
    return frozenset(connection.execute(query).scalars())


def present_groups(connection: Connection, members: Members) -> list[tuple[PresentGroup, int | None]]:
    """The open base groups with their school year, by name."""
    query = select(groups).where(groups.c.until_on.is_(None), groups.c.kind == "base").order_by(groups.c.name)
    return [(_present(row, members), row.school_year) for row in connection.execute(query)]


def open_members(connection: Connection) -> dict[bytes, dict[bytes, str]]:
    """Per group the people in it who are here, with their year groups."""
    query = select(memberships.c.group_id, participants.c.id, participants.c.year_group).join(
        participants, participants.c.id == memberships.c.participant_id).where(
        memberships.c.until_on.is_(None), *IS_HERE)
    found: dict[bytes, dict[bytes, str]] = {}
    for group, person, year in connection.execute(query):
        found.setdefault(bytes(group), {})[bytes(person)] = year
    return found


def new_year_groups(connection: Connection, year: int | None) -> dict[bytes, tuple[str, bytes | None]]:
    """Name and location of the open base groups of this school year."""
    if year is None:
        return {}
    query = select(groups.c.id, groups.c.name, groups.c.location_id).where(
        groups.c.school_year == year, groups.c.until_on.is_(None), groups.c.kind == "base")
    return {row.id: (row.name, row.location_id) for row in connection.execute(query)}


def _present(row: Any, members: Members) -> PresentGroup:
    years = years_in(row.name, row.year_group)
    if not years and row.year_group in ("", SEVERAL):
        years = frozenset(year for year in members.get(row.id, {}).values() if is_year(year))
    return PresentGroup(row.id, row.name, row.year_group, row.location_id, years)


def _new_group(row: Row, present: Mapping[bytes, PresentGroup]) -> NewGroup:
    origin = present.get(row["group_id"] or b"")
    return NewGroup(
        row["id"], row["name"], row["kind"], row["year_group"], row["location_id"], row["group_id"],
        Fate(row["dropped"]), years_of_new(row["name"], row["year_group"], origin))


def same_groups(new: tuple[NewGroup, ...], there: Mapping[bytes, tuple[str, bytes | None]]) -> dict[bytes, bytes]:
    """Each group that is here already stands for one new group at most."""
    found: dict[bytes, bytes] = {}
    for one in new:
        group = same_group(one.name, one.location_id, there) if one.fate is Fate.GOES_ON else None
        if group is not None and group not in found.values():
            found[one.id] = group
    return found


def _people(
    connection: Connection, members: Members, row: Row, present: Mapping[bytes, PresentGroup],
    staying: Iterable[PresentGroup], there: Iterable[bytes], chosen: Mapping[bytes, Chosen],
) -> tuple[Person, ...]:
    taking_part, already = _groups_of(members, present), _groups_of(members, there)
    elsewhere = _groups_of(members, (one.id for one in staying))
    former, years = _former(connection, row, present), _years_before(connection, row["school_year"])
    query = select(participants.c.id, participants.c.year_group).where(*IS_HERE)
    return tuple(
        Person(bytes(person), years.get(person, year), taking_part.get(person, ()), already.get(person, ()),
               former.get(person, ()) if person in already else ())
        for person, year in connection.execute(query.order_by(*by_name(participants)))
        if person in taking_part or person in chosen or (person in already and person in former)
        or (row["school_year"] and person not in already and person not in elsewhere))


def _former(connection: Connection, row: Row, present: Collection[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Which of the groups of now somebody left since this is prepared."""
    since = datetime.fromtimestamp(row["prepared_us"] / 1_000_000, UTC).date().isoformat()
    query = select(memberships.c.participant_id, memberships.c.group_id).where(memberships.c.until_on >= since)
    found: dict[bytes, tuple[bytes, ...]] = {}
    for person, group in connection.execute(query.order_by(memberships.c.from_on)):
        if group in present:
            found[bytes(person)] = (*found.get(bytes(person), ()), bytes(group))
    return found


def _years_before(connection: Connection, year: int | None) -> dict[bytes, str]:
    """The year group that ends, of who has a place in the new year already: a file brought it."""
    if year is None:
        return {}
    new = select(placements.c.participant_id).where(
        placements.c.school_year == year, placements.c.until_on.is_(None))
    query = select(placements.c.participant_id, placements.c.year_group).where(
        placements.c.school_year < year, placements.c.participant_id.in_(new)).order_by(placements.c.from_on)
    return {bytes(person): code for person, code in connection.execute(query) if code}


def _groups_of(members: Members, wanted: Iterable[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    found: dict[bytes, tuple[bytes, ...]] = {}
    for group in wanted:
        for person in members.get(group, ()):
            found[person] = (*found.get(person, ()), group)
    return found


def _chosen(connection: Connection, roll_over_id: bytes) -> dict[bytes, Chosen]:
    query = select(roll_over_choices).where(
        roll_over_choices.c.roll_over_id == roll_over_id, roll_over_choices.c.choice != Choice.PROPOSED)
    return {row.participant_id: Chosen(Choice(row.choice), row.to_id) for row in connection.execute(query)}


def _coaches(connection: Connection, new: list[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Who will have each new group; who is not with the organisation any more does not count."""
    query = select(roll_over_coaches.c.roll_over_group_id, coaches.c.id).join(
        coaches, coaches.c.id == roll_over_coaches.c.coach_id).where(
        roll_over_coaches.c.dropped == 0, coaches.c.until_on.is_(None),
        roll_over_coaches.c.roll_over_group_id.in_(new)).order_by(*by_name(coaches))
    found: dict[bytes, tuple[bytes, ...]] = {}
    for group, coach in connection.execute(query):
        found[bytes(group)] = (*found.get(bytes(group), ()), bytes(coach))
    return found


def people_in(
    connection: Connection, wanted: Collection[bytes], members: Members | None = None,
) -> tuple[Person, ...]:
    """Those of these people who are here, in the groups of `members`."""
    inside = _groups_of(members, members) if members is not None else {}
    query = select(participants.c.id, participants.c.year_group).where(*IS_HERE)
    found = connection.execute(query.order_by(*by_name(participants)))
    ids = set(wanted)
    return tuple(Person(bytes(person), year, inside.get(person, ())) for person, year in found if person in ids)


def coaching_now(connection: Connection, wanted: Collection[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """By group the coaches that have it now; who only reads along does not count."""
    query = select(coach_assignments.c.group_id, coaches.c.id).join(
        coaches, coaches.c.id == coach_assignments.c.coach_id).where(
        coach_assignments.c.until_on.is_(None), coach_assignments.c.reads_only == 0, coaches.c.until_on.is_(None),
    ).order_by(*by_name(coaches))
    found: dict[bytes, tuple[bytes, ...]] = {}
    for group, coach in connection.execute(query):
        if group in wanted:
            found[bytes(group)] = (*found.get(bytes(group), ()), bytes(coach))
    return found
