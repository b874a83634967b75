"""All there is to learn with on paper (O-annex 1): the same lines as on the screen and in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.text import Text
from app.store.texts import Translator
from app.views.sheets import Sheet

_WIDTHS = (1.1, 3.0, 3.0)


def materials_pdf(sheets: Sequence[Sheet], organisation: str, day: date, translator: Translator) -> bytes:
    """The overview as PDF/A-2a and PDF/UA-1. Raises Refusal where a sign in it cannot be printed."""
    say = translator.render
    title = say(Text("Overview of all materials"))
    blocks: list[Block] = [
        Heading(title), Lines((organisation, say(Text("As it was on {day}", day=day))))]
    for sheet in sheets:
        blocks.append(Heading(say(sheet.title), 2))
        if sheet.note is not None:
            blocks.append(Paragraph(say(sheet.note), quiet=True))
        if sheet.rows:
            blocks.append(Table(
                tuple(map(say, sheet.headings)), tuple(tuple(map(translator.cell, row)) for row in sheet.rows),
                _WIDTHS))
    if not sheets:
        blocks.append(Paragraph(say(Text("None."))))
    return paper_pdf(blocks, title, translator.language, day)
