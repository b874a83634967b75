"""Paints a matrix: bands, tiles, frozen columns, titles and the ring around the current cell.

Calls from Python into Qt are the budget: a cell costs one `drawPixmap`, a text one `drawStaticText`, all the
titles together one picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QWidget

from ui.parts.matrix_grid import AIR, ARROW, BADGE, BADGE_PITCH, HEADER, Grid, Lead
from ui.parts.matrix_tiles import (
    Kind,
    badge,
    paint_arrow,
    paint_title,
    tile,
    title_band,
    titles_strip,
)
from ui.theme.fonts import sized
from ui.theme.tokens import tokens

MOST_TEXTS = 4000
"""Laid out texts are kept up to this number and then made anew."""


class MatrixSource(Protocol):
    """What a matrix shows. Rows have the source's own numbers; columns count from the first frozen one."""

    leads: Sequence[Lead]
    titles: Sequence[str]
    kinds: Sequence[Kind]

    def lead(self, row: int) -> Sequence[str]:
        """The texts of the frozen columns."""

    def tiles(self, row: int) -> bytes:
        """One byte per title: the number of its kind."""

    def spoken(self, row: int, column: int) -> str:
        """The cell as a sentence, for who does not see it; HEADER for a title."""

    def hint(self, row: int, column: int) -> str:
        """What the pointer is told about a cell; '' for nothing. HEADER for a title."""


@dataclass(slots=True)
class Scene:
    """What is to be painted: which rows in which order, scrolled how far, and what is pointed at.

    Positions count from the top of the order: `cursor` and `hovered` are (position, column), `marked` is that
    of the chosen row.
    """

    source: MatrixSource
    grid: Grid
    order: Sequence[int] = ()
    top: int = 0
    left: int = 0
    cursor: tuple[int, int] | None = None
    hovered: tuple[int | None, int | None] = (None, None)
    marked: int | None = None
    ordered_by: int | None = None
    downward: bool = False
    has_focus: bool = False


@dataclass(slots=True)
class _Fonts:
    normal: QFont
    bold: QFont
    small_bold: QFont


@dataclass(slots=True)
class MatrixPicture:
    """Keeps the tiles, the titles and the laid out texts between two frames."""

    widget: QWidget
    ratio: float = 0.0
    tiles: list[QPixmap] = field(default_factory=list)
    badges: dict[tuple[str, str], QPixmap] = field(default_factory=dict)
    strip: QPixmap = field(default_factory=QPixmap)
    texts: dict[tuple[str, int, bool], QStaticText] = field(default_factory=dict)
    fonts: _Fonts = field(init=False)

    def __post_init__(self) -> None:
        self.fonts = fonts_of(self.widget)

    def forget(self) -> None:
        """Make everything anew at the next frame: other measures, titles, fonts or colours."""
        self.ratio = 0.0

    def paint(self, painter: QPainter, area: QRect, scene: Scene) -> None:
        """Paint what lies inside `area` of the viewport."""
        self._prepare(scene)
        grid = scene.grid
        painter.setClipRect(area)
        painter.fillRect(area, tokens().surface)
        self._paint_mark(painter, scene)
        cells = area & QRect(QPoint(grid.lead_width, grid.head), area.bottomRight())
        if not cells.isEmpty():
            painter.setClipRect(cells)
            self._paint_cells(painter, cells, scene)
        head = area & QRect(grid.lead_width, 0, max(area.right() + 1 - grid.lead_width, 0), grid.head)
        if not head.isEmpty():
            painter.setClipRect(head)
            self._paint_titles(painter, scene)
        if area.left() < grid.lead_width:
            self._paint_leads(painter, area, scene)
        painter.setClipRect(area)
        self._paint_hovered(painter, area, scene)
        self._paint_ring(painter, area, scene)

    def _prepare(self, scene: Scene) -> None:
        ratio = self.widget.devicePixelRatioF()
        if ratio == self.ratio:
            return
        self.ratio = ratio
        self.texts.clear()
        size = QSize(scene.grid.pitch, scene.grid.row_height)
        self.tiles = [tile(kind, size, ratio, tokens().surface) for kind in scene.source.kinds]
        asked = {(lead.tone, letter) for lead in scene.source.leads if lead.tone
                 for sample in lead.samples for letter in sample}
        self.badges = {(tone, letter): badge(letter, *tokens().tone(tone), ratio) for tone, letter in asked}
        self.fonts = fonts_of(self.widget)
        self.strip = titles_strip(
            self.widget, scene.grid, scene.source.titles, self.fonts.small_bold, tokens().muted,
        )

    def _paint_mark(self, painter: QPainter, scene: Scene) -> None:
        """The ground of the chosen row, under its name."""
        if scene.marked is not None:
            band = scene.grid.row_band(scene.marked, scene.top, scene.grid.lead_width)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().selected)
            painter.drawRoundedRect(QRectF(band).adjusted(0, 1, -4, -1), 4, 4)

    def _paint_hovered(self, painter: QPainter, area: QRect, scene: Scene) -> None:
        """A breath of shade over the row and the column under the pointer."""
        grid, (row, column) = scene.grid, scene.hovered
        below = QRect(0, grid.head, area.right() + 1, len(scene.order) * grid.row_height - scene.top)
        if row is not None and row != HEADER:
            width = grid.lead_width + min(grid.columns * grid.pitch - scene.left, area.right())
            painter.fillRect(grid.row_band(row, scene.top, width) & below, _shade())
        if column is not None and column >= grid.lead_count:
            left = grid.column_left(column, scene.left)
            painter.setClipRect(area & QRect(grid.lead_width, 0, area.right() + 1, area.bottom() + 1))
            painter.fillRect(QRect(left, grid.head, grid.pitch, below.height()), _shade())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(title_band(grid, left), _shade())

    def _paint_cells(self, painter: QPainter, area: QRect, scene: Scene) -> None:
        grid, source, order = scene.grid, scene.source, scene.order
        first = max((area.left() - grid.lead_width + scene.left) // grid.pitch, 0)
        last = (area.right() - grid.lead_width + scene.left) // grid.pitch + 1
        places = [grid.lead_width + column * grid.pitch - scene.left for column in range(first, last)]
        draw, tiles = painter.drawPixmap, self.tiles
        for position in self._rows(area, scene):
            y = grid.row_top(position, scene.top)
            for x, kind in zip(places, source.tiles(order[position])[first:last], strict=False):
                draw(x, y, tiles[kind])

    def _rows(self, area: QRect, scene: Scene) -> range:
        grid = scene.grid
        first = max((area.top() - grid.head + scene.top) // grid.row_height, 0)
        last = (area.bottom() - grid.head + scene.top) // grid.row_height + 1
        return range(first, min(last, len(scene.order)))

    def _paint_titles(self, painter: QPainter, scene: Scene) -> None:
        grid = scene.grid
        painter.drawPixmap(grid.lead_width - scene.left, 0, self.strip)
        column = scene.hovered[1]
        if column is not None and column >= grid.lead_count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.fonts.small_bold)
            painter.setPen(tokens().text)
            title = scene.source.titles[column - grid.lead_count]
            paint_title(painter, grid, title, grid.column_left(column, scene.left))
        if scene.ordered_by is not None and scene.ordered_by >= grid.lead_count:
            middle = grid.column_left(scene.ordered_by, scene.left) + grid.pitch / 2
            paint_arrow(painter, QPointF(middle, grid.head - ARROW / 2), scene.downward, tokens().accent)

    def _paint_leads(self, painter: QPainter, area: QRect, scene: Scene) -> None:
        grid = scene.grid
        painter.setClipRect(area & QRect(0, grid.head, grid.lead_width, area.bottom() + 1))
        for position in self._rows(area, scene):
            y = grid.row_top(position, scene.top)
            for column, text in enumerate(scene.source.lead(scene.order[position])):
                self._paint_lead(painter, scene, column, text, y, chosen=position == scene.marked)
        painter.setClipRect(area & QRect(0, 0, grid.lead_width, grid.head))
        for column, lead in enumerate(scene.source.leads):
            self._paint_lead_title(painter, scene, column, lead)

    def _paint_lead(
        self, painter: QPainter, scene: Scene, column: int, text: str, y: int, chosen: bool,
    ) -> None:
        if not text:
            return
        grid, lead = scene.grid, scene.source.leads[column]
        left, width = grid.lead_edges[column], grid.column_width(column)
        if lead.tone:
            self._paint_badges(painter, lead.tone, text, left + width // 2, y + (grid.row_height - BADGE) // 2)
            return
        strong = chosen and column == 0
        painter.setFont(self.fonts.bold if strong else self.fonts.normal)
        painter.setPen(tokens().text if column == 0 else tokens().muted)
        laid = self._laid(text, width - 2 * AIR, strong)
        x = left + width - AIR - laid.size().width() if lead.right else left + AIR
        painter.drawStaticText(round(x), y + (grid.row_height - round(laid.size().height())) // 2, laid)

    def _paint_badges(self, painter: QPainter, tone: str, letters: str, middle: int, y: int) -> None:
        left = middle - (len(letters) * BADGE_PITCH - (BADGE_PITCH - BADGE)) // 2
        for number, letter in enumerate(letters):
            painter.drawPixmap(left + number * BADGE_PITCH, y, self.badges[tone, letter])

    def _laid(self, text: str, room: int, strong: bool) -> QStaticText:
        laid = self.texts.get((text, room, strong))
        if laid is None:
            if len(self.texts) > MOST_TEXTS:
                self.texts.clear()
            font = self.fonts.bold if strong else self.fonts.normal
            laid = QStaticText(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room))
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.prepare(font=font)
            self.texts[text, room, strong] = laid
        return laid

    def _paint_lead_title(self, painter: QPainter, scene: Scene, column: int, lead: Lead) -> None:
        grid = scene.grid
        painter.setFont(self.fonts.small_bold)
        painter.setPen(tokens().text if scene.hovered[1] == column else tokens().muted)
        side = Qt.AlignmentFlag.AlignRight if lead.right else Qt.AlignmentFlag.AlignLeft
        if lead.tone:
            side = Qt.AlignmentFlag.AlignHCenter
        air = 0 if lead.tone else AIR
        box = grid.cell(HEADER, column, 0, 0).adjusted(air, 0, -air, -4)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignBottom, lead.title)
        if scene.ordered_by == column:
            self._paint_lead_arrow(painter, box, lead, scene.downward)

    def _paint_lead_arrow(self, painter: QPainter, box: QRect, lead: Lead, down: bool) -> None:
        metrics = QFontMetrics(self.fonts.small_bold)
        width = metrics.horizontalAdvance(lead.title) + ARROW / 2 + 2
        x = box.right() - width if lead.right else box.left() + width
        x = box.center().x() if lead.tone else x
        y = box.bottom() - (metrics.height() + 6 if lead.tone else metrics.height() / 2 - 1)
        paint_arrow(painter, QPointF(x, y), down, tokens().accent)

    def _paint_ring(self, painter: QPainter, area: QRect, scene: Scene) -> None:
        """Around the current cell, while the keyboard is here."""
        if scene.cursor is None or not scene.has_focus:
            return
        grid, (position, column) = scene.grid, scene.cursor
        left = 0 if column < grid.lead_count else grid.lead_width
        painter.setClipRect(area & QRect(left, grid.head, area.right() + 1, area.bottom() + 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().text, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(grid.cell(position, column, scene.top, scene.left)).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 5, 5)


def _shade() -> QColor:
    shade = QColor(tokens().text)
    shade.setAlphaF(0.07)
    return shade


def fonts_of(widget: QWidget) -> _Fonts:
    """The widget's font, its bold sister, and the small bold one of the titles."""
    normal = widget.font()
    bold = sized(normal, 1.0, QFont.Weight.Bold)
    return _Fonts(normal, bold, sized(normal, 0.93, QFont.Weight.DemiBold))
