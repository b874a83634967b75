"""A first look at a workbook, before openpyxl reads it: its sheets, formulas, merged cells and size.

The parts are read as a stream of tags with document types and entities refused, so that a workbook that was made to
do harm is refused before anything is built from it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from app.exchange.xml_feeding import EndlessTag, feed

MAX_ELEMENTS = 8_000_000
"""Tags in the sheets and texts of a workbook together: a cell with its value is two."""
MAX_ELEMENTS_BESIDE = 500_000
"""Tags in everything else that is read: styles, names of sheets, properties. Excel allows 65,000 styles."""
MAX_MERGED = 20_000
STRINGS = "xl/sharedStrings.xml"
MAX_STRINGS_BYTES = 64 * 1024 * 1024
_NEVER_READ = ("xl/pivotCache/", "xl/drawings/", "xl/charts/", "xl/media/", "customXml/")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"


class BrokenWorkbook(Exception):
    """The parts of a workbook do not fit together."""


class TooMuch(Exception):
    """A workbook that is built to exhaust this computer."""


@dataclass(slots=True)
class Allowance:
    """How many tags may still come, over all parts that share it."""

    left: int

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMuch


@dataclass(slots=True)
class SheetScan:
    """What a sheet holds: cells with a formula, merged ranges, and the last row and column with anything in it."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    cells: int = 0
    last_row: int = 0
    last_column: int = 0


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Title of each sheet with cells, in order, and the name of its part in the ZIP."""
    links = _Links()
    _scan(archive, _LINKS, links)
    book = _Sheets()
    _scan(archive, WORKBOOK, book)
    names = set(archive.namelist())
    parts = {title: _part_name(links.targets.get(link, "")) for title, link in book.found}
    return {title: part for title, part in parts.items() if part in names}


def _part_name(target: str) -> str:
    """A target is relative to the workbook's folder, or absolute."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def refuse_heavy_parts(archive: ZipFile, sheets: Collection[str], allowance: Allowance) -> None:
    """Raises `TooMuch` where parts other than the sheets, which openpyxl takes into memory as a whole, are enormous."""
    beside = Allowance(MAX_ELEMENTS_BESIDE)
    for entry in archive.infolist():
        if entry.filename in sheets or entry.filename.startswith(_NEVER_READ) or not _is_xml(entry.filename):
            continue
        if entry.filename == STRINGS and entry.file_size > MAX_STRINGS_BYTES:
            raise TooMuch
        _scan(archive, entry.filename, _Counting(allowance if entry.filename == STRINGS else beside))


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def scan_sheet(
    archive: ZipFile, part: str, enough: Callable[[SheetScan], bool], allowance: Allowance
) -> SheetScan:
    """What the sheet holds. Stops as soon as `enough` says so (it is far too large)."""
    reader = _Cells(enough, allowance)
    _scan(archive, part, reader)
    return reader.found


def _scan(archive: ZipFile, part: str, handler: ContentHandler) -> None:
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(handler)
    try:
        with archive.open(part) as stream:
            feed(parser, stream)
    except _Enough:
        return
    except EndlessTag as error:
        raise TooMuch from error
    except (SAXException, DefusedXmlException, KeyError, ValueError, LookupError) as error:
        raise BrokenWorkbook(part) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Enough(Exception):
    """The scan has seen enough."""


class _Counting(ContentHandler):
    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self._allowance = allowance

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        self._allowance.spend()


class _Links(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        if _local(name) == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Sheets(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        if _local(name) == "sheet":
            link = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            self.found.append((attributes.get("name", ""), link))


class _Cells(ContentHandler):
    """Counts rows and cells as they come; cells without a reference follow the one before."""

    def __init__(self, enough: Callable[[SheetScan], bool], allowance: Allowance) -> None:
        super().__init__()
        self._allowance = allowance
        self.found = SheetScan()
        self._enough = enough
        self._row = self._column = 0

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        self._allowance.spend()
        local = _local(name)
        if local == "c":
            self._cell(attributes.get("r", ""))
        elif local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif local == "f":
            self.found.formulas.add((self._row, self._column))
        elif local == "mergeCell":
            self._merged(attributes.get("ref", "")[:30])

    def _merged(self, reference: str) -> None:
        if len(self.found.merged) >= MAX_MERGED:
            raise TooMuch
        self.found.merged.append(reference)

    def _cell(self, reference: str) -> None:
        found = self.found
        if place := _CELL.fullmatch(reference):
            self._row, self._column = int(place[2]), column_number(place[1])
        else:
            self._column += 1
        found.cells += 1
        found.last_row = max(found.last_row, self._row)
        found.last_column = max(found.last_column, self._column)
        if self._enough(found):
            raise _Enough


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
