"""What was invoiced, paid and credited in order of time, of one agreement or all, and how late what is open is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.billing.aging import Aged, aged
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoices import KeptInvoice, kept_invoices
from app.store.tables import agreements, belongs_to
from app.views.invoices import name_of


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An invoice, payment or credit note of this day; `balance` is what is open after it, in cents."""

    day: date
    agreement: str
    what: Text
    cents: int
    balance: int


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
    kept = [one for one in reversed(kept_invoices(connection, agreement_id, sight.tenant))
            if one.stands and one.invoice.day <= sight.today]
    sellers = dict.fromkeys(one.profile.licensor for one in kept)
    agreement = named[agreement_id] if agreement_id is not None else None
    return Statement(
        agreement.number if agreement is not None else None, agreement.package if agreement is not None else "",
        ", ".join(sellers), name_of(connection, sight.tenant), sight.today,
        tuple(_balanced(kept, {one: row.number for one, row in named.items()}, sight.today)),
        _totals(kept, sight.today), aged([one.receivable for one in kept], sight.today))


def _balanced(kept: Sequence[KeptInvoice], numbers: dict[bytes, str], today: date) -> Iterator[StatementLine]:
    """Of one day the invoices first."""
    balance = 0
    for day, _, number, what, cents in sorted(_moves(kept, numbers), key=lambda each: each[:2]):
        if day <= today:
            balance += cents
            yield StatementLine(day, number, what, cents, balance)


def _moves(kept: Sequence[KeptInvoice], numbers: dict[bytes, str]) -> Iterator[tuple[date, int, str, Text, int]]:
    for one in kept:
        number = numbers[one.row["agreement_id"]]
        yield one.invoice.day, 0, number, Text("Invoice {number}", number=one.invoice.number), one.invoice.total_cents
        for booking in one.receivable.bookings:
            what = Text("{booking} on invoice {number}", booking=booking.label, number=one.invoice.number)
            yield booking.day, 1, number, what, -booking.cents


def _totals(kept: Sequence[KeptInvoice], today: date) -> Totals:
    booked = [booking for one in kept for booking in one.receivable.bookings if booking.day <= today]
    return Totals(
        sum(one.invoice.total_cents for one in kept),
        sum(booking.cents for booking in booked if booking.kind == "payment"),
        sum(booking.cents for booking in booked if booking.kind == "credit"))
