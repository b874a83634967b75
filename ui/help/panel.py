"""Help: the manuals, and the help desk with what was asked at the left and whom to ask at the right."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from app.domain.support import CLOSED, FAULT, QUESTION
from app.domain.text import Text
from ui.help import steps
from ui.help.dialogs import AnswerDialog, AskDialog, DaysOffDialog
from ui.help.manual_page import ManualPage
from ui.help.words import as_letter, id_of, support_columns, support_facts
from ui.panel import Panel, Shell
from ui.parts.badge import Badge
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import Headline, button_of
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.parts.tabs import Tabs
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.rights import Infringements
    from app.views.support import Diagnosis, HelpPage, SupportRow

_SIDE_BY_SIDE = 900
DESK = b"desk"
"""The target that opens the help desk; any other is the code of a page of the manual."""


class HelpPanel(Panel):
    """Everybody of the staff has it; what may be sent is the profile's."""

    code = "help"
    kinds = frozenset({"support_requests", "infringements", "accounts", "links", "closed_days"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.page: HelpPage | None = None
        self.headline = Headline(tr("Help"))
        self.badge = Badge("")
        self.headline.add_filter(self.badge)
        self.manual = ManualPage(shell)
        self.tabs = Tabs(tr("Manuals and help desk"))
        self.report_button = self.headline.add_button(tr("Report an &infringement…"), self.report)
        self.question_button = self.headline.add_button(tr("Ask a &question…"), lambda: self.ask(QUESTION))
        self.fault_button = self.headline.add_button(tr("Report a &fault…"), lambda: self.ask(FAULT), primary=True)
        self.table = RowTable(support_columns(shell), tr("Questions and faults"), id_of)
        self.table.selection_moved.connect(self._show_chosen)
        self.chosen, self.facts = Facts(shares=(1, 3)), Facts(shares=(1, 2))
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nothing was asked yet"), tr("What you ask or report stands here, with the answer.")))
        self.copy_button = button_of(tr("&Copy the text"), self.copy)
        self.save_button = button_of(tr("&Save as a file…"), self.save)
        self.answer_button = button_of(tr("Record the answe&r…"), self.answer)
        self._arrange()

    def refresh(self) -> None:
        from app.views.support import help_page

        self.shell.read(help_page, self.shell.desk.clock(), then=self._show)

    def show_target(self, target: bytes) -> None:
        self.tabs.setCurrentIndex(int(target == DESK))
        if target != DESK:
            self.manual.open(target.decode())

    def place(self) -> object:
        return self.tabs.currentIndex(), self.manual.page.code

    def return_to(self, place: Any) -> None:
        tab, code = place
        self.manual.open(code)
        self.tabs.setCurrentIndex(tab)

    def export_rows(self) -> list[list[str]]:
        return self.table.shown_text()

    # What is done

    def ask(self, sort: str) -> None:
        """First it is gathered how the program stands, so that it can be read before it is sent."""
        from app.views.support import diagnosis

        if self.page is not None and sort in self.page.sorts:
            self.shell.read(diagnosis, then=partial(self._ask, sort))

    def answer(self) -> None:
        row = self.table.current()
        if row is not None:
            AnswerDialog(self, row, False, lambda given: steps.answer(self.shell, given)).open()

    def report(self) -> None:
        from app.views.rights import infringement_reports

        self.shell.read(infringement_reports, then=self._report)

    def copy(self) -> None:
        row = self.table.current()
        if row is not None and self.page is not None:
            QGuiApplication.clipboard().setText(as_letter(row, self.page.email))
            self.shell.say(Text("The text is on the clipboard."))

    def save(self) -> None:
        row = self.table.current()
        if row is None or self.page is None:
            return
        target = self.shell.pick_target(
            Text("Where should the file be kept?"), f"{tr('help desk')} {row.asked.isoformat()}.txt",
            tr("Text (*.txt)"))
        if target:
            self.shell.work(
                _write, Path(target), as_letter(row, self.page.email), title=Text("Writing the file"),
                then=lambda _done: self.shell.say(Text("Written to {file}.", file=Path(target).name)), steps=False)

    def days_off(self) -> None:
        if self.page is not None:
            DaysOffDialog(
                self, [day for day, _why in self.page.days_off], self.shell.sight.today,
                lambda days: steps.days_off(self.shell, days, lambda _changes: self.refresh())).open()

    def _ask(self, sort: str, found: Diagnosis) -> None:
        from ui.window.diagnosis import bundle_of

        page = self.page
        if page is not None:
            bundle = bundle_of(Path(self.shell.desk.folder).parents[1], found)
            AskDialog(self, self.shell, page, sort, bundle,
                      lambda given: steps.ask(self.shell, given, page.linked)).open()

    def _report(self, known: Infringements) -> None:
        from ui.licences.report_dialog import ReportDialog

        ReportDialog(self, self.shell, known).open()

    # Arrangement

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(self.headline)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(12)
        both.row.setContentsMargins(0, 10, 0, 0)
        both.row.addWidget(self._asked_card(), 6)
        both.row.addWidget(self._desk_card(), 4)
        self.tabs.addTab(self.manual, tr("&Manuals"))
        self.tabs.addTab(both, tr("&Help desk"))
        column.addWidget(self.tabs, 1)

    def _asked_card(self) -> Card:
        card = Card(tr("Questions and faults"))
        card.fill(self._place, 3)
        self._aside = scrolled(self.chosen, tr("The chosen question or fault"))
        card.fill(self._aside, 4)
        row = QWidget()
        flow = FlowLayout(row)
        for button in (self.copy_button, self.save_button, self.answer_button):
            flow.addWidget(button)
        card.fill(row)
        self._row = row
        return card

    def _desk_card(self) -> Card:
        card = Card(tr("The help desk of {licensor}", licensor=self.shell.sight.profile.licensor))
        card.fill(scrolled(self.facts, tr("About the help desk")), 1)
        row = QWidget()
        self.days_button = button_of(tr("&Days off…"), self.days_off)
        FlowLayout(row).addWidget(self.days_button)
        card.fill(row)
        return card

    def _show(self, page: HelpPage) -> None:
        self.page = page
        is_open = page.state is not None and page.state.open
        self.badge.show_state(tr("open now") if is_open else tr("closed now"), "good" if is_open else "neutral")
        self.badge.setVisible(page.state is not None)
        self.question_button.setVisible(QUESTION in page.sorts)
        self.fault_button.setVisible(FAULT in page.sorts)
        self.report_button.setVisible(allowed(self.shell.sight.actor, Permission.REPORT_INFRINGEMENT))
        self.days_button.setVisible(not page.linked)
        self.facts.show_lines(self._lines(page))
        self._place.set_rows(page.rows)
        if page.rows and self.table.current_key() is None:
            self.table.choose(page.rows[0].id)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row: SupportRow | None = self.table.current()
        self._aside.setVisible(row is not None)
        self._row.setVisible(row is not None)
        may_answer = self.page is not None and self.page.may_answer
        self.answer_button.setVisible(may_answer)
        self.answer_button.setEnabled(row is not None and row.state != CLOSED)
        self.chosen.show_lines(support_facts(self.shell, row) if row is not None else [])

    def _lines(self, page: HelpPage) -> list[FactLine]:
        lines = [FactLine(tr("Now"), show(page.state.text))] if page.state is not None else []
        lines += [FactLine(tr("Hours"), show(page.hours), page.hours_clause), FactLine(tr("Whom to ask"),
                                                                                   show(page.whom))]
        if page.contact is not None:
            lines.append(FactLine(tr("E-mail and telephone"), show(page.contact)))
        lines += [FactLine(words, value) for words, value in (
            (tr("E-mail"), page.email), (tr("Telephone"), page.phone)) if value]
        lines.append(FactLine(tr("How it gets there"), tr("with the next synchronisation") if page.linked else tr(
            "you send the text yourself, by mail")))
        if page.days_off:
            lines.append(FactLine(tr("Days off"), ", ".join(
                f"{show_short_date(day)} ({why})" if why else show_short_date(day) for day, why in page.days_off)))
        return lines


def _write(path: Path, words: str) -> None:
    from app.store.files import write_atomically

    write_atomically(path, words.encode())
