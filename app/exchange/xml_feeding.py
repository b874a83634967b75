"""XML from outside, handed to the parser piece by piece, so that no single tag can grow without end."""

from __future__ import annotations

from typing import IO, Any

CHUNK = 256 * 1024
MAX_TAG_BYTES = 1024 * 1024
"""Bytes of one tag with its attributes, or of one comment; the parser holds that much at once before it tells us."""


class EndlessTag(Exception):
    """A tag or comment is longer than any real file has."""


def feed(parser: Any, stream: IO[bytes]) -> None:
    """Feed all of `stream` to an expat reader of `defusedxml`, and close it. Raises `EndlessTag`."""
    fed = 0
    while chunk := stream.read(CHUNK):
        parser.feed(chunk)
        fed += len(chunk)
        if fed - parser._parser.CurrentByteIndex > MAX_TAG_BYTES:
            raise EndlessTag
    parser.close()
