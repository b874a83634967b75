"""What a person takes along: everything, in words that a parent reads."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from app.actions.catalogue import add_programmes
from app.actions.desk import Desk
from app.actions.importing import apply_plan
from app.actions.privacy import switch_field
from app.domain.roster import Origin, Statement, Statements
from app.exchange.export import export_participant
from app.views.groups import all_participants
from app.views.importing_results import plan_statements
from tests.answering import ON
from tests.desks import bring_in, person, roster

EXERCISE = "https://programma.example/taal/1"


def exported(desk: Desk, target: Path, language: str) -> dict[str, str]:
    bring_in(desk, roster(person("7", "Yıldız", "Demir", groups=("a",), email="y@post.example"), groups=("a",)))
    desk.do(add_programmes, provider="oefenen", programmes=[{
        "code": "taal", "iri": "https://programma.example/taal", "title": "=Taal", "certificate": True,
        "exercises": [(EXERCISE, "Les 1")]}])
    result = Statement(
        Origin("r.jsonl", 1), b"r" * 16, "account", "7", EXERCISE, 1_795_000_000_000_000, 60, 480, False, False, 95)
    apply_plan(desk, desk.read(plan_statements, [Statements((result,))]))
    (row,) = desk.read(all_participants)
    assert export_participant(desk, row.id, target, language) > 8
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


@pytest.mark.clause("O-annex 3: 7")
def test_everything_is_in_it_in_plain_dutch(desk: Desk, tmp_path: Path) -> None:
    files = exported(desk, tmp_path / "dossier.zip", "nl")
    assert {"alles.json", "eigen gegevens.csv", "resultaten.csv", "groepen door de tijd.csv"} <= set(files)
    rows = list(csv.reader(io.StringIO(files["resultaten.csv"]), delimiter=";"))
    assert rows == [
        ["Programma", "Oefening", "Wanneer", "Score (%)", "Uitkomst", "Seconden"],
        ["'=Taal", "Les 1", "18-11-2026 12:06", "48", "niet gemaakt", "95"],
    ]
    whole = json.loads(files["alles.json"])
    assert whole["name"] == "Yıldız Demir"
    assert {"Gegeven": "E-mailadres", "Wat bewaard wordt": "y@post.example"}.items() <= next(
        one for one in whole["Eigen gegevens"] if one["Gegeven"] == "E-mailadres").items()


def test_answers_stand_beside_their_results(desk: Desk, tmp_path: Path) -> None:
    exported(desk, tmp_path / "first.zip", "nl")
    desk.do(switch_field, **ON)
    answered = Statement(
        Origin("r.jsonl", 1), b"s" * 16, "account", "7", EXERCISE, 1_795_000_100_000_000, 60, 480, False, False, 95,
        given="=kat", expected="hond")
    apply_plan(desk, desk.read(plan_statements, [Statements((answered,))]))
    export_participant(desk, desk.read(all_participants)[0].id, tmp_path / "second.zip", "nl")
    with zipfile.ZipFile(tmp_path / "second.zip") as archive:
        text = archive.read("resultaten.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[-2:] for row in rows] == [["Gegeven antwoord", "Goede antwoord"], ["", ""], ["'=kat", "hond"]]


def test_it_speaks_the_language_that_is_asked(desk: Desk, tmp_path: Path) -> None:
    files = exported(desk, tmp_path / "file.zip", "en")
    assert {"everything.json", "results.csv", "own data.csv"} <= set(files)
