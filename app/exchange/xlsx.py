"""Rows of an Excel workbook as text. Nothing is calculated: of a formula only the value that Excel left is read."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import ZipFile

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange.archives import checked_entries, refused_build
from app.exchange.csv_text import Record
from app.exchange.notebook import Notebook
from app.exchange.sources import MEGABYTE, SourceFile, refused
from app.exchange.values import cell_date
from app.exchange.xlsx_scan import (
    MAX_ELEMENTS,
    Allowance,
    BrokenWorkbook,
    SheetScan,
    TooMuch,
    column_letters,
    refuse_heavy_parts,
    scan_sheet,
    sheet_parts,
)

MAX_WORKBOOK_BYTES = 50 * MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_CELLS = 3_000_000
MAX_SHEET_ROWS = 250_000
MAX_SHEET_COLUMNS = 1000
_ZEROS = re.compile(r"0+")
_EXACT_DIGITS = 15
"""Digits of a number that Excel keeps; what comes after them is lost before we read it."""


def read_xlsx(source: SourceFile, notes: Notebook, sheet: str | None = None) -> list[Record]:
    """The rows of the first sheet with cells, or of `sheet`; `line` is the row number of the sheet.

    A cell with a formula gives the value that Excel last showed, with a warning that names the cell: that is what
    the user saw, and nothing is calculated here. Without such a value the cell is empty. Merged cells give the value
    of the first one only, with a warning. Raises `Refusal` for a workbook that is damaged, too large or harmful.
    """
    source.refuse_if_larger(MAX_WORKBOOK_BYTES)
    checked_entries(source, MAX_UNPACKED_BYTES)
    with _only_refusals(source.name), source.archive() as archive:
        title, scan = _chosen_sheet(archive, source.name, notes, sheet)
        _note_merged(scan, notes)
        return _rows(source, title, scan, notes)


@contextmanager
def _only_refusals(file: str) -> Iterator[None]:
    """Whatever goes wrong within is a damaged workbook: openpyxl raises what it meets, of every kind."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it skips, such as charts; they are no concern of a list.
            warnings.simplefilter("ignore")
            yield
    except (Refusal, MemoryError):
        raise
    except TooMuch as error:
        raise refused_build(file) from error
    except Exception as error:
        raise refused(
            file,
            Text("{file} is damaged, or it is not a workbook that Excel made.", file=file),
            Text("Open it in Excel, save it again as .xlsx, and choose that file."),
        ) from error


def _chosen_sheet(archive: ZipFile, file: str, notes: Notebook, wanted: str | None) -> tuple[str, SheetScan]:
    parts = sheet_parts(archive)
    if not parts:
        raise BrokenWorkbook(file)
    if wanted is not None and wanted not in parts:
        raise refused(
            file,
            Text("{file} has no sheet {sheet}.", file=file, sheet=wanted),
            Text("The sheets are: {sheets}.", sheets=", ".join(parts)),
        )
    scans, allowance = {}, Allowance(MAX_ELEMENTS)
    refuse_heavy_parts(archive, set(parts.values()), allowance)
    for title in [wanted] if wanted is not None else list(parts):
        scans[title] = scan_sheet(archive, parts[title], _is_too_large, allowance)
        if _is_too_large(scans[title]):
            raise _too_large(file, title)
    filled = [title for title, scan in scans.items() if scan.cells] or list(scans)
    if len(filled) > 1:
        reason = Text("Sheet {sheet} was read; these were not: {others}.", sheet=filled[0],
                      others=", ".join(filled[1:]))  # fmt: skip
        notes.warning(0, reason)
    return filled[0], scans[filled[0]]


def _is_too_large(scan: SheetScan) -> bool:
    return scan.cells > MAX_CELLS or scan.last_row > MAX_SHEET_ROWS or scan.last_column > MAX_SHEET_COLUMNS


def _too_large(file: str, sheet: str) -> Refusal:
    return refused(
        file,
        Text(
            "Sheet {sheet} of {file} is too large for a list: {rows} rows and {columns} columns are the most that "
            "can be read.",
            sheet=sheet,
            file=file,
            rows=MAX_SHEET_ROWS,
            columns=MAX_SHEET_COLUMNS,
        ),
        Text("Copy the list to a new workbook and choose that file."),
    )


def _note_merged(scan: SheetScan, notes: Notebook) -> None:
    for reference in scan.merged:
        row = re.search(r"\d+", reference)
        reason = Text(
            "The cells {cells} are merged. Only the first of them has the value; the others are read as empty.",
            cells=reference,
        )
        notes.warning(int(row[0]) if row else 0, reason)


def _rows(source: SourceFile, title: str, scan: SheetScan, notes: Notebook) -> list[Record]:
    # Loaded here, because it is large and only workbooks need it.
    from openpyxl import load_workbook

    with source.reading() as stream:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book[title]
            # The size that a workbook gives for itself may be anything; the scan has counted.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=scan.last_row or 1, max_col=scan.last_column or 1)
            records = [_record(number, cells, scan, notes) for number, cells in enumerate(rows, start=1)]
        finally:
            book.close()
    _note_formulas(scan, notes)
    return records


def _record(row: int, cells: tuple[Any, ...], scan: SheetScan, notes: Notebook) -> Record:
    return Record(row, tuple(_cell(row, column, cell, scan, notes) for column, cell in enumerate(cells, start=1)))


def _cell(row: int, column: int, cell: Any, scan: SheetScan, notes: Notebook) -> str:
    value = cell.value
    if value is None:
        if (row, column) in scan.formulas:
            scan.formulas.discard((row, column))
            _note_empty_formula(f"{column_letters(column)}{row}", row, notes)
        return ""
    if cell.data_type == "e":
        reason = Text(
            "Cell {cell} shows an error of Excel. It is read as empty.", cell=f"{column_letters(column)}{row}"
        )
        notes.warning(row, reason)
        return ""
    if isinstance(value, int | float) and abs(value) >= 10**_EXACT_DIGITS:
        reason = Text(
            "Cell {cell} holds a number too long for Excel; its last digits are lost. Make the cell text in the "
            "source.",
            cell=f"{column_letters(column)}{row}",
        )
        notes.doubtful(row, reason)
    return cell_text(value, cell.number_format or "")


def _note_empty_formula(cell: str, row: int, notes: Notebook) -> None:
    reason = Text(
        "Cell {cell} is a formula without a value. It is read as empty. Open the workbook in Excel, save it and "
        "read it again.",
        cell=cell,
    )
    notes.doubtful(row, reason)


def _note_formulas(scan: SheetScan, notes: Notebook) -> None:
    """One note per column: a list often has a formula in every row."""
    rows_by_column: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in sorted(scan.formulas):
        rows_by_column[column].append(row)
    for column, rows in rows_by_column.items():
        reason = Text(
            "Cell {cell} is a formula. What Excel last showed there is read as text.",
            "Column {column} has {n} cells with a formula, {cell} first. What Excel last showed there is read as text.",
            cell=f"{column_letters(column)}{rows[0]}",
            column=column_letters(column),
            n=len(rows),
        )
        notes.warning(rows[0], reason)


def cell_text(value: object, number_format: str) -> str:
    """A cell as text: days as YYYY-MM-DD, whole numbers without a point, zeros in front as the cell shows them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return cell_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(number_format):
        return str(value).zfill(len(number_format))
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
