"""The new year: from the groups there will be to making them, in five steps that can be left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline, button_of
from ui.parts.tabs import Tabs
from ui.rollover import steps
from ui.rollover.check_tab import CheckTab
from ui.rollover.coaches_tab import CoachesTab
from ui.rollover.dialogs import DaysDialog, StartDialog
from ui.rollover.do_tab import DoTab
from ui.rollover.groups_tab import GroupsTab
from ui.rollover.places_tab import PlacesTab
from ui.words import show_date, tr

if TYPE_CHECKING:
    from app.views.rollover import RollOver, RollOverPage
    from app.views.rollover_checks import Checked


class RollOverView(QWidget):
    """`back` leaves it; nothing is lost by that. `done` is called once the new groups are made.

    `prepared` is what it shows, None where nothing is prepared.
    """

    def __init__(self, shell: Shell, back: Callable[[], None], done: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._done = shell, done
        self.prepared: RollOver | None = None
        self.headline = Headline(tr("New {groups}"))
        self.back_button = self.headline.add_button(tr("&Back to the {groups}"), back)
        self.days_button = self.headline.add_button(tr("Da&ys…"), self._days)
        self.stop_button = self.headline.add_button(tr("Stop prepa&ring"), self._drop)
        self.groups, self.places, self.coaches = GroupsTab(shell), PlacesTab(shell), CoachesTab(shell)
        self.check, self.do = CheckTab(shell, self._look), DoTab(shell, done)
        self.tabs = Tabs(tr("Steps"))
        self._stack = QStackedWidget()
        self._start = EmptyState(" ", " ")
        self._arrange()
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, back,
                  context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def refresh(self) -> None:
        from app.views.rollover_checks import checked_roll_over

        self._shell.read(checked_roll_over, then=self._show)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 12)
        column.addWidget(self.headline)
        for tab, title in (
            (self.groups, tr("1 {Groups}")), (self.places, tr("2 Everybody's place")),
            (self.coaches, tr("3 {Coaches}")), (self.check, tr("4 To look at")), (self.do, tr("5 Make them")),
        ):
            self.tabs.addTab(tab, title)
        whole = QWidget()
        inner = QVBoxLayout(whole)
        bare(inner, 10)
        inner.addWidget(self.tabs, 1)
        foot = QHBoxLayout()
        self.before_button = button_of(tr("Step bac&k"), lambda: self._step(-1))
        self.next_button = button_of(tr("Ne&xt step"), lambda: self._step(1))
        foot.addStretch(1)
        foot.addWidget(self.before_button)
        foot.addWidget(self.next_button)
        inner.addLayout(foot)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._start)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stepped)
        self._stepped(0)

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex(self.tabs.currentIndex() + by)

    def _stepped(self, at: int) -> None:
        self.before_button.setEnabled(at > 0)
        self.next_button.setEnabled(at < self.tabs.count() - 1)

    def _show(self, checked: Checked) -> None:
        self.prepared = checked.page.prepared
        is_there = self.prepared is not None
        self.days_button.setVisible(is_there)
        self.stop_button.setVisible(is_there)
        if self.prepared is None:
            self._show_start(checked.page)
            return
        prepared = self.prepared
        year = prepared.year
        self.headline.set_title(
            tr("{Groups} of {year}", year=year.label) if year is not None else tr("New {groups}"))
        self.headline.set_aside(tr("from {day}", day=show_date(prepared.effective_on)))
        for tab in (self.groups, self.places, self.coaches):
            tab.show_prepared(prepared)
        for later in (self.check, self.do):
            later.show_checked(checked)
        self._stack.setCurrentIndex(0)

    def _show_start(self, page: RollOverPage) -> None:
        self.headline.set_title(tr("New {groups}"))
        self.headline.set_aside("")
        old, self._start = self._start, self._beginning(page)
        self._stack.removeWidget(old)
        old.deleteLater()
        self._stack.addWidget(self._start)
        self._stack.setCurrentWidget(self._start)

    def _beginning(self, page: RollOverPage) -> EmptyState:
        """Where nothing is prepared: what it is, and how it begins, or from when on."""
        explained = tr(
            "You choose which {groups} there will be, where everybody goes and who has them. Nothing changes before "
            "the day it begins, and you can leave this page at any time: what you chose stays.")
        if not page.with_years:
            return EmptyState(tr("Nothing is being prepared"), explained, tr("&Prepare new {groups}…"), self._begin)
        if page.due is not None:
            return EmptyState(
                tr("{Groups} of {year}", year=page.due.label), explained,
                tr("&Prepare {year}", year=page.due.label), lambda: steps.prepare(self._shell))
        when = page.from_day
        return EmptyState(
            tr("The {groups} are those of this school year"),
            tr("The next one can be prepared from {day} on.", day=show_date(when)) if when is not None else explained)

    def _begin(self) -> None:
        StartDialog(self, self._shell.sight.today, lambda day: steps.prepare(self._shell, day)).open()

    def _days(self) -> None:
        if self.prepared is not None:
            wanted = self.prepared.id
            DaysDialog(self, self.prepared, lambda begins, until, early: steps.set_days(
                self._shell, wanted, begins, until, early)).open()

    def _drop(self) -> None:
        if self.prepared is not None:
            steps.drop(self._shell, self.prepared.id)

    def _look(self, kind: str) -> None:
        """Go where something is to be looked at."""
        if kind in ("place", "without", "leave"):
            self.tabs.setCurrentWidget(self.places)
            self.places.show_part({"place": "open", "without": "without"}.get(kind, "everybody"))
        elif kind in ("coach",):
            self.tabs.setCurrentWidget(self.coaches)
        elif kind in ("name", "closed", "empty"):
            self.tabs.setCurrentWidget(self.groups)
        elif kind == "file":
            self.check.differences.table.setFocus()
        elif kind == "seats":
            self._shell.go("licences")
