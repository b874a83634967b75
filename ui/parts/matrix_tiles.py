"""The pictures a matrix is put together from: one small tile per kind of cell, one strip with all the titles.

Signs are drawn, not typed, so that they look the same with every font.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.parts.matrix_grid import ARROW, BADGE, SLANT, Grid, slanted_room, two_lines

CHECK, CALL, DOT, DOWN, RING, GLASS, NO_SIGN = "check", "call", "dot", "down", "ring", "glass", ""
CALLS, BEHIND, UNSEEN, LATE = "!", "↓", "○", "⧗"
"""The letters under which a frozen column asks for its signs."""
_OF_LETTER = {CALLS: CALL, BEHIND: DOWN, UNSEEN: RING, LATE: GLASS}
INSET = 2
"""Free pixels at each side of a cell: the light between the tiles."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell: the word for it, its sign, its ground and the ink of the sign."""

    word: str
    sign: str
    ground: QColor
    ink: QColor


def tile(kind: Kind, size: QSize, ratio: float, around: QColor) -> QPixmap:
    """The picture of one cell on its ground, for a screen with `ratio` device pixels per pixel.

    It has no transparency: that costs half as much again to draw.
    """
    picture = _empty(size, ratio, around)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = round(INSET * ratio) / ratio
    paint_cell(painter, kind, QRectF(inset, inset, size.width() - 2 * inset, size.height() - 2 * inset))
    painter.end()
    return picture


def badge(letter: str, ink: QColor, ground: QColor, ratio: float) -> QPixmap:
    """The small sign in a frozen column that asks for attention; `letter` tells which."""
    picture = _empty(QSize(BADGE, BADGE), ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, BADGE, BADGE), 4, 4)
    paint_sign(painter, _OF_LETTER[letter], QPointF(BADGE / 2, BADGE / 2), 20, ink)
    painter.end()
    return picture


def paint_cell(painter: QPainter, kind: Kind, box: QRectF) -> None:
    """A rounded cell with its sign in the middle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(kind.ground)
    painter.drawRoundedRect(box, 4, 4)
    paint_sign(painter, kind.sign, box.center(), min(box.height(), 24.0), kind.ink)


def paint_sign(painter: QPainter, sign: str, centre: QPointF, height: float, ink: QColor) -> None:
    """The sign alone; `height` is that of the cell around it."""
    unit = height / 20
    pen = QPen(ink, 1.7 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign == CHECK:
        path = QPainterPath(centre + QPointF(-3.6, 0.4) * unit)
        path.lineTo(centre + QPointF(-1.1, 2.9) * unit)
        path.lineTo(centre + QPointF(3.8, -2.9) * unit)
        painter.drawPath(path)
    elif sign == CALL:
        painter.drawLine(centre + QPointF(0, -4.2) * unit, centre + QPointF(0, 0.8) * unit)
        painter.drawPoint(centre + QPointF(0, 4.0) * unit)
    elif sign == DOWN:
        painter.drawLine(centre + QPointF(0, -4.2) * unit, centre + QPointF(0, 4.0) * unit)
        path = QPainterPath(centre + QPointF(-3.0, 1.0) * unit)
        path.lineTo(centre + QPointF(0, 4.0) * unit)
        path.lineTo(centre + QPointF(3.0, 1.0) * unit)
        painter.drawPath(path)
    elif sign == RING:
        painter.drawEllipse(centre, 3.4 * unit, 3.4 * unit)
    elif sign == GLASS:
        path = QPainterPath(centre + QPointF(-3.0, -4.0) * unit)
        for x, y in ((3.0, -4.0), (-3.0, 4.0), (3.0, 4.0), (-3.0, -4.0)):
            path.lineTo(centre + QPointF(x, y) * unit)
        painter.drawPath(path)
    elif sign == DOT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(centre, 2.1 * unit, 2.1 * unit)


def titles_strip(widget: QWidget, grid: Grid, titles: Sequence[str], font: QFont, ink: QColor) -> QPixmap:
    """All titles side by side on a transparent ground, as wide as the cells and the overhang."""
    picture = _empty(QSize(max(grid.size.width(), 1), grid.head), widget.devicePixelRatioF())
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(ink)
    for column, title in enumerate(titles):
        paint_title(painter, grid, title, column * grid.pitch)
    painter.end()
    return picture


def paint_title(painter: QPainter, grid: Grid, title: str, left: int) -> None:
    """One title above the column that begins at `left`, with the painter's font and pen."""
    metrics = QFontMetrics(painter.font())
    if grid.slanted:
        _paint_slanted(painter, grid, title, left, metrics)
    else:
        lines = "\n".join(two_lines(title, metrics, grid.pitch - 4)[:2])
        box = QRect(left, 0, grid.pitch, grid.head - ARROW)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, lines)


def _paint_slanted(painter: QPainter, grid: Grid, title: str, left: int, metrics: QFontMetrics) -> None:
    room = slanted_room(grid.head, metrics.height())
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.save()
    painter.translate(left + grid.pitch / 2, grid.head - ARROW)
    painter.rotate(-math.degrees(SLANT))
    painter.drawText(QPointF(0, metrics.ascent() / 2 - metrics.descent() / 2), shown)
    painter.restore()


def title_band(grid: Grid, left: int) -> QPainterPath:
    """The ground of one title; that of a slanted one leans with it."""
    base = grid.head - ARROW
    lean = base / math.tan(SLANT) if grid.slanted else 0
    corners = (
        (left, base), (left + lean, 0), (left + lean + grid.pitch, 0), (left + grid.pitch, base),
        (left + grid.pitch, grid.head),
    )
    path = QPainterPath(QPointF(left, grid.head))
    for x, y in corners:
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def paint_arrow(painter: QPainter, centre: QPointF, down: bool, ink: QColor) -> None:
    """The small triangle that tells by which column the rows are ordered."""
    tip, base = (2.5, -2.5) if down else (-2.5, 2.5)
    path = QPainterPath(centre + QPointF(0, tip))
    path.lineTo(centre + QPointF(-4, base))
    path.lineTo(centre + QPointF(4, base))
    path.closeSubpath()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, ink)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of one colour over the other."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(first * share + second * (1 - share)) for first, second in pairs))


def _empty(size: QSize, ratio: float, ground: QColor | None = None) -> QPixmap:
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground or Qt.GlobalColor.transparent)
    return picture
