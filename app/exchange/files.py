"""Opening what the user chose or dropped: one file, several, a folder or a ZIP, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import Refusal
from app.domain.roster import Roster, Statements
from app.domain.text import Text
from app.exchange.archives import members
from app.exchange.columns import ColumnMapping, choose, propose_mapping
from app.exchange.edexml import read_edexml
from app.exchange.oneroster import read_oneroster
from app.exchange.oneroster_files import oneroster_kind
from app.exchange.recognise import SourceKind, kind_of_content, may_hold_results, refused_unknown
from app.exchange.result_table import is_result_table, read_result_table
from app.exchange.sds import read_sds
from app.exchange.sds_files import sds_kind
from app.exchange.sources import MAX_ROSTER_BYTES, MAX_STATEMENT_BYTES, SourceFile, refused
from app.exchange.statements import BATCH, read_batches
from app.exchange.table_roster import table_roster
from app.exchange.tables import Table, read_csv_table, read_xlsx_table
from app.exchange.xlsx import MAX_UNPACKED_BYTES, MAX_WORKBOOK_BYTES

MAX_FILES = 1000
"""Files in one folder or one choice."""
_PEOPLE = frozenset({"users", "student", "teacher"})
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """What was chosen, read as far as that goes by itself.

    `roster` is there for EDEXML, SDS, OneRoster and a list whose name column was found. For a list `table` and
    `mapping` are there too: `with_mapping` reads it again with another mapping. For results read `statement_batches`.
    """

    kind: SourceKind
    sources: tuple[SourceFile, ...]
    roster: Roster | None = None
    table: Table | None = None
    mapping: ColumnMapping | None = None
    received_us: int | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files, without folder."""
        return tuple(source.name for source in self.sources)

    def with_mapping(
        self, mapping: ColumnMapping, *, complete: bool = False, coaches_by_default: bool = False
    ) -> OpenedSource:
        """The same list read with another mapping. Raises `Refusal` when that has no name column."""
        assert self.table is not None
        found = table_roster(self.table, mapping, complete=complete, coaches_by_default=coaches_by_default)
        return replace(self, roster=found, mapping=mapping)

    def required_roster(self) -> Roster:
        """The roster; raises `Refusal` when it is not clear which column holds the names, or these are results."""
        if self.roster is not None:
            return self.roster
        if self.table is not None and self.mapping is not None:
            return table_roster(self.table, self.mapping)
        raise refused(
            self.files[0],
            Text("{file} holds results, not people.", file=self.files[0]),
            Text("Choose a file with people in it."),
        )

    def statement_batches(self, size: int = BATCH) -> Iterator[Statements]:
        """The results in all files, at most `size` at a time. Raises `Refusal` when these are no results."""
        if self.kind is not SourceKind.STATEMENTS:
            raise refused(
                self.files[0],
                Text("{file} holds people, not results.", file=self.files[0]),
                Text("Choose a file with results: xAPI statements as JSON, or a list (CSV)."),
            )
        for source in self.sources:
            if may_hold_results(source):
                yield from read_batches(source, size, self.received_us)
            else:
                yield read_result_table(source)


def open_source(
    paths: Sequence[Path],
    *,
    choices: Mapping[str, str] | None = None,
    sheet: str | None = None,
    complete: bool = False,
    coaches_by_default: bool = False,
) -> OpenedSource:
    """Recognise what stands at `paths` by its content, and read it.

    `choices` (our field -> heading), `sheet`, `complete` and `coaches_by_default` are for lists. Files with people
    may be `MAX_ROSTER_BYTES` large, files with results `MAX_STATEMENT_BYTES`; a larger one is refused before it is
    read. Raises `Refusal`.
    """
    sources = _unpacked(_listed(paths))
    kinds = [_kind(source) for source in sources]
    if set(kinds) == {SourceKind.STATEMENTS}:
        return OpenedSource(SourceKind.STATEMENTS, tuple(sources), received_us=_moment(paths))
    for of_set, read in ((SourceKind.ONEROSTER, read_oneroster), (SourceKind.SDS, read_sds)):
        if of_set in kinds and set(kinds) <= {of_set, SourceKind.CSV}:
            return OpenedSource(of_set, tuple(sources), roster=read(sources))
    if len(sources) != 1:
        raise _refused_several(sources, set(kinds))
    source, kind = sources[0], kinds[0]
    if kind is SourceKind.EDEXML:
        return OpenedSource(kind, (source,), roster=read_edexml(source))
    table = read_xlsx_table(source, sheet) if kind is SourceKind.XLSX else read_csv_table(source)
    mapping = choose(propose_mapping(table.headings, table.samples()), table.headings, choices or {})
    opened = OpenedSource(kind, (source,), table=table, mapping=mapping)
    if not mapping.has_name:
        return opened
    return opened.with_mapping(mapping, complete=complete, coaches_by_default=coaches_by_default)


def kinds_at(path: Path) -> frozenset[SourceKind]:
    """What stands at `path`, by its content: a folder or ZIP may hold several kinds. Raises `Refusal`."""
    return frozenset(_kind(source) for source in _unpacked(_listed([path])))


def _listed(paths: Sequence[Path]) -> list[SourceFile]:
    """The files at `paths`; of a folder the visible files directly in it."""
    found: list[Path] = []
    for path in paths:
        found += _in_folder(path) if path.is_dir() else [path]
    if not found or len(found) > MAX_FILES:
        raise Refusal(
            Text("There is nothing here that can be read, or far too much: {n} files.", n=len(found)),
            Text("Choose the files one by one."),
        )
    return [SourceFile.on_disk(path) for path in found]


def _in_folder(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise Refusal(
            Text("The folder {folder} cannot be opened.", folder=folder.name),
            Text("Check that you may read it, or choose the files one by one."),
        ) from error


def _unpacked(sources: Sequence[SourceFile]) -> list[SourceFile]:
    """The files themselves, and those in a ZIP; a ZIP within a ZIP is not opened."""
    found: list[SourceFile] = []
    for source in sources:
        source.refuse_if_larger(MAX_STATEMENT_BYTES if may_hold_results(source) else MAX_ROSTER_BYTES)
        if kind_of_content(source, MAX_STATEMENT_BYTES) is SourceKind.ZIP:
            found += [_lifted(member) for member in members(source, MAX_STATEMENT_BYTES)]
        else:
            found.append(source)
    if not found:
        raise refused_unknown(sources[0].name)
    return found


def _lifted(member: SourceFile) -> SourceFile:
    """A workbook in a ZIP is a ZIP itself, so it is taken into memory; other members are read where they are."""
    if member.head(2) != b"PK":
        return member
    member.refuse_if_larger(MAX_WORKBOOK_BYTES)
    return SourceFile.in_memory(member.name, member.content())


def _kind(source: SourceFile) -> SourceKind:
    """What the file is, and that it is not too large for it."""
    kind = kind_of_content(source, MAX_UNPACKED_BYTES)
    if kind is SourceKind.ZIP:
        raise refused_unknown(source.name)
    if kind is not SourceKind.STATEMENTS:
        source.refuse_if_larger(MAX_ROSTER_BYTES)
    if kind is SourceKind.CSV and is_result_table(source):
        return SourceKind.STATEMENTS
    return _kind_of_set(source) if kind is SourceKind.CSV else kind


def _kind_of_set(source: SourceFile) -> SourceKind:
    """A CSV file with people may be one of a set; the other files of it are CSV like any."""
    if (found := oneroster_kind(source)) is not None and found.name == "users":
        return SourceKind.ONEROSTER
    if (found := sds_kind(source)) is not None and found.name in _PEOPLE:
        return SourceKind.SDS
    return SourceKind.CSV


def _moment(paths: Sequence[Path]) -> int | None:
    """When the file was last changed, for results without a time of their own."""
    try:
        return int(paths[0].stat().st_mtime) * _MICROSECONDS
    except OSError:
        return None


def _refused_several(sources: Sequence[SourceFile], kinds: set[SourceKind]) -> Refusal:
    names = ", ".join(source.name for source in sources[:20])
    if kinds == {SourceKind.EDEXML}:
        what = Text("These are several EDEXML files: {files}.", files=names)
    else:
        what = Text("These files cannot be read together: {files}.", files=names)
    return Refusal(what, Text("Read them one by one. Nothing was read; your data is unchanged."))
