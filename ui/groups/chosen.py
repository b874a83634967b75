"""What is done with the people who are chosen in a group, and with the group itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.permissions import Permission, allowed
from ui.groups import steps
from ui.groups.dialogs import GroupDialog, NewPersonDialog, RenameDialog
from ui.groups.doubles_page import PairDialog
from ui.groups.group_view import Doing, GroupView
from ui.groups.leavers_page import ReviveDialog
from ui.groups.own_accounts import LettersFlow, LinkFlow
from ui.groups.seats_of_group import SeatsOfGroup
from ui.groups.shelf import Shelf
from ui.groups.whole_group import WholeGroup
from ui.panel import Shell
from ui.words import tr

if TYPE_CHECKING:
    from app.views.doubles import DoublePair
    from app.views.groups import GroupRow
    from app.views.leavers import WayBack
    from app.views.people import ParticipantRow


class ChosenPeople:
    """`group` is the view in which they are chosen, which is made after this; `read` reads its people again."""

    group: GroupView

    def __init__(
        self, panel: QWidget, shell: Shell, shelves: Callable[[], Sequence[Shelf]], read: Callable[[], None],
    ) -> None:
        self._panel, self._shell, self._shelves, self._read_people = panel, shell, shelves, read
        self.seats = SeatsOfGroup(panel, shell)

    def doing(self, whole: WholeGroup) -> Doing:
        """What the view offers."""
        return Doing(
            self.add, self.place, self.remove, self.rename, self.close, self.new_person, self.leave, self.revive,
            self.suspend, self.same_person, self._read_people, self.give_seats, whole, self.link, self.letters)

    def open_group(self) -> GroupRow | None:
        """The group that is shown, None where it is everybody or who has none."""
        return self.group.shelf.group if self.group.shelf is not None else None

    def _shown(self) -> object:
        return self.group.shelf.key if self.group.shelf is not None else None

    def add(self) -> None:
        from app.views.groups import all_participants

        self._shell.read(all_participants, False, then=self._choose_people)

    def _choose_people(self, people: tuple[ParticipantRow, ...]) -> None:
        group = self.open_group()
        if group is not None:
            present = {row.id for row in self.group.table.all_values()}
            others = [row for row in people if row.id not in present]
            self.seats.add_people(group, others)

    def give_seats(self) -> None:
        """To who is in this group without one."""
        group = self.open_group()
        if group is not None:
            self.seats.give(group, [row.id for row in self.group.table.all_values() if not row.has_seat])

    def link(self) -> None:
        """The code that somebody gives of an own account."""
        group = self.open_group()
        if group is not None:
            LinkFlow(self._panel, self._shell, group.id, group.name).begin()

    def letters(self) -> None:
        """For who goes on alone."""
        if self.group.chosen_ids():
            LettersFlow(self._panel, self._shell, self.group.chosen_ids()).begin()

    def place(self) -> None:
        if not self.group.chosen_ids():
            return
        others = [shelf for shelf in self._shelves() if shelf.kind == "group" and shelf.key != self._shown()]
        moving = self.open_group() is not None
        title = tr("Move to which {group}?") if moving else tr("Add to which {group}?")
        verb = tr("Move") if moving else tr("Add")
        GroupDialog(self._panel, self._shell.veil, title, verb, others, self._place_in).open()

    def dropped(self, shelf: Shelf) -> None:
        if shelf.kind == "without":
            self.remove()
        else:
            self._place_in(shelf)

    def _place_in(self, target: Shelf) -> None:
        people, origin = self.group.chosen_ids(), self.open_group()
        if not people or target.group is None:
            return
        if origin is None:
            steps.add(self._shell, target.group.id, people, target.title)
        else:
            steps.move(self._shell, origin.id, target.group.id, people, target.title)

    def remove(self) -> None:
        group, people = self.open_group(), self.group.chosen_ids()
        if group is not None and people:
            steps.remove(self._shell, group.id, people, group.name)

    def rename(self) -> None:
        group = self.open_group()
        if group is not None and allowed(self._shell.sight.actor, Permission.EDIT_GROUPS):
            RenameDialog(self._panel, group.name, self._rename_to).open()

    def _rename_to(self, name: str) -> None:
        group = self.open_group()
        if group is not None:
            steps.rename(self._shell, group.id, name)

    def close(self) -> None:
        group = self.open_group()
        if group is not None:
            steps.close(self._shell, group.id, group.name)

    def new_person(self) -> None:
        group = self.open_group()
        NewPersonDialog(self._panel, self._shell, group.name if group is not None else "", self._add_person).open()

    def _add_person(self, fields: dict[str, str]) -> None:
        group = self.open_group()
        steps.add_person(self._shell, fields, group.id if group is not None else None, self._person_added)

    def _person_added(self, changes: Any) -> None:
        self._read_people()

    def leave(self) -> None:
        steps.leave(self._shell, self.group.chosen_ids())

    def revive(self) -> None:
        self.bring_back(self.group.chosen_ids())

    def bring_back(self, people: list[bytes]) -> None:
        """Ask where to: the groups and the free seats are read first."""
        from app.views.leavers import ways_back
        from app.views.licences import licence_list

        def ask(ways: tuple[WayBack, ...]) -> None:
            self._shell.read(licence_list, then=lambda licences: ReviveDialog(
                self._panel, self._shell, ways, licences, self._come_back).open())

        self._shell.read(ways_back, tuple(people), then=ask)

    def _come_back(self, people: list[bytes], places: list[tuple[bytes, bytes]], licence: bytes | None) -> None:
        steps.revive(self._shell, people, places, licence)

    def suspend(self) -> None:
        steps.suspend(self._shell, self.group.chosen_ids())

    def same_person(self) -> None:
        from app.views.doubles import double_pair

        chosen = self.group.chosen_ids()
        if len(chosen) == 2:
            self._shell.read(double_pair, *chosen, then=self._ask_same)

    def _ask_same(self, pair: DoublePair | None) -> None:
        if pair is not None:
            PairDialog(self._panel, self._shell, pair).open()
