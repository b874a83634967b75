"""The coaches: who works here, with which groups, until when, and with what login. The administrator's alone (O-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.groups import coach_steps as steps
from ui.groups.assign_dialog import AssignDialog
from ui.groups.coach_dialog import CloseCoachDialog, CoachDialog
from ui.groups.coach_words import coach_columns, coach_key, coach_matcher, group_words
from ui.groups.shelf import Shelf
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.choose_dialog import OptionDialog
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot, search_row
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.coaches import CoachGroup, CoachLine, CoachList


class CoachesPage(Card):
    """Reads when it is first shown, and again with every change. `shelves` gives the groups there are."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.listed: CoachList | None = None
        self.shelves: Sequence[Shelf] = ()
        self._wanted: bytes | None = None
        self.table = RowTable(coach_columns(shell.veil), tr("{Coaches}"), coach_key)
        self.table.selection_moved.connect(self._show_buttons)
        self.table.row_opened.connect(lambda _line: self.change())
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.with_ended = QCheckBox(tr("Also who works here no &longer"))
        self.with_ended.setAccessibleName(self.with_ended.text().replace("&", ""))
        self.with_ended.toggled.connect(lambda _on: self.read())
        self.about = label("", "muted", wrap=True)
        self.counted = label("", "muted")
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No {coaches} yet"), tr("Add everybody who follows {participants}. Each gets an own login."),
            tr("New {coach}…"), self.new))
        self._arrange()

    def read(self) -> None:
        from app.views.coaches import coach_list

        self._shell.read(coach_list, self.with_ended.isChecked(), then=self._show)

    def chosen(self) -> CoachLine | None:
        found = self.table.chosen()
        return found[0] if found else None

    def new(self) -> None:
        """Ask who it is."""
        dialog = CoachDialog(self, self._shell, None, self.shelves, lambda given, groups: steps.add(
            self._shell, given, groups, lambda coach_id: self._added(dialog, coach_id)))
        dialog.open()

    def change(self) -> None:
        coach = self.chosen()
        if coach is not None:
            dialog = CoachDialog(self, self._shell, coach, (), lambda given, _groups: steps.change(
                self._shell, coach.id, given, lambda: dialog.done_saving()))
            dialog.open()

    def close_coach(self) -> None:
        """The chosen one works here no longer; what that means is said first."""
        coach, listed = self.chosen(), self.listed
        if coach is not None and listed is not None:
            def close_on(day: date) -> None:
                steps.close(self._shell, coach, day, listed.is_connected)

            CloseCoachDialog(self, self._shell, coach, listed.is_connected, close_on).open()

    def give(self) -> None:
        """A group that the chosen one has not."""
        coach = self.chosen()
        if coach is None:
            return
        has = {group.id for group in coach.groups}
        options = [(shelf.group.id, shelf.title) for shelf in self.shelves
                   if shelf.group is not None and shelf.group.id not in has]
        names = dict(options)
        AssignDialog(
            self, self._shell, tr("{A_group} for {name}", name=self._shell.veil.name(coach.full, coach.id)),
            tr("&Which {group}"), options, lambda group, reads_only, until: steps.assign(
                self._shell, coach.id, group, names[group], reads_only, until)).open()

    def take(self) -> None:
        """One of the groups of the chosen one."""
        coach = self.chosen()
        if coach is None or not coach.groups:
            return

        def taken(group: CoachGroup) -> None:
            steps.unassign(self._shell, coach.id, group.id, group.name, group.name in coach.only_coach_of)

        name = self._shell.veil.name(coach.full, coach.id)
        OptionDialog(
            self, tr("Take which {group} from {name}?", name=name), tr("&Take"),
            [(group, group_words(group)) for group in coach.groups], tr("{Groups}"), taken).open()

    def login(self) -> None:
        coach = self.chosen()
        if coach is not None and self.listed is not None:
            steps.about_login(self, self._shell, coach, self.listed)

    def _added(self, dialog: CoachDialog, coach_id: bytes) -> None:
        dialog.done_saving()
        self._wanted = coach_id
        self.read()

    def _arrange(self) -> None:
        self.fill(self.about)
        self.fill(search_row(self.search, self.with_ended))
        self.fill(self._place, 1)
        self.new_button = button_of(tr("N&ew {coach}…"), self.new)
        self.buttons = {
            "change": button_of(tr("C&hange…"), self.change), "give": button_of(tr("Gi&ve a {group}…"), self.give),
            "take": button_of(tr("&Take a {group}…"), self.take), "login": button_of(tr("&Password…"), self.login),
            "close": button_of(tr("End the acc&ount…"), self.close_coach)}
        self.fill(foot((self.new_button, *self.buttons.values()), self.counted))

    def _show(self, listed: CoachList) -> None:
        self.listed = listed
        self.about.setText("" if listed.is_connected else tr(
            "This computer works without a server. {Coaches} that you record here get their login once it is "
            "connected."))
        self.about.setVisible(not listed.is_connected)
        self._place.set_rows(listed.coaches)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)
        self._show_buttons()

    def _show_buttons(self) -> None:
        coach = self.chosen()
        works = coach is not None and not coach.has_ended
        for name, one in self.buttons.items():
            one.setEnabled(works if name != "change" else coach is not None)
        self.buttons["take"].setEnabled(works and coach is not None and bool(coach.groups))
        shown = len(self.table.rows())
        self.counted.setText(tr_count("{n} {coach}", "{n} {coaches}", shown))

    def _search(self, typed: str) -> None:
        self.table.set_filter(coach_matcher(typed))
        self._show_buttons()


def page_of(widget: Any) -> QWidget:
    """With the room around it that a page behind tabs has."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 10, 0, 0)
    column.addWidget(widget)
    return page
