"""Lines of 'what: how', with the clause each rests on at the right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from ui.parts.labels import label
from ui.words import tr


class FactLine(NamedTuple):
    """Finished texts: what, how, and the clause ('' where it is only data)."""

    label: str
    value: str
    clause: str = ""


_LONG = 18
"""So many characters of clauses stand beside each other."""

_Line = FactLine | tuple[str, str] | tuple[str, str, str]


class Facts(QWidget):
    """A quiet table of facts; long values wrap. `shares` are the widths of the first two columns to each other."""

    def __init__(
        self, lines: Iterable[_Line] = (), parent: QWidget | None = None, shares: tuple[int, int] = (2, 3),
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)
        self._shown: list[FactLine] | None = None
        self.show_lines(lines)

    def show_lines(self, lines: Iterable[_Line]) -> None:
        given = [FactLine(*line) for line in lines]
        if given == self._shown:
            return  # a dialog tells the same at every key; a row that stays keeps what was selected in it
        self._shown = given
        self._clear()
        for number, line in enumerate(given):
            self._add(2 * number, line)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)  # of the lines before, that were fewer
        self._grid.setRowStretch(2 * len(given), 1)

    def _add(self, row: int, line: FactLine) -> None:
        for column, text in enumerate((line.label, line.value)):
            if not text:
                continue  # an empty label would be something without a name
            shown = selectable(label(text, wrap=True))
            shown.setContentsMargins(0, 6, 0, 6)
            self._grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
        if line.clause:
            several = len(line.clause) > _LONG  # a long list goes on below, so that the value keeps its room
            clause = label(line.clause.replace(", ", ",\n") if several else line.clause, "muted")
            clause.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            clause.setContentsMargins(0, 6, 0, 6)
            clause.setToolTip(tr("The clause of the terms this rests on"))
            self._grid.addWidget(clause, row, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(rule(), row + 1, 0, 1, 3)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


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
