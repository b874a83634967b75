"""A list of results (CSV): recognised by its headings, read row by row, with the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.desk import Desk
from app.actions.importing import apply_plan
from app.actions.privacy import switch_field
from app.exchange.importing import plan_files
from app.exchange.result_table import is_result_table, read_result_table
from tests.answering import ON
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of
from tests.exchange.making import refused, source
from tests.lessons import add_programme, at_us, exercise_iri

HEADINGS = "Gebruikersnaam;Oefening;Moment;Score (%);Uitkomst;Seconden;Antwoord;Goede antwoord"
FIRST = exercise_iri("koken", 1)


def row(*cells: str) -> str:
    return ";".join(cells)


@pytest.mark.parametrize(("headings", "is_one"), [
    (HEADINGS, True), ("username,exercise,timestamp", True), ("E-mailadres;Activiteit;Datum en tijd", True),
    ("Gebruikersnaam;Voornaam;Achternaam", False), ("Oefening;Moment;Score", False), ("Naam;Groep", False),
])
def test_it_is_known_by_its_headings(headings: str, is_one: bool) -> None:
    assert is_result_table(source(headings + "\n", "lijst.csv")) == is_one


@pytest.mark.clause("O-annex 1")
def test_everything_of_a_row_is_read() -> None:
    rows = [
        row("amira", FIRST, "2-11-2026 10:05", "80", "af", "95", " =soep\u202e ", "taart"),
        row("amira", FIRST, "2026-07-02T10:05:00Z", "47,5 %", "Nog niet", "", "", "taart"),
        row("amira", FIRST, "2026-11-02 10:05", "", "", "", "rijst", ""),
    ]
    found = read_result_table(source("\n".join([HEADINGS, *rows]), "lijst.csv")).statements
    assert [(one.at_us, one.offset_minutes) for one in found] == [
        (at_us() + 5 * 60_000_000, 60), (1_782_986_700_000_000, 0), (at_us() + 5 * 60_000_000, 60)]
    assert [(one.score, one.completed, one.passed, one.seconds) for one in found] == [
        (800, True, True, 95), (475, None, False, None), (None, False, None, None)]
    assert [(one.given, one.expected) for one in found] == [("=soep", "taart"), ("", ""), ("rijst", "")]
    assert len({one.id for one in found}) == 3 and found[0].origin.line == 2


@pytest.mark.parametrize(("cells", "said"), [
    (("", FIRST, "2-11-2026 10:05", "", "", ""), "E-mail address"),
    (("amira", "Oefening 1", "2-11-2026 10:05", "", "", ""), "Exercise"),
    (("amira", FIRST, "31-2-2026 10:05", "", "", ""), "Time"), (("amira", FIRST, "gisteren", "", "", ""), "Time"),
    (("amira", FIRST, "2-11-2026 10:05", "101", "", ""), "Score"),
    (("amira", FIRST, "2-11-2026 10:05", "", "misschien", ""), "Outcome"),
    (("amira", FIRST, "2-11-2026 10:05", "", "", "-5"), "Seconds"),
])
def test_a_row_that_is_not_in_order_is_left_out_and_said(cells: tuple[str, ...], said: str) -> None:
    good = row("amira", FIRST, "2-11-2026 10:05", "", "", "", "", "")
    found = read_result_table(source("\n".join([HEADINGS, row(*cells, "", ""), good]), "lijst.csv"))
    assert [one.origin.line for one in found.statements] == [3]
    ((line, reason),) = refused(found.notes)
    assert line == 2 and reason.startswith(f"{said} is not in order")


def test_a_list_comes_in_like_any_results_and_again_with_the_answers(desk: Desk, tmp_path: Path) -> None:
    add_programme(desk, "koken")
    bring_in(desk, roster(person("1", "Amira", "Proef", username="amira")))
    desk.do(switch_field, **ON)
    path = tmp_path / "resultaten.csv"
    for answer in ("", "soep"):
        written = row("amira", FIRST, "2-11-2026 10:05", "80", "af", "95", answer, "taart")
        path.write_text("\r\n".join([HEADINGS, written]), encoding="utf-8-sig")
        for plan in plan_files(desk, [path]):
            apply_plan(desk, plan)
    assert len(rows_of(desk, "results")) == 1
    assert [(one["given"], one["expected"]) for one in rows_of(desk, "answers")] == [("soep", "taart")]
