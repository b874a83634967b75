"""Looking together: one participant alone on the screen, for a talk side by side.

What is shown is for the participant: simple words (A2) without "you" in any form, so that it fits a child and
an adult; at least 14 points; counts, no percentages; no scores, no help reasons, and nobody to compare with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.flow import FlowLayout
from ui.progress.big import BigBar, DoneLine, big
from ui.progress.detail import growth_line
from ui.words import show_date, show_number, tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.views.progress import Attempt, ParticipantProgress, ProgrammeStanding

NAME_POINTS, FIGURE_POINTS, HEADING_POINTS, TEXT_POINTS, SMALLEST_POINTS = 26.0, 22.0, 17.0, 15.0, 14.0
LATEST = 5
"""How many of the latest exercises are named."""
WIDEST = 980
"""Lines longer than this are hard to read."""


class TogetherPage(QWidget):
    """Large and calm. Leaving is up to the window, which says so above the page."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.participant_id: bytes | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(tr("Looking together"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_progress(self, progress: ParticipantProgress) -> None:
        """Replace the page."""
        self.participant_id = progress.participant_id
        page = QWidget()
        page.setObjectName("page")
        page.setMaximumWidth(WIDEST)
        column = QVBoxLayout(page)
        column.setSpacing(16)
        name = self._shell.veil.name(progress.full, progress.participant_id)
        column.addWidget(big(name, NAME_POINTS, QFont.Weight.Bold, wrap=True))
        column.addWidget(self._figures(progress))
        self._add_busy(column, progress.standings)
        self._add_growth(column, progress.weeks)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        self._add_done(columns, progress.standings)
        self._add_latest(columns, progress.attempts)
        column.addLayout(columns)
        column.addStretch(1)
        self._scroll.setWidget(_centred(page))

    def texts(self) -> list[str]:
        """All that can be read on the page."""
        return [line.text() for line in self.findChildren(QLabel) if line.text()]

    def _figures(self, progress: ParticipantProgress) -> QWidget:
        done = sum(standing.done for standing in progress.standings)
        this_week = progress.weeks[-1] if progress.weeks else 0
        holder = QWidget()
        row = FlowLayout(holder, spacing=16)
        row.addWidget(_figure(tr("Done"), tr_count("{n} exercise", "{n} exercises", done)))
        row.addWidget(_figure(tr("Done this week"), tr_count("{n} exercise", "{n} exercises", this_week)))
        if progress.last_seen_us is not None:
            day = self._shell.sight.day_of(progress.last_seen_us)
            row.addWidget(_figure(tr("Last time"), show_date(day)))
        certificates = sum(1 for standing in progress.standings if standing.certificate)
        if certificates:
            row.addWidget(_figure(tr("Certificates"), show_number(certificates)))
        return holder

    def _add_busy(self, column: QVBoxLayout, standings: Sequence[ProgrammeStanding]) -> None:
        busy = [standing for standing in standings if not standing.completed]
        if not busy:
            return
        card = _card(tr("Busy with"))
        for standing in busy:
            left = tr_count("{n} exercise to go", "{n} exercises to go", standing.total - standing.done)
            card.fill(BigBar(standing.title, left, standing.done, standing.total))
        column.addWidget(card)

    def _add_growth(self, column: QVBoxLayout, weeks: tuple[int, ...]) -> None:
        if not any(weeks):
            return
        title = tr("Exercises done per week")
        card = _card(title)
        line = growth_line(title, weeks)
        line.setFont(_sized(line.font(), SMALLEST_POINTS))
        card.fill(line)
        column.addWidget(card)

    def _add_done(self, columns: QHBoxLayout, standings: Sequence[ProgrammeStanding]) -> None:
        done = [standing.title for standing in standings if standing.completed]
        if not done:
            return
        card = _card(tr("All done"))
        for title in done:
            card.fill(DoneLine(title, True))
        card.body.addStretch(1)
        columns.addWidget(card, 1)

    def _add_latest(self, columns: QHBoxLayout, attempts: Sequence[Attempt]) -> None:
        latest = latest_exercises(attempts)
        if not latest:
            return
        card = _card(tr("Last exercises"))
        for attempt in latest:
            card.fill(DoneLine(attempt.exercise, attempt.outcome == "made"))
        card.body.addStretch(1)
        columns.addWidget(card, 1)


def latest_exercises(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The newest attempt of each of the latest exercises."""
    newest: dict[tuple[str, str], Attempt] = {}
    for attempt in sorted(attempts, key=lambda one: one.at_us, reverse=True):
        newest.setdefault((attempt.programme, attempt.exercise), attempt)
    return list(newest.values())[:LATEST]


def _figure(caption: str, value: str) -> Card:
    card = Card()
    card.fill(big(caption, TEXT_POINTS))
    card.fill(big(value, FIGURE_POINTS, QFont.Weight.DemiBold))
    return card


def _card(heading: str) -> Card:
    card = Card()
    card.setAccessibleName(heading)
    card.body.setSpacing(12)
    card.fill(big(heading, HEADING_POINTS, QFont.Weight.DemiBold))
    return card


def _sized(font: QFont, points: float) -> QFont:
    other = QFont(font)
    other.setPointSizeF(points)
    return other


def _centred(page: QWidget) -> QWidget:
    """The page in the middle of a wide window."""
    holder = QWidget()
    holder.setObjectName("page")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(page, 100)
    row.addStretch(1)
    return holder
