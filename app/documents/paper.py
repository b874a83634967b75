"""Papers of words and tables that flow over as many A4 pages as they need, tagged like every document of ours.

A paper is a list of blocks, known whole before the first page: so its signs are known, and its pages can say how many
there are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias

from app.documents.fitting import filled, fit, line_width
from app.documents.fonts import FontBatch
from app.documents.pdf_file import PdfFile
from app.documents.printable import Printed, refuse_lacking, signs_by_face
from app.documents.tagged import Ink, Page, TaggedDocument, lay_foundation

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 56.0, 64.0, 64.0
INNER = WIDTH - 2 * LEFT
_PLAIN, _STRONG = "sans", "sans-bold"
_LEADING, _LARGE = 1.4, 14.0
_INK, _QUIET, _LINE = Ink("#16242e"), Ink("#53606b"), Ink("#c9d1d8")
_DIGITS = "0123456789/ "
OF_COLUMN, OF_ROW = b"<</O/Table/Scope/Column>>", b"<</O/Table/Scope/Row>>"
"""What a heading in a table is the heading of."""
_APART = 8.0  # between two columns of a table


@dataclass(frozen=True, slots=True)
class Format:
    """The page and its type, in points. `head` stands above and `foot` below every page, beside its number.
    Headings up to the level `marks` become bookmarks.
    """

    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    top: float = TOP
    bottom: float = BOTTOM
    size: float = 9.5
    small: float = 8.0
    title: float = 18.0
    heading: float = 11.5
    head: str = ""
    foot: str = ""
    marks: int = 0

    @property
    def inner(self) -> float:
        return self.width - 2 * self.left


UPRIGHT = Format()


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 for the title of the paper, 2 for what stands under it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`quiet` is smaller and lighter, `large` what an adult participant reads (14 points)."""

    text: str
    quiet: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines that belong together, such as an address; empty ones are left out."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the width; the columns in `right` are aligned so. The last `strong` rows are totals. With
    `named` the first cell of a row says what the row is about.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    strong: int = 0
    named: bool = False

    def columns(self, form: Format) -> list[tuple[float, float]]:
        """(left edge, width) of each column, in points."""
        whole, at, found = sum(self.widths), form.left, []
        for share in self.widths:
            found.append((at, form.inner * share / whole))
            at += form.inner * share / whole
        return found

    def face(self, row: int) -> str:
        return _STRONG if row >= len(self.rows) - self.strong else _PLAIN


class Drawn(Protocol):
    """A block that draws itself, such as a chart."""

    def printed(self) -> Iterator[Printed]:
        """Every text it prints, composed (`composed`)."""

    def least(self, form: Format) -> float:
        """How high what must stand under its heading is, on the same page."""

    def draw(self, sheet: Sheet) -> None:
        """Draw it from `sheet.y` down on what `sheet.room` gives, and leave `sheet.y` under it."""


Block: TypeAlias = Heading | Paragraph | Lines | Table | Drawn


def paper_pdf(blocks: Sequence[Block], title: str, language: str, day: date) -> bytes:
    """The blocks as PDF/A-2a and PDF/UA-1. Raises Refusal when a sign in them cannot be printed.

    `title` goes into the metadata and may hold no personal data; the same blocks of the same day are the same bytes.
    """
    printed = printed_in(blocks)
    refuse_lacking(printed)
    file = PdfFile()
    foundation = lay_foundation(file, FontBatch(signs_by_face(printed)))
    document = TaggedDocument(file, foundation, title=title, language=language, day=day)
    draw_blocks(document, blocks)
    return document.finish()


def printed_in(blocks: Sequence[Block], form: Format = UPRIGHT) -> list[Printed]:
    """Every text that `draw_blocks` prints for these blocks, page numbers included."""
    around = (_PLAIN, _DIGITS), (_PLAIN, composed(form.head)), (_PLAIN, composed(form.foot))
    return [*(each for block in blocks for each in _printed(_composed(block))), *around]


def draw_blocks(document: TaggedDocument, blocks: Sequence[Block], form: Format = UPRIGHT) -> None:
    """Draw the blocks on pages of their own, numbered among themselves."""
    sheet = Sheet(document, form)
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            sheet.keep_together(blocks[number:])
        sheet.draw(_composed(block))
    sheet.finish()


class Sheet:
    """Where the next line goes (`y`); a new page begins where one is full."""

    def __init__(self, document: TaggedDocument, form: Format) -> None:
        self.document, self.form = document, form
        self.y = 0.0
        self._pages: list[Page] = []

    def keep_together(self, blocks: Sequence[Block]) -> None:
        """A heading does not stay behind at the foot of a page: the least of what follows it stands there too."""
        height = 0.0
        for block in blocks:
            height += self._least(block)
            if not isinstance(block, Heading):
                break
        if self._pages and self.left_over < height < self.form.height - self.form.top - self.form.bottom:
            self.room(self.left_over + 1)

    def _least(self, block: Block) -> float:
        size = self.form.size
        match block:
            case Heading():
                return 8 + 2 * size * _LEADING
            case Table():
                return 2 * (size * _LEADING + 6)
            case Paragraph() | Lines():
                return 2 * size * _LEADING
        return block.least(self.form)

    def draw(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Lines():
                self._lines(block)
            case Table():
                self._table(block)
            case _:
                block.draw(self)

    def finish(self) -> None:
        """What stands around each page, now that it is known how many there are."""
        form, head, foot = self.form, composed(self.form.head), composed(self.form.foot)
        for number, page in enumerate(self._pages, 1):
            words = f"{number} / {len(self._pages)}"
            at = form.width - form.left - line_width(_PLAIN, words, form.small, 0)
            with page.ornament():
                page.text(_PLAIN, form.small, at, form.bottom / 2, words, _QUIET)
                self._around(page, head, form.height - form.top / 2)
                self._around(page, foot, form.bottom / 2)

    def _around(self, page: Page, text: str, y: float) -> None:
        """On one line that leaves room for the number of the page."""
        if text:
            size = fit(_PLAIN, text, self.form.small, self.form.inner - 6 * self.form.small, 1, 1).size
            page.text(_PLAIN, size, self.form.left, y, text, _QUIET)

    @property
    def left_over(self) -> float:
        """How high something may still be on this page."""
        return self.y - self.form.bottom if self._pages else 0.0

    def room(self, height: float) -> Page:
        """The page on which something of this height still fits."""
        if not self._pages or self.y - height < self.form.bottom:
            self._pages.append(self.document.page(self.form.width, self.form.height))
            self.y = self.form.height - self.form.top
        return self._pages[-1]

    def _heading(self, block: Heading) -> None:
        form = self.form
        size = form.title if block.level == 1 else form.heading if block.level == 2 else form.size + 0.5
        self.y -= 0 if block.level == 1 else 8
        lines = filled(_STRONG, block.text, size, form.inner)
        page = self.room(len(lines) * size * _LEADING + max(30, 3 * form.size))
        with page.content(f"H{block.level}"):
            self._write(page, _STRONG, size, lines, _INK)
        self.y -= 6
        if block.level <= form.marks:
            self.document.bookmark(block.text)

    def _paragraph(self, block: Paragraph) -> None:
        form = self.form
        size = max(_LARGE, form.size) if block.large else form.small if block.quiet else form.size
        lines = filled(_PLAIN, block.text, size, form.inner)
        most = int((form.height - form.top - form.bottom) / (size * _LEADING))
        for start in range(0, len(lines), most):
            part = lines[start : start + most]
            page = self.room(len(part) * size * _LEADING)
            with page.content("P"):
                self._write(page, _PLAIN, size, part, _QUIET if block.quiet else _INK)
        self.y -= 6

    def _lines(self, block: Lines) -> None:
        size = self.form.size
        for text in block.texts:
            lines = filled(_PLAIN, text, size, self.form.inner)
            page = self.room(len(lines) * size * _LEADING)
            with page.content("P"):
                self._write(page, _PLAIN, size, lines, _INK)
        self.y -= 8

    def _write(self, page: Page, face: str, size: float, lines: Sequence[str], ink: Ink) -> None:
        for line in lines:
            self.y -= size * _LEADING
            page.text(face, size, self.form.left, self.y, line, ink)

    def _table(self, block: Table) -> None:
        columns = block.columns(self.form)
        with self.document.within("Table"):
            self._row(block, columns, block.headings, _STRONG, "TH")
            last = len(block.rows) - block.strong - 1
            for number, row in enumerate(block.rows):
                totals = block.strong * (self.form.size * _LEADING + 6) if number == last else 0.0
                self._row(block, columns, row, block.face(number), "TD", totals)
        self.y -= 8

    def _row(
        self, table: Table, columns: Sequence[tuple[float, float]], cells: Sequence[str], face: str, kind: str,
        below: float = 0.0,
    ) -> None:
        """`below` is what must stand on the same page, such as the totals under the last row."""
        texts = self._texts(columns, cells, face)
        page = self._room_of_row(table, columns, texts, kind, below)
        with self.document.within("TR"):
            for number, lines in enumerate(texts):
                names = kind == "TD" and table.named and number == 0
                attributes = OF_ROW if names else OF_COLUMN if kind == "TH" else b""
                with page.content("TH" if names else kind, attributes=attributes):
                    self._cell(page, face, lines, *_place(columns, number), number in table.right)
        self._end_row(page, texts)

    def _texts(
        self, columns: Sequence[tuple[float, float]], cells: Sequence[str], face: str,
    ) -> list[tuple[str, ...]]:
        return [filled(face, cell, self.form.size, width - _APART)
                for cell, (_, width) in zip(cells, columns, strict=True)]

    def _room_of_row(
        self, table: Table, columns: Sequence[tuple[float, float]], texts: Sequence[Sequence[str]], kind: str,
        below: float,
    ) -> Page:
        """On a next page the headings stand again above the rows: for the eye, they are read once."""
        height, before = self._height(texts), len(self._pages)
        page = self.room(height + below)
        if kind == "TH" or len(self._pages) == before:
            return page
        again = self._texts(columns, table.headings, _STRONG)
        with page.ornament():
            for number, lines in enumerate(again):
                self._cell(page, _STRONG, lines, *_place(columns, number), number in table.right)
        self._end_row(page, again)
        return self.room(height)

    def _height(self, texts: Sequence[Sequence[str]]) -> float:
        return max(map(len, texts)) * self.form.size * _LEADING + 6

    def _end_row(self, page: Page, texts: Sequence[Sequence[str]]) -> None:
        self.y -= self._height(texts)
        with page.ornament():
            page.line(self.form.left, self.y, self.form.width - self.form.left, self.y, 0.5, _LINE)

    def _cell(self, page: Page, face: str, lines: Sequence[str], x: float, width: float, right: bool) -> None:
        size = self.form.size
        for number, line in enumerate(lines, 1):
            if not line:
                continue  # an empty cell is a cell without content
            at = x + width - line_width(face, line, size, 0) if right else x
            page.text(face, size, at, self.y - number * size * _LEADING, line, _INK)


def _place(columns: Sequence[tuple[float, float]], number: int) -> tuple[float, float]:
    """(left edge, width for text) of a column; the last reaches to its end."""
    x, width = columns[number]
    return x, width if number + 1 == len(columns) else width - _APART


def _composed(block: Block) -> Block:
    """With accents as the fonts have them."""
    match block:
        case Heading():
            return Heading(composed(block.text), block.level)
        case Paragraph():
            return Paragraph(composed(block.text), block.quiet, block.large)
        case Lines():
            return Lines(tuple(composed(text) for text in block.texts if text.strip()))
        case Table():
            rows = tuple(tuple(map(composed, row)) for row in block.rows)
            return replace(block, headings=tuple(map(composed, block.headings)), rows=rows)
    return block


def composed(text: str) -> str:
    """On one line, and with accents as the fonts have them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _printed(block: Block) -> Iterator[Printed]:
    match block:
        case Heading():
            yield _STRONG, block.text
        case Paragraph():
            yield _PLAIN, block.text
        case Lines():
            yield from ((_PLAIN, text) for text in block.texts)
        case Table():
            yield from ((_STRONG, text) for text in block.headings)
            for number, row in enumerate(block.rows):
                yield from ((block.face(number), text) for text in row)
        case _:
            yield from block.printed()
