"""Invoices as they are kept, read as the rules take them; and the tables of figures with the organisation's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from app.domain.billing.choices import BillingSettings, settings_of
from app.domain.billing.figures import IndexSeries, IndexValue, InterestRate
from app.domain.billing.invoice import Invoice
from app.domain.billing.kept_rows import decimal_of, line_of
from app.domain.billing.rates import RateTable
from app.domain.billing.receivable import Booking, Receivable
from app.domain.billing.withdrawal import stands
from app.domain.provider import ProviderProfile
from app.store.invoice_list import (
    NEWEST_FIRST,
    ListedInvoice,
    due_of,
    dunning_of,
    profiles_of,
    those_of,
)
from app.store.money import load_interest_rates, load_price_indexes
from app.store.resources import load_profile
from app.store.tables import (
    agreements,
    belongs_to,
    billing_settings,
    bookings,
    figures,
    invoice_lines,
    invoices,
    reminders,
)


@dataclass(frozen=True, slots=True)
class KeptInvoice(ListedInvoice):
    """One invoice with everything about it. Rows are mappings, as stored.

    `lines`, `booked` and `sent` are what stands; `withdrawn` is (table, row) of what was withdrawn with a reason.
    """

    row: Any
    invoice: Invoice
    lines: tuple[Any, ...]
    booked: tuple[Any, ...]
    sent: tuple[Any, ...]
    withdrawn: tuple[tuple[str, Any], ...]


def kept_invoices(
    connection: Connection, agreement_id: bytes | None, tenant: bytes | None = None,
) -> tuple[KeptInvoice, ...]:
    """Those of one agreement, or with None of all of this tenant, the newest first."""
    return _found(connection, those_of(agreement_id, tenant))


def kept_invoice(connection: Connection, invoice_id: bytes) -> KeptInvoice | None:
    return next(iter(_found(connection, invoices.c.id == invoice_id)), None)


def profile_of(connection: Connection, agreement_id: bytes) -> ProviderProfile | None:
    """The profile under which an agreement was concluded; None where the agreement is not here."""
    provider = connection.execute(select(agreements.c.provider).where(agreements.c.id == agreement_id)).scalar()
    return load_profile(provider) if provider else None


def chosen_settings(connection: Connection, tenant: bytes | None) -> dict[str, str]:
    """The value of each setting as this tenant chose it last."""
    query = select(billing_settings.c.setting, billing_settings.c.value).where(belongs_to(billing_settings, tenant))
    return dict(connection.execute(query.order_by(billing_settings.c.decided_us, billing_settings.c.id)).all())


def own_settings(connection: Connection, tenant: bytes | None = None) -> BillingSettings:
    """What the organisation chose itself where the terms leave it open."""
    return settings_of(chosen_settings(connection, tenant))


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


def _found(connection: Connection, condition: ColumnElement[bool]) -> tuple[KeptInvoice, ...]:
    """Four queries, however many invoices there are."""
    query = select(invoices).where(condition).order_by(*NEWEST_FIRST)
    rows = connection.execute(query).mappings().all()
    lines = _by_invoice(connection, invoice_lines, condition, "position")
    booked = _by_invoice(connection, bookings, condition, "booked_on")
    sent = _by_invoice(connection, reminders, condition, "sent_on")
    profiles = profiles_of(connection, {row["agreement_id"] for row in rows})
    return tuple(
        _kept(row, profiles[row["agreement_id"]], lines.get(row["id"], ()), booked.get(row["id"], ()),
              sent.get(row["id"], ()))
        for row in rows if row["agreement_id"] in profiles)


def _by_invoice(
    connection: Connection, table: Table, condition: ColumnElement[bool], order: str,
) -> dict[bytes, list[Any]]:
    query = select(table).order_by(table.c[order], table.c.id)
    query = query.where(table.c.invoice_id.in_(select(invoices.c.id).where(condition)))
    found: dict[bytes, list[Any]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["invoice_id"], []).append(row)
    return found


def _kept(
    row: Any, profile: ProviderProfile, lines: Sequence[Any], booked: Sequence[Any], sent: Sequence[Any],
) -> KeptInvoice:
    gone: list[tuple[str, Any]] = []
    lines, booked, sent = (
        _standing(name, rows, gone)
        for name, rows in (("invoice_lines", lines), ("bookings", booked), ("reminders", sent)))
    invoice = Invoice(row["number"], date.fromisoformat(row["invoiced_on"]), tuple(map(line_of, lines)))
    made = tuple(
        Booking(date.fromisoformat(one["booked_on"]), one["amount_cents"], one["kind"], one["reference"])
        for one in booked)
    there, net, total = stands(row), invoice.net_cents, invoice.total_cents
    due = due_of(profile.payment.term, invoice.day, row["received_on"], row["pay_by_on"])
    debt = Receivable(invoice.number, invoice.day, net if there else 0, total if there else 0, due, made)
    dunning = dunning_of(bool(row["consumer"]), (
        (one["sent_on"], one["kind"], one["received_on"], one["pay_by_on"]) for one in sent))
    return KeptInvoice(
        row["id"], row["agreement_id"], row["tenant"], there, profile, net, total, debt, dunning, row, invoice, lines,
        booked, sent, tuple(gone))


def _standing(kind: str, rows: Sequence[Any], gone: list[tuple[str, Any]]) -> tuple[Any, ...]:
    """Those that stand; of the others those that were withdrawn with a reason go into `gone`."""
    left = tuple(one for one in rows if one["withdrawn_us"] is None)
    if len(left) < len(rows):
        gone += [(kind, one) for one in rows if one["withdrawn_us"] is not None and one["withdrawn_reason"]]
    return left
