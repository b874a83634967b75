"""Invoices: recorded, corrected while nothing is booked, paid, credited, reminded of; figures with their source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.action import Action
from app.actions.desk import Desk
from app.actions.invoices import book, correct_invoice, enter_figure, letter_received, record_invoice, remind
from app.actions.undo import undo_last
from app.domain.billing.reminders import InvoiceState
from app.domain.errors import Refusal
from app.views.invoices import InvoicePage, invoice_page, invoices_of
from tests.dumps import dump, rows_of
from tests.invoices import concluded, line, recorded


@pytest.fixture
def agreement(desk: Desk) -> bytes:
    return concluded(desk)


def page(desk: Desk, invoice: bytes) -> InvoicePage:
    return desk.read(invoice_page, invoice)


def refused(desk: Desk, action: Action, **given: Any) -> str:
    """The field that the refusal names; nothing was changed."""
    before = dump(desk, frozenset())
    with pytest.raises(Refusal) as problem:
        desk.do(action, **given)
    assert dump(desk, frozenset()) == before
    return problem.value.remedy or ""


def test_an_invoice_is_recorded_with_all_that_stands_on_it(desk: Desk, agreement: bytes) -> None:
    head = {"number": " 2026-017 ", "invoiced_on": "2026-11-02", "purchase_order": "PO-1", "cost_centre": "K 12",
            "oin": "00000001001234567000"}
    lines = [line(), line("2.5", 1_000, "9", "Cursus")]
    invoice = desk.do(record_invoice, agreement_id=agreement, head=head, lines=lines).outcome
    (row,) = desk.read(invoices_of, agreement)
    # 1400.00 + 21 % 294.00; 25.00 + 9 % 2.25
    assert (row.id, row.number, row.net_cents, row.total_cents) == (invoice, "2026-017", 142_500, 172_125)
    assert (row.day, row.due, row.state) == (date(2026, 11, 2), date(2026, 12, 2), InvoiceState.OPEN)
    details = page(desk, invoice).details
    assert (details["purchase_order"], details["cost_centre"], details["oin"]) == (
        "PO-1", "K 12", "00000001001234567000")


@pytest.mark.parametrize(
    ("head", "lines", "field"),
    [
        ({"number": " "}, [line()], "number"),
        ({"invoiced_on": "2026-02-30"}, [line()], "day"),
        ({"invoiced_on": "2062-11-02"}, [line()], "day"),
        ({"currency": "USD"}, [line()], "currency"),
        ({}, [], "lines"),
        ({}, [line(), line("0")], "lines[2].quantity"),
        ({}, [line("veel")], "lines[1].quantity"),
        ({}, [line(cents=-1)], "lines[1].unit_cents"),
        ({}, [line(vat="210")], "lines[1].vat_percent"),
        ({"oin": "12"}, [line()], "oin"),
        ({"pay_by_on": "2026-01-01"}, [line()], "pay_by"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    desk: Desk, agreement: bytes, head: dict[str, Any], lines: list[Any], field: str,
) -> None:
    given = {"number": "1", "invoiced_on": "2026-11-02"} | head
    assert refused(desk, record_invoice, agreement_id=agreement, head=given, lines=lines) == field


def test_a_number_is_recorded_once(desk: Desk, agreement: bytes) -> None:
    recorded(desk, agreement)
    head = {"number": "2026-017", "invoiced_on": "2026-09-01"}
    assert refused(desk, record_invoice, agreement_id=agreement, head=head, lines=[line()]) == "number"


def test_of_an_agreement_that_is_gone(desk: Desk) -> None:
    with pytest.raises(Refusal, match="agreement does not exist"):
        recorded(desk, bytes(16))


def test_a_correction_changes_withdraws_and_adds_lines(desk: Desk, agreement: bytes) -> None:
    head = {"number": "1", "invoiced_on": "2026-11-02"}
    invoice = desk.do(
        record_invoice, agreement_id=agreement, head=head, lines=[line(), line("1", 500, "21", "Toeslag")]).outcome
    desk.do(correct_invoice, invoice_id=invoice, head=head | {"cost_centre": "K 3"}, lines=[line("41")])
    assert [(str(one.quantity), one.unit_cents) for one in page(desk, invoice).kept.invoice.lines] == [("41", 3_500)]
    assert page(desk, invoice).details["cost_centre"] == "K 3"
    desk.do(correct_invoice, invoice_id=invoice, head=head, lines=[line("41"), line("1", 100), line("1", 200)])
    assert [one.unit_cents for one in page(desk, invoice).kept.invoice.lines] == [3_500, 100, 200]
    for _ in range(2):
        desk.do(undo_last)
    assert [one.unit_cents for one in page(desk, invoice).kept.invoice.lines] == [3_500, 500]
    assert len(rows_of(desk, "invoice_lines")) == 2


def test_what_was_booked_on_is_not_corrected(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100)
    head = {"number": "1", "invoiced_on": "2026-11-02"}
    assert refused(desk, correct_invoice, invoice_id=invoice, head=head, lines=[line()]) == "credit"
    desk.do(undo_last)
    desk.do(correct_invoice, invoice_id=invoice, head=head, lines=[line()])


@pytest.mark.parametrize(
    ("kind", "day", "cents", "field"),
    [
        ("payment", "2026-08-20", 0, "cents"),
        ("payment", "2026-08-20", -100, "cents"),
        ("payment", "2026-08-20", 169_401, "cents"),
        ("credit", "2026-08-20", 169_401, "cents"),
        ("credit", "2026-08-20", 10**13, "cents"),
        ("payment", "2026-07-31", 100, "day"),
        ("payment", "31-08-2026", 100, "day"),
    ],
)
def test_a_booking_that_cannot_be(desk: Desk, agreement: bytes, kind: str, day: str, cents: int, field: str) -> None:
    invoice = recorded(desk, agreement)
    assert refused(desk, book, invoice_id=invoice, kind=kind, booked_on=day, amount_cents=cents) == field


def test_payments_and_credit_notes_bring_the_open_amount_down(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    desk.do(book, invoice_id=invoice, kind="credit", booked_on="2026-08-05", amount_cents=69_400, reference="C-1")
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=60_000)
    assert page(desk, invoice).row.open_cents == 40_000
    last = {"invoice_id": invoice, "kind": "payment", "booked_on": "2026-08-21"}
    assert refused(desk, book, **last, amount_cents=40_001) == "cents"
    desk.do(book, **last, amount_cents=40_000)
    assert (page(desk, invoice).row.open_cents, page(desk, invoice).row.state) == (0, InvoiceState.PAID)


@pytest.mark.clause("O-8.2")
@pytest.mark.parametrize(
    ("kind", "form", "sent", "more", "field"),
    [
        ("reminder", "email", "2026-08-31", {}, "sent"),  # can still be paid on this day
        ("reminder", "email", "2026-11-22", {}, "sent"),  # tomorrow
        ("reminder", "smoke", "2026-09-10", {}, "form"),
        ("reminder", "email", "2026-09-10", {"pay_by_on": "2026-09-09"}, "pay_by"),
        ("reminder", "email", "2026-09-10", {"received_on": "2026-09-01"}, "received"),
        ("letter", "registered", "2026-09-10", {}, "kind"),
    ],
)
def test_a_reminder_that_cannot_be(
    desk: Desk, agreement: bytes, kind: str, form: str, sent: str, more: dict[str, str], field: str,
) -> None:
    invoice = recorded(desk, agreement)
    assert refused(desk, remind, invoice_id=invoice, kind=kind, form=form, sent_on=sent, **more) == field


@pytest.mark.clause("O-8.2")
def test_a_reminder_of_what_was_paid_is_refused(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement)
    desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-09-20", amount_cents=169_400)
    assert refused(desk, remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-20") == "sent"


def test_the_fourteen_days_run_from_receipt(desk: Desk, agreement: bytes) -> None:
    invoice = recorded(desk, agreement, consumer=True)
    desk.do(remind, invoice_id=invoice, kind="letter", form="registered", sent_on="2026-11-05")
    assert page(desk, invoice).row.state is InvoiceState.OVERDUE
    (letter,) = page(desk, invoice).sent
    assert refused(desk, letter_received, reminder_id=letter.id, received_on="2026-11-04") == "received"
    assert refused(desk, letter_received, reminder_id=letter.id, received_on="2026-11-22") == "received"
    desk.do(letter_received, reminder_id=letter.id, received_on="2026-11-07")  # fourteen days end today
    assert page(desk, invoice).row.state is InvoiceState.LETTER_RUNNING
    desk.do(letter_received, reminder_id=letter.id, received_on="2026-11-06")
    assert page(desk, invoice).row.state is InvoiceState.COLLECTION


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"value": "101"}, "value"),
        ({"value": "tien"}, "value"),
        ({"source": " "}, "source"),
        ({"begins_on": "2026-02-01"}, "begins"),
        ({"begins_on": "1 januari"}, "begins"),
        ({"read_on": ""}, "read"),
    ],
)
def test_a_figure_that_cannot_be(desk: Desk, given: dict[str, str], field: str) -> None:
    right = {"kind": "commercial", "begins_on": "2026-01-01", "value": "10.15", "source": "Stcrt.",
             "read_on": "2026-11-01"}
    assert refused(desk, enter_figure, **(right | given)) == field


def test_undoing_an_invoice_that_was_paid_meanwhile_keeps_it_whole(desk: Desk, agreement: bytes) -> None:
    invoice = desk.do(
        record_invoice, agreement_id=agreement, head={"number": "1", "invoiced_on": "2026-08-01"}, lines=[line()])
    desk.do(book, invoice_id=invoice.outcome, kind="payment", booked_on="2026-08-20", amount_cents=100)
    assert desk.do(undo_last, operation_id=invoice.operation_id).outcome.kept == 2
    assert page(desk, invoice.outcome).row.open_cents == 169_300
