"""Tests at the left; the parts and norms of the chosen one at the right. All but looking is the administrator's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from app.domain.assessment.levels import LevelSystem
from app.domain.permissions import ORGANISATION, Permission, allowed
from ui.assessing import steps
from ui.assessing.dialogs import GiveResultsDialog, LoadDialog, TestDialog
from ui.assessing.words import norm_columns, part_columns, row_columns, row_order, test_columns
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.page_beside import read_page_of, settle_choice
from ui.parts.side_by_side import in_two
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show_number, tr, tr_count

if TYPE_CHECKING:
    from app.exchange.norm_files import NormFile
    from app.views.tests import AssessmentPage, AssessmentRow, NormLine

_SIDE_BY_SIDE = 860
_PARTS = 110


class TestsPage(QWidget):
    """Reads by itself; the panel tells it when."""

    __test__ = False  # no test runner's business

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._may_set_up = allowed(shell.sight.actor, Permission.SET_UP_FOLLOWING, ORGANISATION)
        self._page: AssessmentPage | None = None
        self.table = RowTable(test_columns(), tr("Tests"), lambda row: row.id)
        self.table.selection_moved.connect(self._read_page)
        self.with_withdrawn = QCheckBox(tr("Also wi&thdrawn"))
        self.with_withdrawn.setAccessibleName(tr("Also withdrawn"))
        self.with_withdrawn.toggled.connect(lambda _on: self.read())
        self._place = TableOrEmpty(self.table, self._empty())
        self.parts = RowTable(part_columns(), tr("Parts"), lambda part: part.id)
        self.norms = RowTable(norm_columns(), tr("Norms"), lambda norm: norm.id)
        self.norms.selection_moved.connect(self._show_buttons)
        self.norms.row_opened.connect(lambda _norm: self.show_rows())
        self.levels = QComboBox()
        self.levels.setAccessibleName(tr("How levels are told"))
        for system, words in ((LevelSystem.ROMAN, tr("Levels I to V")), (LevelSystem.LETTERS, tr("Levels A to E"))):
            self.levels.addItem(words, system.value)
        self.levels.activated.connect(lambda _at: self._choose_levels())
        self._make_buttons()
        self._arrange()
        self._show_page(None)

    def read(self) -> None:
        from app.views.tests import all_tests

        self._shell.read(all_tests, self.with_withdrawn.isChecked(), then=while_alive(self, self._show_list))

    # What is done

    def load(self) -> None:
        """Ask for a file, and show what it would add."""
        steps.read_norms(self._shell, while_alive(self, self.read_plan))

    def change(self) -> None:
        row = self.table.current()
        if row is not None:
            TestDialog(self, row, lambda given: steps.change_test(self._shell, row.id, given)).open()

    def withdraw(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.withdraw_test(self._shell, row.id, row.title)

    def show_rows(self) -> None:
        """The rows of the chosen norm, as they were loaded."""
        norm = self.norms.current()
        if norm is not None:
            NormDialog(self, norm).open()

    def withdraw_norm(self) -> None:
        norm = self.norms.current()
        if norm is not None:
            steps.withdraw_norm(self._shell, norm.id, norm.edition)

    def give_results(self) -> None:
        """Results for the administration that everybody came from."""
        from app.views.results_export import results_to_give, years_with_results

        self._shell.read(years_with_results, then=while_alive(self, lambda years: GiveResultsDialog(
            self, years, lambda year, then: self._shell.read(results_to_give, year, then=then),
            lambda year, code: steps.save_uwlr(self._shell, year, code)).open()))

    def read_plan(self, file: NormFile) -> None:
        """Show what a file would add, before anything is recorded."""
        from app.views.tests import load_plan

        self._shell.read(load_plan, file.tests, then=while_alive(self, lambda plan: LoadDialog(
            self, file, plan, lambda given: steps.load(self._shell, given)).open()))

    def _choose_levels(self) -> None:
        if self._page is None or self.levels.currentData() != self._page.levels.value:
            steps.choose_levels(self._shell, self.levels.currentData())

    # Building

    def _make_buttons(self) -> None:
        self.load_button = button_of(tr("&Load a file…"), self.load, primary=True)
        self.give_button = button_of(tr("Results as &UWLR…"), self.give_results)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.withdraw_button = button_of(tr("&Withdraw"), self.withdraw)
        self.rows_button = button_of(tr("Show &rows…"), self.show_rows)
        self.withdraw_norm_button = button_of(tr("Withdraw the nor&m"), self.withdraw_norm)

    def _arrange(self) -> None:
        in_two(self, self._left(), self._right(), _SIDE_BY_SIDE)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        bare(column, 8)
        column.addWidget(self._place, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        if self._may_set_up:
            flow.addWidget(self.load_button)
        if allowed(self._shell.sight.actor, Permission.EXPORT) and not self._shell.veil.on:
            flow.addWidget(self.give_button)
        if self._may_set_up:
            flow.addWidget(self.levels)
        flow.addWidget(self.with_withdrawn)
        column.addWidget(foot)
        return left

    def _right(self) -> QWidget:
        self.card = Card(" ")
        self.about = label("", "muted", wrap=True)
        self.card.fill(self.about)
        self.card.fill(label(tr("Norms"), "heading"))
        self.no_norm = label(tr("No norm is loaded: results stay raw scores."), "muted", wrap=True)
        self.card.fill(self.no_norm)
        self.card.fill(self.norms, 3)
        self.parts_heading = label(tr("Parts"), "heading")
        self.card.fill(self.parts_heading)
        self.parts.setMinimumHeight(_PARTS)
        self.card.fill(self.parts, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        flow.addWidget(self.rows_button)
        for button in (self.change_button, self.withdraw_button, self.withdraw_norm_button):
            button.setVisible(self._may_set_up)
            if self._may_set_up:
                flow.addWidget(button)
        self.card.fill(foot)
        return self.card

    def _empty(self) -> EmptyState:
        if not self._may_set_up:
            return EmptyState(tr("There is no test yet"), tr("Ask your {administrator} to load one."), picture="chart")
        return EmptyState(
            tr("There is no test yet"),
            tr("Load a list (CSV or Excel) or a UWLR file with the tests and norms that {the_organisation} has. The "
               "program comes without norms: those are of who made the test."), picture="chart")

    # Showing

    def _show_list(self, rows: tuple[AssessmentRow, ...]) -> None:
        self._place.set_rows(rows)
        self.card.setVisible(bool(rows))
        settle_choice(self.table)
        self._read_page()

    def _read_page(self) -> None:
        from app.views.tests import one_test

        read_page_of(self, self._shell, self.table, one_test, self._show_page)

    def _show_page(self, page: AssessmentPage | None) -> None:
        self._page = page
        if page is not None:
            self.card.set_heading(page.row.title)
            self.about.setText(_about(page))
            self.norms.set_rows(page.norms)
            self.norms.setVisible(bool(page.norms))
            self.no_norm.setVisible(not page.norms)
            self.parts.set_rows(page.parts)
            for widget in (self.parts, self.parts_heading):
                widget.setVisible(bool(page.parts))
            self.levels.setCurrentIndex(self.levels.findData(page.levels.value))
            if page.norms and self.norms.current_key() is None:
                self.norms.choose(page.norms[0].id)
        self._show_buttons()

    def _show_buttons(self) -> None:
        stands = self._page is not None and self._page.row.until is None
        norm: NormLine | None = self.norms.current()
        self.change_button.setEnabled(self._page is not None)
        self.withdraw_button.setEnabled(stands)
        self.rows_button.setEnabled(norm is not None)
        self.withdraw_norm_button.setEnabled(norm is not None and norm.until is None)


class NormDialog(FormDialog):
    """The rows of a norm."""

    def __init__(self, parent: QWidget, norm: NormLine) -> None:
        super().__init__(parent, tr("Norm {edition} for {moment}", edition=norm.edition, moment=norm.moment or "–"),
                         tr("Close"))
        self.close_only()
        self.say(tr("Loaded from {file}. A norm never changes: another table is another version.", file=norm.source))
        table = RowTable(row_columns(), tr("Rows of the norm"))
        table.set_rows(sorted(norm.rows, key=row_order))
        self.fill_table(table)
        self.resize(560, 520)


def _about(page: AssessmentPage) -> str:
    row = page.row
    highest = tr("highest score {n}", n=show_number(row.highest)) if row.highest else ""
    items = tr_count("{n} item", "{n} items", row.items) if row.items else ""
    taken = tr_count("taken {n} time", "taken {n} times", row.sittings)
    code = " ".join(filter(None, (row.code, row.edition)))
    return " · ".join(filter(None, (code, row.subject, highest, items, taken)))
