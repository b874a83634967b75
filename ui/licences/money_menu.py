"""What is done less often about the money of an agreement: from a menu beside the buttons of its invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.licences.choices_dialog import ChoicesDialog
from ui.licences.credit_dialog import CreditDialog
from ui.licences.invoice_dialog import InvoiceDialog
from ui.licences.invoice_steps import credit, enter, keep_choices, record, withdraw_mistake
from ui.licences.next_fee_dialog import NextFeeDialog
from ui.licences.refund_dialog import RefundDialog
from ui.licences.withdraw_dialog import WithdrawMistakeDialog
from ui.panel import Shell
from ui.parts.headline import button_of
from ui.words import tr

if TYPE_CHECKING:
    from app.views.billing_choices import BillingChoices
    from app.views.indexing import MissingIndex, NextFee
    from app.views.invoices import InvoicePage, Invoicing, OwnFigure
    from app.views.refunds import RefundBasis


class MoneyMenu:
    """A button with a menu; `over` is what the dialogs open over. It works on what was offered last."""

    def __init__(self, shell: Shell, over: QWidget, may_edit: bool) -> None:
        self._shell, self._over = shell, over
        self._invoicing: Invoicing | None = None
        self._page: InvoicePage | None = None
        self.button = button_of(tr("More…"), lambda: None)
        self.button.setProperty("menu", True)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.credit = self._entry(tr("&Credit the whole invoice…"), self.credit_invoice)
        self.withdraw = self._entry(tr("&Withdraw a mistake…"), self.withdraw_mistake)
        self.menu.addSeparator()
        self.fee = self._entry(tr("&Fee of the next period, by the index…"), self.show_next_fee)
        self.refund = self._entry(tr("&Refund at an early end…"), self.show_refund)
        self.menu.addSeparator()
        self.choices = self._entry(tr("C&hoices about interest and costs…"), self.show_choices)
        for entry in (self.credit, self.withdraw, self.choices):
            entry.setVisible(may_edit)

    def offer(self, invoicing: Invoicing | None, page: InvoicePage | None) -> None:
        self._invoicing, self._page = invoicing, page
        stands = page is not None and page.row.stands
        self.withdraw.setEnabled(stands)
        self.credit.setEnabled(stands and page is not None and page.kept.receivable.left_to_credit > 0)
        for entry in (self.fee, self.refund, self.choices):
            entry.setEnabled(invoicing is not None)

    def credit_invoice(self) -> None:
        if self._page is not None:
            CreditDialog(self._over, self._shell, self._page, lambda given: credit(self._shell, given)).open()

    def withdraw_mistake(self) -> None:
        if self._page is not None:
            WithdrawMistakeDialog(
                self._over, self._shell, self._page, lambda given: withdraw_mistake(self._shell, given)).open()

    def show_next_fee(self) -> None:
        from app.views.indexing import next_fee

        if self._invoicing is not None:
            self._shell.read(next_fee, self._invoicing.agreement_id, then=self._open_fee)

    def show_refund(self) -> None:
        from app.views.refunds import refund_basis

        if self._invoicing is not None:
            self._shell.read(refund_basis, self._invoicing.agreement_id, then=self._open_refund)

    def show_choices(self) -> None:
        """Tried on the invoice that is chosen."""
        from app.views.billing_choices import billing_choices

        if self._invoicing is not None:
            invoice = self._page.row.id if self._page is not None else None
            self._shell.read(billing_choices, self._invoicing.agreement_id, invoice, then=self._open_choices)

    def _open_fee(self, fee: NextFee) -> None:
        NextFeeDialog(self._over, fee, self._record_index, self._record_at).open()

    def _open_refund(self, basis: RefundBasis) -> None:
        RefundDialog(self._over, basis).open()

    def _open_choices(self, told: BillingChoices) -> None:
        ChoicesDialog(self._over, told, lambda chosen: keep_choices(self._shell, chosen)).open()

    def _record_index(self, missing: MissingIndex) -> None:
        from app.views.invoices import own_figures
        from ui.licences.figure_dialog import FigureDialog

        def opened(own: tuple[OwnFigure, ...]) -> None:
            FigureDialog(self._over, self._shell, own, lambda given: enter(self._shell, given),
                         ("price_index", missing.series, missing.month)).open()

        self._shell.read(own_figures, then=opened)

    def _record_at(self, lines: list[dict[str, Any]]) -> None:
        """An invoice that begins with these lines."""
        told = self._invoicing
        if told is not None:
            dialog = InvoiceDialog(
                self._over, self._shell, told, None,
                lambda head, given: record(self._shell, told.agreement_id, head, given))
            dialog.lines.begin_with(lines)
            dialog.open()

    def _entry(self, title: str, pressed: Callable[[], None]) -> QAction:
        entry = self.menu.addAction(title)
        entry.triggered.connect(lambda _on: pressed())
        return entry
