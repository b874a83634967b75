"""What is still open of an invoice, day by day: payments and credit notes laid against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from app.domain.billing.computation import Computation, Line, Record, euros, half_up
from app.domain.errors import Fault, Refusal
from app.domain.provider_terms import Basis, NotRegulated
from app.domain.text import Text

BookingKind: TypeAlias = Literal["payment", "credit"]
ALLOCATION = Basis(law="BW 6:43")
ATTRIBUTION = Basis(law="BW 6:44")


@dataclass(frozen=True, slots=True)
class Booking:
    """A payment received, or a credit note, of this day; cents above zero, with VAT."""

    day: date
    cents: int
    kind: BookingKind = "payment"
    reference: str = ""

    @property
    def label(self) -> Text:
        if self.kind == "credit":
            return Text("Credit note {reference} of {day}", reference=self.reference or "–", day=self.day)
        return Text("Payment {reference} of {day}", reference=self.reference or "–", day=self.day)


@dataclass(frozen=True, slots=True)
class Receivable:
    """An invoice as a debt. `due` is the last day to pay in time, NotRegulated where no term was agreed.

    Amounts in cents; `net_cents` is without VAT, `total_cents` with.
    """

    number: str
    day: date
    net_cents: int
    total_cents: int
    due: date | NotRegulated
    bookings: tuple[Booking, ...] = ()

    def open_on(self, day: date) -> int:
        """What is open at the close of this day, in cents; below zero is to be paid back."""
        return self.total_cents - sum(booking.cents for booking in self.bookings if booking.day <= day)

    def invoiced_on(self, day: date) -> tuple[int, int]:
        """The amount of the invoice without VAT and with, less what was credited by the close of this day."""
        credited = sum(booking.cents for booking in self.bookings if booking.kind == "credit" and booking.day <= day)
        total = self.total_cents - credited
        return half_up(Fraction(self.net_cents * total, self.total_cents)) if total else 0, total

    @property
    def open_cents(self) -> int:
        """What is open after everything that was booked."""
        return self.open_on(date.max)

    @property
    def left_to_credit(self) -> int:
        """What of the invoice was not credited yet, in cents."""
        return self.total_cents - sum(booking.cents for booking in self.bookings if booking.kind == "credit")

    def open_over_time(self) -> tuple[tuple[date, int], ...]:
        """Each day on which the open amount changes, with what is open from its close."""
        days = sorted({self.day, *(booking.day for booking in self.bookings)})
        return tuple((day, self.open_on(day)) for day in days)

    def open_computation(self, day: date) -> Computation:
        """The open amount of this day, line by line."""
        source = Record(Text("invoice {number}", number=self.number))
        booked = sorted((booking for booking in self.bookings if booking.day <= day), key=lambda each: each.day)
        lines = [Line(Text("Invoice {number}", number=self.number), self.total_cents, source)]
        lines += [Line(booking.label, -booking.cents, source) for booking in booked]
        return Computation(Text("Open on {day}", day=day), tuple(lines), source)

    def with_booking(self, booking: Booking) -> Receivable:
        """With a payment or credit note more; Refusal where that cannot be (`remedy` names the field)."""
        _check_booking(self, booking)
        return replace(self, bookings=(*self.bookings, booking))


def _check_booking(receivable: Receivable, booking: Booking) -> None:
    if booking.cents <= 0:
        raise Refusal(Text("An amount is more than 0. Nothing was recorded. Correct the amount."), remedy="cents")
    if booking.day < receivable.day:
        raise Refusal(Text(
            "The invoice is of {day}; a payment or credit note cannot be older. Nothing was recorded. "
            "Correct the day.", day=receivable.day), remedy="day")
    if booking.kind == "credit":
        _check_credit(receivable, booking.cents)
    elif booking.cents > receivable.open_cents:
        raise Refusal(Text(
            "The payment is € {paid} and € {open} is open. Nothing was recorded. "
            "Record the part for this invoice, and the rest with another one.",
            paid=euros(booking.cents), open=euros(max(0, receivable.open_cents))), remedy="cents")


def _check_credit(receivable: Receivable, cents: int) -> None:
    left = receivable.left_to_credit
    if cents > left:
        raise Refusal(Text(
            "The credit note is € {credit} and at most € {left} of the invoice can be credited. "
            "Nothing was recorded. Correct the amount.", credit=euros(cents), left=euros(left)), remedy="cents")


@dataclass(frozen=True, slots=True)
class Allocation:
    """What of one payment goes to which invoice, in cents by number."""

    parts: Mapping[str, int]

    @property
    def computation(self) -> Computation:
        """The payment, with one line for each invoice."""
        lines = (
            Line(Text("Invoice {number}", number=number), cents, ALLOCATION) for number, cents in self.parts.items()
        )
        return Computation(Text("Payment"), tuple(lines), ALLOCATION)


def allocate(cents: int, invoices: Sequence[Receivable], designated: str | None = None) -> Allocation:
    """One payment laid against several invoices (BW 6:43).

    The invoice that the payer named comes first, then the one due first. Refusal where more is paid than is
    open. Invoices without an agreed day come last, the oldest first.
    """
    if cents <= 0:
        raise Fault(f"{cents} cents to allocate")
    left = cents
    given: dict[str, int] = {}
    for invoice in sorted(invoices, key=lambda each: _turn(each, designated)):
        part = min(left, max(0, invoice.open_cents))
        if part:
            given[invoice.number] = part
            left -= part
    if left:
        raise Refusal(Text(
            "€ {left} more was paid than is open. Nothing was recorded. Record what belongs to these invoices, "
            "and pay back the rest or keep it for the next invoice.", left=euros(left)), remedy="cents")
    return Allocation(given)


def _turn(invoice: Receivable, designated: str | None) -> tuple[bool, bool, date, str]:
    silent = isinstance(invoice.due, NotRegulated)
    day = invoice.day if isinstance(invoice.due, NotRegulated) else invoice.due
    return invoice.number != designated, silent, day, invoice.number


@dataclass(frozen=True, slots=True)
class Attribution:
    """What of a payment goes to costs, interest and principal, in cents."""

    costs: int
    interest: int
    principal: int

    @property
    def computation(self) -> Computation:
        lines = (
            Line(Text("Costs"), self.costs, ATTRIBUTION),
            Line(Text("Interest"), self.interest, ATTRIBUTION),
            Line(Text("Principal"), self.principal, ATTRIBUTION),
        )
        return Computation(Text("Payment"), lines, ATTRIBUTION)


def attribute(cents: int, costs: int, interest: int, principal: int) -> Attribution:
    """A payment on one debt goes first to the costs, then to the interest, then to the principal (BW 6:44)."""
    to_costs = min(cents, costs)
    to_interest = min(cents - to_costs, interest)
    to_principal = cents - to_costs - to_interest
    if to_principal > principal:
        raise Refusal(Text(
            "€ {left} more was paid than is open. Nothing was recorded. Record what belongs to these invoices, "
            "and pay back the rest or keep it for the next invoice.", left=euros(to_principal - principal),
        ), remedy="cents")
    return Attribution(to_costs, to_interest, to_principal)
