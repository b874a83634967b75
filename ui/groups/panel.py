"""Groups: the list at the left, its people at the right, and the page of one person over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.calendar import SchoolYear
from app.domain.permissions import Permission, allowed
from app.domain.rollover.kept import ROLL_OVER
from ui.groups import kept_view, steps
from ui.groups.chosen import ChosenPeople
from ui.groups.coaches_page import CoachesPage, page_of
from ui.groups.dialogs import NewGroupDialog
from ui.groups.doubles_page import DoublesPage
from ui.groups.group_view import GroupView
from ui.groups.leavers_page import LeaversPage
from ui.groups.locations_page import LocationsPage
from ui.groups.person_view import PersonView
from ui.groups.registrations_dialog import RegistrationsDialog, registrations_title
from ui.groups.shelf import Shelf, shelves_of
from ui.groups.shelf_list import ShelfList
from ui.groups.whole_group import WholeGroup
from ui.named_views.menu import ViewsButton
from ui.named_views.steps import say_gone
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.parts.tabs import Tabs
from ui.rollover.kinds import KINDS
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.groups import GroupDetail, GroupRow, ParticipantPage
    from app.views.leavers import Shelves
    from app.views.people import ParticipantRow
    from ui.rollover.page import RollOverView


_COACHES, _LOCATIONS = 1, 2


class GroupsPanel(Panel):
    """Opens on the first group, or on everybody where there is none."""

    code = "groups"
    kinds = frozenset({
        "groups", "memberships", "participants", "coaches", "coach_assignments", "locations", "placements", "seats",
        "accounts", "activation_codes", "acceptances", "consents", "field_switches", "registrations", "join_codes",
        "distinctions", "import_links", "licences", "agreements", "seat_numbers", "media_links", "materials", "files",
        "routes", "route_steps", "route_assignments",
    }) | KINDS

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_GROUPS)
        self._shelves: list[Shelf] = []
        self._asking: Shelves | None = None
        self._groups: tuple[GroupRow, ...] | None = None
        self._wanted: bytes | None = None
        self._shelf_before: object = None
        self.headline = Headline(tr("{Groups}"))
        self.list = ShelfList(shell.veil, self._may_edit)
        self.list.selection_moved.connect(self._shelf_chosen)
        self.whole = WholeGroup(self, shell, self._open_group, lambda: self._shelves)
        self.chosen = ChosenPeople(self, shell, lambda: self._shelves, self._read_people)
        self.group = GroupView(shell, self.chosen.doing(self.whole), self._may_edit)
        self.chosen.group = self.group
        self.list.dropped.connect(self.chosen.dropped)
        self.group.table.row_opened.connect(self._open_row)
        self._may_change = allowed(shell.sight.actor, Permission.EDIT_PEOPLE)
        self.tabs: Tabs | None = None
        self.person = PersonView(shell, self._may_change, self.back_to_list, self._save_person)
        self.doubles = DoublesPage(shell)
        self.leavers = LeaversPage(shell, self._may_change, self.chosen.bring_back, self.open_person)
        self.pages = QStackedWidget()
        self.sheets = QStackedWidget()
        self.new_year: RollOverView | None = None
        self._arrange()

    def refresh(self) -> None:
        from app.views.groups import group_list
        from app.views.joining import waiting_count
        from app.views.leavers import shelves
        from app.views.people import is_there

        together = self.shell.veil.looked_at
        if together is not None:
            self.open_person(together)
            return
        self._asking = self._groups = None
        self.shell.read(shelves, then=self._note_shelves)
        self.shell.read(group_list, then=self._note_groups)
        if self.new_year is not None and self._shows_new_year():
            self.new_year.refresh()
        self.shell.read(waiting_count, then=self._show_waiting)
        self.chosen.seats.read_again()
        person = self.chosen_person()
        if person is not None:
            self.shell.read(is_there, person, then=self._read_person_again)

    def show_target(self, target: bytes) -> None:
        """A group is chosen in the list, or the new year is opened; anything else is a participant."""
        if target == ROLL_OVER:
            self.open_new_year()
            return
        self.close_new_year()
        self._wanted = target
        if self._shelves:
            self._follow_wanted()

    def place(self) -> object:
        tab = self.tabs.currentIndex() if self.tabs is not None else 0
        step = self.new_year.tabs.currentIndex() if self.new_year is not None and self._shows_new_year() else None
        return self.list.current_key(), self.chosen_person(), tab, step

    def return_to(self, place: Any) -> None:
        self._shelf_before, person, tab, step = place
        if self.tabs is not None:
            self.tabs.setCurrentIndex(tab)
        if person is not None:
            self.open_person(person)
        if step is not None:
            self.open_new_year()
            if self.new_year is not None:
                self.new_year.tabs.setCurrentIndex(step)

    def manual_page(self) -> str:
        return "roll-over" if self._shows_new_year() else ""

    def chosen_person(self) -> bytes | None:
        if self.pages.currentWidget() is self.person and self.person.page is not None:
            return self.person.page.row.id
        return None

    def export_rows(self) -> list[list[str]]:
        return self.group.table.shown_text()

    def kept_view(self) -> dict[str, Any]:
        return kept_view.kept(self.list.current_key(), self.group)

    def show_view(self, choices: dict[str, Any]) -> None:
        """As it was kept; of a group that is not there any more everybody is shown, and that is said."""
        key = kept_view.place_of(choices, self._shelves)
        if key is None:
            say_gone(self.shell)
        if self.tabs is not None:
            self.tabs.setCurrentIndex(0)
        kept_view.arrange(choices, self.group)
        self.list.choose(key or kept_view.EVERYBODY)
        self._show_list()
        self._read_people()

    def open_person(self, participant_id: bytes) -> None:
        from app.views.groups import participant_page

        self.shell.read(participant_page, participant_id, then=self._show_person)

    def _read_person_again(self, is_there: bool) -> None:
        """A colleague may have erased whose page is open, or have taken this person out of one's groups."""
        person = self.chosen_person()
        if not is_there:
            self._show_list()
        elif person is not None:
            self.open_person(person)

    def back_to_list(self) -> None:
        page = self._show_list()
        page.table.setFocus()

    def new_group(self) -> None:
        from app.views.locations import location_list

        with_years = self.shell.sight.profile.period_kind == "school_year"
        self.shell.read(
            location_list, then=lambda rows: NewGroupDialog(self, with_years, rows, self._make_group).open())

    def open_new_year(self) -> None:
        """The page on which the groups of the new year are prepared and made."""
        from ui.rollover.page import RollOverView

        if not self._may_edit or self.shell.veil.looked_at is not None:
            return
        if self.new_year is None:
            self.new_year = RollOverView(self.shell, self.close_new_year, self.close_new_year)
            self.sheets.addWidget(self.new_year)
        self.headline.hide()
        self.sheets.setCurrentWidget(self.new_year)
        self.new_year.refresh()
        self.new_year.back_button.setFocus()

    def close_new_year(self) -> None:
        if self._shows_new_year():
            self.headline.show()
            self.sheets.setCurrentIndex(0)
            self.list.setFocus()

    def _shows_new_year(self) -> bool:
        return self.new_year is not None and self.sheets.currentWidget() is self.new_year

    # Arrangement

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        self.views = ViewsButton(self.shell, self.code, self.kept_view, self.show_view)
        self.headline.add_aside(self.views)
        self.registrations = self.headline.add_button(registrations_title(0), self._open_registrations)
        if self._may_edit:
            with_years = self.shell.sight.profile.period_kind == "school_year"
            self.headline.add_button(
                tr("New school year…") if with_years else tr("Renew {groups}…"), self.open_new_year)
            self.headline.add_button(tr("&New {group}…"), self.new_group, primary=True)
        column.addWidget(self.headline)
        card = Card()
        card.edge_to_edge()
        card.fill(self.list)
        for page in (self.group, self.person, self.doubles, self.leavers):
            self.pages.addWidget(page)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(12)
        halves.addWidget(card)
        if self.shell.veil.looked_at is not None:
            card.hide()
            self.headline.hide()
        halves.addWidget(self.pages)
        halves.setStretchFactor(1, 1)
        halves.setSizes([270, 890])
        self.sheets.addWidget(self._with_others(halves))
        column.addWidget(self.sheets, 1)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.group.search.setFocus, context=within)

    def _with_others(self, halves: QWidget) -> QWidget:
        """For the administrator the coaches and locations behind tabs; for anybody else the groups alone."""
        if not self._may_edit or not self._may_change or self.shell.veil.looked_at is not None:
            return halves
        self.coaches, self.locations = CoachesPage(self.shell), LocationsPage(self.shell)
        self.tabs = Tabs(tr("{Groups}, {coaches} and {locations}"))
        self.tabs.addTab(page_of(halves), tr("{Groups}"))
        self.tabs.addTab(page_of(self.coaches), tr("{Coaches}"))
        self.tabs.addTab(page_of(self.locations), tr("{Locations}"))
        self.tabs.currentChanged.connect(lambda _index: self._read_others())
        return self.tabs

    # Reading

    def _read_others(self) -> None:
        """The page in front, where that is not the groups."""
        at = self.tabs.currentIndex() if self.tabs is not None else 0
        if at == _COACHES:
            self.coaches.shelves = self._shelves
            self.coaches.read()
        elif at == _LOCATIONS:
            self.locations.read()

    def _note_shelves(self, there: Shelves) -> None:
        self._asking = there
        self._show_shelves()

    def _note_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self._groups = groups
        self._show_shelves()

    def _show_shelves(self) -> None:
        """Two threads read, and either may be the last: the list is shown once both are there."""
        groups, there = self._groups, self._asking
        if groups is None or there is None:
            return
        self._shelves = shelves_of(groups, there.doubles, there.leavers)
        self.headline.set_aside(tr_count("{n} {group}", "{n} {groups}", len(groups)))
        chosen = self.list.current_key() or self._shelf_before
        with QSignalBlocker(self.list):
            self.list.set_rows(self._shelves)
            if not (chosen is not None and self.list.choose(chosen)):
                self.list.choose(groups[0].id if groups else "everybody")
        self._follow_wanted()
        self._read_people()
        self._read_others()

    def _follow_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        if self.tabs is not None:
            self.tabs.setCurrentIndex(0)
        if any(shelf.key == wanted for shelf in self._shelves):
            self.list.choose(wanted)
            self._show_list()
        else:
            self.open_person(wanted)

    def _shelf_chosen(self) -> None:
        shelf = self.list.current()
        if shelf is not None and (self.group.shelf is None or shelf.key != self.group.shelf.key or self._is_apart()):
            self._show_list()
            self._read_people()

    def _is_apart(self) -> bool:
        return self.pages.currentWidget() in (self.doubles, self.leavers)

    def _show_list(self) -> GroupView | DoublesPage | LeaversPage:
        """Bring the page of the chosen shelf to the front."""
        shelf = self.list.current()
        kind = shelf.kind if shelf is not None else ""
        page = self.doubles if kind == "doubles" else self.leavers if kind == "leavers" else self.group
        self.pages.setCurrentWidget(page)
        return page

    def _read_people(self) -> None:
        from app.views import groups as views

        shelf: Shelf | None = self.list.current()
        if shelf is None:
            return
        if shelf.kind in ("doubles", "leavers"):
            (self.doubles if shelf.kind == "doubles" else self.leavers).refresh()
        elif shelf.group is not None:
            self.shell.read(views.group_detail, shelf.group.id, then=self._show_group)
        elif shelf.kind == "everybody":
            self.shell.read(views.all_participants, self.group.shows_left, then=self._show_everybody)
        else:
            self.shell.read(views.participants_without_group, then=self._show_without)

    def _show_group(self, detail: GroupDetail) -> None:
        shelf = self.list.current()
        if shelf is not None and shelf.key == detail.row.id:
            self.group.show_people(shelf, detail.members, detail.coaches, detail.with_seats)

    def _show_everybody(self, people: tuple[ParticipantRow, ...]) -> None:
        self._show_plain("everybody", people)

    def _show_without(self, people: tuple[ParticipantRow, ...]) -> None:
        self._show_plain("without", people)

    def _show_plain(self, kind: str, people: Sequence[ParticipantRow]) -> None:
        shelf = self.list.current()
        if shelf is not None and shelf.kind == kind:
            self.group.show_people(shelf, people)

    def _open_row(self, row: ParticipantRow) -> None:
        self.open_person(row.id)

    def _show_person(self, page: ParticipantPage) -> None:
        self.person.show_page(page)
        if self.pages.currentWidget() is not self.person:
            self.pages.setCurrentWidget(self.person)
            self.person.back_button.setFocus()

    def _show_waiting(self, waiting: int) -> None:
        """Behind the veil also the number stays away."""
        title = registrations_title(0 if self.shell.veil.on else waiting)
        self.registrations.setText(title)
        self.registrations.setAccessibleName(title.replace("&", ""))

    def _open_registrations(self) -> None:
        RegistrationsDialog(self, self.shell).open()

    # Doing

    def _open_group(self) -> GroupRow | None:
        return self.chosen.open_group()

    def _make_group(self, name: str, kind: str, year_group: str, location_id: bytes | None) -> None:
        with_years = self.shell.sight.profile.period_kind == "school_year" and kind != "general"
        school_year = SchoolYear.of(self.shell.sight.today).first if with_years else None
        steps.create(self.shell, name, kind, year_group, school_year, location_id, self._group_made)

    def _group_made(self, changes: Any) -> None:
        """It is opened once the list was read that has it: before that its id would be taken for a person's."""
        self._wanted = changes.outcome
        if any(shelf.key == self._wanted for shelf in self._shelves):
            self._follow_wanted()

    def _save_person(self, participant_id: bytes, fields: dict[str, str]) -> None:
        steps.change_person(self.shell, participant_id, fields)
