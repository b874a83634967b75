"""Invoices as they are kept, read as the rules take them; and the tables of figures with the organisation's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.domain.billing.figures import IndexSeries, IndexValue, InterestRate
from app.domain.billing.invoice import Invoice, due_day
from app.domain.billing.kept_rows import decimal_of, line_of
from app.domain.billing.rates import RateTable
from app.domain.billing.receivable import Booking, Receivable
from app.domain.billing.reminders import CostsLetter, Dunning, Reminder
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated, PaymentTerm, Rule
from app.store.money import load_interest_rates, load_price_indexes
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to, bookings, figures, invoice_lines, invoices, reminders


@dataclass(frozen=True, slots=True)
class KeptInvoice:
    """One invoice with everything about it; `profile` is that of its agreement. Rows are mappings, as stored."""

    row: Any
    profile: ProviderProfile
    lines: tuple[Any, ...]
    sent: tuple[Any, ...]
    invoice: Invoice
    receivable: Receivable
    dunning: Dunning


def kept_invoices(connection: Connection, agreement_id: bytes) -> tuple[KeptInvoice, ...]:
    """Those of one agreement, the newest first."""
    query = select(invoices).where(invoices.c.agreement_id == agreement_id)
    in_order = query.order_by(invoices.c.invoiced_on.desc(), invoices.c.number.desc(), invoices.c.id)
    return _with_all(connection, connection.execute(in_order).mappings().all())


def kept_invoice(connection: Connection, invoice_id: bytes) -> KeptInvoice | None:
    found = connection.execute(select(invoices).where(invoices.c.id == invoice_id)).mappings().all()
    return next(iter(_with_all(connection, found)), None)


def profile_of(connection: Connection, agreement_id: bytes) -> ProviderProfile | None:
    """The profile under which an agreement was concluded; None where the agreement is not here."""
    provider = connection.execute(select(agreements.c.provider).where(agreements.c.id == agreement_id)).scalar()
    return load_profile(provider) if provider else None


def interest_rates(connection: Connection) -> RateTable:
    """The rates that ship, with those of the organisation over them."""
    table = load_interest_rates()
    for kind in ("commercial", "ordinary"):
        own = [InterestRate(date.fromisoformat(row.begins_on), decimal_of(row.value), row.source, bool(row.confirmed))
               for row in _figures(connection, kind)]
        table = table.with_rates(kind, own)
    return table


def price_indexes(connection: Connection) -> tuple[IndexSeries, ...]:
    """The series that ship, with the organisation's own figures over them, by the title of the series."""
    own: dict[str, dict[date, IndexValue]] = defaultdict(dict)
    for row in _figures(connection, "price_index"):
        month = date.fromisoformat(row.begins_on)
        own[row.series][month] = IndexValue(month, decimal_of(row.value), bool(row.confirmed))
    return tuple(_laid_over(series, own.get(series.title, {})) for series in load_price_indexes())


def _laid_over(series: IndexSeries, own: dict[date, IndexValue]) -> IndexSeries:
    values = {value.month: value for value in series.values} | own
    return series._replace(values=tuple(values[month] for month in sorted(values)))


def _figures(connection: Connection, kind: str) -> Sequence[Any]:
    """Of one day the one that was read last counts, so that one comes last."""
    query = select(figures).where(figures.c.kind == kind, belongs_to(figures, None))
    return connection.execute(query.order_by(figures.c.read_on, figures.c.id)).all()


def _with_all(connection: Connection, rows: Sequence[Any]) -> tuple[KeptInvoice, ...]:
    ids = [row["id"] for row in rows]
    lines = _by_invoice(connection, invoice_lines, ids, invoice_lines.c.position)
    booked = _by_invoice(connection, bookings, ids, bookings.c.booked_on)
    sent = _by_invoice(connection, reminders, ids, reminders.c.sent_on)
    profiles = {row["agreement_id"]: profile_of(connection, row["agreement_id"]) for row in rows}
    made = []
    for row in rows:
        profile = profiles[row["agreement_id"]]
        if profile is not None:
            standing = tuple(line for line in lines[row["id"]] if line["withdrawn_us"] is None)
            made.append(_kept(row, profile, standing, booked[row["id"]], sent[row["id"]]))
    return tuple(made)


def _by_invoice(connection: Connection, table: Table, ids: Sequence[bytes], order: Any) -> dict[bytes, list[Any]]:
    found: dict[bytes, list[Any]] = defaultdict(list)
    query = select(table).where(table.c.invoice_id.in_(ids)).order_by(order, table.c.id)
    for row in connection.execute(query).mappings():
        found[row["invoice_id"]].append(row)
    return found


def _kept(
    row: Any, profile: ProviderProfile, lines: tuple[Any, ...], booked: list[Any], sent: list[Any],
) -> KeptInvoice:
    invoice = Invoice(row["number"], date.fromisoformat(row["invoiced_on"]), tuple(map(line_of, lines)))
    made = tuple(
        Booking(date.fromisoformat(one["booked_on"]), one["amount_cents"], one["kind"], one["reference"])
        for one in booked)
    receivable = Receivable(
        invoice.number, invoice.day, invoice.net_cents, invoice.total_cents, _due(row, profile.payment.term), made)
    return KeptInvoice(row, profile, lines, tuple(sent), invoice, receivable, _dunning(row, sent))


def _due(row: Any, term: Rule[PaymentTerm]) -> date | NotRegulated:
    """A day that was agreed for this invoice goes before the term of the agreement."""
    if row["pay_by_on"]:
        return date.fromisoformat(row["pay_by_on"])
    received = date.fromisoformat(row["received_on"]) if row["received_on"] else None
    return due_day(term, date.fromisoformat(row["invoiced_on"]), received)


def _dunning(row: Any, sent: Sequence[Any]) -> Dunning:
    written = tuple(
        Reminder(date.fromisoformat(one["sent_on"]), date.fromisoformat(one["pay_by_on"]) if one["pay_by_on"] else None)
        for one in sent if one["kind"] == "reminder")
    received = [one["received_on"] for one in sent if one["kind"] == "letter" and one["received_on"]]
    letter = CostsLetter(date.fromisoformat(min(received))) if received else None
    return Dunning(bool(row["consumer"]), written, letter)
