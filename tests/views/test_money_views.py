"""What can be chosen and what it comes to, the fee of the next period, and what is paid back at an early end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.agreements import record_notice
from app.actions.choices import choose
from app.actions.corrections import withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, enter_figure, record_invoice, remind
from app.domain.billing.refund import prepaid_remainder
from app.domain.errors import Refusal
from app.domain.provider_terms import Basis
from app.views.billing_choices import BillingChoices, billing_choices
from app.views.indexing import next_fee
from app.views.invoices import announced_costs, invoice_page, invoicing
from app.views.refunds import refund_basis
from tests.invoices import concluded, line, recorded

NEW = "CBS, consumentenprijsindex, alle huishoudens (2025=100)"


def with_rate(desk: Desk, percent: str = "10.00", begins: str = "2026-07-01") -> None:
    desk.do(enter_figure, kind="commercial", begins_on=begins, value=percent, source="Stcrt. 2026, 1",
            read_on="2026-11-01")


def index(desk: Desk, month: str, value: str) -> None:
    desk.do(enter_figure, kind="price_index", series=NEW, begins_on=month, value=value, source="CBS StatLine",
            read_on="2026-11-01", confirmed=True)


def options(told: BillingChoices, setting: str) -> list[tuple[str, int | None]]:
    (choice,) = [one for one in told.choices if one.setting == setting]
    return [(one.value, one.amount.cents if one.amount is not None else None) for one in choice.options]


@pytest.mark.clause("O-8.2")
def test_every_option_stands_beside_what_the_invoice_comes_to(desk: Desk) -> None:
    """1694.00 late from 1 June: six months by 21 November, the rate 8 % in June and 10 % from July."""
    agreement = concluded(desk)
    invoice = recorded(desk, agreement, on="2026-05-01")
    with_rate(desk, "8.00", "2026-01-01")
    with_rate(desk)
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-07-01")
    told = desk.read(billing_choices, agreement, invoice)
    assert told.number == "2026-017"
    at_default, by_month = 6 * 1_129, 1_129 + 5 * 1_412
    assert options(told, "rate_day") == [("", by_month), ("default", at_default), ("period", by_month)]
    assert options(told, "costs_base") == [("", 50_000), ("with_vat", 50_000), ("without_vat", 50_000)]
    assert options(told, "costs_vat") == [("", 50_000), ("added", 60_500), ("not_added", 50_000)]
    assert [one.clause for one in told.choices] == ["O-8.2"] * 4 + ["BW 6:96, BW 6:119"]
    assert all(one.chosen == "" for one in told.choices)
    desk.do(choose, chosen={"rate_day": "default", "costs_vat": "added"})
    page = desk.read(invoice_page, invoice)
    assert (page.interest.cents, page.other_interest.cents, page.costs.cents) == (at_default, by_month, 60_500)
    announced = announced_costs(page, page.sent[0])
    assert announced is not None and announced.cents == 60_500  # on the paper too
    assert "your own setting" in {line.source.text.template for line in announced.lines}


@pytest.mark.clause("O-8.2")
def test_the_base_makes_a_difference_above_the_minimum(desk: Desk) -> None:
    agreement = concluded(desk)
    head = {"number": "1", "invoiced_on": "2026-08-01"}
    invoice = desk.do(record_invoice, agreement_id=agreement, head=head, lines=[line("1", 1_000_000)]).outcome
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15")
    assert options(desk.read(billing_choices, agreement, invoice), "costs_base") == [
        ("", 181_500), ("with_vat", 181_500), ("without_vat", 150_000)]
    desk.do(choose, chosen={"costs_base": "without_vat"})
    assert desk.read(invoice_page, invoice).costs.cents == 150_000


def test_without_an_invoice_there_is_nothing_to_try_on(desk: Desk) -> None:
    told = desk.read(billing_choices, concluded(desk))
    assert told.number == "" and all(option.amount is None for one in told.choices for option in one.options)
    with pytest.raises(Refusal, match="does not exist"):
        desk.read(billing_choices, bytes(16))


def test_where_the_terms_are_silent_a_choice_cites_nothing(school_desk: Desk) -> None:
    silent = school_desk.read(billing_choices, concluded(school_desk)).choices[0]
    assert silent.clause == "" and silent.note is not None


def test_a_new_invoice_starts_with_the_customer_that_was_chosen(desk: Desk) -> None:
    agreement = concluded(desk)
    assert desk.read(invoicing, agreement).consumer is False
    desk.do(choose, chosen={"customer": "consumer"})
    assert desk.read(invoicing, agreement).consumer is True


@pytest.mark.clause("O-5.2")
def test_the_fee_of_the_next_period_line_by_line(desk: Desk) -> None:
    """From 1 February 2027: October 2026 over October 2025; 35.00 × 103.27 ÷ 100.14 is 36.094, so 36.09; × 40."""
    agreement = concluded(desk)
    index(desk, "2025-10-01", "100.14")
    index(desk, "2026-10-01", "103.27")
    fee = desk.read(next_fee, agreement)
    assert (fee.begins, fee.why, fee.missing) == (date(2027, 2, 1), None, ())
    (part,) = fee.parts
    assert part.indexed is not None and part.indexed.series == NEW
    assert (part.indexed.base.month, part.indexed.new.month) == (date(2025, 10, 1), date(2026, 10, 1))
    assert [one.cents for one in part.indexed.unit.lines] == [3_500, 109] and part.quantity == 40
    assert fee.total is not None and fee.total.cents == 40 * 3_609
    assert part.indexed.unit.source.cited == "O-5.2"


@pytest.mark.clause("O-5.2")
def test_a_figure_that_is_missing_is_named_and_nothing_is_computed(desk: Desk) -> None:
    agreement = concluded(desk)
    fee = desk.read(next_fee, agreement)
    assert fee.total is None and "10-2025" in str(fee.why) and "10-2026" in str(fee.why)
    assert [(one.series, one.month) for one in fee.missing] == [
        (NEW, date(2025, 10, 1)), (NEW, date(2026, 10, 1))]
    index(desk, "2025-10-01", "100.00")
    assert [one.month for one in desk.read(next_fee, agreement).missing] == [date(2026, 10, 1)]


def test_where_the_terms_know_no_renewal_no_fee_follows(school_desk: Desk) -> None:
    silent = school_desk.read(next_fee, concluded(school_desk))
    assert silent.total is None and "no period follows" in str(silent.why)


def test_after_notice_no_fee_follows(desk: Desk) -> None:
    agreement = concluded(desk)
    desk.do(
        record_notice, agreement_id=agreement, party="licensor", received_on="2026-11-20", form="registered",
        proof="pakbon", signatory=None)
    ended = desk.read(next_fee, agreement)
    assert ended.total is None and "no period follows" in str(ended.why)


@pytest.mark.clause("O-11.4")
def test_what_was_paid_for_the_running_period_is_what_a_refund_begins_with(desk: Desk) -> None:
    """1694.00 paid is 1400.00 without VAT; from 1 February 2026 365 days; to 30 November 303 of them are used."""
    agreement = concluded(desk)
    invoice = recorded(desk, agreement)
    recorded(desk, agreement, "F-2", "2026-01-20")  # of before the period
    wrong = recorded(desk, agreement, "F-3", "2026-10-01")
    desk.do(withdraw, kind="invoices", row_id=wrong, reason="van een ander")
    assert desk.read(refund_basis, agreement).prepaid.cents == 0
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    told = desk.read(refund_basis, agreement)
    assert (told.prepaid.cents, told.prepaid.begins, told.prepaid.ends, told.invoices) == (
        140_000, date(2026, 2, 1), date(2027, 1, 31), 1)
    assert prepaid_remainder(told.prepaid, date(2026, 11, 30), Basis("O-11.4")).cents == 23_781  # 62 ÷ 365


def test_of_an_agreement_that_is_gone(desk: Desk) -> None:
    views: tuple[Any, ...] = (next_fee, refund_basis)
    for view in views:
        with pytest.raises(Refusal, match="does not exist"):
            desk.read(view, bytes(16))
