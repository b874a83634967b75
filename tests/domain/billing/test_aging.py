"""How late what is open is: every invoice stands in one column, and the columns add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.billing.aging import aged
from app.domain.billing.receivable import Booking, Receivable
from app.domain.provider_terms import NotRegulated
from tests.invoices import day, debt

TODAY = day("2026-11-21")


def columns(*late: int) -> list[str]:
    debts = [debt(100, TODAY - timedelta(days=days)) for days in late]
    return [str(one.label) for one in aged(debts, TODAY)]


def test_each_day_falls_in_its_column() -> None:
    assert columns(-5) == columns(0) == ["Not yet due"]
    assert columns(1) == columns(30) == ["1 to 30 days late"]
    assert columns(31) == columns(60) == ["31 to 60 days late"]
    assert columns(61) == columns(90) == ["61 to 90 days late"]
    assert columns(91) == columns(4_000) == ["More than 90 days late"]
    assert columns(200, 5, 5, -1) == ["Not yet due", "1 to 30 days late", "More than 90 days late"]


def test_what_was_paid_twice_and_what_has_no_day_stand_apart() -> None:
    silent = replace(debt(100, TODAY), due=NotRegulated())
    paid = debt(100, "2026-01-01", ("2026-01-05", 100))
    twice = replace(paid, bookings=(*paid.bookings, Booking(day("2026-01-06"), 100, "credit")))
    found = aged([silent, paid, twice], TODAY)
    assert [(str(one.label), one.invoices, one.cents) for one in found] == [
        ("No last day to pay was agreed", 1, 100), ("To be paid back", 1, -100)]


DEBTS = st.builds(
    lambda total, due, paid: debt(total, due, (str(due), min(paid, total))),
    st.integers(1, 10**6), st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(1, 10**6))


@given(st.lists(DEBTS, max_size=8))
def test_the_columns_are_everything_that_is_open(debts: list[Receivable]) -> None:
    there = [one for one in debts if one.day <= TODAY]
    assert sum(one.cents for one in aged(debts, TODAY)) == sum(one.open_on(TODAY) for one in there)
