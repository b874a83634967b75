"""CSV as Dutch Excel writes it, and as others do: encoding and delimiter are found, quotes are checked per line."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.text import Text
from app.exchange.columns import recognised
from app.exchange.notebook import Notebook
from app.exchange.sources import MAX_ROSTER_BYTES, SourceFile, refused, refused_empty

DELIMITERS = (";", "\t", ",")
ONE_COLUMN = "\0"
"""The delimiter of a list with a single heading: a sign that no text has."""
MAX_RECORD_LINES = 30
"""Lines that one quoted cell may run over; a quote that stays open longer was never closed."""
MAX_LINES = 1_000_000
MAX_CELLS_IN_LINE = 5_000
MAX_CELL_LENGTH = 32_767
"""Characters in one cell (as in Excel)."""
MAX_CELLS = 5_000_000
"""Cells in a file, as in a workbook: empty ones need memory too."""
_LINES_SAMPLED = 200
_SIGNS_SAMPLED = 10_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Two or three bytes that are one letter in UTF-8 and next to never a word in Windows-1252.
_UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WITHIN_QUOTES = re.compile(r'[^"]*+(?:""[^"]*+)*+')
_QUOTED_PART = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line (or row number of a workbook) where it starts and its cells; a blank row has none."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvText:
    """All rows of a file, blank ones too, and what separates their cells."""

    records: list[Record]
    delimiter: str


def read_csv(source: SourceFile, notes: Notebook) -> CsvText:
    """The rows of a CSV file; a line whose quotes are wrong is noted and left out.

    Raises `Refusal` when the file is empty, no text, of mixed encoding, or larger than `MAX_ROSTER_BYTES`.
    """
    source.refuse_if_larger(MAX_ROSTER_BYTES)
    lines = _lines(decode(source.content(), source.name, notes), source.name)
    first = 0
    if named := _SEPARATOR_LINE.fullmatch(lines[0].strip(" ")):
        first = 1
    delimiter = named[1] if named else find_delimiter(lines)
    if sum(cells for line in lines if (cells := line.count(delimiter)) <= MAX_CELLS_IN_LINE) > MAX_CELLS:
        raise _refused_cells(source.name)
    return CsvText(_split(lines, first, delimiter, notes), delimiter)


def _refused_cells(file: str) -> Exception:
    return refused(
        file,
        Text("{file} is too large for a list: {n} cells are the most that can be read.", file=file, n=MAX_CELLS),
        Text("Split the list, or delete the columns that are not needed."),
    )


def _lines(text: str, file: str) -> list[str]:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    if whole.count("\n") > MAX_LINES:
        raise refused(
            file,
            Text("{file} is too large for a list: {n} lines are the most that can be read.", file=file, n=MAX_LINES),
            Text("Split the list, or delete the lines that are not needed."),
        )
    return whole.split("\n")


def decode(data: bytes, file: str, notes: Notebook) -> str:
    """The text of a file: by its mark (UTF-8, UTF-16), else UTF-8 when it is that, else Windows-1252."""
    if not data.strip():
        raise refused_empty(file)
    text = _decoded(data, file, notes)
    if len(_CONTROL.findall(text, 0, 100_000)) * 100 > min(len(text), 100_000) or "\0" in text:
        raise _no_text(file)
    return text


def _decoded(data: bytes, file: str, notes: Notebook) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data:
        raise _no_text(file)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or _UTF_8_LETTER.search(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise refused(
                file,
                Text("Line {line} of {file}: the letters are in another encoding than those before it.", line=line,
                     file=file),
                Text("Open the list in Excel and save it as CSV UTF-8, or as an Excel workbook."),
            ) from error  # fmt: skip
    return _as_windows(data, file, notes)


def _as_windows(data: bytes, file: str, notes: Notebook) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _no_text(file) from error
    reason = Text("The file is in the encoding of older Windows programs. Check whether accents look right.")
    notes.note(0, reason)
    return text


def _no_text(file: str) -> Exception:
    return refused(
        file,
        Text("{file} is not a text file that can be read as a list.", file=file),
        Text("Save the list as CSV UTF-8 or as an Excel workbook (.xlsx) and choose that file."),
    )


def find_delimiter(lines: Sequence[str]) -> str:
    """What separates cells on most lines, outside quotes; the heading counts double. One column needs nothing."""
    sample = [_QUOTED_PART.sub("", line[:_SIGNS_SAMPLED]) for line in lines[:_LINES_SAMPLED] if line.strip()]
    if sample and recognised(sample[0]) and not any(delimiter in sample[0] for delimiter in DELIMITERS):
        return ONE_COLUMN
    scores = {}
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in sample]
        usual, times = Counter(count for count in counts if count).most_common(1)[0] if any(counts) else (0, 0)
        heading = counts[0] if counts else 0
        scores[delimiter] = (times + (len(sample) if heading and heading == usual else 0), usual)
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def other_delimiter(record: Record, delimiter: str, width: int) -> str:
    """The delimiter that would make this line as wide as the others, or ''."""
    for other in DELIMITERS:
        whole = delimiter.join(record.cells)
        if other != delimiter and 1 < width == whole.count(other) + 1:
            return other
    return ""


def _split(lines: list[str], first: int, delimiter: str, notes: Notebook) -> list[Record]:
    records = []
    place = first
    while place < len(lines):
        line = lines[place]
        if line.count(delimiter) > MAX_CELLS_IN_LINE:
            notes.refused(place + 1, _too_many_cells())
            records.append(Record(place + 1, ()))
            place += 1
            continue
        if '"' not in line:
            cells = tuple(line.split(delimiter)) if line.strip() else ()
            records.append(Record(place + 1, cells))
            place += 1
            continue
        found, after = _quoted_record(lines, place, delimiter, notes)
        records.append(Record(place + 1, found))
        place = after
    return records


def _too_many_cells() -> Text:
    return Text(
        "This line has more than {limit} cells. This line is left out. Correct the line and read the file again.",
        limit=MAX_CELLS_IN_LINE,
    )


class _QuoteFault(Exception):
    """Quotes that do not fit; carries the reason."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _quoted_record(lines: list[str], place: int, delimiter: str, notes: Notebook) -> tuple[tuple[str, ...], int]:
    """The cells of the record that starts at `place`, and where the next starts.

    When its quotes are wrong only its first line is left out, so that one mistake costs one line.
    """
    reader = _QuotedReader(lines, place, delimiter)
    try:
        return reader.cells(), reader.after
    except _QuoteFault as fault:
        notes.refused(place + 1, fault.reason)
        return (), place + 1


def _never_closed() -> _QuoteFault:
    return _QuoteFault(
        Text(
            "A quote mark is opened on this line and never closed. This line is left out. "
            "Close the quote or remove it, and read the file again."
        )
    )


class _QuotedReader:
    """Reads one record with quotes, adding lines while a quote is open."""

    def __init__(self, lines: list[str], place: int, delimiter: str) -> None:
        self._lines = lines
        self._start = place
        self._delimiter = delimiter
        self._text = lines[place]
        self.after = place + 1

    def cells(self) -> tuple[str, ...]:
        found, at = [], 0
        while True:
            cell, stop = self._cell(at)
            found.append(cell)
            if stop == len(self._text):
                return tuple(found)
            at = stop + len(self._delimiter)

    def _cell(self, at: int) -> tuple[str, int]:
        """The cell that starts at `at` and where it stops."""
        opening = self._text.find('"', at)
        stop = self._stop(at)
        if not at <= opening < stop or self._text[at:opening].strip(" "):
            return self._text[at:stop], stop
        closing = self._closing(opening + 1)
        stop = self._stop(closing + 1)
        if self._text[closing + 1 : stop].strip():
            raise _QuoteFault(
                Text(
                    "There is text after a closing quote mark. This line is left out. "
                    "Write a quote mark within a text as two, and read the file again."
                )
            )
        return self._text[opening + 1 : closing].replace('""', '"'), stop

    def _stop(self, at: int) -> int:
        stop = self._text.find(self._delimiter, at)
        return len(self._text) if stop < 0 else stop

    def _closing(self, at: int) -> int:
        """The quote mark that closes the one before `at`."""
        begin = at
        while True:
            inside = _WITHIN_QUOTES.match(self._text, at)
            at = inside.end() if inside else at
            if at < len(self._text):
                return at
            self._add_line(begin)

    def _add_line(self, begin: int) -> None:
        lines = self.after - self._start
        if self.after >= len(self._lines) or lines >= MAX_RECORD_LINES or len(self._text) - begin > MAX_CELL_LENGTH:
            raise _never_closed()
        self._text = f"{self._text}\n{self._lines[self.after]}"
        self.after += 1
