"""The preview of an import: what a roster would make, change and leave alone.

Three values decide about a field: what the file says now, what it said last time (kept with the link) and what
stands in the database. Where the file says the same as last time nothing is touched, whatever was changed by hand
since. Keys never change and dummy keys never match.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from app.domain.fields import in_words
from app.domain.names import fold
from app.domain.permissions import Permission, require
from app.domain.plan import CHANGED, NEW, REFUSED, UNCHANGED, Decision, ImportPlan
from app.domain.rollover.proposal import same_group
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, Severity
from app.domain.sight import Sight
from app.domain.text import Text
from app.views.draft import Draft, changed_fields
from app.views.known import Row, known
from app.views.known_people import match_people


def plan_roster(
    connection: Connection, sight: Sight, roster: Roster, digest: str = "",
    decisions: Mapping[str, Decision] | None = None,
) -> ImportPlan:
    """Match a roster against the database and work out every step; nothing is written.

    `decisions` say what is to be done with lines that can be decided about, by their `ref`. Raises Refusal for one that
    fits no line.
    """
    require(sight.actor, Permission.IMPORT)
    draft = Draft(sight, roster, known(connection, roster.source), decisions)
    _take_notes(draft)
    for location in roster.locations:
        _plan_location(draft, location)
    locations_of = _locations_of_groups(roster)
    for group in roster.groups:
        _plan_group(draft, group, locations_of.get(group.key or ""))
    match_people(draft)
    draft.refuse_unknown_decisions()
    return ImportPlan(
        roster.format,
        roster.source,
        digest,
        draft.counts,
        dict(draft.not_taken_over),
        tuple(draft.lines),
        draft.inserts,
        draft.changes,
        tuple(draft.gone),
        None,
        draft.there.as_of,
    )


def _take_notes(draft: Draft) -> None:
    """A reader's notes become lines; what it refused or doubted on a line of people is counted there."""
    for note in draft.roster.notes:
        severity = str(note.severity)
        draft.say(Origin(note.file, note.line), severity, "participants", "", note.reason)
        if note.severity is Severity.REFUSED and note.line:
            draft.count("participants", REFUSED)


def _plan_location(draft: Draft, location: RosterLocation) -> None:
    key = location.key or f"name:{fold(location.name)}"
    link, own = draft.there.link("location", key), draft.own("locations", location.key)
    taken = {"name": location.name}
    if link is None and own is not None:
        draft.location_ids[key] = own
        return
    if link and link.row_id in draft.there.rows["locations"]:
        draft.location_ids[key] = link.row_id
        to_set, _ = changed_fields(link.taken, taken, draft.there.rows["locations"][link.row_id])
        draft.change("locations", link.row_id, **to_set)
    else:
        draft.location_ids[key] = _location_by_name(draft, location.name) or draft.insert(
            "locations", id=draft.derive("location", key), name=location.name, from_on=draft.day, until_on=None
        )
    draft.remember("location", key, draft.location_ids[key], taken, link)


def _location_by_name(draft: Draft, name: str) -> bytes | None:
    same = [row_id for row_id, row in draft.there.rows["locations"].items() if fold(row["name"]) == fold(name)]
    return same[0] if len(same) == 1 else None


def _locations_of_groups(roster: Roster) -> dict[str, str]:
    """A group lies where all its people are, if the file does not say it and they all agree."""
    if roster.places_groups:
        return {}
    where: dict[str, set[str]] = {}
    for person in roster.participants:
        for key in person.group_keys:
            where.setdefault(key, set()).add(person.location_key or "")
    return {key: next(iter(places)) for key, places in where.items() if len(places) == 1 and "" not in places}


def _plan_group(draft: Draft, group: RosterGroup, where: str | None) -> None:
    year = group.school_year or draft.roster.school_year
    key = group.key or f"name:{fold(group.name)}"
    link_key = f"{year}:{key}" if year else key
    link, own = draft.there.link("group", link_key), draft.own("groups", group.key)
    location = draft.location_ids.get(group.location_key or where or "")
    taken = {"name": group.name, "year_group": group.year_group, "kind": group.kind, "location_id": location}
    taken |= _course(draft, group)
    stands = draft.there.rows["groups"].get(link.row_id) if link else None
    if link and stands is not None:
        draft.group_ids[key] = link.row_id
        _update(draft, group, link.row_id, link.taken, taken)
    elif own is not None:
        draft.group_ids[key] = own
        _update(draft, group, own, draft.there.rows["groups"][own], taken)
        return
    elif (same := _group_by_name(draft, group, year, location)) is not None:
        draft.group_ids[key] = same
        _update(draft, group, same, draft.there.rows["groups"][same], taken)
    else:
        draft.group_ids[key] = draft.insert(
            "groups", id=draft.derive("group", link_key), school_year=year, from_on=draft.day, until_on=None,
            **(_NO_COURSE | taken)
        )
        draft.count("groups", NEW)
        draft.say(group.origin, NEW, "groups", group.name, Text("New group"))
    draft.remember("group", link_key, draft.group_ids[key], taken, link)


def _course(draft: Draft, group: RosterGroup) -> dict[str, str]:
    """What the file says of the course, as far as that is kept; a file that says nothing empties nothing."""
    said = {"course_kind": group.course_kind, "course_type": group.course_type}
    filled = {name: value for name, value in said.items() if value}
    kept = {name: value for name, value in filled.items() if draft.sight.keeps("participant", name)}
    draft.not_taken_over.update(filled.keys() - kept.keys())
    return kept


_NO_COURSE = {"course_kind": "", "course_type": ""}


def _group_by_name(draft: Draft, group: RosterGroup, year: int | None, location: bytes | None) -> bytes | None:
    """The group that was made here for this school year, as by rolling over, and that no file has brought yet."""
    if year is None or group.kind != "base":
        return None
    brought = {link.row_id for (kind, _), link in draft.there.links.items() if kind == "group"}
    there = {
        row_id: (row["name"], row["location_id"]) for row_id, row in draft.there.rows["groups"].items()
        if row["school_year"] == year and row["until_on"] is None and row["kind"] == "base" and row_id not in brought}
    return same_group(group.name, location, there)


def _update(draft: Draft, group: RosterGroup, row_id: bytes, before: Row, taken: Row) -> None:
    to_set, left = changed_fields(before, taken, draft.there.rows["groups"][row_id])
    draft.change("groups", row_id, **to_set)
    draft.count("groups", CHANGED if to_set else UNCHANGED)
    if to_set:
        reason = Text("Changed: {fields}", fields=in_words(sorted(to_set)))
        draft.say(group.origin, CHANGED, "groups", group.name, reason)
    if left:
        reason = Text("Kept as changed by hand: {fields}", fields=in_words(sorted(left)))
        draft.say(group.origin, "note", "groups", group.name, reason)
