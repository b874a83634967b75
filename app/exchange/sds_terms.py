"""The files of Microsoft School Data Sync: by which headings each is recognised, and what is read of it.

Source: the samples and schema of OfficeDev/O365-EDU-Tools, formats v2.1 and v1. Headings are compared without case
and spaces. Passwords, flags, demographics and relationships have no column here, so they are never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.exchange.csv_set import FileKind, file_kind, plain_heading

KINDS: Mapping[str, FileKind] = MappingProxyType({
    kind.name: kind
    for kind in (
        file_kind("users", "2.1", "sourcedid username givenname familyname",
              "sourcedid username givenname familyname email"),
        file_kind("roles", "2.1", "usersourcedid orgsourcedid role",
              "usersourcedid orgsourcedid role grade isprimary"),
        file_kind("classes", "2.1", "sourcedid orgsourcedid title sessionsourcedids",
                  "sourcedid orgsourcedid title code"),
        file_kind("courses", "2.1", "sourcedid orgsourcedid title schoolyearsourcedid"),
        file_kind("enrollments", "2.1", "classsourcedid usersourcedid role", "classsourcedid usersourcedid role"),
        file_kind("academicsessions", "2.1", "sourcedid title type startdate enddate",
                  "sourcedid type startdate enddate"),
        file_kind("relationships", "2.1", "usersourcedid relationshipusersourcedid"),
        file_kind("userflags", "2.1", "usersourcedid flag"),
        file_kind("demographics", "2.1", "usersourcedid birthdate"),
        file_kind("orgs", "2.1", "sourcedid name type", "sourcedid name parentsourcedid"),
        file_kind("section", "1", "sisid schoolsisid sectionname",
              "sisid schoolsisid sectionname termstartdate termenddate"),
        file_kind("student", "1", "sisid schoolsisid username",
              "sisid schoolsisid firstname lastname username secondaryemail grade birthdate status"),
        file_kind("teacher", "1", "sisid schoolsisid username",
              "sisid schoolsisid firstname lastname username secondaryemail status"),
        file_kind("studentenrollment", "1", "sectionsisid sisid", "sectionsisid sisid"),
        file_kind("teacherroster", "1", "sectionsisid sisid", "sectionsisid sisid"),
        file_kind("school", "1", "sisid name", "sisid name"),
    )
})  # fmt: skip
"""Kinds of file, the most telling headings first: the first kind whose headings are all there is it."""

_TWINS = {"student": "teacher", "studentenrollment": "teacherroster"}
"""Kinds that may have the same headings; the name of the file tells them apart."""
_OF_TEACHERS = frozenset({"teachernumber", "title", "qualification"})
_OF_STUDENTS = frozenset({"studentnumber", "grade", "birthdate", "graduationyear"})


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
ALL_ROLES = PARTICIPANT_ROLES | COACH_ROLES | BESIDE_ROLES

_KINDS_OF_GROUP = {"homeroom": "base", "scheduled": "combined", "general": "general"}
"""School Data Sync knows no kinds of group; what we write in the code of a class are the words of OneRoster, and our
own for a group of who comes by himself.
"""


def class_code(kind: str, year_group: str, school_year: int | None) -> str:
    """The code of a class that says what kind of group it is, of which year group and school year."""
    word = next(word for word, ours in _KINDS_OF_GROUP.items() if ours == kind)
    return f"{word}:{year_group}:{school_year or ''}"


def group_of_code(code: str) -> tuple[str, str, int | None]:
    """Kind of group, year group and school year by the code of a class; any other code is that of a lesson group."""
    word, _, rest = code.partition(":")
    year_group, between, year = rest.rpartition(":")
    if word not in _KINDS_OF_GROUP or not between:
        return "combined", "", None
    return _KINDS_OF_GROUP[word], year_group, int(year) if year.isascii() and year.isdecimal() else None
