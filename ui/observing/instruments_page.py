"""Instruments at the left, the scale and points of the chosen one at the right. All but looking is the administrator's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QMenu, QVBoxLayout, QWidget

from app.domain.observing import DefinedInstrument, next_edition
from app.domain.permissions import ORGANISATION, Permission, allowed
from ui.observing import steps
from ui.observing.dialogs import InstrumentDialog, LoadInstrumentsDialog
from ui.observing.words import instrument_columns, named, point_columns
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.page_beside import read_page_of, settle_choice
from ui.parts.side_by_side import in_two
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.exchange.instrument_files import InstrumentFile
    from app.views.instruments import InstrumentPage, InstrumentRow

_SIDE_BY_SIDE = 860


class InstrumentsPage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._may_set_up = allowed(shell.sight.actor, Permission.SET_UP_FOLLOWING, ORGANISATION)
        self._page: InstrumentPage | None = None
        self._wanted: bytes | None = None
        self.table = RowTable(instrument_columns(), tr("Instruments"), lambda row: row.id)
        self.table.selection_moved.connect(self._read_page)
        self.with_closed = QCheckBox(tr("Also closed"))
        self.with_closed.setAccessibleName(tr("Also closed"))
        self.with_closed.toggled.connect(lambda _on: self.read())
        self._place = TableOrEmpty(self.table, self._empty())
        self.points = RowTable(point_columns(), tr("Points of the instrument"), lambda point: point.id)
        self._make_buttons()
        self._arrange()
        self._show_page(None)

    def read(self) -> None:
        from app.views.instruments import instrument_list

        self._shell.read(instrument_list, self.with_closed.isChecked(), then=while_alive(self, self._show_list))

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text()

    # What is done

    def new(self) -> None:
        InstrumentDialog(self, tr("New instrument"), DefinedInstrument(""), lambda given: steps.make(
            self._shell, given, lambda changes: self._go_to(changes.outcome))).open()

    def change(self) -> None:
        page = self._page
        if page is not None and not page.row.observed:
            InstrumentDialog(self, tr("Change {title}", title=page.row.title), page.defined,
                             lambda given: steps.change_instrument(self._shell, page.row.id, given)).open()

    def new_edition(self) -> None:
        """A copy of the chosen one, to be given another edition."""
        page = self._page
        if page is not None:
            given = replace(page.defined, edition=next_edition(page.row.edition))
            InstrumentDialog(
                self, tr("New edition of {title}", title=page.row.title), given, lambda given: steps.new_edition(
                    self._shell, page.row.id, given, lambda changes: self._go_to(changes.outcome))).open()

    def close_or_open(self) -> None:
        if self._page is not None:
            row = self._page.row
            steps.close_or_open(self._shell, row.id, row.title, row.until is None)

    def load(self) -> None:
        """Ask for a list, and show what it would add."""
        steps.read_list(self._shell, while_alive(self, self.read_plan))

    def load_example(self) -> None:
        steps.read_example(self._shell, while_alive(self, self.read_plan))

    def read_plan(self, file: InstrumentFile) -> None:
        from app.views.instruments import instrument_plan

        self._shell.read(instrument_plan, file.instruments, then=while_alive(
            self, lambda plan: LoadInstrumentsDialog(
                self, file, plan, lambda given: steps.load(self._shell, given, file.checksum)).open()))

    def save(self, form: str) -> None:
        """The chosen one as a list, or as an empty form."""
        if self._page is None:
            return
        row = self._page.row
        if form == "pdf":
            steps.save_form(self._shell, row.id, row.title)
        else:
            steps.save_list(self._shell, self._page.defined, form)

    def _go_to(self, instrument_id: bytes) -> None:
        self._wanted = instrument_id
        self.read()

    # Building

    def _make_buttons(self) -> None:
        self.new_button = button_of(tr("&New instrument…"), self.new, primary=True)
        self.load_button = button_of(tr("Load a &list…"), self.load)
        self.example_button = button_of(tr("Load the e&xample…"), self.load_example)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.edition_button = button_of(tr("Ne&w edition…"), self.new_edition)
        self.close_button = button_of(tr("Close the instrument"), self.close_or_open)
        self.save_button = button_of(tr("&Save as…"), lambda: None)
        self.save_button.setProperty("menu", True)
        menu = QMenu(self.save_button)
        for words, form in ((tr("Empty &form to fill in (PDF)…"), "pdf"),
                            (tr("As list for a &spreadsheet (XLSX)…"), "xlsx"), (tr("As &list (CSV)…"), "csv")):
            menu.addAction(words).triggered.connect(lambda _on, form=form: self.save(form))
        self.save_button.setMenu(menu)

    def _arrange(self) -> None:
        in_two(self, self._left(), self._right(), _SIDE_BY_SIDE)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        bare(column, 8)
        column.addWidget(self._place, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        for button in (self.new_button, self.load_button, self.example_button):
            if self._may_set_up:
                flow.addWidget(button)
        flow.addWidget(self.with_closed)
        column.addWidget(foot)
        return left

    def _right(self) -> QWidget:
        self.card = Card(" ")
        self.about = label("", "muted", wrap=True)
        self.card.fill(self.about)
        self.scale = label("", "", wrap=True)
        self.card.fill(self.scale)
        self.card.fill(self.points, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        for button in (self.change_button, self.edition_button, self.close_button):
            if self._may_set_up:
                flow.addWidget(button)
        flow.addWidget(self.save_button)
        self.card.fill(foot)
        return self.card

    def _empty(self) -> EmptyState:
        if not self._may_set_up:
            return EmptyState(tr("There is no instrument yet"), tr("Ask your {administrator} to make or load one."),
                              picture="check")
        return EmptyState(
            tr("There is no instrument yet"),
            tr("Make one, load a list (CSV or Excel) that {the_organisation} has, or begin with the example that comes "
               "with the program."), picture="check")

    # Showing

    def _show_list(self, rows: tuple[InstrumentRow, ...]) -> None:
        self._place.set_rows(rows)
        self.card.setVisible(bool(rows))
        settle_choice(self.table, self._wanted)
        self._wanted = None
        self._read_page()

    def _read_page(self) -> None:
        from app.views.instruments import one_instrument

        read_page_of(self, self._shell, self.table, one_instrument, self._show_page)

    def _show_page(self, page: InstrumentPage | None) -> None:
        self._page = page
        if page is not None:
            self.card.set_heading(named(page.row.title, page.row.edition))
            self.about.setText(_about(page))
            self.scale.setText(tr("Scale: {steps}", steps=" · ".join(words for _, words in page.steps)))
            self.points.set_rows(page.points)
            closed = page.row.until is not None
            words = tr("Open again") if closed else tr("Close the instrument")
            self.close_button.setText(words)
            self.close_button.setAccessibleName(words)
        self.change_button.setEnabled(page is not None and not page.row.observed)


def _about(page: InstrumentPage) -> str:
    row = page.row
    years = row.year_groups and tr("year {group}", group=row.year_groups)
    used = tr_count("{n} observation, so it stays as it is", "{n} observations, so it stays as it is",
                    row.observed) if row.observed else tr("not used yet: it can still be changed")
    former = row.former and tr("after edition {edition}", edition=row.former)
    return " · ".join(filter(None, (years, row.source, former, used)))
