"""The licence administration as its auditor sees it: organisations at the left, the figures of one at the right.

Nothing can be changed here. That it was looked at is written down for the administrator.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text
from ui.audit.sheet_page import SheetPage
from ui.panel import Panel, Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.tabs import Tabs
from ui.words import language, show, show_date, show_short_date, tr

if TYPE_CHECKING:
    from app.views.audited import AuditedRow
    from app.views.licence_audit import LicenceAudit

_SIDE_BY_SIDE = 900


class AuditPanel(Panel):
    """Opens on the first organisation."""

    code = "audit"
    kinds = frozenset({"audits", "agreements", "licences", "locations", "permissions", "documents", "signatures",
                       "counts", "organisations", "streams"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._noted: set[bytes] = set()
        self.table = RowTable(_columns(), tr("Organisations to look at"), _id_of)
        self.table.selection_moved.connect(self._read)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("There is nothing to look at"), tr("An organisation stands here as soon as the licensor gives you "
                                                  "access, and goes when the access ends."), picture="licence"))
        self.about = label("", "muted", wrap=True)
        self.tabs = Tabs(tr("Licence administration"))
        self.pages: dict[str, SheetPage] = {}
        self._arrange()

    def refresh(self) -> None:
        from app.views.audited import audited

        self.shell.read(audited, then=self._show_list)

    def show_target(self, target: bytes) -> None:
        self.table.choose(target)

    def export_rows(self) -> list[list[str]]:
        page = self.tabs.currentWidget()
        return page.table.shown_text() if isinstance(page, SheetPage) else []

    def save_dossier(self) -> None:
        """One ZIP with the paper, the figures and their checksums; that it was made is written down."""
        from app.documents.audit_paper import audit_pdf
        from app.exchange.audit_dossier import write_dossier

        row = self.table.current()
        if row is None:
            return
        target = self.shell.pick_target(
            Text("Where should the file be kept?"), tr("licence audit.zip"), "ZIP (*.zip)")
        if target:
            self.shell.work(
                write_dossier, self.shell.desk, audit_pdf, Path(target), language(), row.id,
                title=Text("Writing the file"), then=partial(self._written, row), steps=False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        headline = Headline(tr("Licence audit"))
        self.dossier_button = headline.add_button(tr("Save the audit dossie&r…"), self.save_dossier, primary=True)
        column.addWidget(headline)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(14)
        listed, shown = Card(), Card()
        listed.edge_to_edge()
        listed.fill(self._place, 1)
        page = QWidget()
        inside = QVBoxLayout(page)
        bare(inside, 8)
        inside.addWidget(self.about)
        inside.addWidget(self.tabs, 1)
        shown.fill(page, 1)
        both.row.addWidget(listed, 1)
        both.row.addWidget(shown, 3)
        column.addWidget(both, 1)

    def _show_list(self, rows: tuple[AuditedRow, ...]) -> None:
        self._place.set_rows(rows)
        self.dossier_button.setEnabled(bool(rows))
        if rows and self.table.current_key() is None:
            self.table.choose(rows[0].id)
        if not rows:
            self.about.setText("")
            self.tabs.clear()
            self.pages.clear()
        self._read()

    def _read(self) -> None:
        from app.views.licence_audit import audit_within

        row = self.table.current()
        if row is not None:
            self.shell.read(audit_within, row.id, then=partial(self._show, row))

    def _show(self, row: AuditedRow, audit: LicenceAudit) -> None:
        if row.id != self.table.current_key():
            return  # another organisation was chosen while this one was being read
        self.about.setText(tr(
            "{organisation}: as it was on {day}. You may look until {until} (that day no longer). {Participants} and "
            "staff are counted here and never named.", organisation=audit.organisation, day=show_date(audit.day),
            until=show_date(row.until)))
        for sheet in audit.sheets:
            if sheet.code not in self.pages:
                self.pages[sheet.code] = SheetPage(sheet)
                self.tabs.addTab(self.pages[sheet.code], show(sheet.title))
            self.pages[sheet.code].show_sheet(sheet)
        self._note(row, "screen")

    def _note(self, row: AuditedRow, what: str) -> None:
        """Looking at the screen is written down once for each time the panel is built."""
        from app.actions.audits import note_look

        if what == "screen" and row.audit_id in self._noted:
            return
        self._noted.add(row.audit_id)
        self.shell.act(note_look, within=row.id, audit_id=row.audit_id, what=what)

    def _written(self, row: AuditedRow, path: Path) -> None:
        self._note(row, "dossier")
        self.shell.say(Text("Written to {file}. Nobody is named in it.", file=path.name))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Organisation"), lambda row: row.name, width=13, stretch=True, bold=True,
               under=lambda row: row.purpose),
        Column(tr("Until"), lambda row: show_short_date(row.until), width=10, sort_key=lambda row: row.until),
    )


def _id_of(row: AuditedRow) -> bytes:
    return row.id
