"""The files of Microsoft School Data Sync: by which headings each is recognised, and what is read of it.

Source: the samples and schema of OfficeDev/O365-EDU-Tools, formats v2.1 and v1. Headings are compared without case
and spaces. Passwords, flags, demographics and relationships have no column here, so they are never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file of a set: headings that it must have, and the columns that are read."""

    name: str
    version: str
    needed: frozenset[str]
    read: frozenset[str]


def _kind(name: str, version: str, needed: str, read: str = "") -> FileKind:
    return FileKind(name, version, frozenset(needed.split()), frozenset(read.split()))


KINDS: Mapping[str, FileKind] = MappingProxyType({
    kind.name: kind
    for kind in (
        _kind("users", "2.1", "sourcedid username givenname familyname",
              "sourcedid username givenname familyname email"),
        _kind("roles", "2.1", "usersourcedid orgsourcedid role",
              "usersourcedid orgsourcedid role grade isprimary"),
        _kind("classes", "2.1", "sourcedid orgsourcedid title sessionsourcedids", "sourcedid orgsourcedid title"),
        _kind("courses", "2.1", "sourcedid orgsourcedid title schoolyearsourcedid"),
        _kind("enrollments", "2.1", "classsourcedid usersourcedid role", "classsourcedid usersourcedid role"),
        _kind("academicsessions", "2.1", "sourcedid title type startdate enddate", "sourcedid type startdate enddate"),
        _kind("relationships", "2.1", "usersourcedid relationshipusersourcedid"),
        _kind("userflags", "2.1", "usersourcedid flag"),
        _kind("demographics", "2.1", "usersourcedid birthdate"),
        _kind("orgs", "2.1", "sourcedid name type", "sourcedid name parentsourcedid"),
        _kind("section", "1", "sisid schoolsisid sectionname",
              "sisid schoolsisid sectionname termstartdate termenddate"),
        _kind("student", "1", "sisid schoolsisid username",
              "sisid schoolsisid firstname lastname username secondaryemail grade birthdate status"),
        _kind("teacher", "1", "sisid schoolsisid username",
              "sisid schoolsisid firstname lastname username secondaryemail status"),
        _kind("studentenrollment", "1", "sectionsisid sisid", "sectionsisid sisid"),
        _kind("teacherroster", "1", "sectionsisid sisid", "sectionsisid sisid"),
        _kind("school", "1", "sisid name", "sisid name"),
    )
})  # fmt: skip
"""Kinds of file, the most telling headings first: the first kind whose headings are all there is it."""

_TWINS = {"student": "teacher", "studentenrollment": "teacherroster"}
"""Kinds that may have the same headings; the name of the file tells them apart."""
_OF_TEACHERS = frozenset({"teachernumber", "title", "qualification"})
_OF_STUDENTS = frozenset({"studentnumber", "grade", "birthdate", "graduationyear"})


def plain_heading(heading: str) -> str:
    return "".join(heading.split()).casefold()


def kind_of(headings: Sequence[str], file: str) -> FileKind | None:
    """Which file of School Data Sync has these headings, or None."""
    found = {plain_heading(heading) for heading in headings}
    kind = next((kind for kind in KINDS.values() if kind.needed <= found), None)
    if kind is None or kind.name not in _TWINS:
        return kind
    if not found.isdisjoint(_OF_TEACHERS) and found.isdisjoint(_OF_STUDENTS):
        return KINDS[_TWINS[kind.name]]
    if found.isdisjoint(_OF_STUDENTS) and "teacher" in file.casefold():
        return KINDS[_TWINS[kind.name]]
    return kind


PARTICIPANT_ROLES = frozenset({"student"})
COACH_ROLES = frozenset({
    "teacher", "professor", "faculty", "staff", "instructor", "lecturer", "adjunct", "aide", "assistant",
    "teachingassistant", "tutor", "counselor", "principal", "administrator", "administrativestaff",
    "schooladministrator", "proctor", "substitute",
})  # fmt: skip
BESIDE_ROLES = frozenset({
    "guardian", "parent", "relative", "emergencycontact", "doctor", "alumni", "formerstudent", "prospectivestudent",
    "other",
})  # fmt: skip
"""Roles of people who are neither; nothing of them is taken."""
