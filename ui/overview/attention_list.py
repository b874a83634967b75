"""What asks for attention: a mark, what it is, and the button that goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.overview.accept_dialog import ask_coach
from ui.overview.confirm_dialog import look_through
from ui.overview.first_steps import Step
from ui.panel import Shell
from ui.parts.empty import EmptyState
from ui.parts.facts import rule
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.theme.tokens import tokens
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.attention import Attention

CONFIRM, ACCEPT = "confirmation", "accept terms"


class ToneMark(QWidget):
    """A small upright bar in a tone; its word is there for who does not see it."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(QSize(9, 34))
        self.setAccessibleName(tone_word(tone))
        self.setToolTip(tone_word(tone))

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = tokens().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(0, 0, 3.5, self.height()), 1.75, 1.75)
        painter.end()


def tone_word(tone: str) -> str:
    words = {"danger": tr("urgent"), "warning": tr("soon"), "good": tr("ready"), "info": tr("to know")}
    return words.get(tone, "")


def attention_list(
    entries: Sequence[Attention], shell: Shell, steps: Sequence[Step] = (), is_coming_in: bool = False,
) -> QWidget:
    """First steps and all entries in a page that scrolls; while presenting none of them: they may name people.

    Where nothing is there because it still has to come from the server, that is said instead.
    """
    if shell.veil.on:
        return EmptyState(tr("Hidden"), tr("Notices are not shown during a presentation."), picture="eye-off")
    if is_coming_in and not entries:
        return EmptyState(
            tr("The data are coming in"),
            tr("Not everything from the server is on this computer yet. What is here can be used already. "
               "At the top of the window you see how it stands."), picture="sync")
    if not entries and not steps:
        advice = tr("When something must be done, it stands here.")
        return EmptyState(tr("Nothing asks for attention"), advice, picture="check")
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for line in (*map(_step_line, steps), *(_entry_line(entry, shell, page) for entry in entries)):
        column.addWidget(line)
        column.addWidget(rule())
    column.addStretch(1)
    area: QScrollArea = scrolled(page, tr("Asks for attention"))
    return area


def _step_line(step: Step) -> QWidget:
    return _line("info", *step)


def _entry_line(entry: Attention, shell: Shell, parent: QWidget) -> QWidget:
    """What is answered on the spot opens here; the rest goes to its panel."""
    if entry.kind == CONFIRM:
        return _line(entry.tone, show(entry.title), show(entry.detail), show(entry.button),
                     partial(look_through, parent, shell))
    if entry.kind == ACCEPT:
        return _line(entry.tone, show(entry.title), show(entry.detail), show(entry.button),
                     partial(ask_coach, parent, shell))
    pressed = partial(shell.go, entry.panel, entry.target)
    return _line(entry.tone, show(entry.title), show(entry.detail), show(entry.button), pressed)


def _line(tone: str, title: str, detail: str, verb: str, pressed: Callable[[], None]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 8, 0, 8)
    row.setSpacing(12)
    row.addWidget(ToneMark(tone))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(title, "heading", wrap=True))
    words.addWidget(label(detail, "muted", wrap=True))
    row.addLayout(words, 1)
    button = button_of(verb, pressed)
    button.setAccessibleDescription(title)
    row.addWidget(button)
    return line
