"""The invoices of an agreement: what is open, and every amount with the computation behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.billing.amount import Amount, known
from app.domain.billing.choices import BillingSettings
from app.domain.billing.computation import Computation, euros, plain
from app.domain.billing.kept_rows import decimal_of, line_of
from app.domain.billing.receivable import Booking
from app.domain.billing.recording import DETAILS
from app.domain.billing.reminders import InvoiceState, invoice_state
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoice_list import NEWEST_FIRST, ListedInvoice, listed_invoices
from app.store.invoices import KeptInvoice, interest_rates, kept_invoice, kept_invoices, own_settings
from app.store.resources import load_profile
from app.store.tables import agreements, belongs_to, figures, invoices, organisations
from app.views.invoice_amounts import Reckoning, costs, costs_announced, interest, owed

_NO_AGREEMENT = Text("This agreement does not exist any more.")


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice in the list; amounts in cents with VAT. `due` is the last day to pay, None where none was agreed.

    `open_cents` below zero is to be paid back. `doubled`: another invoice of this agreement has the same number.
    """

    id: bytes
    number: str
    day: date
    due: date | None
    state: InvoiceState
    net_cents: int
    total_cents: int
    open_cents: int
    doubled: bool
    agreement_id: bytes = b""
    agreement: str = ""

    @property
    def stands(self) -> bool:
        return self.state is not InvoiceState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class SentRow:
    """What was sent about an invoice. `kind` is 'reminder' or 'letter', `form` one of FORMS."""

    id: bytes
    kind: str
    form: str
    sent: date
    received: date | None
    pay_by: date | None


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A payment or a credit note that stands; `kind` is 'payment' or 'credit'."""

    id: bytes
    kind: str
    day: date
    cents: int
    reference: str


@dataclass(frozen=True, slots=True)
class WithdrawnRow:
    """What was withdrawn, when and why; `kind` is its table."""

    kind: str
    what: Text
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Party:
    """The seller or the customer as they stand on an invoice; what is not known is empty."""

    name: str
    street: str
    postcode: str
    place: str
    kvk: str = ""
    vat: str = ""
    iban: str = ""
    oin: str = ""


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One invoice. `lines` are rows as recorded, `details` and the days what else was filled in.

    `interest` is by the way that counts, `other_interest` by the other one; both up to and including today.
    """

    row: InvoiceRow
    kept: KeptInvoice
    agreement_number: str
    seller: Party
    customer: Party
    details: dict[str, str]
    sent: tuple[SentRow, ...]
    booked: tuple[BookingRow, ...]
    withdrawn: tuple[WithdrawnRow, ...]
    settings: BillingSettings
    total: Amount
    open: Amount
    interest: Amount
    other_interest: Amount
    costs: Amount
    owed: Amount

    @property
    def amounts(self) -> tuple[Amount, ...]:
        return self.total, self.open, self.interest, self.other_interest, self.costs, self.owed


@dataclass(frozen=True, slots=True)
class Invoicing:
    """The invoices of an agreement; `profile` is its provider's, `details` what stood on the newest invoice.

    `every`: the rows are those of all agreements. `consumer` is what a new invoice starts with.
    """

    agreement_id: bytes
    profile: ProviderProfile
    rows: tuple[InvoiceRow, ...]
    details: dict[str, str]
    every: bool = False
    consumer: bool = False

    @property
    def own_rows(self) -> tuple[InvoiceRow, ...]:
        """Those of the agreement itself that stand."""
        return tuple(row for row in self.rows if row.stands and row.agreement_id == self.agreement_id)


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure that the organisation entered itself; `value` is a percentage, or an index."""

    kind: str
    series: str
    begins: date
    value: Text
    source: str
    read: str
    confirmed: bool


def invoices_of(connection: Connection, sight: Sight, agreement_id: bytes | None) -> tuple[InvoiceRow, ...]:
    """Those of one agreement, or with None of all, the newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    return _rows(connection, sight, listed_invoices(connection, agreement_id, sight.tenant))


def invoicing(connection: Connection, sight: Sight, agreement_id: bytes, every: bool = False) -> Invoicing:
    """The invoices of one agreement, with what a new one starts from; `every`: those of all agreements.

    Raises Refusal for an agreement that is not here.
    """
    require(sight.actor, Permission.SEE_LICENCES)
    agreement = _agreement(connection, agreement_id)
    listed = listed_invoices(connection, None if every else agreement_id, sight.tenant)
    chosen = own_settings(connection).consumer
    return Invoicing(
        agreement_id, load_profile(agreement.provider), _rows(connection, sight, listed),
        _newest_details(connection, agreement_id), every, bool(agreement.consumer) if chosen is None else chosen)


def _newest_details(connection: Connection, agreement_id: bytes) -> dict[str, str]:
    """What stood on the newest invoice of the agreement, for the next one; the purchase order is of one invoice."""
    names = [name for name in DETAILS if name != "purchase_order"]
    query = select(*(invoices.c[name] for name in names)).where(
        invoices.c.agreement_id == agreement_id, invoices.c.withdrawn_us.is_(None)).order_by(*NEWEST_FIRST)
    found = connection.execute(query.limit(1)).first()
    return dict(zip(names, found, strict=True)) if found is not None else {}


def standing_invoices(
    connection: Connection, sight: Sight, agreement_id: bytes | None,
) -> tuple[tuple[KeptInvoice, str], ...]:
    """(invoice, number of its agreement) of one agreement or with None of all, the oldest first; none withdrawn."""
    require(sight.actor, Permission.SEE_LICENCES)
    names = _numbers(connection)
    kept = reversed(kept_invoices(connection, agreement_id, sight.tenant))
    return tuple((one, names[one.row["agreement_id"]]) for one in kept if one.stands)


def invoice_page(connection: Connection, sight: Sight, invoice_id: bytes) -> InvoicePage:
    """Raises Refusal for an invoice that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_invoice(connection, invoice_id)
    if kept is None:
        raise Refusal(Text("This invoice does not exist any more."))
    by = Reckoning(interest_rates(connection), own_settings(connection), sight.today)
    agreement = _agreement(connection, kept.row["agreement_id"])
    paid, other = interest(kept, by)
    open_now, collecting = known(kept.receivable.open_computation(sight.today)), costs(kept, by)
    return InvoicePage(
        _row(kept, sight.today, _has_double(connection, kept), agreement.number), kept, agreement.number,
        _seller(kept), _customer(connection, kept), {name: kept.row[name] for name in DETAILS},
        tuple(map(_sent, kept.sent)), tuple(map(_booked, kept.booked)), tuple(_gone(connection, sight, kept)),
        by.settings, known(kept.invoice.computation), open_now, paid, other, collecting,
        owed(sight.today, open_now, paid, collecting))


def announced_costs(page: InvoicePage, sent: SentRow) -> Computation | None:
    """The collection costs that a reminder or letter announces, by what had been booked when it was sent."""
    return costs_announced(page.kept, page.settings, letter=sent.kind == "letter", sent=sent.sent,
                           received=sent.received, pay_by=sent.pay_by)


def own_figures(connection: Connection, sight: Sight) -> tuple[OwnFigure, ...]:
    """The rates and indexes that were entered here, the newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    own = select(figures).where(belongs_to(figures, sight.tenant))
    query = own.order_by(figures.c.kind, figures.c.begins_on.desc(), figures.c.read_on.desc(), figures.c.id)
    return tuple(
        OwnFigure(row.kind, row.series, date.fromisoformat(row.begins_on),
                  Text("{value}", value=decimal_of(row.value)), row.source, row.read_on, bool(row.confirmed))
        for row in connection.execute(query))


def _rows(connection: Connection, sight: Sight, listed: Sequence[ListedInvoice]) -> tuple[InvoiceRow, ...]:
    numbers = Counter((one.agreement_id, one.receivable.number) for one in listed if one.stands)
    names = _numbers(connection)
    return tuple(
        _row(one, sight.today, one.stands and numbers[one.agreement_id, one.receivable.number] > 1,
             names[one.agreement_id])
        for one in listed)


def _numbers(connection: Connection) -> dict[bytes, str]:
    """The number of each agreement."""
    return dict(connection.execute(select(agreements.c.id, agreements.c.number)).all())


def _has_double(connection: Connection, kept: KeptInvoice) -> bool:
    query = select(func.count()).select_from(invoices).where(
        invoices.c.agreement_id == kept.row["agreement_id"], invoices.c.number == kept.invoice.number,
        invoices.c.withdrawn_us.is_(None))
    return kept.stands and connection.execute(query).scalar_one() > 1


def _row(one: ListedInvoice, today: date, doubled: bool, agreement: str) -> InvoiceRow:
    debt = one.receivable
    state = invoice_state(one.profile.payment, debt, one.dunning, today) if one.stands else InvoiceState.WITHDRAWN
    return InvoiceRow(
        one.id, debt.number, debt.day, None if isinstance(debt.due, NotRegulated) else debt.due, state,
        one.net_cents, one.total_cents, debt.open_on(today), doubled, one.agreement_id, agreement)


def _booked(row: Any) -> BookingRow:
    return BookingRow(row["id"], row["kind"], date.fromisoformat(row["booked_on"]), row["amount_cents"],
                      row["reference"])


def _gone(connection: Connection, sight: Sight, kept: KeptInvoice) -> Iterator[WithdrawnRow]:
    """What was withdrawn about this invoice, itself included, in the order in which that was done."""
    every = [*kept.withdrawn, *([] if kept.stands else [("invoices", kept.row)])]
    for kind, row in sorted(every, key=lambda one: one[1]["withdrawn_us"]):
        yield WithdrawnRow(kind, _what(kind, row), sight.day_of(row["withdrawn_us"]), row["withdrawn_reason"])


def _what(kind: str, row: Any) -> Text:
    """In words, what a row that was withdrawn said."""
    if kind == "invoices":
        return Text("Invoice {number}", number=row["number"])
    if kind == "invoice_lines":
        line = line_of(row)
        return Text("{description}: {quantity} × € {price}", description=line.description,
                    quantity=plain(line.quantity), price=euros(line.unit_cents))
    if kind == "bookings":
        booking = Booking(date.fromisoformat(row["booked_on"]), row["amount_cents"], row["kind"], row["reference"])
        return Text("{booking}: € {amount}", booking=booking.label, amount=euros(booking.cents))
    sent = date.fromisoformat(row["sent_on"])
    return Text("Letter of {day}", day=sent) if row["kind"] == "letter" else Text("Reminder of {day}", day=sent)


def _sent(row: Any) -> SentRow:
    return SentRow(row["id"], row["kind"], row["form"], date.fromisoformat(row["sent_on"]), _day(row["received_on"]),
                   _day(row["pay_by_on"]))


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _seller(kept: KeptInvoice) -> Party:
    row = kept.row
    return Party(kept.profile.licensor, row["seller_street"], row["seller_postcode"], row["seller_place"],
                 row["seller_kvk"], row["seller_vat"], row["seller_iban"])


def _customer(connection: Connection, kept: KeptInvoice) -> Party:
    row = kept.row
    return Party(name_of(connection, row["tenant"]), row["customer_street"], row["customer_postcode"],
                 row["customer_place"], oin=row["oin"])


def name_of(connection: Connection, tenant: bytes | None) -> str:
    """What the organisation is called whose invoice or agreement it is."""
    query = select(organisations.c.name).where(belongs_to(organisations, tenant))
    return str(connection.execute(query).scalar_one())


def _agreement(connection: Connection, agreement_id: bytes) -> Any:
    row = connection.execute(select(agreements).where(agreements.c.id == agreement_id)).first()
    if row is None:
        raise Refusal(_NO_AGREEMENT)
    return row
