"""The single statements in a JSON file of any size: JSON lines, an array, {"statements": [...]}, or one statement.

Files are read in pieces and each statement is handed on as bytes, so memory does not grow with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

import msgspec

MAX_STATEMENT_LENGTH = 1024 * 1024
"""Bytes of one statement; real ones have a few thousand."""
_CHUNK = 1024 * 1024
_BOM = b"\xef\xbb\xbf"

# Everything up to the next bracket, with strings taken whole (an escaped quote does not end one).
_TO_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+', re.DOTALL)
_BOUNDARY = re.compile(rb"\}\s*,\s*\{", re.ASCII)
_TRIES = 20
_LINES_TRIED = 10
# {"more": "", "statements": [  with only simple values before the list.
_WRAPPER = re.compile(rb'\s*\{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,)*\s*"statements"\s*:\s*\[', re.ASCII)
_ARRAY = re.compile(rb"\s*\[", re.ASCII)


class TooLong(Exception):
    """A statement is longer than `MAX_STATEMENT_LENGTH`; carries its number."""


class CutOff(Exception):
    """The file ends, or stops being JSON, within or after statement `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def are_lines(head: bytes) -> bool:
    """Whether a file that begins with `head` has one statement per line: one of the first lines is a whole object."""
    begin = head.removeprefix(_BOM).lstrip()
    if begin.startswith(b"[") or _WRAPPER.match(begin):
        return False
    return any(_is_object(line) for line in begin.split(b"\n", _LINES_TRIED)[:_LINES_TRIED])


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line, type=dict[str, msgspec.Raw]), dict)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Line number and bytes of every line that is not blank. A line that is too long is empty bytes."""
    number = 0
    while line := stream.readline(MAX_STATEMENT_LENGTH + 1):
        number += 1
        if len(line) > MAX_STATEMENT_LENGTH:
            _skip_rest_of_line(stream)
            yield number, b""
        elif not line.isspace():
            yield number, line.removeprefix(_BOM) if number == 1 else line


def _skip_rest_of_line(stream: IO[bytes]) -> None:
    while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


def values(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number (from 1) and bytes of each statement in an array, a wrapper, or a row of objects.

    Raises `CutOff` where the file stops being that, and `TooLong`.
    """
    splitter = _Splitter(stream)
    yield from splitter.values()


class _Splitter:
    """Finds where objects begin and end by counting brackets outside strings."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = stream.read(_CHUNK).removeprefix(_BOM)
        self._at = 0
        self._slow_until = 0
        self._number = 0

    def values(self) -> Iterator[tuple[int, bytes]]:
        opening = _WRAPPER.match(self._buffer) or _ARRAY.match(self._buffer)
        self._at = opening.end() if opening else 0
        while self._goes_on(in_array=bool(opening)):
            for found in self._many() if opening else ():
                self._number += 1
                yield self._number, bytes(found)
            if self._goes_on(in_array=bool(opening)):
                self._number += 1
                yield self._number, self._object()

    def _many(self) -> list[msgspec.Raw]:
        """All objects that end before the last boundary in this piece, found at once by the decoder.

        A boundary may lie within an object; the decoder then refuses and an earlier one is tried. In a piece that
        it refuses altogether the objects are found by counting brackets.
        """
        if self._slow_until > self._at:
            return []
        for end in islice(self._boundaries(), _TRIES):
            try:
                found = msgspec.json.decode(b"[%b]" % self._buffer[self._at : end + 1], type=list[msgspec.Raw])
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue
            self._at = end + 1
            return found
        self._slow_until = len(self._buffer)
        return []

    def _boundaries(self) -> Iterator[int]:
        """Where an object ends and another begins, from the end of the piece backwards."""
        end = len(self._buffer)
        while (end := self._buffer.rfind(b"}", self._at, end)) >= 0:
            if _BOUNDARY.match(self._buffer, end):
                yield end

    def _goes_on(self, *, in_array: bool) -> bool:
        """Move to the next object; false at the end of the array or file."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in b" \t\r\n,":
                self._at += 1
            if self._at < len(self._buffer):
                break
            if not self._more():
                if in_array:
                    raise CutOff(self._number)
                return False
        if self._buffer[self._at] == 0x7B:
            return True
        if in_array and self._buffer[self._at] == 0x5D:
            return False
        raise CutOff(self._number)

    def _object(self) -> bytes:
        """The bytes of the object that begins here."""
        begin, depth, at = self._at, 0, self._at
        while True:
            found = _TO_BRACKET.match(self._buffer, at)
            at = found.end() if found else at
            if at < len(self._buffer) and self._buffer[at] != 0x22:
                depth += 1 if self._buffer[at] in b"{[" else -1
                at += 1
                if not depth:
                    self._at = at
                    return self._buffer[begin:at]
                continue
            # The piece ends here, perhaps within a string: go on from the last bracket with a longer piece.
            if len(self._buffer) - begin > MAX_STATEMENT_LENGTH:
                raise TooLong(self._number)
            rest = at - begin
            self._at = begin
            if not self._more():
                raise CutOff(self._number)
            begin, at = self._at, self._at + rest

    def _more(self) -> bool:
        """Read another piece behind what is not used yet."""
        piece = self._stream.read(_CHUNK)
        self._buffer = self._buffer[self._at :] + piece
        self._slow_until = max(0, self._slow_until - self._at)
        self._at = 0
        return bool(piece)
