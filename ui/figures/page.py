"""The page of figures in the progress panel: a tab for each table without names."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.figures.cbs_tab import CbsTab
from ui.figures.licences_tab import LicencesTab
from ui.figures.places_tab import PlacesTab
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.tabs import Tabs
from ui.words import tr


class FiguresPage(QWidget):
    """The tab in front reads when it comes there."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.tabs = Tabs(tr("Tables of figures"), inner=True)
        self.places, self.licences, self.cbs = PlacesTab(shell), LicencesTab(shell), CbsTab(shell)
        for page, title in ((self.places, tr("For a muni&cipality")), (self.licences, tr("&Use of licences")),
                            (self.cbs, tr("For C&BS"))):
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(self.read)
        card = Card(tr("Figures"))
        card.fill(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.addWidget(card)

    def read(self) -> None:
        self._front().read()

    def export_rows(self) -> list[list[str]]:
        rows: list[list[str]] = self._front().export_rows()
        return rows

    def _front(self) -> Any:
        return self.tabs.currentWidget()
