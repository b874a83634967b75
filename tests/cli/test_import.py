"""`leerspoor import`: people and results, the rehearsal, the answer, and a home that has nothing yet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.plan import KINDS, OUTCOMES
from app.store.home import Home
from tests.cli.conftest import Leerspoor
from tests.cli.contents import files_in, rows, tables_of
from tests.exchange.making import edexml, pupil

PEOPLE = "Nummer;Voornaam;Tussenvoegsel;Achternaam;Groep\r\n1;Emre;de;Vries;Dinsdag\r\n2;Aïsha;;Yıldız;Dinsdag\r\n"
EXERCISE = "https://voorbeeld.example/oefening/1"


@pytest.fixture
def people(given: Path) -> Path:
    file = given / "deelnemers.csv"
    file.write_text(PEOPLE, "utf-8")
    return file


def counted(answer: Any, kind: str) -> dict[str, int]:
    return {outcome: number for outcome, number in answer[kind].items() if number}


def statement(actor: str, number: int = 1, exercise: str = EXERCISE) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "actor": {"account": {"homePage": "https://voorbeeld.example", "name": actor}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
        "object": {"id": exercise},
        "timestamp": "2026-11-20T10:00:00+01:00",
    }


def test_the_answer_has_its_whole_shape(leerspoor: Leerspoor, library: Home, people: Path) -> None:
    answer = leerspoor.answer("import", people)
    assert list(answer) == [*KINDS, "not_taken_over", "lines"]
    assert all(tuple(answer[kind]) == OUTCOMES for kind in KINDS)
    assert counted(answer, "participants") == {"new": 2}
    assert counted(answer, "groups") == {"new": 1}
    assert rows(library, "participants", "given", "prefix", "family") == [
        ("Aïsha", "", "Yıldız"),
        ("Emre", "de", "Vries"),
    ]


def test_the_second_time_nothing_changes(leerspoor: Leerspoor, library: Home, people: Path) -> None:
    leerspoor.run("import", people)
    before = tables_of(library)
    answer = leerspoor.answer("import", people)
    assert counted(answer, "participants") == {"unchanged": 2}
    assert counted(answer, "groups") == {"unchanged": 1}
    assert tables_of(library) == before


def test_a_person_reads_dutch_with_the_words_of_the_provider(leerspoor: Leerspoor, school: Home, given: Path) -> None:
    (given / "school.xml").write_text(edexml(), "utf-8")
    ran = leerspoor.run("import", given / "school.xml")
    assert "Leerlingen: 1 nieuw\n" in ran.out
    assert "Groepen: 2 nieuw\n" in ran.out
    assert ran.out.endswith("Gedaan.\n")


def test_a_person_reads_english_where_that_is_asked(leerspoor: Leerspoor, library: Home, people: Path) -> None:
    ran = leerspoor.run("import", people, "--lang", "en")
    assert "Participants: 2 new\n" in ran.out
    assert ran.err == ""


def test_lines_that_are_left_out_are_told_and_the_rest_goes_in(
    leerspoor: Leerspoor, library: Home, given: Path
) -> None:
    file = given / "lijst.csv"
    file.write_text(PEOPLE + "3;;;;Dinsdag\r\n", "utf-8")
    answer = leerspoor.answer("import", file)
    assert counted(answer, "participants") == {"new": 2, "refused": 1}
    assert [(one["file"], one["line"], one["severity"]) for one in answer["lines"] if one["severity"] == "refused"] == [
        ("lijst.csv", 4, "refused")
    ]


def test_a_file_of_which_every_line_is_left_out_is_refused(leerspoor: Leerspoor, library: Home, given: Path) -> None:
    file = given / "results.jsonl"
    file.write_text(json.dumps(statement("nobody")) + "\n", "utf-8")
    before = tables_of(library)["results"]
    answer = leerspoor.answer("import", file, code=2)
    assert counted(answer, "results") == {"refused": 1}
    assert answer["lines"][0]["line"] == 1
    assert tables_of(library)["results"] == before


# Who is gone


def test_who_is_gone_is_told_and_kept(leerspoor: Leerspoor, school: Home, given: Path) -> None:
    _two_pupils_then_one(leerspoor, given)
    answer = leerspoor.answer("import", given / "school.xml")
    assert counted(answer, "participants") == {"unchanged": 1, "gone": 1}
    assert [one["reason"].split(":")[0] for one in answer["lines"] if one["severity"] == "gone"] == ["Noor Vries"]
    assert rows(school, "participants", "given", "state") == [("Emre", "active"), ("Noor", "active")]


def test_who_is_gone_leaves_where_that_is_asked(leerspoor: Leerspoor, school: Home, given: Path) -> None:
    _two_pupils_then_one(leerspoor, given)
    leerspoor.run("import", given / "school.xml", "--gone", "leave")
    assert rows(school, "participants", "given", "state") == [("Emre", "active"), ("Noor", "left")]


def _two_pupils_then_one(leerspoor: Leerspoor, given: Path) -> None:
    file = given / "school.xml"
    file.write_text(edexml(pupils=pupil("1") + pupil("2", given="Noor")), "utf-8")
    leerspoor.run("import", file)
    file.write_text(edexml(pupils=pupil("1")), "utf-8")


# The rehearsal


def test_a_rehearsal_on_an_empty_home_leaves_nothing(leerspoor: Leerspoor, people: Path, passphrase_file: Path) -> None:
    answer = leerspoor.answer("import", "--dry-run", people)
    assert counted(answer, "participants") == {"new": 2}
    assert not leerspoor.home.exists()


def test_a_rehearsal_needs_no_keyring_and_no_passphrase(leerspoor: Leerspoor, people: Path, no_keyring: None) -> None:
    ran = leerspoor.run("import", "--dry-run", people)
    assert "Deelnemers: 2 nieuw" in ran.out
    assert "Er is niets gewijzigd: dit was een proef." in ran.out
    assert ran.err == ""


def test_a_rehearsal_leaves_the_data_as_they_were(leerspoor: Leerspoor, library: Home, people: Path) -> None:
    before = tables_of(library), files_in(library.root)
    answer = leerspoor.answer("import", "--dry-run", people)
    assert counted(answer, "participants") == {"new": 2}
    after = files_in(library.root)
    assert (tables_of(library), {name: after[name] for name in before[1]}) == before
    assert set(after) - set(before[1]) <= {"organisations/proef/in-use.lock"}


def test_a_rehearsal_of_people_and_their_results_tells_what_will_happen(
    leerspoor: Leerspoor, passphrase_file: Path
) -> None:
    """The people of the first file are met by the results of the second, though neither is there yet."""
    leerspoor.run("demo", "--no-window", "--participants", "3", "--results", "40")
    export = leerspoor.home / "organisations" / "school"
    before = files_in(export)
    rehearsed = leerspoor.answer("import", "--dry-run", "--organisation", "school", *_demo_files(leerspoor))
    assert counted(rehearsed, "participants")["new"] == 4
    assert counted(rehearsed, "results") == {"new": 1}
    assert files_in(export) == before
    assert leerspoor.answer("import", "--organisation", "school", *_demo_files(leerspoor)) == rehearsed


def _demo_files(leerspoor: Leerspoor) -> list[Path]:
    from app.demo.files import demo_organisation

    exercise = demo_organisation("school").programmes[0].exercise_iri(1)
    folder = leerspoor.home.parent / "given"
    pupils = "".join(pupil(f"new-{number}", given=f"Nieuw{number}") for number in range(4))
    (folder / "more.xml").write_text(edexml(pupils=pupils), "utf-8")
    (folder / "more.json").write_text(json.dumps([statement("new-1", 1, exercise)]), "utf-8")
    return [folder / "more.json", folder / "more.xml"]


# The first import on a new home


def test_the_first_import_makes_the_organisation(leerspoor: Leerspoor, given: Path) -> None:
    (given / "school.xml").write_text(edexml(), "utf-8")
    ran = leerspoor.run("import", given / "school.xml", "--json")
    assert ran.json["participants"]["new"] == 1
    assert ran.err.count("\n") == 1
    key = ran.err.strip().rpartition(" ")[2]
    assert len(key.split("-")) == 8
    assert Home(leerspoor.home).codes() == ("organisatie",)
    assert not any(key.encode() in content for content in files_in(leerspoor.home).values())
    again = leerspoor.run("import", given / "school.xml")
    assert key not in again.out + again.err


@pytest.mark.parametrize(("name", "provider"), [("school.xml", "leerling-in-beeld"), ("lijst.csv", "oefenen")])
def test_the_file_tells_which_provider_fits(
    leerspoor: Leerspoor, given: Path, passphrase_file: Path, name: str, provider: str
) -> None:
    (given / name).write_text(edexml() if name.endswith("xml") else PEOPLE, "utf-8")
    leerspoor.run("import", given / name, "--organisation", "noord")
    assert rows(Home(leerspoor.home), "organisations", "code", "provider", code="noord") == [("noord", provider)]


def test_another_provider_may_be_named(leerspoor: Leerspoor, people: Path, passphrase_file: Path) -> None:
    leerspoor.run("import", people, "--provider", "leerling-in-beeld", "--organisation", "noord")
    assert rows(Home(leerspoor.home), "organisations", "provider", code="noord") == [("leerling-in-beeld",)]


def test_an_unknown_provider_is_refused_and_nothing_is_made(
    leerspoor: Leerspoor, people: Path, passphrase_file: Path
) -> None:
    answer = leerspoor.answer("import", people, "--provider", "zomaar", code=2)
    assert "oefenen" in answer["lines"][0]["reason"]
    assert Home(leerspoor.home).codes() == ()


def test_without_keyring_or_passphrase_nothing_is_made(leerspoor: Leerspoor, people: Path, no_keyring: None) -> None:
    ran = leerspoor.run("import", people, code=2)
    assert "LEERSPOOR_PASSPHRASE_FILE" in ran.err
    assert Home(leerspoor.home).codes() == ()


def test_a_list_whose_names_are_not_found_makes_no_organisation(
    leerspoor: Leerspoor, given: Path, passphrase_file: Path
) -> None:
    (given / "lijst.csv").write_text("Kolom1;Kolom2\nx;y\n", "utf-8")
    answer = leerspoor.answer("import", given / "lijst.csv", code=2)
    assert answer["lines"][0]["severity"] == "refused"
    assert Home(leerspoor.home).codes() == ()


def test_a_column_may_be_pointed_at(leerspoor: Leerspoor, library: Home, given: Path) -> None:
    (given / "lijst.csv").write_text("Kolom1;Kolom2\nEmre;Vries\n", "utf-8")
    leerspoor.run("import", given / "lijst.csv", "--map", "given_name=Kolom1", "--map", "family_name=Kolom2")
    assert rows(library, "participants", "given", "family") == [("Emre", "Vries")]


@pytest.mark.parametrize("pair", ["family_name", "wrong=Kolom2", "family_name=Kolom9"])
def test_a_column_that_is_not_there_is_refused(leerspoor: Leerspoor, library: Home, given: Path, pair: str) -> None:
    (given / "lijst.csv").write_text("Kolom1;Kolom2\nEmre;Vries\n", "utf-8")
    answer = leerspoor.answer("import", given / "lijst.csv", "--map", pair, code=2)
    assert answer["lines"][0]["severity"] == "refused"


# Several files


def test_a_file_that_holds_nothing_readable_stops_the_others_too(
    leerspoor: Leerspoor, school: Home, given: Path
) -> None:
    (given / "school.xml").write_text(edexml(), "utf-8")
    (given / "results.json").write_text('[{"a": 1}]', "utf-8")
    before = tables_of(school)
    answer = leerspoor.answer("import", given / "school.xml", given / "results.json", code=2)
    assert answer["lines"][0]["file"] == "results.json"
    assert counted(answer, "participants") == {}
    assert tables_of(school) == before


def test_results_in_several_files_are_one_import(leerspoor: Leerspoor, passphrase_file: Path, given: Path) -> None:
    leerspoor.run("demo", "--no-window", "--participants", "3", "--results", "1")
    for number in (1, 2):
        (given / f"{number}.json").write_text(json.dumps(statement("nobody", number)), "utf-8")
    answer = leerspoor.answer("import", given / "1.json", given / "2.json", "--organisation", "school", code=2)
    assert counted(answer, "results") == {"refused": 2}
    assert [one["file"] for one in answer["lines"]] == ["1.json", "2.json"]


# Which organisation


def test_two_organisations_need_a_name(leerspoor: Leerspoor, people: Path, passphrase_file: Path) -> None:
    leerspoor.run("import", people, "--organisation", "noord")
    Home(leerspoor.home).folder("noord").rename(leerspoor.home / "away")
    leerspoor.run("import", people, "--organisation", "zuid")
    (leerspoor.home / "away").rename(Home(leerspoor.home).folder("noord"))
    ran = leerspoor.run("import", people, code=2)
    assert "noord, zuid" in ran.err
    assert leerspoor.answer("import", people, "--organisation", "zuid")["participants"]["unchanged"] == 2


@pytest.mark.parametrize("code", ["oost", "../weg", "Hoofdletter"])
def test_an_organisation_that_is_not_here_is_refused(
    leerspoor: Leerspoor, library: Home, people: Path, code: str
) -> None:
    before = tables_of(library)
    answer = leerspoor.answer("import", people, "--organisation", code, code=2)
    assert answer["lines"][0]["severity"] == "refused"
    assert tables_of(library) == before


@pytest.mark.parametrize("words", [("import",), ("import", "--dry-run")], ids=["import", "rehearsal"])
def test_an_organisation_in_another_window_is_refused(
    leerspoor: Leerspoor, library: Home, people: Path, words: tuple[str, ...]
) -> None:
    from tests.desks import unlock

    with_it_open = library.open("proef", unlock)
    try:
        answer = leerspoor.answer(*words, people, code=2)
    finally:
        with_it_open.close()
    assert "proef" in answer["lines"][0]["reason"]


def test_a_wrong_passphrase_is_refused_with_the_whole_shape(
    leerspoor: Leerspoor, library: Home, people: Path, passphrase_file: Path
) -> None:
    passphrase_file.write_text("iets heel anders", "utf-8")
    answer = leerspoor.answer("import", people, code=2)
    assert list(answer) == [*KINDS, "not_taken_over", "lines"]
    assert "iets heel anders" not in answer["lines"][0]["reason"]


def test_a_passphrase_file_that_is_not_there_is_refused(
    leerspoor: Leerspoor, library: Home, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEERSPOOR_PASSPHRASE_FILE", str(people.with_name("gone.txt")))
    assert "LEERSPOOR_PASSPHRASE_FILE" in leerspoor.run("import", people, code=2).err
