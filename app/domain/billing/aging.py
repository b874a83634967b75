"""How long what is open is late: the sums of a statement by the days since the last day to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.billing.receivable import Receivable
from app.domain.provider_terms import NotRegulated
from app.domain.text import Text

STEPS = (30, 60, 90)
"""Ours: the usual columns of a list of debtors, in days."""


@dataclass(frozen=True, slots=True)
class Aged:
    """The invoices of one column: how many, and what is open of them in cents."""

    label: Text
    invoices: int
    cents: int


def aged(invoices: Sequence[Receivable], day: date) -> tuple[Aged, ...]:
    """What is open at the close of `day`, from not yet due to the longest late; columns without any are left out.

    An invoice of which more was paid than asked stands apart: that is to be paid back. The columns add up to
    everything that is open.
    """
    columns: dict[int, list[int]] = {}
    for invoice in invoices:
        left = invoice.open_on(day)
        if invoice.day <= day and left:
            columns.setdefault(_column(invoice, left, day), []).append(left)
    return tuple(Aged(_label(column), len(found), sum(found)) for column, found in sorted(columns.items()))


_NO_DAY, _BACK = len(STEPS) + 2, len(STEPS) + 3


def _column(invoice: Receivable, left: int, day: date) -> int:
    """0: not yet due; then one for each step, and one for what is later than the last."""
    if left < 0:
        return _BACK
    if isinstance(invoice.due, NotRegulated):
        return _NO_DAY
    late = (day - invoice.due).days
    return 0 if late <= 0 else 1 + sum(late > step for step in STEPS)


def _label(column: int) -> Text:
    if column == 0:
        return Text("Not yet due")
    if column == _NO_DAY:
        return Text("No last day to pay was agreed")
    if column == _BACK:
        return Text("To be paid back")
    first = 1 if column == 1 else STEPS[column - 2] + 1
    if column > len(STEPS):
        return Text("More than {days} days late", days=STEPS[-1])
    return Text("{first} to {last} days late", first=first, last=STEPS[column - 1])
