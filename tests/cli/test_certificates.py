"""`leerspoor certificates`: for a group, a participant or everybody, as often as one likes with the same outcome."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.actions.founding import open_desk
from app.store.home import Home
from app.views.certificates import due_certificates, issued_certificates
from tests.cli.conftest import Leerspoor
from tests.cli.contents import files_in

SCHOOL = ("--organisation", "school")


def seen(home: Home, view: Any, *arguments: Any) -> Any:
    desk = open_desk(home, "school")
    try:
        return desk.read(view, *arguments)
    finally:
        desk.close()


def certificates(leerspoor: Leerspoor, *words: object, code: int = 0) -> Any:
    return leerspoor.answer("certificates", *SCHOOL, *words, code=code)


def test_everybody_gets_a_file_each(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    due, issued = seen(demo, due_certificates), seen(demo, issued_certificates)
    answer = certificates(leerspoor, "--all", "--out", out)
    assert len(answer["certificates"]) == len(answer["files"]) == len(due) + len(issued)
    assert due
    assert {Path(file).name for file in answer["files"]} == set(files_in(out))
    assert {one["name"] for one in answer["certificates"]} >= {one.full for one in due}
    assert not seen(demo, due_certificates)


@pytest.mark.parametrize("single", [(), ("--single-file",)], ids=["files", "one file"])
def test_twice_gives_the_same_serials_and_the_same_bytes(
    leerspoor: Leerspoor, demo: Home, out: Path, single: tuple[str, ...]
) -> None:
    first = certificates(leerspoor, "--all", "--out", out, *single)
    made = files_in(out)
    assert certificates(leerspoor, "--all", "--out", out, *single) == first
    assert files_in(out) == made
    assert certificates(leerspoor, "--all", "--out", out / "again", *single)["certificates"] == first["certificates"]
    assert files_in(out / "again") == made


def test_one_file_for_the_printer_has_a_page_for_each(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    answer = certificates(leerspoor, "--all", "--out", out, "--single-file")
    (file,) = answer["files"]
    assert len(PdfReader(file).pages) == len(answer["certificates"])


def test_only_what_is_new(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    due = seen(demo, due_certificates)
    answer = certificates(leerspoor, "--all", "--out", out, "--only-new")
    assert sorted(one["name"] for one in answer["certificates"]) == sorted(one.full for one in due)
    assert certificates(leerspoor, "--all", "--out", out, "--only-new") == {"certificates": [], "files": []}


@pytest.mark.parametrize("by", ["name", "other case", "id"])
def test_a_group_by_name_or_id(leerspoor: Leerspoor, demo: Home, out: Path, by: str) -> None:
    from sqlalchemy import select

    from app.store.tables import groups

    one = seen(demo, due_certificates)[0]
    name = one.groups.split(", ")[0]
    row_id = seen(demo, lambda connection, sight: connection.execute(
        select(groups.c.id).where(groups.c.name == name)).scalar_one())  # fmt: skip
    typed = {"name": name, "other case": f" {name.upper()} ", "id": row_id.hex()}[by]
    there = {each.full for each in seen(demo, due_certificates, row_id)}
    answer = certificates(leerspoor, "--group", typed, "--out", out, "--only-new")
    assert {each["name"] for each in answer["certificates"]} == there >= {one.full}


@pytest.mark.parametrize("by", ["spoken", "listed", "without accents", "id"])
def test_a_participant_by_name_or_id(leerspoor: Leerspoor, demo: Home, out: Path, by: str) -> None:
    from app.domain.names import fold

    one = seen(demo, due_certificates)[0]
    typed = {
        "spoken": one.full,
        "listed": one.listed,
        "without accents": fold(one.full),
        "id": one.participant_id.hex(),
    }
    answer = certificates(leerspoor, "--participant", typed[by], "--out", out)
    assert {each["name"] for each in answer["certificates"]} == {one.full}


def test_a_participant_by_the_key_of_the_source(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    from sqlalchemy import select

    from app.store.tables import import_links

    one = seen(demo, due_certificates)[0]
    key = seen(demo, lambda connection, sight: connection.execute(
        select(import_links.c.key).where(import_links.c.row_id == one.participant_id)).scalar_one())  # fmt: skip
    answer = certificates(leerspoor, "--participant", key, "--out", out)
    assert {each["name"] for each in answer["certificates"]} == {one.full}


@pytest.mark.parametrize("whom", [("--group", "Zomaar"), ("--participant", "Niemand"), ("--participant", "")])
def test_who_is_not_here_is_refused(leerspoor: Leerspoor, demo: Home, out: Path, whom: tuple[str, str]) -> None:
    ran = leerspoor.run("certificates", *SCHOOL, *whom, "--out", out, code=2)
    assert "niet gevonden" in ran.err
    assert not out.exists()


def test_two_people_of_one_name_must_be_told_apart(leerspoor: Leerspoor, library: Home, given: Path, out: Path) -> None:
    (given / "lijst.csv").write_text("Nummer;Voornaam;Achternaam\n1;Emre;Vries\n2;Emre;Vries\n", "utf-8")
    leerspoor.run("import", given / "lijst.csv")
    ran = leerspoor.run("certificates", "--participant", "Emre Vries", "--out", out, code=2)
    ids = ran.err.strip().rstrip(".").rpartition(": ")[2].split(", ")
    assert len(ids) == 2
    assert leerspoor.answer("certificates", "--participant", ids[0], "--out", out) == {"certificates": [], "files": []}
    assert leerspoor.answer("certificates", "--participant", "2", "--out", out) == {"certificates": [], "files": []}


def test_date_place_and_language_are_printed(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    tomorrow = date.today() + timedelta(days=1)
    words = ("--lang", "en", "--place", "Elders", "--date", tomorrow, "--only-new", "--single-file")
    (file,) = certificates(leerspoor, "--all", "--out", out, *words)["files"]
    page = PdfReader(file).pages[0].extract_text()
    assert "Elders" in page
    assert f"{tomorrow.day} {tomorrow:%B} {tomorrow.year}" in page


@pytest.mark.parametrize(
    "wrong",
    [("--design", "zomaar"), ("--date", "2000-01-01"), ("--place", "x" * 81), ("--place", "東京")],
    ids=["design", "date", "place", "signs"],
)
def test_what_cannot_be_printed_is_not_issued(
    leerspoor: Leerspoor, demo: Home, out: Path, wrong: tuple[str, str]
) -> None:
    due = seen(demo, due_certificates)
    ran = leerspoor.run("certificates", *SCHOOL, "--all", "--out", out, *wrong, code=2)
    assert ran.out == ""
    assert seen(demo, due_certificates) == due


def test_a_file_that_holds_something_else_is_never_replaced(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    files = certificates(leerspoor, "--all", "--out", out)["files"]
    Path(files[3]).write_text("mijn boodschappen")
    for file in files[:3]:
        Path(file).unlink()
    ran = leerspoor.run("certificates", *SCHOOL, "--all", "--out", out, code=2)
    assert Path(files[3]).name in ran.err
    assert Path(files[3]).read_text() == "mijn boodschappen"
    assert not Path(files[0]).exists()


def test_a_folder_that_is_a_file_is_refused(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    out.write_text("geen map")
    due = seen(demo, due_certificates)
    assert leerspoor.run("certificates", *SCHOOL, "--all", "--out", out, code=2).err
    assert out.read_text() == "geen map"
    assert seen(demo, due_certificates) == due


def test_a_person_reads_who_got_one(leerspoor: Leerspoor, demo: Home, out: Path) -> None:
    due = seen(demo, due_certificates)
    ran = leerspoor.run("certificates", *SCHOOL, "--all", "--out", out, "--only-new")
    lines = ran.out.splitlines()
    assert len(lines) == len(due) + 1
    assert any(due[0].full in line and due[0].programme in line for line in lines)
    assert lines[-1] == f"{len(due)} certificaten in {out}"


def test_nothing_to_print_is_no_failure(leerspoor: Leerspoor, library: Home, out: Path) -> None:
    assert "geen certificaat" in leerspoor.run("certificates", "--all", "--out", out).out
    assert not out.exists()
