"""The demo library: a list as Dutch Excel writes it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.files import EXPORTED_ON, LIBRARY, demo_organisation, source


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").split("\r\n"), delimiter=";"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return _rows(source(LIBRARY))


def test_the_file_is_what_excel_saves_as_csv_utf_8() -> None:
    content = source(LIBRARY)
    assert content.startswith("\ufeffDeelnemernummer;Voornaam;Tussenvoegsel;Achternaam;E-mail;".encode())
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 61


def test_sixty_people_in_six_groups_with_six_coaches_at_two_locations(rows: list[dict[str, str]]) -> None:
    library = demo_organisation(LIBRARY)
    assert len(rows) == 60
    sizes = Counter(row["Groep"] for row in rows)
    assert set(sizes) == {group.name for group in library.groups}
    assert all(4 <= size <= 16 for size in sizes.values())
    for group in library.groups:
        with_whom = {(row["Locatie"], row["Begeleider"]) for row in rows if row["Groep"] == group.name}
        assert with_whom == {(group.location, group.coach)}


def test_numbers_and_user_names_differ(rows: list[dict[str, str]]) -> None:
    assert [row["Deelnemernummer"] for row in rows] == [str(1001 + number) for number in range(60)]
    assert len({row["Gebruikersnaam"] for row in rows}) == 60


def test_some_share_an_address_and_some_have_none(rows: list[dict[str, str]]) -> None:
    mails = Counter(row["E-mail"] for row in rows)
    assert sorted(mail for mail, number in mails.items() if mail and number == 2) == [
        "al.masri.thuis@post.example",
        "familie.hoekstra@post.example",
    ]
    assert 5 <= mails[""] <= 25
    assert all(mail.endswith("@post.example") for mail in mails if mail)


def test_the_names_that_programs_get_wrong_are_there(rows: list[dict[str, str]]) -> None:
    parts = ("Voornaam", "Tussenvoegsel", "Achternaam")
    names = {" ".join(row[part] for part in parts if row[part]) for row in rows}
    assert {"Yıldız Demir", "Łukasz Kowalski", "Wilma van 't Hoff", "Søren Øster", "Suryati"} <= names
    assert len(names) == 60


def test_dates_are_dutch_and_in_the_past(rows: list[dict[str, str]]) -> None:
    for row in rows:
        day, month, year = row["Startdatum"].split("-")
        assert not day.startswith("0")
        started = date(int(year), int(month), int(day))
        assert started < EXPORTED_ON
        assert started.isoweekday() <= 5


def test_no_telephone_number_can_exist(rows: list[dict[str, str]]) -> None:
    assert {row["Telefoon"][:5] for row in rows} == {"", "06-00"}


@settings(max_examples=25)
@given(participants=st.integers(1, 400), seed=st.integers(0, 10**6))
def test_a_library_of_any_size_has_exactly_so_many_people(participants: int, seed: int) -> None:
    rows = _rows(source(LIBRARY, participants, seed))
    library = demo_organisation(LIBRARY)
    assert len({row["Deelnemernummer"] for row in rows}) == len(rows) == participants
    assert max(Counter(row["Groep"] for row in rows).values()) <= 16
    assert all(library.programmes_of(row["Groep"]) for row in rows)


def test_a_library_without_people_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one participant"):
        source(LIBRARY, 0)
