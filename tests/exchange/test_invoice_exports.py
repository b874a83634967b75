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

from app.actions.corrections import credit_whole, withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, record_invoice
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.exchange.bookkeeping import write_bookkeeping
from app.exchange.ubl_invoice import NLCIUS, write_ubl, write_ubl_credit_note
from app.views.invoices import invoice_page
from tests.documents.test_invoice_papers import PARTIES
from tests.invoices import concluded, line, recorded

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2", "cbc": CBC.strip("{}"),
}
ORDER = (
    "CustomizationID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "CreditNoteTypeCode", "DocumentCurrencyCode",
    "AccountingCost", "OrderReference", "BillingReference", "ContractDocumentReference", "AccountingSupplierParty",
    "AccountingCustomerParty", "PaymentMeans", "PaymentTerms", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
    "CreditNoteLine",
)
"""The elements that we use, as the sequences of the two UBL 2.1 schemas have them: where both have one, it is alike."""
CATEGORY_ORDER = ("ID", "Percent", "TaxExemptionReasonCode", "TaxExemptionReason", "TaxScheme")
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


def recorded_with(desk: Desk, lines: list[dict[str, object]], **head: str) -> bytes:
    given = {"number": "2026-017", "invoiced_on": "2026-11-02", **PARTIES, **head}
    return bytes(desk.do(record_invoice, agreement_id=concluded(desk), head=given, lines=lines).outcome)


def made(desk: Desk, tmp_path: Path, lines: list[dict[str, object]], **head: str) -> Ubl:
    return Ubl(write_ubl(desk, recorded_with(desk, lines, **head), tmp_path / "f.xml", "nl"))


def holds_the_rules(ubl: Ubl) -> None:
    """BR-CO-4, 10, 13 to 18, and rules 1 to 10 of each VAT category, on what was written, in the schema's order."""
    document = etree.QName(ubl.root).localname
    assert etree.QName(ubl.root).namespace == f"urn:oasis:names:specification:ubl:schema:xsd:{document}-2"
    assert ubl.one(f"cbc:{document}TypeCode") == {"Invoice": "380", "CreditNote": "381"}[document]
    names = [etree.QName(one).localname for one in ubl.root]
    assert names == sorted(names, key=ORDER.index)
    lines = ubl.root.findall(f"cac:{document}Line", SPACES)
    nets = [Decimal(one.findtext("cbc:LineExtensionAmount", "", SPACES)) for one in lines]
    for one in lines:
        price = Decimal(one.findtext("cac:Price/cbc:PriceAmount", "", SPACES))
        quantity = one.find("cbc:InvoicedQuantity" if document == "Invoice" else "cbc:CreditedQuantity", SPACES)
        assert quantity is not None and price >= 0  # BR-22, BR-27
        net = Decimal(one.findtext("cbc:LineExtensionAmount", "", SPACES))
        assert net == (price * Decimal(quantity.text or "")).quantize(CENT, ROUND_HALF_UP)
    total = "cac:LegalMonetaryTotal/cbc:"
    assert ubl.money(f"{total}LineExtensionAmount") == sum(nets)  # BR-CO-10
    assert ubl.money(f"{total}TaxExclusiveAmount") == sum(nets)  # BR-CO-13, without allowances and charges
    subtotals = ubl.root.findall("cac:TaxTotal/cac:TaxSubtotal", SPACES)
    taxes = Decimal(0)
    item = "cac:Item/cac:ClassifiedTaxCategory/cbc:"
    of_lines = {(one.findtext(f"{item}ID", "", SPACES), one.findtext(f"{item}Percent", "", SPACES)) for one in lines}
    of_sums = [tuple(part.findtext(f"cac:TaxCategory/cbc:{name}", "", SPACES) for name in ("ID", "Percent"))
               for part in subtotals]
    assert sorted(of_sums) == sorted(of_lines)  # BR-CO-18, BR-S-01, Z-01, E-01, AE-01: one breakdown of each
    for part in subtotals:
        taxable, tax = (Decimal(part.findtext(f"cbc:{name}", "", SPACES)) for name in ("TaxableAmount", "TaxAmount"))
        percent = part.findtext("cac:TaxCategory/cbc:Percent", "", SPACES)
        of_rate = [
            Decimal(one.findtext("cbc:LineExtensionAmount", "", SPACES))
            for one in lines
            if (one.findtext(f"{item}ID", "", SPACES), one.findtext(f"{item}Percent", "", SPACES)) == (
                part.findtext("cac:TaxCategory/cbc:ID", "", SPACES), percent)]
        assert taxable == sum(of_rate)  # BR-S-08, Z-08, E-08, AE-08
        assert tax == (taxable * Decimal(percent) / 100).quantize(CENT, ROUND_HALF_UP)  # BR-CO-17, and rule 9 of each
        _holds_its_category(part)
        taxes += tax
    assert ubl.money("cac:TaxTotal/cbc:TaxAmount") == taxes  # BR-CO-14
    assert ubl.money(f"{total}TaxInclusiveAmount") == sum(nets) + taxes  # BR-CO-15
    assert ubl.money(f"{total}PayableAmount") == ubl.money(f"{total}TaxInclusiveAmount")  # BR-CO-16, nothing prepaid
    assert ubl.texts("cbc:DueDate") or ubl.texts("cac:PaymentTerms/cbc:Note")  # BR-CO-25
    assert ubl.one("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID")  # rule 2 of each
    assert ubl.one("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID")  # BR-AE-02
    assert ubl.one("cac:OrderReference/cbc:ID")  # NLCIUS: the order, beside the OIN as address
    assert bool(ubl.texts("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")) == (document == "CreditNote")


def _holds_its_category(part: etree._Element) -> None:
    """Rules 5, 9 and 10 of S, Z, E and AE: the rate, and a reason where there is no VAT and only there."""
    category = part.find("cac:TaxCategory", SPACES)
    assert category is not None
    names = [etree.QName(one).localname for one in category]
    assert names == sorted(names, key=CATEGORY_ORDER.index)
    code, percent = (category.findtext(f"cbc:{name}", "", SPACES) for name in ("ID", "Percent"))
    assert (Decimal(percent) > 0) == (code == "S") and code in ("S", "Z", "E", "AE")
    reason = [category.findtext(f"cbc:{name}", "", SPACES) for name in ("TaxExemptionReasonCode", "TaxExemptionReason")]
    assert any(reason) == (code in ("E", "AE"))
    assert (reason[0] == "VATEX-EU-AE") == (code == "AE")


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
        lambda quantity, cents, vat: line(quantity, cents, vat[0]) | {"vat_category": vat[1]},
        st.sampled_from(["1", "2.5", "0.333", "40", "17.25"]), st.integers(0, 1_000_000),
        st.sampled_from([("21", ""), ("9", ""), ("0", ""), ("5.5", ""), ("0", "E"), ("0", "AE")])),
    min_size=1, max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_the_amounts_add_up_for_any_lines(desk: Desk, tmp_path: Path, lines: list[dict[str, object]]) -> None:
    invoice = recorded_with(desk, lines, vat_reason="artikel 11")
    ubl = Ubl(write_ubl(desk, invoice, tmp_path / "f.xml", "nl"))
    holds_the_rules(ubl)
    undone = 2  # the invoice and its agreement
    if desk.read(invoice_page, invoice).row.total_cents:
        desk.do(credit_whole, invoice_id=invoice, number="C-1", booked_on="2026-11-03")
        (booking,) = desk.read(invoice_page, invoice).booked
        _mirrors(ubl, Ubl(write_ubl_credit_note(desk, invoice, booking.id, tmp_path / "c.xml", "nl")))
        undone += 1
    for _ in range(undone):
        desk.do(undo_last)


def _mirrors(ubl: Ubl, note: Ubl) -> None:
    holds_the_rules(note)
    total = "cac:LegalMonetaryTotal/cbc:PayableAmount"
    assert note.money(total) == ubl.money(total)


def credited(desk: Desk, tmp_path: Path, cents: int, lines: list[dict[str, object]], number: str = "C-1") -> Ubl:
    invoice = recorded_with(desk, lines)
    made = desk.do(book, invoice_id=invoice, kind="credit", booked_on="2026-11-05", amount_cents=cents,
                   reference=number).outcome
    return Ubl(write_ubl_credit_note(desk, invoice, made, tmp_path / "c.xml", "nl"))


def test_a_part_that_was_credited_is_one_line_with_its_vat(desk: Desk, tmp_path: Path) -> None:
    note = credited(desk, tmp_path, 12_100, [line()])
    holds_the_rules(note)
    expected = {
        "cbc:ID": "C-1", "cbc:IssueDate": "2026-11-05", "cbc:AccountingCost": "K 12",
        "cac:OrderReference/cbc:ID": "PO-1",
        "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID": "2026-017",
        "cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate": "2026-11-02",
        "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID[@schemeID='0190']": "00000001001234567000",
        "cac:CreditNoteLine/cbc:CreditedQuantity": "1", "cac:CreditNoteLine/cbc:LineExtensionAmount": "100.00",
        "cac:LegalMonetaryTotal/cbc:PayableAmount": "121.00",
    }
    assert {path: note.one(path) for path in expected} == expected
    assert note.texts("cbc:DueDate") == [] and "2026-017" in note.one("cac:PaymentTerms/cbc:Note")


@pytest.mark.parametrize(
    ("cents", "lines", "number", "lacks"),
    [
        (100, [line(), line("1", 1_000, "9")], "C-1", "split"),  # over which rate was not recorded
        (3, [line()], "C-1", "split"),  # 0.02 with VAT is 0.02 and 0.03 is 0.04
        (12_100, [line()], "", "reference"),
    ],
)
def test_a_credit_note_that_does_not_follow_is_not_made_up(
    desk: Desk, tmp_path: Path, cents: int, lines: list[dict[str, object]], number: str, lacks: str,
) -> None:
    with pytest.raises(Refusal) as refused:
        credited(desk, tmp_path, cents, lines, number)
    assert refused.value.remedy == lacks and list(tmp_path.glob("*.xml")) == []


def test_an_exemption_says_why_and_reverse_charge_says_so(desk: Desk, tmp_path: Path) -> None:
    lines = [line("1", 1_000, "0") | {"vat_category": "E"}, line("1", 2_000, "0") | {"vat_category": "AE"}]
    ubl = made(desk, tmp_path, lines, vat_reason="Onderwijs, artikel 11 lid 1 o Wet OB")
    holds_the_rules(ubl)
    assert sorted(ubl.texts("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason")) == [
        "Btw verlegd", "Onderwijs, artikel 11 lid 1 o Wet OB"]


def table(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_list_for_bookkeeping(desk: Desk, tmp_path: Path) -> None:
    agreement = concluded(desk)
    head = {"number": "F-1", "invoiced_on": "2026-08-01", "purchase_order": "PO-1", "cost_centre": "K 12",
            "oin": "00000001001234567000", "vat_reason": "art. 11"}
    lines = [line(), line("2.5", 1_000, "9"), line("1", 500, "0") | {"vat_category": "E"}]
    invoice = desk.do(record_invoice, agreement_id=agreement, head=head, lines=lines).outcome
    paid = desk.do(
        book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=72_125, reference="bank").outcome
    desk.do(book, invoice_id=invoice, kind="credit", booked_on="2026-08-21", amount_cents=100_000)
    recorded(desk, agreement, "F-2", "2026-10-01")
    headings, *rows = table(write_bookkeeping(desk, agreement, tmp_path / "b.csv", "nl"))
    assert headings[:3] == ["Soort", "Factuur", "Datum"] and headings[-3:] == ["Totaal", "Kenmerk", "Overeenkomst"]
    known = ["PO-1", "K 12", "00000001001234567000"]
    first = ["factuur", "F-1", "2026-08-01", "2026-08-31", *known]
    expected = [
        [*first, "1400,00", "21", "S", "294,00", "1694,00", "", "2026-7"],
        [*first, "25,00", "9", "S", "2,25", "27,25", "", "2026-7"],
        [*first, "5,00", "0", "E", "0,00", "5,00", "", "2026-7"],
        ["betaling", "F-1", "2026-08-20", "", *known, "", "", "", "", "721,25", "bank", "2026-7"],
        ["creditnota", "F-1", "2026-08-21", "", *known, "", "", "", "", "1000,00", "", "2026-7"],
        ["factuur", "F-2", "2026-10-01", "2026-10-31", "", "", "", "1400,00", "21", "S", "294,00", "1694,00", "",
         "2026-7"],
    ]
    assert rows == expected
    assert table(write_bookkeeping(desk, None, tmp_path / "all.csv", "nl"))[1:] == expected
    desk.do(withdraw, kind="bookings", row_id=paid, reason="twee keer geboekt")
    del expected[3]
    assert table(write_bookkeeping(desk, agreement, tmp_path / "c.csv", "nl"))[1:] == expected


@pytest.mark.parametrize("wicked", ["=1+1", "+31", "-2", "@SUM(A1)"])
def test_a_formula_is_only_text(desk: Desk, tmp_path: Path, wicked: str) -> None:
    agreement = concluded(desk)
    invoice = recorded(desk, agreement, wicked, cost_centre=wicked)
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=1, reference=wicked)
    _, row, booking = table(write_bookkeeping(desk, agreement, tmp_path / "b.csv", "nl"))
    assert (row[1], row[5], booking[-2]) == (f"'{wicked}",) * 3
