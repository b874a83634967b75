"""The School Data Sync samples against the raw files, and sets that do not hold together."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.domain.roster import Roster
from app.exchange.sds import read_sds
from app.exchange.sds_files import sds_kind
from app.exchange.sources import SourceFile
from tests.exchange.making import DATA, doubtful, refusal, refused, source, warned

V2, V1 = (DATA / "microsoft-sds" / name for name in ("sds-v2.1", "sds-v1-25-users"))


def raw(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(folder: Path) -> Roster:
    return read_sds([SourceFile.on_disk(path) for path in sorted(folder.glob("*.csv"))])


def filled(folder: Path, kept: dict[str, str], without: Iterable[str] = ()) -> Counter[str]:
    """Filled values per file and column that are not kept, and all of the rows with these user ids."""
    found: Counter[str] = Counter()
    for path in folder.glob("*.csv"):
        for row in raw(folder, path.name):
            for column, value in row.items():
                left_out = path.name == "users.csv" and row["sourcedId"] in without
                if value and (left_out or column not in kept.get(path.name, "").split("|")):
                    found[f"{path.name}: {column}"] += 1
    return found


def test_v2_1_as_many_as_in_the_files() -> None:
    roster = read(V2)
    students = {row["userSourcedId"] for row in raw(V2, "roles.csv") if row["role"] == "student"}
    staff = {row["userSourcedId"] for row in raw(V2, "roles.csv") if row["role"] in ("teacher", "professor")}
    assert {one.key for one in roster.participants} == students
    assert {one.key for one in roster.coaches} == staff
    assert len(roster.locations) == len(raw(V2, "orgs.csv"))
    assert [(group.key, group.name, group.kind) for group in roster.groups] == [
        (row["sourcedId"], row["title"], "combined") for row in raw(V2, "classes.csv")
    ]
    assert (roster.format, roster.source, roster.school_year) == ("School Data Sync 2.1", "sds", 2021)
    assert not refused(roster.notes)


def test_v2_1_enrollments() -> None:
    roster = read(V2)
    expected = Counter((row["userSourcedId"], row["classSourcedId"]) for row in raw(V2, "enrollments.csv"))
    people = roster.participants + roster.coaches
    assert Counter((one.key, key) for one in people for key in one.group_keys) == expected
    assert {one.key: one.location_key for one in roster.coaches} == {"114006": "110002", "114007": "110004"}
    assert {one.key: one.proposed_roles for one in roster.coaches} == {"114006": ("professor",), "114007": ("teacher",)}


@pytest.mark.clause("O-annex I")
def test_v2_1_guardians_are_left_out_and_everything_else_is_counted() -> None:
    roster = read(V2)
    guardians = {row["relationshipUserSourcedId"] for row in raw(V2, "relationships.csv")} - {
        one.key for one in roster.participants
    }
    assert [note.line for note in roster.notes] == [3, 6]
    kept = {
        "users.csv": "sourcedId|username|givenName|familyName|email",
        "roles.csv": "userSourcedId|orgSourcedId|role|grade|isPrimary",
        "classes.csv": "sourcedId|orgSourcedId|title",
        "enrollments.csv": "classSourcedId|userSourcedId|role",
        "academicSessions.csv": "sourcedId|type|startDate|endDate",
        "orgs.csv": "sourcedId|name|parentSourcedId",
    }
    assert roster.not_taken_over == filled(V2, kept, guardians)


@pytest.mark.parametrize("folder", [V2, V1], ids=["v2.1", "v1"])
def test_passwords_and_flags_never_become_values(folder: Path) -> None:
    shown = repr(read(folder))
    for secret in ("P@ss", "hispanic", "freeLunch", "guardian", "iep"):
        assert secret not in shown


def test_v1_as_many_as_in_the_files() -> None:
    roster = read(V1)
    assert [one.key for one in roster.participants] == [row["SIS ID"] for row in raw(V1, "Student.csv")]
    assert [one.key for one in roster.coaches] == [row["SIS ID"] for row in raw(V1, "Teacher.csv")]
    assert [one.name for one in roster.locations] == [row["Name"] for row in raw(V1, "School.csv")]
    assert [one.name for one in roster.groups] == [row["Section Name"] for row in raw(V1, "Section.csv")]
    expected = Counter(
        (row["SIS ID"], row["Section SIS ID"])
        for name in ("StudentEnrollment.csv", "TeacherRoster.csv")
        for row in raw(V1, name)
    )
    people = roster.participants + roster.coaches
    assert Counter((one.key, key) for one in people for key in one.group_keys) == expected
    assert (roster.format, roster.school_year) == ("School Data Sync 1", 2017)
    assert roster.notes == ()


def test_v1_fields() -> None:
    first = read(V1).participants[0]
    assert (first.name.given, first.name.family, first.location_key) == ("Ora", "Klein", "10001")
    assert first.fields == {"username": "OKlein", "birth_date": "2000-04-02", "year_group": "9"}


def test_v1_everything_else_is_counted() -> None:
    kept = {
        "School.csv": "SIS ID|Name",
        "Section.csv": "SIS ID|School SIS ID|Section Name|Term StartDate|Term EndDate",
        "Student.csv": "SIS ID|School SIS ID|First Name|Last Name|Username|Secondary Email|Grade|Birthdate|Status",
        "Teacher.csv": "SIS ID|School SIS ID|First Name|Last Name|Username|Secondary Email|Status",
        "StudentEnrollment.csv": "Section SIS ID|SIS ID",
        "TeacherRoster.csv": "Section SIS ID|SIS ID",
    }
    assert read(V1).not_taken_over == filled(V1, kept)


USERS = "sourcedId,username,givenName,familyName,password\n"
ROLES = "userSourcedId,orgSourcedId,role\n"
CLASSES = "sourcedId,orgSourcedId,title,sessionSourcedIds\nc1,,Taal,\n"
ENROLLMENTS = "classSourcedId,userSourcedId,role\n"


def read_v2(users: str, roles: str, enrollments: str = "") -> Roster:
    return read_sds(
        [
            source(USERS + users, "users.csv"),
            source(ROLES + roles, "roles.csv"),
            source(CLASSES, "classes.csv"),
            source(ENROLLMENTS + enrollments, "enrollments.csv"),
        ]
    )


def test_dangling_doubled_and_missing_keys_are_told() -> None:
    roster = read_v2(
        "1,a,Lia,Bos,x\n1,b,Ali,Kaya,x\n3,c,,,x\n,d,Sem,Smit,x\n",
        "1,nowhere,student\n3,,student\n9,,student\n1,,wizard\n",
        "c1,1,student\nc9,1,student\nc1,,student\n",
    )
    assert [one.key for one in roster.participants] == ["1", None]
    assert [line for line, _ in refused(roster.notes)] == [3, 4]
    assert roster.refused_keys == ("1", "3")
    reasons = " ".join(reason for _, reason in doubtful(roster.notes))
    assert all(key in reasons for key in ("nowhere", "9", "c9"))
    assert "wizard" in warned(roster.notes)[0][1]


def test_a_row_that_is_too_short_costs_one_line() -> None:
    roster = read_v2("1,a,Lia,Bos,x\n2,b\n", "1,,student\n")
    assert len(roster.participants) == 1
    assert [line for line, _ in refused(roster.notes)] == [3]


def test_who_is_not_active_has_left_and_days_may_come_first() -> None:
    students = (
        "SIS ID,School SIS ID,First Name,Last Name,Username,Birthdate,Status\n"
        "1,,Lia,Bos,a,22/4/2010,Active\n2,,Ali,Kaya,b,3/4/2010,Deleted\n"
    )
    roster = read_sds([source(students, "Student.csv")])
    assert [one.left for one in roster.participants] == [False, True]
    assert [one.fields["birth_date"] for one in roster.participants] == ["2010-04-22", "2010-04-03"]


def test_student_and_teacher_with_the_same_headings_are_told_apart_by_name() -> None:
    headings = b"SIS ID,School SIS ID,Username\n"
    for name, expected in (("Student.csv", "student"), ("teacher (1).csv", "teacher")):
        kind = sds_kind(source(headings, name))
        assert kind is not None
        assert kind.name == expected


def test_mixed_versions_and_nobody_are_refused() -> None:
    mixed = [source(USERS, "users.csv"), source("SIS ID,School SIS ID,Username\n", "Student.csv")]
    assert "do not belong together" in refusal(lambda: read_sds(mixed))
    assert "nobody" in refusal(lambda: read_v2("", ""))
