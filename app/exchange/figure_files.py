"""Tables of figures as files: what the screen shows, numbers as numbers, and nothing that a spreadsheet would execute.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from app.exchange.shown_table import harmless, plain_cell, sheet_rows, write_shown_table
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.sheets import Sheet


def write_figures_csv(sheet: Sheet, path: Path, translator: Translator) -> Path:
    """Write the table and give the path back; `Refusal` where the file cannot be written."""
    return write_shown_table(path, sheet_rows(sheet, translator))


def write_figures_workbook(sheet: Sheet, path: Path, translator: Translator) -> Path:
    """The same as a workbook of one sheet: what is a number there can be added up."""
    from openpyxl import Workbook  # large, and only a workbook needs it

    book = Workbook(write_only=True)
    book.properties.creator = "Leerspoor"
    page = book.create_sheet("Leerspoor")
    page.freeze_panes = "A2"
    page.append([harmless(translator.render(heading)) for heading in sheet.headings])
    for row in sheet.rows:
        page.append([cell if isinstance(cell, int) else harmless(plain_cell(cell, translator)) for cell in row])
    target = io.BytesIO()
    book.save(target)
    write_atomically(path, target.getvalue())
    return path


WRITERS: dict[str, Callable[[Sheet, Path, Translator], Path]] = {
    "csv": write_figures_csv, "xlsx": write_figures_workbook}
