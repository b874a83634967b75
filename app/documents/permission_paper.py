"""The register of permissions of an agreement on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.contract.permission_register import KIND_WORDS
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.rights import PermissionRegister, permission_register, register_sheet

_IN_THE_TABLE = 6
_WIDTHS = (2.0, 3.0, 2.2, 1.5, 1.5, 1.5)


def write_register(desk: Desk, agreement_id: bytes, path: Path, language: str) -> Path:
    """Write the register as it is today and give the path back; Refusal where it cannot be printed or written."""
    register = desk.read(permission_register, agreement_id)
    translator = Translator(language, desk.sight.profile.words)
    write_atomically(path, register_pdf(register, desk.organisation.name, desk.sight.today, translator))
    return path


def register_pdf(register: PermissionRegister, organisation: str, day: date, translator: Translator) -> bytes:
    """What may be done today, then every line of the register with its conditions and proof."""
    say, sheet = translator.render, register_sheet(register)
    title, headings = say(sheet.title), tuple(map(say, sheet.headings))
    rows = [tuple(map(translator.cell, row)) for row in sheet.rows]
    blocks: list[Block] = [
        Heading(title), Lines((organisation, register.profile.licensor, say(Text("As it was on {day}", day=day)))),
        Paragraph(say(Text("{label}: {value}", label=register.right.label, value=register.right.value))),
        Heading(say(Text("What may be done on that day")), 2),
        Table((say(Text("Use")), say(Text("Allowed or not")), say(Text("Clause"))), tuple(
            (say(KIND_WORDS[use.kind]), say(use.said), use.clause) for use in register.uses), (2, 4, 2)),
        Heading(say(Text("Requests and answers")), 2),
    ]
    if not rows:
        return paper_pdf([*blocks, Paragraph(say(Text("Nothing was asked yet")))], title, translator.language, day)
    blocks.append(Table(headings[:_IN_THE_TABLE], tuple(row[:_IN_THE_TABLE] for row in rows), _WIDTHS))
    for row in rows:
        blocks += [Heading(f"{row[0]}: {row[1]}", 2), Lines(tuple(
            f"{heading}: {cell}" for heading, cell in zip(headings, row, strict=True) if cell))]
    return paper_pdf(blocks, title, translator.language, day)
