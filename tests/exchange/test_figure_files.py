"""Tables of figures as files: numbers are numbers, and nothing in them is executed."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from app.domain.text import Text
from app.exchange.figure_files import WRITERS
from app.store.resources import load_profile
from app.store.texts import Translator
from app.views.figures_tables import HIDDEN
from app.views.sheets import Sheet

SHEET = Sheet("places", Text("All"), (Text("{name}", name="=1+1"), Text("All")),
              (("=HYPERLINK(\"x\")", 1_234), (Text("All"), HIDDEN), ("@x", None)))


def test_numbers_are_numbers_and_formulas_are_words(tmp_path: Path) -> None:
    translator = Translator("nl", load_profile("oefenen").words)
    book = load_workbook(WRITERS["xlsx"](SHEET, tmp_path / "a.xlsx", translator)).active
    assert book is not None
    assert list(book.iter_rows(values_only=True)) == [
        ("'=1+1", "Alle"), ("'=HYPERLINK(\"x\")", 1_234), ("Alle", "verborgen"), ("'@x", None)]
    assert "f" not in {cell.data_type for row in book.iter_rows() for cell in row}
    text = WRITERS["csv"](SHEET, tmp_path / "a.csv", translator).read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["'=1+1;Alle", "\"'=HYPERLINK(\"\"x\"\")\";1234", "Alle;verborgen", "'@x;"]
