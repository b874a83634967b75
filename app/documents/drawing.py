"""Vector drawings as form objects: drawn once, placed on every page of a batch.

Paths are made with ReportLab's path object; lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import cos, sin
from typing import NamedTuple

from reportlab.pdfgen.pathobject import PDFPathObject

from app.documents.pdf_file import PdfFile, stream


class Point(NamedTuple):
    x: float
    y: float


Curve = Callable[[float], Point]
"""From a parameter to a point; smooth."""


class Matrix(NamedTuple):
    """Where a form is put: the six numbers of a PDF transformation."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def turned(cls, angle: float, x: float = 0, y: float = 0, stretch: float = 1) -> Matrix:
        """Stretched along its own x axis, turned by `angle` (radians), then moved."""
        return cls(stretch * cos(angle), stretch * sin(angle), -sin(angle), cos(angle), x, y)


def curve_path(curve: Curve, start: float, end: float, pieces: int) -> str:
    """A smooth curve as so many cubic pieces, each with the right ends and slopes."""
    path = PDFPathObject()
    step = (end - start) / pieces
    path.moveTo(*_rounded(curve(start)))
    for number in range(pieces):
        here, there = start + number * step, start + (number + 1) * step
        first, second = _slope(curve, here, step), _slope(curve, there, step)
        from_, to = curve(here), curve(there)
        path.curveTo(
            *_rounded(Point(from_.x + first.x / 3, from_.y + first.y / 3)),
            *_rounded(Point(to.x - second.x / 3, to.y - second.y / 3)),
            *_rounded(to),
        )
    return str(path.getCode())


def ellipse_path(across: float, up: float) -> str:
    """An ellipse around the origin, by its half axes."""
    path = PDFPathObject()
    path.ellipse(-across, -up, 2 * across, 2 * up)
    path.close()
    return str(path.getCode())


def rectangle_path(x: float, y: float, width: float, height: float) -> str:
    path = PDFPathObject()
    path.rect(*_rounded(Point(x, y)), *_rounded(Point(width, height)))
    return str(path.getCode())


def repeated(operators: str, where: Iterable[Matrix]) -> str:
    """The same operators at each place. They are written out each time: repetition costs next to nothing deflated."""
    return "\n".join(f"q {' '.join(map(_short, at))} cm\n{operators}\nQ" for at in where)


def write_form(file: PdfFile, width: float, height: float, operators: str) -> int:
    """Write a form that draws within width and height from the origin."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]" % (width, height)
    return file.add(stream(entries, operators.encode("ascii"), level=9))


def _slope(curve: Curve, at: float, step: float) -> Point:
    """How far the curve goes in one step at the pace it has here."""
    small = step / 1000
    before, after = curve(at - small), curve(at + small)
    return Point((after.x - before.x) * 500, (after.y - before.y) * 500)


def _rounded(point: Point) -> tuple[float, float]:
    return round(point.x, 2), round(point.y, 2)


def _short(number: float) -> str:
    """A number as PDF knows it: never with an exponent."""
    return f"{number:.4f}".rstrip("0").rstrip(".")
