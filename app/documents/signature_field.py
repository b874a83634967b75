"""Where the digital signature of a PDF comes: laid while the file is made, filled in when all else is there.

Signing a finished file adds to its end, which breaks what PDF/A-2a and PDF/UA-1 ask of the whole: new metadata, and a
field that no screen reader knows of. So the field, its place in the structure and room for the signature are written
with the rest, and the signature (PAdES B-B, ETSI EN 319 142-1) is put into that room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from app.documents.pdf_file import Loose, PdfFile, dictionary, reference, text_string

_NAMES = {"nl": "Digitale handtekening van de organisatie", "en": "Digital signature of the organisation"}
_NUMBER = b"0000000000"
_RANGE, _CONTENTS = b"/ByteRange [0 ", b"/Contents <"
_ON_PAPER_AND_LOCKED = 132
"""Flags of the field: bits 3 and 8 (ISO 32000-1, table 165)."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """`signer` is whose name the file shows, `at` the moment that it states (UTC), `room` the bytes that are kept for
    the signature, `language` that of the document.
    """

    signer: str
    at: datetime
    room: int
    language: str


def write_field(file: PdfFile, field: SignatureField, page: int, key: int) -> int:
    """Write the field and the room; the object number of the field. `key` is its /StructParent."""
    moment = f"D:{field.at.astimezone(UTC):%Y%m%d%H%M%S}Z"
    room = file.add(Loose(
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name%b/M%b%b%b %b %b]%b%b>>>" % (
            text_string(field.signer), text_string(moment), _RANGE, _NUMBER, _NUMBER, _NUMBER, _CONTENTS,
            b"00" * field.room)))
    return file.add(dictionary({
        "Type": b"/Annot", "Subtype": b"/Widget", "FT": b"/Sig", "T": b"(Signature)",
        "TU": text_string(_NAMES[field.language]), "Rect": b"[0 0 0 0]", "F": b"%d" % _ON_PAPER_AND_LOCKED,
        "P": reference(page), "V": reference(room), "StructParent": b"%d" % key}))


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A file with an empty room: `before` and `after` are what is signed, `size` how many bytes fit between them."""

    before: bytes
    after: bytes
    size: int

    def signed_with(self, signature: bytes) -> bytes:
        """The whole file with this signature in it (CMS, DER)."""
        if len(signature) > self.size:
            raise ValueError("the signature does not fit in its room")
        return b"%b<%b>%b" % (self.before, signature.hex().encode().ljust(2 * self.size, b"0"), self.after)


def opened(data: bytes) -> Unsigned:
    """Take a file with an empty room apart, with the range of what is signed filled in."""
    start = data.rindex(_CONTENTS) + len(_CONTENTS) - 1
    end = data.index(b">", start) + 1
    at = data.rindex(_RANGE, 0, start) + len(_RANGE)
    numbers = b"%010d %010d %010d" % (start, end, len(data) - end)
    before = data[:at] + numbers + data[at + len(numbers) : start]
    return Unsigned(before, data[end:], (end - start - 2) // 2)
