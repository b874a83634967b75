"""Groups made out of groups: one split into several, several merged into one; coaches, routes and materials go along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.groups import end_group, join, must_be_open, open_memberships, proper_group_name
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.figures.describing import GROUP_COLUMNS
from app.domain.grouping import MOST_PARTS
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import coach_assignments, groups, materials, media_links, memberships, route_assignments

_ALIKE = ("kind", "year_group", "location_id", "school_year", "introduction", *GROUP_COLUMNS)
_COACHING = ("coach_id", "proposed_role", "reads_only", "until_on")
_ROUTES = ("route_id", "until_on")
_LINKS = ("address", "title", "programme_id", "checked_us", "check_state", "until_on")
_MATERIALS = ("checksum", "title", "file_name", "media_type", "size", "programme_id", "until_on")
_CARRIED: Mapping[Table, Sequence[str]] = {
    coach_assignments: _COACHING, route_assignments: _ROUTES, media_links: _LINKS, materials: _MATERIALS}
_WRITES = {str(table.name): set(ANY_FIELD) for table in (groups, memberships, *_CARRIED)}
_MERGES = _WRITES | {"join_codes": {"until_on"}}


@action("group.split", Permission.EDIT_GROUPS, _WRITES, version=2)
def split_group(work: Work, group_id: bytes, parts: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """New groups ({name, participant_ids}), made of members of this one, which keeps the others; gives their ids.

    Each gets the kind, year, location, introduction, course, coaches, routes and materials of the group that is split.
    Who left it meanwhile goes into none of them.
    """
    must_be_open(work, group_id)
    _refuse_parts(parts)
    made = [_part(work, group_id, str(part["name"]), part["participant_ids"]) for part in parts]
    moved = [person for part in parts for person in part["participant_ids"]]
    work.change_all(memberships, open_memberships(work, group_id, moved), until_on=work.day)
    return made


@action("group.merge", Permission.EDIT_GROUPS, _MERGES, version=2)
def merge_groups(work: Work, group_ids: Sequence[bytes], into_id: bytes) -> int:
    """The members, coaches, routes and materials of these groups go to another that lacks them; they close today.

    Gives how many people joined. Raises Refusal where one of them is the other itself, or was closed.
    """
    merged = list(dict.fromkeys(group_ids))
    if not merged:
        raise Refusal(Text("Choose which {group} to merge. Nothing was changed."), remedy="group_ids")
    if into_id in merged:
        raise Refusal(Text(
            "{A_group} cannot be merged with itself. Nothing was changed. Choose another {group}."), remedy="into_id")
    must_be_open(work, into_id)
    for group_id in merged:
        must_be_open(work, group_id)
    people = [person for group_id in merged for person in _people(work, group_id)]
    joined = join(work, into_id, people)
    for group_id in merged:
        _carry(work, group_id, into_id)
        end_group(work, group_id)
    return joined


def _refuse_parts(parts: Sequence[Mapping[str, Any]]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Refusal(Text("{A_group} is split into {n} parts at most. Nothing was changed.", n=MOST_PARTS),
                      remedy="parts")
    chosen = [person for part in parts for person in part["participant_ids"]]
    if len(set(chosen)) != len(chosen):
        raise Refusal(Text("Somebody would go to two parts at once. Nothing was changed. Choose anew."),
                      remedy="parts")
    if any(not part["participant_ids"] for part in parts):
        raise Refusal(Text("Nobody would go to the new {group}. Nothing was changed. Choose who does."),
                      remedy="parts")


def _part(work: Work, group_id: bytes, name: str, people: Sequence[bytes]) -> bytes:
    whole = work.rows_by_id(groups, [group_id])[group_id]
    alike = {field: whole[field] for field in _ALIKE}
    part = work.add(groups, name=proper_group_name(name), from_on=work.day, **alike)
    still = _people(work, group_id)
    join(work, part, [person for person in people if person in still])
    _carry(work, group_id, part)
    return part


def _carry(work: Work, group_id: bytes, to_id: bytes) -> None:
    """What lies on a group comes to lie on another too, where the same does not lie there already."""
    for table, columns in _CARRIED.items():
        _carry_rows(work, table, columns, group_id, to_id)


def _carry_rows(work: Work, table: Table, columns: Sequence[str], group_id: bytes, to_id: bytes) -> None:
    there = {row[columns[0]] for row in _lying(work, table, to_id)}
    rows = {row[columns[0]]: row for row in _lying(work, table, group_id) if row[columns[0]] not in there}
    work.insert(table, [
        {name: row[name] for name in columns} | {"group_id": to_id, "from_on": work.day, **_nobodys(table)}
        for row in rows.values()])


def _nobodys(table: Table) -> Row:
    """A route lies on a group or on a person."""
    return {"participant_id": None} if "participant_id" in table.c else {}


def _lying(work: Work, table: Table, group_id: bytes) -> list[Row]:
    still = table.c.until_on.is_(None) | (table.c.until_on > work.day)
    query = select(table).where(table.c.group_id == group_id, still).order_by(table.c.id)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _people(work: Work, group_id: bytes) -> list[bytes]:
    query = select(memberships.c.participant_id).where(
        memberships.c.group_id == group_id, memberships.c.until_on.is_(None)).order_by(memberships.c.id)
    return [bytes(person) for person in work.connection.execute(query).scalars()]
