"""What is filled in on an invoice, and what the server holds of every row about money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.domain.billing.invoice import InvoiceDraft, InvoiceLine
from app.domain.billing.kept_rows import broken_money
from app.domain.billing.recording import InvoiceForm, check_form, form_faults
from app.domain.errors import Refusal
from app.domain.invariants import broken
from app.domain.provider import NotRegulated, Regulated
from app.domain.provider_terms import Basis, PaymentTerm

TODAY = date(2026, 11, 30)
TERM = Regulated(PaymentTerm(30, "invoice_date", False), Basis(clause="X-1"))
FROM_RECEIPT = Regulated(PaymentTerm(14, "receipt", False), Basis(clause="X-1"))
DRAFT = InvoiceDraft("2026-017", "2026-11-02", (InvoiceLine("Plaatsen", Decimal(1), 3_500, Decimal(21)),))


def form(received: str = "", pay_by: str = "", **details: str) -> InvoiceForm:
    return InvoiceForm(DRAFT, received, pay_by, details=details)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("oin", "0000 0001 0012 3456 7000", "123"),
        ("seller_kvk", "12345678", "1234567"),
        ("seller_vat", "NL001234567B01", "BE0123456789"),
        ("seller_iban", "nl91 abna 0417 1643 00", "NL92 ABNA 0417 1643 00"),
        ("seller_postcode", "2511 CV", "2511"),
        ("customer_postcode", "2511CV", "CV 2511"),
        ("purchase_order", "PO-1", "x" * 101),
        ("cost_centre", "", "x" * 101),
    ],
)
def test_a_number_that_cannot_be_is_named_at_its_field(name: str, right: str, wrong: str) -> None:
    assert form_faults(form(**{name: right}), TERM, TODAY) == ()
    assert [fault.field for fault in form_faults(form(**{name: wrong}), TERM, TODAY)] == [name]


def test_numbers_are_kept_without_spaces() -> None:
    assert form(seller_iban=" nl91 abna 0417 1643 00").detail("seller_iban") == "NL91ABNA0417164300"
    assert form(customer_street="  Plein   3 ").detail("customer_street") == "Plein 3"


@pytest.mark.parametrize(
    ("received", "pay_by", "term", "fields"),
    [
        ("2026-11-01", "", TERM, ["received"]),
        ("", "2026-11-01", TERM, ["pay_by"]),
        ("2026-02-30", "2026-13-01", TERM, ["received", "pay_by"]),
        ("", "", FROM_RECEIPT, ["received"]),
        ("2026-11-05", "", FROM_RECEIPT, []),
        ("", "2026-12-01", FROM_RECEIPT, []),
        ("", "", NotRegulated(), []),
    ],
)
def test_days_beside_that_of_the_invoice(received: str, pay_by: str, term: Any, fields: list[str]) -> None:
    assert [fault.field for fault in form_faults(form(received, pay_by), term, TODAY)] == fields


def test_a_refusal_gives_every_reason_and_the_first_field() -> None:
    with pytest.raises(Refusal) as refused:
        check_form(form("2026-11-01", oin="1"), TERM, TODAY)
    assert (refused.value.remedy, len(refused.value.reasons)) == ("received", 2)


INVOICE = {"number": "1", "currency": "EUR", "invoiced_on": "2026-11-02"}
LINE = {"description": "Plaatsen", "quantity": "2.5", "unit_cents": 100, "vat_percent": "21"}
BOOKING = {"kind": "payment", "booked_on": "2026-11-02", "amount_cents": 1}
REMINDER = {"kind": "letter", "form": "email", "sent_on": "2026-11-02"}
FIGURE = {"kind": "commercial", "begins_on": "2026-01-01", "value": "10.15", "source": "Stcrt. 2026, 1"}


@pytest.mark.parametrize(
    ("kind", "row", "wrong"),
    [
        ("invoices", INVOICE, [{"number": " "}, {"currency": "USD"}, {"invoiced_on": ""}, {"invoiced_on": "2-11-2026"},
                               {"pay_by_on": "morgen"}]),
        ("invoice_lines", LINE, [{"description": ""}, {"quantity": "0"}, {"quantity": "-1"}, {"quantity": "veel"},
                                 {"quantity": "NaN"}, {"quantity": "1E9"}, {"unit_cents": -1},
                                 {"unit_cents": 10**12}, {"vat_percent": "101"}, {"vat_percent": ""}]),
        ("bookings", BOOKING, [{"kind": "gift"}, {"amount_cents": 0}, {"amount_cents": -5}, {"amount_cents": 10**12},
                               {"booked_on": "2026-02-30"}]),
        ("reminders", REMINDER, [{"kind": "call"}, {"form": "smoke"}, {"sent_on": ""}, {"received_on": "x"}]),
        ("figures", FIGURE, [{"kind": "x"}, {"value": "-1"}, {"value": "100.01"}, {"value": "Infinity"},
                             {"source": " "}, {"begins_on": ""}]),
    ],
)  # fmt: skip
def test_a_row_that_nobody_could_have_recorded_is_refused(
    kind: str, row: dict[str, Any], wrong: list[dict[str, Any]],
) -> None:
    assert broken(kind, row) is None
    for change in wrong:
        assert broken(kind, row | change) is not None, change


def test_an_index_may_be_over_a_hundred() -> None:
    assert broken_money("figures", FIGURE | {"kind": "price_index", "value": "126.26"}) is None
