"""What was changed last, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.panel import Veil
from ui.parts.empty import EmptyState
from ui.parts.facts import rule
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.words import show, show_day_time, tr

if TYPE_CHECKING:
    from app.views.overview import RecentChange


def recent_list(changes: Sequence[RecentChange], today: date, veil: Veil) -> QWidget:
    """The newest first; hidden while presenting, for they may name people."""
    if veil.on:
        return EmptyState(tr("Hidden"), tr("What was changed is not shown during a presentation."), picture="eye-off")
    if not changes:
        return EmptyState(tr("Nothing was changed yet"), tr("What you and others change is listed here."))
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for number, change in enumerate(changes):
        _add(grid, 2 * number, change, today)
    grid.setRowStretch(2 * len(changes), 1)
    return scrolled(page, tr("Changed last"))


def _add(grid: QGridLayout, row: int, change: RecentChange, today: date) -> None:
    texts = ((show_day_time(change.at_us, today), "muted"), (show(change.what), ""), (change.who, "muted"))
    for column, (text, role) in enumerate(texts):
        shown = label(text, role, wrap=column == 1)
        shown.setContentsMargins(0, 4, 0, 4)
        grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(rule(), row + 1, 0, 1, 3)
