"""What every part of the page is: a table with what is quiet above it, and a way to the older rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import Column, RowTable
from ui.words import tr


class Part(QWidget):
    """`more_wanted` asks for older rows; what is copied or exported is what the table shows."""

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__()
        self.table = RowTable(columns, name)
        self.about = label("", "muted", wrap=True)
        self.about.hide()
        self.more = button_of(tr("Show &older"), self.more_wanted.emit)
        self.more.hide()
        self.column = QVBoxLayout(self)
        bare(self.column, 8)
        self.column.setContentsMargins(0, 10, 0, 0)
        self.column.addWidget(self.about)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, words: str) -> None:
        """A quiet line above the table; '' for none."""
        self.about.setText(words)
        self.about.setVisible(bool(words))

    def put(self, rows: Sequence[Any], more: bool, nothing: str) -> None:
        """These rows; where there are none, the sentence `nothing`."""
        self.table.set_rows(rows)
        self.more.setVisible(more)
        self.say("" if rows else nothing)

    def forget(self) -> None:
        """Nothing of anybody is kept."""
        self.put((), False, "")

    def export_rows(self) -> list[list[str]]:
        """What the table shows, the titles first; nothing where it is empty."""
        return self.table.shown_text() if self.table.rows() else []
