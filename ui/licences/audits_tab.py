"""Licence audits: who may look at what until when, what was looked at, and the dossier with the same figures.

The licensor gives and ends access here; for everybody else it is something to read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text
from ui.licences.audit_dialogs import EndAuditDialog, OpenAuditDialog
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import language, show, show_day_time, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.audits import AuditRow, Audits, LookRow

_SIDE_BY_SIDE = 900
_TONES = {"running": "warning", "coming": "info", "ended": "neutral"}


class AuditsTab(QWidget):
    """`counted` hears which accesses run today."""

    def __init__(self, shell: Shell, counted: Callable[[tuple[AuditRow, ...]], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self.table = RowTable(self._columns(), tr("Access for licence audits"), _id_of)
        self.table.selection_moved.connect(self._switch)
        self.looks = RowTable(self._look_columns(), tr("What was looked at"), lambda row: row.id)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nobody has access"), tr("If {licensor} lets somebody look, it stands here at once.",
                                        licensor=shell.sight.profile.licensor)))
        self._looks_place = TableOrEmpty(self.looks, EmptyState(
            tr("Nothing was looked at"), tr("Every time an auditor looks, it is written here.")))
        self.dossier_button = button_of(tr("Save the audit dossie&r…"), self.save_dossier)
        self.open_button = button_of(tr("Give access…"), self.open_access)
        self.end_button = button_of(tr("End the access…"), self.end_access)
        self._arrange()

    def read(self) -> None:
        from app.views.audits import audits_here

        self._shell.read(audits_here, then=self.show_known)

    def open_access(self) -> None:
        OpenAuditDialog(self, self._shell).open()

    def end_access(self) -> None:
        row = self.table.current()
        if row is not None and row.state != "ended":
            EndAuditDialog(self, self._shell, row).open()

    def save_dossier(self) -> None:
        """One ZIP with the paper, the figures and their checksums."""
        from app.documents.audit_paper import audit_pdf
        from app.exchange.audit_dossier import write_dossier

        target = self._shell.pick_target(
            Text("Where should the file be kept?"), tr("licence audit.zip"), "ZIP (*.zip)")
        if target:
            self._shell.work(
                write_dossier, self._shell.desk, audit_pdf, Path(target), language(), self._shell.sight.tenant,
                title=Text("Writing the file"), then=self._say_written, steps=False)

    def _say_written(self, path: Path) -> None:
        self._shell.say(Text("Written to {file}. Nobody is named in it.", file=path.name))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(tr(
            "An auditor of the licensor sees agreements, locations, permissions and documents, and how many seats and "
            "accounts there are. {Participants} and staff are counted, never named."), "muted", wrap=True))
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        both.row.addWidget(self._place, 11)
        both.row.addWidget(self._looks_place, 9)
        column.addWidget(both, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for button in (self.dossier_button, self.open_button, self.end_button):
            flow.addWidget(button)
        column.addWidget(row)

    def show_known(self, known: Audits) -> None:
        self._counted(known.running)
        self._place.set_rows(known.rows)
        self._looks_place.set_rows(known.looks)
        self.open_button.setVisible(known.may_open)
        self.end_button.setVisible(known.may_open)
        self._switch()

    def _switch(self) -> None:
        row = self.table.current()
        self.end_button.setEnabled(row is not None and row.state != "ended")

    def _columns(self) -> tuple[Column, ...]:
        def who(row: AuditRow) -> str:
            return self._shell.veil.name(row.auditor)

        return (
            Column(tr("Who"), who, width=20, stretch=True, bold=True, under=lambda row: row.purpose),
            Column(tr("From"), lambda row: show_short_date(row.begins), width=10, sort_key=lambda row: row.begins),
            Column(tr("Until"), lambda row: show_short_date(row.until), width=10, sort_key=lambda row: row.until),
            Column(tr("State"), lambda row: show(row.said), width=13, tone=lambda row: _TONES[row.state]),
            Column(tr("Looked"), lambda row: show_number(row.looks), align="right", width=8,
                   sort_key=lambda row: row.looks),
        )

    def _look_columns(self) -> tuple[Column, ...]:
        today = self._shell.sight.today

        def who(row: LookRow) -> str:
            return self._shell.veil.name(row.auditor)

        return (
            Column(tr("When"), lambda row: show_day_time(row.at_us, today), width=15, muted=True,
                   sort_key=lambda row: row.at_us),
            Column(tr("What"), lambda row: show(row.what), width=22, stretch=True, under=who),
        )


def _id_of(row: AuditRow) -> bytes:
    return row.id
