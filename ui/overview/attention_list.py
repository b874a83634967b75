"""What asks for attention: a mark, what it is, and the button that goes there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.overview.accept_dialog import ask_coach
from ui.overview.confirm_dialog import look_through
from ui.overview.first_steps import Step
from ui.panel import Shell
from ui.parts.card import bare
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
_AT_ONCE = 8
"""So many lines fill an ordinary screen."""
_PAUSE = 20
"""Milliseconds, in which the window paints what is there."""


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
    page = _Lines()
    page.show_lines([*(partial(_Line, "info", *step) for step in steps),
                     *(partial(_entry_line, entry, shell, page) for entry in entries)])
    area: QScrollArea = scrolled(page, tr("Asks for attention"))
    return area


class _Lines(QWidget):
    """Lines below each other. Those of the first screen are there at once, the others are made while it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        bare(self._column)
        self._column.addStretch(1)
        self._coming: deque[Callable[[], _Line]] = deque()
        self._last: QPushButton | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._add)

    def show_lines(self, made: Iterable[Callable[[], _Line]]) -> None:
        self._coming.extend(made)
        self._add()
        if self._coming:
            self._timer.start(_PAUSE)

    def _add(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._coming))):
            line = self._coming.popleft()()
            for widget in (line, rule()):
                self._column.insertWidget(self._column.count() - 1, widget)
            if self._last is not None:
                self.setTabOrder(self._last, line.button)  # also where something else came between
            self._last = line.button
        if not self._coming:
            self._timer.stop()


class _Line(QWidget):
    """What it is, in a tone, and the button with which something is done about it."""

    def __init__(self, tone: str, title: str, detail: str, verb: str, pressed: Callable[[], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(ToneMark(tone))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, "heading", wrap=True))
        words.addWidget(label(detail, "muted", wrap=True))
        row.addLayout(words, 1)
        self.button = button_of(verb, pressed)
        self.button.setAccessibleDescription(title)
        row.addWidget(self.button)


def _entry_line(entry: Attention, shell: Shell, parent: QWidget) -> _Line:
    """What is answered on the spot opens here; the rest goes to its panel."""
    pressed: Callable[[], None] = partial(shell.go, entry.panel, entry.target)
    if entry.kind == CONFIRM:
        pressed = partial(look_through, parent, shell)
    elif entry.kind == ACCEPT:
        pressed = partial(ask_coach, parent, shell)
    return _Line(entry.tone, show(entry.title), show(entry.detail), show(entry.button), pressed)
