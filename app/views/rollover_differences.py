"""Where a file of the new year puts somebody elsewhere than was prepared: after its import, and already before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from app.domain.calendar import SchoolYear
from app.domain.names import PersonName
from app.domain.permissions import Permission, allowed
from app.domain.plan import ImportPlan
from app.domain.rollover.kept import Choice, Person, Place, Settled
from app.domain.rollover.places import NewGroups, place_of
from app.domain.sight import Sight
from app.store.chunks import chunks
from app.store.rollover import KeptRollOver, kept_roll_over, prepared_row, same_groups
from app.store.tables import groups, memberships, participants
from app.views.people import shown_name

Names = Mapping[bytes, PersonName]
OURS, FILE = "ours", "file"


@dataclass(frozen=True, slots=True)
class Difference:
    """A person whom the file put elsewhere than was prepared. `stands` is OURS or FILE; `ours_to` is what choosing
    ours names, if any.
    """

    id: bytes
    full: str
    listed: str
    ours: str
    choice: Choice
    ours_to: bytes | None
    file: str
    stands: str


@dataclass(frozen=True, slots=True)
class FileAgainst:
    """A file of the school year for which new groups are prepared, and who differs as things `stand` by themselves.

    `agree` is how many people it puts where was prepared.
    """

    roll_over_id: bytes
    year: SchoolYear
    rows: tuple[Difference, ...]
    agree: int

    def settled(self, chosen: Sequence[Difference]) -> tuple[Settled, ...]:
        """What must be written down so that of each row the chosen side counts; nothing where it does so anyway."""
        before = {row.id: row.stands for row in self.rows}
        wanted: dict[tuple[Choice, bytes | None], list[bytes]] = {}
        for row in chosen:
            if row.stands != before[row.id]:
                ours = row.stands == OURS
                key = (row.choice, row.ours_to) if ours else (Choice.PROPOSED, None)
                wanted.setdefault(key, []).append(row.id)
        return tuple(
            Settled(self.roll_over_id, tuple(people), choice, to) for (choice, to), people in wanted.items())


def differences(
    kept: KeptRollOver, places: Mapping[bytes, Place], names: Names, group_names: Mapping[bytes, str],
) -> tuple[Difference, ...]:
    """Of everybody who is in a group of the new year already."""
    new, called = NewGroups(kept.new), {one.id: one.name for one in kept.new}
    found = []
    for person in kept.people:
        ours = _ours(person, places[person.id], kept, new) if person.already else None
        if ours is not None and {kept.same.get(one, one) for one in ours.to} != set(person.already):
            name = names[person.id]
            found.append(Difference(
                person.id, name.full, name.listed, _named(called, ours.to), ours.choice,
                ours.to[0] if ours.to else None, _named(group_names, person.already),
                OURS if places[person.id].was_chosen else FILE))
    return tuple(found)


def file_against_prepared(
    connection: Connection, sight: Sight, plans: Sequence[ImportPlan]
) -> FileAgainst | None:
    """What these plans would say about the new groups that are prepared. None where they are of another school year,
    where nothing is prepared, or where the reader makes no groups.
    """
    row = prepared_row(connection) if allowed(sight.actor, Permission.EDIT_GROUPS) else None
    if row is None or not row["school_year"]:
        return None
    kept = kept_roll_over(connection, row)
    after = _after(connection, kept, plans)
    before = {one.id: one.already for one in kept.people}
    moved = {one.id for one in after.people if one.already and one.already != before[one.id]}
    if not moved:
        return None
    there = {**dict(connection.execute(select(groups.c.id, groups.c.name)).all()),
             **{group: name for group, (name, _) in after.there.items()}}
    found = tuple(one for one in differences(after, after.places(), _names(connection, sight), there)
                  if one.id in moved)
    return FileAgainst(row["id"], SchoolYear(row["school_year"]), found, len(moved) - len(found))


def _ours(person: Person, chosen: Place, kept: KeptRollOver, new: NewGroups) -> Place | None:
    """What was prepared for somebody; None where that was nothing."""
    ours = chosen if chosen.was_chosen else place_of(
        replace(person, groups=person.former, already=()), kept.present, new, None)
    return None if ours.is_open and not ours.was_chosen else ours


def _names(connection: Connection, sight: Sight) -> Names:
    query = select(participants.c.id, participants.c.given, participants.c.prefix, participants.c.family)
    return {row.id: shown_name(row, sight) for row in connection.execute(query)}


def _named(names: Mapping[bytes, str], ids: Iterable[bytes]) -> str:
    return ", ".join(names[one] for one in ids)


def _after(connection: Connection, kept: KeptRollOver, plans: Sequence[ImportPlan]) -> KeptRollOver:
    """As it would be kept once these plans were applied."""
    there = dict(kept.there)
    for plan in plans:
        there |= {
            one["id"]: (one["name"], one["location_id"]) for one in plan.inserts.get("groups", ())
            if one["school_year"] == kept.row["school_year"] and one["kind"] == "base"}
        for group, fields in plan.changes.get("groups", {}).items():
            if group in there:
                name, place = there[group]
                there[group] = fields.get("name", name), fields.get("location_id", place)
    joined, left = _moves(connection, plans)
    people = tuple(
        _moved(one, kept, [group for group in joined.get(one.id, ()) if group in there], left.get(one.id, set()))
        for one in kept.people)
    return replace(kept, there=there, same=same_groups(kept.new, there), people=people)


def _moved(person: Person, kept: KeptRollOver, joined: list[bytes], left: set[bytes]) -> Person:
    already = [group for group in person.already if group not in left]
    already += [group for group in joined if group not in already]
    former = tuple(group for group in person.groups if group in left) if already else ()
    return replace(
        person, already=tuple(already), groups=tuple(group for group in person.groups if group not in left),
        former=(*person.former, *former))


def _moves(
    connection: Connection, plans: Sequence[ImportPlan]
) -> tuple[dict[bytes, list[bytes]], dict[bytes, set[bytes]]]:
    """Per person the groups that these plans would put them into, and out of."""
    joined: dict[bytes, list[bytes]] = {}
    left: dict[bytes, set[bytes]] = {}
    for plan in plans:
        for row in plan.inserts.get("memberships", ()):
            joined.setdefault(row["participant_id"], []).append(row["group_id"])
        closed = [one for one, fields in plan.changes.get("memberships", {}).items() if fields.get("until_on")]
        for ids in chunks(closed):
            for one in connection.execute(select(memberships).where(memberships.c.id.in_(ids))):
                left.setdefault(one.participant_id, set()).add(one.group_id)
    return joined, left
