"""What a file is, by its content: the name and its ending say nothing that can be trusted."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange.archives import checked_entries
from app.exchange.sources import SourceFile, refused, refused_empty
from app.exchange.xlsx_scan import WORKBOOK

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_JSON = (b"{", b"[")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROL = frozenset(range(9)) | frozenset(range(14, 32))


class SourceKind(StrEnum):
    EDEXML = "edexml"
    CSV = "csv"
    XLSX = "xlsx"
    SDS = "sds"
    ONEROSTER = "oneroster"
    STATEMENTS = "statements"
    ZIP = "zip"


def kind_of_content(source: SourceFile, limit: int) -> SourceKind:
    """EDEXML for any XML, CSV for any text, STATEMENTS for any JSON, XLSX or ZIP.

    SDS and ONEROSTER are told from other CSV by `sds_kind` and `oneroster_kind`.

    `limit` is what a ZIP may unpack to. Raises `Refusal` for what cannot be read here at all.
    """
    head = source.head(_HEAD)
    if head.startswith(_ZIP):
        return _kind_of_zip(source, limit)
    if head.startswith(_OLD_OFFICE):
        raise refused(
            source.name,
            Text("{file} is a workbook of an old kind (.xls), or it is protected with a password.", file=source.name),
            Text("Open it in Excel and save it as an Excel workbook (.xlsx) without a password."),
        )
    return _kind_of_text(source, head)


def may_hold_results(source: SourceFile) -> bool:
    """Whether the file begins like JSON or a ZIP; anything else is people, and has the smaller limit."""
    head = source.head(_HEAD)
    return head.startswith(_ZIP) or _begin(head).startswith(_JSON)


def _begin(head: bytes) -> bytes:
    """The first signs that are no space, as UTF-8."""
    wide = _WIDE_MARKS.get(head[:2])
    return (head.decode(wide, "ignore").encode() if wide else head.removeprefix(b"\xef\xbb\xbf")).lstrip()


def _kind_of_text(source: SourceFile, head: bytes) -> SourceKind:
    begin = _begin(head)
    if not begin:
        raise refused_empty(source.name)
    if begin.startswith(b"<"):
        return SourceKind.EDEXML
    if begin.startswith(_JSON):
        return SourceKind.STATEMENTS
    if begin.startswith(b"%PDF") or sum(sign in _CONTROL for sign in begin) * 50 > len(begin):
        raise refused_unknown(source.name)
    return SourceKind.CSV


def _kind_of_zip(source: SourceFile, limit: int) -> SourceKind:
    names = {entry.filename for entry in checked_entries(source, limit)}
    if WORKBOOK in names:
        return SourceKind.XLSX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise refused_unknown(source.name)
    return SourceKind.ZIP


def refused_unknown(file: str) -> Refusal:
    return refused(
        file,
        Text("It is not clear what kind of file {file} is.", file=file),
        Text(
            "Files that can be read: EDEXML (.xml), a list (.csv or .xlsx), the files of OneRoster or School Data Sync "
            "(.csv or .zip), and results as xAPI statements (.json) or a list (.csv)."
        ),
    )
