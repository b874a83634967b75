"""Seats and accounts of one organisation, as numbers: what was bought and in use by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.chart import Chart, Series
from ui.parts.facts import FactLine, Facts
from ui.parts.labels import label
from ui.parts.side_by_side import SideBySide
from ui.words import show_day_time, show_month, show_number, tr

if TYPE_CHECKING:
    from app.views.organisation_page import OrganisationPage

_SIDE_BY_SIDE, _CHART = 820, 205
"""The chart is seen whole, its months too, where the facts beside it are scrolled."""


class SeatsPage(QWidget):
    """Nobody who takes part is named here: the server counts, and tells only numbers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 6, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(24)
        self.chart, self.facts = Chart(), Facts(shares=(3, 2))
        self.chart.setMaximumHeight(_CHART)
        both.row.addWidget(self.chart, 6, Qt.AlignmentFlag.AlignTop)
        both.row.addWidget(self.facts, 5)
        column.addWidget(both, 1)
        column.addWidget(label(tr("Only numbers come here: who takes part is known to the organisation alone."),
                               "muted", wrap=True))

    def show_page(self, page: OrganisationPage) -> None:
        months = page.months
        bought = tuple(entry.bought for entry in months)
        used: list[float | None] = [entry.used for entry in months]
        used[-1] = page.counted.seats
        self.chart.show_series(
            tr("Seats by month"), [show_month(entry.month) for entry in months], (
                Series(tr("bought"), bought, tone="danger", dashed=True),
                Series(tr("in use"), tuple(used), bars=True)))
        self.facts.show_lines(self._lines(page))

    def _lines(self, page: OrganisationPage) -> list[FactLine]:
        counted = page.counted
        when = show_day_time(counted.as_of_us, self._shell.sight.today) if counted.as_of_us else "–"
        return [
            FactLine(tr("Seats bought"), show_number(page.row.bought)),
            FactLine(tr("Seats in use"), _number(counted.seats)),
            FactLine(tr("{Participants} with a seat"), _number(counted.participants)),
            FactLine(tr("Accounts of {administrators}"), _number(counted.administrators)),
            FactLine(tr("Accounts of {coaches}"), _number(counted.coaches)),
            FactLine(tr("{Locations}"), ", ".join(page.locations) or "–"),
            FactLine(tr("Counted by the server"), when),
        ]


def _number(counted: int | None) -> str:
    return "–" if counted is None else show_number(counted)
