"""Invoices of two desks: what each does without a network comes together, and the server holds the rules too."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.choices import choose
from app.actions.corrections import withdraw
from app.actions.invoices import book, correct_invoice, remind
from app.actions.undo import undo_last
from app.domain.operation import Patch
from app.store.invoices import own_settings
from app.views.invoices import invoice_page, invoices_of
from tests.invoices import concluded, line, recorded
from tests.sync.scenes import open_reviews, send
from tests.syncing import SyncedDesk, World

MONEY = ("invoices", "invoice_lines", "bookings", "reminders", "figures")


def _together(*desks: SyncedDesk) -> None:
    for desk in [*desks, *desks]:
        desk.sync()


def test_an_invoice_of_one_desk_is_paid_on_another_without_a_network(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    invoice = recorded(one, agreement)
    _together(one, two)
    recorded(one, agreement, "2026-018")
    two.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    world.agree(one, two)
    for desk in (one, two):
        rows = desk.desk.read(invoices_of, agreement)
        assert [(row.number, row.open_cents) for row in rows] == [("2026-018", 169_400), ("2026-017", 0)]
        assert open_reviews(desk) == []


def test_one_field_that_two_desks_corrected_stands_under_review(world: World) -> None:
    one, two = world.join(), world.join()
    invoice = recorded(one, concluded(one))
    _together(one, two)
    head = {"number": "2026-017", "invoiced_on": "2026-08-01"}
    one.do(correct_invoice, invoice_id=invoice, head=head | {"cost_centre": "Noord"}, lines=[line()])
    two.do(correct_invoice, invoice_id=invoice, head=head | {"cost_centre": "Zuid", "purchase_order": "PO-9"},
           lines=[line()])
    world.agree(one, two)
    (review,) = open_reviews(one)
    assert (review["kind"], review["field"], review["kept"], review["lost"]) == (
        "invoices", "cost_centre", "Zuid", "Noord")
    assert one.one("invoices", id=invoice)["purchase_order"] == "PO-9"


def test_the_licensor_has_the_invoices_and_a_coach_has_none(world: World) -> None:
    one = world.join()
    invoice = recorded(one, concluded(one))
    one.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100)
    _together(one)
    lies, ben = world.join("lies"), world.join("ben")
    _together(lies, ben)
    assert [len(lies.rows(kind)) for kind in MONEY] == [1, 1, 1, 0, 0]
    assert [len(ben.rows(kind)) for kind in MONEY] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("action", "kind", "row"),
    [
        ("invoice.book", "bookings", {"kind": "payment", "booked_on": "2026-08-20", "amount_cents": -5}),
        ("invoice.book", "bookings", {"kind": "payment", "booked_on": "2026-08-20", "amount_cents": 10**12}),
        ("invoice.record", "invoices", {"number": "9", "invoiced_on": "2026-08-20", "currency": "USD",
                                        "agreement_id": bytes(16)}),
        ("invoice.record", "invoice_lines", {"description": "x", "quantity": "-1", "unit_cents": 1,
                                             "vat_percent": "21"}),
        ("invoice.book", "invoices", {"number": "9", "invoiced_on": "2026-08-20", "currency": "EUR",
                                      "agreement_id": bytes(16)}),
    ],
)  # fmt: skip
def test_the_server_takes_no_row_that_the_rules_refuse(
    world: World, action: str, kind: str, row: dict[str, Any],
) -> None:
    one = world.join()
    invoice = recorded(one, concluded(one))
    _together(one)
    made = secrets.token_bytes(16)
    belongs = {} if kind == "invoices" else {"invoice_id": invoice}
    answer = send(one, action, [Patch(kind, made, None, 0, None, row | belongs | {"id": made})])
    assert answer.status == "rejected"
    assert made not in world.server_rows(kind)


def test_the_same_payment_of_two_desks_is_taken_over_once(world: World) -> None:
    """S11: without a network neither can know; the second is told, and what it typed is kept."""
    one, two = world.join(), world.join()
    agreement = concluded(one)
    invoice = recorded(one, agreement)
    _together(one, two)
    for desk in (one, two):
        desk.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    world.agree(one, two)
    for desk in (one, two):
        assert [row.open_cents for row in desk.desk.read(invoices_of, agreement)] == [0]
    assert [row["sort"] for row in open_reviews(two)] == ["refused"]


def test_what_one_desk_withdrew_the_other_sees_so(world: World) -> None:
    one, two = world.join(), world.join()
    agreement = concluded(one)
    invoice = recorded(one, agreement)
    paid = one.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100).outcome
    _together(one, two)
    one.do(withdraw, kind="bookings", row_id=paid, reason="twee keer geboekt")
    world.agree(one, two)
    (gone,) = two.desk.read(invoice_page, invoice).withdrawn
    assert gone.reason == "twee keer geboekt" and len(two.rows("bookings")) == 1
    two.do(withdraw, kind="invoices", row_id=invoice, reason="van een ander")
    one.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15")
    two.sync()
    one.sync()
    assert [row["sort"] for row in open_reviews(one)] == ["refused"]
    assert world.server_rows("reminders") == {}


@pytest.mark.parametrize(
    ("field", "value"), [("amount_cents", 1), ("booked_on", "2026-08-21"), ("withdrawn_reason", "")])
def test_nobody_changes_what_was_withdrawn(world: World, field: str, value: Any) -> None:
    one = world.join()
    invoice = recorded(one, concluded(one))
    paid = one.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100).outcome
    one.do(withdraw, kind="bookings", row_id=paid, reason="twee keer geboekt")
    _together(one)
    row = one.one("bookings", id=paid)
    action = "invoice.withdraw" if field == "withdrawn_reason" else "invoice.book"
    answer = send(one, action, [Patch("bookings", paid, field, row["version"], row[field], value)])
    assert answer.status == "rejected"
    assert world.server_rows("bookings")[paid][field] == row[field]


def test_an_invoice_with_a_payment_is_not_withdrawn_by_who_did_not_know(world: World) -> None:
    one, two = world.join(), world.join()
    invoice = recorded(one, concluded(one))
    _together(one, two)
    one.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=100)
    two.do(withdraw, kind="invoices", row_id=invoice, reason="van een ander")
    one.sync()
    two.sync()
    assert [row["sort"] for row in open_reviews(two)] == ["refused"]
    assert world.server_rows("invoices")[invoice]["withdrawn_us"] is None


def test_a_withdrawal_that_is_taken_back_books_nothing_twice(world: World) -> None:
    one, two = world.join(), world.join()
    invoice = recorded(one, concluded(one))
    paid = {"kind": "payment", "booked_on": "2026-08-20", "amount_cents": 169_400}
    first = one.do(book, invoice_id=invoice, **paid).outcome
    _together(one, two)
    one.do(withdraw, kind="bookings", row_id=first, reason="dubbel")
    _together(one, two)
    two.do(book, invoice_id=invoice, **paid)
    _together(two)
    one.do(undo_last)
    _together(one, two)
    standing = [row for row in world.server_rows("bookings").values() if row["withdrawn_us"] is None]
    assert [row["amount_cents"] for row in standing] == [169_400]


def test_no_line_is_withdrawn_from_under_a_payment_that_nobody_knew_of(world: World) -> None:
    one, two = world.join(), world.join()
    invoice = recorded(one, concluded(one))
    _together(one, two)
    two.do(book, invoice_id=invoice, kind="payment", booked_on="2026-08-20", amount_cents=169_400)
    _together(two)
    one.do(correct_invoice, invoice_id=invoice, head={"number": "2026-017", "invoiced_on": "2026-08-01"},
           lines=[line(cents=1)])
    _together(one, two)
    lines = [row for row in world.server_rows("invoice_lines").values() if row["withdrawn_us"] is None]
    assert [row["unit_cents"] for row in lines] == [3_500]
    assert [row["sort"] for row in open_reviews(one)] == ["refused"]


def test_a_choice_of_one_desk_is_the_others_too(world: World) -> None:
    one, two = world.join(), world.join()
    one.do(choose, chosen={"costs_base": "without_vat"})
    world.agree(one, two)
    with two.desk.database.reading() as connection:
        assert own_settings(connection).collection.base_with_vat is False
    made = secrets.token_bytes(16)
    row = {"id": made, "setting": "rate_day", "value": "monday", "decided_us": 1}
    assert send(one, "billing.choose", [Patch("billing_settings", made, None, 0, None, row)]).status == "rejected"
