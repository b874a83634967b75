"""A roster written for Microsoft School Data Sync, v2.1: a ZIP with CSV files that `read_sds` reads back.

The form has no place for the prefix of a family name: it stands before the family name, and is known again by sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.calendar import SchoolYear
from app.domain.roster import Roster, RosterGroup
from app.exchange.roster_files import (
    csv_bytes,
    family_name,
    given_name,
    organisation_key,
    people,
    refuse_broken,
    zip_bytes,
)
from app.exchange.sds_terms import class_code

Line = tuple[str, ...]


def sds_zip(roster: Roster) -> bytes:
    """The files of the set. Raises Refusal for a name with a line break in it."""
    refuse_broken(roster)
    files: Mapping[str, tuple[Line, Sequence[Line]]] = {
        "orgs": (("sourcedId", "name", "type", "parentSourcedId"), list(_orgs(roster))),
        "academicSessions": (
            ("sourcedId", "title", "type", "schoolYear", "startDate", "endDate"), list(_sessions(roster))),
        "users": (("sourcedId", "username", "givenName", "familyName", "email"), list(_users(roster))),
        "roles": (
            ("userSourcedId", "orgSourcedId", "role", "sessionSourcedId", "grade", "isPrimary"), list(_roles(roster))),
        "classes": (("sourcedId", "orgSourcedId", "title", "sessionSourcedIds", "courseSourcedId", "code"),
                    list(_classes(roster))),
        "enrollments": (("classSourcedId", "userSourcedId", "role"), list(_enrollments(roster))),
    }  # fmt: skip
    return zip_bytes({f"{name}.csv": csv_bytes([headings, *rows]) for name, (headings, rows) in files.items() if rows})


def _orgs(roster: Roster) -> Iterable[Line]:
    top = organisation_key(roster)
    yield top, roster.organisation_name, "district" if roster.locations else "school", ""
    for location in roster.locations:
        yield location.key or "", location.name, "school", top


def _session_key(roster: Roster, group: RosterGroup | None = None) -> str:
    year = (group.school_year if group else None) or roster.school_year
    return f"year-{year}" if year else ""


def _sessions(roster: Roster) -> Iterable[Line]:
    years = {group.school_year for group in roster.groups} | {roster.school_year}
    for year in sorted(year for year in years if year):
        span = SchoolYear(year)
        yield f"year-{year}", span.label, "schoolYear", str(year), span.begins.isoformat(), span.ends.isoformat()


def _users(roster: Roster) -> Iterable[Line]:
    for person, _role in people(roster):
        username = person.fields.get("username") or person.key or ""
        yield (person.key or "", username, given_name(person.name), family_name(person.name),
               person.fields.get("email", ""))  # fmt: skip


def _roles(roster: Roster) -> Iterable[Line]:
    for person, role in people(roster):
        yield (person.key or "", person.location_key or organisation_key(roster), role, _session_key(roster),
               person.fields.get("year_group", "") if role == "student" else "", "true")  # fmt: skip


def _classes(roster: Roster) -> Iterable[Line]:
    for group in roster.groups:
        yield (group.key or "", group.location_key or organisation_key(roster), group.name,
               _session_key(roster, group), "",
               class_code(group.kind, group.year_group, group.school_year))  # fmt: skip


def _enrollments(roster: Roster) -> Iterable[Line]:
    for person, role in people(roster):
        for group in person.group_keys:
            yield group, person.key or "", role
