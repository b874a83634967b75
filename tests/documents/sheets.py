"""Certificates to print, with true codes, and a look at what came out."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path

import page
import pypdf
import pypdfium2
from nacl.signing import SigningKey
from PIL import Image, ImageDraw

from app.domain.certificates import CertificateSheet
from app.domain.serials import derive_serial
from app.domain.verification import IssuerKey, claims_for, encode, key_id

KEY = SigningKey(b"k" * 32)
KNOWN = {key_id(bytes(KEY.verify_key)): IssuerKey(bytes(KEY.verify_key), "Bibliotheek Noord")}
COMPLETED, ISSUED = date(2026, 11, 12), date(2026, 11, 23)


def sheet(
    name: str = "Çağla Yıldız",
    programme: str = "Klik & Tik: de basis",
    *,
    number: int = 1,
    organisation: str = "Bibliotheek Noord",
    place: str = "Zutphen",
    language: str = "nl",
    design: str = "classic",
    logo: bytes = b"",
    correction: int = 0,
    valid_until: date | None = None,
) -> CertificateSheet:
    """A certificate; `number` tells participants apart."""
    serial = derive_serial(b"o" * 16, number.to_bytes(16, "big"), b"v" * 16, COMPLETED, correction)
    claims = claims_for(serial, name, organisation, programme, COMPLETED, ISSUED, language, valid_until)
    return CertificateSheet(
        serial, name, programme, organisation, place, ISSUED, COMPLETED, language, encode(claims, KEY), design, logo,
        valid_until)


@cache
def logo(side: int = 400, colour: str = "#1f5f78") -> bytes:
    """A PNG with soft edges on nothing."""
    image = Image.new("RGBA", (2 * side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((side * 0.1, side * 0.1, side * 0.9, side * 0.9), side * 0.2, fill=colour)
    draw.ellipse((side * 1.1, side * 0.2, side * 1.8, side * 0.9), fill="#c2a66790")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def standards_broken(source: bytes | Path) -> list[str]:
    """What the validator has against the file, for PDF/A-2a and PDF/UA-1; empty when it passes both."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    reports = [
        page.validate_pdf_bytes(data, profile=profile, limits=page.SafetyLimits.unlimited())
        for profile in ("2a", "ua1")
    ]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def reader(source: bytes | Path) -> pypdf.PdfReader:
    """The file for pypdf, which is told to accept no mistakes."""
    return pypdf.PdfReader(io.BytesIO(source) if isinstance(source, bytes) else source, strict=True)


def text_of(source: bytes | Path, place: int = 0) -> list[str]:
    """The lines of a page in the order in which they are in the file."""
    return [line.strip() for line in reader(source).pages[place].extract_text().splitlines() if line.strip()]


def picture_of(data: bytes, dots_per_inch: int = 150, place: int = 0) -> Image.Image:
    """A page as it looks."""
    document = pypdfium2.PdfDocument(data)
    try:
        return document[place].render(scale=dots_per_inch / 72).to_pil().convert("RGB")
    finally:
        document.close()
