"""Where a file puts people: groups and the place of a year, with what was moved by hand left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.fields import COACH_COLUMNS, OPTIONAL_COLUMNS
from app.domain.roster import RosterPerson
from app.views.draft import Draft
from app.views.known import Row


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of person is matched and stored."""

    name: str
    table: str
    subject: str
    columns: Mapping[str, str]
    group_table: str
    person_column: str


_NOTHING = {"year_group": ""}
PARTICIPANT = Kind("participants", "participants", "participant", OPTIONAL_COLUMNS, "memberships", "participant_id")
COACH = Kind("coaches", "coaches", "coach", COACH_COLUMNS, "coach_assignments", "coach_id")


def regroup(
    draft: Draft, kind: Kind, person: RosterPerson, row_id: bytes, before: Row, now: Sequence[bytes]
) -> bool:
    """Join the groups the file newly names and leave those it no longer names; moves by hand stay."""
    there = draft.there.groups_of if kind is PARTICIPANT else draft.there.coaching
    open_rows = there.get(row_id, {})
    named = before.get("groups") or ()
    just_left = person.left and before.get("state") != "left"
    joining = [group for group in now if group not in named and group not in open_rows and _is_open(draft, group)]
    rolled = _rolled_over(draft, kind, now) if joining else frozenset()
    leaving = [
        open_rows[group] for group in open_rows
        if just_left or ((group in named or group in rolled) and group not in now)]
    for group in joining:
        _join(draft, kind, person, row_id, group)
    for membership in leaving:
        draft.change(kind.group_table, membership, until_on=draft.day)
    return bool(joining or leaving)


def replace(draft: Draft, kind: Kind, person: RosterPerson, row_id: bytes, before: Row, taken: Row) -> bool:
    """The place of a participant (location, year group, school year): closed and opened anew when it changes."""
    place = {name: taken.get(name) for name in ("location_id", "year_group", "school_year")}
    same = all(before.get(name) == value for name, value in place.items())
    if kind is not PARTICIPANT or person.left or same:
        return False
    stands = draft.there.placement_of.get(row_id)
    if stands is not None and all(stands[name] == (value or _NOTHING.get(name)) for name, value in place.items()):
        return False  # rolling over put this person there already
    if stands is not None:
        draft.change("placements", stands["id"], until_on=draft.day)
    draft.insert(
        "placements",
        id=draft.derive(f"placement:{draft.day}", row_id.hex() + repr(place)),
        participant_id=row_id,
        from_on=draft.day,
        until_on=None,
        **(place | {"year_group": place["year_group"] or ""}),
    )
    return stands is not None and stands["location_id"] != place["location_id"]


def _join(draft: Draft, kind: Kind, person: RosterPerson, row_id: bytes, group: bytes) -> None:
    extra = {} if kind is PARTICIPANT else {"proposed_role": ", ".join(person.proposed_roles)}
    draft.insert(
        kind.group_table,
        id=draft.derive(f"{kind.group_table}:{draft.day}", (row_id + group).hex()),
        **{kind.person_column: row_id},
        group_id=group,
        from_on=draft.day,
        until_on=None,
        **extra,
    )


def _rolled_over(draft: Draft, kind: Kind, now: Sequence[bytes]) -> frozenset[bytes]:
    """Base groups into which rolling over put somebody whom the file puts into another one of the same year."""
    if kind is not PARTICIPANT or not draft.there.rolled_over:
        return frozenset()
    rows = {**draft.there.rows["groups"], **{row["id"]: row for row in draft.inserts.get("groups", ())}}
    years = {rows[group]["school_year"] for group in now if group in rows and rows[group]["kind"] == "base"}
    return frozenset(group for group in draft.there.rolled_over if rows[group]["school_year"] in years)


def _is_open(draft: Draft, group: bytes) -> bool:
    """False for a group that was closed here, whatever the file still puts in it."""
    stands = draft.there.rows["groups"].get(group)
    return stands is None or stands["until_on"] is None
