"""Instruments for observing from a list that the organisation has (CSV or XLSX), and written as such a list again.

Every row is a point. What belongs to the instrument stands on the line of its first point; below it these cells may be
empty. The steps of the scale stand in one cell, with a slash between them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.observing import DefinedInstrument, DefinedPoint, tidy
from app.domain.roster import Note
from app.domain.text import Text
from app.exchange.columns import plain
from app.exchange.notebook import Notebook
from app.exchange.recognise import SourceKind, kind_of_content, refused_unknown
from app.exchange.sources import MEGABYTE, SourceFile, refused
from app.exchange.tables import Table, read_csv_table, read_xlsx_table
from app.exchange.xlsx import MAX_UNPACKED_BYTES
from app.store.resources import resource_path

MAX_BYTES = 2 * MEGABYTE
MOST_INSTRUMENTS = 50
"""Our own choice: one file is one action, which the server takes as a whole."""
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("kijklijst", "instrument", "observatielijst", "lijst", "list"),
    "edition": ("editie", "versie", "edition", "version"),
    "year_groups": ("leerjaar", "jaargroep", "year group"), "source": ("bron", "source"),
    "steps": ("schaal", "stappen", "scale", "steps"), "area": ("gebied", "area"),
    "point": ("punt", "observatiepunt", "point"),
}
"""Our field -> the headings that name it, as `plain` writes them; the first is the Dutch one."""
_ENGLISH = {"title": "instrument", "edition": "edition", "year_groups": "year group", "source": "source",
            "steps": "scale", "area": "area", "point": "point"}
_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class InstrumentFile:
    """What a file describes. `notes` say what is wrong with single lines."""

    name: str
    checksum: str
    instruments: tuple[DefinedInstrument, ...]
    notes: tuple[Note, ...] = ()


def read_instrument_file(path: Path) -> InstrumentFile:
    """The instruments in a CSV or XLSX file. Raises Refusal for what is neither, or has no column with points."""
    source = SourceFile.on_disk(path)
    source.refuse_if_larger(MAX_BYTES)
    kind = kind_of_content(source, MAX_UNPACKED_BYTES)
    if kind not in (SourceKind.CSV, SourceKind.XLSX):
        raise refused_unknown(source.name)
    table = read_csv_table(source) if kind is SourceKind.CSV else read_xlsx_table(source)
    notes = Notebook(source.name)
    for note in table.notes:
        notes.warning(note.line, note.reason)
    found = tuple(_instruments(table, notes))
    return InstrumentFile(source.name, hashlib.sha256(source.content()).hexdigest(), found, notes.notes())


def example_file(language: str) -> Path:
    """The list that comes with the program, every word of it our own."""
    return resource_path("observation", "en.csv" if language == "en" else "nl.csv")


def list_rows(given: DefinedInstrument, language: str) -> list[list[str]]:
    """An instrument as such a list, titles first."""
    headings = [_ENGLISH[name] if language == "en" else words[0] for name, words in HEADINGS.items()]
    first = [given.title, given.edition, given.year_groups, given.source, _BETWEEN.join(given.steps)]
    return [headings, *(
        [*(first if number == 0 else [""] * len(first)), point.area, point.title]
        for number, point in enumerate(given.points))]


@dataclass(slots=True)
class _Described:
    """An instrument while its lines are read."""

    line: int
    values: dict[str, str]
    points: list[DefinedPoint]


def _instruments(table: Table, notes: Notebook) -> Iterator[DefinedInstrument]:
    places = _places(table)
    found: dict[tuple[str, str], _Described] = {}
    key = ("", "")
    for row in table.rows:
        values = {name: row.cells[place].strip() for name, place in places.items()}
        if values["title"]:
            key = values["title"], values.get("edition", "")
        if not key[0]:
            notes.refused(row.line, Text("No instrument is named on this line or above it. It is left out."))
        elif not values["point"]:
            notes.refused(row.line, Text("There is no point on this line. It is left out."))
        elif key not in found and len(found) >= MOST_INSTRUMENTS:
            notes.refused(row.line, Text("A file has at most {n} instruments. This line is left out.",
                                         n=MOST_INSTRUMENTS))
        else:
            one = found.setdefault(key, _Described(row.line, {}, []))
            one.values = {name: value for name, value in values.items() if value} | one.values
            one.points.append(DefinedPoint(values.get("area", ""), values["point"]))
    for one in found.values():
        told = {name: one.values.get(name, "") for name in ("title", "edition", "year_groups", "source")}
        steps = tuple(one.values.get("steps", "").split("/"))
        yield tidy(DefinedInstrument(**told, steps=steps, points=tuple(one.points), line=one.line))


def _places(table: Table) -> dict[str, int]:
    known = {words: name for name, headings in HEADINGS.items() for words in headings}
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        name = known.get(plain(heading))
        if name is not None:
            found.setdefault(name, place)
    if not {"title", "point"} <= found.keys():
        raise refused(
            table.file, Text("{file} has no columns with an instrument and its points.", file=table.file),
            Text("Give the columns these headings: {headings}.",
                 headings=", ".join(words[0] for words in HEADINGS.values())))
    return found
