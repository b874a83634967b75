"""Record an invoice, or correct it: what stands on it, its lines, and at once what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from app.domain.billing.computation import plain
from app.domain.billing.invoice import EXEMPT, Invoice, InvoiceDraft, due_day, vat_label
from app.domain.billing.recording import DETAILS, InvoiceForm, form_faults
from app.domain.errors import Refusal
from app.domain.provider_terms import NotRegulated
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.licences.invoice_lines import LinesEditor
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.fitted_dialog import sentence
from ui.parts.form_dialog import day_of
from ui.parts.scroll import scrolled
from ui.parts.tabs import Tabs
from ui.words import show, show_money, show_number, show_short_date, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage, Invoicing

Submit = Callable[[dict[str, Any], list[dict[str, Any]]], None]
_TABS_HEIGHT = 170
_ON_TOP = ("purchase_order", "cost_centre", "oin")


class InvoiceDialog(FaultForm):
    """`submit` gets the head and the lines as the action takes them. With `page` that invoice is corrected."""

    def __init__(
        self, parent: QWidget, shell: Shell, invoicing: Invoicing, page: InvoicePage | None, submit: Submit,
    ) -> None:
        correcting = page is not None
        super().__init__(parent, tr("Correct an invoice") if correcting else tr("Record an invoice"),
                         tr("&Correct") if correcting else tr("&Record"),
                         lambda: submit(self.head(), self.lines.arguments()))
        self._today, self._terms = shell.sight.today, invoicing.profile
        self._starts_as_consumer = invoicing.consumer
        self._known = {row.number for row in invoicing.own_rows} - ({page.row.number} if page is not None else set())
        self._details: dict[str, QLineEdit] = {}
        self._filled = dict(page.details if page is not None else invoicing.details)
        self._add_head(page)
        self.facts = Facts()
        card = Card(tr("What it comes to"))
        card.fill(scrolled(self.facts, tr("What it comes to")), 1)
        self.fill_beside(card)
        self.lines = LinesEditor(self._usual_vat(), self.check, self._watch_lines)
        self.lines.show_lines(page.kept.invoice.lines if page is not None else ())
        self._add_tabs()
        self._watch_lines()
        self.resize(960, 640)

    def head(self) -> dict[str, Any]:
        """What stands on the invoice beside its lines, as the action takes it."""
        return {
            "number": self.number.text().strip(), "invoiced_on": day_of(self.day).isoformat(),
            "received_on": self.received.text() or None, "pay_by_on": self.pay_by.text() or None,
            "consumer": self.consumer.isChecked(), "vat_reason": self.vat_reason.text().strip(),
            **{name: edit.text().strip() for name, edit in self._details.items()},
        }

    def faults(self) -> Mapping[str, str]:
        if not self.lines.rows:
            return {}
        found: dict[str, str] = {}
        for fault in form_faults(self._form(), self._terms.payment.term, self._today):
            found.setdefault(fault.field, show(fault.reason))
        if self.number.text().strip() in self._known:
            found["number"] = tr("This number was recorded already.")
        return found

    def check(self) -> None:
        self._follow()
        super().check()

    def _form(self) -> InvoiceForm:
        draft = InvoiceDraft(
            self.number.text(), day_of(self.day).isoformat(), self.lines.lines(), vat_reason=self.vat_reason.text())
        details = {name: edit.text() for name, edit in self._details.items()}
        return InvoiceForm(draft, self.received.text(), self.pay_by.text(), self.consumer.isChecked(), details)

    def _add_head(self, page: InvoicePage | None) -> None:
        row = page.kept.row if page is not None else {}
        self.number = QLineEdit(row.get("number", ""))
        self.add_field(tr("Invoice &number"), self.number)
        self.watch("number", self.number)
        self.day = self.add_date(tr("&Day of the invoice"), page.row.day if page is not None else self._today)
        self.watch("day", self.day)
        self.received = self._optional(tr("Received on"), row.get("received_on"), self._counts_from_receipt())
        self.watch("received", self.received.edit)
        self.pay_by = self._optional(tr("Another last day to pay was agreed"), row.get("pay_by_on"))
        self.watch("pay_by", self.pay_by.edit)
        self.consumer = QCheckBox(tr("The customer is a cons&umer"))
        self.consumer.setChecked(bool(row.get("consumer", self._starts_as_consumer)))
        self.form.addRow("", self.consumer)
        self.vat_reason = QLineEdit(row.get("vat_reason", ""))
        self.vat_reason.setPlaceholderText(tr("such as article 11 of the VAT act"))
        self.add_field(tr("Why exempt from VAT"), self.vat_reason)
        self.watch("vat_reason", self.vat_reason)
        for name in _ON_TOP:
            self._detail(self.form, name)

    def _counts_from_receipt(self) -> bool:
        term = self._terms.payment.term
        return not isinstance(term, NotRegulated) and term.value.starts == "receipt"

    def _optional(self, title: str, kept: str | None, wanted: bool = True) -> OptionalDay:
        """A day that may be left out; not asked for where it makes no difference."""
        field = OptionalDay(title, date.fromisoformat(kept) if kept else self._today, bool(kept))
        words = QLabel(title)
        words.setBuddy(field)
        self.form.addRow(words, field)
        self.form.setRowVisible(field, wanted or bool(kept))
        for changed in (field.tick.toggled, field.edit.dateChanged):
            changed.connect(lambda _value: self.check())
        return field

    def _detail(self, form: QFormLayout, name: str) -> None:
        title = _titles()[name]
        edit = QLineEdit(self._filled.get(name, ""))
        edit.setAccessibleName(title.replace("&", ""))
        words = QLabel(title)
        words.setBuddy(edit)
        form.addRow(words, edit)
        said = sentence("", "error")
        said.hide()
        form.addRow("", said)
        self._details[name] = edit
        self.watch(name, edit, said)

    def _add_tabs(self) -> None:
        tabs = Tabs(tr("Lines and parties"))
        tabs.addTab(scrolled(self.lines, tr("Lines of the invoice")), tr("&Lines"))
        parties = QWidget()
        form = QFormLayout(parties)
        form.setContentsMargins(0, 8, 6, 0)
        form.addRow(sentence(
            tr("An electronic invoice asks for these. They may stay empty until one is made."), "muted"))
        for name in DETAILS:
            if name not in _ON_TOP:
                self._detail(form, name)
        tabs.addTab(scrolled(parties, tr("Seller and customer")), tr("&Seller and customer"))
        tabs.setMinimumHeight(_TABS_HEIGHT)
        self.fill(tabs)

    def _watch_lines(self) -> None:
        """The lines came or went: their fields are watched anew."""
        self.forget([name for name in self._lines if name.startswith("lines[")])
        for name, edit, said in self.lines.fields():
            self.watch(name, edit, said)
        self.check()

    def _usual_vat(self) -> str:
        rule = self._terms.price.vat_rate
        return "" if isinstance(rule, NotRegulated) else show_number(plain(rule.value.percent))

    def _follow(self) -> None:
        self.lines.follow()
        exempt = any(line.vat == EXEMPT for line in self.lines.lines())
        self.form.setRowVisible(self.vat_reason, exempt or bool(self.vat_reason.text()))
        if exempt:
            self._touched.add("vat_reason")
        lines = [FactLine(tr("Pay by"), *self._due())]
        if not any(name.startswith("lines") for name in self.faults()):
            invoice = Invoice("", day_of(self.day), self.lines.lines())
            vat = [FactLine(show(vat_label(group)), show_money(group.vat_cents)) for group in invoice.vat]
            lines = [FactLine(tr("Without VAT"), show_money(invoice.net_cents)), *vat,
                     FactLine(tr("Total"), show_money(invoice.total_cents)), *lines]
        self.facts.show_lines(lines)

    def _due(self) -> tuple[str, str]:
        """The last day to pay, and the clause that says so."""
        if self.pay_by.text():
            return show_short_date(date.fromisoformat(self.pay_by.text())), ""
        term, received = self._terms.payment.term, self.received.text()
        if isinstance(term, NotRegulated):
            return show(term.text), ""
        try:
            due = due_day(term, day_of(self.day), date.fromisoformat(received) if received else None)
        except Refusal:
            return "–", term.basis.cited
        return ("–" if isinstance(due, NotRegulated) else show_short_date(due)), term.basis.cited


def _titles() -> dict[str, str]:
    return {
        "purchase_order": tr("&Purchase order"), "cost_centre": tr("C&ost centre"), "oin": tr("O&IN of the customer"),
        "customer_street": tr("Customer: street and number"), "customer_postcode": tr("Customer: postcode"),
        "customer_place": tr("Customer: place"), "seller_street": tr("Seller: street and number"),
        "seller_postcode": tr("Seller: postcode"), "seller_place": tr("Seller: place"),
        "seller_kvk": tr("Seller: Chamber of Commerce number"), "seller_vat": tr("Seller: VAT number"),
        "seller_iban": tr("Seller: IBAN"),
    }
