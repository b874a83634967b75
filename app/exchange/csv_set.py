"""A set of CSV files that point at each other, as rows of the columns that are read (School Data Sync, OneRoster)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import Text
from app.exchange.csv_text import Record, read_csv
from app.exchange.notebook import Notebook
from app.exchange.shown_table import as_meant
from app.exchange.sources import MAX_ROSTER_BYTES, MEGABYTE, SourceFile, refused

_HEAD = 8192


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file of a set: headings that it must have, and the columns that are read."""

    name: str
    version: str
    needed: frozenset[str]
    read: frozenset[str]


def file_kind(name: str, version: str, needed: str, read: str = "") -> FileKind:
    """The kind, its columns written as words."""
    return FileKind(name, version, frozenset(needed.split()), frozenset(read.split()))


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row of `file`; `cells` by heading without case and spaces, only of columns that are read."""

    file: str
    line: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()


@dataclass(slots=True)
class CsvSet:
    """All files together: rows by kind of file, and the headings as each file spells them."""

    version: str
    rows: defaultdict[str, list[SetRow]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    not_taken_over: Counter[str] = field(default_factory=Counter)
    notebooks: dict[str, Notebook] = field(default_factory=dict)

    def notebook(self, file: str) -> Notebook:
        return self.notebooks.setdefault(file, Notebook(file))

    def notes_on(self, row: SetRow) -> Notebook:
        return self.notebooks[row.file]

    def heading(self, row: SetRow, column: str) -> str:
        """A column as the file of this row spells it."""
        return self.headings[row.file].get(column, column)

    def pass_over(self, row: SetRow) -> None:
        """Count the values of a row that is not taken."""
        for name in row.cells:
            if row.cell(name):
                self.not_taken_over[f"{row.file}: {self.headings[row.file][name]}"] += 1


def plain_heading(heading: str) -> str:
    return "".join(heading.split()).casefold()


def first_headings(source: SourceFile) -> list[str]:
    """The cells of the first line, to tell what the file is."""
    first = source.head(_HEAD).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [cell.strip('" \r') for cell in first.split(delimiter)]


def refuse_larger_together(sources: Sequence[SourceFile]) -> None:
    """Raise `Refusal` when a set is larger than one file with people may be."""
    total = sum(source.size for source in sources)
    if total > MAX_ROSTER_BYTES:
        raise refused(
            sources[0].name,
            Text(
                "The files together are {size} MB. The most that can be read here is {limit} MB.",
                size=-(-total // MEGABYTE),
                limit=MAX_ROSTER_BYTES // MEGABYTE,
            ),
            Text("Ask for an export of one {organisation} and one period, or split the file."),
        )


def add_rows(found: CsvSet, name: str, kind: FileKind, records: Sequence[Record], names: Sequence[str]) -> None:
    """Add the rows of a file; `records` begins with its headings, of which `names` says what they stand for."""
    headings, notes = records[0].cells, found.notebook(name)
    found.headings[name] = {plain: heading.strip() for plain, heading in zip(names, headings, strict=False)}
    for record in records[1:]:
        if len(record.cells) < len(names) or any(cell.strip() for cell in record.cells[len(names) :]):
            notes.refused(record.line, _wrong_width(record, len(names)))
        else:
            found.rows[kind.name].append(_row(name, record, names, kind, found))


def filled_records(source: SourceFile, notes: Notebook) -> list[Record]:
    """The rows of a file that hold anything, the headings first."""
    return [record for record in read_csv(source, notes).records if any(cell.strip() for cell in record.cells)]


def without_empty_end(headings: Sequence[str]) -> Sequence[str]:
    """Headings without the empty ones that a spreadsheet left behind them."""
    width = max((place for place, heading in enumerate(headings, 1) if heading.strip()), default=0)
    return headings[:width]


def _wrong_width(record: Record, width: int) -> Text:
    return Text(
        "The number of cells on this line is {n}, that of the headings {width}. This line is left out. "
        "Correct the line and read the file again.",
        n=len(record.cells),
        width=width,
    )


def _row(file: str, record: Record, names: Sequence[str], kind: FileKind, found: CsvSet) -> SetRow:
    """The columns that are read; of the others it is only counted that they were filled."""
    cells = {}
    for name, cell in zip(names, record.cells, strict=False):
        if name in kind.read:
            cells[name] = as_meant(cell)
        elif cell.strip():
            found.not_taken_over[f"{file}: {found.headings[file][name]}"] += 1
    return SetRow(file, record.line, cells)
