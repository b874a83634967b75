"""One conversation whole: the messages from old to new, and the field to write in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.messages import LONGEST_BODY
from ui.messages.bubble import Bubble, Doing
from ui.messages.words import about, left_to_type
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.messages import Conversation

_LINES = 84
_PAUSE = 1_500
"""Milliseconds after which what was typed is kept as a draft."""
_TELLS = 500
"""From so many signs before the end on it is said how many fit."""


class Thread(Card):
    """`send` gets what was typed, `keep` what is to be kept as a draft; `switch` closes or opens the conversation."""

    def __init__(
        self, shell: Shell, doing: Doing, send: Callable[[str], None], keep: Callable[[bytes, str], None],
        switch: Callable[[], None],
    ) -> None:
        super().__init__(" ")
        self._shell, self._doing, self._send, self._keep = shell, doing, send, keep
        self.shown: Conversation | None = None
        self._kept = ""
        self.badge = Badge("")
        self.add_beside_heading(self.badge)
        self.switch_button = button_of(tr("C&lose conversation"), switch)
        self.add_aside(self.switch_button)
        self.about = label("", "muted", wrap=True)
        self.fill(self.about)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        bare(self._column, 10)
        self._page.setMinimumHeight(1)  # so that its height at this width counts
        self._area = scrolled(self._page, tr("Messages"))
        self.fill(self._area, 1)
        self.why_not = label("", "muted", wrap=True)
        self.fill(self.why_not)
        self.fill(self._writing())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))

    def show_conversation(self, found: Conversation) -> None:
        """Show this one; what is being typed in the same one stays."""
        same = self.shown is not None and self.shown.row.id == found.row.id
        if not same:
            self.keep_draft()
        self.shown = found
        row = found.row
        self.set_heading(self._shell.veil.value(row.title, row.person) or tr("Conversation"))
        self.badge.show_state(tr("closed"), "neutral")
        self.badge.setVisible(row.closed is not None)
        self.about.setText(self._about_line(found))
        self.switch_button.setText(tr("C&lose conversation") if row.closed is None else tr("&Open again"))
        self.switch_button.setAccessibleName(self.switch_button.text().replace("&", ""))
        self.switch_button.setVisible(not found.only_looks)
        self._show_messages(found)
        if not same:
            self._type(found.draft)
        self._offer(found)

    def typed(self) -> str:
        return self.edit.toPlainText()

    def forget_typed(self) -> None:
        """It was sent."""
        self._type("")

    def keep_draft(self) -> None:
        """What stands in the field and was not kept yet."""
        self._pause.stop()
        if self.shown is not None and self.typed() != self._kept:
            self._kept = self.typed()
            self._keep(self.shown.row.id, self._kept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter sends, as Enter alone begins a new line."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enter and (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._press_send()
            return True
        return super().eventFilter(watched, event)

    def _writing(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        bare(row, 10)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(tr("Write a message"))
        self.edit.setPlaceholderText(tr("Write a message. What you type is kept on this computer until you send it."))
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_LINES)
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        row.addWidget(self.edit, 1)
        side = QVBoxLayout()
        self.send_button = button_of(tr("&Send"), self._press_send, primary=True)
        self.send_button.setToolTip(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        self.left = label("", "muted", wrap=True)
        side.addWidget(self.send_button)
        side.addWidget(self.left)
        side.addStretch(1)
        row.addLayout(side)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+M"), self, self.edit.setFocus, context=within)
        self._box = box
        return box

    def _show_messages(self, found: Conversation) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        doing = None if found.only_looks else self._doing
        self._column.addStretch(1)
        for row in found.messages:
            self._column.addWidget(Bubble(self._shell, row, doing, found.may_show_hidden))

    def _about_line(self, found: Conversation) -> str:
        row = found.row
        parts = [about(self._shell, row) if row.person is None else tr("With {name} alone", name=about(
            self._shell, row))]
        if row.closed is not None:
            parts.append(tr("closed on {day}", day=show_short_date(row.closed)))
        return " · ".join(parts)

    def _offer(self, found: Conversation) -> None:
        hidden = self._shell.veil.on
        self._box.setVisible(found.may_write and not hidden)
        why = ""
        if found.only_looks:
            why = tr("You only look along in {this_group}, so you cannot write here.")
        elif found.row.closed is not None:
            why = tr("This conversation is closed. Open it again to write.")
        elif hidden:
            why = tr("Writing is off while names are hidden.")
        self.why_not.setText(why)
        self.why_not.setVisible(bool(why))
        self._check()

    def _type(self, words: str) -> None:
        self._kept = words
        self.edit.setPlainText(words)
        self._pause.stop()

    def _typed(self) -> None:
        self._pause.start()
        self._check()

    def _check(self) -> None:
        left = LONGEST_BODY - len(self.typed())
        self.send_button.setEnabled(bool(self.typed().strip()) and left >= 0)
        if left < 0:
            self.left.setText(tr("Too long"))
        else:
            self.left.setText(left_to_type(left) if left < _TELLS else "")

    def _press_send(self) -> None:
        if self.send_button.isEnabled() and self._box.isVisibleTo(self):
            self._pause.stop()
            self._send(self.typed())
