"""Files written so that a crash or a full disk leaves the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from pathlib import Path

from app.domain.errors import Refusal
from app.domain.text import Text

PRIVATE, SHARED = 0o600, 0o644
FORGOTTEN_AFTER = 3_600  # seconds without a change


def write_atomically(path: Path, data: bytes, private: bool = False) -> None:
    """Write to a temporary name in the same folder with the final rights, flush to disk, then replace."""
    try:
        _write(path, data, PRIVATE if private else SHARED)
    except OSError as problem:
        raise cannot_write(path, problem) from problem


def _write(path: Path, data: bytes, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def checksum_of(path: Path) -> str:
    """SHA-256 of what the file holds, in hex. Raises Refusal where it cannot be read."""
    import hashlib  # not before the first paint, which comes past this room

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise Refusal(Text(
            "{file} cannot be read. Nothing was recorded. Choose another file.", file=path.name)) from problem


def plain_text_of(path: Path, most: int) -> str:
    """The text in a file, as UTF-8 or as Windows writes it; `most` is how many bytes there may be. Raises Refusal."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as problem:
        raise Refusal(Text("The file {file} cannot be read. Nothing was changed.", file=path.name)) from problem
    if len(data) > most or b"\x00" in data:
        raise Refusal(Text(
            "{file} is no plain text, or is too long. Nothing was changed. Save it as plain text first.",
            file=path.name))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def flush_folder(folder: Path) -> None:
    """Let the name of a new file outlive a power cut too. Windows and some shares have no such step."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot_write(path: Path, problem: OSError) -> Refusal:
    """The refusal for a file that could not be written, by its cause."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refusal(
            Text(
                "The disk is full, so {file} was not written. Your data is as it was. Free some space and try again.",
                file=path.name,
            )
        )
    return Refusal(
        Text(
            "{file} could not be written here. Your data is as it was. "
            "Choose another folder, or ask for the right to write there.",
            file=path.name,
        )
    )


def make_private_folder(folder: Path) -> None:
    """Create a folder (and its parents) that only this user can enter."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def clear_forgotten(folder: Path, *patterns: str) -> None:
    """Remove the hidden working folders that a program which was killed left here: there may be names in them.

    Young ones are left alone: another program may be at work in them.
    """
    for pattern in patterns:
        for left in folder.glob(pattern):
            if left.stat().st_mtime < time.time() - FORGOTTEN_AFTER:
                shutil.rmtree(left, ignore_errors=True)
