"""The overview of a licensor: its organisations, seats, orders and money, and what asks for attention over all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.overview.attention_list import attention_list
from ui.overview.figures import Figure, Figures
from ui.overview.recent import recent_list
from ui.panel import Panel, Shell
from ui.parts.card import Card
from ui.parts.headline import Headline
from ui.parts.labels import label
from ui.words import show_date, show_money, show_number, show_weekday_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.licensor_overview import LicensorOverview


class LicensorOverviewPanel(Panel):
    """Reads one value and shows it whole; nobody who takes part is in it."""

    code = "overview"
    kinds = frozenset({
        "organisations", "agreements", "licences", "invoices", "invoice_lines", "bookings", "reminders", "notices",
        "links", "counts", "accounts", "settings", "support_requests",
    })

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        headline = Headline(tr("Overview"))
        today = label(show_weekday_date(shell.sight.today), "muted")
        today.setToolTip(show_date(shell.sight.today))
        headline.add_aside(today)
        column.addWidget(headline)
        self._figures = Figures()
        column.addWidget(self._figures)
        self._attention, self._recent = Card(tr("Asks for attention")), Card(tr("Changed last"))
        self._content: dict[Card, QWidget] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._attention, 7)
        row.addWidget(self._recent, 5)
        column.addLayout(row, 1)

    def refresh(self) -> None:
        from app.views.licensor_overview import licensor_overview

        self.shell.read(licensor_overview, then=self._show)

    def export_rows(self) -> list[list[str]]:
        return [[figure.what, figure.number, figure.remark] for figure in self._figures.shown]

    def _show(self, values: LicensorOverview) -> None:
        self._figures.show_figures(licensor_figures(values))
        self._fill(self._attention, attention_list(
            values.attention, self.shell, is_coming_in=values.is_coming_in))
        self._fill(self._recent, recent_list(values.recent, self.shell.sight.today, self.shell.veil))

    def _fill(self, card: Card, content: QWidget) -> None:
        before = self._content.pop(card, None)
        if before is not None:
            before.hide()
            before.deleteLater()
        card.fill(content, 1)
        self._content[card] = content


def licensor_figures(values: LicensorOverview) -> list[Figure]:
    """Organisations, seats, orders, money."""
    waiting = tr_count("of {n} organisation", "of {n} organisations", values.orders_of) if values.orders else tr(
        "none waits")
    late = tr("{money} not paid in time", money=show_money(values.late_cents)) if values.late_cents else tr(
        "nothing is late")
    return [
        Figure(tr("Organisations"), show_number(values.organisations),
               tr("{n} with an agreement that runs", n=values.running)),
        Figure(tr("Seats in use"), f"{show_number(values.used)} / {show_number(values.bought)}",
               tr("as the server counted")),
        Figure(tr("Orders that wait"), show_number(values.orders), waiting),
        Figure(tr("Open amount"), show_money(values.open_cents), late),
    ]
