"""Invoices: lines, VAT on the sum per rate, the due day, and what is refused at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.invoice import (
    MOST_CENTS,
    Invoice,
    InvoiceDraft,
    InvoiceLine,
    due_day,
    invoice_faults,
    invoice_of,
)
from app.domain.errors import Refusal
from app.domain.provider import NotRegulated, ProviderProfile, Regulated
from app.domain.provider_terms import Basis, PaymentTerm
from tests.invoices import day

TODAY = date(2026, 11, 30)
RECEIPT = Regulated(PaymentTerm(14, "receipt", False), Basis(clause="X-1"))


def line(quantity: str, cents: int, vat: str = "21") -> InvoiceLine:
    return InvoiceLine("Plaatsen", Decimal(quantity), cents, Decimal(vat))


def invoice(*lines: InvoiceLine) -> Invoice:
    return invoice_of(InvoiceDraft("2026-017", "2026-11-30", lines), TODAY)


SEATS = InvoiceDraft("2026-017", "2026-11-30", (line("40", 3_500),))


@pytest.mark.clause("O-5.1")
@pytest.mark.parametrize(
    ("lines", "net", "total"),
    [
        ([line("40", 3_500)], 140_000, 169_400),  # 40 × 35.00 = 1400.00; 21 % = 294.00
        ([line("1", 0)], 0, 0),  # free of charge
        ([line("2.5", 3_333)], 8_333, 10_083),  # 83.325 -> 83.33; × 0.21 = 17.4993
        ([line("0.5", 1)], 1, 1),  # half a cent goes up; 21 % of 0.01 = 0.0021
        # 59.97 at 21 % = 12.5937; 25.00 at 9 % = 2.25
        ([line("3", 1_999), line("2", 1_250, "9")], 8_497, 9_981),
        # on the sum per rate: 0.36 × 0.21 = 0.0756 -> 0.08; per line it would be 3 × 0.03 = 0.09
        ([line("1", 12), line("1", 12), line("1", 12)], 36, 44),
        ([line("10", 1_000, "0")], 10_000, 10_000),  # no VAT
    ],
)
def test_totals(lines: list[InvoiceLine], net: int, total: int) -> None:
    assert (invoice(*lines).net_cents, invoice(*lines).total_cents) == (net, total)


def test_vat_stands_per_rate_and_every_step_is_a_line() -> None:
    found = invoice(line("2", 1_250, "9"), line("3", 1_999))
    assert [(group.percent, group.net_cents, group.vat_cents) for group in found.vat] == [
        (Decimal(21), 5_997, 1_259), (Decimal(9), 2_500, 225)]
    assert [str(step.label) for step in found.computation.lines] == [
        "Plaatsen: 2 × € 12.50", "Plaatsen: 3 × € 19.99", "VAT 21 % of € 59.97", "VAT 9 % of € 25.00"]
    assert [step.cents for step in found.computation.lines] == [2_500, 5_997, 1_259, 225]


LINES = st.builds(
    line, st.decimals("0.01", "500", places=2).map(str), st.integers(0, 100_000), st.sampled_from(["21", "9", "0"]),
)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_the_lines_make_the_total_and_the_vat_is_off_by_half_a_cent_at_most(lines: list[InvoiceLine]) -> None:
    found = invoice(*lines)
    assert found.computation.cents == found.total_cents
    assert sum(group.net_cents for group in found.vat) == found.net_cents
    for group in found.vat:
        assert abs(Decimal(group.vat_cents) - group.net_cents * group.percent / 100) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("draft", "field", "reason"),
    [
        (replace(SEATS, number=" "), "number", "An invoice has a number."),
        (replace(SEATS, day="2026-02-29"), "day", "2026-02-29 is not a day."),
        (replace(SEATS, day="30-11-2026"), "day", "30-11-2026 is not a day."),
        (replace(SEATS, day="0206-11-30"), "day", "cannot be right"),
        (replace(SEATS, day="2206-11-30"), "day", "cannot be right"),
        (replace(SEATS, currency="USD"), "currency", "in USD"),
        (replace(SEATS, currency="eur"), "currency", "in eur"),
        (replace(SEATS, lines=()), "lines", "one line or more"),
        (replace(SEATS, lines=(line("0", 3_500),)), "lines[1].quantity", "more than 0"),
        (replace(SEATS, lines=(line("-1", 3_500),)), "lines[1].quantity", "credit note"),
        (replace(SEATS, lines=(line("NaN", 3_500),)), "lines[1].quantity", "more than 0"),
        (replace(SEATS, lines=(line("1000001", 3_500),)), "lines[1].quantity", "at most 1000000"),
        (replace(SEATS, lines=(line("1", -1),)), "lines[1].unit_cents", "0 or more"),
        (replace(SEATS, lines=(line("1", MOST_CENTS + 1),)), "lines[1].unit_cents", "at most"),
        (replace(SEATS, lines=(line("1", 1), line("1", 1, "-21"))), "lines[2].vat_percent", "from 0 to 100"),
        (replace(SEATS, lines=(line("1", 1, "2100"),)), "lines[1].vat_percent", "from 0 to 100"),
        (replace(SEATS, lines=(replace(line("1", 1), description=""),)), "lines[1].description", "what it is for"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(draft: InvoiceDraft, field: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as refusal:
        invoice_of(draft, TODAY)
    assert refusal.value.remedy == field


def test_every_fault_is_named_at_once() -> None:
    draft = InvoiceDraft("", "never", (line("0", -1),), "GBP")
    assert [fault.field for fault in invoice_faults(draft, TODAY)] == [
        "number", "day", "currency", "lines[1].quantity", "lines[1].unit_cents"]


@pytest.mark.clause("O-8.1")
@pytest.mark.parametrize(
    ("invoiced", "due"),
    [
        ("2026-01-01", "2026-01-31"),
        ("2025-01-31", "2025-03-02"),  # 28 days of February, then 2
        ("2024-01-31", "2024-03-01"),  # a leap year: 29 days, then 1
        ("2026-11-13", "2026-12-13"),  # a Sunday stands: a contract, not a law
        ("2026-12-02", "2027-01-01"),  # New Year's Day stands too
    ],
)
def test_an_invoice_is_due_thirty_days_after_its_date(practice: ProviderProfile, invoiced: str, due: str) -> None:
    assert due_day(practice.payment.term, day(invoiced)) == day(due)


def test_a_term_from_receipt_needs_the_day_of_receipt() -> None:
    assert due_day(RECEIPT, day("2026-01-01"), day("2026-01-05")) == day("2026-01-19")
    with pytest.raises(Refusal) as refusal:
        due_day(RECEIPT, day("2026-01-01"))
    assert refusal.value.remedy == "received"


def test_terms_without_a_term_of_payment_get_none(monitoring: ProviderProfile) -> None:
    assert isinstance(due_day(monitoring.payment.term, day("2026-01-01")), NotRegulated)
