"""Who made every exercise and has no certificate yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.certificates.columns import due_columns, due_key, due_matcher
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.certificates import DueCertificate


class DuePage(QWidget):
    """`picks_moved` is called when another number of rows is ticked."""

    def __init__(self, shell: Shell, picks_moved: Callable[[], None]) -> None:
        super().__init__()
        self._picks_moved = picks_moved
        self.table = PickTable(due_columns(shell), tr("{Participants} with a certificate due"), due_key)
        self.table.picks_moved.connect(self._moved)
        self.search = people_search(shell.veil, tr("Search by name, {group} or {programme}"), self._search)
        self.counted = label("", "muted")
        self.all_button = button_of(tr("Tick &all"), self.tick_all)
        self.none_button = button_of(tr("Tick &none"), self.tick_none)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No certificate is due"),
            tr("As soon as {a_participant} has made every exercise of {a_programme}, the name appears here."),
            picture="star"))
        self._arrange()

    def show_due(self, due: Sequence[DueCertificate]) -> None:
        """Show these; ticks of who is still due stay."""
        self._place.set_rows(due)
        self._moved()

    def picked(self) -> list[DueCertificate]:
        return self.table.picked()

    def show_participant(self, participant_id: bytes) -> bool:
        """Go to what is due to one person, and tick nothing; false where nothing is."""
        found = [at for at, row in enumerate(self.table.rows()) if row.participant_id == participant_id]
        if found:
            index = self.table.model().index(found[0], 0)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.scrollTo(index)
        return bool(found)

    def tick_all(self) -> None:
        """Everything that is shown."""
        self.table.pick({due_key(row) for row in self.table.rows()} | {due_key(row) for row in self.picked()})

    def tick_none(self) -> None:
        self.table.pick(())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self._place, 1)
        row = QHBoxLayout()
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)
        row.addStretch(1)
        row.addWidget(self.counted)
        column.addLayout(row)

    def _search(self, typed: str) -> None:
        self.table.set_filter(due_matcher(typed))

    def _moved(self) -> None:
        number = len(self.picked())
        self.none_button.setEnabled(number > 0)
        self.all_button.setEnabled(bool(self.table.all_values()))
        self.counted.setText(tr_count("{n} ticked", "{n} ticked", number) if number else "")
        self._picks_moved()
