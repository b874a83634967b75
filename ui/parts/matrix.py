"""A matrix of people and what they did: one painted canvas with frozen names and titles.

It knows nothing of programmes or participants: a `MatrixSource` gives texts and kinds of cells, a list of row
numbers gives which rows stand where. Whoever cannot see it hears the current cell, as description and as
announcement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from ui.parts.matrix_grid import HEADER, STEP, Grid, Lead, fitted
from ui.parts.matrix_paint import MatrixPicture, MatrixSource, Scene, fonts_of
from ui.parts.matrix_tiles import Kind

_WAYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_REMEASURED = {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange}


class _Nothing:
    """The source of a matrix that was given none yet."""

    leads: Sequence[Lead] = ()
    titles: Sequence[str] = ()
    kinds: Sequence[Kind] = ()

    def lead(self, row: int) -> Sequence[str]:
        return ()

    def tiles(self, row: int) -> bytes:
        return b""

    def spoken(self, row: int, column: int) -> str:
        return ""

    def hint(self, row: int, column: int) -> str:
        return ""


class Matrix(QAbstractScrollArea):
    """Rows are named to the outside by the number the source has for them, never by their place here.

    Arrows, Home, End, Page up and Page down move (with Ctrl to the first or last row), Enter opens,
    S orders by the column, Ctrl+C asks for a copy.
    """

    opened = Signal(int)
    """Enter, a click or a double click on this row."""
    order_wanted = Signal(int)
    """A title was clicked, or S pressed in this column (frozen ones counted)."""
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene(_Nothing(), Grid(0, (0,), 0, STEP, STEP, 0, slanted=False))
        self._picture = MatrixPicture(self.viewport())
        self._marked: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)

    @property
    def order(self) -> list[int]:
        """The row numbers as they stand on the screen, top to bottom."""
        return list(self._scene.order)

    @property
    def cursor_cell(self) -> tuple[int, int] | None:
        """The source's row number and the column of the current cell, None if there is none."""
        if self._scene.cursor is None or not self._scene.order:
            return None
        position, column = self._scene.cursor
        return self._scene.order[position], column

    @property
    def grid(self) -> Grid:
        return self._scene.grid

    def show_source(self, source: MatrixSource) -> None:
        """Show other content, without rows until `show_order` gives them; the cursor keeps its place."""
        self._scene.source = source
        self._scene.order = []
        self._marked = self._scene.marked = None
        self._picture.forget()

    def show_order(self, order: Sequence[int], column: int | None = None, downward: bool = False) -> None:
        """Show these rows in this order; `column` gets the arrow. The cursor stays with its row if it can."""
        row = self.cursor_cell[0] if self.cursor_cell is not None else None
        self._scene.order = list(order)
        self._scene.ordered_by, self._scene.downward = column, downward
        self._scene.hovered = (None, None)
        self._scene.marked = self._position_of(self._marked)
        self._keep_cursor(row)
        self._describe()
        self._measure()

    def mark(self, row: int | None) -> None:
        """Show this row of the source as the chosen one; None for no row."""
        self._marked = row
        self._scene.marked = self._position_of(row)
        self.viewport().update()

    def _position_of(self, row: int | None) -> int | None:
        order = self._scene.order
        return order.index(row) if row in order else None

    def move_to(self, position: int, column: int) -> None:
        """Put the cursor there (held within the matrix), bring it into view and speak it."""
        rows, columns = len(self._scene.order), self.grid.lead_count + self.grid.columns
        if not rows or not columns:
            return
        self._update_cursor_cell()
        self._scene.cursor = (min(max(position, 0), rows - 1), min(max(column, 0), columns - 1))
        self._bring_into_view(*self._scene.cursor)
        self._update_cursor_cell()
        self._speak()

    def cell_rect(self, position: int, column: int) -> QRect:
        """Where a cell stands in the viewport; HEADER for its title."""
        return self.grid.cell(position, column, self._scene.top, self._scene.left)

    def _measure(self) -> None:
        fonts = fonts_of(self)
        scene = self._scene
        grid = fitted(
            scene.source.leads, scene.source.titles, len(scene.order), self.viewport().size(),
            QFontMetrics(fonts.bold), QFontMetrics(fonts.small_bold),
        )
        if replace(grid, rows=scene.grid.rows) != scene.grid:
            self._picture.forget()
        scene.grid = grid
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        grid, view = self.grid, self.viewport().size()
        room = view - QSize(grid.lead_width, grid.head)
        for bar, whole, part, step in (
            (self.horizontalScrollBar(), grid.size.width(), room.width(), grid.pitch),
            (self.verticalScrollBar(), grid.size.height(), room.height(), grid.row_height),
        ):
            # The last step is rounded up, so that the end is reached although offsets are whole steps.
            over = max(whole - part, 0)
            bar.setRange(0, -(-over // STEP) * STEP)
            bar.setPageStep(max(part, 1))
            bar.setSingleStep(step)
        self._take_offsets()

    def _take_offsets(self) -> tuple[int, int]:
        """Read the scroll bars, in whole steps; gives how far the content moved."""
        scene = self._scene
        before = scene.left, scene.top
        scene.left = self.horizontalScrollBar().value() // STEP * STEP
        scene.top = self.verticalScrollBar().value() // STEP * STEP
        return before[0] - scene.left, before[1] - scene.top

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Painting all of it anew takes less than moving the pixels that are there (see bench_matrix).
        self._take_offsets()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._scene.has_focus = self.hasFocus()
        for area in event.region():  # type: ignore[attr-defined]
            self._picture.paint(painter, area, self._scene)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _REMEASURED:
            self._picture.forget()
            self._measure()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._scene.cursor is None:
            self.move_to(0, 0)
        else:
            self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._update_cursor_cell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif not self._step(event) and not self._command(event):
            event.ignore()

    def _step(self, event: QKeyEvent) -> bool:
        """Move the cursor if the key is one that does."""
        target = self._target(event)
        if target is not None:
            self.move_to(*target)
        return target is not None

    def _target(self, event: QKeyEvent) -> tuple[int, int] | None:
        position, column = self._scene.cursor or (0, 0)
        key, far = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        last = (len(self._scene.order) - 1, self.grid.lead_count + self.grid.columns - 1)
        if key in _WAYS:
            down, across = _WAYS[Qt.Key(key)]
            return position + down, column + across
        if key == Qt.Key.Key_Home:
            return (0, column) if far else (position, 0)
        if key == Qt.Key.Key_End:
            return (last[0], column) if far else (position, last[1])
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            rows = self._rows_in_view()
            return position + (rows if key == Qt.Key.Key_PageDown else -rows), column
        return None

    def _command(self, event: QKeyEvent) -> bool:
        cell = self.cursor_cell
        if cell is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(cell[0])
        elif event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.order_wanted.emit(cell[1])
        else:
            return False
        return True

    def _rows_in_view(self) -> int:
        return max((self.viewport().height() - self.grid.head) // self.grid.row_height - 1, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row, column = self._cell_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        if row == HEADER:
            if column is not None:
                self.order_wanted.emit(column)
            return
        self.move_to(row, self.grid.lead_count if column is None else column)
        self.opened.emit(self._scene.order[row])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(*self._cell_at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None, None)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._show_hint(event)
        return super().viewportEvent(event)

    def _show_hint(self, event: QHelpEvent) -> bool:
        row, column = self._cell_at(event.pos())
        text = ""
        if row is not None and column is not None:
            text = self._scene.source.hint(row if row == HEADER else self._scene.order[row], column)
        if text:
            QToolTip.showText(event.globalPos(), text, self.viewport())
        else:
            QToolTip.hideText()
        return True

    def _cell_at(self, point: QPoint) -> tuple[int | None, int | None]:
        return self.grid.row_at(point.y(), self._scene.top), self.grid.column_at(point, self._scene.left)

    def _hover(self, row: int | None, column: int | None) -> None:
        if row is None:
            column = None
        if (row, column) == self._scene.hovered:
            return
        self._update_hovered()
        self._scene.hovered = (row, column)
        self._update_hovered()
        can_press = row is not None and (row != HEADER or column is not None)
        shape = Qt.CursorShape.PointingHandCursor if can_press else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _update_hovered(self) -> None:
        row, column = self._scene.hovered
        view = self.viewport()
        if row is not None and row != HEADER:
            view.update(self.grid.row_band(row, self._scene.top, view.width()))
        if column is not None:
            view.update(self.grid.column_band(column, self._scene.left, self.grid.head))
            view.update(self.grid.cell(0, column, 0, self._scene.left).adjusted(0, 0, 0, view.height()))

    def _keep_cursor(self, row: int | None) -> None:
        """With the row it was on, else at the same height, else nowhere."""
        if self._scene.cursor is None:
            return
        order, source = self._scene.order, self._scene.source
        position, column = self._scene.cursor
        there = self._position_of(row)
        position = position if there is None else there
        column = min(column, len(source.leads) + len(source.titles) - 1)
        self._scene.cursor = (min(position, len(order) - 1), column) if order else None

    def _update_cursor_cell(self) -> None:
        if self._scene.cursor is not None:
            self.viewport().update(self.cell_rect(*self._scene.cursor))

    def _bring_into_view(self, position: int, column: int) -> None:
        grid, view = self.grid, self.viewport().rect()
        cell = self.cell_rect(position, column)
        bar = self.verticalScrollBar()
        if cell.top() < grid.head:
            bar.setValue(bar.value() - (grid.head - cell.top()))
        elif cell.bottom() > view.bottom():
            bar.setValue(bar.value() + stepped_up(cell.bottom() - view.bottom()))
        if column < grid.lead_count:
            return
        bar = self.horizontalScrollBar()
        if cell.left() < grid.lead_width:
            bar.setValue(bar.value() - (grid.lead_width - cell.left()))
        elif cell.right() > view.right():
            bar.setValue(bar.value() + stepped_up(cell.right() - view.right()))

    def _describe(self) -> str:
        """The current cell in words; nothing stays of who is not in the matrix any more."""
        cell = self.cursor_cell
        text = self._scene.source.spoken(*cell) if cell is not None else ""
        self.setAccessibleDescription(text)
        return text

    def _speak(self) -> None:
        """Give the current cell to who does not see it."""
        text = self._describe()
        if text and self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def stepped_up(measure: int) -> int:
    """So far that the whole measure is passed although offsets are whole steps."""
    return -(-measure // STEP) * STEP
