"""Tests: what was taken and what came of it, growth over the years, and the tests and norms themselves."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.domain.assessment.scores import FIELD
from ui.assessing.growth_page import GrowthPage
from ui.assessing.sittings_page import SittingsPage
from ui.assessing.tests_page import TestsPage
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.tabs import Tabs
from ui.words import tr


class TestsPanel(Panel):
    """Three tabs, each of which reads for itself; where results are not kept, only the reason why."""

    __test__ = False  # no test runner's business

    code = "tests"
    kinds = frozenset({
        "tests", "test_parts", "test_norms", "norm_rows", "sittings", "test_results", "learning_settings", "groups",
        "memberships", "participants", "coach_assignments",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Tests")))
        card = Card()
        self.tabs = Tabs(tr("Parts of tests"))
        self.sittings, self.growth, self.tests = SittingsPage(shell), GrowthPage(shell), TestsPage(shell)
        for page, title in ((self.sittings, tr("Sittin&gs")), (self.growth, tr("Gr&owth")),
                            (self.tests, tr("Tests an&d norms"))):
            self.tabs.addTab(page, title)
        card.fill(self.tabs, 1)
        self._body = QStackedWidget()
        self._body.addWidget(card)
        self._body.addWidget(EmptyState(
            tr("Results of tests are not kept here"),
            tr("The register of processing does not name results. The {administrator} can see under Privacy which "
               "fields are kept, and why."), picture="shield"))
        column.addWidget(self._body, 1)

    def refresh(self) -> None:
        keeps = self.shell.sight.keeps(*FIELD)
        self._body.setCurrentIndex(0 if keeps else 1)
        if not keeps:
            return
        if self.shell.veil.looked_at is not None:
            self.tabs.setCurrentWidget(self.growth)
            self.growth.read()
            return
        for page in (self.sittings, self.growth, self.tests):
            page.read()

    def show_target(self, target: bytes) -> None:
        """The growth of a person."""
        self.tabs.setCurrentWidget(self.growth)
        self.growth.show_person(target)

    def place(self) -> object:
        return self.tabs.currentIndex(), self.sittings.current()

    def return_to(self, place: Any) -> None:
        at, sitting = place
        self.tabs.setCurrentIndex(at)
        if sitting is not None:
            self.sittings.show_target(sitting)

    def chosen_person(self) -> bytes | None:
        return self.growth.chosen_person() if self.tabs.currentWidget() is self.growth else None

    def export_rows(self) -> list[list[str]]:
        page: Any = self.tabs.currentWidget()
        found: list[list[str]] = page.export_rows() if hasattr(page, "export_rows") else page.table.shown_text()
        return found
