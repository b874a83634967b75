"""ZIP files, looked at before anything in them is read. Nothing is ever unpacked to disk."""

from __future__ import annotations

import stat
import zlib
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.domain.errors import Refusal
from app.domain.text import Text
from app.exchange.sources import MEGABYTE, SourceFile, damaged_archive, refused

MAX_ENTRIES = 1000
MAX_DIRECTORY_BYTES = MEGABYTE
"""Bytes of the table of contents: a thousand names of a thousand letters."""
_END_SOUGHT = 22 + 65_535 + 20 + 56
"""Bytes at the end of a ZIP in which its table of contents is announced, with the longest comment there can be."""
MAX_RATIO = 200
"""Times that an entry may grow when read; real lists and workbooks grow 5 to 40 times."""
RATIO_FROM = MEGABYTE
"""Bytes from which the ratio counts: a small file full of spaces is no attack."""
_IGNORED_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_ENCRYPTED = 0x1


def checked_entries(source: SourceFile, limit: int) -> list[ZipInfo]:
    """The files in a ZIP (no folders), when all of it can be trusted to be read; `limit` bytes in all.

    Raises `Refusal` for names that point outside, links, doubles, passwords, and a ZIP that unpacks to more than
    `limit` bytes or to more than `MAX_RATIO` times its size.
    """
    entries = _entries(source)
    if len(entries) > MAX_ENTRIES:
        raise refused_build(source.name)
    seen: set[str] = set()
    for entry in entries:
        if _points_outside(entry) or entry.filename.casefold() in seen:
            raise _refused_name(source.name, entry.orig_filename)
        seen.add(entry.filename.casefold())
        if entry.flag_bits & _ENCRYPTED:
            raise damaged_archive(source.name)
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise refused_build(source.name)
    _refuse_total(source, entries, limit)
    return [entry for entry in entries if not entry.is_dir()]


def _entries(source: SourceFile) -> list[ZipInfo]:
    try:
        if _directory_bytes(source) > MAX_DIRECTORY_BYTES:
            raise refused_build(source.name)
        with source.archive() as archive:
            return _listed(archive)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise damaged_archive(source.name) from error


def _directory_bytes(source: SourceFile) -> int:
    """The size of the table of contents, before zipfile makes an object of everything in it."""
    with source.reading() as stream:
        stream.seek(max(0, source.size - _END_SOUGHT))
        tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    wide = tail.rfind(b"PK\6\6")
    return max(size, int.from_bytes(tail[wide + 40 : wide + 48], "little")) if wide >= 0 else size


def _listed(archive: ZipFile) -> list[ZipInfo]:
    return archive.infolist()


def _points_outside(entry: ZipInfo) -> bool:
    """Absolute paths, steps up, drives, backslashes, control characters and links."""
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    return (
        not name
        or name.startswith("/")
        or ".." in parts
        or "\\" in name
        or ":" in name
        or not name.isprintable()
        or stat.S_ISLNK(entry.external_attr >> 16)
    )


def _refuse_total(source: SourceFile, entries: list[ZipInfo], limit: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > limit:
        raise refused(
            source.name,
            Text(
                "{file} unpacks to {size} MB. The most that can be read here is {limit} MB.",
                file=source.name,
                size=-(-total // MEGABYTE),
                limit=limit // MEGABYTE,
            ),
            Text("Make a smaller export, or choose the files in it one by one."),
        )


def _refused_name(file: str, name: str) -> Refusal:
    return refused(
        file,
        Text(
            "{file} holds a file whose name points outside the ZIP or stands in it twice: {name}. That can be harmful.",
            file=file,
            name=repr(name[:100]),
        ),
        Text("Do not use this file. Ask the sender for the files themselves."),
    )


def refused_build(file: str) -> Refusal:
    return refused(
        file,
        Text("{file} is built to become enormous when it is unpacked. That can be harmful.", file=file),
        Text("Do not use this file. Ask the sender for the files themselves."),
    )


def members(source: SourceFile, limit: int) -> list[SourceFile]:
    """The files in a ZIP as sources of their own; what operating systems leave in ZIP files is passed over."""
    return [
        SourceFile(PurePosixPath(entry.filename).name, entry.file_size, source.path, source.data, entry.filename)
        for entry in checked_entries(source, limit)
        if not _is_left_over(entry.filename)
    ]


def _is_left_over(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.casefold() in _IGNORED_NAMES or path.name.startswith("._")
