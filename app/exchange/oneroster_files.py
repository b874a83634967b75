"""The CSV files of one OneRoster set: what its manifest says, and their rows, also where they keep to no standard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.text import Text
from app.exchange import values
from app.exchange.csv_set import (
    CsvSet,
    FileKind,
    SetRow,
    add_rows,
    filled_records,
    first_headings,
    refuse_larger_together,
    without_empty_end,
)
from app.exchange.oneroster_terms import COLUMNS, FILES, MANIFEST, kind_of, named, plain
from app.exchange.sources import SourceFile, refused

_GONE = frozenset({"tobedeleted", "inactive", "deleted"})
_ACTIVE = frozenset({"", "active"})
_HOW = ("absent", "bulk", "delta")
_ENOUGH = 3
"""Keys from which it is no accident that all of them pass as citizen numbers."""


@dataclass(slots=True)
class OneRosterSet:
    """The rows that count, by kind of file; `gone` are those that the source calls deleted.

    `only_changes` is true for a set of changes (delta) instead of everything (bulk).
    """

    files: CsvSet
    only_changes: bool = False
    gone: dict[str, list[SetRow]] = field(default_factory=dict)


def oneroster_kind(source: SourceFile) -> FileKind | None:
    """Which file of OneRoster this is, by its headings; None when it is none."""
    return kind_of(first_headings(source), source.name)


def read_set(sources: Sequence[SourceFile]) -> OneRosterSet:
    """All rows of the set. Raises `Refusal` when it is too large, or when its keys are citizen numbers."""
    refuse_larger_together(sources)
    files = CsvSet("")
    kinds = {source.name: oneroster_kind(source) for source in sources}
    for source in sources:
        _read_file(source, kinds[source.name], files)
    _refuse_citizen_numbers(files)
    said = _manifest(files)
    files.version = _version(files, said)
    found = OneRosterSet(files)
    for kind in files.rows:
        found.gone[kind] = [row for row in files.rows[kind] if _is_gone(files, row)]
        files.rows[kind] = [row for row in files.rows[kind] if row.cell("status").casefold() not in _GONE]
    found.only_changes = _holds_changes(found, said)
    _compare_manifest(files, said, kinds)
    return found


def _read_file(source: SourceFile, kind: FileKind | None, files: CsvSet) -> None:
    notes = files.notebook(source.name)
    if kind is None:
        reason = Text("{file} is no part of the people and groups of OneRoster. It was not read.", file=source.name)
        notes.note(0, reason)
        return
    records = filled_records(source, notes)
    headings = without_empty_end(records[0].cells)
    names = named(headings, kind)
    _note_headings(files, source.name, records[0].line, headings, names, kind)
    add_rows(files, source.name, kind, records, names)


def _note_headings(
    files: CsvSet, file: str, line: int, headings: Sequence[str], names: Sequence[str], kind: FileKind
) -> None:
    """Say which headings are written otherwise than the standard has them, and that they were understood."""
    notes, right = files.notebook(file), _right_spellings(kind)
    for heading, name in zip(headings, names, strict=True):
        expected = right.get(name)
        if expected is None or heading.strip() == expected:
            continue
        if plain(heading) == name:
            notes.note(line, _other_case(heading, expected))
        else:
            notes.warning(line, _misspelt(heading, expected))


def _right_spellings(kind: FileKind) -> dict[str, str]:
    return {
        plain(column): column
        for version in COLUMNS.values()
        for name, columns in version.items()
        if plain(name) == kind.name
        for column in columns
    }


def _other_case(heading: str, expected: str) -> Text:
    return Text("The heading {heading} should be {expected}. It is read as that.", heading=heading.strip()[:50],
                expected=expected)  # fmt: skip


def _misspelt(heading: str, expected: str) -> Text:
    return Text(
        "There is no heading {heading}. It is read as {expected}, which it looks like.",
        heading=heading.strip()[:50],
        expected=expected,
    )


def _refuse_citizen_numbers(files: CsvSet) -> None:
    keys = [row.cell("sourcedid") for row in files.rows["users"]]
    if len(keys) >= _ENOUGH and all(map(values.is_citizen_number, keys)):
        raise refused(
            files.rows["users"][0].file,
            Text("The keys of the people in this file are citizen service numbers. Those may not be kept."),
            Text("Ask for an export with other keys, for instance the numbers of your administration."),
        )


def _is_gone(files: CsvSet, row: SetRow) -> bool:
    """Whether the source calls the row deleted; a status that says nothing known is noted."""
    status = row.cell("status").casefold()
    if status not in _GONE | _ACTIVE:
        reason = Text("The status {value} is not known. The line is read as active.", value=row.cell("status")[:50])
        files.notes_on(row).warning(row.line, reason)
    return status in _GONE


# The manifest


def _manifest(files: CsvSet) -> dict[str, SetRow]:
    """What the manifest says, by property without case; a property that stands twice counts once."""
    said: dict[str, SetRow] = {}
    for row in files.rows[MANIFEST]:
        name = row.cell("propertyname").casefold()
        if name in said:
            reason = Text("The property {property} stands twice. The first one is used.", property=name[:50])
            files.notes_on(row).warning(row.line, reason)
        elif name:
            said[name] = row
    return said


def _version(files: CsvSet, said: Mapping[str, SetRow]) -> str:
    """1.1 or 1.2: as the manifest says, but by the files themselves where they are of the other."""
    by_files = "1.2" if files.rows["roles"] or files.rows["userprofiles"] else ""
    by_files = by_files or ("1.1" if any(row.cell("role") for row in files.rows["users"]) else "")
    row = said.get("oneroster.version")
    if row is None:
        return by_files or "1.2"
    told = "1.1" if row.cell("value").startswith("1.1") else "1.2" if row.cell("value").startswith("1.2") else ""
    if not told or (by_files and told != by_files):
        reason = Text(
            "The manifest says version {told}; the files are read as {found}.",
            told=row.cell("value")[:20] or "-",
            found=by_files or "1.2",
        )
        files.notes_on(row).warning(row.line, reason)
    return by_files or told or "1.2"


def _holds_changes(found: OneRosterSet, said: Mapping[str, SetRow]) -> bool:
    if said:
        about_people = ("users", "roles", "enrollments", "classes")
        return any(_how(said, kind) == "delta" for kind in about_people)
    return any(found.gone.values())


def _how(said: Mapping[str, SetRow], kind: str) -> str:
    row = said.get(f"file.{kind}")
    return row.cell("value").casefold() if row else ""


def _compare_manifest(files: CsvSet, said: Mapping[str, SetRow], kinds: Mapping[str, FileKind | None]) -> None:
    """Note where the manifest is not there, or says something else than is there."""
    file = next((name for name, kind in kinds.items() if kind and kind.name == MANIFEST), "")
    if not file:
        notes = files.notebook(next(iter(kinds)))
        notes.note(0, Text("There is no manifest.csv. The files are read as everything there is, by their headings."))
        return
    there = Counter(kind.name for kind in kinds.values() if kind)
    for name in FILES[files.version]:
        row, how = said.get(f"file.{name.casefold()}"), _how(said, name.casefold())
        if row is not None and how not in _HOW:
            reason = Text("{value} is no way to hand over {file}.", value=row.cell("value")[:20] or "-", file=name)
            files.notes_on(row).warning(row.line, reason)
        elif row is not None and name.casefold() in _read_names():
            _compare_file(files, row, name, how, bool(there[name.casefold()]))


def _read_names() -> frozenset[str]:
    return frozenset(name.casefold() for version in COLUMNS.values() for name in version)


def _compare_file(files: CsvSet, row: SetRow, name: str, how: str, is_there: bool) -> None:
    if how in ("bulk", "delta") and not is_there:
        reason = Text("The manifest names {file}, and it is not there. What it would say is missing.", file=name)
        files.notes_on(row).warning(row.line, reason)
    elif how == "absent" and is_there:
        reason = Text("The manifest says that {file} is not there, and it is. It is read.", file=name)
        files.notes_on(row).warning(row.line, reason)
