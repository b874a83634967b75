"""On the page of a person: who turned out to be this person too, and the way to take them apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.groups import steps
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import tr


class SameBox(QWidget):
    """Hidden for who was put together with nobody."""

    def __init__(self, shell: Shell, may_edit: bool) -> None:
        super().__init__()
        self._shell, self._may_edit = shell, may_edit
        self._column = QVBoxLayout(self)
        bare(self._column, 6)
        self._lines: list[QWidget] = []
        self._column.addSpacing(4)
        self._column.addWidget(label(tr("Also this person"), "heading"))
        self._column.addWidget(label(tr("Results and certificates of both count together."), "muted", wrap=True))
        self.hide()

    def show_names(self, same: Sequence[tuple[bytes, str]]) -> None:
        """(id, name) of each."""
        for old in self._lines:
            old.setParent(None)
            old.deleteLater()
        self._lines = [self._line(one, name) for one, name in same]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(same))

    def _line(self, person: bytes, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        bare(row, 10)
        shown = self._shell.veil.name(name, person)
        row.addWidget(label(shown, wrap=True), 1)
        if self._may_edit:
            apart = button_of(tr("Take apart"), partial(steps.take_apart, self._shell, person))
            apart.setAccessibleName(tr("Take {name} apart", name=shown))
            row.addWidget(apart)
        return line
