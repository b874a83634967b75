"""Licences: the list above, the chosen one below; seats are assigned and freed from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.catalogue.offer_dialog import OfferDialog
from ui.licences.detail import LicenceDetailView
from ui.licences.list import LicenceTable
from ui.licences.lower_dialog import LowerDialog
from ui.licences.order_steps import lower
from ui.licences.orders_page import OrdersPage
from ui.licences.record_dialog import RecordDialog
from ui.licences.seating import Seating
from ui.licences.steps import free
from ui.licences.words import has_seats
from ui.panel import Panel, Shell
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.headline import Headline
from ui.words import tr

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, LicenceRow


class LicencesPanel(Panel):
    """Opens on the first licence that runs."""

    code = "licences"
    kinds = frozenset({"licences", "agreements", "seats", "participants", "memberships", "groups", "invoices",
                       "invoice_lines", "bookings", "reminders", "figures", "billing_settings", "mandates",
                       "signatures", "documents", "notices", "permissions", "infringements", "audits", "audit_looks",
                       "changes", "new_fees", "claims", "measures", "insolvencies", "end_tasks", "confirmations",
                       "orders", "order_parts", "seat_numbers", "locations", "placements"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._detail: LicenceDetail | None = None
        self.seating = Seating(self, shell)
        self._wanted: bytes | None = None
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_LICENCES)
        self._may_assign = allowed(shell.sight.actor, Permission.EDIT_SEATS)
        self.table = LicenceTable()
        self.table.selection_moved.connect(self._selection_moved)
        self.detail = LicenceDetailView(shell, self.free_unused, self._free, self.fewer_seats)
        self.orders = OrdersPage(shell, self._orders_counted)
        self._has_licences, self._has_orders = False, False
        self._content = QStackedWidget()
        self._arrange()

    def refresh(self) -> None:
        from app.views.licences import licence_list

        self.shell.read(licence_list, then=self._show_list)

    def show_target(self, target: bytes) -> None:
        self._wanted = target
        self.table.choose(target)

    def place(self) -> object:
        return self.table.current_key()

    def return_to(self, place: object) -> None:
        if isinstance(place, bytes):
            self.show_target(place)

    def export_rows(self) -> list[list[str]]:
        """The licences, or the invoices where those are in front."""
        invoices = self.detail.invoices
        return invoices.export_rows() if invoices.isVisible() else self.table.shown_text()

    def assign_seats(self) -> None:
        """Open the dialog of the chosen licence."""
        if self._detail is not None:
            self.seating.assign(self._detail.row.id)

    def free_unused(self) -> None:
        """Show whose seat was not used for long."""
        if self._detail is not None:
            self.seating.free(self._detail.row.id)

    def fewer_seats(self) -> None:
        """Choose who gives up a seat when the number goes down."""
        from app.views.licences import seat_holders

        detail = self._detail
        if detail is not None:
            self.shell.read(seat_holders, detail.row.id, then=lambda holders: LowerDialog(
                self, self.shell, detail, holders, lambda given: lower(self.shell, given)).open())

    def record_agreement(self) -> None:
        """Write down what was agreed, the first time or a further time."""
        RecordDialog(self, self.shell).open()

    def show_offer(self) -> None:
        """What the licensor offers: packages with their fees, terms, and what is announced."""
        from app.views.catalogue import catalogue

        self.shell.read(catalogue, then=lambda found: OfferDialog(self, self.shell, found).open())

    def order(self) -> None:
        """Prepare an order, for a new agreement or for more seats."""
        self.seating.order(None)

    def order_more(self) -> None:
        """Prepare an order for more seats of the chosen licence's agreement."""
        self.seating.order(self._detail.agreement_id if self._detail is not None else None)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(self._headline())
        self._content.addWidget(self._work())
        self._content.addWidget(self._nothing_yet())
        self._content.addWidget(self.orders)
        column.addWidget(self._content, 1)

    def _headline(self) -> Headline:
        headline = Headline(tr("Licences"))
        headline.add_button(tr("Offer…"), self.show_offer)
        if self._may_edit:
            headline.add_button(tr("Record a&greement…"), self.record_agreement)
            if allowed(self.shell.sight.actor, Permission.ORDER):
                headline.add_button(tr("P&lace an order…"), self.order)
        if self._may_assign:
            self.assign_button = headline.add_button(tr("Assign &seats…"), self.assign_seats, primary=True)
            self.assign_button.setEnabled(False)
        return headline

    def _nothing_yet(self) -> EmptyState:
        heading = tr("There is no licence yet")
        advice = tr("A licence appears here as soon as an agreement is recorded.")
        if not self._may_edit:
            return EmptyState(heading, advice, picture="licence")
        again = tr("Record a&greement…").replace("&", "")  # Alt reaches the one above
        return EmptyState(heading, advice, again, self.record_agreement, picture="licence")

    def _work(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        bare(column, 12)
        card = Card()
        card.edge_to_edge()
        card.fill(self.table)
        column.addWidget(card)
        column.addWidget(self.detail, 1)
        return page

    def _orders_counted(self, number: int) -> None:
        """Without a licence, what was ordered is what there is to see."""
        self._has_orders = bool(number)
        self._show_content()

    def _show_content(self) -> None:
        self._content.setCurrentIndex(0 if self._has_licences else 2 if self._has_orders else 1)

    def _show_list(self, rows: tuple[LicenceRow, ...]) -> None:
        self._has_licences = bool(rows)
        self._show_content()
        if not rows:
            self.orders.refresh()
        with QSignalBlocker(self.table):  # what is chosen in the end is read once
            self.table.set_rows(rows)
            wanted, self._wanted = self._wanted or self.table.current_key(), None
            if rows and (wanted is None or not self.table.choose(wanted)):
                self.table.choose(_first(rows).id)
        self._read_detail()

    def _selection_moved(self) -> None:
        current = self.table.current()
        if current is not None and (self._detail is None or current.id != self._detail.row.id):
            self._wanted = None
            self._read_detail()

    def _read_detail(self) -> None:
        from app.views.licences import licence_detail

        current = self.table.current()
        if current is not None:
            self.shell.read(licence_detail, current.id, then=self._show_detail)

    def _show_detail(self, detail: LicenceDetail) -> None:
        if detail.row.id != self.table.current_key():
            return  # another licence was chosen while this one was being read
        self._detail = detail
        self.detail.show_detail(detail)
        self.seating.show_again(detail)
        if self._may_assign:
            self.assign_button.setEnabled(has_seats(detail.row) and detail.row.state != "ended")

    def _free(self, people: list[bytes]) -> None:
        if self._detail is not None and people:
            free(self.shell, self._detail.row.id, people)


def _first(rows: tuple[LicenceRow, ...]) -> LicenceRow:
    """What one comes for: a licence with seats that runs, else one that runs, else the first."""
    running = [row for row in rows if row.state != "ended"]
    return next((row for row in running if has_seats(row)), running[0] if running else rows[0])
