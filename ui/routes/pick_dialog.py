"""Choose what becomes steps, and who gets a route: long lists to search, with a tick per line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.pick_dialog import PickDialog
from ui.parts.pick_table import PickTable
from ui.parts.search_line import SearchLine, people_search
from ui.routes.draft import Draft, offered
from ui.words import list_name, list_name_key, show, tr, tr_count

if TYPE_CHECKING:
    from app.views.groups import GroupRow
    from app.views.people import ParticipantRow
    from app.views.routes import RouteChoices


class StepsDialog(PickDialog):
    """`add` gets the steps in the order of the list."""

    def __init__(self, parent: QWidget, choices: RouteChoices, add: Callable[[list[Draft]], None]) -> None:
        super().__init__(parent, tr("Add steps"), "")
        self._add = add
        self.fill(SearchLine(tr("Search a {programme}, a part of it, a link or a material"), self.search), 0)
        table = PickTable((
            Column(tr("Title"), lambda one: one.title, width=26, stretch=True,
                   under=lambda one: show(one.notice) if one.notice is not None else ""),
            Column(tr("Belongs to"), lambda one: one.below, width=22, muted=True),
            Column(tr("Kind"), kind_words, width=12),
        ), tr("What can be a step"), _number)
        table.set_rows(offered(choices))
        self.fill_picks(table, lambda one: f"{one.title} {one.below}")
        self.resize(760, 540)
        self.check()

    def check(self) -> None:
        chosen = len(self.table.picked())
        self.name_verb(tr_count("Add {n} step", "Add {n} steps", chosen) if chosen else tr("Add"))
        super().check()

    def accept(self) -> None:
        if self.is_complete():
            self._add(self.table.picked())
            super().accept()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A group, or a person with the groups he or she is in."""

    key: bytes
    is_group: bool
    full: str
    listed: str
    below: str


class GiveDialog(PickDialog):
    """`give` gets the ids of groups and people, and whether they get a copy of their own."""

    def __init__(
        self, parent: QWidget, shell: Shell, title: str, groups: Sequence[GroupRow], people: Sequence[ParticipantRow],
        give: Callable[[list[bytes], list[bytes], bool], None], only_copies: bool = False,
    ) -> None:
        super().__init__(parent, title, tr("&Give"))
        self._give, veil = give, shell.veil
        self.fill(people_search(veil, tr("Search by name or {group}"), self.search), 0)
        table = PickTable((
            Column(tr("Name"), lambda one: one.full if one.is_group else veil.name(
                list_name(one.full, one.listed), one.key), width=28, stretch=True,
                sort_key=lambda one: (not one.is_group, list_name_key(one.full, one.listed)),
                picture=lambda one: "people" if one.is_group else ""),
            Column(tr("{Groups}"), lambda one: one.below, width=24, muted=True),
        ), tr("{Groups} and {participants}"), lambda one: one.key)
        table.set_rows(recipients(groups, people))
        self.fill_picks(table, lambda one: f"{one.full} {one.below}")
        self.copies = QCheckBox(tr("As a &copy of their own, to change"))
        self.copies.setAccessibleName(self.copies.text().replace("&", ""))
        self.copies.setToolTip(tr("For everybody else the learning route stays as it is."))
        self.copies.setChecked(only_copies)
        if only_copies:
            self.say(tr("Of a template everybody gets a copy. It can be changed before it is recorded."))
        else:
            self.fill(self.copies, 0)
        self.resize(640, 540)
        self.check()

    def accept(self) -> None:
        if self.is_complete():
            picked: list[Recipient] = self.table.picked()
            self._give([one.key for one in picked if one.is_group], [one.key for one in picked if not one.is_group],
                       self.copies.isChecked())
            super().accept()


def recipients(groups: Sequence[GroupRow], people: Sequence[ParticipantRow]) -> list[Recipient]:
    """Groups first, then people in the order of the list."""
    return [
        *(Recipient(row.id, True, row.name, row.name, row.location) for row in groups),
        *(Recipient(row.id, False, row.full, row.listed, row.groups)
          for row in sorted(people, key=lambda row: list_name_key(row.full, row.listed)))]


def kind_words(draft: Draft) -> str:
    return {
        "programme": tr("{programme}"), "exercise": tr("exercise"), "link": tr("media link"),
        "material": tr("material")}.get(draft.kind, "")


def _number(draft: Draft) -> int:
    return draft.number
