"""Lines of 'what: how', with the clause each rests on at the right."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from ui.parts.labels import label, said_by
from ui.words import tr


class FactLine(NamedTuple):
    """Finished texts: what, how, and the clause ('' where it is only data)."""

    label: str
    value: str
    clause: str = ""


_LONG = 18
"""So many characters of clauses stand beside each other."""

_NOTHING, _CLAUSE = FactLine("", ""), 2
_Line = FactLine | tuple[str, str] | tuple[str, str, str]


class Facts(QWidget):
    """A quiet table of facts; long values wrap. `shares` are the widths of the first two columns to each other.

    With `on_hover` text is made selectable when the mouse comes to it, so that many lines are there sooner. Other lines
    are shown in the labels of the lines before: to make and dress new ones takes longer than all the rest.
    """

    def __init__(
        self, lines: Iterable[_Line] = (), parent: QWidget | None = None, shares: tuple[int, int] = (2, 3),
        on_hover: bool = False,
    ) -> None:
        super().__init__(parent)
        self._on_hover = on_hover
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)
        self._rows: list[_Row] = []
        self._shown: list[FactLine] | None = None
        self.show_lines(lines)

    def show_lines(self, lines: Iterable[_Line]) -> None:
        shown = [FactLine(*line) for line in lines]
        if shown == self._shown:
            return  # a dialog tells the same at every key
        self._shown = shown
        self._grid.setEnabled(False)  # laid out once, not for every label that comes into sight
        while len(self._rows) < len(shown):
            self._rows.append(_Row(self._grid, 2 * len(self._rows), self._on_hover))
        for row, line in zip_longest(self._rows, shown):
            row.show_line(line)
        for below in range(self._grid.rowCount()):
            self._grid.setRowStretch(below, 0)  # of the lines before, that were fewer
        self._grid.setRowStretch(2 * len(shown), 1)
        self._grid.setEnabled(True)
        self._grid.invalidate()
        self.updateGeometry()


class _Row:
    """The labels of one line, each made when there is first something to say in it, and the rule below them."""

    def __init__(self, grid: QGridLayout, at: int, on_hover: bool) -> None:
        self._grid, self._at, self._on_hover = grid, at, on_hover
        self._labels: dict[int, QLabel] = {}
        self._rule = rule()
        grid.addWidget(self._rule, at + 1, 0, 1, 3)

    def show_line(self, line: FactLine | None) -> None:
        """None: there is no such line any more."""
        for column, text in enumerate(line or _NOTHING):
            self._say(column, text)
        self._rule.setVisible(line is not None)

    def _say(self, column: int, text: str) -> None:
        shown = self._labels.get(column)
        if shown is None and text:
            shown = self._labels[column] = self._made(column)
        if shown is not None:
            shown.setText(_broken_up(text) if column == _CLAUSE else text)
            shown.setVisible(bool(text))  # an empty label would be something without a name

    def _made(self, column: int) -> QLabel:
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
        made = label("", "muted") if column == _CLAUSE else (
            said_by(_Hovered(), wrap=True) if self._on_hover else selectable(label("", wrap=True)))
        made.setContentsMargins(0, 6, 0, 6)
        if column == _CLAUSE:
            made.setAlignment(right | top)
            made.setToolTip(tr("The clause of the terms this rests on"))
        self._grid.addWidget(made, self._at, column, top | right if column == _CLAUSE else top)
        return made


def _broken_up(clauses: str) -> str:
    """A long list goes on below, so that the value keeps its room."""
    return clauses.replace(", ", ",\n") if len(clauses) > _LONG else clauses


def rule() -> QFrame:
    """A thin line between rows."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def selectable(shown: QLabel) -> QLabel:
    """Text that can be selected with the mouse and copied, without taking a stop in the tab order."""
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return shown


class _Hovered(QLabel):
    """Selectable from the moment that the mouse is there: what Qt prepares for it takes as long as all the rest."""

    def enterEvent(self, event: QEnterEvent) -> None:
        if not self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            selectable(self)
        super().enterEvent(event)
