"""Messages: the conversations at the left, the one that is chosen at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.messages import steps
from ui.messages.bubble import Doing
from ui.messages.dialogs import ClearDialog, NewConversationDialog, ReasonDialog
from ui.messages.thread import Thread
from ui.messages.words import conversation_columns, key_of
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.words import search_matcher, tr, tr_count

if TYPE_CHECKING:
    from app.views.messages import Addressee, Clearing, Conversation, Conversations, MessageRow


class MessagesPanel(Panel):
    """Says why there is nothing while messages are not kept here (D6)."""

    code = "messages"
    kinds = frozenset({
        "conversations", "messages", "field_switches", "groups", "memberships", "participants", "coach_assignments",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: Conversations | None = None
        self._wanted: bytes | None = None
        self.headline = Headline(tr("Messages"))
        self.clear_button = self.headline.add_button(tr("Remo&ve old ones…"), self.clear)
        self.new_button = self.headline.add_button(tr("&New conversation…"), self.begin, primary=True)
        self.list = RowTable(conversation_columns(shell), tr("Conversations"), key_of)
        self.list.selection_moved.connect(self._chosen)
        self.search = people_search(shell.veil, tr("Search conversation or name"), self._search)
        self.open_one = Thread(
            shell, Doing(self._hide, self._show_again, self._report, self._settle), self._send, self._keep_draft,
            self._switch)
        self.pages = QStackedWidget()
        self.whole = QWidget()
        self._arrange()

    def refresh(self) -> None:
        from app.views.messages import conversation_list

        self.shell.read(conversation_list, then=self._show)

    def show_target(self, target: bytes) -> None:
        """A conversation, or the newest with this group or this participant; where there is none one is begun."""
        self._wanted = target
        if self._found is not None:
            self._follow_wanted()

    def place(self) -> object:
        return self.list.current_key()

    def return_to(self, place: Any) -> None:
        if place is not None:
            self.show_target(place)

    def export_rows(self) -> list[list[str]]:
        return self.list.shown_text()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is kept before the panel goes."""
        self.open_one.keep_draft()
        super().hideEvent(event)

    # What is done

    def begin(self, chosen: bytes | None = None) -> None:
        """Choose with whom; `chosen` stands ready."""
        from app.views.messages import addressees

        self.shell.read(addressees, then=partial(self._choose, chosen))

    def clear(self) -> None:
        from app.views.messages import clearing

        self.shell.read(clearing, then=self._confirm_clearing)

    def _choose(self, chosen: bytes | None, people: tuple[Addressee, ...]) -> None:
        NewConversationDialog(
            self, self.shell, people, chosen,
            lambda given: steps.begin(self.shell, given, lambda changes: self.show_target(changes.outcome))).open()

    def _confirm_clearing(self, found: Clearing) -> None:
        ClearDialog(self, self.shell, found, lambda: steps.clear(self.shell)).open()

    def _send(self, body: str) -> None:
        key = self.list.current_key()
        if key is not None:
            steps.write(self.shell, key, body, lambda _changes: self.open_one.forget_typed())

    def _keep_draft(self, conversation_id: bytes, body: str) -> None:
        steps.keep_draft(self.shell, conversation_id, body, lambda _changes: self.refresh())

    def _hide(self, row: MessageRow) -> None:
        ReasonDialog(
            self, tr("Hide this message"), tr("&Hide"),
            tr("Nobody reads it any more, but {the_administrator} can still see it. The reason stands in its place."),
            lambda reason: steps.hide(self.shell, row.id, reason)).open()

    def _report(self, row: MessageRow) -> None:
        ReasonDialog(
            self, tr("Report this message"), tr("&Report"), tr("{The_administrator} reads it with your reason."),
            lambda reason: steps.report(self.shell, row.id, reason)).open()

    def _show_again(self, row: MessageRow) -> None:
        steps.show_again(self.shell, row.id)

    def _settle(self, row: MessageRow) -> None:
        steps.settle(self.shell, row.id)

    def _switch(self) -> None:
        shown = self.open_one.shown
        if shown is not None:
            (steps.close if shown.row.closed is None else steps.reopen)(self.shell, shown.row.id)

    # Arrangement

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(self.headline)
        card = Card()
        card.edge_to_edge()
        card.fill(self.search)
        card.fill(self.list, 1)
        self.list.horizontalHeader().hide()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(12)
        halves.addWidget(card)
        halves.addWidget(self.open_one)
        halves.setStretchFactor(0, 1)  # on a narrow window the messages keep most of the room
        halves.setStretchFactor(1, 1)
        halves.setSizes([430, 720])
        self.pages.addWidget(halves)
        column.addWidget(self.pages, 1)
        self._empty: QWidget | None = None
        self._looked: tuple[bytes, int, int] | None = None

    # Reading

    def _show(self, found: Conversations) -> None:
        self._found = found
        self.new_button.setVisible(found.may_begin and not self.shell.veil.on)
        self.clear_button.setVisible(found.may_clear and (bool(found.rows) or found.clearable > 0))
        unread = sum(row.unread for row in found.rows)
        self.headline.set_aside(tr_count("{n} new message", "{n} new messages", unread) if unread else "")
        self._offer(found)
        with QSignalBlocker(self.list):
            self.list.set_rows(found.rows)
            if found.rows and self.list.current_key() is None:
                self.list.choose(found.rows[0].id)
        if not self._follow_wanted():
            self._read_chosen()

    def _follow_wanted(self) -> bool:
        """True where somebody wanted to go to another one than is chosen."""
        wanted, self._wanted = self._wanted, None
        if wanted is None or self._found is None or self._found.off:
            return False
        row = next((one for one in self._found.rows if wanted in (one.id, one.group_id, one.person)), None)
        if row is None:
            self.begin(wanted)
            return False
        self.list.choose(row.id)
        self._read_chosen()
        return True

    def _chosen(self) -> None:
        self._read_chosen()

    def _read_chosen(self) -> None:
        from app.views.messages import conversation

        key = self.list.current_key()
        if key is not None:
            self.shell.read(conversation, key, then=self._show_thread)

    def _show_thread(self, found: Conversation) -> None:
        if found.row.id != self.list.current_key():
            return  # another one was chosen meanwhile
        self.open_one.show_conversation(found)
        row = found.row
        at = (row.id, row.last_us, row.unread)
        if row.unread and at != self._looked and self.isVisible() and not self.shell.veil.on:
            self._looked = at  # once: what is not taken over is not said again and again
            steps.look(self.shell, found.row.id, lambda _changes: self.refresh())

    def _offer(self, found: Conversations) -> None:
        """The conversations, or what to do next."""
        if self._empty is not None:
            self.pages.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if found.off or not found.rows:
            self._empty = self._off(found) if found.off else self._none(found)
            self.pages.addWidget(self._empty)
            self.pages.setCurrentWidget(self._empty)

    def _off(self, found: Conversations) -> EmptyState:
        """Why it is hidden, and where it is switched on."""
        why = tr("Messages are not on the list of personal data that may be kept here. They can be kept with a "
                 "written addition to the processing agreement.")
        if found.may_switch:
            left = tr_count(
                "{n} conversation from before is still kept; you can remove it.",
                "{n} conversations from before are still kept; you can remove them.",
                found.clearable) if found.clearable else ""
            return EmptyState(
                tr("Messages are off"), " ".join(part for part in (
                    why, tr("Record the addition under Privacy, in the register, at “Messages”."), left) if part),
                tr("To &Privacy"), lambda: self.shell.go("privacy"), picture="message")
        return EmptyState(
            tr("Messages are off"), f"{why} " + tr("Ask your {administrator} to record it."), picture="message")

    def _none(self, found: Conversations) -> EmptyState:
        if not found.may_begin:
            return EmptyState(tr("No conversations yet"), tr(
                "Conversations of the {groups} that you follow appear here."), picture="message")
        return EmptyState(
            tr("No conversations yet"), tr("Begin one with {a_group}, or with one {participant}."),
            tr("&New conversation…"), self.begin, picture="message")

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.list.set_filter(lambda row: fits(f"{row.title} {row.about}"))
