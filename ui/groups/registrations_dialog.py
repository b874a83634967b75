"""Who put themselves down with a code, and the codes: made, printed and ended here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.joining import USUAL_DAYS, check_join_code
from app.domain.text import Text
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.form_dialog import FormDialog, day_of
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import language, list_name, list_name_key, show, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.joining import JoinCodeRow, Joining, RegistrationRow


class RegistrationsDialog(FormDialog):
    """Reads again after everything that is done in it."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, tr("Registrations"), tr("Close"))
        self.close_only()
        self._shell = shell
        self._given: Joining | None = None
        self.waiting = RowTable(
            self._waiting_columns(), tr("Who waits for an answer"), lambda row: row.id, several=True)
        self.codes = RowTable(_code_columns(), tr("Codes to join with"), lambda row: row.id)
        self.approve_button = button_of(tr("&Let in"), self._approve)
        self.decline_button = button_of(tr("&Decline"), self._decline)
        self.make_button = button_of(tr("&New code…"), self._make)
        self.print_button = button_of(tr("&Print the code…"), self._print)
        self.end_button = button_of(tr("&End the code"), self._end)
        for table in (self.waiting, self.codes):
            table.selection_moved.connect(self._follow)
        self._people = TableOrEmpty(self.waiting, EmptyState(
            tr("Nobody waits"), tr("Who puts themselves down with a code appears here.")))
        self._codes = TableOrEmpty(self.codes, EmptyState(
            tr("No code yet"), tr("Make a code for {a_group} and hang it on the wall.")))
        self.fill(_part(tr("Who waits for an answer"), self._people, (self.approve_button, self.decline_button)), 3)
        self.fill(_part(
            tr("Codes to join with"), self._codes, (self.make_button, self.print_button, self.end_button)), 2)
        self.note = self.say_below("")
        self.resize(820, 640)
        self._follow()
        self.read_again()

    def read_again(self) -> None:
        from app.views.joining import joining

        self._shell.read(joining, then=self._show)

    def _show(self, given: Joining) -> None:
        self._given = given
        self._people.set_rows(given.waiting)
        self._codes.set_rows(given.codes)
        self.note.setText(tr("Nobody has to answer at once: after 30 days a name is emptied by itself.")
                          if given.address else
                          tr("This computer has no server, so nobody can put themselves down yet."))
        self._follow()

    def _waiting_columns(self) -> tuple[Column, ...]:
        veil = self._shell.veil

        def like(row: RegistrationRow) -> str:
            return tr("is perhaps here already: {name}", name=veil.name(row.like[0])) if row.like else ""

        return (
            Column(tr("Name"), lambda row: veil.name(list_name(row.full, row.listed)), width=26, stretch=True,
                   under=like, sort_key=lambda row: list_name_key(row.full, row.listed)),
            Column(tr("{Group}"), lambda row: row.group, width=18),
            Column(tr("E-mail address"), lambda row: veil.value(row.email), width=20),
            Column(tr("Since"), lambda row: show_short_date(row.asked_on), width=11,
                   sort_key=lambda row: row.asked_on),
        )

    def _follow(self) -> None:
        some = bool(self.waiting.chosen()) and not self._shell.veil.on
        self.approve_button.setEnabled(some)
        self.decline_button.setEnabled(some)
        self.print_button.setEnabled(bool(self.codes.chosen()))
        self.end_button.setEnabled(bool(self.codes.chosen()))

    def _approve(self) -> None:
        from app.actions.joining import approve

        rows = self.waiting.chosen()
        self._act(approve, Text("{n} {participant} let in.", "{n} {participants} let in.", n=len(rows)), True,
                  registration_ids=[row.id for row in rows])

    def _decline(self) -> None:
        from app.actions.joining import decline

        rows = self.waiting.chosen()
        self._act(decline, Text("{n} registration declined; the name was emptied.",
                                "{n} registrations declined; the names were emptied.", n=len(rows)), True,
                  registration_ids=[row.id for row in rows])

    def _make(self) -> None:
        if self._given is not None:
            JoinCodeDialog(self, self._shell, self._given.groups, self._made).open()

    def _made(self, group_id: bytes, last_on: Any) -> None:
        from app.actions.joining import make_join_code

        self._act(make_join_code, Text("The code is made. Print it and hang it up."), False,
                  group_id=group_id, last_on=last_on)

    def _end(self) -> None:
        from app.actions.joining import end_join_code

        self._act(end_join_code, Text("The code has ended: nobody can use it any more."), False,
                  code_id=self.codes.chosen()[0].id)

    def _print(self) -> None:
        from app.documents.people_papers import write_join_sheet

        code: JoinCodeRow = self.codes.chosen()[0]
        target = self._shell.pick_target(
            Text("Where should the file be kept?"), tr("code to join.pdf"), "PDF (*.pdf)")
        if target:
            self._shell.work(
                write_join_sheet, self._shell.desk, code.id, Path(target), language(), title=Text("Writing the file"),
                then=lambda path: self._shell.say(Text("Written to {file}.", file=Path(path).name)), steps=False)

    def _act(self, action: Any, said: Text, undoable: bool, **arguments: Any) -> None:
        def told(_changes: Any) -> None:
            self._shell.say(said, undoable=undoable)
            self.read_again()

        self._shell.act(action, then=told, **arguments)


class JoinCodeDialog(FaultForm):
    """`make` gets the group and the last day."""

    def __init__(
        self, parent: QWidget, shell: Shell, groups: Sequence[tuple[bytes, str]], make: Callable[[bytes, Any], None],
    ) -> None:
        super().__init__(parent, tr("New code"), tr("&Make"))
        self._today, self._make = shell.sight.today, make
        self.say(tr("Whoever has the code can put themselves down; you let them in. "
                    "Another code of the same {group} ends."), "")
        self.group = self.add_choice(tr("{Group}"), groups)
        self.day = self.add_date(tr("&Last day"), self._today + timedelta(days=USUAL_DAYS))
        self.watch("until_on", self.day)
        self.setMinimumWidth(440)
        self.check()

    def faults(self) -> dict[str, str]:
        if not hasattr(self, "day"):
            return {}
        return {one.field: show(one.reason) for one in check_join_code(day_of(self.day), self._today)}

    def is_complete(self) -> bool:
        return super().is_complete() and self.group.count() > 0

    def accept(self) -> None:
        if self.is_complete():
            group, day = self.group.currentData(), day_of(self.day)
            super().accept()
            self._make(group, day)


def _part(title: str, place: TableOrEmpty, buttons: Sequence[QWidget]) -> QWidget:
    """A heading, a table and what can be done with its rows."""
    part = QWidget()
    column = QVBoxLayout(part)
    bare(column, 6)
    column.addWidget(label(title, "heading"))
    card = Card()
    card.edge_to_edge()
    card.fill(place)
    column.addWidget(card, 1)
    row = QHBoxLayout()
    row.setSpacing(10)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return part


def _code_columns() -> tuple[Column, ...]:
    return (
        Column(tr("{Group}"), lambda row: row.group, width=22, stretch=True),
        Column(tr("Code"), lambda row: f"{row.code[:5]} {row.code[5:]}", width=16, bold=True),
        Column(tr("Works until"), lambda row: show_short_date(row.last_on) if row.last_on else "–", width=14),
    )


def registrations_title(waiting: int) -> str:
    """The words on the button that opens it."""
    return tr_count("Re&gistrations ({n})…", "Re&gistrations ({n})…", waiting) if waiting else tr("Re&gistrations…")
