"""The matrix of a group on paper: people by programme, a sign and a count in every cell.

Titles run upwards. What is too wide goes on in a next table, which repeats the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.fitting import Fitted, fit, line_width
from app.documents.paper import OF_COLUMN, OF_ROW, Format, Sheet, composed
from app.documents.printable import Printed
from app.documents.report_parts import INK, LEADING, LINE, PLAIN, QUIET, STRONG, Cue, around_middle, fitted, ground
from app.documents.tagged import Page

_NARROWEST, _WIDEST = 34.0, 58.0
_TITLE_HIGH = 92.0
_NAME_SHARE, _ROW = 0.24, 14.0


@dataclass(frozen=True, slots=True)
class Cell:
    """`said` stands in it after the sign of its cue, and `spoken` is what it says in words."""

    cue: Cue
    said: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """`heading` stands above the names; `asides` are headings of plain columns behind the names, as in `rows`: a name,
    its asides, its cells.
    """

    heading: str
    asides: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], tuple[Cell, ...]], ...]

    def printed(self) -> Iterator[Printed]:
        yield from ((STRONG, composed(text)) for text in (self.heading, *self.asides, *self.titles))
        for name, asides, cells in self.rows:
            yield from ((PLAIN, composed(text)) for text in (name, *asides))
            for cell in cells:
                yield PLAIN, cell.said
                yield STRONG, cell.cue.sign

    def least(self, form: Format) -> float:
        return _TITLE_HIGH + 3 * _ROW

    def draw(self, sheet: Sheet) -> None:
        if not self.titles:
            _Part(self, sheet, range(0)).draw()
            return
        most = max(1, int((sheet.form.inner * (1 - _NAME_SHARE) - self.asides_wide(sheet)) / _NARROWEST))
        number = -(-len(self.titles) // most)
        each = -(-len(self.titles) // number)
        for start in range(0, len(self.titles), each):
            _Part(self, sheet, range(start, min(start + each, len(self.titles)))).draw()

    def asides_wide(self, sheet: Sheet) -> float:
        return sum(self.aside_wide(sheet, at) for at in range(len(self.asides)))

    def aside_wide(self, sheet: Sheet, at: int) -> float:
        texts = [row[1][at] for row in self.rows]
        words = max((line_width(PLAIN, composed(text), sheet.form.small, 0) for text in texts), default=0.0)
        return min(max(words, 12.0) + 8, 110.0)


class _Part:
    """Some of the columns, over as many pages as the rows need; their headings stand above every page."""

    def __init__(self, matrix: Matrix, sheet: Sheet, columns: range) -> None:
        self._matrix, self._sheet, self._columns = matrix, sheet, columns
        form = sheet.form
        self._size, self._name = form.small, form.inner * _NAME_SHARE
        self._asides = [matrix.aside_wide(sheet, at) for at in range(len(matrix.asides))]
        rest = form.inner - self._name - sum(self._asides)
        self._cell = min(_WIDEST, rest / max(1, len(columns)))
        self._titles = [
            fit(STRONG, composed(title), self._size, _TITLE_HIGH - 6, 3, 1) for title in self._upward()]
        self._head = max((max(line_width(STRONG, line, title.size, 0) for line in title.lines)
                          for title in self._titles if title.lines), default=2 * self._size) + 8

    def draw(self) -> None:
        sheet, matrix = self._sheet, self._matrix
        sheet.room(self._head + 3 * _ROW)
        rows = [self._fitted(name, asides) for name, asides, _ in matrix.rows]
        with sheet.document.within("Table"):
            page = self._headings(tagged=True)
            for number, texts in enumerate(rows):
                height = max(_ROW, *(len(text.lines) * text.size * LEADING + 2 for text in texts))
                if sheet.left_over < height:
                    sheet.room(sheet.left_over + 1)
                    page = self._headings(tagged=False)
                self._row(page, number, texts, height)
        sheet.y -= 12

    def _fitted(self, name: str, asides: Sequence[str]) -> tuple[Fitted, ...]:
        """The name and what stands beside it, over as many lines as they need: rather higher than smaller."""
        return (fitted(PLAIN, composed(name), self._sheet.form.size, self._name - 6), *(
            fitted(PLAIN, composed(text), self._size, width - 6)
            for text, width in zip(asides, self._asides, strict=True)))

    def _upward(self) -> Sequence[str]:
        return (*self._matrix.asides, *(self._matrix.titles[at] for at in self._columns))

    def _edges(self) -> list[tuple[float, float]]:
        """(left edge, width) of every column after that of the names."""
        x, found = self._sheet.form.left + self._name, []
        for width in (*self._asides, *[self._cell] * len(self._columns)):
            found.append((x, width))
            x += width
        return found

    def _headings(self, tagged: bool) -> Page:
        """Read once, and repeated for the eye on every next page."""
        sheet = self._sheet
        page = sheet.room(self._head + _ROW)
        sheet.y -= self._head
        if not tagged:
            with page.ornament():
                self._write_name(page)
                for (x, width), title in zip(self._edges(), self._titles, strict=True):
                    self._write_title(page, title, x, width)
            return page
        with sheet.document.within("TR"):
            with page.content("TH", attributes=OF_COLUMN):
                self._write_name(page)
            for (x, width), title in zip(self._edges(), self._titles, strict=True):
                with page.content("TH", attributes=OF_COLUMN):
                    self._write_title(page, title, x, width)
        return page

    def _write_name(self, page: Page) -> None:
        page.text(STRONG, self._size, self._sheet.form.left, self._sheet.y + 4, composed(self._matrix.heading), INK)

    def _write_title(self, page: Page, title: Fitted, x: float, width: float) -> None:
        high = title.size * 1.2
        first = x + width / 2 - high * (len(title.lines) - 1) / 2 + 0.35 * title.size
        for number, line in enumerate(title.lines):
            page.text_up(STRONG, title.size, first + number * high, self._sheet.y + 4, line, INK)

    def _row(self, page: Page, number: int, texts: tuple[Fitted, ...], height: float) -> None:
        sheet, (_, _, cells) = self._sheet, self._matrix.rows[number]
        name, *asides = texts
        top, base = sheet.y, sheet.y - height / 2 - 0.36 * self._size
        edges = self._edges()
        with page.ornament():
            page.line(sheet.form.left, top, edges[-1][0] + edges[-1][1] if edges else sheet.form.left + self._name,
                      top, 0.3, LINE)
            for at, (x, width) in zip(self._columns, edges[len(asides) :], strict=True):
                ground(page, cells[at].cue, x + 1, top - height + 1, width - 2, height - 2)
        with sheet.document.within("TR"):
            with page.content("TH", attributes=OF_ROW):
                around_middle(page, PLAIN, sheet.form.left, top - height / 2, name, INK)
            for text, (x, _) in zip(asides, edges, strict=False):
                with page.content("TD"):
                    around_middle(page, PLAIN, x + 3, top - height / 2, text, QUIET)
            for at, (x, width) in zip(self._columns, edges[len(asides) :], strict=True):
                cell = cells[at]
                with page.content("TD", cell.spoken):
                    self._cell_text(page, cell, x + width / 2, base)
        sheet.y -= height

    def _cell_text(self, page: Page, cell: Cell, x: float, base: float) -> None:
        sign = f"{cell.cue.sign} " if cell.cue.sign and cell.said else cell.cue.sign
        size = 0.95 * self._size
        signed, said = line_width(STRONG, sign, size, 0), line_width(PLAIN, cell.said, size, 0)
        size *= min(1.0, (self._cell - 5) / max(signed + said, 1))
        wide = line_width(STRONG, sign, size, 0)
        start = x - (wide + line_width(PLAIN, cell.said, size, 0)) / 2
        if sign:
            page.text(STRONG, size, start, base, sign, cell.cue.ink)
        if cell.said:
            page.text(PLAIN, size, start + wide, base, cell.said, cell.cue.ink)


