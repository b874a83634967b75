"""The overview: four figures, what asks for attention, seats over time, and what was changed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.overview.accept_dialog import ask_coach
from ui.overview.attention_list import ACCEPT, attention_list
from ui.overview.figures import figures_of
from ui.overview.first_steps import first_steps
from ui.overview.frame import OverviewFrame
from ui.overview.recent import recent_list
from ui.overview.seats_chart import seats_chart
from ui.panel import Shell
from ui.parts.card import Card
from ui.words import tr

if TYPE_CHECKING:
    from app.views.attention import Attention
    from app.views.overview import Overview


class OverviewPanel(OverviewFrame):
    """Reads one value and shows it whole."""

    kinds = frozenset({
        "participants", "memberships", "groups", "locations", "licences", "seats", "agreements", "results", "imports",
        "certificates", "coaches", "coach_assignments", "field_switches", "accounts", "settings", "changes", "claims",
        "measures", "insolvencies", "end_tasks", "confirmations", "contacts",
        "acceptances", "coach_acceptances", "consents", "registrations",
    })

    def __init__(self, shell: Shell) -> None:
        self._seats, self._asked = Card(tr("Seats in use")), False
        super().__init__(shell)

    def refresh(self) -> None:
        from app.views.overview import overview

        self.shell.read(overview, then=self._show)

    def _lay(self, row: QHBoxLayout) -> None:
        row.addWidget(self._attention, 6)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self._seats, 4)
        right.addWidget(self._recent, 6)
        row.addLayout(right, 7)

    def _show(self, values: Overview) -> None:
        sees_all = self.shell.sight.sees_all
        self._figures.show_figures(figures_of(values, sees_all))
        self._fill(self._attention, attention_list(
            values.attention, self.shell, first_steps(values, self.shell, self), values.is_coming_in))
        self._ask_once(values.attention)
        self._fill(self._recent, recent_list(values.recent, self.shell.sight.today, self.shell.veil))
        # That there is no licence is not said before everything came in.
        with_seats = sees_all and not (values.is_coming_in and not values.seats_bought)
        self._seats.setVisible(with_seats)
        if with_seats:
            self._fill(self._seats, seats_chart(values.seats_by_month))

    def _ask_once(self, entries: tuple[Attention, ...]) -> None:
        """Who must still accept the user terms is asked when the panel opens; Cancel leaves it among what to do."""
        if not self._asked and not self.shell.veil.on and any(entry.kind == ACCEPT for entry in entries):
            self._asked = True
            ask_coach(self, self.shell)
