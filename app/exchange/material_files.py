"""Files that become materials (D11): looked at by what they hold, taken in piece by piece, and opened as a copy.

What a file is called says nothing: a program stays a program under any name. A copy that is opened lies in a private
folder beside the database only as long as the organisation is open.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.domain.media import ENDINGS, LARGEST_MATERIAL, kind_of_bytes, kind_of_parts, not_taken, too_large
from app.domain.text import Text
from app.exchange.archives import checked_entries
from app.exchange.sources import SourceFile
from app.store import contents
from app.store.contents import CHUNK_BYTES, SEND
from app.store.files import PRIVATE, cannot_write, make_private_folder
from app.store.home import OPENED_FOLDER

UNPACKED = 200 * 1024 * 1024
"""Bytes that an office file may be when it is unpacked; nothing of it is unpacked here but its list of contents."""
LONGEST_LIST = 1024 * 1024
PIECES_AT_ONCE = 4
"""Pieces that are written in one transaction: half a second on a slow disk (D7)."""
_HEAD = 512
_SUSPECT = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
_LISTS = ("[Content_Types].xml", "mimetype")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that lies here whole, as `material.add` takes it."""

    file_name: str
    media_type: str
    size: int
    checksum: str

    def arguments(self) -> dict[str, Any]:
        return {"file_name": self.file_name, "media_type": self.media_type, "size": self.size,
                "checksum": self.checksum}


def take_in(desk: Desk, path: Path) -> TakenIn:
    """Read a file into the encrypted database. Nothing points at it yet; what nobody comes to point at is cleared.

    Raises Refusal for another kind of file, a large or an empty one, and where the disk is full; then nothing of it
    stays.
    """
    try:
        size = path.stat().st_size
        if not path.is_file() or not 0 < size <= LARGEST_MATERIAL:
            raise Refusal(too_large(), remedy="file")
        with path.open("rb") as file:
            kind = _kind(path, file, size)
            file.seek(0)
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            _keep(desk, file, checksum, size)
    except OSError as problem:
        raise Refusal(Text(
            "{file} cannot be read. Nothing was recorded. Choose another file.", file=path.name),
            remedy="file") from problem
    return TakenIn(path.name, kind, size, checksum)


def private_copy(desk: Desk, checksum: str, media_type: str) -> Path:
    """A copy to be opened by another program: for this user alone, and gone once the organisation is closed. What is
    changed in it stays nowhere. Raises Refusal for what is not here whole, and where the disk is full.
    """
    folder = desk.folder / OPENED_FOLDER
    make_private_folder(folder)
    path = folder / f"{secrets.token_hex(8)}.{ENDINGS[media_type]}"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            for data in _pieces(desk, checksum):
                file.write(data)
    except BaseException as problem:
        path.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise cannot_write(path, problem) from problem
        raise
    return path


def _kind(path: Path, file: IO[bytes], size: int) -> str:
    """Raises Refusal for what is not taken."""
    kind = kind_of_bytes(file.read(_HEAD))
    if kind == "zip":
        kind = _kind_of_office(path, size)
    if kind == "application/pdf" and _acts(file):
        kind = ""
    if not kind:
        raise Refusal(not_taken(), remedy="file")
    return kind


def _kind_of_office(path: Path, size: int) -> str:
    source = SourceFile(path.name, size, path)
    entries = {entry.filename: entry for entry in checked_entries(source, UNPACKED)}
    try:
        with source.archive() as archive:
            for name in _LISTS:
                if name in entries and entries[name].file_size <= LONGEST_LIST:
                    with archive.open(name) as part:
                        return kind_of_parts(entries.keys(), part.read(LONGEST_LIST))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise Refusal(not_taken(), remedy="file") from problem
    return ""


def _acts(file: IO[bytes]) -> bool:
    """Whether a PDF says that it does something, or carries other files."""
    file.seek(0)
    before = b""
    while data := file.read(CHUNK_BYTES):
        if any(word in before + data for word in _SUSPECT):
            return True
        before = data[-32:]
    return False


def _keep(desk: Desk, file: IO[bytes], checksum: str, size: int) -> None:
    try:
        with desk.database.writing() as connection:
            whole = contents.begin(connection, checksum, size)
            there = contents.numbers_here(connection, checksum)
        for at in range(0, whole.chunks, PIECES_AT_ONCE):
            numbers = range(at, min(at + PIECES_AT_ONCE, whole.chunks))
            pieces = [(number, file.read(CHUNK_BYTES)) for number in numbers]
            with desk.database.writing(bulk=True) as connection:
                for number, data in pieces:
                    if number not in there:
                        contents.put(connection, checksum, number, data)
        with desk.database.writing(bulk=True) as connection:
            fits = whole.is_whole or contents.finish(connection, checksum, SEND)
    except BaseException:
        _forget_part(desk, checksum)
        raise
    if not fits:
        raise Refusal(Text(
            "The file changed while it was read. Nothing was recorded. Choose it again."), remedy="file")


def _forget_part(desk: Desk, checksum: str) -> None:
    with desk.database.writing() as connection:
        there = contents.content(connection, checksum)
        if there is not None and not there.is_whole:
            contents.forget(connection, [checksum])


def _pieces(desk: Desk, checksum: str) -> Iterator[bytes]:
    with desk.database.reading() as connection:
        there = contents.content(connection, checksum)
        if there is None or not there.is_whole:
            raise contents.not_here()
        yield from contents.read_pieces(connection, there)
