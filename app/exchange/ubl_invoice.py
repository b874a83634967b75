"""An invoice as UBL 2.1 after EN 16931 and the Dutch NLCIUS 1.0, so that a public buyer's system can read it.

What those ask for and was not recorded is refused by name; nothing is made up. Business terms (BT) are those of
EN 16931-1; the order of the elements is that of the UBL 2.1 schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from app.actions.desk import Desk
from app.domain.billing.computation import euros, plain
from app.domain.billing.invoice import CURRENCY, InvoiceLine, VatGroup
from app.domain.errors import Refusal
from app.domain.fields import in_words
from app.domain.text import Text
from app.store.files import write_atomically
from app.store.texts import Translator
from app.views.invoices import InvoicePage, Party, invoice_page

NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_INVOICE, _CAC, _CBC = (f"{_UBL}{name}-2" for name in ("Invoice", "CommonAggregateComponents", "CommonBasicComponents"))
_KVK, _OIN = "0106", "0190"
"""ISO 6523: the Chamber of Commerce, and the register of public bodies."""
_COMMERCIAL_INVOICE, _SEPA_TRANSFER, _PIECE = "380", "58", "C62"

for prefix, space in (("", _INVOICE), ("cac", _CAC), ("cbc", _CBC)):
    ElementTree.register_namespace(prefix, space)


def write_ubl(desk: Desk, invoice_id: bytes, path: Path, language: str) -> Path:
    """Write the invoice and give the path back; Refusal says what is lacking, or that the file cannot be written."""
    translator = Translator(language, desk.sight.profile.words)
    write_atomically(path, ubl_invoice(desk.read(invoice_page, invoice_id), translator))
    return path


def ubl_invoice(page: InvoicePage, translator: Translator) -> bytes:
    """The invoice as XML. Refusal names every field that is lacking; its `remedy` is the first."""
    lacking = list(_lacking(page))
    if lacking:
        raise Refusal(Text(
            "An electronic invoice must hold: {fields}. Nothing was written. Fill them in with Correct, "
            "or ask the seller for the electronic invoice.", fields=list(in_words(lacking))), remedy=lacking[0])
    root = ElementTree.Element(f"{{{_INVOICE}}}Invoice")
    _head(root, page)
    _supplier(root, page.seller)
    _customer(root, page.customer)
    _payment(root, page, translator)
    _tax(root, page)
    _total(root, page)
    for number, line in enumerate(page.kept.invoice.lines, 1):
        _line(root, number, line)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written


def _lacking(page: InvoicePage) -> Iterator[str]:
    """BR-NL-1 to 4 and 10, BR-61 (an account for the transfer), BR-S-02 (the seller's VAT number)."""
    row = page.kept.row
    wanted = ["purchase_order", "oin", "customer_street", "customer_postcode", "customer_place", "seller_street",
              "seller_postcode", "seller_place", "seller_kvk", "seller_iban"]
    yield from (name for name in wanted if not row[name])
    if not row["seller_vat"]:
        yield "seller_vat"


def _head(root: ElementTree.Element, page: InvoicePage) -> None:
    _add(root, "CustomizationID", NLCIUS)
    _add(root, "ID", page.row.number)
    _add(root, "IssueDate", page.row.day.isoformat())
    if page.row.due is not None:
        _add(root, "DueDate", page.row.due.isoformat())
    _add(root, "InvoiceTypeCode", _COMMERCIAL_INVOICE)
    _add(root, "DocumentCurrencyCode", CURRENCY)
    if page.details["cost_centre"]:
        _add(root, "AccountingCost", page.details["cost_centre"])  # BT-19
    _add(_in(root, "OrderReference"), "ID", page.details["purchase_order"])  # BT-13
    _add(_in(root, "ContractDocumentReference"), "ID", page.agreement_number)  # BT-12


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


def _payment(root: ElementTree.Element, page: InvoicePage, translator: Translator) -> None:
    means = _in(root, "PaymentMeans")
    _add(means, "PaymentMeansCode", _SEPA_TRANSFER)
    _add(means, "PaymentID", page.row.number)
    _add(_in(means, "PayeeFinancialAccount"), "ID", page.seller.iban)
    if page.row.due is None:  # BR-CO-25: without a day there are terms in words
        _add(_in(root, "PaymentTerms"), "Note", translator.render(Text("The terms do not regulate this.")))


def _tax(root: ElementTree.Element, page: InvoicePage) -> None:
    total = _in(root, "TaxTotal")
    groups = page.kept.invoice.vat
    _money(total, "TaxAmount", sum(group.vat_cents for group in groups))
    for group in groups:
        part = _in(total, "TaxSubtotal")
        _money(part, "TaxableAmount", group.net_cents)
        _money(part, "TaxAmount", group.vat_cents)
        _category(_in(part, "TaxCategory"), group)


def _category(category: ElementTree.Element, rate: VatGroup | InvoiceLine) -> None:
    """S: a rate above nought; Z: a rate of nought."""
    percent = rate.percent if isinstance(rate, VatGroup) else rate.vat_percent
    _add(category, "ID", "S" if percent else "Z")
    _add(category, "Percent", _number(percent))
    _add(_in(category, "TaxScheme"), "ID", "VAT")


def _total(root: ElementTree.Element, page: InvoicePage) -> None:
    invoice, total = page.kept.invoice, _in(root, "LegalMonetaryTotal")
    _money(total, "LineExtensionAmount", invoice.net_cents)
    _money(total, "TaxExclusiveAmount", invoice.net_cents)
    _money(total, "TaxInclusiveAmount", invoice.total_cents)
    _money(total, "PayableAmount", invoice.total_cents)


def _line(root: ElementTree.Element, number: int, line: InvoiceLine) -> None:
    element = _in(root, "InvoiceLine")
    _add(element, "ID", str(number))
    _add(element, "InvoicedQuantity", _number(line.quantity), unitCode=_PIECE)
    _money(element, "LineExtensionAmount", line.net_cents)
    item = _in(element, "Item")
    _add(item, "Name", line.description)
    _category(_in(item, "ClassifiedTaxCategory"), line)
    _money(_in(element, "Price"), "PriceAmount", line.unit_cents)


def _in(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{_CAC}}}{name}")


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = text


def _money(parent: ElementTree.Element, name: str, cents: int) -> None:
    _add(parent, name, f"{euros(cents):f}", currencyID=CURRENCY)


def _number(number: Decimal) -> str:
    return f"{plain(number):f}"
