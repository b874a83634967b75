"""One file to read: on disk, inside a ZIP, or in memory. Nothing is ever written or unpacked to disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from app.domain.errors import Refusal
from app.domain.text import Text

MEGABYTE = 1024 * 1024
MAX_ROSTER_BYTES = 100 * MEGABYTE
"""Largest file with people in it; the EDEXML of the largest organisation in the country is about 20 MB."""
MAX_STATEMENT_BYTES = 2048 * MEGABYTE
"""Largest file with results; these are read piece by piece."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file by its name (no folder) and its size in bytes; `line` in a note counts within it.

    Exactly one of `path` and `data` is given. With `member` they are a ZIP, and the file is that entry of it.
    """

    name: str
    size: int
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    member: str | None = None

    @classmethod
    def on_disk(cls, path: Path) -> SourceFile:
        """The file at `path`. Raises `Refusal` when it is not there or may not be read."""
        try:
            return cls(path.name, path.stat().st_size, path=path)
        except OSError as error:
            raise _unreachable(path.name) from error

    @classmethod
    def in_memory(cls, name: str, data: bytes) -> SourceFile:
        return cls(name, len(data), data=data)

    @contextmanager
    def reading(self) -> Iterator[IO[bytes]]:
        """The bytes, from the start. What goes wrong with disk or ZIP meanwhile becomes a `Refusal`."""
        try:
            with self._opened() as stream:
                yield stream
        except OSError as error:
            raise _unreachable(self.name) from error
        except (BadZipFile, zlib.error, EOFError) as error:
            raise damaged_archive(self.name) from error

    def _opened(self) -> IO[bytes]:
        try:
            return self._open()
        except (NotImplementedError, RuntimeError, KeyError) as error:
            # zipfile: a way of packing that it does not know, a password, an entry that is not there.
            raise damaged_archive(self.name) from error

    def _open(self) -> IO[bytes]:
        if self.member is None:
            return BytesIO(self.data) if self.data is not None else self._path.open("rb")
        with self.archive() as archive:
            return archive.open(self.member)

    def archive(self) -> ZipFile:
        """The ZIP itself."""
        return ZipFile(BytesIO(self.data)) if self.data is not None else ZipFile(self._path)

    @property
    def _path(self) -> Path:
        assert self.path is not None
        return self.path

    def head(self, size: int) -> bytes:
        """The first `size` bytes."""
        with self.reading() as stream:
            return stream.read(size)

    def content(self) -> bytes:
        """All bytes; call `refuse_if_larger` first."""
        with self.reading() as stream:
            return stream.read()

    def refuse_if_larger(self, limit: int) -> None:
        """Raise `Refusal` with size and limit, before anything is read."""
        if self.size > limit:
            raise refused(
                self.name,
                Text(
                    "{file} is {size} MB. The largest file that can be read here is {limit} MB.",
                    file=self.name,
                    size=-(-self.size // MEGABYTE),
                    limit=limit // MEGABYTE,
                ),
                Text("Ask for an export of one {organisation} and one period, or split the file."),
            )


def refused(file: str, *reasons: Text) -> Refusal:
    """The refusal of a whole file: the reasons, and that nothing of it was taken."""
    return Refusal(*reasons, Text("Nothing was read from {file}. Your data is unchanged.", file=file))


def refused_empty(file: str) -> Refusal:
    return refused(file, Text("{file} is empty.", file=file), Text("Choose another file."))


def damaged_archive(file: str) -> Refusal:
    return refused(
        file,
        Text("{file} is a ZIP file that is damaged or protected with a password.", file=file),
        Text("Make the ZIP file again without a password, or choose the files in it one by one."),
    )


def _unreachable(file: str) -> Refusal:
    return refused(
        file,
        Text("{file} cannot be opened.", file=file),
        Text("Check that the file is still there, that you may read it and that no other program holds it."),
    )
