"""The overview of a licensor: its organisations, seats, orders and money, and what asks for attention over all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.overview.attention_list import attention_list
from ui.overview.figures import Figure
from ui.overview.frame import OverviewFrame
from ui.overview.recent import recent_list
from ui.words import show_money, show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.licensor_overview import LicensorOverview


class LicensorOverviewPanel(OverviewFrame):
    """Reads one value and shows it whole; nobody who takes part is in it."""

    kinds = frozenset({
        "organisations", "agreements", "licences", "invoices", "invoice_lines", "bookings", "reminders", "notices",
        "links", "counts", "accounts", "settings", "support_requests", "orders", "changes", "measures",
    })

    def refresh(self) -> None:
        from app.views.licensor_overview import licensor_overview

        self.shell.read(licensor_overview, then=self._show)

    def _show(self, values: LicensorOverview) -> None:
        self._figures.show_figures(licensor_figures(values))
        self._fill(self._attention, attention_list(
            values.attention, self.shell, is_coming_in=values.is_coming_in))
        self._fill(self._recent, recent_list(values.recent, self.shell.sight.today, self.shell.veil))


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
