"""The table of attempts of one participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.panel import Shell
from ui.parts.table import Column, RowTable
from ui.words import show_month, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.progress import Attempt

_MOST_ROWS = 8
"""Rows in view before the table scrolls."""


class AttemptColumns:
    """What the cells say; scores pass the veil."""

    def __init__(self, shell: Shell, participant_id: bytes) -> None:
        self._shell, self._person = shell, participant_id

    def exercise(self, attempt: Attempt) -> str:
        return attempt.exercise

    def programme(self, attempt: Attempt) -> str:
        return attempt.programme

    def day(self, attempt: Attempt) -> str:
        day = self._shell.sight.day_of(attempt.at_us)
        if day.year != self._shell.sight.today.year:
            return show_short_date(day)
        return f"{day.day} {show_month(day)}"

    def at(self, attempt: Attempt) -> int:
        return attempt.at_us

    def score(self, attempt: Attempt) -> str:
        if attempt.score is None:
            return "–"
        shown = tr("{number} %", number=show_number(round(attempt.score / 10)))
        return self._shell.veil.value(shown, self._person)

    def score_number(self, attempt: Attempt) -> int:
        return -1 if attempt.score is None else attempt.score

    def outcome(self, attempt: Attempt) -> str:
        return self._shell.veil.value(outcome_word(attempt.outcome), self._person)


def outcome_word(outcome: str) -> str:
    """The word for how an attempt ended: made, failed or tried."""
    if outcome == "made":
        return tr("done")
    return tr("not yet") if outcome == "failed" else tr("tried")


def attempts_table(shell: Shell, participant_id: bytes) -> RowTable:
    """Exercise with its programme, day, and score with the outcome; newest first as the view gives them."""
    says = AttemptColumns(shell, participant_id)
    table = RowTable([
        Column(tr("Exercise"), says.exercise, stretch=True, under=says.programme),
        Column(tr("Date"), says.day, width=7, sort_key=says.at, muted=True),
        Column(tr("Score"), says.score, "right", width=8, sort_key=says.score_number, under=says.outcome),
    ], tr("Latest attempts"))
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def attempts_height(table: RowTable) -> int:
    """Tall enough for the first rows and the titles."""
    rows = min(len(table.rows()), _MOST_ROWS)
    row_height = table.verticalHeader().defaultSectionSize()
    return table.horizontalHeader().sizeHint().height() + rows * row_height + 4
