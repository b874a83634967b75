"""The borders of certificates: a form as large as the page, written once for a whole batch.

The woven band is a guilloche: mirrored waves, shifted per colour. One period is drawn and repeated along the
sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, sin, tau

from app.documents.design import POINTS, Border, Design
from app.documents.drawing import (
    Curve,
    Matrix,
    Point,
    curve_path,
    ellipse_path,
    rectangle_path,
    repeated,
    write_form,
)
from app.documents.pdf_file import PdfFile
from app.documents.tagged import Ink

_FINE, _THIN, _FIRM = 0.35, 0.6, 1.1
"""Widths of lines, in points."""
_PERIOD = 8.6 * POINTS
_PIECES_PER_PERIOD = 6
_STRANDS = (1.0, 0.8, 0.6, 0.4)
"""How far each line of a strand swings, as a part of the widest."""
_PETALS = 20
_ROSETTE_TURNS = 48
_ROSETTE_REACH, _ROSETTE_WAIST = 0.4, 0.17
"""Half axes of the ellipses of the rosette, as parts of the height of the page."""


def write_border(file: PdfFile, design: Design) -> int:
    """Write the border of a design; the number of a form as large as the page."""
    width, height = design.width * POINTS, design.height * POINTS
    woven = _guilloche(design.border, width, height) if design.border.kind == "guilloche" else []
    return write_form(file, width, height, "\n".join([*woven, _lines(design.border, width, height)]))


def _guilloche(border: Border, width: float, height: float) -> list[str]:
    """The rosette behind the text, the bands, and over their ends the corners."""
    band = border.depth * POINTS
    edge, half = border.margin * POINTS + band / 2, band / 2
    corners = [Matrix.turned(0, x, y) for x in (edge, width - edge) for y in (edge, height - edge)]
    bands = repeated(_wave(border, band * 0.36), _along_the_sides(edge, half, width, height))
    return [_rosette(border, width, height), bands, repeated(_corner(border, half), corners)]


def _lines(border: Border, width: float, height: float) -> str:
    """A firm line outside the band and a fine one inside."""
    outer, inner = border.margin * POINTS, (border.margin + border.depth) * POINTS
    ink = Ink(border.line_ink).stroke
    return "\n".join(
        f"{ink} {thickness} w {rectangle_path(at, at, width - 2 * at, height - 2 * at)} S"
        for at, thickness in ((outer, _FIRM), (inner, _THIN))
    )


def _wave(border: Border, swing: float) -> str:
    """One period of the band, from x = 0 on the line y = 0: for each ink two mirrored strands, shifted per ink."""
    lines = []
    for number, ink in enumerate(border.wave_inks):
        shift = pi * number / len(border.wave_inks)
        swings = [sign * part * swing for part in _STRANDS for sign in (1, -1)]
        paths = [f"{curve_path(_sine(each, shift), 0, _PERIOD, _PIECES_PER_PERIOD)} S" for each in swings]
        lines += [f"{Ink(ink).stroke} {_FINE} w 1 J", *paths]
    return "\n".join(lines)


def _sine(swing: float, shift: float) -> Curve:
    return lambda x: Point(x, swing * sin(tau * x / _PERIOD + shift))


def _along_the_sides(edge: float, corner: float, width: float, height: float) -> Iterator[Matrix]:
    """Where the periods of the band stand; each is stretched a little so that a whole number fits on a side."""
    across, up = width - 2 * (edge + corner), height - 2 * (edge + corner)
    start = edge + corner
    for length, quarter, places in (
        (across, 0, lambda at: ((start + at, edge), (start + at, height - edge))),
        (up, 1, lambda at: ((edge, start + at), (width - edge, start + at))),
    ):
        count = round(length / _PERIOD)
        for number in range(count):
            for x, y in places(number * length / count):
                yield Matrix.turned(quarter * pi / 2, x, y, length / count / _PERIOD)


def _corner(border: Border, half: float) -> str:
    """A flower of narrow ellipses on a white square, around the origin."""
    square = rectangle_path(-half, -half, 2 * half, 2 * half)
    petal = f"{ellipse_path(half * 0.8, half * 0.3)} S"
    petals = repeated(petal, (Matrix.turned(turn * pi / _PETALS) for turn in range(_PETALS)))
    return (
        f"1 g {square} f {Ink(border.line_ink).stroke} {_THIN} w {square} S\n"
        f"{Ink(border.wave_inks[0]).stroke} {_FINE} w\n{petals}"
    )


def _rosette(border: Border, width: float, height: float) -> str:
    """An ellipse turned about the middle of the page again and again."""
    turns = (Matrix.turned(turn * pi / _ROSETTE_TURNS, width / 2, height / 2) for turn in range(_ROSETTE_TURNS))
    ellipse = f"{ellipse_path(height * _ROSETTE_REACH, height * _ROSETTE_WAIST)} S"
    return f"{Ink(border.rosette_ink).stroke} {_FINE} w\n{repeated(ellipse, turns)}"
