"""The files of OneRoster 1.1 and 1.2: by which headings each is recognised, and what is read of it.

Source: the CSV bindings 1.1.1 and 1.2.1 of 22 August 2023 (table per file). Headings are compared without case, spaces
and the signs between words. Passwords, telephone numbers, agents and user profiles have no column here, so they are
never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from app.exchange.csv_set import FileKind, file_kind

PREFIX = "metadata.nl.prefix"
"""A column of our own, to the right of theirs as the standard wants it: OneRoster has no prefix of a family name."""
MANIFEST = "manifest"
_ROW = "sourcedId status dateLastModified"

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({
    version: MappingProxyType({file: (*_ROW.split(), *columns.split()) for file, columns in files.items()})
    for version, files in {
        "1.1": {
            "academicSessions": "title type startDate endDate parentSourcedId schoolYear",
            "orgs": "name type identifier parentSourcedId",
            "courses": "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes",
            "classes": "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds "
            "subjects subjectCodes periods",
            "users": "enabledUser orgSourcedIds role username userIds givenName familyName middleName identifier email "
            "sms phone agentSourcedIds grades password",
            "enrollments": "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
            "demographics": "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican "
            "nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity "
            "countryOfBirthCode stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus",
        },
        "1.2": {
            "academicSessions": "title type startDate endDate parentSourcedId schoolYear",
            "orgs": "name type identifier parentSourcedId",
            "courses": "schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes",
            "classes": "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds "
            "subjects subjectCodes periods",
            "users": "enabledUser username userIds givenName familyName middleName identifier email sms phone "
            "agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName "
            "preferredFamilyName primaryOrgSourcedId pronouns",
            "roles": "userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId",
            "userProfiles": "userSourcedId profileType vendorId applicationId description credentialType username "
            "password",
            "enrollments": "classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
            "demographics": "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican "
            "nativeHawaiianOrOtherPacificIslander white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity "
            "countryOfBirthCode stateOfBirthAbbreviation cityOfBirth publicSchoolResidenceStatus",
        },
    }.items()
})  # fmt: skip
"""Version -> file -> its headings, in the order that the standard prescribes."""

FILES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "1.1": ("academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
            "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users"),
    "1.2": ("academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
            "demographics", "enrollments", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "orgs",
            "resources", "resultLearningObjectiveIds", "results", "resultScoreScales", "roles", "scoreScales",
            "userProfiles", "userResources", "users"),
})  # fmt: skip
"""Version -> every file that a manifest must name."""

_STAMPS = "sourcedid status datelastmodified"
KINDS: Mapping[str, FileKind] = MappingProxyType({
    kind.name: kind
    for kind in (
        file_kind(MANIFEST, "", "propertyname value", "propertyname value"),
        file_kind("users", "", "sourcedid givenname familyname",
                  f"{_STAMPS} enableduser username givenname familyname middlename email grades usermasteridentifier "
                  "preferredgivenname preferredfamilyname primaryorgsourcedid orgsourcedids role metadatanlprefix"),
        file_kind("roles", "1.2", "sourcedid usersourcedid role orgsourcedid",
                  f"{_STAMPS} usersourcedid roletype role orgsourcedid"),
        file_kind("userprofiles", "1.2", "sourcedid usersourcedid profiletype credentialtype", _STAMPS),
        file_kind("enrollments", "", "sourcedid classsourcedid usersourcedid role",
                  f"{_STAMPS} classsourcedid schoolsourcedid usersourcedid role primary"),
        file_kind("classes", "", "sourcedid title coursesourcedid schoolsourcedid",
                  f"{_STAMPS} title grades classtype schoolsourcedid termsourcedids coursesourcedid"),
        file_kind("courses", "", "sourcedid title schoolyearsourcedid orgsourcedid",
                  f"{_STAMPS} title schoolyearsourcedid orgsourcedid coursecode grades subjects subjectcodes"),
        file_kind("academicsessions", "", "sourcedid title type startdate enddate",
                  f"{_STAMPS} title type startdate enddate schoolyear parentsourcedid"),
        file_kind("demographics", "", "sourcedid birthdate sex", f"{_STAMPS} birthdate sex"),
        file_kind("orgs", "", "sourcedid name type", f"{_STAMPS} name type parentsourcedid"),
    )
})  # fmt: skip
"""Kinds of file, the most telling headings first."""

_ONLY_HERE = frozenset({
    "status", "datelastmodified", "enableduser", "orgsourcedids", "userids", "agentsourcedids", "usermasteridentifier",
    "primaryorgsourcedid",
})
"""Headings of users that School Data Sync does not have."""
_SPELLINGS = {
    plain: tuple(sorted({"".join(sign for sign in column.casefold() if sign.isalnum())
                         for files in COLUMNS.values() for name, columns in files.items()
                         for column in columns if name.casefold() == plain} | kind.read))
    for plain, kind in KINDS.items()
}  # fmt: skip
_ALIKE = 0.86
"""How alike two headings are that are taken for one: a letter too many or too few, or two that changed places."""


def plain(heading: str) -> str:
    """A heading without case and without what stands between its words."""
    return "".join(sign for sign in heading.casefold() if sign.isalnum())


def named(headings: Sequence[str], kind: FileKind) -> list[str]:
    """What the headings stand for: each as it is, or as the one that it is a slip of the pen for."""
    found = [plain(heading) for heading in headings]
    missing = [name for name in _SPELLINGS[kind.name] if name not in found]
    for place, name in enumerate(found):
        if name and name not in _SPELLINGS[kind.name]:
            likely = get_close_matches(name, missing, 1, _ALIKE)
            if likely:
                missing.remove(likely[0])
                found[place] = likely[0]
    return found


def kind_of(headings: Sequence[str], file: str) -> FileKind | None:
    """Which file of OneRoster has these headings, or None; where they are misspelt the name of the file helps."""
    exact = {plain(heading) for heading in headings}
    stem = plain(file.rpartition(".")[0] or file)
    for kind in KINDS.values():
        found = set(named(headings, kind)) if kind.name == stem else exact
        if kind.needed <= found and (kind.name != "users" or not _ONLY_HERE.isdisjoint(found)):
            return kind
    return None


PARTICIPANT_ROLES = frozenset({"student"})
COACH_ROLES = frozenset({
    "teacher", "aide", "counselor", "proctor", "principal", "administrator", "districtadministrator",
    "siteadministrator", "systemadministrator",
})  # fmt: skip
BESIDE_ROLES = frozenset({"guardian", "parent", "relative"})
"""Roles of people who are neither; nothing of them is taken."""
ALL_ROLES = PARTICIPANT_ROLES | COACH_ROLES | BESIDE_ROLES

KINDS_OF_GROUP: Mapping[str, str] = MappingProxyType({"homeroom": "base", "scheduled": "combined"})
"""Their kind of class -> our kind of group."""
SEX: Mapping[str, str] = MappingProxyType({"male": "m", "female": "f", "other": "x", "unspecified": "unknown"})
