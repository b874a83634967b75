"""The dialogs of the messages panel: a new conversation, a reason, and what would be cleared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.messages import check_conversation, check_reason
from ui.licences.fault_form import FaultForm
from ui.messages.words import addressee_columns, addressee_key
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.form_dialog import FormDialog
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.words import search_matcher, show, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.messages import Addressee, Clearing

_LINES = 88


class NewConversationDialog(FaultForm):
    """`begin` gets {title, body, group_id, participant_id}; `chosen` is who stands ready."""

    def __init__(
        self, parent: QWidget, shell: Shell, people: Sequence[Addressee], chosen: bytes | None,
        begin: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New conversation"), tr("&Begin"))
        self._begin = begin
        self.say(tr("With {a_group} everybody in it reads along; with one {participant} only the {coaches} do."))
        self.title = self.watched_line("title", tr("&About what"))
        self.body = QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.body.setFixedHeight(_LINES)
        self.add_field(tr("&First message"), self.body)
        self.watch("body", self.body)
        self.fill(people_search(shell.veil, tr("Search by name or {group}"), self._search), 0)
        self.table = RowTable(addressee_columns(shell), tr("With whom"), addressee_key)
        self.table.set_rows(people)
        self.table.selection_moved.connect(self.check)
        self.fill_table(self.table)
        ready = next((one for one in people if chosen in (one.group_id, one.person)), None) if chosen else None
        if ready is not None:
            self.table.choose(addressee_key(ready))
        self.resize(620, 620)
        self.check()

    def faults(self) -> Mapping[str, str]:
        wrong = check_conversation(self.title.text(), self.body.toPlainText())
        return {one.field: show(one.reason) for one in wrong}

    def is_complete(self) -> bool:
        return super().is_complete() and bool(self.table.chosen())

    def accept(self) -> None:
        if self.is_complete():
            one = self.table.chosen()[0]
            self._begin({"title": self.title.text().strip(), "body": self.body.toPlainText().strip(),
                         "group_id": one.group_id, "participant_id": one.person})
            super().accept()

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter(lambda one: fits(f"{one.name} {one.under}"))


class ReasonDialog(FaultForm):
    """Why a message is hidden or reported; `submit` gets the reason."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, explained: str, submit: Callable[[str], None],
    ) -> None:
        super().__init__(parent, title, verb)
        self._given = submit
        self.say(explained)
        self.reason = self.watched_line("reason", tr("&Reason"))
        self.setMinimumWidth(460)
        self.check()

    def faults(self) -> Mapping[str, str]:
        return {one.field: show(one.reason) for one in check_reason(self.reason.text())}

    def accept(self) -> None:
        if self.is_complete():
            self._given(self.reason.text().strip())
            super().accept()


class ClearDialog(FormDialog):
    """What would go, before it goes: it cannot be undone."""

    def __init__(self, parent: QWidget, shell: Shell, found: Clearing, clear: Callable[[], None]) -> None:
        number = len(found.conversations)
        super().__init__(parent, tr("Remove old conversations"), tr("Re&move"))
        self._clear, self._number = clear, number
        self.say(tr_count(
            "A conversation is kept for {n} day after it was closed, or after its {group} ended.",
            "A conversation is kept for {n} days after it was closed, or after its {group} ended.", found.days))
        if number:
            self.say(tr("These {conversations} conversations with {messages} messages go, here and on every other "
                        "computer. This cannot be undone.", conversations=show_number(number),
                        messages=show_number(found.messages)), "")
            self.fill_table(_table(shell, found))
            self.name_verb(tr_count("&Remove {n} conversation", "&Remove {n} conversations", number))
        else:
            self.say(tr("No conversation is that old: there is nothing to remove."), "")
        self.setMinimumWidth(560)
        self.check()

    def is_complete(self) -> bool:
        return self._number > 0

    def accept(self) -> None:
        if self.is_complete():
            self._clear()
            super().accept()


def _table(shell: Shell, found: Clearing) -> RowTable:
    veil = shell.veil
    table = RowTable((
        Column(tr("Conversation"), lambda row: veil.value(row[0]), width=24, stretch=True),
        Column(tr("With"), lambda row: veil.name(row[1]), width=20),
        Column(tr("Messages"), lambda row: show_number(row[2]), width=9, align="right"),
    ), tr("Conversations that go"))
    table.set_rows(found.conversations)
    table.setMinimumHeight(140)
    return table
