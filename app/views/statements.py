"""What was invoiced, paid and credited in order of time, of one agreement or all, and how late what is open is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.billing.aging import Aged, aged
from app.domain.billing.receivable import Booking
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoice_list import ListedInvoice, listed_invoices
from app.store.tables import agreements, belongs_to
from app.views.invoices import name_of


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An invoice of this day; or, with a `booking`, a payment or credit note on it. `balance` is what is open after it.

    Amounts in cents.
    """

    day: date
    agreement: str
    number: str
    booking: Booking | None
    cents: int
    balance: int

    @property
    def what(self) -> Text:
        """Worked out where it is read: there are thousands of lines, and the sums do not ask for it."""
        if self.booking is None:
            return Text("Invoice {number}", number=self.number)
        return Text("{booking} on invoice {number}", booking=self.booking.label, number=self.number)


@dataclass(frozen=True, slots=True)
class Totals:
    """In cents with VAT; `paid` and `credited` as amounts above nought."""

    invoiced: int
    paid: int
    credited: int

    @property
    def open_cents(self) -> int:
        return self.invoiced - self.paid - self.credited


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything on the invoices of one agreement up to `until`; of all where `agreement_number` is None."""

    agreement_number: str | None
    package: str
    seller: str
    customer: str
    until: date
    lines: tuple[StatementLine, ...]
    totals: Totals
    aging: tuple[Aged, ...]

    @property
    def open_cents(self) -> int:
        return self.totals.open_cents


def statement(connection: Connection, sight: Sight, agreement_id: bytes | None) -> Statement:
    """What stands; what was withdrawn is left out. None: over all agreements."""
    require(sight.actor, Permission.SEE_LICENCES)
    named = {row.id: row for row in connection.execute(
        select(agreements).where(belongs_to(agreements, sight.tenant)))}
    if agreement_id is not None and agreement_id not in named:
        raise Refusal(Text("This agreement does not exist any more."))
    listed = [one for one in reversed(listed_invoices(connection, agreement_id, sight.tenant))
              if one.stands and one.receivable.day <= sight.today]
    sellers = dict.fromkeys(one.profile.licensor for one in listed)
    agreement = named[agreement_id] if agreement_id is not None else None
    return Statement(
        agreement.number if agreement is not None else None, agreement.package if agreement is not None else "",
        ", ".join(sellers), name_of(connection, sight.tenant), sight.today,
        tuple(_balanced(listed, {one: row.number for one, row in named.items()}, sight.today)),
        _totals(listed, sight.today), aged([one.receivable for one in listed], sight.today))


def _balanced(listed: Sequence[ListedInvoice], numbers: dict[bytes, str], today: date) -> Iterator[StatementLine]:
    """Of one day the invoices first."""
    balance = 0
    for day, _, agreement, number, booking, cents in sorted(_moves(listed, numbers), key=lambda each: each[:2]):
        if day <= today:
            balance += cents
            yield StatementLine(day, agreement, number, booking, cents, balance)


def _moves(
    listed: Sequence[ListedInvoice], numbers: dict[bytes, str],
) -> Iterator[tuple[date, int, str, str, Booking | None, int]]:
    for one in listed:
        agreement, number = numbers[one.agreement_id], one.receivable.number
        yield one.receivable.day, 0, agreement, number, None, one.total_cents
        for booking in one.receivable.bookings:
            yield booking.day, 1, agreement, number, booking, -booking.cents


def _totals(listed: Sequence[ListedInvoice], today: date) -> Totals:
    booked = [booking for one in listed for booking in one.receivable.bookings if booking.day <= today]
    return Totals(
        sum(one.total_cents for one in listed),
        sum(booking.cents for booking in booked if booking.kind == "payment"),
        sum(booking.cents for booking in booked if booking.kind == "credit"))
