"""Which column of a list holds what: proposals with samples, put right by the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show, tr

if TYPE_CHECKING:
    from ui.importing.reading import Column, Preview

_NAMES = frozenset({"name", "given_name", "family_name"})


class ColumnPage(QWidget):
    """One line per column: heading, first values, and what it is taken for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.boxes: dict[str, QComboBox] = {}
        self.opening = label("", "", wrap=True)
        self._card = Card()
        column = QVBoxLayout(self)
        bare(column, 10)
        column.addWidget(self.opening)
        column.addWidget(self._card, 1)
        self._area: QWidget | None = None

    def show_columns(self, preview: Preview) -> None:
        """Show the columns of this list with what each is proposed to be."""
        self.opening.setText(
            tr("It is not clear which column holds the names. Choose it here.") if preview.needs_columns
            else tr("Check what each column holds. A column that is not taken over is not stored anywhere."))
        self.boxes = {}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for place, title in enumerate((tr("Column in the file"), tr("First values"), tr("Is taken for"), "")):
            grid.addWidget(label(title, "muted"), 0, place)
        for row, column in enumerate(preview.columns, 1):
            self._add(grid, row, column, preview)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(preview.columns) + 1, 1)
        self._replace(scrolled(page, tr("Columns")))

    def choices(self) -> dict[str, str]:
        """Our field -> heading; '' for a field that no column holds."""
        chosen = {field: "" for box in self.boxes.values() for field in _codes(box)}
        chosen |= {box.currentData(): heading for heading, box in self.boxes.items() if box.currentData()}
        return chosen

    def has_name(self) -> bool:
        return any(box.currentData() in _NAMES for box in self.boxes.values())

    def _add(self, grid: QGridLayout, row: int, column: Column, preview: Preview) -> None:
        grid.addWidget(label(column.heading or tr("(no heading)"), "heading", wrap=True), row, 0)
        sample = " · ".join(self._shell.veil.value(value) for value in column.sample) if not column.forbidden else "–"
        grid.addWidget(label(sample or "–", "muted", wrap=True), row, 1)
        if column.forbidden:
            grid.addWidget(Badge(tr("Never read"), "neutral"), row, 2, Qt.AlignmentFlag.AlignLeft)
            return
        box = self._box(column, preview)
        self.boxes[column.heading] = box
        grid.addWidget(box, row, 2)
        if column.certainty == "likely":
            grid.addWidget(Badge(tr("Check"), "warning"), row, 3)

    def _box(self, column: Column, preview: Preview) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("What {heading} is taken for", heading=column.heading))
        box.addItem(tr("Not taken over"), "")
        for code, words in preview.fields:
            box.addItem(show(words), code)
        box.setCurrentIndex(max(0, box.findData(column.field)))
        box.currentIndexChanged.connect(self._chosen)
        return box

    def _chosen(self, _index: int) -> None:
        """A field has one column: the one that had it gives it up."""
        changed = self.sender()
        if not isinstance(changed, QComboBox) or not changed.currentData():
            return
        for box in self.boxes.values():
            if box is not changed and box.currentData() == changed.currentData():
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)

    def _replace(self, area: QWidget) -> None:
        if self._area is not None:
            self._area.setParent(None)
            self._area.deleteLater()
        self._area = area
        self._card.fill(area, 1)


def _codes(box: QComboBox) -> list[str]:
    return [box.itemData(index) for index in range(1, box.count())]
