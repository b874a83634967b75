"""Text that must stay within its box: it shrinks a little, then wraps, then shrinks on. It is never cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.documents.fonts import measure

_BREAKS = re.compile(r"(?<=[ \-–/])")
"""Where a line may end: after a space, a hyphen, a dash or a slash."""

_MAY_END = "\0"


class Fitted(NamedTuple):
    """Lines at one size, in points."""

    size: float
    lines: tuple[str, ...]


def fit(
    face: str,
    text: str,
    size: float,
    width: float,
    most_lines: int,
    shrink: float,
    tracking: float = 0,
    also_after: str = "",
) -> Fitted:
    """Fit text into `width` points, at `size` points or smaller, on as few lines as possible.

    A line is added as long as the text would otherwise shrink below `shrink` (0.7: to 70 %). Lines are made
    about equally wide. Where even the last line does not help, the text gets as small as it must. `also_after` are
    further signs after which a line may end, for what has no spaces, such as an address.
    """
    pieces = _pieces(text, also_after)
    best = Fitted(0, ())
    for count in range(1, min(most_lines, len(pieces)) + 1):
        lines = _balanced(face, pieces, count)
        widest = max(line_width(face, line, 1, tracking / size) for line in lines)
        fitting = Fitted(min(size, width / widest if widest else size), lines)
        if fitting.size > best.size:
            best = fitting
        if best.size >= shrink * size:
            break
    return best


def filled(face: str, text: str, size: float, width: float) -> tuple[str, ...]:
    """Text at one size on as many lines of `width` points as it takes, each filled before the next begins.

    A word that is wider than that goes on on the next line.
    """
    most = int(width * 1000 / size)
    pieces = [part for piece in _pieces(text) for part in _within(face, piece, most)]
    return tuple(_filled(face, pieces, most)) if pieces else ("",)


def line_width(face: str, line: str, size: float, tracking: float) -> float:
    """The width of a line in points; tracking stands between signs, not after the last."""
    return measure(face, line).width / 1000 * size + tracking * (len(line) - 1)


def _pieces(text: str, also_after: str = "") -> list[str]:
    """What stays on one line."""
    single = " ".join(text.split())
    if also_after:
        single = re.sub(f"(?<=[{re.escape(also_after)}])(?=[^ ])", _MAY_END, single)
    return [piece for part in single.split(_MAY_END) for piece in _BREAKS.split(part) if piece]


def _within(face: str, piece: str, most: int) -> list[str]:
    """A piece, cut where it is wider than a line."""
    parts = [""]
    if _width(face, piece.rstrip()) <= most:
        return [piece]
    for sign in piece:
        if parts[-1] and _width(face, parts[-1] + sign) > most:
            parts.append("")
        parts[-1] += sign
    return parts


def _width(face: str, text: str) -> int:
    return measure(face, text).width


def _balanced(face: str, pieces: Sequence[str], count: int) -> tuple[str, ...]:
    """At most `count` lines of which the widest is as narrow as can be (found by halving)."""
    if count == 1:
        return ("".join(pieces),)
    low, high = max(_width(face, piece.rstrip()) for piece in pieces), _width(face, "".join(pieces))
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_filled(face, pieces, middle)) <= count else (middle + 1, high)
    return tuple(_filled(face, pieces, low))


def _filled(face: str, pieces: Sequence[str], width: int) -> list[str]:
    """Lines filled one after the other, none wider than `width` unless a single piece is."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = lines[-1] + piece
        if _width(face, longer.rstrip()) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [line.rstrip() for line in lines]
