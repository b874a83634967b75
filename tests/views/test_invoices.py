"""Invoices under both profiles: what is open, what can be asked, and the lines behind each amount."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.actions.corrections import withdraw
from app.actions.desk import Desk
from app.actions.invoices import book, enter_figure, record_invoice, remind
from app.domain.billing.reminders import InvoiceState
from app.domain.errors import Refusal
from app.store.invoice_list import listed_invoices
from app.store.invoices import kept_invoices, price_indexes
from app.store.tables import invoices
from app.views.invoices import InvoicePage, invoice_page, invoices_of, invoicing, own_figures
from app.views.statements import statement
from tests.desks import Clock
from tests.dumps import rows_of
from tests.invoices import concluded, line, recorded


def page(desk: Desk, invoice: bytes) -> InvoicePage:
    return desk.read(invoice_page, invoice)


def with_rate(desk: Desk, percent: str = "10.00", confirmed: bool = False, read_on: str = "2026-11-01") -> None:
    desk.do(enter_figure, kind="commercial", begins_on="2026-07-01", value=percent, source="Stcrt. 2026, 1",
            read_on=read_on, confirmed=confirmed)


@pytest.mark.clause("O-8.2")
def test_a_rate_that_is_missing_is_said_and_nothing_is_invented(desk: Desk) -> None:
    shown = page(desk, recorded(desk, concluded(desk)))
    assert shown.interest.computation is None and "not in the table" in str(shown.interest.why)
    assert not shown.interest.not_regulated
    assert shown.owed.cents == 169_400
    assert shown.owed.computation is not None and "Interest: " in str(shown.owed.computation.notes[0])


@pytest.mark.clause("O-8.2")
def test_everything_that_can_be_asked_with_its_lines(desk: Desk) -> None:
    """1694.00 due on 31 August; on 21 November three months at 10 %: 14.1167 each; 15 % is 254.10, at least 500."""
    invoice = recorded(desk, concluded(desk))
    with_rate(desk)
    desk.do(remind, invoice_id=invoice, kind="reminder", form="email", sent_on="2026-09-15")
    shown = page(desk, invoice)
    assert (shown.row.due, shown.row.state) == (date(2026, 8, 31), InvoiceState.COLLECTION)
    assert (shown.total.cents, shown.open.cents) == (169_400, 169_400)
    assert (shown.interest.cents, shown.other_interest.cents) == (3 * 1_412, 3 * 1_412)
    assert shown.interest.computation is not None
    assert [line.source.cited for line in shown.interest.computation.lines] == ["Stcrt. 2026, 1"] * 3
    assert "not yet confirmed" in shown.interest.computation.lines[0].source.text.template
    assert (shown.costs.cents, shown.owed.cents) == (50_000, 169_400 + 4_236 + 50_000)
    assert shown.owed.computation is not None
    assert all(line.opens is not None for line in shown.owed.computation.lines)


def test_of_one_day_the_figure_that_was_read_last_counts(desk: Desk) -> None:
    invoice = recorded(desk, concluded(desk))
    with_rate(desk, "12.00", confirmed=True, read_on="2026-11-02")
    with_rate(desk, "10.00")
    assert page(desk, invoice).interest.cents == 3 * 1_694
    assert [(str(one.value.arguments["value"]), one.read, one.confirmed) for one in desk.read(own_figures)] == [
        ("12.00", "2026-11-02", True), ("10.00", "2026-11-01", False)]


def test_an_index_of_its_own_lies_over_the_one_that_ships(desk: Desk) -> None:
    with desk.database.reading() as connection:
        shipped, _ = price_indexes(connection)
    for month, value in (("2023-05-01", "126.30"), ("2023-06-01", "126.50")):
        desk.do(enter_figure, kind="price_index", series=shipped.title, begins_on=month, value=value,
                source="CBS StatLine", read_on="2026-11-01", confirmed=True)
    with desk.database.reading() as connection:
        series, empty = price_indexes(connection)
    assert [(one.month.month, str(one.value), one.confirmed) for one in series.values[-3:]] == [
        (4, "126.01", True), (5, "126.30", True), (6, "126.50", True)]
    assert empty.reference == "2025=100" and empty.values == ()


def test_terms_that_are_silent_are_shown_so(school_desk: Desk) -> None:
    shown = page(school_desk, recorded(school_desk, concluded(school_desk)))
    assert (shown.row.due, shown.row.state) == (None, InvoiceState.OPEN)
    for amount in (shown.interest, shown.other_interest, shown.costs):
        assert amount.computation is None and amount.not_regulated
        assert str(amount.why) == "The terms do not regulate this."
    assert shown.owed.cents == 169_400


def test_a_day_that_was_agreed_makes_an_invoice_late(school_desk: Desk) -> None:
    shown = page(school_desk, recorded(school_desk, concluded(school_desk), pay_by_on="2026-09-15"))
    assert (shown.row.due, shown.row.state) == (date(2026, 9, 15), InvoiceState.OVERDUE)
    assert shown.interest.not_regulated


def test_the_list_says_of_every_invoice_what_its_page_says(desk: Desk) -> None:
    """The list reads less of each: totals of lines at several rates, what was withdrawn, and what was sent."""
    agreement = concluded(desk)
    mixed = [line("2.5", 9_500), line("7", 1_333, "9", "Boek"), line("1", 50_001, "0", "Vrij") | {"vat_category": "E"}]
    several = desk.do(record_invoice, agreement_id=agreement, lines=mixed, head={
        "number": "M-1", "invoiced_on": "2026-05-01", "vat_reason": "onderwijs"}).outcome
    lines = [row["id"] for row in rows_of(desk, "invoice_lines")]
    desk.do(withdraw, kind="invoice_lines", row_id=lines[1], reason="niet besteld")
    paid, gone, late, consumer = (
        recorded(desk, agreement, f"F-{n}", "2026-08-01", consumer=n == 4) for n in range(1, 5))
    desk.do(book, invoice_id=paid, kind="credit", booked_on="2026-08-10", amount_cents=69_400)
    desk.do(book, invoice_id=paid, kind="payment", booked_on="2026-08-20", amount_cents=100_000)
    wrong = desk.do(book, invoice_id=gone, kind="payment", booked_on="2026-08-20", amount_cents=1_000).outcome
    desk.do(withdraw, kind="bookings", row_id=wrong, reason="van een ander")
    desk.do(withdraw, kind="invoices", row_id=gone, reason="van een ander")
    desk.do(remind, invoice_id=late, kind="reminder", form="email", sent_on="2026-09-15")
    desk.do(remind, invoice_id=consumer, kind="letter", form="letter", sent_on="2026-11-02")
    recorded(desk, agreement, "F-5", "2026-11-20", pay_by_on="2026-12-01")
    listed = desk.read(invoices_of, agreement)
    assert listed == tuple(page(desk, row.id).row for row in listed) == desk.read(invoicing, agreement, True).rows
    assert {row.number: (row.total_cents, row.open_cents, row.state) for row in listed} == {
        "F-5": (169_400, 169_400, InvoiceState.OPEN), "F-4": (169_400, 169_400, InvoiceState.OVERDUE),
        "F-3": (169_400, 169_400, InvoiceState.COLLECTION), "F-2": (169_400, 0, InvoiceState.WITHDRAWN),
        "F-1": (169_400, 0, InvoiceState.PAID), "M-1": (78_739, 78_739, InvoiceState.OVERDUE),
    }  # fmt: skip
    assert page(desk, several).total.cents == 78_739  # 237.50 × 1.21 is 287.375, half up 287.38; and 500.01
    with desk.database.reading() as connection:
        kept = {one.id: (one.net_cents, one.total_cents, one.receivable, one.dunning, one.stands, one.profile)
                for one in kept_invoices(connection, agreement)}
        assert kept == {one.id: (one.net_cents, one.total_cents, one.receivable, one.dunning, one.stands, one.profile)
                        for one in listed_invoices(connection, agreement)}


def test_the_same_number_from_two_computers_is_marked(desk: Desk) -> None:
    agreement = concluded(desk)
    recorded(desk, agreement, "1")
    second = recorded(desk, agreement, "2")
    assert [row.doubled for row in desk.read(invoices_of, agreement)] == [False, False]
    with desk.database.writing() as connection:
        connection.execute(invoices.update().where(invoices.c.id == second).values(number="1"))
    assert [row.doubled for row in desk.read(invoices_of, agreement)] == [True, True]


def test_a_new_invoice_starts_from_the_newest_one(desk: Desk) -> None:
    agreement = concluded(desk)
    assert desk.read(invoicing, agreement).details == {}
    recorded(desk, agreement, "1", cost_centre="K 1", seller_kvk="12345678", purchase_order="PO-1")
    recorded(desk, agreement, "2", "2026-10-01", cost_centre="K 2", seller_kvk="12345678")
    told = desk.read(invoicing, agreement)
    assert (told.details["cost_centre"], told.details["seller_kvk"]) == ("K 2", "12345678")
    assert "purchase_order" not in told.details and told.profile.code == "oefenen"


def test_a_statement_runs_in_order_of_time(desk: Desk, clock: Clock) -> None:
    agreement = concluded(desk)
    first, second = recorded(desk, agreement, "1"), recorded(desk, agreement, "2", "2026-10-01")
    desk.do(book, invoice_id=first, kind="payment", booked_on="2026-10-01", amount_cents=100_000, reference="bank")
    desk.do(book, invoice_id=second, kind="credit", booked_on="2026-11-10", amount_cents=169_400)
    told = desk.read(statement, agreement)
    assert [(str(line.day), line.cents, line.balance) for line in told.lines] == [
        ("2026-08-01", 169_400, 169_400), ("2026-10-01", 169_400, 338_800), ("2026-10-01", -100_000, 238_800),
        ("2026-11-10", -169_400, 69_400),
    ]  # fmt: skip
    assert (told.open_cents, told.agreement_number, told.customer) == (69_400, "2026-7", "De Proef")
    assert re.search("Oefenen", told.seller)


def test_what_is_not_here(desk: Desk) -> None:
    assert desk.read(invoices_of, bytes(16)) == ()
    for view in (invoice_page, invoicing, statement):
        with pytest.raises(Refusal, match="does not exist any more"):
            desk.read(view, bytes(16))
    with desk.database.reading() as connection:
        assert connection.execute(select(invoices)).all() == []
