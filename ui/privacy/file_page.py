"""Everything that is kept about one participant, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.parts.search_line import SearchLine
from ui.parts.table import RowTable
from ui.privacy.field_words import category_label, field_label, ground_label, rows_label
from ui.words import show, show_number, tr

if TYPE_CHECKING:
    from app.views.privacy import KeptDatum, ParticipantFile
    from app.views.search import Hit


class FilePage(QWidget):
    """`export` and `erase` get the file that is shown."""

    def __init__(
        self, shell: Shell, export: Callable[[ParticipantFile], None], erase: Callable[[ParticipantFile], None],
    ) -> None:
        super().__init__()
        self._shell, self._export, self._erase = shell, export, erase
        self.file: ParticipantFile | None = None
        self._typed = ""
        self.search = SearchLine(tr("Search {a_participant}"), self._search)
        self.hits = RowTable(
            (Column(tr("Name"), self._hit_name, width=22, stretch=True, under=lambda hit: hit.detail),),
            tr("{Participants} found"), lambda hit: hit.id)
        self.hits.horizontalHeader().hide()
        self.hits.selection_moved.connect(self._hit_chosen)
        self.headline = Headline("")
        self.counts = label("", "muted", wrap=True)
        self.table = RowTable(self._columns(), tr("What is kept"), id)
        self.pages = QStackedWidget()
        self._arrange()

    def open_person(self, participant_id: bytes) -> None:
        """Read what is kept about this person. Looking is recorded in the log."""
        from app.views.privacy import participant_file

        self._shell.read(participant_file, participant_id, then=self._show_file)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column)
        column.setContentsMargins(0, 10, 0, 0)
        if self._shell.veil.on:
            column.addWidget(EmptyState(
                tr("Hidden while presenting"), tr("Stop presenting to search {a_participant}."), picture="eye-off"))
            return
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(16)
        halves.addWidget(self._search_side())
        halves.addWidget(self.pages)
        halves.setStretchFactor(1, 1)
        halves.setSizes([260, 800])
        self.pages.addWidget(EmptyState(
            tr("Whose data?"), tr("Type a name at the left to see everything that is kept about {a_participant}."),
            picture="search"))
        self.pages.addWidget(self._file_side())
        column.addWidget(halves)

    def _search_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        bare(column, 8)
        column.addWidget(self.search)
        column.addWidget(self.hits, 1)
        return side

    def _file_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        bare(column, 8)
        column.addWidget(self.headline)
        column.addWidget(self.counts)
        column.addWidget(self.table, 1)
        self.headline.add_button(tr("&Page of {the_participant}"), self._to_page)
        if allowed(self._shell.sight.actor, Permission.EDIT_PRIVACY):
            self.headline.add_button(tr("&Erase…"), self._erase_pressed)
        if allowed(self._shell.sight.actor, Permission.EXPORT):
            self.headline.add_button(tr("E&xport…"), self._export_pressed, primary=True)
        return side

    def _columns(self) -> tuple[Column, ...]:
        def value(datum: KeptDatum) -> str:
            person = self.file.participant_id if self.file is not None else None
            return self._shell.veil.value(datum.value, person) or "–"

        return (
            Column(tr("Field"), lambda datum: field_label(datum.field), width=21, bold=True,
                   under=lambda datum: category_label(datum.category, datum.from_terms)),
            Column(tr("What is kept"), value, width=21),
            Column(tr("Why"), lambda datum: show(datum.purpose), width=26, stretch=True,
                   under=lambda datum: tr("Ground: {ground}", ground=ground_label(datum.ground))),
            Column(tr("How long"), lambda datum: show(datum.retention), width=25,
                   under=lambda datum: datum.clause),
        )

    def _hit_name(self, hit: Hit) -> str:
        return self._shell.veil.value(hit.title, hit.id)

    def _search(self, typed: str) -> None:
        from app.views.search import find

        self._typed = typed.strip()
        if self._typed:
            self._shell.read(find, self._typed, then=self._show_hits)
        else:
            self.hits.set_rows(())

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        if self._typed:
            self.hits.set_rows([hit for hit in hits if hit.kind == "participant"])

    def _hit_chosen(self) -> None:
        chosen = self.hits.chosen()
        if chosen and (self.file is None or self.file.participant_id != chosen[0].id):
            self.open_person(chosen[0].id)

    def _show_file(self, file: ParticipantFile) -> None:
        self.file = file
        self.headline.set_title(self._shell.veil.name(file.full, file.participant_id))
        self.counts.setText(" · ".join(
            tr("{what}: {n}", what=rows_label(table), n=show_number(number)) for table, number in file.counts))
        self.table.set_rows(file.data)
        self.pages.setCurrentIndex(1)

    def _to_page(self) -> None:
        if self.file is not None:
            self._shell.go("groups", self.file.participant_id)

    def forget(self) -> None:
        """Nobody's file is open any more."""
        self.file = None
        self.headline.set_title("")
        self.counts.setText("")
        self.table.set_rows(())
        self.hits.set_rows(())
        self.search.clear()
        self.pages.setCurrentIndex(0)

    def _erase_pressed(self) -> None:
        if self.file is not None:
            self._erase(self.file)

    def _export_pressed(self) -> None:
        if self.file is not None:
            self._export(self.file)
