"""The CSV files of one School Data Sync set, each recognised by its headings, as rows of the columns that are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange.csv_text import Record, read_csv
from app.exchange.notebook import Notebook
from app.exchange.sds_terms import FileKind, kind_of, plain_heading
from app.exchange.sources import MAX_ROSTER_BYTES, MEGABYTE, SourceFile, refused

_HEAD = 8192


@dataclass(frozen=True, slots=True)
class SdsRow:
    """A row of `file`; `cells` by heading without case and spaces, only of columns that are read."""

    file: str
    line: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()


@dataclass(slots=True)
class SdsSet:
    """All files together: rows by kind of file, and the headings as each file spells them."""

    version: str
    rows: defaultdict[str, list[SdsRow]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    not_taken_over: Counter[str] = field(default_factory=Counter)
    notebooks: dict[str, Notebook] = field(default_factory=dict)

    def notes_on(self, row: SdsRow) -> Notebook:
        return self.notebooks[row.file]

    def pass_over(self, row: SdsRow) -> None:
        """Count the values of a row that is not taken."""
        for name in row.cells:
            if row.cell(name):
                self.not_taken_over[f"{row.file}: {self.headings[row.file][name]}"] += 1


def sds_kind(source: SourceFile) -> FileKind | None:
    """Which file of School Data Sync this is, by its headings; None when it is none."""
    first = source.head(_HEAD).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return kind_of([cell.strip('" \r') for cell in first.split(delimiter)], source.name)


def read_set(sources: Sequence[SourceFile]) -> SdsSet:
    """All rows of the set. Raises `Refusal` when it is no set, of two versions, or too large."""
    _refuse_larger_together(sources)
    kinds = [sds_kind(source) for source in sources]
    versions = {kind.version for kind in kinds if kind}
    if len(versions) != 1:
        raise _refused_versions(sources[0].name if sources else "")
    found = SdsSet(versions.pop())
    for source, kind in zip(sources, kinds, strict=True):
        _read_file(source, kind, found)
    return found


def _refuse_larger_together(sources: Sequence[SourceFile]) -> None:
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


def _refused_versions(file: str) -> Refusal:
    return refused(
        file,
        Text("These files do not belong together: they are not one set of School Data Sync."),
        Text("Choose the files of one export, all in the format of version 1 or all in that of version 2.1."),
    )


def _read_file(source: SourceFile, kind: FileKind | None, found: SdsSet) -> None:
    notes = found.notebooks.setdefault(source.name, Notebook(source.name))
    if kind is None:
        notes.note(0, Text("{file} is no part of School Data Sync. It was not read.", file=source.name))
        return
    table = read_csv(source, notes)
    filled = [record for record in table.records if any(cell.strip() for cell in record.cells)]
    headings = filled[0].cells
    found.headings[source.name] = {plain_heading(heading): heading.strip() for heading in headings}
    for record in filled[1:]:
        if len(record.cells) < len(headings) or any(cell.strip() for cell in record.cells[len(headings) :]):
            notes.refused(record.line, _wrong_width(record, headings))
        else:
            found.rows[kind.name].append(_row(source.name, record, headings, kind, found))


def _wrong_width(record: Record, headings: Sequence[str]) -> Text:
    return Text(
        "The number of cells on this line is {n}, that of the headings {width}. This line is left out. "
        "Correct the line and read the file again.",
        n=len(record.cells),
        width=len(headings),
    )


def _row(file: str, record: Record, headings: Sequence[str], kind: FileKind, found: SdsSet) -> SdsRow:
    """The columns that are read; of the others it is only counted that they were filled."""
    cells = {}
    for heading, cell in zip(headings, record.cells, strict=False):
        name = plain_heading(heading)
        if name in kind.read:
            cells[name] = cell
        elif cell.strip():
            found.not_taken_over[f"{file}: {heading.strip()}"] += 1
    return SdsRow(file, record.line, cells)
