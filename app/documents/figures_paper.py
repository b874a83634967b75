"""A table of figures on paper: the same as on the screen, with what was counted and what is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.figures_tables import FigureTable

_NARROWEST, _WIDEST, _FIRST = 7, 18, 34
"""In signs; a wider cell takes more lines."""


def write_figures(desk: Desk, table: FigureTable, days: str, path: Path, language: str) -> Path:
    """Write the table as PDF/A-2a and PDF/UA-1 and give the path back. Raises Refusal where it cannot be printed."""
    say = Translator(language, desk.sight.profile.words)
    blocks = figure_blocks(table, desk.organisation.name, days, say)
    write_atomically(path, paper_pdf(blocks, say.render(table.sheet.title), language, desk.sight.today))
    return path


def figure_blocks(table: FigureTable, organisation: str, days: str, say: Translator) -> list[Block]:
    sheet = table.sheet
    blocks: list[Block] = [Heading(say.render(sheet.title)), Lines((organisation, days))]
    blocks += [Paragraph(say.render(note), quiet=True) for note in (*filter(None, (sheet.note,)), *table.notes)]
    if not sheet.rows:
        return [*blocks, Paragraph(say.render(Text("None.")))]
    headings = tuple(map(say.render, sheet.headings))
    rows = tuple(tuple(
        str(cell) if at in table.years and cell is not None else say.cell(cell) for at, cell in enumerate(row))
        for row in sheet.rows)
    widths = tuple(
        _width(heading, [row[at] for row in rows], _WIDEST if at else _FIRST) for at, heading in enumerate(headings))
    right = frozenset(at for at in range(1, len(headings)) if any(isinstance(row[at], int) for row in sheet.rows))
    return [*blocks, Table(headings, rows, widths, right)]


def _width(heading: str, cells: Sequence[str], widest: int) -> int:
    """A column holds its widest cell, and the longest word above it."""
    longest = max(map(len, cells), default=0)
    word = max(map(len, heading.replace("/", "/ ").split()), default=0) + 2
    return max(_NARROWEST, min(widest, longest), word)
