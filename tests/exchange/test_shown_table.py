"""What a screen shows, as a CSV file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.exchange.shown_table import harmless, shown_table, write_shown_table

_cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_excel_opens_it_at_once(tmp_path: Path) -> None:
    path = write_shown_table(tmp_path / "voortgang.csv", [["Naam", "Taal A1"], ["Demir, Yıldız", "af, 24 van 24"]])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfNaam;Taal A1\r\n")
    assert read(data)[1] == ["Demir, Yıldız", "af, 24 van 24"]


@pytest.mark.parametrize("cell", ["=1+1", "+31 20", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert read(shown_table([[cell]])) == [["'" + cell]]


@given(st.lists(st.lists(_cells, min_size=2, max_size=5), min_size=1, max_size=5))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    assert read(shown_table(rows)) == [[harmless(cell) for cell in row] for row in rows]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        write_shown_table(tmp_path / "gone" / "voortgang.csv", [["Naam"]])
