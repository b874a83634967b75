"""The overview of all materials as a file: PDF, or rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from app.actions.desk import Desk
from app.domain.text import Text
from app.exchange.shown_table import sheet_rows, write_shown_table
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.media import learning_material
from app.views.sheets import Sheet

Paper = Callable[[Sequence[Sheet], str, date, Translator], bytes]


def write_paper(desk: Desk, paper: Paper, path: Path, language: str) -> Path:
    """Write the PDF that `paper` makes, and give the path back. Raises Refusal."""
    sight = desk.sight
    translator = Translator(language, sight.profile.words)
    write_atomically(path, paper(desk.read(learning_material), desk.organisation.name, sight.today, translator))
    return path


def write_rows(desk: Desk, path: Path, language: str) -> Path:
    """Write a row for every line of the overview, and give the path back. Raises Refusal."""
    translator = Translator(language, desk.sight.profile.words)
    return write_shown_table(path, overview_rows(desk.read(learning_material), translator))


def overview_rows(sheets: Sequence[Sheet], translator: Translator) -> list[list[str]]:
    """Titles first; each line begins with what it belongs to. What has no lines has one of its own."""
    rows: list[list[str]] = []
    heading = [translator.render(Text("Belongs to"))]
    for sheet in sheets:
        titles, *lines = sheet_rows(sheet, translator)
        rows = rows or [[*heading, *titles]]
        title = translator.render(sheet.title)
        rows += [[title, *line] for line in lines or [["" for _ in titles]]]
    return rows
