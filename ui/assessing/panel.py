"""Tests and observation: what was taken and what came of it, growth, tests and norms; what was seen, profiles and the
instruments.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.domain.assessment.scores import FIELD
from ui.assessing.growth_page import GrowthPage
from ui.assessing.sittings_page import SittingsPage
from ui.assessing.tests_page import TestsPage
from ui.observing.instruments_page import InstrumentsPage
from ui.observing.observe_page import ObservePage
from ui.observing.profile_page import ProfilePage
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.in_front import InFront
from ui.parts.tabs import Tabs
from ui.words import tr


class TestsPanel(Panel):
    """Tabs, each of which reads for itself when it comes in front; where results are not kept, only the reason why.
    Whether observations are kept is another question, which their own tabs answer.
    """

    __test__ = False  # no test runner's business

    code = "tests"
    kinds = frozenset({
        "tests", "test_parts", "test_norms", "norm_rows", "sittings", "test_results", "learning_settings", "groups",
        "memberships", "participants", "coach_assignments", "instruments", "instrument_steps", "instrument_points",
        "observations", "field_switches",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Tests and observation")))
        card = Card()
        self.tabs = Tabs(tr("Parts of tests"))
        self.sittings, self.growth, self.tests = SittingsPage(shell), GrowthPage(shell), TestsPage(shell)
        self.observe, self.profile = ObservePage(shell), ProfilePage(shell)
        self.instruments = InstrumentsPage(shell)
        self._pages: tuple[Any, ...] = (
            self.sittings, self.growth, self.tests, self.observe, self.profile, self.instruments)
        for page, title in zip(self._pages, (
                tr("Sittin&gs"), tr("Gr&owth"), tr("Tests an&d norms"), tr("Observe"), tr("Profiles"),
                tr("Instruments")), strict=True):
            self.tabs.addTab(page, title)
        self._in_front: InFront[None] = InFront(self.tabs, {page: partial(self._read, page) for page in self._pages})
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
        if self.shell.veil.looked_at is not None and self.tabs.currentWidget() is not self.profile:
            self.tabs.setCurrentWidget(self.growth)
        self._in_front.show(None)

    def _read(self, page: Any, _what: None) -> None:
        """Of who is looked at together only the growth and the profile are shown."""
        if self.shell.veil.looked_at is None or page in (self.growth, self.profile):
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
        if sitting is not None and self.shell.veil.looked_at is None:
            self.sittings.show_target(sitting)

    def chosen_person(self) -> bytes | None:
        page = self.tabs.currentWidget()
        return page.chosen_person() if page in (self.growth, self.profile) else None

    def export_rows(self) -> list[list[str]]:
        page: Any = self.tabs.currentWidget()
        found: list[list[str]] = page.export_rows() if hasattr(page, "export_rows") else page.table.shown_text()
        return found
