"""The import: files in, a preview, one step, one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.errors import Refusal
from app.domain.plan import Decision
from app.domain.text import Text
from ui.importing.against_page import AgainstPage
from ui.importing.column_page import ColumnPage
from ui.importing.preview_page import PreviewPage
from ui.importing.reading import Access, Preview, apply_preview, read_preview
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show, tr, tr_count

PATTERNS = "(*.xml *.csv *.txt *.xlsx *.json *.zip)"


class ImportDialog(QDialog):
    """Opens with files that were chosen or dropped, or asks for them first."""

    def __init__(self, shell: Shell, paths: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import"))
        self.setAccessibleName(tr("Import"))
        self._shell = shell
        self.preview: Preview | None = None
        self.pages = QStackedWidget()
        self.columns, self.outcome = ColumnPage(shell), PreviewPage(shell, self._decided, self._look_against)
        self.against = AgainstPage(shell)
        self.reasons = QVBoxLayout()
        self.choose_page, self.wait_page, self.refused_page = self._choosing(), self._waiting(), self._refusing()
        for page in (self.choose_page, self.wait_page, self.refused_page, self.columns, self.outcome, self.against):
            self.pages.addWidget(page)
        self._make_buttons()
        self._arrange()
        self.setAcceptDrops(True)
        self.resize(1000, 660)
        self.show_page(self.choose_page)
        if paths:
            self.read(paths)

    def read(
        self, paths: Sequence[str], choices: Mapping[str, str] | None = None,
        decisions: Mapping[str, Decision] | None = None,
    ) -> None:
        """Read these files, off the GUI thread, and show what they would do."""
        self.wait_words.setText(tr_count("Reading {n} file…", "Reading {n} files…", len(paths)))
        self.show_page(self.wait_page)
        desk = self._shell.desk
        access = Access(desk.database.path, desk.database.key, self._shell.sight.actor.account_id)
        self._shell.work(
            read_preview, access, tuple(paths), choices, decisions, title=Text("Reading files"),
            then=self._show_preview, steps=False)

    def choose(self) -> None:
        """Ask which files."""
        paths = self._shell.pick_files(Text("Which files should be imported?"), self._patterns())
        if paths:
            self.read(paths)

    def apply(self) -> None:
        """Take it over; the dialog steps aside, so that the strip with Cancel can be reached."""
        if self.preview is None or not self.apply_button.isEnabled():
            return
        self.hide()
        self._shell.work(
            apply_preview, self._shell.desk, self._settled(self.preview), self.outcome.gone_choice(),
            title=Text("Importing"), then=self._applied)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, with the buttons that go with it."""
        self.pages.setCurrentWidget(page)
        preview = self.preview
        has_columns = preview is not None and bool(preview.columns)
        self.again_button.setVisible(page in (self.refused_page, self.outcome, self.columns))
        self.columns_button.setVisible(page is self.outcome and has_columns)
        self.lines_button.setVisible(page is self.against)
        self.show_button.setVisible(page is self.columns)
        self.apply_button.setVisible(page in (self.outcome, self.against))
        for button in (self.show_button, self.apply_button):
            button.setDefault(button.isVisibleTo(self))
        self.check()

    def check(self) -> None:
        """Switch the verbs on or off."""
        preview = self.preview
        leaves = self.outcome.gone_choice() == "leave" and preview is not None and preview.gone > 0
        self.apply_button.setEnabled(preview is not None and (preview.does_something or leaves))
        self.show_button.setEnabled(self.columns.has_name())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.currentWidget() is not self.wait_page and _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read(_local_files(event))

    # What comes back

    def _show_preview(self, preview: Preview) -> None:
        self.preview = preview
        if preview.reasons:
            self._show_reasons(preview.reasons)
        elif preview.needs_columns:
            self._show_columns()
        else:
            self.outcome.show_preview(preview)
            self.against.show_against(preview.against)
            self.show_page(self.outcome)
            self.outcome.table.setFocus()

    def _look_against(self) -> None:
        self.show_page(self.against)
        self.against.card.table.setFocus()

    def _back_to_lines(self) -> None:
        self.show_page(self.outcome)
        self.outcome.table.setFocus()

    def _settled(self, preview: Preview) -> Preview:
        """With what was chosen about the new groups that are prepared."""
        against = preview.against
        return preview if against is None else replace(preview, settled=against.settled(self.against.chosen))

    def _show_columns(self) -> None:
        if self.preview is not None:
            self.columns.show_columns(self.preview)
            for box in self.columns.boxes.values():
                box.currentIndexChanged.connect(self._column_chosen)
            self.show_page(self.columns)
            next(iter(self.columns.boxes.values()), self.show_button).setFocus()

    def _applied(self, outcome: ChangeSet | Refusal | None) -> None:
        if isinstance(outcome, Refusal):
            self._show_reasons(outcome.reasons)
            self.open()
            return
        if outcome is None:
            self._shell.say(Text("Stopped. Nothing was imported."))
        elif self.preview is not None:
            self._shell.say(_told(self.preview), undoable=True)
        self.close()

    def _show_reasons(self, reasons: Sequence[Text]) -> None:
        while (item := self.reasons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for reason in reasons:
            self.reasons.addWidget(label(show(reason), "", wrap=True))
        self.show_page(self.refused_page)

    # How it is arranged

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.again_button)
        row.addWidget(self.columns_button)
        row.addWidget(self.lines_button)
        row.addStretch(1)
        for button in (self.show_button, self.apply_button, self.cancel_button):
            row.addWidget(button)
        column.addLayout(row)

    def _make_buttons(self) -> None:
        self.again_button = button_of(tr("Other &files…"), self.choose)
        self.columns_button = button_of(tr("C&olumns…"), self._show_columns)
        self.lines_button = button_of(tr("&Back to the lines"), self._back_to_lines)
        self.show_button = button_of(tr("&Show what would happen"), self._read_with_choices, primary=True)
        self.apply_button = button_of(tr("&Take over"), self.apply, primary=True)
        self.cancel_button = button_of(tr("Cancel"), self.reject)
        self.outcome.gone.currentIndexChanged.connect(self._gone_chosen)

    def _choosing(self) -> QWidget:
        return EmptyState(
            tr("Which files?"),
            tr("Drop files here, or choose them: EDEXML from the administration of your {organisation}, "
               "a list as CSV or Excel, OneRoster, School Data Sync, or results as JSON. "
               "You see first what would happen."),
            tr("&Choose files…"), self.choose, picture="import")

    def _waiting(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.wait_words = label("", "heading")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Reading"))
        column.addStretch(2)
        column.addWidget(self.wait_words)
        column.addWidget(bar)
        column.addStretch(3)
        return page

    def _refusing(self) -> QWidget:
        card = Card(tr("Nothing was imported"))
        self.reasons.setSpacing(8)
        card.body.addLayout(self.reasons)
        card.fill(label(tr("Your data is as it was."), "muted"))
        card.body.addStretch(1)
        return card

    def _read_with_choices(self) -> None:
        if self.preview is not None:
            self.read(self.preview.paths, self.columns.choices())

    def _decided(self, ref: str, decision: Decision | None) -> None:
        """What was decided goes into the reading, so that the preview shows what comes of it."""
        if self.preview is None:
            return
        decisions = {one: other for one, other in self.preview.decisions.items() if one != ref}
        if decision is not None:
            decisions[ref] = decision
        self.outcome.remember_line(ref)
        self.read(self.preview.paths, self.preview.choices, decisions)

    def _column_chosen(self, _index: int) -> None:
        self.check()

    def _gone_chosen(self, _index: int) -> None:
        self.check()

    def _patterns(self) -> str:
        return f"{tr('Files that can be imported')} {PATTERNS}"


def _told(preview: Preview) -> Text:
    return Text(
        "Imported: {new} new, {changed} changed.", new=preview.total("new"), changed=preview.total("changed"))


def _local_files(event: Any) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile() and url.toLocalFile()]
