"""The steps of a learning route on a participant's page: what it is, how far, its days, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.routes import StepState
from ui.parts.badge import Badge
from ui.parts.labels import label
from ui.words import show, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.progress import StepStanding

_INDENT = 10
_TONES = {StepState.DONE: "good", StepState.LATE: "danger", StepState.SOON: "warning"}


class StepLine(QWidget):
    """One step; what is only open bears no badge."""

    def __init__(self, step: StepStanding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INDENT, 0, 0, 0)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(step.title or tr("not here any more"), wrap=True), 1)
        words = state_words(step.state)
        if words:
            head.addWidget(Badge(words, _TONES.get(step.state, "neutral")))
        if step.total:
            numbers = tr("{done} of {total}", done=show_number(step.done), total=show_number(step.total))
            head.addWidget(label(numbers, "muted"))
        column.addLayout(head)
        below = " · ".join(filter(None, (step.below, *_days(step), show(step.notice) if step.notice else "")))
        if below:
            column.addWidget(label(below, "muted", wrap=True))


def state_words(state: StepState) -> str:
    return {StepState.DONE: tr("done"), StepState.LATE: tr("late"), StepState.SOON: tr("soon"),
            StepState.COMING: tr("later")}.get(state, "")


def _days(step: StepStanding) -> list[str]:
    found = []
    if step.starts_on:
        found.append(tr("from {day}", day=show_short_date(date.fromisoformat(step.starts_on))))
    if step.due_on:
        found.append(tr("done by {day}", day=show_short_date(date.fromisoformat(step.due_on))))
    return found
