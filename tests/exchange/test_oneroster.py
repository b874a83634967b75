"""OneRoster as CSV: the standard's own, and the files that are really handed over."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.domain.roster import Roster, Severity
from app.exchange.files import open_source
from app.exchange.oneroster import read_oneroster
from app.exchange.recognise import SourceKind
from app.exchange.sources import MAX_ROSTER_BYTES, SourceFile
from tests.exchange import oneroster_files as own
from tests.exchange.making import doubtful, refusal, refused, said, source, warned
from tests.exchange.oneroster_files import read, sources

OLD_USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
)
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex,asian\n"


def names(roster: Roster) -> dict[str | None, str]:
    return {one.key: one.name.full for one in (*roster.participants, *roster.coaches)}


def groups_of(roster: Roster) -> dict[str | None, tuple[str, ...]]:
    return {one.key: one.group_keys for one in (*roster.participants, *roster.coaches)}


def noted(roster: Roster) -> list[tuple[int, str]]:
    return said(roster.notes, Severity.NOTE)


def test_a_set_of_1_2() -> None:
    roster = read()
    assert (roster.format, roster.source, roster.school_year) == ("OneRoster 1.2", "oneroster", 2026)
    assert roster.organisation_name == "De Lindeboom" and roster.complete and roster.places_groups
    assert [(one.key, one.name) for one in roster.locations] == [("n", "Noord"), ("z", "Zuid")]
    assert [(one.key, one.name, one.kind, one.year_group, one.location_key) for one in roster.groups] == [
        ("g5", "Groep 5", "base", "5", "n"), ("g67", "Groep 6/7", "base", "C", "z"),
        ("plus", "Plusklas", "combined", "", None)]
    assert groups_of(roster) == {"1": ("g5", "plus"), "2": ("g67",), "8": ("g5", "g67")}
    emre, aisha = roster.participants
    assert (emre.name.given, emre.name.prefix, emre.name.family) == ("Emre", "de", "Vries")
    assert (emre.location_key, emre.fields) == ("n", {"username": "emre", "year_group": "5"})
    assert aisha.name.given == "Ies" and aisha.fields["email"] == "a@voorbeeld.nl"
    (lukasz,) = roster.coaches
    assert (lukasz.name.prefix, lukasz.proposed_roles) == ("van 't", ("teacher", "systemAdministrator"))
    assert not refused(roster.notes) and not warned(roster.notes) and not doubtful(roster.notes)


@pytest.mark.clause("O-annex I")
def test_passwords_and_telephones_are_counted_and_never_read() -> None:
    roster = read()
    assert "geheim99" not in repr(roster) and "0612345678" not in repr(roster)
    assert roster.not_taken_over["users.csv: password"] == 1 and roster.not_taken_over["users.csv: phone"] == 1
    assert noted(roster)[-1] == (5, "This person is neither a {participant} nor a {coach} and is left out.")


def test_a_set_of_1_1_has_roles_and_organisations_with_its_users() -> None:
    users = OLD_USERS + '1,,,true,"z,n",student,emre,,Emre,Vries,van der,,,,,,5,\n'
    users += "8,,,true,n,teacher,juf,,Lu,Hof,,,,,,,,\n"
    roster = read(users=users, roles=None, manifest=None)
    assert roster.format == "OneRoster 1.1"
    (emre,) = roster.participants
    assert (emre.name.prefix, emre.name.family, emre.location_key) == ("van der", "Vries", "z")
    assert (2, "This person belongs to 2 locations. The first one is kept: Zuid.") in noted(roster)
    assert names(roster) == {"1": "Emre van der Vries", "8": "Lu Hof"}


@pytest.mark.parametrize("how", ["files", "folder", "zip", "folder in zip"])
def test_however_it_is_handed_over(how: str, tmp_path: Path) -> None:
    paths = []
    for name, text in own.FILES.items():
        paths.append(tmp_path / name.upper())
        paths[-1].write_text(text, "utf-8")
    if "zip" in how:
        with zipfile.ZipFile(tmp_path / "alles.zip", "w") as archive:
            for path in paths:
                archive.write(path, f"export/{path.name}" if how == "folder in zip" else path.name)
        chosen = [tmp_path / "alles.zip"]
    else:
        chosen = [tmp_path] if how == "folder" else paths
    opened = open_source(chosen)
    assert opened.kind is SourceKind.ONEROSTER
    assert len(opened.required_roster().participants) == 2


def test_headings_in_another_case_and_misspelt_are_read_and_named() -> None:
    users = own.USERS.replace("givenName", "GivenNme", 1).replace("preferredGivenName", "prefferedGivenName")
    users = users.replace("sourcedId", "SOURCEDID").replace("dateLastModified", "dataLastModified")
    roster = read(users=users)
    assert names(roster) == names(read())
    assert (1, "The heading SOURCEDID should be sourcedId. It is read as that.") in noted(roster)
    assert [text for _, text in warned(roster.notes)] == [
        "There is no heading dataLastModified. It is read as dateLastModified, which it looks like.",
        "There is no heading GivenNme. It is read as givenName, which it looks like.",
        "There is no heading prefferedGivenName. It is read as preferredGivenName, which it looks like.",
    ]


def test_a_mark_semicolons_and_empty_columns_at_the_end() -> None:
    users = "\n".join(f"{line};;;" for line in own.USERS.replace(",", ";").splitlines())
    roster = read(users=("\ufeff" + users).encode())
    assert names(roster) == names(read()) and groups_of(roster) == groups_of(read())


def test_days_in_other_forms_are_named_with_how_they_are_read() -> None:
    roster = read(academicSessions=own.SESSIONS.replace("2026-08-01", "1/08/2026").replace("2027-07-31", "eind juli"))
    assert warned(roster.notes)[:2] == [
        (2, "The day 1/08/2026 is not written as YYYY-MM-DD. It is read as 2026-08-01."),
        (2, "endDate is not in order: eind juli. It is not taken over."),
    ]
    assert roster.school_year is None


def test_without_a_manifest_and_with_one_that_says_otherwise() -> None:
    assert any("There is no manifest.csv." in text for _, text in noted(read(manifest=None)))
    wrong = own.MANIFEST.replace("1.2", "1.1").replace("file.orgs,bulk", "file.orgs,absent")
    wrong = wrong.replace("file.demographics,absent", "file.demographics,bulk") + "file.users,delta\nfile.roles,maybe\n"
    texts = " ".join(text for _, text in warned(read(manifest=wrong).notes))
    for part in ("The manifest says version 1.1; the files are read as 1.2.", "file.users stands twice",
                 "The manifest says that orgs is not there", "The manifest names demographics, and it is not there"):
        assert part in texts


def test_doubles_and_what_points_at_nothing_cost_one_line_each() -> None:
    users = own.USERS + "1,,,true,x,,Dubbel,Persoon,,,,,,,,,,,,,n,\n"
    enrollments = own.ENROLLMENTS + "e6,,,weg,n,1,student,,,\ne7,,,g5,n,1,student,,,\ne8,,,g5,n,77,student,,,\n"
    roster = read(users=users, enrollments=enrollments)
    assert names(roster) == names(read()) and groups_of(roster) == groups_of(read())
    assert [line for line, _ in refused(roster.notes)] == [6]
    assert [line for line, _ in doubtful(roster.notes)] == [7, 9]
    assert (8, "This says the same as line 3.") in noted(roster)


def test_who_is_called_deleted_has_left_and_an_account_that_is_off_is_still_a_person() -> None:
    users = own.USERS.replace("1,,,true", "1,tobedeleted,,true").replace("2,,,true", "2,,,false")
    roster = read(users=users)
    assert [(one.key, one.left) for one in roster.participants] == [("1", True), ("2", False)]
    assert (3, "The account is switched off there. This person is read.") in noted(roster)


def test_a_set_of_changes_says_nothing_about_who_is_not_in_it() -> None:
    manifest = own.MANIFEST.replace(",bulk", ",delta")
    users = "\n".join(own.USERS.splitlines()[:2]).replace("1,,,", "1,active,2026-11-01T00:00:00.000Z,") + "\n"
    head = own.ENROLLMENTS.splitlines()[0]
    enrollments = f"{head}\ne1,tobedeleted,,plus,o,1,student,,,\ne9,active,,g8,n,1,student,,,\n"
    enrollments += "e3,active,,g5,z,2,student,,,\n"
    roster = read(manifest=manifest, users=users, enrollments=enrollments)
    assert roster.only_changes and not roster.complete
    (emre,) = roster.participants
    assert (emre.group_keys, emre.left_group_keys) == (("g8",), ("plus",))
    assert doubtful(roster.notes) == [(4, "This line changes somebody who is not in users.csv, so it is not read. "
                                          "Ask for a full export to bring everybody up to date.")]


def test_somebody_with_several_roles_is_each_of_them() -> None:
    roster = read(roles=own.ROLES + "r1b,,,1,secondary,aide,,,n,\n")
    assert [one.key for one in roster.participants] == ["1", "2"]
    assert [one.key for one in roster.coaches] == ["1", "8"]


@pytest.mark.clause("O-annex I")
def test_demographics_give_days_of_birth_only_where_they_are_certain() -> None:
    demographics = DEMOGRAPHICS + "1,,,2016-02-03,male,true\n2,,,3/4/2015,female,\n"
    roster = read(demographics=demographics)
    assert [(one.fields.get("birth_date"), one.fields.get("gender")) for one in roster.participants] == [
        ("2016-02-03", "m"), (None, "f")]
    assert roster.not_taken_over["demographics.csv: asian"] == 1


@pytest.mark.clause("O-annex I")
def test_citizen_numbers_are_never_kept() -> None:
    users = own.USERS.replace("geheim99,,,", "geheim99,123456782,,", 1)
    roster = read(users=users)
    assert "123456782" not in repr(roster)
    lines = own.USERS.replace("\n1,", "\n123456782,").replace("\n2,", "\n111222333,")
    lines = lines.replace("\n8,", "\n123456782,").replace("\n9,", "\n111222333,")
    assert "citizen service numbers" in refusal(lambda: read(users=lines))


def test_nobody_and_too_much_are_refused() -> None:
    assert "nobody" in refusal(lambda: read(roles=None, enrollments=None))
    large = SourceFile("users.csv", MAX_ROSTER_BYTES + 1, data=own.USERS.encode())
    assert "100 MB" in refusal(lambda: read_oneroster([large, *sources({"users.csv": None})]))


def test_what_is_no_part_of_it_is_said_and_not_read() -> None:
    extra = source("sourcedId,title,score\n1,Toets,8\n", "results.csv")
    roster = read_oneroster([*sources({}), extra])
    assert any("results.csv is no part" in text for _, text in noted(roster)) and len(roster.participants) == 2


def test_a_status_in_some_rows_only_says_who_left_and_nothing_of_the_others() -> None:
    """Bulk files have none; where a supplier fills it in for some, the others are as active as they were."""
    head, first, *others = own.USERS.splitlines()
    cells = first.split(",")
    whole = "\n".join([head, ",".join([cells[0], "Active", "1/05/2023", *cells[3:]]), *others, ""])
    assert names(read(users=whole)) == names(read()) and groups_of(read(users=whole)) == groups_of(read())
    gone = "\n".join([head, ",".join([cells[0], "tobedeleted", "1/05/2023", *cells[3:]]), *others, ""])
    assert [one.key for one in read(users=gone).participants if one.left] == [cells[0]]
