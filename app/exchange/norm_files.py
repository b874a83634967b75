"""Tests and norms from a file that the organisation has: a list of its own, or the tests of a UWLR file.

In a list every row is a row of a norm, with the test that it is for on the same line; what stands in more than one line
may be left empty after the first. One of three columns says what a row is: a point on the scale, a level, or the moment
at which a point is usual.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.domain.assessment.norm_checks import DefinedPart, DefinedTest
from app.domain.assessment.norming import POINT, NormRow, NormTable, RowSort
from app.domain.calendar import is_day
from app.domain.roster import Note
from app.domain.text import Text
from app.exchange.columns import plain
from app.exchange.notebook import Notebook
from app.exchange.recognise import SourceKind, kind_of_content, refused_unknown
from app.exchange.sources import MEGABYTE, SourceFile, refused
from app.exchange.tables import Table, TableRow, read_csv_table, read_xlsx_table
from app.exchange.uwlr import read_uwlr_tests
from app.exchange.xlsx import MAX_UNPACKED_BYTES

MAX_BYTES = 20 * MEGABYTE
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("toetscode", "test code", "code"), "edition": ("toetsversie", "test version", "versie", "version"),
    "title": ("toetsnaam", "toets", "test name", "test"), "subject": ("vakgebied", "subject"),
    "year_groups": ("leerjaar", "jaargroep", "year group"), "category": ("toetscategorie", "category"),
    "highest": ("hoogste score", "maximale score", "highest score"), "items": ("aantal opgaven", "opgaven", "items"),
    "part": ("onderdeelcode", "part code"), "part_title": ("onderdeel", "onderdeelnaam", "part"),
    "part_highest": ("hoogste score onderdeel", "highest score of part"),
    "part_items": ("opgaven onderdeel", "items of part"),
    "norm": ("normversie", "norm version", "norm"), "moment": ("moment", "afnamemoment"),
    "scale": ("schaal", "vaardigheidsschaal", "scale"), "from_on": ("geldig vanaf", "valid from"),
    "begins": ("van", "vanaf", "from"), "ends": ("tot en met", "tot", "to"),
    "value": ("vaardigheidsscore", "schaalscore", "scaled score"), "low": ("interval laag", "laag", "low"),
    "high": ("interval hoog", "hoog", "high"), "term": ("niveau", "level"),
    "functioning": ("functioneringsniveau", "functioning level"), "description": ("omschrijving", "description"),
}
"""Our field -> the headings that name it, as `plain` writes them."""
_CARRIED = ("code", "edition")
_OF_TEST = ("title", "subject", "year_groups", "category")


@dataclass(frozen=True, slots=True)
class NormFile:
    """What a file describes. `notes` say what is wrong with single lines; a norm that lacks a line is left out."""

    name: str
    checksum: str
    tests: tuple[DefinedTest, ...]
    notes: tuple[Note, ...] = ()


def read_norm_file(path: Path, edition: str) -> NormFile:
    """The tests in a CSV, XLSX or UWLR file. `edition` names the norms of which the file itself does not say it.

    Raises Refusal for what is none of these.
    """
    source = SourceFile.on_disk(path)
    source.refuse_if_larger(MAX_BYTES)
    notes = Notebook(source.name)
    kind = kind_of_content(source, MAX_UNPACKED_BYTES)
    if kind is SourceKind.EDEXML:  # any XML
        found = read_uwlr_tests(source, edition, notes)
    elif kind in (SourceKind.CSV, SourceKind.XLSX):
        table = read_csv_table(source) if kind is SourceKind.CSV else read_xlsx_table(source)
        for note in table.notes:
            notes.warning(note.line, note.reason)
        found = tuple(_tests(table, edition, notes))
    else:
        raise refused_unknown(source.name)
    return NormFile(source.name, hashlib.sha256(source.content()).hexdigest(), found, notes.notes())


@dataclass(slots=True)
class _Test:
    """A test while its lines are read."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    parts: dict[str, DefinedPart] = field(default_factory=dict)
    norms: dict[tuple[str, str, str], _Norm] = field(default_factory=dict)


@dataclass(slots=True)
class _Norm:
    rows: list[NormRow] = field(default_factory=list)
    scale: str = ""
    from_on: str = ""
    wrong: list[int] = field(default_factory=list)


class _LineRefused(Exception):
    """This line cannot be taken; the text says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _tests(table: Table, edition: str, notes: Notebook) -> Iterator[DefinedTest]:
    places = _places(table)
    found: dict[tuple[str, str], _Test] = {}
    before: dict[str, str] = {}
    for row in table.rows:
        values = {name: row.cells[place].strip() for name, place in places.items()}
        for name in _CARRIED:
            values[name] = values.get(name) or before.get(name, "")
        before = values
        if not values["code"]:
            notes.refused(row.line, Text("There is no code of a test on this line. It is left out."))
            continue
        test = found.setdefault((values["code"], values["edition"]), _Test(row.line))
        test.values = {name: value for name, value in values.items() if value} | test.values
        _take_row(test, row, values, edition, notes)
    for test in found.values():
        yield _finished(test, notes)


def _places(table: Table) -> dict[str, int]:
    known = {words: name for name, headings in HEADINGS.items() for words in headings}
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        name = known.get(plain(heading))
        if name is not None:
            found.setdefault(name, place)
    if "code" not in found:
        raise refused(
            table.file, Text("{file} has no column with codes of tests.", file=table.file),
            Text("Give the columns these headings: {headings}.",
                 headings=", ".join(words[0] for words in HEADINGS.values())))
    return found


def _take_row(test: _Test, row: TableRow, values: Mapping[str, str], edition: str, notes: Notebook) -> None:
    part = values.get("part", "")
    key = part, values.get("norm") or edition, values.get("moment", "")
    try:
        if part and part not in test.parts:
            test.parts[part] = DefinedPart(part, values.get("part_title", ""), _whole(values.get("part_highest", "")),
                                           _whole(values.get("part_items", "")), row.line)
        if not values.get("begins"):
            return
        norm = test.norms.setdefault(key, _Norm())
        norm.scale, norm.from_on = norm.scale or values.get("scale", ""), norm.from_on or _day(values)
        norm.rows.append(_norm_row(values))
    except _LineRefused as wrong:
        notes.refused(row.line, wrong.reason)
        test.norms.setdefault(key, _Norm()).wrong.append(row.line)


def _norm_row(values: Mapping[str, str]) -> NormRow:
    given = [name for name in ("value", "term", "functioning") if values.get(name)]
    if len(given) != 1:
        raise _LineRefused(Text(
            "A line of a norm has a scaled score, a level, or a functioning level: one of them. It is left out."))
    begins, ends, described = values["begins"], values.get("ends") or values["begins"], values.get("description", "")
    if given == ["value"]:
        low, high = (_points(values[name]) if values.get(name) else None for name in ("low", "high"))
        return NormRow(RowSort.SCALE, _number(begins), _number(ends), _points(values["value"]), low, high, "",
                       described)
    sort = RowSort.LEVEL if given == ["term"] else RowSort.FUNCTIONING
    return NormRow(sort, _points(begins), _points(ends), term=values[given[0]], description=described)


def _finished(test: _Test, notes: Notebook) -> DefinedTest:
    values = test.values
    sizes: dict[str, int | None] = {}
    for name in ("highest", "items"):
        try:
            sizes[name] = _whole(values.get(name, ""))
        except _LineRefused as wrong:
            notes.refused(test.line, wrong.reason)
    norms = []
    for (part, edition, moment), norm in test.norms.items():
        if norm.wrong:
            lines = ", ".join(str(line) for line in norm.wrong[:10])
            notes.refused(norm.wrong[0], Text(
                "Norm {edition} for {moment} is left out: it lacks what stands on line {lines}.",
                edition=edition, moment=moment or "–", lines=lines))
            continue
        norms.append(NormTable(edition, _on_raw(norm.rows), part, moment, norm.scale, norm.from_on))
    told = {name: values.get(name, "") for name in _OF_TEST}
    return DefinedTest(values["code"], values.get("edition", ""), **told, highest=sizes.get("highest"),
                       items=sizes.get("items"), parts=tuple(test.parts.values()), norms=tuple(norms), line=test.line)


def _on_raw(rows: list[NormRow]) -> tuple[NormRow, ...]:
    """Levels of a norm that has no scale are of the raw score."""
    if any(row.sort is RowSort.SCALE for row in rows):
        return tuple(rows)
    return tuple(
        NormRow(RowSort.RAW_LEVEL, row.begins // POINT, row.ends // POINT, term=row.term, description=row.description)
        if row.sort is RowSort.LEVEL else row for row in rows)


def _day(values: Mapping[str, str]) -> str:
    day = values.get("from_on", "")
    if day and not is_day(day):
        raise _LineRefused(Text("{value} is no day: write it as 2026-08-01. This line is left out.", value=day[:20]))
    return day


def _whole(typed: str) -> int | None:
    return _number(typed) if typed else None


def _number(typed: str) -> int:
    return int(_decimal(typed, lambda number: number == number.to_integral_value()))


def _points(typed: str) -> int:
    """Thousandths; '149,9' and '149.9' are one."""
    return int(_decimal(typed, lambda number: (number * POINT) == (number * POINT).to_integral_value()) * POINT)


def _decimal(typed: str, fits: Callable[[Decimal], bool]) -> Decimal:
    wrong = _LineRefused(Text("{value} is no number that fits here. This line is left out.", value=typed[:20]))
    try:
        number = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite() or not 0 <= number <= 1_000_000 or not fits(number):
        raise wrong
    return number
