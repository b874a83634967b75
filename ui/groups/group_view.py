"""One shelf: its people, and what can be done with those that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QWidget

from app.domain.messages import FIELD as MESSAGES
from app.domain.own_accounts import may_go_on, may_link
from app.domain.permissions import Permission, Scope, allowed
from ui.groups.group_media import GroupMediaLine
from ui.groups.members import MemberTable, person_matcher
from ui.groups.papers_menu import PapersMenu
from ui.groups.shelf import Kind, Shelf, year_group_label
from ui.groups.whole_group import WholeGroup
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot, search_row
from ui.parts.search_line import people_search
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.groups import CoachRow
    from app.views.people import ParticipantRow


class Doing(NamedTuple):
    """What the buttons of this view ask of the panel."""

    add: Callable[[], None]
    place: Callable[[], None]
    remove: Callable[[], None]
    rename: Callable[[], None]
    close: Callable[[], None]
    new_person: Callable[[], None]
    leave: Callable[[], None]
    revive: Callable[[], None]
    suspend: Callable[[], None]
    same: Callable[[], None]
    read_again: Callable[[], None]
    give_seats: Callable[[], None]
    whole: WholeGroup
    link: Callable[[], None]
    letters: Callable[[], None]


class GroupView(Card):
    """`table` holds the people; the buttons follow what is chosen and which shelf is open."""

    def __init__(self, shell: Shell, doing: Doing, may_edit: bool) -> None:
        super().__init__(" ")
        self._shell, self._doing, self._may_edit = shell, doing, may_edit
        self.shelf: Shelf | None = None
        self.table = MemberTable(shell, may_edit)
        self.table.selection_moved.connect(self._show_buttons)
        self.table.removal_wanted.connect(self._removal_wanted)
        self.about = label("", "muted", wrap=True)
        self.introduction = label("", wrap=True)
        self.seatless = self._seatless_line()
        self.media = GroupMediaLine(shell)
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.with_left = QCheckBox(tr("Also who &left"))
        self.with_left.setAccessibleName(tr("Also who left"))
        self.with_left.toggled.connect(self._left_toggled)
        self.counted = label("", "muted")
        self._place = TableOrEmpty(self.table, self._nobody("group"))
        self._empty_for: str = "group"
        self._make_buttons()
        self.papers = PapersMenu(self, shell, self.table)
        self._arrange()

    @property
    def shows_left(self) -> bool:
        return self.with_left.isChecked()

    def show_people(
        self, shelf: Shelf, people: Sequence[ParticipantRow], coaches: Sequence[CoachRow] = (),
        with_seats: bool = False,
    ) -> None:
        """Show this shelf; another shelf starts with an empty search. `with_seats`: there is a licence with seats."""
        if self.shelf is None or self.shelf.key != shelf.key:
            self.search.clear()
            self.table.clearSelection()
        self.shelf = shelf
        self.set_heading(shelf.title)
        self.about.setText(_about(shelf, coaches, self._shell))
        self.about.setVisible(bool(self.about.text()))
        self.introduction.setText(shelf.group.introduction if shelf.group is not None else "")
        self.introduction.setVisible(bool(self.introduction.text()))
        self._show_seatless(people if with_seats else ())
        self.media.show_group(shelf.group)
        self.with_left.setVisible(shelf.kind == "everybody")
        self.messages_button.setVisible(shelf.kind == "group" and self._shell.sight.keeps(*MESSAGES))
        self.table.show_groups(shelf.kind == "everybody")
        self.table.show_year_groups(any(person.year_group for person in people))
        self.table.show_terms(any(person.terms for person in people))
        self._offer_for(shelf.kind)
        self._place.set_rows(people)
        self._show_buttons()

    def chosen_ids(self) -> list[bytes]:
        return [row.id for row in self.table.chosen()]

    def _make_buttons(self) -> None:
        self.add_button = button_of(tr("&Add…"), self._doing.add)
        self.link_button = button_of(tr("Lin&k own account…"), self._doing.link)
        self.place_button = button_of(tr("&Move to…"), self._doing.place)
        self.remove_button = button_of(tr("Take &out"), self._doing.remove)
        self.remove_button.setToolTip(tr("Take the chosen {participants} out of {this_group} (Delete)"))
        self.more_button = QPushButton(tr("Mo&re"))
        self.more_button.setAccessibleName(tr("More"))
        self.more_button.setProperty("menu", True)
        self.more_button.setMenu(self._make_menu())

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self.rename_action = self._entry(menu, tr("&Rename…"), self._doing.rename, "F2")
        self.whole_actions = [self._entry(menu, words, pressed) for words, pressed in (
            (tr("Wh&o guides them…"), self._doing.whole.coaches),
            (tr("Loca&tion…"), self._doing.whole.place), (tr("&Introduction…"), self._doing.whole.introduce),
            *(((tr("Co&urse…"), self._doing.whole.course),) if self._doing.whole.keeps_course else ()),
            *(((tr("&For the figures…"), self._doing.whole.figures),) if self._doing.whole.keeps_people else ()),
            (tr("&Split…"), self._doing.whole.split), (tr("Mer&ge…"), self._doing.whole.merge))]
        self.close_action = self._entry(menu, tr("&Close {this_group}"), self._doing.close)
        menu.addSeparator()
        self.new_action = self._entry(menu, tr("&New {participant}…"), self._doing.new_person)
        self.leave_action = self._entry(menu, tr("Mark as &left"), self._doing.leave)
        self.suspend_action = self._entry(menu, tr("S&uspend"), self._doing.suspend)
        self.revive_action = self._entry(menu, tr("&Back again"), self._doing.revive)
        self.letters_action = self._entry(menu, tr("Letters for own &accounts…"), self._doing.letters)
        self.letters_action.setVisible(may_go_on(self._shell.sight.profile))
        menu.addSeparator()
        self.same_action = self._entry(menu, tr("Same &person…"), self._doing.same)
        return menu

    def _entry(self, menu: QMenu, words: str, pressed: Callable[[], None], key: str = "") -> QAction:
        entry = menu.addAction(words)
        entry.triggered.connect(pressed)
        if key:
            entry.setShortcut(key)
            self.addAction(entry)
        return entry

    def _arrange(self) -> None:
        self.messages_button = button_of(tr("M&essages"), self._to_messages)
        self.add_aside(self.media.more_button)
        self.add_aside(self.messages_button)
        self.fill(self.about)
        self.fill(self.introduction)
        self.fill(self.media)
        self.fill(self.seatless)
        self.fill(search_row(self.search, self.with_left))
        self.fill(self._place, 1)
        adding = (self.add_button,) if self._may_edit else ()
        changing = (self.place_button, self.remove_button, self.more_button) if self._may_edit else ()
        self.fill(foot((*adding, self.link_button, *changing, self.papers.button), self.counted))

    def _seatless_line(self) -> QWidget:
        """How many of a group have no seat, and the way to give them one."""
        line = QWidget()
        row = QHBoxLayout(line)
        bare(row, 10)
        self._seatless_words = label("", wrap=True)
        row.addWidget(self._seatless_words, 1)
        row.addWidget(button_of(tr("Gi&ve a seat…"), self._doing.give_seats))
        return line

    def _show_seatless(self, people: Sequence[ParticipantRow]) -> None:
        without = sum(1 for one in people if not one.has_seat)
        self._seatless_words.setText(tr_count(
            "{n} {participant} in {this_group} has no seat.", "{n} {participants} in {this_group} have no seat.",
            without))
        self.seatless.setVisible(
            bool(without) and self._may_edit and allowed(self._shell.sight.actor, Permission.EDIT_SEATS))

    def _offer_for(self, kind: Kind) -> None:
        if kind != self._empty_for:
            self._empty_for = kind
            self._place.offer(self._nobody(kind))

    def _nobody(self, kind: Kind) -> EmptyState:
        """What to do next differs: into a group people are added, into an organisation they are imported."""
        if kind == "without":
            return EmptyState(tr("Everybody is in a {group}"), tr("Who is in no {group} appears here."))
        if kind == "everybody" and allowed(self._shell.sight.actor, Permission.IMPORT):
            return EmptyState(
                tr("Nobody here yet"), tr("Import {participants} from a file, or add them one by one under More."),
                tr("Import {participants}…"), self._shell.bring_in)
        if not self._may_edit:
            return EmptyState(tr("Nobody here yet"), tr("Ask your {administrator} to add {participants}."))
        return EmptyState(
            tr("Nobody here yet"), tr("Add {participants}, or drag them here from another {group}."),
            tr("Add {participants}…"), self._doing.add)

    def _show_buttons(self) -> None:
        chosen, shelf = self.table.chosen(), self.shelf
        in_group = shelf is not None and shelf.kind == "group"
        gone = [row for row in chosen if row.state == "left"]
        away = [row for row in chosen if row.state != "active"]
        self.add_button.setVisible(in_group)
        self.link_button.setVisible(in_group and self._may_link())
        self.remove_button.setVisible(in_group)
        self.place_button.setText(tr("&Move to…") if in_group else tr("Add &to…"))
        self.place_button.setAccessibleName(self.place_button.text().replace("&", ""))
        self.place_button.setEnabled(bool(chosen) and not gone)
        self.remove_button.setEnabled(bool(chosen))
        self.rename_action.setEnabled(in_group)
        for entry in (*self.whole_actions, self.close_action):
            entry.setEnabled(in_group)
        self.leave_action.setEnabled(bool(chosen) and not gone)
        self.suspend_action.setEnabled(bool(chosen) and not away)
        self.revive_action.setEnabled(bool(away) and len(away) == len(chosen))
        self.letters_action.setEnabled(bool(chosen) and not self._shell.veil.on)
        self.same_action.setEnabled(len(chosen) == 2)
        if shelf is not None:
            self.papers.offer(shelf)
        self._count(len(chosen))

    def _may_link(self) -> bool:
        """Where the terms know own accounts, whoever may let people into this very group."""
        group = self.shelf.group if self.shelf is not None else None
        return group is not None and not self._shell.veil.on and may_link(self._shell.sight.profile) and allowed(
            self._shell.sight.actor, Permission.LET_IN, Scope.of_groups(group.id))

    def _count(self, chosen: int) -> None:
        shown = len(self.table.rows())
        if chosen > 1:
            self.counted.setText(tr("{chosen} of {shown} chosen", chosen=chosen, shown=shown))
        else:
            self.counted.setText(tr_count("{n} {participant}", "{n} {participants}", shown))

    def _to_messages(self) -> None:
        if self.shelf is not None and self.shelf.group is not None:
            self._shell.go("messages", self.shelf.group.id)

    def _search(self, typed: str) -> None:
        self.table.set_filter(person_matcher(typed))
        self._show_buttons()

    def _removal_wanted(self) -> None:
        if self._may_edit and self.shelf is not None and self.shelf.kind == "group" and self.table.chosen():
            self._doing.remove()

    def _left_toggled(self, _is_on: bool) -> None:
        self._doing.read_again()


def _about(shelf: Shelf, coaches: Sequence[CoachRow], shell: Shell) -> str:
    """Kind, year group, place and who follows it, as far as known."""
    if shelf.group is None:
        return ""
    names = ", ".join(_coach_words(coach, shell) for coach in coaches)
    with_years = shell.sight.profile.period_kind == "school_year"
    kind = {"combined": tr("Combined {group}"), "general": tr("General {group}")}.get(
        shelf.group.kind, tr("Base {group}"))
    parts = (
        tr("You look at {this_group} only") if shelf.group.reads_only else "",
        kind if with_years or shelf.group.kind == "general" else "",
        year_group_label(shelf.group.year_group), shelf.group.location,
        tr("{Coach}: {names}", names=names) if len(coaches) == 1 else "",
        tr("{Coaches}: {names}", names=names) if len(coaches) > 1 else "",
    )
    return " · ".join(part for part in parts if part)


def _coach_words(coach: CoachRow, shell: Shell) -> str:
    name = shell.veil.name(coach.full, coach.id)
    if coach.until_on is not None and coach.reads_only:
        return tr("{name} (looks on, up to {day})", name=name, day=show_short_date(coach.until_on))
    if coach.until_on is not None:
        return tr("{name} (up to {day})", name=name, day=show_short_date(coach.until_on))
    return tr("{name} (looks on)", name=name) if coach.reads_only else name
