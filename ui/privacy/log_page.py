"""The log: what was done, when and by whom, never a value; and whether the chain still fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show, show_day_time, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.privacy import AuditLine, AuditReport


class LogPage(QWidget):
    """`more_wanted` reads further back."""

    def __init__(self, shell: Shell, more_wanted: Callable[[], None]) -> None:
        super().__init__()
        self._shell = shell
        self.table = RowTable(self._columns(), tr("Log"), id)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("The log is still empty"), tr("Everything that is done from now on stands here.")))
        self.badge = Badge("", "neutral")
        self.about = label("", "muted", wrap=True)
        self.more_button = button_of(tr("Show &more"), more_wanted)
        self._arrange()

    def show_report(self, report: AuditReport) -> None:
        self._place.set_rows(report.lines)
        if report.intact:
            self.badge.show_state(tr("Chain intact"), "good")
            self.about.setText(tr_count(
                "{n} event, checked just now. Nothing was taken out or changed afterwards.",
                "{n} events, checked just now. Nothing was taken out or changed afterwards.", report.events))
        else:
            self.badge.show_state(tr("Chain broken"), "danger")
            self.about.setText(tr(
                "Something in the log was taken out or changed outside the program. Your data is still there. "
                "Keep a backup apart and ask the help desk."))
        self.more_button.setVisible(len(report.lines) < report.events)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 12, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.badge)
        top.addWidget(self.about, 1)
        column.addLayout(top)
        column.addWidget(self._place, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.more_button)
        foot.addStretch(1)
        column.addLayout(foot)

    def _columns(self) -> tuple[Column, ...]:
        today = self._shell.sight.today

        def who(line: AuditLine) -> str:
            return self._shell.veil.name(line.who) if line.who else "–"

        return (
            Column(tr("When"), lambda line: show_day_time(line.at_us, today), width=15, muted=True,
                   sort_key=lambda line: line.at_us),
            Column(tr("What"), lambda line: show(line.what), width=40, stretch=True),
            Column(tr("Rows"), lambda line: show_number(line.rows) if line.rows else "–", align="right", width=9,
                   sort_key=lambda line: line.rows),
            Column(tr("Who"), who, width=24),
        )
