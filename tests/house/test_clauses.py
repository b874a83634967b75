"""Every clause that the program keeps is in `docs/clauses.md`, with the place and with tests that are really there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.code import ROOT

TABLE = ROOT / "docs" / "clauses.md"
LICENCES = (
    "A-1.2", "A-1.8", "A-1.13", "A-2.2", "A-2.3", "A-3.5", "A-3.7", "A-9.3", "A-10.1", "A-10.2", "A-10.3", "O-1",
    "O-2.1", "O-2.2", "O-2.3", "O-4.1", "O-4.2", "O-4.5", "O-4.8", "O-4.9", "O-5.1", "O-5.2", "O-5.3", "O-6.1", "O-6.2",
    "O-7", "O-8.1", "O-8.2", "O-9.1", "O-9.2", "O-10.1", "O-10.2", "O-11.1", "O-11.2", "O-11.3", "O-11.4", "O-11.5",
    "O-12", "O-13")
"""The clauses of the licence itself: each has a row, and a test through what somebody sees."""
SEEN = ("tests/ui/", "tests/stories/", "tests/views/", "tests/documents/", "tests/exchange/", "tests/cli/")


class Row(NamedTuple):
    """One line of the table: paths of the program, and tests as `path::name`."""

    clause: str
    places: tuple[str, ...]
    tests: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| [AO]-", line)]
    return tuple(_row([cell.strip() for cell in line.strip("|").split("|")]) for line in lines)


def _row(cells: list[str]) -> Row:
    clause, _, places, tests = cells
    return Row(clause, tuple(re.findall(r"`([^`]+)`", places)), tuple(
        f"tests/{test}" for test in re.findall(r"`([^`]+)`", tests)))


@cache
def marked() -> dict[str, frozenset[str]]:
    """Per test, as `path::name`, the clauses that it is marked with."""
    found: dict[str, frozenset[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
                name = f"{path.relative_to(ROOT).as_posix()}::{function.name}"
                found[name] = frozenset(clause for mark in function.decorator_list for clause in _clauses(mark))
    return found


def _clauses(mark: ast.expr) -> list[str]:
    if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.clause":
        return []
    return [ast.literal_eval(argument) for argument in mark.args]


def _is_there(place: str) -> bool:
    return (ROOT / Path(place)).exists()


def test_each_clause_stands_in_one_row() -> None:
    clauses = [row.clause for row in rows()]
    assert sorted(clauses) == sorted(set(clauses))
    assert set(LICENCES) <= set(clauses)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.clause)
def test_a_row_keeps_its_place_and_its_tests(row: Row) -> None:
    assert row.places
    assert [place for place in row.places if not _is_there(place)] == []
    assert row.tests
    assert [test for test in row.tests if row.clause not in marked().get(test, ())] == []


@pytest.mark.parametrize("clause", LICENCES)
def test_somebody_sees_what_a_clause_of_the_licence_makes_the_program_do(clause: str) -> None:
    row = next(row for row in rows() if row.clause == clause)
    assert any(test.startswith(SEEN) for test in row.tests), row.tests


def test_every_clause_that_a_test_proves_has_a_row() -> None:
    named = {clause for clauses in marked().values() for clause in clauses}
    assert named - {row.clause for row in rows()} == set()
