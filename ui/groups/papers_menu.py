"""Cards, lists and signed papers of the people on the screen, and everybody as a file: a button with a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.permissions import Permission, allowed
from app.domain.provider_terms import Regulated
from app.domain.text import Text
from ui.groups.cards_flow import CardsFlow
from ui.groups.members import MemberTable
from ui.groups.roster_menu import RosterMenu
from ui.groups.terms_dialogs import PaperTermsDialog
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.headline import button_of
from ui.parts.print_preview import Document, PrintPreview
from ui.progress.report_dialog import Whom
from ui.progress.report_flow import ReportFlow, may_report
from ui.words import language, tr

if TYPE_CHECKING:
    from app.domain.acceptance import UserTerms
    from app.views.people import ParticipantRow
    from ui.groups.shelf import Shelf

_WHO = 3
"""Name, groups and year group: what a class list holds of what the screen shows."""


class PapersMenu:
    """What is chosen in `table` counts, or everybody whom it shows where nobody is chosen."""

    def __init__(self, parent: QWidget, shell: Shell, table: MemberTable) -> None:
        self._parent, self._shell, self._table = parent, shell, table
        self._shelf: Shelf | None = None
        self._of_people: list[QAction] = []
        self.button = button_of(tr("Cards and l&ists"), lambda: None)
        self.button.setProperty("menu", True)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self._add_cards()
        self._lists = [
            self._entry(tr("Class &list (PDF)…"), self._class_list),
            self._entry(tr("&Attendance list (PDF)…"), self._attendance_list),
            self._entry(tr("This list for a &spreadsheet (XLSX)…"), self._workbook),
            self._entry(tr("This list as CS&V…"), self._csv)]
        self._add_report()
        self.roster = self._add_roster()
        self._add_terms()

    def offer(self, shelf: Shelf) -> None:
        """For this shelf; nothing leaves the screen while names are hidden."""
        self._shelf = shelf
        shows = bool(self._table.rows())
        for entry in (*self._of_people, *self._lists):
            entry.setEnabled(shows)
        self.button.setEnabled((shows or self.roster is not None) and not self._shell.veil.on)

    def people(self) -> list[ParticipantRow]:
        """Who is meant, in the order of the screen."""
        chosen = {row.id for row in self._table.chosen()}
        return [row for row in self._table.rows() if not chosen or row.id in chosen]

    def _add_cards(self) -> None:
        actor, profile = self._shell.sight.actor, self._shell.sight.profile
        ways = profile.access.sign_on
        if not allowed(actor, Permission.EDIT_PEOPLE) or not (
                isinstance(ways, Regulated) and "issued_credentials" in ways.value.ways):
            return
        self._of_people += [
            self._entry(tr("Log-in &cards…"), self._cards),
            self._entry(tr("Who has a car&d (PDF)…"), self._card_list),
            self._entry(tr("Ca&ncel cards"), self._cancel_cards)]
        self.menu.addSeparator()

    def _add_report(self) -> None:
        if may_report(self._shell.sight):
            self._of_people.append(self._entry(tr("&Report of progress (PDF)…"), self._report))

    def _add_terms(self) -> None:
        if self._shell.sight.profile.must_accept_user_terms("participant"):
            self.menu.addSeparator()
            self._of_people.append(self._entry(tr("Record signed &user terms…"), self._ask_papers))

    def _add_roster(self) -> RosterMenu | None:
        """What is on no screen: everybody, whatever is chosen here."""
        if not allowed(self._shell.sight.actor, Permission.EXPORT):
            return None
        roster = RosterMenu(self._shell, self._parent)
        self.menu.addMenu(roster.menu)
        return roster

    def _entry(self, words: str, pressed: Callable[[], None]) -> QAction:
        entry = self.menu.addAction(words)
        entry.triggered.connect(lambda _on: pressed())
        return entry

    # Cards

    def _cards(self) -> None:
        group = self._shelf.group if self._shelf is not None else None
        flow = CardsFlow(self._parent, self._shell, group.name if group is not None else "")
        flow.begin([row.id for row in self.people() if row.state == "active"])

    def _card_list(self) -> None:
        from app.documents.people_papers import card_list_pdf

        ids = [row.id for row in self.people()]
        self._make(card_list_pdf, tr("Cards of {group_name}", group_name=self._title()), ids, name=tr("cards list"))

    def _cancel_cards(self) -> None:
        from app.actions.cards import withdraw_cards

        def told(changes: Any) -> None:
            self._shell.say(Text("{n} code cancelled.", "{n} codes cancelled.", n=changes.outcome), undoable=True)

        self._shell.act(withdraw_cards, participant_ids=[row.id for row in self.people()], then=told)

    # Reports

    def _report(self) -> None:
        group = self._shelf.group if self._shelf is not None else None
        people = tuple(row.id for row in self.people() if row.state == "active")
        together = (group.id, group.name) if group is not None else None
        ReportFlow(self._parent, self._shell, Whom(people, together)).begin()

    # Lists

    def _class_list(self) -> None:
        from app.documents.people_papers import class_list_pdf

        self._make(class_list_pdf, self._title(), self._shown(_WHO), name=tr("class list"))

    def _attendance_list(self) -> None:
        from app.documents.people_papers import attendance_list_pdf

        names = [row[0] for row in self._shown()[1:]]
        self._make(attendance_list_pdf, self._title(), names, name=tr("attendance list"))

    def _workbook(self) -> None:
        from app.exchange.shown_workbook import write_shown_workbook

        self._save_table(write_shown_workbook, "xlsx", "Excel (*.xlsx)")

    def _csv(self) -> None:
        from app.exchange.shown_table import write_shown_table

        self._save_table(write_shown_table, "csv", "CSV (*.csv)")

    def _shown(self, most: int = 99) -> list[list[str]]:
        """The rows as they stand on the screen, titles first, without columns that are empty or hidden.

        `most` is how many columns are taken from the left.
        """
        titles, *rows = self._table.shown_text()
        meant = {row.id for row in self.people()}
        rows = [row for row, of in zip(rows, self._table.rows(), strict=True) if of.id in meant]
        filled = [at for at in range(min(most, len(titles))) if not self._table.isColumnHidden(at) and (
            at == 0 or any(row[at].strip("–") for row in rows))]
        return [[row[at] for at in filled] for row in (titles, *rows)]

    def _make(self, make: Callable[..., Any], title: str, given: Sequence[Any], *, name: str) -> None:
        """In memory, to be looked at, and then printed or kept as a file."""
        def look(pdf: bytes) -> None:
            PrintPreview(self._parent, self._shell, Document(pdf, name, self._proposal(name, "pdf"))).open()

        self._shell.work(make, self._shell.desk, title, given, language(), title=Text("Making the document"),
                         then=while_alive(self._parent, look), steps=False)

    def _save_table(self, write: Callable[..., Any], ending: str, patterns: str) -> None:
        target = self._ask(tr("list"), ending, patterns)
        if target:
            self._shell.work(write, Path(target), self._shown(), title=Text("Writing the file"), then=self._written,
                             steps=False)

    def _ask(self, name: str, ending: str, patterns: str) -> str:
        return self._shell.pick_target(
            Text("Where should the file be kept?"), self._proposal(name, ending), patterns)

    def _proposal(self, name: str, ending: str) -> str:
        return f"{name} {self._shell.sight.today.isoformat()}.{ending}"

    def _written(self, path: Any) -> None:
        self._shell.say(Text("Written to {file}.", file=Path(path).name))

    def _title(self) -> str:
        return self._shelf.title if self._shelf is not None else ""

    # User terms

    def _ask_papers(self) -> None:
        from app.views.acceptances import terms_now

        self._shell.read(terms_now, then=self._show_papers)

    def _show_papers(self, terms: UserTerms) -> None:
        ids = [row.id for row in self.people()]
        PaperTermsDialog(
            self._parent, terms, len(ids), self._shell.sight.today, lambda day: self._record(ids, day)).open()

    def _record(self, people: list[bytes], day: str) -> None:
        from app.actions.acceptances import record_paper

        said = Text("{n} signed paper recorded.", "{n} signed papers recorded.", n=len(people))
        self._shell.act(record_paper, participant_ids=people, accepted_on=day,
                        then=lambda _changes: self._shell.say(said, undoable=True))
