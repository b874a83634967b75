"""What goes over the line: JSON or msgpack, pressed together with zstd or not, and never larger than we can hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec
import zstandard

from app.server import problems
from app.sync.wire import JSON, MSGPACK, encode

LARGEST = 8 * 1024 * 1024
"""Bytes of a request, before and after it is unpacked."""
LARGEST_WINDOW = 8 * 1024 * 1024
LARGEST_OF_STRANGERS = 128 * 1024
"""Bytes that are taken apart before it is known who sends them: the objects in them are many times as large."""
WORTH_PRESSING = 512
M = TypeVar("M", bound=msgspec.Struct)


def read_body(
    raw: bytes, sort: type[M], content_type: str, content_encoding: str, let_in: Callable[[], object] = lambda: None
) -> M:
    """The message in a request. Raises Declined: 413 too large, 415 another form, 400 not readable.

    `let_in` asks who sends it, before anything large is taken apart.
    """
    form = content_type.partition(";")[0].strip().lower()
    if form not in (JSON, MSGPACK):
        raise problems.other_form()
    plain = _unpacked(raw, content_encoding.strip().lower())
    if len(plain) > LARGEST_OF_STRANGERS:
        let_in()
    try:
        message: M = _decoder(sort, form).decode(plain)
    except (msgspec.MsgspecError, ValueError, RecursionError) as unreadable:
        raise problems.malformed() from unreadable
    return message


def write_body(message: msgspec.Struct, accept: str, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
    """The answer in the form that was asked for, and its headers."""
    form = MSGPACK if MSGPACK in accept.lower() else JSON
    headers = {"Content-Type": form, "Vary": "Accept, Accept-Encoding"}
    plain = encode(message, form)
    if len(plain) < WORTH_PRESSING or not _takes_zstd(accept_encoding):
        return plain, headers
    return zstandard.ZstdCompressor().compress(plain), headers | {"Content-Encoding": "zstd"}


@cache
def _decoder(sort: type[msgspec.Struct], form: str) -> Any:
    return msgspec.json.Decoder(sort) if form == JSON else msgspec.msgpack.Decoder(sort)


def _unpacked(raw: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return raw
    if encoding != "zstd":
        raise problems.other_form()
    reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(io.BytesIO(raw))
    try:
        plain = reader.read(LARGEST + 1)
    except zstandard.ZstdError as damaged:
        raise problems.malformed() from damaged
    if len(plain) > LARGEST:
        raise problems.too_large()
    return plain


def _takes_zstd(accept_encoding: str) -> bool:
    for part in accept_encoding.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "zstd":
            return weight.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
