"""Media links and materials beside the programmes (O-annex 1): which addresses and which files are taken."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app.domain.text import Text
from app.domain.wrong_fields import WrongField, missing

LONGEST_ADDRESS = 2_000
LONGEST_TITLE = 200
LARGEST_MATERIAL = 25 * 1024 * 1024
"""Bytes of one file; our own choice, as is what an organisation has in all."""
LARGEST_TOGETHER = 2 * 1024 * 1024 * 1024
KEPT_AFTER = timedelta(days=30)
"""A withdrawn material keeps its content as long as its withdrawal can be undone."""
_CHECKSUM = re.compile("[0-9a-f]{64}")
_SIGNS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\<>\"{}|^`]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")

OFFICE: Mapping[str, str] = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_OFFICE = frozenset({
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
})
ENDINGS: Mapping[str, str] = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/flac": "flac",
    OFFICE["word/document.xml"]: "docx", OFFICE["xl/workbook.xml"]: "xlsx", OFFICE["ppt/presentation.xml"]: "pptx",
    "application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
"""Every kind of file that is taken, with the ending under which it is opened: never the one that it came with."""


class LinkState(StrEnum):
    """What came of looking whether a link is there; '' while nobody looked."""

    UNKNOWN = ""
    THERE = "there"
    CLOSED = "closed"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"


def check_link(title: str, address: str) -> tuple[WrongField, ...]:
    """What is wrong with a link: a title, and an https address of a site without a name or password in it."""
    found = [] if title.strip() else [missing("title")]
    if len(title.strip()) > LONGEST_TITLE:
        found.append(_too_long("title", LONGEST_TITLE))
    wrong = _wrong_address(address.strip())
    return (*found, *([WrongField("address", wrong)] if wrong is not None else []))


def proper_link(address: str) -> str:
    """The address as it is kept: the name of the site in the letters that browsers ask for (punycode)."""
    parts = urlsplit(address.strip())
    host = ascii_host(parts.hostname or "") or ""
    whole = f"{host}:{parts.port}" if parts.port is not None else host
    return parts._replace(scheme="https", netloc=whole).geturl()


def ascii_host(host: str) -> str | None:
    """A name as browsers ask for it, None for what is no name: 'bücher.example' is 'xn--bcher-kva.example'."""
    try:
        asked = host.encode("idna").decode("ascii").lower() if host else ""
    except UnicodeError:
        return None
    labels = asked.removesuffix(".").split(".")
    return asked if len(labels) > 1 and len(asked) < 254 and all(map(_LABEL.fullmatch, labels)) else None


def shown_host(address: str) -> tuple[str, str]:
    """(the name of the site as it is read, how it is really written where that differs): 'а' need not be an 'a'."""
    host = urlsplit(address).hostname or ""
    try:
        read = host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        read = host
    return read, host if read != host else ""


def check_material(row: Mapping[str, Any]) -> tuple[WrongField, ...]:
    """What is wrong with a material as it is recorded: its content was looked at when the file was read."""
    title = str(row.get("title") or "").strip()
    found = [] if title else [missing("title")]
    if len(title) > LONGEST_TITLE:
        found.append(_too_long("title", LONGEST_TITLE))
    if row.get("media_type") not in ENDINGS or not _CHECKSUM.fullmatch(str(row.get("checksum"))):
        found.append(WrongField("file", not_taken()))
    elif not 0 < int(row.get("size") or 0) <= LARGEST_MATERIAL:
        found.append(WrongField("file", too_large()))
    return tuple(found)


def kind_of_bytes(head: bytes) -> str:
    """What a file is by how it begins; 'zip' for what must be looked into, '' for what is not taken."""
    for begins, found in _BEGINNINGS:
        if head.startswith(begins):
            return found
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(head[8:12], "")
    if head[4:8] == b"ftyp" and head[8:11] == b"M4A":
        return "audio/mp4"
    is_mp3 = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4) and head[1] != 0xFF
    return "audio/mpeg" if is_mp3 else ""


def kind_of_parts(names: Collection[str], declared: bytes) -> str:
    """What an office file is by the names of its parts; `declared` is what its list of contents, or its first part,
    says. '' for any other ZIP, and for what holds macros or other programs.
    """
    lower = {name.casefold() for name in names}
    if any(name.endswith(_PROGRAMS) or name.startswith(_PLACES_OF_PROGRAMS) for name in lower):
        return ""
    if b"macroenabled" in declared.lower() or b"vbaproject" in declared.lower():
        return ""
    said = declared.decode("ascii", "replace").strip()
    if "mimetype" in lower and said in OPEN_OFFICE:
        return said
    return next((kind for part, kind in OFFICE.items() if part in lower and "[content_types].xml" in lower), "")


def is_wanted(until_on: str | None, today: date) -> bool:
    """Whether the content of a material that is withdrawn on this day, or not at all, must still be here."""
    return not until_on or today < date.fromisoformat(until_on) + KEPT_AFTER


def broken_media(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with a link or material whoever wrote it, None where nothing is."""
    if kind == "media_links":
        found = check_link(str(row.get("title") or ""), str(row.get("address") or ""))
        if not found and row.get("check_state", "") not in set(LinkState):
            return not_taken()
    elif kind == "materials":
        found = check_material(row)
    else:
        return None
    return found[0].reason if found else None


def not_taken() -> Text:
    return Text(
        "Files of this kind are not taken: programs and files with macros can do harm. Nothing was recorded. Choose a "
        "PDF, an image, a sound, or a document without macros.")


def too_large() -> Text:
    return Text("The file is empty or larger than {n} MB. Nothing was recorded. Choose a smaller one.",
                n=LARGEST_MATERIAL // (1024 * 1024))


def _wrong_address(address: str) -> Text | None:
    if not address:
        return missing("address").reason
    if len(address) > LONGEST_ADDRESS:
        return _too_long("address", LONGEST_ADDRESS).reason
    parts = _split(address)
    if _SIGNS.search(address) or parts is None or ascii_host(parts.hostname or "") is None:
        return Text("This is no address of a page on the web. Nothing was recorded. It looks like "
                    "https://www.example.nl/page.")
    if parts.scheme != "https":
        return Text("Only addresses that begin with https:// are taken: others are not safe. Nothing was recorded.")
    if "@" in parts.netloc:
        return Text("There is a name or password in this address. Nothing was recorded. Leave out what stands before "
                    "the @.")
    return None


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _too_long(field: str, most: int) -> WrongField:
    return WrongField(field, Text("This is too long: at most {n} characters. Nothing was recorded.", n=most))


_BEGINNINGS = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"), (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"), (b"PK\x03\x04", "zip"),
)
_PROGRAMS = (
    "vbaproject.bin", "vbadata.xml", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".com", ".scr",
    ".msi", ".class", ".lnk", ".hta", ".sh",
)
_PLACES_OF_PROGRAMS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "ppt/activex/", "xl/macrosheets/",
                       "word/embeddings/oleobject", "xl/embeddings/oleobject", "ppt/embeddings/oleobject")
