"""The bytes of a PDF file: numbered objects, object streams, the cross-reference table.

ReportLab draws and makes font subsets; the file itself is put together here, for three reasons. ReportLab's
own serialiser formats every font, logo and border again for each file of a batch, where `fork` copies them as
ready bytes. It puts no end of line before `endstream`, which PDF/A forbids. And it names an unembedded
Helvetica on every page.

Objects are bytes; a reference to object 12 is `b"12 0 R"`. Small objects are packed together and compressed,
which halves a file of many tagged pages (ISO 32000-1, 7.5.7 and 7.5.8).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from struct import pack

# Four bytes above 127 tell programs that copy files that this one is not text (ISO 19005-2, 6.1.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_MOST_PACKED = 250
"""Objects in one object stream: a reader unpacks it whole to get at one of them."""
_ENTRY, _ENTRY_WIDTHS = ">BIH", b"[1 4 2]"
_FREE, _PLAIN, _PACKED = 0, 1, 2


class Stream(bytes):
    """A stream object; see `stream` and `plain_stream`."""


class Loose(bytes):
    """An object that lies in the file as it is and is never packed, such as a signature."""


class PdfFile:
    """Collects objects; `fork` starts another file that begins with the objects so far."""

    def __init__(self) -> None:
        self._parts = [_HEADER]
        self._size = len(_HEADER)
        self._entries = [pack(_ENTRY, _FREE, 0, 65535)]
        """For each object where it is; empty while it is only reserved."""
        self._small: list[tuple[int, bytes]] = []
        """Objects that wait to be packed."""

    def fork(self) -> PdfFile:
        """A new file that shares what was put in this one; nothing may be reserved and not yet put."""
        self._pack_small()
        if not all(self._entries):
            raise ValueError("an object was reserved and not put")
        self._parts = [b"".join(self._parts)]
        other = PdfFile()
        other._parts, other._size, other._entries = list(self._parts), self._size, list(self._entries)
        return other

    def reserve(self) -> int:
        """A number for an object that is put later, so that others can refer to it."""
        self._entries.append(b"")
        return len(self._entries) - 1

    def put(self, number: int, body: bytes) -> None:
        """Write the object that was reserved as `number`."""
        if isinstance(body, Stream | Loose):
            self._write(number, body)
            return
        self._small.append((number, body))
        if len(self._small) == _MOST_PACKED:
            self._pack_small()

    def add(self, body: bytes) -> int:
        """Write an object; its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def finish(self, catalogue: int, information: int) -> bytes:
        """The whole file, given the numbers of its catalogue and its information dictionary.

        The identifier is a hash of the content, so the same content gives the same file, to the byte.
        """
        self._pack_small()
        body = b"".join(self._parts)
        identifier = hashlib.sha256(body).hexdigest()[:32].upper().encode()
        number = self.reserve()
        self._entries[number] = pack(_ENTRY, _PLAIN, self._size, 0)
        table = stream(
            b"/Type/XRef/Size %d/W%b/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
            % (number + 1, _ENTRY_WIDTHS, catalogue, information, identifier, identifier),
            b"".join(self._entries),
        )
        return b"%b%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, number, table, self._size)

    def _write(self, number: int, body: bytes) -> None:
        if self._entries[number]:
            raise ValueError(f"object {number} was put before")
        self._entries[number] = pack(_ENTRY, _PLAIN, self._size, 0)
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self._parts.append(part)
        self._size += len(part)

    def _pack_small(self) -> None:
        """Write the objects that wait as one object stream: their numbers and offsets, then the objects."""
        small, self._small = self._small, []
        if not small:
            return
        box, places, at = self.reserve(), [], 0
        for index, (number, body) in enumerate(small):
            if self._entries[number]:
                raise ValueError(f"object {number} was put before")
            self._entries[number] = pack(_ENTRY, _PACKED, box, index)
            places.append(b"%d %d" % (number, at))
            at += len(body) + 1
        head = b" ".join(places) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(small), len(head))
        self._write(box, stream(entries, head + b"\n".join(body for _, body in small)))


def reference(number: int) -> bytes:
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[%b]" % b" ".join(map(reference, numbers))


def stream(entries: bytes, data: bytes, level: int = 6) -> Stream:
    """A compressed stream object; `entries` go into its dictionary."""
    return plain_stream(entries + b"/Filter/FlateDecode", zlib.compress(data, level))


def plain_stream(entries: bytes, data: bytes) -> Stream:
    r"""A stream object with `data` as it is.

    A carriage return and a line feed stand before `endstream`: after data that happens to end in \r a line
    feed alone would be read as one end of line of two bytes, and the length would be off by one for a strict
    reader.
    """
    return Stream(b"<<%b/Length %d>>\nstream\n%b\r\nendstream" % (entries, len(data), data))


def text_string(text: str) -> bytes:
    """A text string object: plain ASCII in parentheses, anything else as UTF-16 in hexadecimal."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return b"(%b)" % escaped.encode()
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary object; the keys are names without their slash, in letters and digits."""
    return b"<<%b>>" % b"".join(b"/%b %b" % (key.encode(), value) for key, value in entries.items())
