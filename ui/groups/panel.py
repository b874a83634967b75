"""Groups: the list at the left, its people at the right, and the page of one person over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from app.domain.calendar import SchoolYear
from app.domain.permissions import Permission, allowed
from ui.groups import steps
from ui.groups.dialogs import GroupDialog, NewGroupDialog, NewPersonDialog, PeopleDialog, RenameDialog
from ui.groups.doubles_page import DoublesPage, PairDialog
from ui.groups.group_view import Doing, GroupView
from ui.groups.leavers_page import LeaversPage, ReviveDialog
from ui.groups.person_view import PersonView
from ui.groups.save_menu import SaveMenu
from ui.groups.shelf import Shelf, shelves_of
from ui.groups.shelf_list import ShelfList
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.doubles import DoublePair
    from app.views.groups import GroupDetail, GroupRow, ParticipantPage
    from app.views.leavers import Shelves, WayBack
    from app.views.people import ParticipantRow


class GroupsPanel(Panel):
    """Opens on the first group, or on everybody where there is none."""

    code = "groups"
    kinds = frozenset({
        "groups", "memberships", "participants", "coaches", "coach_assignments", "locations", "placements", "seats",
        "distinctions", "import_links",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_GROUPS)
        self._shelves: list[Shelf] = []
        self._asking = 0, 0
        self._wanted: bytes | None = None
        self._shelf_before: object = None
        self.headline = Headline(tr("{Groups}"))
        self.list = ShelfList(shell.veil, self._may_edit)
        self.list.selection_moved.connect(self._shelf_chosen)
        self.list.dropped.connect(self._dropped)
        self.group = GroupView(shell, self._doing(), self._may_edit)
        self.group.table.row_opened.connect(self._open_row)
        may_change = allowed(shell.sight.actor, Permission.EDIT_PEOPLE)
        self.person = PersonView(shell, may_change, self.back_to_list, self._save_person)
        self.doubles = DoublesPage(shell)
        self.leavers = LeaversPage(shell, may_change, self._bring_back, self.open_person)
        self.pages = QStackedWidget()
        self._arrange()

    def refresh(self) -> None:
        from app.views.groups import group_list
        from app.views.leavers import shelves
        from app.views.people import is_there

        together = self.shell.veil.looked_at
        if together is not None:
            self.open_person(together)
            return
        self.shell.read(shelves, then=self._note_shelves)
        self.shell.read(group_list, then=self._show_groups)
        person = self.chosen_person()
        if person is not None:
            self.shell.read(is_there, person, then=self._read_person_again)

    def show_target(self, target: bytes) -> None:
        """A group is chosen in the list; anything else is a participant."""
        self._wanted = target
        if self._shelves:
            self._follow_wanted()

    def place(self) -> object:
        return self.list.current_key(), self.chosen_person()

    def return_to(self, place: Any) -> None:
        self._shelf_before, person = place
        if person is not None:
            self.open_person(person)

    def chosen_person(self) -> bytes | None:
        if self.pages.currentWidget() is self.person and self.person.page is not None:
            return self.person.page.row.id
        return None

    def export_rows(self) -> list[list[str]]:
        return self.group.table.shown_text()

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
        with_years = self.shell.sight.profile.period_kind == "school_year"
        NewGroupDialog(self, with_years, self._make_group).open()

    # Arrangement

    def _doing(self) -> Doing:
        return Doing(
            self._add, self._place, self._remove, self._rename, self._close, self._new_person, self._leave,
            self._revive, self._suspend, self._same_person, self._read_people)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        if allowed(self.shell.sight.actor, Permission.EXPORT):
            self.saving = SaveMenu(self.shell)
            self.headline.add_aside(self.saving.button)
        if self._may_edit:
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
        halves.setSizes([300, 860])
        column.addWidget(halves, 1)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.group.search.setFocus, context=within)

    # Reading

    def _note_shelves(self, there: Shelves) -> None:
        self._asking = there.doubles, there.leavers

    def _show_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self._shelves = shelves_of(groups, *self._asking)
        self.headline.set_aside(tr_count("{n} {group}", "{n} {groups}", len(groups)))
        chosen = self.list.current_key() or self._shelf_before
        with QSignalBlocker(self.list):
            self.list.set_rows(self._shelves)
            if not (chosen is not None and self.list.choose(chosen)):
                self.list.choose(groups[0].id if groups else "everybody")
        self._follow_wanted()
        self._read_people()

    def _follow_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
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
            self.group.show_people(shelf, detail.members, detail.coaches)

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

    # Doing

    def _open_group(self) -> GroupRow | None:
        return self.group.shelf.group if self.group.shelf is not None else None

    def _make_group(self, name: str, kind: str, year_group: str) -> None:
        with_years = self.shell.sight.profile.period_kind == "school_year"
        school_year = SchoolYear.of(self.shell.sight.today).first if with_years else None
        steps.create(self.shell, name, kind, year_group, school_year, self._group_made)

    def _group_made(self, changes: Any) -> None:
        self.show_target(changes.outcome)

    def _add(self) -> None:
        from app.views.groups import all_participants

        self.shell.read(all_participants, False, then=self._choose_people)

    def _choose_people(self, people: tuple[ParticipantRow, ...]) -> None:
        group = self._open_group()
        if group is not None:
            present = {row.id for row in self.group.table.all_values()}
            others = [row for row in people if row.id not in present]
            PeopleDialog(self, self.shell, group.name, others, self._add_people).open()

    def _add_people(self, people: list[bytes]) -> None:
        group = self._open_group()
        if group is not None:
            steps.add(self.shell, group.id, people, group.name)

    def _place(self) -> None:
        if not self.group.chosen_ids():
            return
        others = [shelf for shelf in self._shelves if shelf.kind == "group" and shelf.key != self.list.current_key()]
        moving = self._open_group() is not None
        title = tr("Move to which {group}?") if moving else tr("Add to which {group}?")
        GroupDialog(self, self.shell.veil, title, tr("Move") if moving else tr("Add"), others, self._place_in).open()

    def _dropped(self, shelf: Shelf) -> None:
        if shelf.kind == "without":
            self._remove()
        else:
            self._place_in(shelf)

    def _place_in(self, target: Shelf) -> None:
        people, origin = self.group.chosen_ids(), self._open_group()
        if not people or target.group is None:
            return
        if origin is None:
            steps.add(self.shell, target.group.id, people, target.title)
        else:
            steps.move(self.shell, origin.id, target.group.id, people, target.title)

    def _remove(self) -> None:
        group, people = self._open_group(), self.group.chosen_ids()
        if group is not None and people:
            steps.remove(self.shell, group.id, people, group.name)

    def _rename(self) -> None:
        group = self._open_group()
        if group is not None and self._may_edit:
            RenameDialog(self, group.name, self._rename_to).open()

    def _rename_to(self, name: str) -> None:
        group = self._open_group()
        if group is not None:
            steps.rename(self.shell, group.id, name)

    def _close(self) -> None:
        group = self._open_group()
        if group is not None:
            steps.close(self.shell, group.id, group.name)

    def _new_person(self) -> None:
        group = self._open_group()
        NewPersonDialog(self, self.shell, group.name if group is not None else "", self._add_person).open()

    def _add_person(self, fields: dict[str, str]) -> None:
        group = self._open_group()
        steps.add_person(self.shell, fields, group.id if group is not None else None, self._person_added)

    def _person_added(self, changes: Any) -> None:
        self._read_people()

    def _leave(self) -> None:
        steps.leave(self.shell, self.group.chosen_ids())

    def _revive(self) -> None:
        self._bring_back(self.group.chosen_ids())

    def _bring_back(self, people: list[bytes]) -> None:
        """Ask where to: the groups and the free seats are read first."""
        from app.views.leavers import ways_back
        from app.views.licences import licence_list

        def ask(ways: tuple[WayBack, ...]) -> None:
            self.shell.read(licence_list, then=lambda licences: ReviveDialog(
                self, self.shell, ways, licences, self._come_back).open())

        self.shell.read(ways_back, tuple(people), then=ask)

    def _come_back(self, people: list[bytes], places: list[tuple[bytes, bytes]], licence: bytes | None) -> None:
        steps.revive(self.shell, people, places, licence)

    def _suspend(self) -> None:
        steps.suspend(self.shell, self.group.chosen_ids())

    def _same_person(self) -> None:
        from app.views.doubles import double_pair

        chosen = self.group.chosen_ids()
        if len(chosen) == 2:
            self.shell.read(double_pair, *chosen, then=self._ask_same)

    def _ask_same(self, pair: DoublePair | None) -> None:
        if pair is not None:
            PairDialog(self, self.shell, pair).open()

    def _save_person(self, participant_id: bytes, fields: dict[str, str]) -> None:
        steps.change_person(self.shell, participant_id, fields)
