"""What a screen shows, as a workbook in which every cell is text and nothing is executed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.exchange.roster_table import roster_xlsx
from app.exchange.shown_table import harmless
from app.store.files import write_atomically


def write_shown_workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write the rows, titles first, and give the path back; `Refusal` where the file cannot be written."""
    write_atomically(path, roster_xlsx([[harmless(cell) for cell in row] for row in rows]))
    return path
