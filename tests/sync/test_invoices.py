"""Invoices of two desks: what each does without a network comes together, and the server holds the rules too."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.actions.invoices import book, correct_invoice
from app.domain.operation import Patch
from app.views.invoices import invoices_of
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
