"""Groups: create, rename, place, introduce, close, and move many people at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.locations import must_be_open_location
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.grouping import LONGEST_INTRODUCTION, LONGEST_NAME, GroupKind
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import (
    coach_assignments,
    groups,
    join_codes,
    materials,
    media_links,
    memberships,
    route_assignments,
)

FOLLOWING = (coach_assignments, route_assignments, join_codes, media_links, materials)
"""What lies on a group beside its members, and ends with it."""
MEMBERSHIPS = {"memberships": set(ANY_FIELD)}


@action("group.create", Permission.EDIT_GROUPS, {"groups": set(ANY_FIELD)})
def create_group(
    work: Work,
    name: str,
    kind: str = "base",
    year_group: str = "",
    location_id: bytes | None = None,
    school_year: int | None = None,
) -> bytes:
    """Gives the id of the new group. A name that another group has is accepted (S11) and shown with its location.

    A general group, for who comes by himself, is of no year.
    """
    if kind not in set(GroupKind):
        raise Refusal(Text("Choose what sort of {group} this is. Nothing was changed."), remedy="kind")
    must_be_open_location(work, location_id)
    of_a_year = kind != GroupKind.GENERAL
    return work.add(
        groups,
        name=proper_group_name(name),
        kind=kind,
        year_group=year_group if of_a_year else "",
        location_id=location_id,
        school_year=school_year if of_a_year else None,
        from_on=work.day,
    )


@action("group.rename", Permission.EDIT_GROUPS, {"groups": {"name"}})
def rename_group(work: Work, group_id: bytes, name: str) -> None:
    must_be_open(work, group_id)
    work.change(groups, group_id, name=proper_group_name(name))


@action("group.place", Permission.EDIT_GROUPS, {"groups": {"location_id"}})
def place_group(work: Work, group_id: bytes, location_id: bytes | None) -> None:
    """The group meets at this location from now on, or, with None, nowhere in particular."""
    must_be_open(work, group_id)
    must_be_open_location(work, location_id)
    work.change(groups, group_id, location_id=location_id)


@action("group.introduce", Permission.EDIT_GROUPS, {"groups": {"introduction"}})
def introduce_group(work: Work, group_id: bytes, introduction: str) -> None:
    """What participants read about their group; '' takes it away. Lines stay as they were typed."""
    must_be_open(work, group_id)
    proper = "\n".join(line.rstrip() for line in introduction.strip().splitlines())
    if len(proper) > LONGEST_INTRODUCTION:
        raise Refusal(Text(
            "This text is too long: at most {n} signs. Nothing was changed.", n=LONGEST_INTRODUCTION),
            remedy="introduction")
    work.change(groups, group_id, introduction=proper)


@action("group.close", Permission.EDIT_GROUPS, {
    "groups": {"until_on"}, **{str(table.name): {"until_on"} for table in (memberships, *FOLLOWING)}}, version=3)
def close_group(work: Work, group_id: bytes) -> None:
    """The group ends today; its members and coaches stay, without it. Nothing about them is lost."""
    must_be_open(work, group_id)
    end_group(work, group_id)


@action("group.add", Permission.EDIT_GROUPS, MEMBERSHIPS)
def add_participants(work: Work, group_id: bytes, participant_ids: Sequence[bytes]) -> int:
    """Gives how many were not in the group yet and now are."""
    return join(work, group_id, participant_ids)


@action("group.move", Permission.EDIT_GROUPS, MEMBERSHIPS)
def move_participants(
    work: Work,
    from_group_id: bytes,
    to_group_id: bytes,
    participant_ids: Sequence[bytes],
) -> int:
    """From one group to another, today; gives how many joined the other group."""
    if from_group_id == to_group_id:
        return 0
    # Joining first: where a colleague closed the other group meanwhile, the server refuses the first part of it, and
    # nobody was taken out of anything.
    joined = join(work, to_group_id, participant_ids)
    work.change_all(memberships, open_memberships(work, from_group_id, participant_ids), until_on=work.day)
    return joined


@action("group.remove", Permission.EDIT_GROUPS, {"memberships": {"until_on"}})
def remove_participants(work: Work, group_id: bytes, participant_ids: Sequence[bytes]) -> int:
    """Out of this group, not out of the organisation; gives how many left it."""
    return work.change_all(memberships, open_memberships(work, group_id, participant_ids), until_on=work.day)


def proper_group_name(name: str) -> str:
    """The name without outer or double spaces. Raises Refusal where it is empty or too long."""
    proper = " ".join(name.split())
    if not proper:
        raise Refusal(Text("{A_group} needs a name. Nothing was changed."))
    if len(proper) > LONGEST_NAME:
        raise Refusal(
            Text("This name is too long: that of {a_group} has at most {n} signs. Nothing was changed.", n=LONGEST_NAME)
        )
    return proper


def end_group(work: Work, group_id: bytes) -> None:
    """Today: the group, and who and what belonged to it."""
    work.change(groups, group_id, until_on=work.day)
    work.change_all(memberships, open_memberships(work, group_id), until_on=work.day)
    for table in FOLLOWING:
        still = table.c.until_on.is_(None) | (table.c.until_on > work.day)
        query = select(table.c.id).where(table.c.group_id == group_id, still)
        work.change_all(table, list(work.connection.execute(query).scalars()), until_on=work.day)


def must_be_open(work: Work, group_id: bytes) -> None:
    there = select(groups.c.id).where(groups.c.id == group_id, groups.c.until_on.is_(None))
    if work.connection.execute(there).first() is None:
        raise Refusal(Text("{This_group} does not exist any more. Nothing was changed. Choose another {group}."))


def join(work: Work, group_id: bytes, participant_ids: Sequence[bytes]) -> int:
    """Into an open group, today; gives how many were not in it yet. Raises Refusal where the group is gone."""
    must_be_open(work, group_id)
    present = members(work, group_id)
    joining = [person for person in dict.fromkeys(participant_ids) if person not in present]
    work.insert(
        memberships,
        [{"participant_id": person, "group_id": group_id, "from_on": work.day, "until_on": None} for person in joining],
    )
    return len(joining)


def members(work: Work, group_id: bytes) -> set[bytes]:
    query = select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None)
    )
    return {bytes(person) for person in work.connection.execute(query).scalars()}


def open_memberships(work: Work, group_id: bytes, people: Sequence[bytes] | None = None) -> list[bytes]:
    query = select(memberships.c.id, memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None)
    )
    wanted = None if people is None else set(people)
    return [row.id for row in work.connection.execute(query) if wanted is None or row.participant_id in wanted]
