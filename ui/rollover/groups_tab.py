"""Which groups there will be: those of now with what becomes of them, and the new ones beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.rollover.kept import Fate
from ui.groups.shelf import year_group_label
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.list_frame import foot
from ui.parts.search_line import SearchLine
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.rollover.dialogs import NewGroupForm
from ui.rollover.words import becomes_words
from ui.words import search_matcher, show_number, tr

if TYPE_CHECKING:
    from app.views.rollover import NewRow, PresentRow, RollOver

_ROOM_FOR_BOTH = 900


class GroupsTab(QWidget):
    """`present` and `new` are the two tables."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._prepared: RollOver | None = None
        self.search = SearchLine(tr("Search {a_group}"), self._search)
        self.present = RowTable(_present_columns(), tr("{Groups} of now"), lambda row: row.id, several=True)
        self.new = RowTable(_new_columns(), tr("New {groups}"), lambda row: row.id, several=True)
        self.on_button = button_of(tr("&Goes on"), lambda: self._settle_present(Fate.GOES_ON))
        self.end_button = button_of(tr("End&s"), lambda: self._settle_present(Fate.ENDS))
        self.stay_button = button_of(tr("Stays as it &is"), lambda: self._settle_present(Fate.STAYS))
        self.add_button = button_of(tr("A&dd…"), self._add)
        self.change_button = button_of(tr("Cha&nge…"), self._change)
        self.drop_button = button_of(tr("Do not &make"), self._drop)
        self._arrange()
        self._listen()

    def show_prepared(self, prepared: RollOver) -> None:
        self._prepared = prepared
        self.present.set_rows(prepared.present)
        self.new.set_rows([one for one in prepared.new if one.fate is Fate.GOES_ON or not one.comes_from])
        self.new.setColumnHidden(1, prepared.year is None)
        self._check()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.search)
        both = SideBySide(_ROOM_FOR_BOTH)
        both.row.setSpacing(12)
        both.row.addWidget(_card(
            tr("{Groups} of now"), self.present, self.on_button, self.end_button, self.stay_button), 1)
        both.row.addWidget(_card(
            tr("New {groups}"), self.new, self.add_button, self.change_button, self.drop_button), 1)
        column.addWidget(both, 1)

    def _listen(self) -> None:
        for table in (self.present, self.new):
            table.selection_moved.connect(self._check)
        self.new.row_opened.connect(lambda _row: self._change())
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("F2"), self.new, self._change, context=within)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.new, self._drop, context=within)

    def _check(self) -> None:
        chosen: list[PresentRow] = self.present.chosen()
        new: list[NewRow] = self.new.chosen()
        self.on_button.setEnabled(any(row.fate is not Fate.GOES_ON for row in chosen))
        self.end_button.setEnabled(any(row.fate is not Fate.ENDS for row in chosen))
        self.stay_button.setEnabled(any(row.fate is not Fate.STAYS for row in chosen))
        self.change_button.setEnabled(len(new) == 1)
        self.drop_button.setEnabled(bool(new))
        self._name_drop(bool(new) and all(row.fate is Fate.ENDS for row in new))

    def _name_drop(self, is_back: bool) -> None:
        words = tr("&Make after all") if is_back else tr("Do not &make")
        self.drop_button.setText(words)
        self.drop_button.setAccessibleName(words.replace("&", ""))

    def _settle_present(self, fate: Fate) -> None:
        if self._prepared is None:
            return
        chosen: list[PresentRow] = self.present.chosen()
        known = [row.new_id for row in chosen if row.new_id is not None and row.fate is not fate]
        fresh = [row.id for row in chosen if row.new_id is None]
        if known:
            steps.settle(self._shell, known, fate)
        if fresh:
            steps.take_in(self._shell, self._prepared.id, fresh, fate is Fate.ENDS)

    def _add(self) -> None:
        if self._prepared is not None:
            prepared = self._prepared
            NewGroupForm(
                self, tr("New {group}"), prepared.year is not None,
                lambda name, year: steps.add(self._shell, prepared.id, name, year)).open()

    def _change(self) -> None:
        chosen: list[NewRow] = self.new.chosen()
        if len(chosen) == 1 and self._prepared is not None:
            row = chosen[0]
            NewGroupForm(
                self, tr("Change {name}", name=row.name), self._prepared.year is not None,
                lambda name, year: steps.change(self._shell, row.id, name, year), row.name, row.year_group).open()

    def _drop(self) -> None:
        chosen: list[NewRow] = self.new.chosen()
        back = bool(chosen) and all(row.fate is Fate.ENDS for row in chosen)
        if chosen:
            steps.settle(self._shell, [row.id for row in chosen], Fate.GOES_ON if back else Fate.ENDS)

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.present.set_filter(lambda row: fits(" ".join((row.name, row.location, row.becomes))))
        self.new.set_filter(lambda row: fits(" ".join((row.name, row.location, row.comes_from))))


def _card(heading: str, table: RowTable, *buttons: QPushButton) -> Card:
    card = Card(heading)
    card.fill(table, 1)
    card.fill(foot(buttons))
    return card


def _present_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda row: row.name, width=18, bold=True, under=_below, stretch=True),
        Column(tr("{Participants}"), lambda row: show_number(row.people), align="right", width=5,
               sort_key=lambda row: row.people),
        Column(tr("Becomes"), becomes_words, width=16, stretch=True),
    )


def _new_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda row: row.name, width=16, bold=True, under=_notes, stretch=True,
               struck=lambda row: row.fate is Fate.ENDS),
        Column(tr("Year group"), lambda row: row.year_group, width=6),
        Column(tr("Comes from"), lambda row: row.comes_from or "–", width=14, muted=True),
        Column(tr("{Participants}"), lambda row: show_number(row.people), align="right", width=5,
               sort_key=lambda row: row.people),
    )


def _below(row: PresentRow) -> str:
    return " · ".join(part for part in (year_group_label(row.year_group), row.location) if part) or " "


def _notes(row: NewRow) -> str:
    """What is worth noticing about a new group."""
    if row.fate is Fate.ENDS:
        return tr("Will not be made")
    parts = (
        tr("Two have this name") if row.is_twice else "", tr("Is here already") if row.is_there else "",
        tr("The one of now was closed") if row.is_closed else "", row.location)
    return " · ".join(part for part in parts if part) or " "
