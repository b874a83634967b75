"""Papers of words and tables that flow over as many A4 pages as they need, tagged like every document of ours.

A paper is a list of blocks, known whole before the first page: so its signs are known, and its pages can say how many
there are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from app.documents.fitting import filled, line_width
from app.documents.fonts import FontBatch
from app.documents.pdf_file import PdfFile
from app.documents.printable import Printed, refuse_lacking, signs_by_face
from app.documents.tagged import Ink, Page, TaggedDocument, lay_foundation

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 56.0, 64.0, 64.0
INNER = WIDTH - 2 * LEFT
_PLAIN, _STRONG = "sans", "sans-bold"
_LEADING, _SIZE, _SMALL, _LARGE = 1.4, 9.5, 8.0, 14.0
_INK, _QUIET, _LINE = Ink("#16242e"), Ink("#53606b"), Ink("#c9d1d8")
_DIGITS = "0123456789/ "
_APART = 8.0  # between two columns of a table


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
    """`widths` are shares of the width; the columns in `right` are aligned so. The last `strong` rows are totals."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    strong: int = 0

    def columns(self) -> list[tuple[float, float]]:
        """(left edge, width) of each column, in points."""
        whole, at, found = sum(self.widths), LEFT, []
        for share in self.widths:
            found.append((at, INNER * share / whole))
            at += INNER * share / whole
        return found

    def face(self, row: int) -> str:
        return _STRONG if row >= len(self.rows) - self.strong else _PLAIN


Block: TypeAlias = Heading | Paragraph | Lines | Table


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


def printed_in(blocks: Sequence[Block]) -> list[Printed]:
    """Every text that `draw_blocks` prints for these blocks, page numbers included."""
    return [*(each for block in blocks for each in _printed(_composed(block))), (_PLAIN, _DIGITS)]


def draw_blocks(document: TaggedDocument, blocks: Sequence[Block]) -> None:
    """Draw the blocks on pages of their own, numbered among themselves."""
    sheet = _Sheet(document)
    for block in blocks:
        sheet.draw(_composed(block))
    sheet.number_pages()


class _Sheet:
    """Where the next line goes; a new page begins where one is full."""

    def __init__(self, document: TaggedDocument) -> None:
        self._document = document
        self._pages: list[Page] = []
        self._y = 0.0

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

    def number_pages(self) -> None:
        for number, page in enumerate(self._pages, 1):
            words = f"{number} / {len(self._pages)}"
            at = WIDTH - LEFT - line_width(_PLAIN, words, _SMALL, 0)
            with page.ornament():
                page.text(_PLAIN, _SMALL, at, BOTTOM / 2, words, _QUIET)

    def _room(self, height: float) -> Page:
        """The page on which something of this height still fits."""
        if not self._pages or self._y - height < BOTTOM:
            self._pages.append(self._document.page(WIDTH, HEIGHT))
            self._y = HEIGHT - TOP
        return self._pages[-1]

    def _heading(self, block: Heading) -> None:
        size = 18.0 if block.level == 1 else 11.5
        self._y -= 0 if block.level == 1 else 8
        lines = filled(_STRONG, block.text, size, INNER)
        page = self._room(len(lines) * size * _LEADING + 30)
        with page.content(f"H{block.level}"):
            self._write(page, _STRONG, size, lines, _INK)
        self._y -= 6

    def _paragraph(self, block: Paragraph) -> None:
        size = _LARGE if block.large else _SMALL if block.quiet else _SIZE
        lines = filled(_PLAIN, block.text, size, INNER)
        page = self._room(len(lines) * size * _LEADING)
        with page.content("P"):
            self._write(page, _PLAIN, size, lines, _QUIET if block.quiet else _INK)
        self._y -= 6

    def _lines(self, block: Lines) -> None:
        for text in block.texts:
            lines = filled(_PLAIN, text, _SIZE, INNER)
            page = self._room(len(lines) * _SIZE * _LEADING)
            with page.content("P"):
                self._write(page, _PLAIN, _SIZE, lines, _INK)
        self._y -= 8

    def _write(self, page: Page, face: str, size: float, lines: Sequence[str], ink: Ink) -> None:
        for line in lines:
            self._y -= size * _LEADING
            page.text(face, size, LEFT, self._y, line, ink)

    def _table(self, block: Table) -> None:
        with self._document.within("Table"):
            self._row(block, block.headings, _STRONG, "TH")
            for number, row in enumerate(block.rows):
                self._row(block, row, block.face(number), "TD")
        self._y -= 8

    def _row(self, table: Table, cells: Sequence[str], face: str, kind: str) -> None:
        columns = table.columns()
        texts = [filled(face, cell, _SIZE, width - _APART) for cell, (_, width) in zip(cells, columns, strict=True)]
        height = max(map(len, texts)) * _SIZE * _LEADING + 6
        page = self._room(height)
        attributes = b"<</O/Table/Scope/Column>>" if kind == "TH" else b""
        with self._document.within("TR"):
            for number, (lines, (x, width)) in enumerate(zip(texts, columns, strict=True)):
                inner = width if number + 1 == len(columns) else width - _APART
                with page.content(kind, attributes=attributes):
                    self._cell(page, face, lines, x, inner, number in table.right)
        self._y -= height
        with page.ornament():
            page.line(LEFT, self._y, WIDTH - LEFT, self._y, 0.5, _LINE)

    def _cell(self, page: Page, face: str, lines: Sequence[str], x: float, width: float, right: bool) -> None:
        for number, line in enumerate(lines, 1):
            if not line:
                continue  # an empty cell is a cell without content
            at = x + width - line_width(face, line, _SIZE, 0) if right else x
            page.text(face, _SIZE, at, self._y - number * _SIZE * _LEADING, line, _INK)


def _composed(block: Block) -> Block:
    """With accents as the fonts have them."""
    match block:
        case Heading():
            return Heading(_nfc(block.text), block.level)
        case Paragraph():
            return Paragraph(_nfc(block.text), block.quiet, block.large)
        case Lines():
            return Lines(tuple(_nfc(text) for text in block.texts if text.strip()))
    rows = tuple(tuple(map(_nfc, row)) for row in block.rows)
    return Table(tuple(map(_nfc, block.headings)), rows, block.widths, block.right, block.strong)


def _nfc(text: str) -> str:
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
