"""The invoices of an agreement: what is open, and every amount with the computation behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.billing.collection import collection_costs, costs_if_unpaid
from app.domain.billing.computation import Computation, Record, summed
from app.domain.billing.interest import LateInterest, late_interest
from app.domain.billing.kept_rows import decimal_of
from app.domain.billing.recording import DETAILS
from app.domain.billing.reminders import CostsLetter, Dunning, InvoiceState, Reminder, invoice_state
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.provider_terms import NotRegulated
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.invoices import KeptInvoice, interest_rates, kept_invoice, kept_invoices, profile_of
from app.store.money import load_collection_scale
from app.store.tables import agreements, belongs_to, figures, organisations

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


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that can be opened, or why there is none: `not_regulated`, or something that is missing."""

    label: Text
    computation: Computation | None
    why: Text | None = None
    not_regulated: bool = False

    @property
    def cents(self) -> int | None:
        return None if self.computation is None else self.computation.cents


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
    """The invoices of an agreement; `profile` is its provider's, `details` what stood on the newest invoice."""

    agreement_id: bytes
    profile: ProviderProfile
    rows: tuple[InvoiceRow, ...]
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An invoice, payment or credit note of this day; `balance` is what is open after it, in cents."""

    day: date
    what: Text
    cents: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything on the invoices of one agreement in order of time."""

    agreement_number: str
    package: str
    seller: str
    customer: str
    until: date
    lines: tuple[StatementLine, ...]

    @property
    def open_cents(self) -> int:
        return self.lines[-1].balance if self.lines else 0


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


def invoices_of(connection: Connection, sight: Sight, agreement_id: bytes) -> tuple[InvoiceRow, ...]:
    """Those of one agreement, the newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_invoices(connection, agreement_id)
    numbers = Counter(one.invoice.number for one in kept)
    return tuple(_row(one, sight.today, numbers[one.invoice.number] > 1) for one in kept)


def invoicing(connection: Connection, sight: Sight, agreement_id: bytes) -> Invoicing:
    """The invoices of one agreement, with what a new one starts from. Raises Refusal for one that is not here."""
    rows = invoices_of(connection, sight, agreement_id)
    profile = profile_of(connection, agreement_id)
    if profile is None:
        raise Refusal(_NO_AGREEMENT)
    newest = kept_invoice(connection, rows[0].id) if rows else None
    details = {name: newest.row[name] for name in DETAILS if name != "purchase_order"} if newest is not None else {}
    return Invoicing(agreement_id, profile, rows, details)


def invoice_page(connection: Connection, sight: Sight, invoice_id: bytes) -> InvoicePage:
    """Raises Refusal for an invoice that is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    kept = kept_invoice(connection, invoice_id)
    if kept is None:
        raise Refusal(Text("This invoice does not exist any more."))
    agreement_id = kept.row["agreement_id"]
    row = next(one for one in invoices_of(connection, sight, agreement_id) if one.id == invoice_id)
    interest, other = _interest(connection, kept, sight.today)
    open_now = _known(kept.receivable.open_computation(sight.today))
    costs = _costs(kept, sight.today)
    return InvoicePage(
        row, kept, _agreement(connection, agreement_id).number, _seller(kept), _customer(connection, kept),
        {name: kept.row[name] for name in DETAILS}, tuple(map(_sent, kept.sent)), _known(kept.invoice.computation),
        open_now, interest, other, costs, _owed(sight.today, open_now, interest, costs))


def announced_costs(page: InvoicePage, sent: SentRow) -> Computation | None:
    """The collection costs that a reminder or letter announces, by what had been booked when it was sent."""
    kept, until = page.kept, sent.pay_by
    bookings = tuple(booking for booking in kept.receivable.bookings if booking.day <= sent.sent)
    if sent.kind == "letter":
        dunning = Dunning(True, (), CostsLetter(sent.received or sent.sent))
    else:
        dunning = Dunning(kept.dunning.consumer, (Reminder(sent.sent, until),))
    return costs_if_unpaid(
        kept.profile.payment, load_collection_scale(), kept.profile.price.vat_rate,
        replace(kept.receivable, bookings=bookings), dunning)


def statement(connection: Connection, sight: Sight, agreement_id: bytes) -> Statement:
    """What was invoiced, paid and credited under one agreement up to today."""
    require(sight.actor, Permission.SEE_LICENCES)
    agreement = _agreement(connection, agreement_id)
    kept = tuple(reversed(kept_invoices(connection, agreement_id)))
    found = [(one.invoice.day, 0, Text("Invoice {number}", number=one.invoice.number), one.invoice.total_cents)
             for one in kept]
    found += [
        (booking.day, 1, Text("{booking} on invoice {number}", booking=booking.label, number=one.invoice.number),
         -booking.cents)
        for one in kept for booking in one.receivable.bookings]
    lines, balance = [], 0
    for day, _, what, cents in sorted(found, key=lambda each: each[:2]):
        if day <= sight.today:
            balance += cents
            lines.append(StatementLine(day, what, cents, balance))
    seller = kept[0].profile.licensor if kept else ""
    buyer = _name_of(connection, agreement.tenant)
    return Statement(agreement.number, agreement.package, seller, buyer, sight.today, tuple(lines))


def own_figures(connection: Connection, sight: Sight) -> tuple[OwnFigure, ...]:
    """The rates and indexes that were entered here, the newest first."""
    require(sight.actor, Permission.SEE_LICENCES)
    own = select(figures).where(belongs_to(figures, sight.tenant))
    query = own.order_by(figures.c.kind, figures.c.begins_on.desc(), figures.c.read_on.desc(), figures.c.id)
    return tuple(
        OwnFigure(row.kind, row.series, date.fromisoformat(row.begins_on),
                  Text("{value}", value=decimal_of(row.value)), row.source, row.read_on, bool(row.confirmed))
        for row in connection.execute(query))


def _row(kept: KeptInvoice, today: date, doubled: bool) -> InvoiceRow:
    debt = kept.receivable
    return InvoiceRow(
        kept.row["id"], debt.number, debt.day, None if isinstance(debt.due, NotRegulated) else debt.due,
        invoice_state(kept.profile.payment, debt, kept.dunning, today), debt.net_cents, debt.total_cents,
        debt.open_on(today), doubled)


def _interest(connection: Connection, kept: KeptInvoice, today: date) -> tuple[Amount, Amount]:
    label, beside = Text("Interest"), Text("Interest, the other way")
    try:
        found: LateInterest | NotRegulated = late_interest(
            kept.profile.payment, interest_rates(connection), kept.receivable, today, consumer=kept.dunning.consumer)
    except Refusal as refusal:
        missing = refusal.reasons[0]
        return Amount(label, None, missing), Amount(beside, None, missing)
    if isinstance(found, NotRegulated):
        return Amount(label, None, found.text, True), Amount(beside, None, found.text, True)
    if isinstance(found.other, Text):
        return Amount(label, found.chosen), Amount(beside, None, found.other)
    return Amount(label, found.chosen), Amount(beside, found.other)


def _costs(kept: KeptInvoice, today: date) -> Amount:
    return _tried(Text("Collection costs"), lambda: collection_costs(
        kept.profile.payment, load_collection_scale(), kept.profile.price.vat_rate, kept.receivable, kept.dunning,
        today))


def _tried(label: Text, compute: Callable[[], Computation | NotRegulated]) -> Amount:
    """The amount; what must come before it, or what the terms are silent about, in words."""
    try:
        found = compute()
    except Refusal as refusal:
        return Amount(label, None, refusal.reasons[0])
    if isinstance(found, NotRegulated):
        return Amount(label, None, found.text, True)
    return Amount(label, found)


def _owed(today: date, *parts: Amount) -> Amount:
    """What is open with what can be asked on top of it; what could not be computed is said in the notes."""
    known = [part.computation for part in parts if part.computation is not None]
    notes = tuple(Text("{label}: {why}", label=part.label, why=part.why) for part in parts if part.why is not None)
    whole = summed(Text("Owed on {day}", day=today), known, Record(Text("this invoice")))
    return _known(Computation(whole.label, whole.lines, whole.source, notes))


def _known(computation: Computation) -> Amount:
    return Amount(computation.label, computation)


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
    name = _name_of(connection, row["tenant"])
    return Party(
        name, row["customer_street"], row["customer_postcode"], row["customer_place"], oin=row["oin"])


def _name_of(connection: Connection, tenant: bytes | None) -> str:
    """What the organisation is called whose invoice or agreement it is."""
    query = select(organisations.c.name).where(belongs_to(organisations, tenant))
    return str(connection.execute(query).scalar_one())


def _agreement(connection: Connection, agreement_id: bytes) -> Any:
    row = connection.execute(select(agreements).where(agreements.c.id == agreement_id)).first()
    if row is None:
        raise Refusal(_NO_AGREEMENT)
    return row
