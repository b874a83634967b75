"""Invoices for bookkeeping (CSV) and as electronic invoices (UBL 2.1 after EN 16931 and NLCIUS)."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.actions.desk import Desk
from app.actions.invoices import book, record_invoice
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.exchange.bookkeeping import write_bookkeeping
from app.exchange.ubl_invoice import NLCIUS, write_ubl
from tests.documents.test_invoice_papers import PARTIES
from tests.invoices import concluded, line, recorded

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2", "cbc": CBC.strip("{}"),
    "ubl": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
}
ORDER = (
    "CustomizationID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "DocumentCurrencyCode", "AccountingCost",
    "OrderReference", "ContractDocumentReference", "AccountingSupplierParty", "AccountingCustomerParty", "PaymentMeans",
    "PaymentTerms", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
)
"""The elements that we use, as the sequence of the UBL 2.1 schema has them."""
CENT = Decimal("0.01")


class Ubl:
    """An electronic invoice, looked into by paths."""

    def __init__(self, path: Path) -> None:
        self.root = etree.fromstring(path.read_bytes())

    def texts(self, path: str) -> list[str]:
        return [one.text or "" for one in self.root.iterfind(path, SPACES)]

    def one(self, path: str) -> str:
        (found,) = self.texts(path)
        return found

    def money(self, path: str) -> Decimal:
        (found,) = self.root.findall(path, SPACES)
        assert found.get("currencyID") == "EUR"
        return Decimal(found.text or "")


def made(desk: Desk, tmp_path: Path, lines: list[dict[str, object]], agreement: bytes = b"", **head: str) -> Ubl:
    given = {"number": "2026-017", "invoiced_on": "2026-11-02", **PARTIES, **head}
    invoice = desk.do(record_invoice, agreement_id=agreement or concluded(desk), head=given, lines=lines).outcome
    return Ubl(write_ubl(desk, invoice, tmp_path / "f.xml", "nl"))


def holds_the_rules(ubl: Ubl) -> None:
    """BR-CO-10, 13 to 17, BR-S-08 and BR-Z-08 on what was written, and the sequence of the schema."""
    names = [etree.QName(one).localname for one in ubl.root]
    assert names == sorted(names, key=ORDER.index)
    nets = [Decimal(text) for text in ubl.texts("cac:InvoiceLine/cbc:LineExtensionAmount")]
    total = "cac:LegalMonetaryTotal/cbc:"
    assert ubl.money(f"{total}LineExtensionAmount") == sum(nets)  # BR-CO-10
    assert ubl.money(f"{total}TaxExclusiveAmount") == sum(nets)  # BR-CO-13, without allowances and charges
    subtotals = ubl.root.findall("cac:TaxTotal/cac:TaxSubtotal", SPACES)
    taxes = Decimal(0)
    for part in subtotals:
        taxable, tax = (Decimal(part.findtext(f"cbc:{name}", "", SPACES)) for name in ("TaxableAmount", "TaxAmount"))
        percent = part.findtext("cac:TaxCategory/cbc:Percent", "", SPACES)
        of_rate = [
            Decimal(one.findtext("cbc:LineExtensionAmount", "", SPACES))
            for one in ubl.root.findall("cac:InvoiceLine", SPACES)
            if one.findtext("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "", SPACES) == percent]
        assert taxable == sum(of_rate)  # BR-S-08, BR-Z-08
        assert tax == (taxable * Decimal(percent) / 100).quantize(CENT, ROUND_HALF_UP)  # BR-CO-17
        assert part.findtext("cac:TaxCategory/cbc:ID", "", SPACES) == ("Z" if Decimal(percent) == 0 else "S")
        taxes += tax
    assert ubl.money("cac:TaxTotal/cbc:TaxAmount") == taxes  # BR-CO-14
    assert ubl.money(f"{total}TaxInclusiveAmount") == sum(nets) + taxes  # BR-CO-15
    assert ubl.money(f"{total}PayableAmount") == ubl.money(f"{total}TaxInclusiveAmount")  # BR-CO-16, nothing prepaid
    assert ubl.texts("cbc:DueDate") or ubl.texts("cac:PaymentTerms/cbc:Note")  # BR-CO-25


def test_an_electronic_invoice_holds_order_cost_centre_and_oin(desk: Desk, tmp_path: Path) -> None:
    ubl = made(desk, tmp_path, [line(), line("2.5", 1_000, "9", "Cursus <& meer>"), line("1", 500, "0")])
    holds_the_rules(ubl)
    customer, seller = "cac:AccountingCustomerParty/cac:Party/", "cac:AccountingSupplierParty/cac:Party/"
    expected = {
        "cbc:CustomizationID": NLCIUS, "cbc:ID": "2026-017", "cbc:IssueDate": "2026-11-02",
        "cbc:DueDate": "2026-12-02", "cbc:InvoiceTypeCode": "380", "cbc:AccountingCost": "K 12",
        "cac:OrderReference/cbc:ID": "PO-1", "cac:ContractDocumentReference/cbc:ID": "2026-7",
        f"{customer}cbc:EndpointID[@schemeID='0190']": "00000001001234567000",
        f"{customer}cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0190']": "00000001001234567000",
        f"{customer}cac:PartyLegalEntity/cbc:RegistrationName": "De Proef",
        f"{customer}cac:PostalAddress/cbc:PostalZone": "1234 AB",
        f"{seller}cac:PartyLegalEntity/cbc:CompanyID[@schemeID='0106']": "12345678",
        f"{seller}cac:PartyTaxScheme/cbc:CompanyID": "NL001234567B01",
        f"{seller}cac:PostalAddress/cac:Country/cbc:IdentificationCode": "NL",
        "cac:PaymentMeans/cbc:PaymentMeansCode": "58",
        "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID": "NL91ABNA0417164300",
        "cac:LegalMonetaryTotal/cbc:PayableAmount": "1726.25",  # 1694.00 + 27.25 + 5.00
    }
    assert {path: ubl.one(path) for path in expected} == expected
    assert ubl.texts("cac:InvoiceLine/cac:Item/cbc:Name") == ["Plaatsen", "Cursus <& meer>", "Plaatsen"]
    assert ubl.texts("cac:InvoiceLine/cbc:InvoicedQuantity") == ["40", "2.5", "1"]


def test_where_no_day_was_agreed_the_terms_are_in_words(school_desk: Desk, tmp_path: Path) -> None:
    ubl = made(school_desk, tmp_path, [line()])
    holds_the_rules(ubl)
    assert ubl.texts("cbc:DueDate") == [] and "regelen" in ubl.one("cac:PaymentTerms/cbc:Note")


@pytest.mark.parametrize("name", [name for name in PARTIES if name != "cost_centre"])
def test_what_is_lacking_is_named_and_nothing_is_written(desk: Desk, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="must hold") as refused:
        made(desk, tmp_path, [line()], **{name: ""})
    assert refused.value.remedy == name
    assert list(tmp_path.glob("*.xml")) == []


LINES = st.lists(
    st.builds(
        line, st.sampled_from(["1", "2.5", "0.333", "40", "17.25"]), st.integers(0, 1_000_000),
        st.sampled_from(["21", "9", "0", "5.5"])),
    min_size=1, max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_the_amounts_add_up_for_any_lines(desk: Desk, tmp_path: Path, lines: list[dict[str, object]]) -> None:
    holds_the_rules(made(desk, tmp_path, lines))
    for _ in range(2):  # the invoice and its agreement
        desk.do(undo_last)


def table(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_list_for_bookkeeping(desk: Desk, tmp_path: Path) -> None:
    agreement = concluded(desk)
    head = {"number": "F-1", "invoiced_on": "2026-08-01", "purchase_order": "PO-1", "cost_centre": "K 12"}
    lines = [line(), line("2.5", 1_000, "9")]
    invoice = desk.do(record_invoice, agreement_id=agreement, head=head, lines=lines).outcome
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=72_125, reference="bank")
    desk.do(book, invoice_id=invoice, kind="credit", booked_on="2026-08-21", amount_cents=100_000)
    recorded(desk, agreement, "F-2", "2026-10-01")
    headings, *rows = table(write_bookkeeping(desk, agreement, tmp_path / "b.csv", "nl"))
    assert headings[:3] == ["Soort", "Factuur", "Datum"] and headings[-2:] == ["Totaal", "Kenmerk"]
    first = ["factuur", "F-1", "2026-08-01", "2026-08-31", "PO-1", "K 12"]
    assert rows == [
        [*first, "1400,00", "21", "294,00", "1694,00", ""],
        [*first, "25,00", "9", "2,25", "27,25", ""],
        ["betaling", "F-1", "2026-08-20", "", "PO-1", "K 12", "", "", "", "721,25", "bank"],
        ["creditnota", "F-1", "2026-08-21", "", "PO-1", "K 12", "", "", "", "1000,00", ""],
        ["factuur", "F-2", "2026-10-01", "2026-10-31", "", "", "1400,00", "21", "294,00", "1694,00", ""],
    ]


@pytest.mark.parametrize("wicked", ["=1+1", "+31", "-2", "@SUM(A1)"])
def test_a_formula_is_only_text(desk: Desk, tmp_path: Path, wicked: str) -> None:
    agreement = concluded(desk)
    invoice = recorded(desk, agreement, wicked, cost_centre=wicked)
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=1, reference=wicked)
    _, row, booking = table(write_bookkeeping(desk, agreement, tmp_path / "b.csv", "nl"))
    assert (row[1], row[5], booking[-1]) == (f"'{wicked}",) * 3
