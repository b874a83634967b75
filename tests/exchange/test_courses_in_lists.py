"""Year of birth, mother tongue and courses in lists: read, kept where switched on, written, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.describing import describe_groups
from app.actions.desk import Desk
from app.actions.importing import apply_plan
from app.exchange import values
from app.exchange.importing import plan_files
from app.exchange.roster_writing import write_roster
from tests.dumps import rows_of
from tests.figures import keeping

LIST = (
    "Deelnemernummer;Voornaam;Achternaam;Geboortejaar;Moedertaal;Geslacht;Groep;Soort cursus;Type cursus\n"
    "1;Amira;Bakker;1984;NT2;v;Dinsdag;Formeel;Taal\n"
    "2;Bram;Cools;12-3-1971;Nederlands;m;Dinsdag;;\n"
    "3;Chi;Dang;eenentachtig;;;Taalcafé;Non-formeel vrijwilliger;Taal + digitale vaardigheden\n"
)


def bring(desk: Desk, tmp_path: Path, text: str = LIST) -> list[str]:
    path = tmp_path / "lijst.csv"
    path.write_text(text, encoding="utf-8-sig")
    (plan,) = plan_files(desk, [path])
    if plan.does_something:
        apply_plan(desk, plan)
    return [f"{line.severity} {line.reason}" for line in plan.lines] + sorted(plan.not_taken_over)


def told(desk: Desk) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    people = {(row["given"], row["birth_year"], row["mother_tongue"], row["gender"])
              for row in rows_of(desk, "participants")}
    return people, {(row["name"], row["course_kind"], row["course_type"]) for row in rows_of(desk, "groups")}


@pytest.mark.clause("O-annex I")
def test_a_list_fills_what_is_switched_on_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    said = bring(desk, tmp_path)
    assert {"birth_year", "mother_tongue", "gender", "course_kind", "course_type"} <= set(said)
    assert told(desk) == ({("Amira", "", "", ""), ("Bram", "", "", ""), ("Chi", "", "", "")},
                          {("Dinsdag", "", ""), ("Taalcafé", "", "")})
    keeping(desk)
    said = bring(desk, tmp_path)
    assert any("eenentachtig" in line for line in said)
    assert told(desk) == (
        {("Amira", "1984", "nt2", "f"), ("Bram", "1971", "nt1", "m"), ("Chi", "", "", "")},
        {("Dinsdag", "formal", "language"), ("Taalcafé", "volunteer", "language digital")})


def test_of_a_date_of_birth_only_the_year_is_taken(desk: Desk, tmp_path: Path) -> None:
    keeping(desk)
    text = "Deelnemernummer;Voornaam;Achternaam;Geboortedatum\n1;Amira;Bakker;2-5-1984\n"
    assert "birth_date" in bring(desk, tmp_path, text)
    (row,) = rows_of(desk, "participants")
    assert (row["birth_year"], row["birth_date"]) == ("1984", "")


def test_what_was_changed_by_hand_stays_where_the_file_says_the_same(desk: Desk, tmp_path: Path) -> None:
    keeping(desk)
    bring(desk, tmp_path)
    group = next(row["id"] for row in rows_of(desk, "groups") if row["name"] == "Dinsdag")
    desk.do(describe_groups, group_ids=[group], fields={"course_kind": "professional"})
    bring(desk, tmp_path)
    bring(desk, tmp_path, LIST.replace(";Soort cursus;Type cursus", ";x;y"))
    assert ("Dinsdag", "professional", "language") in told(desk)[1]


def test_what_is_exported_is_read_back_as_it_was(desk: Desk, tmp_path: Path) -> None:
    keeping(desk)
    bring(desk, tmp_path)
    before = told(desk)
    out = tmp_path / "uit.csv"
    write_roster(desk, "csv", out)
    assert "Non-formeel vrijwilliger" in out.read_text(encoding="utf-8-sig")
    (plan,) = plan_files(desk, [out])
    assert not plan.does_something and not plan.not_taken_over
    assert told(desk) == before


@pytest.mark.parametrize(("read", "raw", "kept"), [
    (values.birth_year, "1984", "1984"), (values.birth_year, "3-4-1984", "1984"), (values.birth_year, "84", None),
    (values.birth_year, "1884", None), (values.mother_tongue, "NT2", "nt2"), (values.mother_tongue, "ja", "nt1"),
    (values.mother_tongue, "Turks", None), (values.course_kind, "Non-formeel, professional", "professional"),
    (values.course_kind, "gezellig", None), (values.course_type, "Taal", "language"),
    (values.course_type, "Digitaal + taal", "language digital"), (values.course_type, "Taal en rekenen", None),
    (values.course_type, "Taal, rekenen en digitale vaardigheden", "language arithmetic digital"),
    (values.course_type, "Koken", None), (values.course_type, "language digital", "language digital"),
])
def test_values_as_lists_spell_them(read: object, raw: str, kept: str | None) -> None:
    assert read(raw) == kept  # type: ignore[operator]
