"""The matrix of a group: a frame, a step of one row, and a keystroke in the filter."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableView

from app.domain.learning_rules import LearningRules
from app.views.progress import GroupMatrix, MatrixColumn, MatrixRow
from tests.benchmarks.figures import Figure
from tests.ui.progress_values import NAMES, TODAY, instant, person
from ui.parts.matrix import Matrix
from ui.parts.matrix_grid import NARROWEST
from ui.progress.arrangement import Wish, arranged
from ui.progress.reading import prepared
from ui.progress.sources import PeopleSource, kinds
from ui.theme.dress import dress
from ui.theme.fonts import use_fonts

PEOPLE, EXERCISES = 300, 200
MANY_PEOPLE, PROGRAMMES = 100_000, 12
SIZE, TABLE_SIZE = (1740, 1080), (1456, 976)
"""Both show some 2,400 cells of 24 pixels; the matrix has names and titles beside them."""
FRAMES, ROUNDS = 10, 12
_NO_INDEX = QModelIndex()


def group(people: int, columns: int) -> GroupMatrix:
    """Made-up progress; every state occurs often and next to every other."""
    chance = random.Random(2)
    titles = tuple(MatrixColumn(b"c%015d" % n, f"Oefening {n + 1}", 20) for n in range(columns))
    states = [bytes(chance.choices((0, 1, 2, 3), (2, 1, 3, 1), k=columns)) for _ in range(997)]
    rows = tuple(_row(number, states[number % 997], columns) for number in range(people))
    return GroupMatrix(None, "", None, titles, rows, LearningRules())


def _row(number: int, states: bytes, columns: int) -> MatrixRow:
    full, listed = NAMES[number % len(NAMES)]
    return MatrixRow(person(number), full, listed, states, (7,) * columns, instant(TODAY), 3 in states, False)


class TableModel(QAbstractTableModel):
    """The same cells for a QTableView: the usual way, which the matrix is measured against."""

    def __init__(self, matrix: GroupMatrix, colours: list[QColor]) -> None:
        super().__init__()
        self._rows, self._colours = [row.states for row in matrix.rows], colours

    def rowCount(self, parent: Any = _NO_INDEX) -> int:
        return len(self._rows)

    def columnCount(self, parent: Any = _NO_INDEX) -> int:
        return len(self._rows[0])

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._colours[self._rows[index.row()][index.column()]]
        return None


def painted_matrix(reading: Any, width: int, height: int) -> Matrix:
    matrix = Matrix()
    matrix.show_source(PeopleSource(reading, TODAY))
    matrix.show_order(arranged(reading, Wish()))
    matrix.resize(width, height)
    matrix.show()
    return matrix


def table_of(matrix: GroupMatrix, pitch: int, width: int, height: int) -> QTableView:
    table = QTableView()
    table.setModel(TableModel(matrix, [kind.ground for kind in kinds()]))
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.setMinimumSectionSize(10)
        header.setDefaultSectionSize(pitch)
        header.hide()
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.resize(width, height)
    table.show()
    return table


def milliseconds(step: Callable[[int], object]) -> float:
    """Of some rounds the fastest, per step: other work on the machine only ever adds."""
    taken = []
    for turn in range(ROUNDS):
        began = time.perf_counter()
        for number in range(FRAMES):
            step(turn * FRAMES + number)
        taken.append(time.perf_counter() - began)
    return min(taken) * 1000 / FRAMES


def frame(widget: Any) -> float:
    """A jump to elsewhere, and everything painted again."""
    down, across = widget.verticalScrollBar(), widget.horizontalScrollBar()

    def step(number: int) -> None:
        down.setValue(number * 397 % max(down.maximum(), 1))
        across.setValue(number * 211 % max(across.maximum(), 1))
        widget.viewport().repaint()

    return milliseconds(step)


def scroll(widget: Any, pitch: int) -> float:
    """One row further, as the wheel or the arrow does; what was seen already is moved, not painted."""
    widget.verticalScrollBar().setValue(0)
    QApplication.processEvents()

    def step(number: int) -> None:
        widget.verticalScrollBar().setValue((number + 1) * pitch)
        QApplication.processEvents()

    return milliseconds(step)


def keystroke(matrix: Matrix, reading: Any) -> float:
    """One more or one less letter in the filter, until the rows are painted."""

    def step(number: int) -> None:
        matrix.show_order(arranged(reading, Wish(typed="el am"[: number % 5 + 1])))
        matrix.viewport().repaint()

    return milliseconds(step)


def seen_cells(matrix: Matrix) -> int:
    grid, view = matrix.grid, matrix.viewport()
    return ((view.width() - grid.lead_width) // grid.pitch) * ((view.height() - grid.head) // grid.row_height)


def measure() -> Iterable[Figure]:
    """The table as Qt brings it, the matrix as the window dresses it."""
    application = QApplication.instance() or QApplication([])
    use_fonts(application)
    application.setStyle("Fusion")
    progress = group(PEOPLE, EXERCISES)
    table = table_of(progress, NARROWEST, *TABLE_SIZE)
    QApplication.processEvents()
    table_frame, table_step = frame(table), scroll(table, NARROWEST)
    table.close()
    dress(application, "light")
    ours = painted_matrix(prepared(progress), *SIZE)
    QApplication.processEvents()
    ours_frame, ours_step = frame(ours), scroll(ours, ours.grid.row_height)
    name, usual = f"matrix 300 x 200, one frame ({seen_cells(ours)} cells)", "a QTableView"
    yield Figure(name, ours_frame, "ms", ours_frame / table_frame, usual, "at most 5 ms")
    yield Figure("matrix 300 x 200, one row further", ours_step, "ms", ours_step / table_step, usual)
    everybody = prepared(group(MANY_PEOPLE, PROGRAMMES))
    filtered = keystroke(painted_matrix(everybody, 1100, 700), everybody)
    yield Figure("matrix filter keystroke, 100,000 rows", filtered, "ms", target="at most 40 ms")
