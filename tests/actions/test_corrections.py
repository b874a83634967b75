"""Mistakes too old to undo are withdrawn with a reason; an invoice is credited as a whole; choices are kept."""

from __future__ import annotations

from typing import Any

import pytest

from app.actions.action import Action
from app.actions.choices import choose
from app.actions.corrections import credit_whole, withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, correct_invoice, letter_received, record_invoice, remind
from app.actions.undo import undo_last
from app.domain.billing.reminders import InvoiceState
from app.domain.errors import Refusal
from app.store.invoices import chosen_settings
from app.views.invoices import InvoicePage, InvoiceRow, invoice_page, invoices_of
from app.views.statements import statement
from tests.dumps import dump, rows_of
from tests.invoices import concluded, line, recorded

WHY = "twee keer geboekt"


@pytest.fixture
def agreement(desk: Desk) -> bytes:
    return concluded(desk)


def page(desk: Desk, invoice: bytes) -> InvoicePage:
    return desk.read(invoice_page, invoice)


def only(desk: Desk, agreement: bytes) -> InvoiceRow:
    (row,) = desk.read(invoices_of, agreement)
    return row


def refused(desk: Desk, action: Action, **given: Any) -> str:
    before = dump(desk, frozenset())
    with pytest.raises(Refusal) as problem:
        desk.do(action, **given)
    assert dump(desk, frozenset()) == before
    return problem.value.remedy or ""


def test_a_payment_that_was_a_mistake_counts_no_more_and_is_still_told(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    paid = desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400).outcome
    assert only(desk, agreement).state is InvoiceState.PAID
    desk.do(withdraw, kind="bookings", row_id=paid, reason=f" {WHY} ")
    shown = page(desk, invoice)
    assert (shown.row.open_cents, shown.row.state, shown.booked) == (169_400, InvoiceState.OVERDUE, ())
    (gone,) = shown.withdrawn
    assert (gone.kind, gone.reason) == ("bookings", WHY) and "1694.00" in str(gone.what)
    assert desk.read(statement, agreement).open_cents == 169_400
    assert len(rows_of(desk, "bookings")) == 1
    desk.do(undo_last)
    assert (page(desk, invoice).row.open_cents, page(desk, invoice).withdrawn) == (0, ())


def test_a_reminder_that_was_never_sent_asks_for_no_costs(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    sent = desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15").outcome
    assert page(desk, invoice).costs.cents == 50_000
    desk.do(withdraw, kind="reminders", row_id=sent, reason="nooit verstuurd")
    assert page(desk, invoice).costs.cents is None and page(desk, invoice).sent == ()
    assert refused(desk, letter_received, reminder_id=sent, received_on="2026-09-16") == "what"
    assert refused(desk, withdraw, kind="reminders", row_id=sent, reason=WHY) == "what"


def test_a_line_that_does_not_belong_there(desk: Desk, agreement: bytes) -> None:
    head = {"number": "1", "invoiced_on": "2026-11-02"}
    invoice = desk.do(
        record_invoice, agreement_id=agreement, head=head, lines=[line(), line("1", 10_000)]).outcome
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-11-03", amount_cents=169_400)
    seats, extra = (row["id"] for row in page(desk, invoice).kept.lines)
    assert refused(desk, withdraw, kind="invoice_lines", row_id=seats, reason=WHY) == "what"
    desk.do(withdraw, kind="invoice_lines", row_id=extra, reason=WHY)
    assert (only(desk, agreement).total_cents, only(desk, agreement).open_cents) == (169_400, 0)
    assert [one.kind for one in page(desk, invoice).withdrawn] == ["invoice_lines"]
    assert refused(desk, withdraw, kind="invoice_lines", row_id=seats, reason=WHY) == "what"


def test_a_line_in_whose_place_a_correction_put_another_is_no_mistake_to_tell(desk: Desk, agreement: bytes) -> None:
    head = {"number": "1", "invoiced_on": "2026-11-02"}
    invoice = desk.do(record_invoice, agreement_id=agreement, head=head, lines=[line(), line("1", 500)]).outcome
    desk.do(correct_invoice, invoice_id=invoice, head=head, lines=[line("41")])
    assert page(desk, invoice).withdrawn == ()


def test_an_invoice_that_was_recorded_by_mistake_is_no_debt_and_its_number_is_free(
    desk: Desk, agreement: bytes,
) -> None:
    invoice = recorded(desk, agreement)
    paid = desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100).outcome
    assert refused(desk, withdraw, kind="invoices", row_id=invoice, reason=WHY) == "what"
    desk.do(withdraw, kind="bookings", row_id=paid, reason=WHY)
    desk.do(withdraw, kind="invoices", row_id=invoice, reason="van een ander")
    row = only(desk, agreement)
    assert (row.state, row.stands, row.total_cents, row.open_cents) == (InvoiceState.WITHDRAWN, False, 169_400, 0)
    assert [one.kind for one in page(desk, invoice).withdrawn] == ["bookings", "invoices"]
    assert (page(desk, invoice).owed.cents, desk.read(statement, agreement).lines) == (0, ())
    for action, given in (
        (book, {"kind": "payment", "booked_on": "2026-08-20", "amount_cents": 1}),
        (remind, {"kind": "reminder", "form": "email", "sent_on": "2026-09-15"}),
        (correct_invoice, {"head": {"number": "1", "invoiced_on": "2026-11-02"}, "lines": [line()]}),
        (credit_whole, {"number": "C-1", "booked_on": "2026-09-15"}),
    ):
        assert refused(desk, action, invoice_id=invoice, **given) == "what"
    recorded(desk, agreement)
    assert [one.doubled for one in desk.read(invoices_of, agreement)] == [False, False]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_withdrawal_says_why(desk: Desk, agreement: bytes, reason: str) -> None:
    invoice = recorded(desk, agreement)
    assert refused(desk, withdraw, kind="invoices", row_id=invoice, reason=reason) == "reason"


def test_a_credit_note_for_all_that_was_not_credited_yet(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    assert refused(desk, credit_whole, invoice_id=invoice, number=" ", booked_on="2026-09-01") == "reference"
    assert refused(desk, credit_whole, invoice_id=invoice, number="C-1", booked_on="2026-07-01") == "day"
    desk.do(book, invoice_id=invoice, kind="credit", booked_on="2026-08-20", amount_cents=9_400, reference="C-0")
    desk.do(credit_whole, invoice_id=invoice, number="C-1", booked_on="2026-09-01")
    assert (only(desk, agreement).state, only(desk, agreement).open_cents) == (InvoiceState.CREDITED, 0)
    assert [(one.reference, one.cents) for one in page(desk, invoice).booked] == [("C-0", 9_400), ("C-1", 160_000)]
    assert refused(desk, credit_whole, invoice_id=invoice, number="C-2", booked_on="2026-09-02") == "cents"


def test_a_choice_holds_from_now_on_and_goes_back(desk: Desk) -> None:
    def kept() -> dict[str, str]:
        with desk.database.reading() as connection:
            return chosen_settings(connection, None)

    assert desk.do(choose, chosen={"rate_day": "default", "costs_vat": ""}).outcome == 1
    desk.do(choose, chosen={"rate_day": "period", "costs_base": "without_vat"})
    assert kept() == {"rate_day": "period", "costs_base": "without_vat"}
    desk.do(undo_last)
    assert kept() == {"rate_day": "default"}
    desk.do(choose, chosen={"rate_day": ""})
    assert kept() == {"rate_day": ""}


@pytest.mark.parametrize("chosen", [{"rate_day": "monday"}, {"colour": "red"}])
def test_a_choice_that_is_none(desk: Desk, chosen: dict[str, str]) -> None:
    assert refused(desk, choose, chosen=chosen) == next(iter(chosen))
