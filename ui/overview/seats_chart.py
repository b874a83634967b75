"""Seats in use by month, against what was bought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.parts.chart import Chart, Series
from ui.parts.empty import EmptyState
from ui.words import show_month, tr

if TYPE_CHECKING:
    from app.views.overview import SeatsInMonth


def seats_chart(months: Sequence[SeatsInMonth]) -> QWidget:
    """A line that stops at this month, and a dashed one for the seats bought."""
    if not any(entry.bought or entry.used for entry in months):
        return EmptyState(tr("No licence yet"), tr("When there is a licence, its use is shown here by month."))
    chart = Chart()
    chart.show_series(tr("Seats in use by month"), [show_month(entry.month) for entry in months], (
        Series(tr("in use"), tuple(entry.used for entry in months)),
        Series(tr("bought"), tuple(entry.bought for entry in months), tone="danger", dashed=True),
    ))
    return chart
