"""Invoice and credit note as UBL 2.1 after EN 16931 and the Dutch NLCIUS 1.0, which a public buyer's system reads.

What those ask for and was not recorded is refused by name; nothing is made up. Business terms (BT) are those of
EN 16931-1; the order of the elements is that of the UBL 2.1 schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from app.actions.desk import Desk
from app.domain.billing.computation import euros, plain
from app.domain.billing.credit_note import credit_note
from app.domain.billing.invoice import CURRENCY, EXEMPT, Invoice, InvoiceLine, VatCategory, VatGroup
from app.domain.errors import Refusal
from app.domain.fields import in_words
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.invoices import BookingRow, InvoicePage, Party, invoice_page

NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CAC, _CBC = (f"{_UBL}{name}-2" for name in ("CommonAggregateComponents", "CommonBasicComponents"))
_KVK, _OIN = "0106", "0190"
"""ISO 6523: the Chamber of Commerce, and the register of public bodies."""
_SEPA_TRANSFER, _PIECE = "58", "C62"
_REVERSE_CHARGE = "VATEX-EU-AE"

for prefix, space in (("cac", _CAC), ("cbc", _CBC)):
    ElementTree.register_namespace(prefix, space)


@dataclass(frozen=True, slots=True)
class _Document:
    """What an invoice and a credit note call the same thing; `code` after UNCL 1001."""

    name: str
    code: str
    quantity: str

    @property
    def space(self) -> str:
        return f"{_UBL}{self.name}-2"


INVOICE = _Document("Invoice", "380", "InvoicedQuantity")
CREDIT_NOTE = _Document("CreditNote", "381", "CreditedQuantity")


def write_ubl(desk: Desk, invoice_id: bytes, path: Path, language: str) -> Path:
    """Write the invoice and give the path back; Refusal says what is lacking, or that the file cannot be written."""
    translator = Translator(language, desk.sight.profile.words)
    write_atomically(path, ubl_invoice(desk.read(invoice_page, invoice_id), translator))
    return path


def write_ubl_credit_note(desk: Desk, invoice_id: bytes, booking_id: bytes, path: Path, language: str) -> Path:
    """Write one credit note on this invoice, likewise."""
    page = desk.read(invoice_page, invoice_id)
    booking = next(one for one in page.booked if one.id == booking_id)
    translator = Translator(language, desk.sight.profile.words)
    write_atomically(path, ubl_credit_note(page, booking, translator))
    return path


def ubl_invoice(page: InvoicePage, translator: Translator) -> bytes:
    """The invoice as XML. Refusal names every field that is lacking; its `remedy` is the first."""
    _refuse_lacking(_lacking(page))
    root = _root(INVOICE)
    _head(root, page, INVOICE, page.row.number, page.row.day)
    _references(root, page)
    _parties(root, page)
    _means(root, page, page.row.number)
    if page.row.due is None:  # BR-CO-25: without a day there are terms in words
        _terms(root, translator.render(Text("The terms do not regulate this.")))
    _sums(root, page.kept.invoice, page.kept.row["vat_reason"], INVOICE, translator)
    return _written(root, INVOICE)


def ubl_credit_note(page: InvoicePage, booking: BookingRow, translator: Translator) -> bytes:
    """The credit note as XML; it names the invoice that it is on (BT-25). Refusal likewise."""
    _refuse_lacking([*_lacking(page), *([] if booking.reference else ["reference"])])
    note = credit_note(page.kept.invoice, booking.cents)
    root = _root(CREDIT_NOTE)
    _head(root, page, CREDIT_NOTE, booking.reference, booking.day)
    _references(root, page, credits=True)
    _parties(root, page)
    _means(root, page, booking.reference)
    _terms(root, translator.render(Text("Set off against invoice {number}.", number=page.row.number)))
    _sums(root, note, page.kept.row["vat_reason"], CREDIT_NOTE, translator)
    return _written(root, CREDIT_NOTE)


def _root(document: _Document) -> ElementTree.Element:
    return ElementTree.Element(f"{{{document.space}}}{document.name}")


def _written(root: ElementTree.Element, document: _Document) -> bytes:
    ElementTree.register_namespace("", document.space)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written


def _refuse_lacking(lacking: Iterable[str]) -> None:
    names = list(lacking)
    if names:
        raise Refusal(Text(
            "An electronic invoice must hold: {fields}. Nothing was written. Fill them in with Correct, "
            "or ask the seller for the electronic invoice.", fields=list(in_words(names))), remedy=names[0])


def _lacking(page: InvoicePage) -> Iterator[str]:
    """BR-NL-1 to 4 and 10; BR-61 (an account for the transfer); BR-S-02, E-02 and AE-02 (the seller's VAT number)."""
    row = page.kept.row
    wanted = ["purchase_order", "oin", "customer_street", "customer_postcode", "customer_place", "seller_street",
              "seller_postcode", "seller_place", "seller_kvk", "seller_iban"]
    yield from (name for name in wanted if not row[name])
    if not row["seller_vat"]:
        yield "seller_vat"
    if not row["vat_reason"] and any(line.vat == EXEMPT for line in page.kept.invoice.lines):
        yield "vat_reason"


def _head(root: ElementTree.Element, page: InvoicePage, document: _Document, number: str, day: date) -> None:
    """A credit note has no last day to pay of its own (BT-9)."""
    _add(root, "CustomizationID", NLCIUS)
    _add(root, "ID", number)
    _add(root, "IssueDate", day.isoformat())
    if page.row.due is not None and document is INVOICE:
        _add(root, "DueDate", page.row.due.isoformat())
    _add(root, f"{document.name}TypeCode", document.code)
    _add(root, "DocumentCurrencyCode", CURRENCY)
    if page.details["cost_centre"]:
        _add(root, "AccountingCost", page.details["cost_centre"])  # BT-19


def _references(root: ElementTree.Element, page: InvoicePage, credits: bool = False) -> None:
    _add(_in(root, "OrderReference"), "ID", page.details["purchase_order"])  # BT-13
    if credits:
        invoice = _in(_in(root, "BillingReference"), "InvoiceDocumentReference")
        _add(invoice, "ID", page.row.number)  # BT-25
        _add(invoice, "IssueDate", page.row.day.isoformat())  # BT-26
    _add(_in(root, "ContractDocumentReference"), "ID", page.agreement_number)  # BT-12


def _parties(root: ElementTree.Element, page: InvoicePage) -> None:
    _supplier(root, page.seller)
    _customer(root, page.customer)


def _supplier(root: ElementTree.Element, seller: Party) -> None:
    party = _in(_in(root, "AccountingSupplierParty"), "Party")
    _add(party, "EndpointID", seller.kvk, schemeID=_KVK)
    _address(party, seller)
    scheme = _in(party, "PartyTaxScheme")
    _add(scheme, "CompanyID", seller.vat)
    _add(_in(scheme, "TaxScheme"), "ID", "VAT")
    _legal(party, seller.name, seller.kvk, _KVK)


def _customer(root: ElementTree.Element, customer: Party) -> None:
    party = _in(_in(root, "AccountingCustomerParty"), "Party")
    _add(party, "EndpointID", customer.oin, schemeID=_OIN)
    _address(party, customer)
    _legal(party, customer.name, customer.oin, _OIN)


def _address(party: ElementTree.Element, who: Party) -> None:
    address = _in(party, "PostalAddress")
    _add(address, "StreetName", who.street)
    _add(address, "CityName", who.place)
    _add(address, "PostalZone", who.postcode)
    _add(_in(address, "Country"), "IdentificationCode", "NL")


def _legal(party: ElementTree.Element, name: str, number: str, scheme: str) -> None:
    legal = _in(party, "PartyLegalEntity")
    _add(legal, "RegistrationName", name)
    _add(legal, "CompanyID", number, schemeID=scheme)


def _means(root: ElementTree.Element, page: InvoicePage, number: str) -> None:
    means = _in(root, "PaymentMeans")
    _add(means, "PaymentMeansCode", _SEPA_TRANSFER)
    _add(means, "PaymentID", number)
    _add(_in(means, "PayeeFinancialAccount"), "ID", page.seller.iban)


def _terms(root: ElementTree.Element, words: str) -> None:
    _add(_in(root, "PaymentTerms"), "Note", words)


def _sums(
    root: ElementTree.Element, invoice: Invoice, vat_reason: str, document: _Document, translator: Translator,
) -> None:
    """VAT per category and rate, the totals, and the lines."""
    taxes = _in(root, "TaxTotal")
    _money(taxes, "TaxAmount", sum(group.vat_cents for group in invoice.vat))
    for group in invoice.vat:
        part = _in(taxes, "TaxSubtotal")
        _money(part, "TaxableAmount", group.net_cents)
        _money(part, "TaxAmount", group.vat_cents)
        _category(part, "TaxCategory", group.category, group.percent, _why(group, vat_reason, translator))
    total = _in(root, "LegalMonetaryTotal")
    for name, cents in (
        ("LineExtensionAmount", invoice.net_cents), ("TaxExclusiveAmount", invoice.net_cents),
        ("TaxInclusiveAmount", invoice.total_cents), ("PayableAmount", invoice.total_cents),
    ):
        _money(total, name, cents)
    for number, line in enumerate(invoice.lines, 1):
        _line(root, number, line, document)


def _why(group: VatGroup, vat_reason: str, translator: Translator) -> tuple[str, str]:
    """Code and words of an exemption (BT-121, BT-120), as BR-E-10 and BR-AE-10 ask; neither where there is VAT."""
    if group.category == "AE":
        return _REVERSE_CHARGE, translator.render(Text("Reverse charge"))
    return "", vat_reason if group.category == "E" else ""


def _category(
    parent: ElementTree.Element, name: str, code: VatCategory, percent: Decimal, why: tuple[str, str] = ("", ""),
) -> None:
    category = _in(parent, name)
    _add(category, "ID", code)
    _add(category, "Percent", _number(percent))
    for element, told in zip(("TaxExemptionReasonCode", "TaxExemptionReason"), why, strict=True):
        if told:
            _add(category, element, told)
    _add(_in(category, "TaxScheme"), "ID", "VAT")


def _line(root: ElementTree.Element, number: int, line: InvoiceLine, document: _Document) -> None:
    element = _in(root, f"{document.name}Line")
    _add(element, "ID", str(number))
    _add(element, document.quantity, _number(line.quantity), unitCode=_PIECE)
    _money(element, "LineExtensionAmount", line.net_cents)
    item = _in(element, "Item")
    _add(item, "Name", line.description)
    _category(item, "ClassifiedTaxCategory", line.category, line.vat_percent)
    _money(_in(element, "Price"), "PriceAmount", line.unit_cents)


def _in(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{_CAC}}}{name}")


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = text


def _money(parent: ElementTree.Element, name: str, cents: int) -> None:
    _add(parent, name, f"{euros(cents):f}", currencyID=CURRENCY)


def _number(number: Decimal) -> str:
    return f"{plain(number):f}"
