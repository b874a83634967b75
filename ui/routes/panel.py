"""Learning routes: the routes themselves, the media links and materials in them, and all there is to learn with."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.parts.tabs import Tabs
from ui.routes.media_pages import LinksPage, MaterialsPage, OverviewPage
from ui.routes.routes_page import RoutesPage
from ui.words import tr


class RoutesPanel(Panel):
    """Four tabs, each of which reads for itself; where the provider has no materials, only the routes and the overview.
    """

    code = "routes"
    kinds = frozenset({
        "routes", "route_steps", "route_assignments", "media_links", "materials", "files", "programmes",
        "programme_versions", "exercises", "offered_programmes", "agreements", "groups", "memberships",
        "participants", "coach_assignments",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Learning routes")))
        card = Card()
        self.tabs = Tabs(tr("Parts of learning routes"))
        with_media = not shell.sight.profile.lacks_panel("materials")
        self.routes, self.links = RoutesPage(shell), LinksPage(shell)
        self.materials, self.overview = MaterialsPage(shell), OverviewPage(shell)
        for page, title in (
            (self.routes, tr("Learning &routes")), (self.links, tr("Lin&ks")), (self.materials, tr("&Materials")),
            (self.overview, tr("&Overview")),
        ):
            self.tabs.addTab(page, title)
            self.tabs.setTabVisible(self.tabs.indexOf(page), with_media or page in (self.routes, self.overview))
        card.fill(self.tabs, 1)
        column.addWidget(card, 1)

    def refresh(self) -> None:
        for page in (self.routes, self.links, self.materials, self.overview):
            page.read()

    def show_target(self, target: bytes) -> None:
        self.tabs.setCurrentWidget(self.routes)
        self.routes.show_target(target)

    def place(self) -> object:
        return self.tabs.currentIndex(), self.routes.table.current_key()

    def return_to(self, place: Any) -> None:
        at, route = place
        self.tabs.setCurrentIndex(at)
        if route is not None:
            self.routes.show_target(route)

    def export_rows(self) -> list[list[str]]:
        page: Any = self.tabs.currentWidget()
        found: list[list[str]] = page.table.shown_text()
        return found
