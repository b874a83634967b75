"""Observing: a group, an instrument and a day at the top; below it the sheet, by person, by point or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from app.domain.observing import FIELD
from ui.observing import steps
from ui.observing.entry_grid import SheetGrid
from ui.observing.entry_model import ALL, PERSON, POINT
from ui.observing.words import named
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import bare
from ui.parts.chooser import Chooser
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import date_edit, day_of
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import list_name, tr, tr_count

if TYPE_CHECKING:
    from app.views.instruments import InstrumentRow
    from app.views.observing import ObservationSheet, SheetGroup

_WIDEST, _GRID = 320, 120
_PLACES = ("sheet", "veiled", "off", "none")


class ObservePage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._groups: dict[bytes, SheetGroup] = {}
        self._sheet: ObservationSheet | None = None
        self.group, self.instrument = Chooser(tr("{Group}")), Chooser(tr("Instrument"))
        self.group.currentIndexChanged.connect(lambda _at: self._read_instruments())
        self.instrument.currentIndexChanged.connect(lambda _at: self._read_sheet())
        today = shell.sight.today
        self.day = date_edit(today)
        self.day.setAccessibleName(tr("Seen on"))
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))  # nobody was seen tomorrow
        self.day.dateChanged.connect(lambda _day: self._read_sheet())
        self.way = QComboBox()
        self.way.setAccessibleName(tr("How to fill in"))
        for way, words in ((PERSON, tr("By {participant}")), (POINT, tr("By point")), (ALL, tr("All at once"))):
            self.way.addItem(words, way)
        self.way.currentIndexChanged.connect(lambda _at: self._look_otherwise(keep=False))
        self.whom = Chooser(tr("{Participant} or point"))
        for chooser in (self.instrument, self.whom):
            chooser.setMaximumWidth(_WIDEST)
        self.whom.currentIndexChanged.connect(lambda _at: self._look_otherwise(keep=True))
        self.grid = SheetGrid(lambda sheet, entries, then: steps.record(shell, sheet, entries, then))
        self.grid.setMinimumHeight(_GRID)
        self.grid.moved.connect(self._say_state)
        self.grid.ended.connect(self._next)
        self.form_button = button_of(tr("Emp&ty form…"), self.save_form)
        self._arrange()
        self._show_place("none")

    def read(self) -> None:
        from app.views.observing import groups_to_observe

        if not self._shell.sight.keeps(*FIELD):
            self._show_place("off")
        elif self._shell.veil.on:
            self._show_place("veiled")
        else:
            self._shell.read(groups_to_observe, then=while_alive(self, self._show_groups))

    def export_rows(self) -> list[list[str]]:
        """The sheet as it stands, titles first."""
        cells = self.grid.cells
        if self._body.currentIndex() != 0:
            return []
        titles = [str(cells.headerData(column, Qt.Orientation.Horizontal)) for column in range(cells.columnCount())]
        return [titles, *(
            [cells.text(cells.cell(cells.index(row, column))) for column in range(cells.columnCount())]
            for row in range(cells.rowCount()))]

    def save_form(self) -> None:
        if self._sheet is not None:
            row = self._sheet.page.row
            steps.save_form(self._shell, row.id, row.title)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        head = QWidget()
        flow = FlowLayout(head)
        for widget in (self.group, self.instrument, self.day, self.way, self.whom, self.form_button):
            flow.addWidget(widget)
        self._head = head
        column.addWidget(head)
        self._body = QStackedWidget()
        page = QWidget()
        inner = QVBoxLayout(page)
        bare(inner, 6)
        inner.addWidget(self.grid, 1)
        self.state = label("", "muted", wrap=True)
        inner.addWidget(self.state)
        for place in (page, _veiled(), off_state(self._shell), self._nothing()):
            self._body.addWidget(place)
        column.addWidget(self._body, 1)

    def _nothing(self) -> EmptyState:
        return EmptyState(
            tr("There is nothing to observe by yet"),
            tr("Make or load an instrument under Instruments, then choose {a_group} here."), picture="check")

    def _show_place(self, place: str) -> None:
        self._body.setCurrentIndex(_PLACES.index(place))
        self._head.setVisible(place in ("sheet", "none"))
        for widget in (self.way, self.whom, self.form_button):  # of nothing there is no form to print
            widget.setVisible(place == "sheet")
        if place != "sheet":
            self._sheet = None

    # Reading

    def _show_groups(self, found: tuple[SheetGroup, ...]) -> None:
        self._groups = {one.id: one for one in found}
        chosen = self.group.chosen() or next((one.id for one in found if one.may_write), None)
        self.group.offer(tr("Choose {a_group}"), [(one.name, one.id) for one in found], chosen)
        self._read_instruments()

    def _read_instruments(self) -> None:
        from app.views.instruments import instrument_list

        group = self._groups.get(self.group.chosen() or b"")
        year = group.year_group if group is not None else None
        self._shell.read(instrument_list, False, year, then=while_alive(self, self._show_instruments))

    def _show_instruments(self, rows: tuple[InstrumentRow, ...]) -> None:
        chosen = self.instrument.chosen()
        if chosen not in {row.id for row in rows}:
            chosen = rows[0].id if rows else None
        self.instrument.offer(
            tr("Choose an instrument"), [(named(row.title, row.edition), row.id) for row in rows], chosen)
        self._read_sheet()

    def _read_sheet(self) -> None:
        from app.views.observing import observation_sheet

        group, instrument = self.group.chosen(), self.instrument.chosen()
        if group is None or instrument is None:
            self._show_place("none")
        else:
            self._shell.read(observation_sheet, instrument, group, min(day_of(self.day), self._shell.sight.today),
                             then=while_alive(self, self._show_sheet))

    def _show_sheet(self, sheet: ObservationSheet) -> None:
        if (sheet.page.row.id, sheet.group_id, sheet.day) != (
                self.instrument.chosen(), self.group.chosen(), min(day_of(self.day), self._shell.sight.today)):
            return  # another one was chosen meanwhile
        self._sheet = sheet
        self._show_place("sheet")
        self._show_grid()

    # Showing

    def _look_otherwise(self, keep: bool) -> None:
        """What was filled in goes first: the reading that it brings is then the one that is shown."""
        self.grid.save_all()
        self._show_grid(keep)

    def _show_grid(self, keep: bool = False) -> None:
        """`keep`: somebody else, or another point, was chosen of those that are offered."""
        sheet = self._sheet
        if sheet is None:
            return
        way: str = self.way.currentData()
        if not keep:
            self._offer_whom(sheet, way)
        if way != ALL and self.whom.chosen() is None and self.whom.count() > 1:
            self.whom.setCurrentIndex(1)  # and comes back here with that one
            return
        self.grid.show_sheet(sheet, way, self.whom.chosen() or b"")

    def _next(self) -> None:
        """After the last row the next person, or the next point."""
        if self.whom.isVisibleTo(self) and self.whom.currentIndex() + 1 < self.whom.count():
            self.whom.setCurrentIndex(self.whom.currentIndex() + 1)

    def _offer_whom(self, sheet: ObservationSheet, way: str) -> None:
        if way == PERSON:
            choices = [(list_name(line.full, line.listed), line.participant_id) for line in sheet.lines]
        else:
            choices = [(point.title, point.id) for point in sheet.page.points] if way == POINT else []
        chosen = self.whom.chosen()
        if chosen not in {key for _, key in choices}:
            chosen = choices[0][1] if choices else None
        self.whom.offer(tr("Choose"), choices, chosen)
        self.whom.setVisible(way != ALL)

    def _say_state(self) -> None:
        cells, sheet = self.grid.cells, self._sheet
        if sheet is None:
            return
        said = tr("{n} of {all} filled in.", n=cells.seen(), all=cells.steps())
        unsaved = cells.unsaved()
        waits = tr_count("{n} is not saved yet.", "{n} are not saved yet.", unsaved) if unsaved else ""
        keys = ", ".join(f"{number} {words}" for number, (_, words) in enumerate(sheet.page.steps, 1))
        how = tr("A figure or first letter chooses a step ({steps}); Enter goes down, Delete empties.", steps=keys)
        closed = tr("You only look here.")
        self.state.setText(" ".join(filter(None, (said, waits, how if sheet.may_write else closed))))


def off_state(shell: Shell) -> EmptyState:
    """Why there is nothing here where notes are not kept, and what to do."""
    return EmptyState(
        tr("Observations are not kept here"),
        tr("They are kept where notes are, and notes are off. The {administrator} can switch them on under Privacy, in "
           "the register, with a written addition to the processing agreement."), picture="shield")


def _veiled() -> EmptyState:
    return EmptyState(tr("Hidden while presenting"), tr("Names and observations are hidden while presenting."),
                      picture="eye-off")
