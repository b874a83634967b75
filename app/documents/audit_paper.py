"""The licence audit on paper: the same figures as on the screen and in the files beside it."""

from __future__ import annotations

from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.text import Text
from app.store.texts import Translator
from app.views.licence_audit import LicenceAudit
from app.views.sheets import Sheet

_NARROW, _WIDE = 1.0, 2.2
_MOST_COLUMNS = 7


def audit_pdf(audit: LicenceAudit, translator: Translator) -> bytes:
    """The whole audit as PDF/A-2a and PDF/UA-1. Raises Refusal where a sign in it cannot be printed."""
    say = translator.render
    title = say(Text("Licence audit"))
    blocks: list[Block] = [
        Heading(title),
        Lines((", ".join(filter(None, (audit.organisation, audit.place))),
               say(Text("Licensor: {licensor}", licensor=audit.profile.licensor)),
               say(Text("As it was on {day}", day=audit.day)))),
        Paragraph(say(Text("{Participants} and staff are counted here and never named."))),
    ]
    for sheet in audit.sheets:
        blocks += _sheet(sheet, translator)
    return paper_pdf(blocks, title, translator.language, audit.day)


def _sheet(sheet: Sheet, translator: Translator) -> list[Block]:
    """A table; what has too many columns for the page becomes a list per line."""
    say = translator.render
    blocks: list[Block] = [Heading(say(sheet.title), 2)]
    if sheet.note is not None:
        blocks.append(Paragraph(say(sheet.note), quiet=True))
    if not sheet.rows:
        return [*blocks, Paragraph(say(Text("None.")))]
    headings = tuple(map(say, sheet.headings))
    rows = tuple(tuple(map(translator.cell, row)) for row in sheet.rows)
    if len(headings) > _MOST_COLUMNS or any(len(cell) > 60 for row in rows for cell in row):
        return [*blocks, *(Lines(tuple(
            f"{heading}: {cell}" for heading, cell in zip(headings, row, strict=True) if cell)) for row in rows)]
    columns = range(len(headings))
    widths = tuple(_NARROW if sheet.is_number(one) else _WIDE for one in columns)
    right = frozenset(one for one in columns if sheet.is_number(one))
    return [*blocks, Table(headings, rows, widths, right)]
