"""The figures of the items of a sitting, with what they mean in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.assessment.item_statistics import GOOD
from ui.assessing.words import alpha_words, item_columns
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.sittings import ItemTable

_LEAST = 90
"""So low the table may be, so that a low window need not scroll."""


class ItemsTab(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._tables: tuple[ItemTable, ...] = ()
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(tr("Items of"))
        self.chooser.currentIndexChanged.connect(lambda _at: self._show())
        self.alpha, self.few = label("", "", wrap=True), label("", "warning", wrap=True)
        self.meaning = label(tr(
            "p-value: the part of the points that was got; {half} is half of them. Item-rest: whether who does well on "
            "the other items does well here; from {good} on that is good, below 0 something is wrong with the item.",
            half=show_number(0.5, 2), good=show_number(GOOD, 2)), "muted", wrap=True)
        self.table = RowTable(item_columns(), tr("Figures of the items"), lambda item: item.number)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No scores per item were typed"),
            tr("Choose Type the items under Type; the score of everybody then follows by itself."), picture="chart"))
        self._place.setMinimumHeight(_LEAST)
        column = QVBoxLayout(self)
        bare(column, 6)
        column.setContentsMargins(0, 8, 0, 0)
        for widget in (self.chooser, self.alpha, self.few):
            column.addWidget(widget)
        column.addWidget(self._place, 1)
        column.addWidget(self.meaning)

    def read(self, sitting_id: bytes) -> None:
        from app.views.sittings import item_tables

        self._shell.read(item_tables, sitting_id, then=while_alive(self, self._show_tables))

    def _show_tables(self, tables: tuple[ItemTable, ...]) -> None:
        at, self._tables = max(self.chooser.currentIndex(), 0), tables
        self.chooser.blockSignals(True)
        self.chooser.clear()
        self.chooser.addItems([one.part or tr("the whole test") for one in tables])
        self.chooser.setCurrentIndex(at if at < len(tables) else 0)
        self.chooser.blockSignals(False)
        self.chooser.setVisible(len(tables) > 1)
        self._show()

    def _show(self) -> None:
        at = self.chooser.currentIndex()
        found = self._tables[at] if 0 <= at < len(self._tables) else None
        for widget in (self.alpha, self.meaning):
            widget.setVisible(found is not None)
        self.few.setVisible(found is not None and found.analysis.are_few)
        self._place.set_rows(found.analysis.items if found is not None else ())
        if found is not None:
            self.alpha.setText(alpha_words(found.analysis))
            self.few.setText(tr_count("Only {n} person: these figures say little.",
                                      "Only {n} people: these figures say little.", found.analysis.people))
