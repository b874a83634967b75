"""The invoices of the agreement behind a licence: the list, the amounts of the chosen one, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.permissions import Permission, allowed
from ui.licences.amounts_view import AmountsView
from ui.licences.booking_dialog import BookingDialog
from ui.licences.computation import ComputationDialog
from ui.licences.figure_dialog import FigureDialog
from ui.licences.invoice_dialog import InvoiceDialog
from ui.licences.invoice_finding import InvoiceFinding, sums_of, sums_words
from ui.licences.invoice_steps import book_on, correct, enter, record, remind_of, tell_received
from ui.licences.invoice_words import invoice_columns
from ui.licences.money_menu import MoneyMenu
from ui.licences.reminder_dialog import ReceivedDialog, ReminderDialog
from ui.licences.save_menu import SaveMenu
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import show_money, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage, InvoiceRow, Invoicing

_SIDE_BY_SIDE = 900
_AGREEMENT = 1  # the column that says of which agreement an invoice is


class InvoicesTab(QWidget):
    """`counted` hears how many invoices there are."""

    def __init__(self, shell: Shell, counted: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._counted = shell, counted
        self._invoicing: Invoicing | None = None
        self._agreement = b""
        self._page: InvoicePage | None = None
        self._wanted: tuple[bytes, bool] = (b"", False)
        self._may_edit = allowed(shell.sight.actor, Permission.EDIT_LICENCES)
        self.table = RowTable(invoice_columns(), tr("Invoices"), _id_of)
        self.table.selection_moved.connect(self._read_page)
        self.table.row_opened.connect(lambda _row: self.show_computation(0))
        self.finding = InvoiceFinding(self._find, lambda _every: self.show_agreement(self._agreement))
        self.sums = label("", "muted", wrap=True)
        self.amounts = AmountsView(self.show_computation)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("There is no invoice yet"), tr("Record the invoice of this agreement as soon as it is there.")))
        self.saving = SaveMenu(shell)
        self.more = MoneyMenu(shell, self, self._may_edit)
        self._buttons = self._make_buttons()
        self._arrange()

    def show_agreement(self, agreement_id: bytes) -> None:
        """Read the invoices of this agreement; one that was chosen stays."""
        from app.views.invoices import invoicing

        self._agreement, self._wanted = agreement_id, (agreement_id, self.finding.every)
        self._shell.read(invoicing, *self._wanted, then=self._show_list)

    def export_rows(self) -> list[list[str]]:
        """What is shown, and under it the sums that are shown."""
        rows = self.table.shown_text()
        together, left = sums_of(self.table.rows())
        return [*rows, [tr("Together"), "", "", "", show_money(together), show_money(left), ""]] if rows[1:] else rows

    def record_invoice(self) -> None:
        if self._invoicing is not None:
            agreement = self._invoicing.agreement_id
            InvoiceDialog(
                self, self._shell, self._invoicing, None,
                lambda head, lines: record(self._shell, agreement, head, lines)).open()

    def correct_invoice(self) -> None:
        page = self._page
        if self._invoicing is not None and page is not None and self._may_correct(page):
            InvoiceDialog(
                self, self._shell, self._invoicing, page,
                lambda head, lines: correct(self._shell, page.row.id, head, lines)).open()

    def record_booking(self) -> None:
        if self._page is not None:
            BookingDialog(self, self._shell, self._page, lambda given: book_on(self._shell, given)).open()

    def record_reminder(self) -> None:
        if self._page is not None:
            ReminderDialog(self, self._shell, self._page, lambda given: remind_of(self._shell, given)).open()

    def record_receipt(self) -> None:
        if self._page is not None and _letter_underway(self._page) is not None:
            ReceivedDialog(
                self, self._shell, _letter_underway(self._page), lambda given: tell_received(self._shell, given)).open()

    def enter_figure(self) -> None:
        from app.views.invoices import own_figures

        self._shell.read(own_figures, then=lambda own: FigureDialog(
            self, self._shell, own, lambda given: enter(self._shell, given)).open())

    def show_computation(self, at: int = 0) -> None:
        """Open the computation at this amount, as in `InvoicePage.amounts`."""
        if self._page is not None:
            ComputationDialog(self, self._page, at).open()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.finding)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        listed = QWidget()
        lines = QVBoxLayout(listed)
        bare(lines, 6)
        lines.addWidget(self._place, 1)
        lines.addWidget(self.sums)
        both.row.addWidget(listed, 8)
        self._aside = scrolled(self.amounts, tr("Amounts of this invoice"))
        self._aside.setMinimumWidth(240)
        both.row.addWidget(self._aside, 3)
        column.addWidget(both, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for button in self._buttons.values():
            flow.addWidget(button)
        column.addWidget(row)

    def _make_buttons(self) -> dict[str, QPushButton]:
        made = {
            "computation": button_of(tr("Sho&w computation…"), self.show_computation),
            "save": self.saving.button,
        }
        if self._may_edit:
            made |= {
                "record": button_of(tr("Record &invoice…"), self.record_invoice),
                "correct": button_of(tr("Co&rrect…"), self.correct_invoice),
                "book": button_of(tr("Record &payment…"), self.record_booking),
                "remind": button_of(tr("Remi&nd…"), self.record_reminder),
                "received": button_of(tr("Letter received…"), self.record_receipt),
                "figure": button_of(tr("Enter a rate…"), self.enter_figure),
            }
        return made | {"more": self.more.button}

    def _show_list(self, invoicing: Invoicing) -> None:
        if (invoicing.agreement_id, invoicing.every) != self._wanted:
            return  # another licence was chosen while this one was being read
        self._invoicing, self._page = invoicing, None
        self._counted(sum(row.agreement_id == invoicing.agreement_id for row in invoicing.rows))
        self.table.setColumnHidden(_AGREEMENT, not invoicing.every)
        self.finding.offer_years(invoicing.rows)
        with QSignalBlocker(self.table):  # what is chosen in the end is read once
            self.table.set_filter(self.finding.passes())
            self._place.set_rows(invoicing.rows)
            self._choose_one()
        self._aside.setVisible(bool(invoicing.rows))
        self._read_page()

    def _may_correct(self, page: InvoicePage) -> bool:
        """Of another agreement the terms are not read here, so it is corrected from there."""
        own = page.row.agreement_id == self._agreement
        return own and page.row.stands and not page.kept.receivable.bookings

    def _find(self) -> None:
        """Something else is shown; one that is still there stays chosen."""
        self.table.set_filter(self.finding.passes())
        self._choose_one()

    def _choose_one(self) -> None:
        shown = self.table.rows()
        if shown and self.table.current_key() is None:
            self.table.choose(shown[0].id)
        self.sums.setText(sums_words(shown) if self.table.all_values() else "")

    def _read_page(self) -> None:
        from app.views.invoices import invoice_page

        current = self.table.current()
        self._switch_buttons()
        if current is not None:
            self._shell.read(invoice_page, current.id, then=self._show_page)

    def _show_page(self, page: InvoicePage) -> None:
        if page.row.id == self.table.current_key():
            self._page = page
            self.amounts.show_page(page)
            self._switch_buttons()

    def _switch_buttons(self) -> None:
        """On where they can do something for the invoice that is chosen."""
        page = self._page if self._page is not None and self._page.row.id == self.table.current_key() else None
        able = {
            "computation": page is not None,
            "record": self._invoicing is not None, "more": self._invoicing is not None,
            "correct": page is not None and self._may_correct(page),
            "book": page is not None and page.row.stands and page.row.total_cents > 0,
            "remind": page is not None and page.row.due is not None and page.row.open_cents > 0,
            "received": page is not None and _letter_underway(page) is not None,
        }
        self.saving.offer(self._invoicing, page)
        self.more.offer(self._invoicing, page)
        for name, button in self._buttons.items():
            button.setEnabled(able.get(name, True))
        if "received" in self._buttons:
            self._buttons["received"].setVisible(able["received"])


def _id_of(row: InvoiceRow) -> bytes:
    return row.id


def _letter_underway(page: InvoicePage) -> object:
    """The letter of fourteen days of which the day of receipt is not known yet."""
    return next((one for one in page.sent if one.kind == "letter" and one.received is None), None)
