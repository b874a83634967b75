"""A roster written as OneRoster 1.1 or 1.2: a ZIP with CSV files that `read_oneroster` reads back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.domain.calendar import SchoolYear
from app.domain.ids import derived_id, written_id
from app.domain.roster import Roster, RosterGroup, RosterPerson
from app.exchange.oneroster_terms import COLUMNS, FILES, KINDS_OF_GROUP, MANIFEST, PREFIX
from app.exchange.roster_files import (
    csv_bytes,
    family_name,
    given_name,
    organisation_key,
    people,
    refuse_broken,
    zip_bytes,
)

_CLASS_TYPE = {ours: theirs for theirs, ours in KINDS_OF_GROUP.items()} | {"general": "scheduled"}
"""OneRoster has two kinds of class; who comes by himself is in one that is no homeroom."""
_COURSE = "course"
Record = Mapping[str, str]


def oneroster_zip(roster: Roster, version: str, today: date) -> bytes:
    """The files of `version` ('1.1' or '1.2'), all of them whole (bulk), with their manifest.

    Of a person only what OneRoster has a place for is written, and of that no day of birth, telephone number or
    password. Participants and coaches have keys of their own, as in a roster of this desk. `today` gives a period to
    groups without a school year, for the form wants one. Raises Refusal for a name with a line break in it.
    """
    refuse_broken(roster)
    records = {
        "academicSessions": list(_sessions(roster, today)),
        "orgs": list(_orgs(roster)),
        "courses": [_course(roster, today)] if roster.groups else [],
        "classes": [_class(roster, group) for group in roster.groups],
        "users": [_user(roster, person, role, version) for person, role in people(roster)],
        "roles": list(_roles(roster)) if version == "1.2" else [],
        "enrollments": list(_enrollments(roster)),
    }
    held = {name: rows for name, rows in records.items() if rows}
    files = {f"{MANIFEST}.csv": csv_bytes(_manifest(held, version))}
    for name, rows in held.items():
        headings = [*COLUMNS[version][name], *([PREFIX] if name == "users" else [])]
        files[f"{name}.csv"] = csv_bytes([headings, *([row.get(column, "") for column in headings] for row in rows)])
    return zip_bytes(files)


def _manifest(held: Mapping[str, object], version: str) -> Iterable[Sequence[str]]:
    yield "propertyName", "value"
    yield "manifest.version", "1.0"
    yield "oneroster.version", version
    for name in FILES[version]:
        yield f"file.{name}", "bulk" if name in held else "absent"
    yield "source.systemName", "Leerspoor"
    yield "source.systemCode", "leerspoor"


def _session_key(year: int | None) -> str:
    return f"year-{year}" if year else "period"


def _sessions(roster: Roster, today: date) -> Iterable[Record]:
    """The school years of the groups; where there are none, a period of our own kind, which is no school year."""
    years: set[int | None] = {group.school_year or roster.school_year for group in roster.groups}
    for year in sorted(years | {roster.school_year}, key=lambda one: one or 0):
        span = SchoolYear(year) if year else SchoolYear.of(today)
        yield {
            "sourcedId": _session_key(year),
            "title": span.label,
            "type": "schoolYear" if year else "ext:period",
            "startDate": span.begins.isoformat(),
            "endDate": span.ends.isoformat(),
            "schoolYear": str(span.first + 1),
        }


def _orgs(roster: Roster) -> Iterable[Record]:
    top = organisation_key(roster)
    yield {"sourcedId": top, "name": roster.organisation_name, "type": "district" if roster.locations else "school"}
    for location in roster.locations:
        yield {
            "sourcedId": location.key or "", "name": location.name, "type": "school", "parentSourcedId": top,
        }  # fmt: skip


def _course(roster: Roster, today: date) -> Record:
    """One course for all classes: the form wants a class to belong to one, and we have none."""
    return {
        "sourcedId": _COURSE,
        "schoolYearSourcedId": _session_key(roster.school_year),
        "title": roster.organisation_name,
        "orgSourcedId": organisation_key(roster),
    }


def _class(roster: Roster, group: RosterGroup) -> Record:
    return {
        "sourcedId": group.key or "",
        "title": group.name,
        "grades": _list([group.year_group] if group.year_group else []),
        "courseSourcedId": _COURSE,
        "classType": _CLASS_TYPE[group.kind],
        "schoolSourcedId": group.location_key or organisation_key(roster),
        "termSourcedIds": _session_key(group.school_year or roster.school_year),
    }


def _user(roster: Roster, person: RosterPerson, role: str, version: str) -> Record:
    org = person.location_key or organisation_key(roster)
    of_version = (
        {"orgSourcedIds": org, "role": role}
        if version == "1.1"
        else {"primaryOrgSourcedId": org, "userMasterIdentifier": person.fields.get("eckid", "")}
    )
    year_group = person.fields.get("year_group", "")
    return {
        "sourcedId": person.key or "",
        "enabledUser": "true",
        "username": person.fields.get("username") or person.key or "",
        "givenName": given_name(person.name),
        "familyName": family_name(person.name),
        "email": person.fields.get("email", ""),
        "grades": _list([year_group] if year_group else []),
        PREFIX: person.name.prefix,
        **of_version,
    }


def _roles(roster: Roster) -> Iterable[Record]:
    for person, role in people(roster):
        key = person.key or ""
        yield {
            "sourcedId": _row_key("role", key, role),
            "userSourcedId": key,
            "roleType": "primary",
            "role": role,
            "orgSourcedId": person.location_key or organisation_key(roster),
        }


def _enrollments(roster: Roster) -> Iterable[Record]:
    places = {group.key: group.location_key or organisation_key(roster) for group in roster.groups}
    for person, role in people(roster):
        for group in person.group_keys:
            yield {
                "sourcedId": _row_key("enrollment", person.key or "", role, group),
                "classSourcedId": group,
                "schoolSourcedId": places[group],
                "userSourcedId": person.key or "",
                "role": role,
                "primary": "",
            }


def _row_key(kind: str, *parts: str) -> str:
    """A key for a row that we have none for, always the same for the same row."""
    return written_id(derived_id(b"", "leerspoor", kind, "\x1f".join(parts)))


def _list(values: Sequence[str]) -> str:
    """Several values in one cell."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue() if values else ""
