"""How it stands with the server, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.facts import Facts
from ui.parts.fitted_dialog import FittedDialog, sentence
from ui.parts.headline import button_of
from ui.sync.saying import last_success, sync_reasons, sync_words
from ui.sync.state import CHOOSE, LOG_IN, SyncState
from ui.words import show_number, tr

if TYPE_CHECKING:
    from datetime import date

    from app.views.sync import SyncStanding

_WIDE = 480
Steps = dict[str, Callable[[], None]]


class DetailsDialog(FittedDialog):
    """`username` is shown as it is given. `steps` are what the buttons do: 'now', 'log in',
    'password', 'check', 'log out'."""

    def __init__(
        self, parent: QWidget, standing: SyncStanding, state: SyncState, today: date, username: str, steps: Steps,
    ) -> None:
        super().__init__(parent)
        words = sync_words(standing, state, today, is_slow=True)
        self.setWindowTitle(tr("Synchronising"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDE)
        self._steps = steps
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(sentence(words.text, "heading"))
        for reason in sync_reasons(standing, state):
            column.addWidget(sentence(reason))
        column.addWidget(Facts(_facts(standing, today, username)))
        column.addStretch(1)
        column.addLayout(self._buttons(standing, state))
        self._verb.setFocus()

    def _buttons(self, standing: SyncStanding, state: SyncState) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button_of(tr("Log &out…"), partial(self._go, "log out")))
        row.addStretch(1)
        if standing.to_review:
            row.addWidget(button_of(tr("&To check"), partial(self._go, "check")))
        row.addWidget(button_of(tr("Close"), self.reject))
        first = {LOG_IN: (tr("&Log in again…"), "log in"), CHOOSE: (tr("Choose your &password…"), "password")}.get(
            state.trouble, (tr("&Synchronise now"), "now"))
        verb = button_of(first[0], partial(self._go, first[1]), primary=True)
        verb.setDefault(True)
        verb.setEnabled(not state.running)
        row.addWidget(verb)
        self._verb = verb
        return row

    def _go(self, step: str) -> None:
        self.accept()
        self._steps[step]()


def _facts(standing: SyncStanding, today: date, username: str) -> list[tuple[str, str]]:
    return [
        (tr("Server"), standing.connected_to),
        (tr("Logged in as"), username or "–"),
        (tr("Last synchronised"), last_success(standing, today)),
        (tr("Still to send"), show_number(standing.waiting)),
        (tr("To check"), show_number(standing.to_review or standing.parked)),
    ]
