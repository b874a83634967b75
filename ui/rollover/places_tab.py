"""Everybody's place: the groups of now at the left, who is in them and where they go at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from app.domain.rollover.kept import Choice, Fate
from ui.panel import Shell, Veil
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.rollover import steps
from ui.rollover.dialogs import ToGroupDialog
from ui.rollover.words import choice_tone, choice_words
from ui.words import list_name, list_name_key, search_matcher, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.rollover import NewRow, PlaceRow, RollOver


_YEAR_COLUMN = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people: `key` is a group's id, or 'everybody', 'open' or 'without'."""

    key: object
    title: str
    rows: tuple[PlaceRow, ...]


class PlacesTab(QWidget):
    """`parts` is the list at the left, `people` the table at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._prepared: RollOver | None = None
        self.parts = RowTable(_part_columns(), tr("{Groups} of now"), lambda part: part.key)
        self.parts.horizontalHeader().hide()
        self.parts.setColumnWidth(1, self.fontMetrics().horizontalAdvance("0.000") + 18)
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.people = RowTable(
            _columns(shell.veil, lambda: self._with_years), tr("{Participants}"), lambda row: row.id, several=True)
        self.counted = label("", "muted")
        self.to_button = button_of(tr("To {a_group}…"), self._to_group)
        self.again_button = button_of(tr("&Same year group again"), lambda: self._choose(Choice.REPEAT))
        self.leave_button = button_of(tr("&Leaves"), lambda: self._choose(Choice.LEAVE))
        self.none_button = button_of(tr("In &no {group}"), lambda: self._choose(Choice.NONE))
        self.proposed_button = button_of(tr("As &proposed"), lambda: self._choose(Choice.PROPOSED))
        self._arrange()
        self._listen()

    @property
    def _with_years(self) -> bool:
        return self._prepared is not None and self._prepared.year is not None

    def show_prepared(self, prepared: RollOver) -> None:
        self._prepared = prepared
        self.again_button.setVisible(self._with_years)
        self.people.setColumnHidden(_YEAR_COLUMN, not self._with_years)
        chosen = self.parts.current_key()
        with QSignalBlocker(self.parts):
            self.parts.set_rows(_parts(prepared))
            if chosen is None or not self.parts.choose(chosen):
                self.parts.choose("everybody")
        self._show_people()

    def show_part(self, key: object) -> None:
        """The people of one part, as far as there are any."""
        self.parts.choose(key)
        self.people.setFocus()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        left, right = Card(), Card()
        left.edge_to_edge()
        left.fill(self.parts)
        right.fill(self.search)
        right.fill(self.people, 1)
        right.fill(foot((*self._buttons(), self.counted)))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(12)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([240, 860])
        column.addWidget(halves, 1)

    def _buttons(self) -> Sequence[QPushButton]:
        return self.to_button, self.again_button, self.leave_button, self.none_button, self.proposed_button

    def _listen(self) -> None:
        self.parts.selection_moved.connect(self._show_people)
        self.people.selection_moved.connect(self._check)
        self.people.row_opened.connect(self._opened)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus, context=within)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.people, lambda: self._choose(Choice.LEAVE), context=within)

    def _opened(self, row: PlaceRow) -> None:
        """Enter on a row means that row, also where the cursor stands on it and it is not selected."""
        if row not in self.people.chosen():
            self.people.choose(row.id)
        self._to_group()

    def _show_people(self) -> None:
        part: Part | None = self.parts.current()
        self.people.set_rows(part.rows if part is not None else ())
        self._check()

    def _check(self) -> None:
        chosen = self.people.chosen()
        for button in self._buttons():
            button.setEnabled(bool(chosen))
        self.proposed_button.setEnabled(any(row.was_chosen for row in chosen))
        shown = len(self.people.rows())
        self.counted.setText(
            tr("{chosen} of {shown} chosen", chosen=len(chosen), shown=shown) if len(chosen) > 1
            else tr_count("{n} {participant}", "{n} {participants}", shown))

    def _choose(self, choice: Choice, to: NewRow | None = None) -> None:
        people = [row.id for row in self.people.chosen()]
        if people and self._prepared is not None:
            steps.choose(self._shell, self._prepared.id, people, choice, to.id if to is not None else None)

    def _to_group(self) -> None:
        if self.people.chosen() and self._prepared is not None:
            going = [one for one in self._prepared.new if one.fate is Fate.GOES_ON]
            ToGroupDialog(self, going, lambda row: self._choose(Choice.PROMOTE, row)).open()

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.people.set_filter(lambda row: fits(" ".join((row.full, row.groups, row.to))))
        self._check()


def _parts(prepared: RollOver) -> list[Part]:
    people = prepared.people
    missing = tuple(row for row in people if row.needs_place)
    parts = [Part("everybody", tr("All {participants}"), people)]
    if missing:
        parts.append(Part("open", tr("No place yet"), missing))
    for group in prepared.present:
        if group.fate is not Fate.STAYS:
            parts.append(Part(group.id, group.name, tuple(row for row in people if group.id in row.group_ids)))
    without = tuple(row for row in people if not row.group_ids)
    return [*parts, Part("without", tr("Without {group}"), without)] if without else parts


def _part_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda part: part.title, width=16, stretch=True, bold=True),
        Column(tr("{Participants}"), lambda part: show_number(len(part.rows)), align="right", width=3, muted=True),
    )


def _columns(veil: Veil, with_years: Callable[[], bool]) -> tuple[Column, ...]:
    return (
        Column(tr("Name"), lambda row: veil.name(list_name(row.full, row.listed), row.id), width=20, stretch=True,
               sort_key=lambda row: list_name_key(row.full, row.listed)),
        Column(tr("Now in"), lambda row: row.groups or "–", width=18, muted=True),
        Column(tr("Year group"), lambda row: row.year_group, width=6),
        Column(tr("What becomes"), lambda row: choice_words(row, with_years()), width=26, tone=choice_tone),
        Column(tr("Goes to"), lambda row: row.to or "–", width=18, stretch=True),
    )
