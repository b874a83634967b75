"""One message: who wrote it and when, what it says, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import bare
from ui.parts.facts import selectable
from ui.parts.labels import label
from ui.words import show_day_time, tr

if TYPE_CHECKING:
    from app.views.messages import MessageRow

_SHARE = 4
"""A message is at most four fifths as wide as the thread."""


class Doing(NamedTuple):
    """What the menu of a message asks of the panel."""

    hide: Callable[[MessageRow], None]
    show: Callable[[MessageRow], None]
    report: Callable[[MessageRow], None]
    settle: Callable[[MessageRow], None]


class Bubble(QWidget):
    """Own messages stand at the right. Links are only text."""

    def __init__(self, shell: Shell, row: MessageRow, doing: Doing | None, sees_all: bool) -> None:
        super().__init__()
        self.row = row
        who = who_of(shell, row)
        frame = QFrame()
        frame.setObjectName("own-bubble" if row.is_own else "bubble")
        frame.setAccessibleName(tr("Message of {name}", name=who))
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 9)
        column.setSpacing(4)
        column.addLayout(self._head(shell, row, who, doing, sees_all))
        column.addWidget(self._body(shell, row))
        for words in _notes(shell, row):
            column.addWidget(label(words, "muted", wrap=True))
        line = QHBoxLayout(self)
        bare(line)
        if row.is_own:
            line.addStretch(1)
        line.addWidget(frame, _SHARE)
        if not row.is_own:
            line.addStretch(1)

    def _head(
        self, shell: Shell, row: MessageRow, who: str, doing: Doing | None, sees_all: bool,
    ) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(who, "heading"))
        head.addWidget(label(show_day_time(row.sent_us, shell.sight.today), "muted"))
        if row.unsent:
            head.addWidget(Badge(tr("not sent yet"), "warning"))
        if row.is_hidden:
            head.addWidget(Badge(tr("hidden"), "neutral"))
        if row.is_reported:
            head.addWidget(Badge(tr("reported"), "warning"))
        head.addStretch(1)
        if doing is not None:
            head.addWidget(_more(self, row, who, doing, sees_all))
        return head

    def _body(self, shell: Shell, row: MessageRow) -> QLabel:
        body = shell.veil.value(row.body, row.person)
        if row.is_hidden and not row.body:
            return label(tr("This message was hidden."), "muted", wrap=True)
        return selectable(label(body or tr("Not shown while presenting."), "" if body else "muted", wrap=True))


def who_of(shell: Shell, row: MessageRow) -> str:
    """Oneself, the name where this desk knows it, or somebody of the staff."""
    if row.is_own:
        return tr("You")
    name = shell.veil.name(row.who, row.person)
    return name or tr("A colleague")


def _notes(shell: Shell, row: MessageRow) -> list[str]:
    hidden, reported = (shell.veil.value(words, row.person) for words in (row.hidden_reason, row.reported_reason))
    notes = [tr("Hidden because: {reason}", reason=hidden)] if hidden else []
    return [*notes, tr("Reported because: {reason}", reason=reported)] if reported else notes


def _more(parent: QWidget, row: MessageRow, who: str, doing: Doing, sees_all: bool) -> QToolButton:
    button = QToolButton()
    button.setText("⋯")
    button.setProperty("quiet", True)
    button.setAccessibleName(tr("More about the message of {name}", name=who))
    button.setToolTip(tr("Hide or report"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    menu = QMenu(parent)
    if not row.is_hidden:
        menu.addAction(tr("&Hide…")).triggered.connect(lambda: doing.hide(row))
    elif sees_all:
        menu.addAction(tr("&Show to everybody again")).triggered.connect(lambda: doing.show(row))
    if not row.is_reported and not sees_all:
        menu.addAction(tr("&Report to {the_administrator}…")).triggered.connect(lambda: doing.report(row))
    if row.is_reported and sees_all:
        menu.addAction(tr("Report is &dealt with")).triggered.connect(lambda: doing.settle(row))
    button.setMenu(menu)
    button.setVisible(not menu.isEmpty())
    return button
