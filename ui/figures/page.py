"""The page of figures in the progress panel: a tab for each table without names."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.figures.describing import GROUP_COLUMNS
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
        self.places, self.licences = PlacesTab(shell), LicencesTab(shell)
        self.tabs.addTab(self.places, tr("For a muni&cipality"))
        self.tabs.addTab(self.licences, tr("&Use of licences"))
        self.cbs = CbsTab(shell) if _has_courses(shell) else None
        if self.cbs is not None:
            self.tabs.addTab(self.cbs, tr("For C&BS"))
        self.tabs.currentChanged.connect(self.read)
        card = Card()
        card.fill(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 22, 16)
        column.addWidget(card)

    def read(self) -> None:
        self._front().read()

    def export_rows(self) -> list[list[str]]:
        rows: list[list[str]] = self._front().export_rows()
        return rows

    def _front(self) -> Any:
        return self.tabs.currentWidget()


def _has_courses(shell: Shell) -> bool:
    """The table of CBS is about courses for adults: a provider whose terms know no kind of course has none."""
    sight = shell.sight
    offered = {datum.field for datum in sight.profile.switchable("participant")}
    return any(name in offered or sight.keeps("participant", name) for name in GROUP_COLUMNS)
