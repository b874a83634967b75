"""What a screen shows, as a CSV file that opens in a Dutch Excel at once and in which nothing is executed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.sheets import Cell, Sheet

_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_SUSPECT = frozenset({"'", *_STARTS_OF_FORMULAS})


def write_shown_table(path: Path, rows: Sequence[Sequence[str | int]]) -> Path:
    """Write the rows, titles first, and give the path back; `Refusal` where the file cannot be written."""
    write_atomically(path, shown_table(rows))
    return path


def shown_table(rows: Sequence[Sequence[str | int]]) -> bytes:
    """UTF-8 with its mark, semicolons, and an apostrophe before words that would be taken for a formula; a number stays
    one, also below zero.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text, also for a spreadsheet; `as_meant` takes it back."""
    return f"'{cell}" if _would_calculate(cell) else cell


def as_meant(cell: str) -> str:
    """The cell without the apostrophe that `harmless`, or somebody in a spreadsheet, put before it."""
    return cell[1:] if cell.startswith("'") and _would_calculate(cell) else cell


def _would_calculate(cell: str) -> bool:
    """Apostrophes before the sign count with it, so that each can be told from the one that was put there."""
    return cell[:1] in _SUSPECT and cell.lstrip("'").startswith(_STARTS_OF_FORMULAS)


def sheet_rows(sheet: Sheet, translator: Translator) -> list[list[str]]:
    """A sheet with its headings; days as 2026-11-30 and numbers as figures, which a spreadsheet takes for such."""
    return [[translator.render(heading) for heading in sheet.headings],
            *([plain_cell(cell, translator) for cell in row] for row in sheet.rows)]


def plain_cell(cell: Cell, translator: Translator) -> str:
    if isinstance(cell, Text):
        return translator.render(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
