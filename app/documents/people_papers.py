"""Lists of people on paper: a class list, an attendance list, who has a card, and the consents on first request.

Nothing on them says why somebody practises.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.actions.desk import Desk
from app.documents.paper import Block, Heading, Lines, Paragraph, Table, paper_pdf
from app.domain.joining import KEPT_DAYS
from app.domain.login_cards import STATES
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.cards import CardRow, cards_of
from app.views.consents import consent_sheet
from app.views.joining import JoinCodeRow, joining
from app.views.sheets import Sheet

MEETINGS = 8
"""Columns of an attendance list, one for each time the group meets."""
_ROOM = "____"


def class_list_pdf(desk: Desk, title: str, rows: Sequence[Sequence[str]], language: str) -> bytes:
    """The people of a screen in the order in which they stand there; `rows` begin with the headings."""
    return _made(desk, language, lambda say: class_list(title, rows, say))


def attendance_list_pdf(desk: Desk, title: str, names: Sequence[str], language: str) -> bytes:
    """These names in this order, with room to tick off who is there."""
    return _made(desk, language, lambda say: attendance_list(title, names, say))


def card_list_pdf(desk: Desk, title: str, people: Sequence[bytes], language: str) -> bytes:
    """For the coach: who has a card, until when, and whether it was used. No code stands on it."""
    rows = desk.read(cards_of, people).rows
    return _made(desk, language, lambda say: card_list(title, rows, say))


def write_consents(desk: Desk, path: Path, language: str) -> Path:
    """The list of consents that is shown on first request (O-annex 3: 1.2)."""
    sheet = desk.read(consent_sheet)
    return _write(desk, path, language, lambda say: sheet_blocks(sheet, say))


def write_join_sheet(desk: Desk, code_id: bytes, path: Path, language: str) -> Path:
    """The paper on the wall with which people put themselves down for a group: large, in simple words."""
    found = desk.read(joining)
    (code,) = [one for one in found.codes if one.id == code_id]
    return _write(
        desk, path, language, lambda say: join_sheet(code, found.address, found.organisation, say))


def class_list(title: str, rows: Sequence[Sequence[str]], say: Translator) -> list[Block]:
    headings, *people = rows
    widths = (0.6, *(2.4 if at == 0 else 1.6 for at in range(len(headings))))
    numbered = tuple((str(number), *row) for number, row in enumerate(people, 1))
    return [Heading(title), Table((say.render(Text("No.")), *headings), numbered, widths, frozenset({0}))]


def attendance_list(title: str, names: Sequence[str], say: Translator) -> list[Block]:
    headings = (say.render(Text("No.")), say.render(Text("Name")), *[_ROOM] * MEETINGS)
    rows = tuple((str(number), name, *[_ROOM] * MEETINGS) for number, name in enumerate(names, 1))
    return [
        Heading(title), Paragraph(say.render(Text("Write the day above each column.")), quiet=True),
        Table(headings, rows, (0.6, 4, *[0.9] * MEETINGS), frozenset({0}))]


def card_list(title: str, rows: Sequence[CardRow], say: Translator) -> list[Block]:
    headings = (Text("No."), Text("First name"), Text("User name"), Text("Card works until"), Text("State"))
    cells = tuple(
        (str(number), row.first_name, row.username, say.cell(row.until), say.render(STATES[row.state]))
        for number, row in enumerate(rows, 1))
    return [
        Heading(title),
        Paragraph(say.render(Text("A code stands on the card alone: nobody can look it up. Who lost a card gets a new "
                                  "one, and the old one ends."))),
        Table(tuple(map(say.render, headings)), cells, (0.7, 3, 3, 2.4, 2.2), frozenset({0}))]


def sheet_blocks(sheet: Sheet, say: Translator) -> list[Block]:
    """A sheet with more columns than a page has room for: one list of lines for each row."""
    blocks: list[Block] = [Heading(say.render(sheet.title))]
    if sheet.note is not None:
        blocks.append(Paragraph(say.render(sheet.note), quiet=True))
    if not sheet.rows:
        return [*blocks, Paragraph(say.render(Text("None.")))]
    headings = [say.render(heading) for heading in sheet.headings]
    for row in sheet.rows:
        cells = [say.cell(cell) for cell in row]
        blocks.append(Lines(tuple(f"{name}: {cell}" for name, cell in zip(headings, cells, strict=True) if cell)))
    return blocks


def join_sheet(code: JoinCodeRow, address: str, organisation: str, say: Translator) -> list[Block]:
    lines = (
        Text("Go to the address and type both codes with your name. Your {coach} lets you in."),
        *((Text("Address: {address}", address=address),) if address else ()),
        Text("Code of {the_organisation}: {code}", code=organisation),
        Text("Code of {the_group}: {code}", code=f"{code.code[:5]} {code.code[5:]}"),
        *((Text("The codes work until {day}.", day=code.last_on),) if code.last_on else ()),
        Text("What you fill in is kept for {n} days at most, until your {coach} has answered.", n=KEPT_DAYS),
    )
    return [Heading(say.render(Text("Join {group_name}", group_name=code.group))),
            *(Paragraph(say.render(line), large=True) for line in lines)]


def _write(desk: Desk, path: Path, language: str, made: Callable[[Translator], list[Block]]) -> Path:
    write_atomically(path, _made(desk, language, made))
    return path


def _made(desk: Desk, language: str, made: Callable[[Translator], list[Block]]) -> bytes:
    blocks = made(Translator(language, desk.sight.profile.words))
    return paper_pdf(blocks, _title(blocks), language, desk.sight.today)


def _title(blocks: Sequence[Block]) -> str:
    first = blocks[0]
    return first.text if isinstance(first, Heading) else ""

