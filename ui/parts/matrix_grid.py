"""Where everything in a matrix stands: frozen columns, titles, cells. Geometry only, nothing is painted here.

Every measure is a multiple of four, so that the edges of the cells fall on whole device pixels at 125, 150,
175 and 200 % and the tiles stay crisp.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics

STEP = 4
AIR = 8
NARROWEST, WIDEST_SLANTED, WIDEST = 24, 48, 72
"""A cell is not narrower; under slanted titles not wider than the second, under level ones than the third."""
LOWEST_ROW = 24
LOWEST_HEAD, TALLEST_HEAD = 56, 144
BADGE, BADGE_PITCH = 16, 18
"""A sign in a frozen column, and from one to the next."""
ARROW = 12
"""Height kept free between a title and its column for the arrow of the order."""
SLANT = math.radians(52)
HEADER = -1
"""The row number of the titles."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A frozen column at the left; the first one gives way where room is short.

    `samples` are its longest texts. A column with a `tone` shows a sign in that tone for every letter of its text.
    """

    title: str
    hint: str
    samples: tuple[str, ...]
    right: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The measures of one matrix at one width. Columns count from the first frozen one, rows from 0.

    `overhang` is the room that slanted titles need to the right of the last column.
    """

    rows: int
    lead_edges: tuple[int, ...]
    columns: int
    pitch: int
    row_height: int
    head: int
    slanted: bool
    overhang: int = 0

    @property
    def lead_count(self) -> int:
        return len(self.lead_edges) - 1

    @property
    def lead_width(self) -> int:
        return self.lead_edges[-1]

    @property
    def lean(self) -> int:
        """How far the longest slanted title leans out to the right of its own column."""
        return round(self.head / math.tan(SLANT)) if self.slanted else 0

    @property
    def size(self) -> QSize:
        """Of all cells, without the frozen columns and the titles."""
        return QSize(self.columns * self.pitch + self.overhang, self.rows * self.row_height)

    def row_at(self, y: int, top: int) -> int | None:
        """The row at this height of the viewport scrolled to `top`: HEADER, a row, or None below the last."""
        if y < self.head:
            return HEADER
        row = (y - self.head + top) // self.row_height
        return row if row < self.rows else None

    def column_at(self, point: QPoint, left: int) -> int | None:
        """The column under a point of the viewport scrolled to `left`, or None right of the last."""
        if point.x() < self.lead_width:
            return next(index for index, edge in enumerate(self.lead_edges[1:]) if point.x() < edge)
        x = point.x() - self.lead_width + left
        if self.slanted and point.y() < self.head - ARROW:
            x -= round((self.head - ARROW - point.y()) / math.tan(SLANT))
        column = x // self.pitch
        return column + self.lead_count if 0 <= column < self.columns else None

    def row_band(self, row: int, top: int, width: int) -> QRect:
        """The whole of a row, frozen columns included."""
        return QRect(0, self.row_top(row, top), width, self.row_height)

    def row_top(self, row: int, top: int) -> int:
        return 0 if row == HEADER else self.head + row * self.row_height - top

    def column_left(self, column: int, left: int) -> int:
        if column < self.lead_count:
            return self.lead_edges[column]
        return self.lead_width + (column - self.lead_count) * self.pitch - left

    def column_width(self, column: int) -> int:
        if column < self.lead_count:
            return self.lead_edges[column + 1] - self.lead_edges[column]
        return self.pitch

    def cell(self, row: int, column: int, top: int, left: int) -> QRect:
        height = self.head if row == HEADER else self.row_height
        x, y = self.column_left(column, left), self.row_top(row, top)
        return QRect(x, y, self.column_width(column), height)

    def column_band(self, column: int, left: int, height: int) -> QRect:
        """The whole of a column with its title, which may lean out to the right."""
        more = self.lean if column >= self.lead_count else 0
        return QRect(self.column_left(column, left), 0, self.column_width(column) + more, height)


def stepped(measure: float) -> int:
    """The next multiple of STEP."""
    return math.ceil(measure / STEP) * STEP


def fitted(
    leads: Sequence[Lead], titles: Sequence[str], rows: int, view: QSize, metrics: QFontMetrics,
    small: QFontMetrics,
) -> Grid:
    """The grid for a viewport of this size: level titles in two lines where they fit, else slanted ones."""
    edges = _lead_edges(leads, view.width(), metrics, small)
    free = view.width() - edges[-1]
    row_height = max(LOWEST_ROW, stepped(metrics.height() + 6))
    pitch = max(NARROWEST, min(WIDEST, free // max(len(titles), 1) // STEP * STEP))
    if all(len(two_lines(title, small, pitch - 4)) < 3 for title in titles):
        head = stepped(2 * small.height() + ARROW + 4)
        return Grid(rows, edges, len(titles), pitch, row_height, head, slanted=False)
    lengths = [small.horizontalAdvance(title) for title in titles]
    head = slanted_head(max(lengths, default=0), small.height(), view.height())
    room = slanted_room(head, small.height())
    leans = [math.ceil(min(length, room) * math.cos(SLANT)) + small.height() for length in lengths]
    pitch, overhang = _slanted_pitch(leans, free)
    return Grid(rows, edges, len(titles), pitch, row_height, head, slanted=True, overhang=overhang)


def _slanted_pitch(leans: Sequence[int], free: int) -> tuple[int, int]:
    """The widest pitch at which all columns and what leans out behind the last fit, and that overhang."""
    for pitch in range(WIDEST_SLANTED, NARROWEST, -STEP):
        overhang = _overhang(leans, pitch)
        if len(leans) * pitch + overhang <= free:
            return pitch, overhang
    return NARROWEST, _overhang(leans, NARROWEST)


def _overhang(leans: Sequence[int], pitch: int) -> int:
    """How far the titles lean out beyond the last column."""
    last = len(leans) - 1
    return max(0, *(lean - pitch // 2 - (last - index) * pitch for index, lean in enumerate(leans)), 0)


def slanted_head(longest: int, text_height: int, view_height: int) -> int:
    """The height of the titles when the longest is so many pixels long; in a low window a third of it."""
    needed = longest * math.sin(SLANT) + text_height * math.cos(SLANT) + ARROW + 4
    return stepped(max(min(needed, TALLEST_HEAD, view_height / 3), LOWEST_HEAD))


def slanted_room(head: int, text_height: int) -> int:
    """How long a slanted title may be under this head."""
    return int((head - ARROW - 4 - text_height * math.cos(SLANT)) / math.sin(SLANT))


def two_lines(title: str, metrics: QFontMetrics, width: int) -> list[str]:
    """The title broken between words; more than two lines, or a word that is too wide, gives three."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    too_wide = any(metrics.horizontalAdvance(line) > width for line in lines)
    return ["", "", ""] if too_wide else lines


def _lead_edges(
    leads: Sequence[Lead], width: int, metrics: QFontMetrics, small: QFontMetrics,
) -> tuple[int, ...]:
    wanted = [
        stepped(max(_widest(lead, metrics), small.horizontalAdvance(lead.title) + ARROW) + 2 * AIR)
        for lead in leads
    ]
    if wanted:
        others = sum(wanted[1:])
        wanted[0] = min(wanted[0], max(96, stepped(width * 0.46) - others))
    edges = [0]
    for one in wanted:
        edges.append(edges[-1] + one)
    return tuple(edges)


def _widest(lead: Lead, metrics: QFontMetrics) -> int:
    if lead.tone:
        return max((len(sample) for sample in lead.samples), default=1) * BADGE_PITCH - (BADGE_PITCH - BADGE)
    return max((metrics.horizontalAdvance(sample) for sample in lead.samples), default=0)
