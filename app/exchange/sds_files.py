"""The CSV files of one School Data Sync set, each recognised by its headings."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange.csv_set import (
    CsvSet,
    FileKind,
    add_rows,
    filled_records,
    first_headings,
    plain_heading,
    refuse_larger_together,
    without_empty_end,
)
from app.exchange.sds_terms import kind_of
from app.exchange.sources import SourceFile, refused


def sds_kind(source: SourceFile) -> FileKind | None:
    """Which file of School Data Sync this is, by its headings; None when it is none."""
    return kind_of(first_headings(source), source.name)


def read_set(sources: Sequence[SourceFile]) -> CsvSet:
    """All rows of the set. Raises `Refusal` when it is no set, of two versions, or too large."""
    refuse_larger_together(sources)
    kinds = [sds_kind(source) for source in sources]
    versions = {kind.version for kind in kinds if kind}
    if len(versions) != 1:
        raise _refused_versions(sources[0].name if sources else "")
    found = CsvSet(versions.pop())
    for source, kind in zip(sources, kinds, strict=True):
        _read_file(source, kind, found)
    return found


def _refused_versions(file: str) -> Refusal:
    return refused(
        file,
        Text("These files do not belong together: they are not one set of School Data Sync."),
        Text("Choose the files of one export, all in the format of version 1 or all in that of version 2.1."),
    )


def _read_file(source: SourceFile, kind: FileKind | None, found: CsvSet) -> None:
    notes = found.notebook(source.name)
    if kind is None:
        notes.note(0, Text("{file} is no part of School Data Sync. It was not read.", file=source.name))
        return
    records = filled_records(source, notes)
    names = [plain_heading(heading) for heading in without_empty_end(records[0].cells)]
    add_rows(found, source.name, kind, records, names)
