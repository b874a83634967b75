"""What is kept about one participant: the notes at the left, goals and talks at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.following import GoalState
from ui.following import dialogs, steps
from ui.following.entry import Doing, Entry
from ui.following.words import category_words, goal_days, goal_state, talk_state, talk_when, written_by
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline, button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import tr

if TYPE_CHECKING:
    from app.views.following import Following, GoalRow, NoteRow, TalkRow


class FollowingPage(QWidget):
    """Says why there is nothing while notes are not kept here (D6). `close` goes back to where one came from."""

    def __init__(self, shell: Shell, close: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._close = shell, close
        self.participant_id: bytes | None = None
        self.headline = Headline("")
        self.back = self.headline.add_button(tr("&Back to progress"), close)
        self._pages = QStackedWidget()
        self._lists = {
            "notes": _List(tr("Notes"), tr("&New note…"), self._new_note),
            "goals": _List(tr("Goals"), tr("New &goal…"), self._new_goal),
            "talks": _List(tr("Talks"), tr("Plan a &talk…"), self._new_talk),
        }
        self._arrange()

    def show_person(self, participant_id: bytes) -> None:
        """Read what is kept about this person, and show it."""
        from app.views.following import following

        self.participant_id = participant_id
        self._shell.read(following, participant_id, then=while_alive(self, self._show))

    def forget(self) -> None:
        """Let go of the participant; nothing of the page is kept."""
        self.participant_id = None
        for one in self._lists.values():
            one.show_entries([], False, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 12)
        column.addWidget(self.headline)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(14)
        halves.addWidget(self._lists["notes"])
        right = QWidget()
        below = QVBoxLayout(right)
        bare(below, 12)
        below.addWidget(self._lists["goals"], 1)
        below.addWidget(self._lists["talks"], 1)
        halves.addWidget(right)
        halves.setSizes([560, 520])
        self._pages.addWidget(halves)
        column.addWidget(self._pages, 1)
        self._empty: QWidget | None = None

    def _show(self, found: Following) -> None:
        if found.participant_id != self.participant_id:
            return  # somebody else was chosen meanwhile
        self.headline.set_title(self._shell.veil.name(found.full, found.participant_id))
        self._offer(found)
        may = found.may_write
        looks = "" if may else tr("You only look along in {this_group}, so you cannot write here.")
        self._lists["notes"].show_entries([self._note(row, may) for row in found.notes], may, looks)
        self._lists["goals"].show_entries([self._goal(row, may) for row in found.goals], may, looks)
        self._lists["talks"].show_entries([self._talk(row, may) for row in found.talks], may, looks)

    def _offer(self, found: Following) -> None:
        if self._empty is not None:
            self._pages.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if found.off:
            self._empty = self._off(found)
            self._pages.addWidget(self._empty)
            self._pages.setCurrentWidget(self._empty)

    def _off(self, found: Following) -> EmptyState:
        """Why it is hidden, and where it is switched on."""
        why = tr("Notes are not on the list of personal data that may be kept here. They can be kept with a written "
                 "addition to the processing agreement.")
        if found.may_switch:
            return EmptyState(
                tr("Notes are off"), f"{why} " + tr("Record the addition under Privacy, in the register, at “Notes”."),
                tr("To &Privacy"), lambda: self._shell.go("privacy"))
        return EmptyState(tr("Notes are off"), f"{why} " + tr("Ask your {administrator} to record it."))

    # One of each

    def _note(self, row: NoteRow, may: bool) -> Entry:
        doings: list[Doing] = [
            (tr("&Change…"), partial(self._change_note, row)), (tr("&Remove…"), partial(self._remove_note, row)),
        ] if may and row.may_change else []
        badges = [(tr("only you and the {administrators}"), "neutral")] if row.is_apart else []
        title = category_words(row.category)
        return Entry(f"{title}, {written_by(row)}", title, badges, written_by(row), [row.body], doings)

    def _goal(self, row: GoalRow, may: bool) -> Entry:
        is_open = row.state == GoalState.OPEN
        doings: list[Doing] = [] if not may else [
            (tr("Close &goal…"), partial(self._settle, row)) if is_open else
            (tr("&Open again"), partial(steps.reopen_goal, self._shell, row.id)),
            (tr("&Change…"), partial(self._change_goal, row))]
        if may and row.may_remove:
            doings.append((tr("&Remove…"), partial(self._remove_goal, row)))
        return Entry(row.body, row.body, [goal_state(row)], goal_days(row), [row.remark], doings)

    def _talk(self, row: TalkRow, may: bool) -> Entry:
        doings: list[Doing] = [] if not may else [(tr("Rep&ort…"), partial(self._report, row))]
        if may and row.held_on is None:
            doings.append((tr("&Change…"), partial(self._change_talk, row)))
            if row.cancelled_on is None:
                doings.append((tr("C&ancel"), partial(steps.cancel_talk, self._shell, row.id)))
        if may and row.may_remove:
            doings.append((tr("&Remove…"), partial(self._remove_talk, row)))
        return Entry(row.subject, row.subject, [talk_state(row)], talk_when(row), [row.report], doings)

    # What is done

    def _new_note(self) -> None:
        dialogs.NoteDialog(self, self._today(), None, partial(steps.add_note, self._shell, self._person())).open()

    def _change_note(self, row: NoteRow) -> None:
        dialogs.NoteDialog(self, self._today(), row, partial(steps.change_note, self._shell, row.id)).open()

    def _remove_note(self, row: NoteRow) -> None:
        self._confirm(tr("Remove note"), row.body, partial(steps.remove_note, self._shell, row.id))

    def _new_goal(self) -> None:
        dialogs.GoalDialog(self, self._today(), None, partial(steps.add_goal, self._shell, self._person())).open()

    def _change_goal(self, row: GoalRow) -> None:
        dialogs.GoalDialog(self, self._today(), row, partial(steps.change_goal, self._shell, row.id)).open()

    def _settle(self, row: GoalRow) -> None:
        dialogs.SettleDialog(self, self._today(), row, partial(steps.settle_goal, self._shell, row.id)).open()

    def _remove_goal(self, row: GoalRow) -> None:
        self._confirm(tr("Remove goal"), row.body, partial(steps.remove_goal, self._shell, row.id))

    def _new_talk(self) -> None:
        dialogs.TalkDialog(self, self._today(), None, partial(steps.plan_talk, self._shell, self._person())).open()

    def _change_talk(self, row: TalkRow) -> None:
        dialogs.TalkDialog(self, self._today(), row, partial(steps.change_talk, self._shell, row.id)).open()

    def _report(self, row: TalkRow) -> None:
        dialogs.ReportDialog(self, self._today(), row, partial(steps.report_talk, self._shell, row.id)).open()

    def _remove_talk(self, row: TalkRow) -> None:
        self._confirm(tr("Remove talk"), row.subject, partial(steps.remove_talk, self._shell, row.id))

    def _confirm(self, title: str, words: str, remove: Callable[[], None]) -> None:
        dialogs.RemoveDialog(self, title, words, remove).open()

    def _today(self) -> date:
        return self._shell.sight.today

    def _person(self) -> bytes:
        return self.participant_id or b""


class _List(Card):
    """A card with entries, a button to add one, and a sentence where there is none."""

    def __init__(self, heading: str, verb: str, add: Callable[[], None]) -> None:
        super().__init__(heading)
        self.add_button = button_of(verb, add)
        self.add_aside(self.add_button)
        self._area = scrolled(QWidget(), heading)
        self.body.addWidget(self._area, 1)

    def show_entries(self, entries: list[Entry], may_add: bool, looks: str) -> None:
        self.add_button.setVisible(may_add)
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 8)
        for one in entries:
            column.addWidget(one)
        if not entries:
            column.addWidget(label(looks or tr("Nothing here yet."), "muted", wrap=True))
        column.addStretch(1)
        page.setObjectName("page")
        page.setMinimumHeight(1)  # so that its height at this width counts
        bar = self._area.verticalScrollBar()
        read = bar.value()
        self._area.setWidget(page)
        bar.setValue(read)
