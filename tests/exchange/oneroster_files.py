"""Files of OneRoster for the tests, made up here: one small organisation with two locations."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.roster import Roster
from app.exchange.oneroster import read_oneroster
from app.exchange.sources import SourceFile
from tests.exchange.making import source

HELD = ("academicSessions", "orgs", "users", "roles", "classes", "courses", "enrollments")
MANIFEST = (
    "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n"
    + "".join(
        f"file.{name},{'bulk' if name in HELD else 'absent'}\n"
        for name in ("academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
                     "demographics", "enrollments", "orgs", "roles", "userProfiles", "users")
    )
)  # fmt: skip
SESSIONS = (
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "y26,,,2026-2027,schoolYear,2026-08-01,2027-07-31,,2027\n"
)
ORGS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "o,,,De Lindeboom,district,,\nn,,,Noord,school,,o\nz,,,Zuid,school,,o\n"
)
COURSES = (
    "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
    "c,,,y26,Alles,,,o,,\n"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods\n"
    'g5,,,Groep 5,5,c,,homeroom,,n,y26,,,\ng67,,,Groep 6/7,"6,7",c,,homeroom,,z,y26,,,\n'
    "plus,,,Plusklas,,c,,scheduled,,o,y26,,,\n"
)
USERS = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns\n"
    "1,,,true,emre,,Emre,de Vries,,,,,,,5,geheim99,,,,,n,\n"
    "2,,,true,aisha,,Aïsha,Yıldız,,,a@voorbeeld.nl,,,,6,,,Ies,,,z,\n"
    "8,,,true,juf,,Łukasz,van 't Hof,,,,,0612345678,,,,,,,,,\n"
    "9,,,true,ouder,,Ouder,Vries,,,,,,,,,,,,,,\n"
)
ROLES = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
    "r1,,,1,primary,student,,,n,\nr2,,,2,primary,student,,,z,\nr8,,,8,primary,teacher,,,n,\n"
    "r8b,,,8,secondary,systemAdministrator,,,z,\nr9,,,9,primary,parent,,,o,\n"
)
ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,plus,o,1,student,,,\ne2,,,g5,n,1,student,,,\ne3,,,g67,z,2,student,,,\n"
    "e4,,,g5,n,8,teacher,true,,\ne5,,,g67,z,8,teacher,true,,\n"
)
FILES = {
    "manifest.csv": MANIFEST, "academicSessions.csv": SESSIONS, "orgs.csv": ORGS, "courses.csv": COURSES,
    "classes.csv": CLASSES, "users.csv": USERS, "roles.csv": ROLES, "enrollments.csv": ENROLLMENTS,
}


def sources(files: Mapping[str, str | bytes | None]) -> list[SourceFile]:
    """The set with these files in the place of its own; None leaves one out."""
    return [source(content, name) for name, content in {**FILES, **files}.items() if content is not None]


def read(**files: str | bytes | None) -> Roster:
    """`read(users=...)`: the set with another users.csv; `users=None` without it."""
    return read_oneroster(sources({f"{name}.csv": content for name, content in files.items()}))
