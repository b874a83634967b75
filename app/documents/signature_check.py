"""What the digital signatures in a PDF say, without interpreting the PDF.

A signature states in plain bytes which part of the file it is about: all of it but the signature itself. So the file is
searched, and those bytes are compared with what was signed; a hostile file is no more than read once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from app.domain.seals import PdfSignature

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_MOMENT = re.compile(rb"/M\s*\(D:(\d{4})(\d{2})(\d{2})")
_HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f\s]+>")
_DIGESTS = ("sha256", "sha384", "sha512")
_MOST_SIGNATURES, _LARGEST = 8, 200_000
_DICTIONARY = 1_000
"""Bytes around a signature in which the rest of its dictionary is looked for."""


class _Place(NamedTuple):
    start: int
    end: int
    last: int
    near: bytes


def signatures_in(source: Path | bytes) -> tuple[PdfSignature, ...]:
    """In the order of the file; empty for a file without any, and for what is no PDF."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        return ()
    return tuple(_judged(data, place) for place in _places(data))


def _places(data: bytes) -> Iterator[_Place]:
    for match, _ in zip(_RANGE.finditer(data), range(_MOST_SIGNATURES), strict=False):
        start, second, length = (int(number) for number in match.groups())
        near = data[max(0, match.start() - _DICTIONARY) : match.end() + _DICTIONARY]
        yield _Place(start, second, second + length, near)


def _judged(data: bytes, place: _Place) -> PdfSignature:
    hidden = data[place.start : place.end]
    if len(hidden) > _LARGEST or place.last > len(data) or not _HEXADECIMAL.fullmatch(hidden):
        return PdfSignature(readable=False)
    try:
        return _read(data, place, bytes.fromhex(b"".join(hidden[1:-1].split()).decode()))
    except Exception:  # what pyHanko raises for a damaged one is of many kinds; all of them mean this
        return PdfSignature(readable=False)


def _read(data: bytes, place: _Place, der: bytes) -> PdfSignature:
    from asn1crypto.cms import ContentInfo
    from cryptography.x509 import load_der_x509_certificate
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

    from app.documents.sealing import named

    content = ContentInfo.load(der)["content"]
    signer = extract_certs_for_validation(content).signer_cert
    said, certificate = extract_signer_info(content), signer.dump()
    name = said["digest_algorithm"]["algorithm"].native
    if name not in _DIGESTS:
        return PdfSignature(readable=False)
    digest = hashlib.new(name, data[: place.start] + data[place.end : place.last]).digest()
    intact, valid = validate_sig_integrity(said, signer, "data", digest)
    opened, signed_on = load_der_x509_certificate(certificate), _moment(place.near)
    return PdfSignature(
        True, intact and valid, place.last == len(data), named(opened.subject),
        named(opened.issuer), signed_on,
        signed_on is None or _day(opened.not_valid_before_utc) <= signed_on <= _day(opened.not_valid_after_utc),
        certificate)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _moment(near: bytes) -> date | None:
    found = _MOMENT.search(near)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
