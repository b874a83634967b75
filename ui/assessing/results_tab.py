"""What came of a sitting: everybody with score, point, interval and level, and how many have each level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.assessment.levels import TERMS, order_of, tone_of
from ui.assessing import steps
from ui.assessing.words import result_columns
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.sittings import ScoreSheet


NORM = 6
"""The column that says by which norm, where there is more than one."""


class ResultsTab(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._sheet: ScoreSheet | None = None
        self.table = RowTable(result_columns(shell), tr("Results"), lambda line: line.participant_id)
        self.table.row_opened.connect(lambda line: shell.go("tests", line.participant_id))
        self._levels = QHBoxLayout()
        self.told = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        bare(column, 6)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(self._levels)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)

    def show_sheet(self, sheet: ScoreSheet) -> None:
        self._sheet = sheet
        self.table.set_rows(sheet.lines)
        self.table.setColumnHidden(NORM, len(sheet.row.editions) < 2)
        self._show_levels(sheet)
        without = sum(line.whole.raw is not None and line.whole.scaled is None and not line.whole.level
                      for line in sheet.lines)
        self.told.setText(tr_count(
            "{n} score has no level: there is no norm for it, or it lies outside the norm.",
            "{n} scores have no level: there is no norm for them, or they lie outside the norm.", without)
            if without else tr("Double-click somebody to see how he or she grew."))

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text()

    def save(self, form: str) -> None:
        """What the table shows, row by row and in its order."""
        if self._sheet is not None and not self._shell.veil.on:
            row = self._sheet.row
            steps.save_table(self._shell, f"{row.title} {row.group} {row.taken_on.isoformat()}".replace("/", "-"), form,
                             self.export_rows())

    def _show_levels(self, sheet: ScoreSheet) -> None:
        """A badge per level; its name stands beside the colour."""
        while (item := self._levels.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        counts = sheet.per_level
        of_system = [term for term in TERMS[sheet.levels] if any(order_of(one) < len(TERMS[sheet.levels])
                                                                 for one in counts)]
        for level in sorted({*counts, *of_system}, key=lambda one: (order_of(one), one)):
            self._levels.addWidget(Badge(tr("{level}: {n}", level=level, n=counts.get(level, 0)), tone_of(level)))
        self._levels.addStretch(1)
