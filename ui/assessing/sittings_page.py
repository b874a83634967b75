"""The sittings of a group at the left; at the right typing, what came of it, and the figures of the items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed, own_scope
from ui.assessing import steps
from ui.assessing.dialogs import SittingDialog
from ui.assessing.entry_grid import EntryGrid
from ui.assessing.entry_model import fields_of
from ui.assessing.items_tab import ItemsTab
from ui.assessing.results_tab import ResultsTab
from ui.assessing.words import sitting_columns
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.chooser import Chooser
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.in_front import InFront
from ui.parts.labels import label
from ui.parts.page_beside import read_page_of, settle_choice
from ui.parts.side_by_side import in_two
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.tabs import Tabs
from ui.words import list_name, show, show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.groups import GroupRow
    from app.views.people import ParticipantRow
    from app.views.sittings import ScoreSheet, SittingRow
    from app.views.tests import AssessmentRow

_SIDE_BY_SIDE = 900
_FAULTS_SAID = 3
_GRID = 90


class SittingsPage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        actor = shell.sight.actor
        self._may_write = allowed(actor, Permission.FOLLOW, own_scope(actor))
        self._sheet: ScoreSheet | None = None
        self._wanted: bytes | None = None
        self.group = Chooser(tr("{Group}"))
        self.group.currentIndexChanged.connect(lambda _at: self._read_list())
        self.table = RowTable(sitting_columns(), tr("Sittings"), lambda row: row.id)
        self.table.selection_moved.connect(self._read_sheet)
        self._place = TableOrEmpty(self.table, self._empty())
        self.grid = EntryGrid(self._save)
        self.grid.setMinimumHeight(_GRID)
        self.grid.moved.connect(self._say_state)
        self.by_item = QComboBox()
        self.by_item.setAccessibleName(tr("Type"))
        self.by_item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.by_item.currentIndexChanged.connect(lambda _at: self._show_grid())
        self.results, self.items = ResultsTab(shell), ItemsTab(shell)
        self._make_buttons()
        self._arrange()
        self._show_sheet(None)

    def read(self) -> None:
        from app.views.sittings import groups_with_tests

        self._shell.read(groups_with_tests, then=while_alive(self, self._show_groups))

    def show_target(self, sitting_id: bytes) -> None:
        self._wanted = sitting_id
        self.read()

    def current(self) -> bytes | None:
        key: bytes | None = self.table.current_key()
        return key

    def export_rows(self) -> list[list[str]]:
        return self.results.export_rows() if self._sheet is not None else self.table.shown_text()

    # What is done

    def new(self) -> None:
        from app.views.groups import all_participants, group_list
        from app.views.tests import all_tests

        self._shell.read(all_tests, then=lambda tests: self._shell.read(group_list, then=lambda groups: (
            self._shell.read(all_participants, False, then=while_alive(
                self, lambda people: self._open_new(tests, groups, people))))))

    def change(self) -> None:
        if self._sheet is not None and self._sheet.row.may_write:
            row = self._sheet.row
            SittingDialog(self, self._shell, (), (), lambda given: steps.change_sitting(
                self._shell, row.id, given), before=row).open()

    def norm_again(self) -> None:
        if self._sheet is not None:
            steps.norm_again(self._shell, self._sheet.row.id)

    def _open_new(
        self, tests: tuple[AssessmentRow, ...], groups: tuple[GroupRow, ...], people: tuple[ParticipantRow, ...],
    ) -> None:
        whom = [*((row.id, True, row.name) for row in groups if not row.reads_only),
                *((row.id, False, list_name(row.full, row.listed)) for row in people)]
        if tests and whom:
            SittingDialog(self, self._shell, tests, whom, lambda given: steps.add_sitting(
                self._shell, given, lambda changes: self.show_target(changes.outcome)), self._proposed_group()).open()

    def _proposed_group(self) -> bytes | None:
        return self.group.chosen() or (self._sheet.row.group_id if self._sheet is not None else None)

    def _save(self, sitting: bytes, person: bytes, scores: list[dict[str, Any]], then: Any) -> None:
        steps.record(self._shell, sitting, person, scores, then)

    # Building

    def _make_buttons(self) -> None:
        self.new_button = button_of(tr("&New sitting…"), self.new, primary=True)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.again_button = button_of(tr("Norm &again"), self.norm_again)
        self.save_button = button_of(tr("&Save as…"), lambda: None)
        self.save_button.setProperty("menu", True)
        menu = QMenu(self.save_button)
        for words, form in ((tr("For a &spreadsheet (XLSX)…"), "xlsx"), (tr("As &CSV…"), "csv")):
            menu.addAction(words).triggered.connect(lambda _on, form=form: self.results.save(form))
        self.save_button.setMenu(menu)

    def _arrange(self) -> None:
        in_two(self, self._left(), self._right(), _SIDE_BY_SIDE, (1, 3))

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        bare(column, 8)
        column.addWidget(self.group)
        column.addWidget(self._place, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        flow.addWidget(self.new_button)
        foot.setVisible(self._may_write and not self._shell.veil.on)  # it asks for whom, of everybody by name
        column.addWidget(foot)
        return left

    def _right(self) -> QWidget:
        self.card = Card(" ")
        self.about = label("", "muted", wrap=True)
        self.card.fill(self.about)
        self.notice = label("", "warning", wrap=True)
        self.card.fill(self.notice)
        self.tabs = Tabs(tr("Parts of a sitting"), inner=True)
        typing = QWidget()
        column = QVBoxLayout(typing)
        bare(column, 6)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.by_item, 0, Qt.AlignmentFlag.AlignLeft)
        self.veiled = EmptyState(tr("Hidden while presenting"), tr("Names and scores are hidden while presenting."),
                                 picture="eye-off")
        column.addWidget(self.veiled, 1)
        column.addWidget(self.grid, 1)
        self.state = label("", "muted", wrap=True)
        self.refused = label("", "error", wrap=True)
        column.addWidget(self.refused)
        column.addWidget(self.state)
        for page, title in ((typing, tr("T&ype")), (self.results, tr("&Results")), (self.items, tr("Ite&ms"))):
            self.tabs.addTab(page, title)
        self._in_front = InFront(self.tabs, {self.items: self.items.read})
        self.card.fill(self.tabs, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        for button in (self.change_button, self.again_button, self.save_button):
            flow.addWidget(button)
        self.card.fill(foot)
        return self.card

    def _empty(self) -> EmptyState:
        return EmptyState(
            tr("No test was taken here yet"),
            tr("Load a test under Tests and norms, then record that {a_group} or somebody alone took it."),
            picture="chart")

    # Showing

    def _show_groups(self, found: tuple[tuple[bytes, str, int | None, bool], ...]) -> None:
        words = [(f"{name} ({year}-{year + 1})" if closed and year else name, key) for key, name, year, closed in found]
        self.group.offer(tr("All {groups}"), words, self.group.chosen())
        self._read_list()

    def _read_list(self) -> None:
        from app.views.sittings import sitting_list

        group = None if self._wanted is not None else self.group.chosen()
        self._shell.read(sitting_list, group, then=while_alive(self, self._show_list))

    def _show_list(self, rows: tuple[SittingRow, ...]) -> None:
        if self._wanted is not None and self.group.chosen() is not None:
            self.group.setCurrentIndex(0)
        self._place.set_rows(rows)
        settle_choice(self.table, self._wanted)
        self._wanted = None
        self._read_sheet()

    def _read_sheet(self) -> None:
        from app.views.sittings import score_sheet

        read_page_of(self, self._shell, self.table, score_sheet, self._show_sheet)

    def _show_sheet(self, sheet: ScoreSheet | None) -> None:
        is_other = sheet is None or self._sheet is None or sheet.row.id != self._sheet.row.id
        self._sheet = sheet
        self.card.setVisible(sheet is not None)
        if sheet is None:
            return
        row = sheet.row
        self.card.set_heading(row.title)
        self.about.setText(" · ".join(filter(None, (
            row.group or tr("alone"), row.moment, show_date(row.taken_on), row.remark,
            tr("norm {edition}", edition=", ".join(row.editions)) if row.editions else ""))))
        self.notice.setText(_otherwise(row))
        self.notice.setVisible(bool(row.normed_otherwise))
        if is_other:
            self._offer_items(sheet)
        self._show_grid()
        self.results.show_sheet(sheet)
        self._in_front.show(row.id)
        may = row.may_write and not self._shell.veil.on
        self.change_button.setVisible(may)
        self.again_button.setVisible(may and bool(row.normed_otherwise))
        self.save_button.setVisible(allowed(self._shell.sight.actor, Permission.EXPORT) and not self._shell.veil.on)

    def _offer_items(self, sheet: ScoreSheet) -> None:
        """Scores, or the items of the whole test or of a part, where it is known how many there are."""
        self._columns = [None, *(column for column in sheet.columns
                                 if column.items and (not column.follows or len(sheet.columns) == 1))]
        self.by_item.blockSignals(True)
        self.by_item.clear()
        self.by_item.addItems([tr("Type scores"), *(
            tr("Type the items of {name}", name=column.title) for column in self._columns if column is not None)])
        self.by_item.blockSignals(False)

    def _show_grid(self) -> None:
        if self._sheet is None:
            return
        hidden = self._shell.veil.on
        self.grid.setVisible(not hidden)
        self.by_item.setVisible(not hidden and self.by_item.count() > 1)
        self.veiled.setVisible(hidden)
        self.state.setVisible(not hidden)
        self.refused.setVisible(False)
        if hidden:
            return
        by_item = self._columns[max(self.by_item.currentIndex(), 0)]
        self.grid.show_sheet(self._sheet, fields_of(self._sheet, by_item), self._sheet.row.may_write)

    def _say_state(self) -> None:
        if self._sheet is None or self._shell.veil.on:
            return
        faults = self.grid.rows.faults()
        self.refused.setText("\n".join(tr(
            "{name}: {reason}", name=list_name(line.full, line.listed), reason=show(wrong))
            for line, _, wrong in faults[:_FAULTS_SAID]))
        self.refused.setVisible(bool(faults))
        unsaved = len(self.grid.rows.unsaved()) + self.grid.rows.not_kept()
        kept = tr("{n} of {all} entered.", n=self._sheet.row.entered, all=self._sheet.row.people)
        said = tr_count("{n} row is not saved yet.", "{n} rows are not saved yet.", unsaved)
        keys = tr("Enter goes down. Without a score type a (away), e (exempt), b (broken off) or l (takes it later).")
        self.state.setText(" ".join(filter(None, (kept, said if unsaved else "", keys if self._sheet.row.may_write
                                                  else tr("You only look at {the_group}.")))))


def _otherwise(row: SittingRow) -> str:
    return tr_count(
        "{n} result is normed by another norm than the one that counts for it now. It stays so until you press Norm "
        "again.",
        "{n} results are normed by another norm than the one that counts for them now. They stay so until you press "
        "Norm again.", row.normed_otherwise)
