"""The progress panel: its parts behind tabs, the group with its matrix in front."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.figures.page import FiguresPage
from ui.panel import Panel, Shell
from ui.parts.tabs import Tabs
from ui.progress.board_page import BoardPage, has_board
from ui.progress.compare_page import ComparePage
from ui.progress.difficult_page import DifficultPage
from ui.progress.group_page import GroupPage
from ui.progress.whole_page import WholePage
from ui.progress.year_page import YearPage
from ui.words import tr


class ProgressPanel(Panel):
    """Every page has `read()` and `export_rows()`; a page that is not in front reads when it comes there.

    While presenting, or looking at somebody together, there is only the group's page.
    """

    code = "progress"
    kinds = frozenset({
        "groups", "memberships", "participants", "coach_assignments", "programmes", "programme_versions",
        "exercises", "routes", "route_steps", "route_assignments", "results", "progress", "standings",
        "certificates", "notes", "goals", "talks", "field_switches", "learning_settings",
        "answers", "test_results", "activity", "locations", "seats", "licences", "agreements",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._behind = 0
        self.tabs = Tabs(tr("Parts of progress"))
        self.tabs.setTabBarAutoHide(True)
        self._manuals: dict[QWidget, str] = {}
        self.group = GroupPage(shell)
        self._add(self.group, tr("{Group}"))
        self.figures: FiguresPage | None = None
        if not shell.veil.on:
            self._add_others(shell)
        self.tabs.currentChanged.connect(self.refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)

    def refresh(self) -> None:
        self._front().read()

    def show_target(self, target: bytes) -> None:
        """The matrix of a group, or the page of a participant."""
        self.tabs.setCurrentWidget(self.group)
        self.group.show_target(target)

    def place(self) -> object:
        """While presenting, the page that was in front before and is again after it."""
        return self._behind if self.shell.veil.on else self.tabs.currentIndex(), self.group.place()

    def return_to(self, place: Any) -> None:
        at, of_group = place
        self.group.return_to(of_group)
        if self.shell.veil.on:
            self._behind = at
        else:
            self.tabs.setCurrentIndex(at)

    def chosen_person(self) -> bytes | None:
        return self.group.chosen_person() if self._front() is self.group else None

    def manual_page(self) -> str:
        if self._front() is self.group:
            return "person" if self.group.shows_one_person() else ""
        return self._manuals[self._front()]

    def export_rows(self) -> list[list[str]]:
        rows: list[list[str]] = self._front().export_rows()
        return rows

    def _add_others(self, shell: Shell) -> None:
        """The pages beside that of the group."""
        self.difficult = DifficultPage(shell, self.show_target)
        self._add(self.difficult, tr("Difficult exercises"))
        self.whole, self.year, self.compare = WholePage(shell), YearPage(shell), ComparePage(shell)
        self._add(self.whole, tr("{Organisation} as a whole") if shell.sight.sees_all else tr("All own {groups}"),
                  "whole")
        by_school = shell.sight.profile.period_kind == "school_year"
        self._add(self.year, tr("School year") if by_school else tr("Year"), "whole")
        self._add(self.compare, tr("Compare periods"), "whole")
        if has_board(shell):
            self.board = BoardPage(shell)
            self._add(self.board, tr("Board"), "whole")
        if allowed(shell.sight.actor, Permission.EXPORT):
            self.figures = FiguresPage(shell)
            self._add(self.figures, tr("Figures"), "figures")

    def _add(self, page: QWidget, title: str, manual: str = "") -> None:
        """`manual` is its page of the manual where it has one of its own."""
        self.tabs.addTab(page, title)
        self._manuals[page] = manual

    def _front(self) -> Any:
        return self.tabs.currentWidget()
