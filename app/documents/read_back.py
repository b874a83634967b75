"""Find the codes of certificates in a file: a PDF of ours, a scan, or a photograph.

A PDF of ours says its codes in its metadata, in plain bytes. A scan in a PDF is a JPEG inside it. So no PDF
has to be interpreted, and a hostile one cannot do more than be searched once from begin to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import zxingcpp

from app.documents.images import opened_picture
from app.domain.errors import Refusal
from app.domain.text import Text
from app.domain.verification import LONGEST_CODE, PREFIX, decode

LARGEST_FILE = 64 * 1024 * 1024
_MOST_PIXELS = 40_000_000
"""An A4 page scanned at 600 dots per inch has 35 million."""
_MOST_PICTURES = 12
_MOST_CODES = 5_000
_MOST_SEGMENTS = 1_000
_CODE = re.compile(rb"%b[A-Z2-7]{1,%d}" % (PREFIX.encode(), LONGEST_CODE))
_JPEG_STARTS, _STREAM_ENDS = b"\xff\xd8\xff", b"endstream"
_QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_PICTURE_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def read_back(source: Path | bytes) -> list[str]:
    """The codes in a file, in its order, each once; empty when there are none.

    Raises Refusal when the file cannot be read or is larger than `LARGEST_FILE`.
    """
    data = source if isinstance(source, bytes) else _content(source)
    found = _in_pdf(data) if data[:1024].lstrip().startswith(b"%PDF-") else _in_picture(data)
    return list(dict.fromkeys(found))


def serials_in(path: Path) -> list[str]:
    """The serials of the certificates in a file, in its order; empty for any other file."""
    try:
        return [decode(code).claims.serial for code in read_back(path)]
    except Refusal:
        return []


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refusal(
                Text(
                    "{file} is too large to search for a certificate. Scan or photograph only the certificate.",
                    file=path.name,
                )
            )
        return path.read_bytes()
    except OSError as problem:
        raise Refusal(
            Text("{file} cannot be read. Check that it exists and that you may open it.", file=path.name)
        ) from problem


def _in_pdf(data: bytes) -> Iterator[str]:
    codes = [match.group().decode() for _, match in zip(range(_MOST_CODES), _CODE.finditer(data), strict=False)]
    if codes:
        yield from codes
        return
    for picture in _pictures(data):
        yield from _in_picture(picture)


def _pictures(data: bytes) -> Iterator[bytes]:
    """The JPEG pictures in a PDF, which stand in it as they are."""
    at = 0
    for _ in range(_MOST_PICTURES):
        at = data.find(_JPEG_STARTS, at)
        if at < 0:
            return
        end = data.find(_STREAM_ENDS, at)
        end = len(data) if end < 0 else end
        yield data[at:end]
        at = end


def _has_frame(data: bytes) -> bool:
    """Whether a JPEG comes to its picture within a reasonable number of segments; Pillow would read on for minutes."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            return False
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return True
        at += 1 if kind == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _in_picture(data: bytes) -> Iterator[str]:
    """The codes that a picture shows, as far as it is a picture and not unreasonably large."""
    if data.startswith(_JPEG_STARTS) and not _has_frame(data):
        return
    grey = opened_picture(data, _PICTURE_KINDS, _MOST_PIXELS, "L")
    if grey is None:
        return
    for barcode in zxingcpp.read_barcodes(grey, formats=_QR_CODES):
        if barcode.text.startswith(PREFIX):
            yield barcode.text
