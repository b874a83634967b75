"""A list of people as rows and headings, whether it came as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.roster import Note
from app.domain.text import Text
from app.exchange.cleaning import tidy
from app.exchange.columns import plain, recognised
from app.exchange.csv_text import MAX_CELL_LENGTH, Record, other_delimiter, read_csv
from app.exchange.notebook import Notebook
from app.exchange.shown_table import as_meant
from app.exchange.sources import SourceFile, refused, refused_empty
from app.exchange.xlsx import read_xlsx

MAX_ROWS = 200_000
MAX_COLUMNS = 300
_HEADING_SOUGHT = 20
"""Rows in which the headings are sought, for lists with a title above them."""
_BLOCK = 16
"""Excel leaves out the empty cells at the end of rows per block of so many rows."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with as many cells as there are headings; `line` is the line of the file or the row of the sheet."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of one list. `notes` say what was wrong with single lines."""

    file: str
    format: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Note, ...] = ()

    def samples(self, number: int = 200) -> list[tuple[str, ...]]:
        """The first rows, to guess or to show what columns hold."""
        return [row.cells for row in self.rows[:number]]


def read_csv_table(source: SourceFile) -> Table:
    """The list in a CSV file. Raises `Refusal` when there is none; single bad lines are in `notes`."""
    notes = Notebook(source.name)
    found = read_csv(source, notes)
    return _table(source.name, "CSV", found.records, found.delimiter, notes)


def read_xlsx_table(source: SourceFile, sheet: str | None = None) -> Table:
    """The list on the first sheet that has one, or on `sheet`. Raises `Refusal` when there is none."""
    notes = Notebook(source.name)
    return _table(source.name, "XLSX", read_xlsx(source, notes, sheet), "", notes)


def _table(file: str, format: str, records: Sequence[Record], delimiter: str, notes: Notebook) -> Table:
    start = _heading_place(records)
    if start is None:
        raise refused_empty(file)
    headings = _headings(records[start], file, notes)
    if len(records) - start > MAX_ROWS or len(headings) > MAX_COLUMNS:
        raise _too_large(file)
    rows = _rows(records, start, len(headings), delimiter, notes)
    if not rows and not notes.has_refused():
        raise refused(
            file,
            Text("{file} has headings only: there are no rows below them.", file=file),
            Text("Fill in the list, or choose another file or sheet."),
        )
    return Table(file, format, headings, tuple(rows), notes.notes())


def _too_large(file: str) -> Exception:
    return refused(
        file,
        Text(
            "{file} is too large for a list: {rows} rows and {columns} columns are the most that can be read.",
            file=file,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
        ),
        Text("Split the list, or delete the columns that are not needed."),
    )


def _heading_place(records: Sequence[Record]) -> int | None:
    """The first row with two headings that we know; else the first row with anything in it."""
    filled = [place for place, record in enumerate(records) if any(cell.strip() for cell in record.cells)]
    for place in filled[:_HEADING_SOUGHT]:
        if sum(1 for cell in records[place].cells if recognised(cell)) >= 2:
            return place
    return filled[0] if filled else None


def _headings(record: Record, file: str, notes: Notebook) -> tuple[str, ...]:
    """The headings, without the empty ones at the end; an empty one between is called by its number (#3)."""
    found = [tidy(cell, cell.strip()[:50], record.line, notes) for cell in record.cells]
    while found and not found[-1]:
        found.pop()
    seen: dict[str, int] = {}
    for place, heading in enumerate(found, start=1):
        if heading and (first := seen.setdefault(plain(heading) or heading, place)) != place:
            reason = Text(
                "The heading {heading} stands twice, in columns {first} and {second}. The first one is used.",
                heading=heading,
                first=first,
                second=place,
            )
            notes.warning(record.line, reason)
    return tuple(heading or f"#{place}" for place, heading in enumerate(found, start=1))


def _rows(records: Sequence[Record], start: int, width: int, delimiter: str, notes: Notebook) -> list[TableRow]:
    rows = []
    for place in range(start + 1, len(records)):
        record = records[place]
        if not any(cell.strip() for cell in record.cells):
            continue
        cells = _fitted(records, place, width)
        if cells is None:
            notes.refused(record.line, _wrong_width(record, width, delimiter))
        elif max(map(len, cells)) > MAX_CELL_LENGTH:
            notes.refused(record.line, _too_long(max(map(len, cells))))
        else:
            rows.append(TableRow(record.line, _as_meant(cells)))
    return rows


def _fitted(records: Sequence[Record], place: int, width: int) -> tuple[str, ...] | None:
    """The cells of a row, as many as there are headings; None when they do not fit."""
    cells = records[place].cells
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    if len(cells) < width and _is_short_block(records, place):
        return cells + ("",) * (width - len(cells))
    return cells if len(cells) == width else None


def _is_short_block(records: Sequence[Record], place: int) -> bool:
    """Whether Excel itself made the row short: then all rows of its block are, and by the same number of cells."""
    begin = place - place % _BLOCK
    lengths = {len(record.cells) for record in records[begin : begin + _BLOCK] if record.cells}
    return begin > 0 and len(lengths) == 1


def _as_meant(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(as_meant, cells)) if any(cell.startswith("'") for cell in cells) else cells


def _too_long(length: int) -> Text:
    return Text(
        "A cell of {n} characters is too long: the limit is {limit}. This line is left out. "
        "Correct the line and read the file again.",
        n=length,
        limit=MAX_CELL_LENGTH,
    )


def _wrong_width(record: Record, width: int, delimiter: str) -> Text:
    other = other_delimiter(record, delimiter, width) if delimiter else ""
    if other:
        return Text(
            "This line is separated by [{found}], the other lines by [{expected}]. This line is left out. "
            "Use one separator in the whole file.",
            found=_shown(other),
            expected=_shown(delimiter),
        )
    return Text(
        "The number of cells on this line is {n}, that of the headings {width}. This line is left out. "
        "Correct the line and read the file again.",
        n=len(record.cells),
        width=width,
    )


def _shown(delimiter: str) -> str:
    return "TAB" if delimiter == "\t" else delimiter
