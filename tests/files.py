"""Files for tests of materials: small ones of every kind, and what pretends to be one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from app.store.contents import CHUNK_BYTES

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(size: int = 400, mark: bytes = b"") -> bytes:
    """Begins as a PDF and is so many bytes long; every piece of it is different."""
    whole = bytearray(b"%PDF-1.7\n" + mark)
    while len(whole) < size:
        whole += f"% {len(whole)} les\n".encode()
    return bytes(whole[:size])


def long_pdf(pieces: int = 3) -> bytes:
    return pdf(CHUNK_BYTES * (pieces - 1) + 1_000)


def office(*parts: str, declared: str = SHEET) -> bytes:
    """An office file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{declared}'/></Types>")
        for part in parts:
            archive.writestr(part, "<x/>")
    return made.getvalue()


def open_office(kind: str = "text", *parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for part in ("content.xml", *parts):
            archive.writestr(part, "<x/>")
    return made.getvalue()


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that unpacks to 300 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    return made.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
