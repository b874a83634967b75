"""Locations: where groups meet and where the licence is used (O-1, A-1.2)."""

from __future__ import annotations

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.grouping import LONGEST_NAME
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import belongs_to, groups, locations


@action("location.add", Permission.EDIT_ORGANISATION, {"locations": set(ANY_FIELD)})
def add_location(work: Work, name: str) -> bytes:
    """Gives the id of the new location."""
    return work.add(locations, name=_proper_name(work, name), from_on=work.day)


@action("location.rename", Permission.EDIT_ORGANISATION, {"locations": {"name"}})
def rename_location(work: Work, location_id: bytes, name: str) -> None:
    must_be_open_location(work, location_id)
    work.change(locations, location_id, name=_proper_name(work, name, location_id))


@action("location.close", Permission.EDIT_ORGANISATION, {"locations": {"until_on"}})
def close_location(work: Work, location_id: bytes) -> None:
    """The location ends today. Raises Refusal while open groups have it: they would meet nowhere."""
    must_be_open_location(work, location_id)
    query = select(groups.c.name).where(groups.c.location_id == location_id, groups.c.until_on.is_(None))
    names = sorted(work.connection.execute(query).scalars())
    if names:
        raise Refusal(Text(
            "{n} {group} is still at {this_location}: {names}. Nothing was changed. Give it another {location} first.",
            "{n} {groups} are still at {this_location}: {names}. Nothing was changed. Give them another {location} "
            "first.", n=len(names), names=", ".join(names)))
    work.change(locations, location_id, until_on=work.day)


def must_be_open_location(work: Work, location_id: bytes | None) -> None:
    """Raise Refusal for a location that is closed or was never there; None is nowhere, and always there."""
    if location_id is None:
        return
    there = select(locations.c.id).where(
        locations.c.id == location_id, locations.c.until_on.is_(None), belongs_to(locations, work.tenant))
    if work.connection.execute(there).first() is None:
        raise Refusal(Text("{This_location} does not exist any more. Nothing was changed. Choose another {location}."))


def _proper_name(work: Work, name: str, but: bytes = b"") -> str:
    """The name without outer or double spaces; two locations of one name could not be told apart."""
    proper = " ".join(name.split())
    if not proper:
        raise Refusal(Text("{A_location} needs a name. Nothing was changed."), remedy="name")
    if len(proper) > LONGEST_NAME:
        raise Refusal(Text(
            "This name is too long: that of {a_location} has at most {n} signs. Nothing was changed.", n=LONGEST_NAME),
            remedy="name")
    query = select(locations.c.id, locations.c.name).where(
        locations.c.until_on.is_(None), belongs_to(locations, work.tenant))
    if any(row.name.casefold() == proper.casefold() and row.id != but for row in work.connection.execute(query)):
        raise Refusal(Text(
            "There already is {a_location} {name}. Nothing was changed. Choose another name.", name=proper),
            remedy="name")
    return proper
