"""The papers of an invoice as files: chosen from a menu, kept where the user says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.headline import button_of
from ui.words import language, tr

if TYPE_CHECKING:
    from app.views.invoices import BookingRow, InvoicePage, Invoicing

_PDF = "PDF (*.pdf)"


class SaveMenu:
    """A button with a menu; what it holds is for the invoice and the agreement that were offered last."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._invoicing: Invoicing | None = None
        self._page: InvoicePage | None = None
        self.button = button_of(tr("S&ave as…"), lambda: None)
        self.button.setProperty("menu", True)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.invoice = self._entry(tr("&Invoice (PDF)…"), self._save_invoice)
        self.reminder = self._entry(tr("Last &reminder or letter (PDF)…"), self._save_reminder)
        self.statement = self._entry(tr("S&tatement of the agreement (PDF)…"), self._save_statement)
        self.every = self._entry(tr("Statement of &all agreements (PDF)…"), self._save_every)
        self.credit = self._entry(tr("Last &credit note (PDF)…"), self._save_credit)
        self.electronic_credit = self._entry(tr("Last credit note, e&lectronic (UBL)…"), self._save_electronic_credit)
        self.electronic = self._entry(tr("&Electronic invoice (UBL)…"), self._save_electronic)
        self.bookkeeping = self._entry(tr("List for &bookkeeping (CSV)…"), self._save_bookkeeping)

    def offer(self, invoicing: Invoicing | None, page: InvoicePage | None) -> None:
        self._invoicing, self._page = invoicing, page
        self.invoice.setEnabled(page is not None)
        self.reminder.setEnabled(page is not None and bool(page.sent))
        self.electronic.setEnabled(page is not None and page.row.stands)
        for entry in (self.credit, self.electronic_credit):
            entry.setEnabled(page is not None and _last_credit(page) is not None)
        self.bookkeeping.setEnabled(invoicing is not None and bool(invoicing.rows))
        self.statement.setEnabled(invoicing is not None and bool(invoicing.rows))
        self.button.setEnabled(self.statement.isEnabled())

    def _entry(self, title: str, pressed: Callable[[], None]) -> QAction:
        entry = self.menu.addAction(title)
        entry.triggered.connect(lambda _on: pressed())
        return entry

    def _save_invoice(self) -> None:
        from app.documents.invoice_papers import write_invoice

        if self._page is not None:
            name = tr("invoice {number}.pdf", number=_plain(self._page.row.number))
            self._save(write_invoice, self._page.row.id, name=name, patterns=_PDF)

    def _save_reminder(self) -> None:
        from app.documents.invoice_papers import write_reminder

        if self._page is not None and self._page.sent:
            name = tr("reminder {number}.pdf", number=_plain(self._page.row.number))
            self._save(write_reminder, self._page.row.id, self._page.sent[-1].id, name=name, patterns=_PDF)

    def _save_statement(self) -> None:
        from app.documents.statement_paper import write_statement

        if self._invoicing is not None:
            self._save(write_statement, self._invoicing.agreement_id, name=tr("statement.pdf"), patterns=_PDF)

    def _save_every(self) -> None:
        from app.documents.statement_paper import write_statement

        self._save(write_statement, None, name=tr("statement.pdf"), patterns=_PDF)

    def _save_credit(self) -> None:
        from app.documents.invoice_papers import write_credit_note

        credit = _last_credit(self._page) if self._page is not None else None
        if self._page is not None and credit is not None:
            name = tr("credit note {number}.pdf", number=_plain(credit.reference or self._page.row.number))
            self._save(write_credit_note, self._page.row.id, credit.id, name=name, patterns=_PDF)

    def _save_electronic_credit(self) -> None:
        from app.exchange.ubl_invoice import write_ubl_credit_note

        credit = _last_credit(self._page) if self._page is not None else None
        if self._page is not None and credit is not None:
            name = tr("credit note {number}.xml", number=_plain(credit.reference or self._page.row.number))
            self._save(write_ubl_credit_note, self._page.row.id, credit.id, name=name, patterns="UBL (*.xml)")

    def _save_electronic(self) -> None:
        from app.exchange.ubl_invoice import write_ubl

        if self._page is not None:
            name = tr("invoice {number}.xml", number=_plain(self._page.row.number))
            self._save(write_ubl, self._page.row.id, name=name, patterns="UBL (*.xml)")

    def _save_bookkeeping(self) -> None:
        from app.exchange.bookkeeping import write_bookkeeping

        if self._invoicing is not None:
            name = tr("invoices.csv")
            wanted = None if self._invoicing.every else self._invoicing.agreement_id
            self._save(write_bookkeeping, wanted, name=name, patterns="CSV (*.csv)")

    def _save(self, write: Callable[..., Any], *ids: bytes | None, name: str, patterns: str) -> None:
        """Ask where to, and write there; nothing happens where no place is chosen."""
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, patterns)
        if target:
            self._shell.work(
                write, self._shell.desk, *ids, Path(target), language(), title=Text("Writing the file"),
                then=self._say_written, steps=False)

    def _say_written(self, path: Path) -> None:
        self._shell.say(Text("Written to {file}.", file=path.name))


def _last_credit(page: InvoicePage) -> BookingRow | None:
    return next((one for one in reversed(page.booked) if one.kind == "credit"), None)


def _plain(number: str) -> str:
    """A number as it can stand in a file name."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in number)
