"""Invoices as lists and sums take them: what is asked, booked and sent of each, without the words of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from app.domain.billing.invoice import InvoiceLine, due_day, totals
from app.domain.billing.kept_rows import decimal_of
from app.domain.billing.receivable import Booking, Receivable
from app.domain.billing.reminders import CostsLetter, Dunning, Reminder
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, PaymentTerm, Rule
from app.store.database import plain_rows
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to, bookings, invoice_lines, invoices, of_others, reminders

Rows = Mapping[bytes, Sequence[Any]]
NEWEST_FIRST = (invoices.c.invoiced_on.desc(), invoices.c.number.desc(), invoices.c.id)
_HEAD = (
    invoices.c.id, invoices.c.agreement_id, invoices.c.tenant, invoices.c.number, invoices.c.invoiced_on,
    invoices.c.received_on, invoices.c.pay_by_on, invoices.c.consumer, invoices.c.withdrawn_us)


@dataclass(frozen=True, slots=True)
class ListedInvoice:
    """One invoice, under the profile of its agreement; what it asks in cents, without VAT and with.

    An invoice that was withdrawn is no debt: its `receivable` is nought.
    """

    id: bytes
    agreement_id: bytes
    tenant: bytes | None
    stands: bool
    profile: ProviderProfile
    net_cents: int
    total_cents: int
    receivable: Receivable
    dunning: Dunning


def listed_invoices(
    connection: Connection, agreement_id: bytes | None, tenant: bytes | None = None,
) -> tuple[ListedInvoice, ...]:
    """Those of one agreement, or with None of all of this tenant, the newest first."""
    return _found(connection, those_of(agreement_id, tenant))


def invoices_of_others(connection: Connection, only: bytes | None = None) -> dict[bytes, list[ListedInvoice]]:
    """Those of every other tenant here (D10), or only of this one, by its id and by day.

    As many queries for one as for all.
    """
    found: dict[bytes, list[ListedInvoice]] = defaultdict(list)
    for one in reversed(_found(connection, of_others(invoices, only))):
        if one.tenant is not None:
            found[one.tenant].append(one)
    return found


def those_of(agreement_id: bytes | None, tenant: bytes | None) -> ColumnElement[bool]:
    """The rows of `invoices` of one agreement, or with None of all of this tenant."""
    return belongs_to(invoices, tenant) if agreement_id is None else invoices.c.agreement_id == agreement_id


def profiles_of(connection: Connection, wanted: Collection[bytes]) -> dict[bytes, ProviderProfile]:
    """The profile under which each of these agreements was concluded, as far as they are here."""
    query = select(agreements.c.id, agreements.c.provider)
    if len(wanted) == 1:
        query = query.where(agreements.c.id.in_(wanted))
    return {row.id: load_profile(row.provider) for row in connection.execute(query) if row.id in wanted}


def due_of(
    term: Rule[PaymentTerm], invoiced: date, received_on: str | None, pay_by_on: str | None,
) -> date | NotRegulated:
    """A day that was agreed for this invoice goes before the term of the agreement."""
    if pay_by_on:
        return date.fromisoformat(pay_by_on)
    return due_day(term, invoiced, date.fromisoformat(received_on) if received_on else None)


def dunning_of(consumer: bool, sent: Iterable[tuple[str, str, str | None, str | None]]) -> Dunning:
    """`sent` is (sent on, kind, received on, pay by) of what stands, as it is kept."""
    written: list[Reminder] = []
    received: list[str] = []
    for sent_on, kind, received_on, pay_by_on in sent:
        if kind == "reminder":
            last = date.fromisoformat(pay_by_on) if pay_by_on else None
            written.append(Reminder(date.fromisoformat(sent_on), last))
        elif kind == "letter" and received_on:
            received.append(received_on)
    letter = CostsLetter(date.fromisoformat(min(received))) if received else None
    return Dunning(consumer, tuple(written), letter)


def _found(connection: Connection, condition: ColumnElement[bool]) -> tuple[ListedInvoice, ...]:
    """Four queries, however many invoices there are, of the columns that count."""
    rows = plain_rows(connection, select(*_HEAD).where(condition).order_by(*NEWEST_FIRST))
    lines = _standing(connection, condition, invoice_lines, "quantity", "unit_cents", "vat_percent", "vat_category",
                      in_order=False)
    booked = _standing(connection, condition, bookings, "booked_on", "amount_cents", "kind", "reference")
    sent = _standing(connection, condition, reminders, "sent_on", "kind", "received_on", "pay_by_on")
    profiles, known = profiles_of(connection, {agreement for _, agreement, *_ in rows}), _Lines()
    return tuple([
        _listed(row, profiles[row[1]], tuple([known[kept] for kept in lines.get(row[0], ())]),
                booked.get(row[0], ()), sent.get(row[0], ()))
        for row in rows if row[1] in profiles])


class _Lines(dict[tuple[Any, ...], InvoiceLine]):
    """Most lines are like one on another invoice: each sort is read and worked out once."""

    def __missing__(self, kept: tuple[Any, ...]) -> InvoiceLine:
        quantity, cents, percent, category = kept
        made = self[kept] = InvoiceLine("", decimal_of(quantity), cents, decimal_of(percent), category)
        return made


def _standing(
    connection: Connection, condition: ColumnElement[bool], table: Table, *columns: str, in_order: bool = True,
) -> Rows:
    """Of each invoice these columns of the rows that were not withdrawn, in order of the first of them."""
    of_these = table.c.invoice_id.in_(select(invoices.c.id).where(condition))
    query = select(table.c.invoice_id, *(table.c[name] for name in columns)).where(
        of_these, table.c.withdrawn_us.is_(None))
    if in_order:
        query = query.order_by(table.c[columns[0]], table.c.id)
    found: dict[bytes, list[Any]] = {}
    for row in plain_rows(connection, query):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _listed(
    row: tuple[Any, ...], profile: ProviderProfile, lines: tuple[InvoiceLine, ...], booked: Sequence[Any],
    sent: Sequence[Any],
) -> ListedInvoice:
    identity, agreement, tenant, number, invoiced_on, received_on, pay_by_on, consumer, withdrawn = row
    day, stands, (net, total) = date.fromisoformat(invoiced_on), withdrawn is None, totals(lines)
    made = tuple([Booking(date.fromisoformat(on), cents, kind, said) for on, cents, kind, said in booked])
    due = due_of(profile.payment.term, day, received_on, pay_by_on)
    debt = Receivable(number, day, net if stands else 0, total if stands else 0, due, made)
    return ListedInvoice(
        identity, agreement, tenant, stands, profile, net, total, debt, dunning_of(bool(consumer), sent))
