"""One group becomes several: people chosen by hand for one new group, or everybody over some by turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSpinBox, QWidget

from app.domain.grouping import LONGEST_NAME, MOST_PARTS, by_turns, part_name
from ui.groups.members import person_columns, person_key, person_matcher, person_order
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.people import ParticipantRow

_GROUPS, _YEAR_GROUP = 2, 3
BY_HAND, BY_TURNS = "by hand", "by turns"


class SplitDialog(FaultForm):
    """`split` gets the new groups ({name, participant_ids}); who goes nowhere stays in the group."""

    def __init__(
        self, parent: QWidget, shell: Shell, group: str, people: Sequence[ParticipantRow],
        split: Callable[[list[dict[str, Any]]], None],
    ) -> None:
        super().__init__(parent, tr("Split {name}", name=group), tr("&Split"))
        self._group, self._split = group, split
        self._people = sorted(people, key=person_order)
        self.say(tr("{Coaches}, {location} and learning routes stay the same in every part. Results go along."))
        self.way = self.add_choice(tr("&How"), [
            (BY_HAND, tr("I choose who goes to a new {group}")), (BY_TURNS, tr("Everybody by turns"))])
        self.name = self.watched_line("name", tr("&Name of the new {group}"), value=part_name(group, 2))
        self.parts = QSpinBox()
        self.parts.setRange(2, max(2, min(MOST_PARTS, len(people))))
        self.add_field(tr("&In how many parts"), self.parts)
        self.told = self.say("", "")
        self._search_line = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.fill(self._search_line, 0)
        self.table = PickTable(person_columns(shell), tr("{Participants}"), person_key)
        self.table.set_rows(self._people)
        for told_already in (_GROUPS, _YEAR_GROUP):  # of people of one group it is the same for all
            self.table.setColumnHidden(told_already, True)
        self.fill_table(self.table)
        self.table.picks_moved.connect(self.check)
        self.parts.valueChanged.connect(lambda _number: self.check())
        self.way.currentIndexChanged.connect(lambda _index: self._show_way())
        self.resize(760, 600)
        self._show_way()

    def groups(self) -> list[dict[str, Any]]:
        """The new groups as they would be made."""
        if self.way.currentData() == BY_HAND:
            return [{"name": self.name.text().strip(), "participant_ids": [row.id for row in self.table.picked()]}]
        _, *others = by_turns([row.id for row in self._people], self.parts.value())
        return [{"name": part_name(self._group, number), "participant_ids": list(part)}
                for number, part in enumerate(others, 2)]

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "table"):
            return {}  # still being built
        if self.way.currentData() == BY_TURNS:
            return {} if len(self._people) > 1 else {"": "few"}
        name = " ".join(self.name.text().split())
        if not name:
            return {"name": tr("This must be filled in.")}
        if len(name) > LONGEST_NAME:
            return {"name": tr("At most {n} signs.", n=LONGEST_NAME)}
        return {} if self.table.picked() else {"": "nobody"}

    def check(self) -> None:
        super().check()
        if hasattr(self, "table"):
            self.told.setText(self._words())

    def accept(self) -> None:
        if self.is_complete():
            self._split(self.groups())
            self.done(int(self.DialogCode.Accepted))

    def _words(self) -> str:
        parts = self.groups()
        going = sum(len(part["participant_ids"]) for part in parts)
        if self.way.currentData() == BY_HAND:
            return tr_count("{n} {participant} goes, {left} stay.", "{n} {participants} go, {left} stay.",
                            going, left=len(self._people) - going)
        names = ", ".join(f"{part['name']} ({len(part['participant_ids'])})" for part in parts)
        return tr("{name} keeps {left}. New: {names}.", name=self._group, left=len(self._people) - going, names=names)

    def _show_way(self) -> None:
        by_hand = self.way.currentData() == BY_HAND
        self.form.setRowVisible(self.name, by_hand)
        self.form.setRowVisible(self.parts, not by_hand)
        for part in (self.table, self._search_line):
            part.setEnabled(by_hand)
        self.check()

    def _search(self, typed: str) -> None:
        self.table.set_filter(person_matcher(typed))
