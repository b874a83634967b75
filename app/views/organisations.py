"""The organisations of a licensor: for each what was agreed, how many seats, what is open, and what comes next.

Everything is read in a few queries over all organisations at once; nobody who takes part there is in it (O-12).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.billing.reminders import InvoiceState, invoice_state
from app.domain.contract.order_states import OrderState
from app.domain.contract.reminders import Reminder, reminders
from app.domain.contract.timeline import EntryKind
from app.domain.contract.use import suspension_stands
from app.domain.counting import SEATS
from app.domain.permissions import Permission, TenantKind, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.course import measures_by_agreement
from app.store.invoice_list import ListedInvoice, invoices_of_others
from app.store.resources import load_profile
from app.store.seats import bought_now, licence_rows
from app.store.tables import agreements, counts, licences, of_others, orders, organisations
from app.views.agreement_terms import AgreementTerms, agreement_terms

LATE = frozenset({
    InvoiceState.OVERDUE, InvoiceState.REMINDED, InvoiceState.LETTER_RUNNING, InvoiceState.COLLECTION})
ASKED_OF_A_LICENSOR = frozenset({EntryKind.NOTICE, EntryKind.END, EntryKind.CHANGE, EntryKind.OBJECTION})
"""The dates of one organisation that its licensor has to do with; the others are the organisation's own."""
UPCOMING, RUNNING, ENDING, ENDED, NONE = "upcoming", "running", "ending", "ended", "none"
"""How the agreement of an organisation stands; ENDING: notice was given, or it ends by itself."""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation in the list. `agreement` is the number of the one that runs, else of the nearest.

    Amounts are in cents with VAT; `used` is None where the server has not counted yet. `orders` wait for an answer.
    """

    id: bytes
    code: str
    name: str
    place: str
    agreement: str
    package: str
    state: str
    bought: int
    used: int | None
    open_cents: int
    late_cents: int
    next_day: date | None
    next_date: Text
    orders: int
    suspended: bool
    agreement_id: bytes = b""
    first_order: bytes | None = None
    """The one that waits longest."""


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice over its last day, and how many days ago that was."""

    organisation_id: bytes
    number: str
    due: date
    days: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Reminding:
    """A date of an organisation's agreement that asks for attention."""

    organisation_id: bytes
    package: str
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class Organisations:
    """All of them, with what asks for attention over all."""

    rows: tuple[OrganisationRow, ...]
    late: tuple[LateInvoice, ...]
    reminding: tuple[Reminding, ...]

    def name_of(self, organisation_id: bytes) -> str:
        return next((row.name for row in self.rows if row.id == organisation_id), "")


@dataclass(frozen=True, slots=True)
class _Agreed:
    """An agreement of an organisation with the seats that it gives."""

    row: Any
    terms: AgreementTerms
    bought: int
    used: int | None

    @property
    def state(self) -> str:
        last, today = self.terms.ends_for_good, self.terms.today
        if today < self.terms.agreement.starts_on:
            return UPCOMING
        if last is None:
            return RUNNING
        return ENDED if last < today else ENDING


def organisation_list(connection: Connection, sight: Sight) -> tuple[OrganisationRow, ...]:
    """By name."""
    agreed, billed = _agreed(connection, sight), invoices_of_others(connection)
    return _rows(connection, sight, agreed, billed)


def agreements_from(connection: Connection, sight: Sight, day: date) -> dict[bytes, list[Any]]:
    """The agreements of each organisation that run, will, or still do on this day, in the order in which they began."""
    return {
        organisation: [
            each.row for each in reversed(made)
            if each.state != ENDED and (each.terms.ends_for_good is None or day <= each.terms.ends_for_good)]
        for organisation, made in _agreed(connection, sight).items()}


def organisation_row(connection: Connection, sight: Sight, organisation_id: bytes) -> OrganisationRow | None:
    """One of them, None where it is not here (any more)."""
    agreed = _agreed(connection, sight, organisation_id)
    billed = invoices_of_others(connection, organisation_id)
    return next(iter(_rows(connection, sight, agreed, billed, organisation_id)), None)


def all_organisations(connection: Connection, sight: Sight) -> Organisations:
    """The whole reading: a number of queries that does not grow with the number of organisations."""
    agreed, billed = _agreed(connection, sight), invoices_of_others(connection)
    rows = _rows(connection, sight, agreed, billed)
    return Organisations(rows, tuple(_late(billed, sight.today)), tuple(_reminding(agreed)))


def _rows(
    connection: Connection, sight: Sight, agreed: Mapping[bytes, list[_Agreed]],
    billed: Mapping[bytes, list[ListedInvoice]], only: bytes | None = None,
) -> tuple[OrganisationRow, ...]:
    require(sight.actor, Permission.SEE_LICENCES)
    waiting, paused = waiting_orders(connection), suspended(connection, sight, agreed)
    query = select(organisations).where(
        of_others(organisations, only), organisations.c.kind == TenantKind.ORGANISATION)
    return tuple(
        _row(one, agreed.get(one.id, []), billed.get(one.id, []), sight.today, waiting.get(one.id, ()),
             one.id in paused)
        for one in connection.execute(query.order_by(organisations.c.name, organisations.c.id)))


def waiting_orders(connection: Connection) -> Mapping[bytes, tuple[bytes, ...]]:
    """The orders of each organisation that wait for an answer, the longest waiting first."""
    query = select(orders.c.tenant, orders.c.id).where(of_others(orders), orders.c.state == OrderState.SENT)
    found: dict[bytes, tuple[bytes, ...]] = {}
    for row in connection.execute(query.order_by(orders.c.ordered_on, orders.c.id)):
        found[row.tenant] = (*found.get(row.tenant, ()), row.id)
    return found


def suspended(
    connection: Connection, sight: Sight, agreed: Mapping[bytes, list[_Agreed]],
) -> frozenset[bytes]:
    """The organisations with a suspension that stands today: of everybody there, or of one user."""
    measures = measures_by_agreement(connection)
    return frozenset(
        organisation for organisation, made in agreed.items() for each in made
        if any(suspension_stands(row, sight.today) for row in measures.get(each.row.id, ())))


def _agreed(connection: Connection, sight: Sight, only: bytes | None = None) -> dict[bytes, list[_Agreed]]:
    """Of every organisation, or only of this one, its agreements, the newest first."""
    bought, of_licence = _seats_bought(connection, only, sight.today)
    used, counted = _seats_used(connection, of_licence)
    found: dict[bytes, list[_Agreed]] = defaultdict(list)
    query = select(agreements).where(of_others(agreements, only)).order_by(agreements.c.starts_on.desc())
    for row in connection.execute(query):
        terms = agreement_terms(load_profile(row.provider), row, sight.today)
        nobody = 0 if row.tenant in counted else None
        found[row.tenant].append(_Agreed(row, terms, bought.get(row.id, 0), used.get(row.id, nobody)))
    return found


def _seats_bought(
    connection: Connection, only: bytes | None, today: date,
) -> tuple[dict[bytes, int], dict[bytes, bytes]]:
    """(seats per agreement, the agreement of each licence with seats)."""
    bought: dict[bytes, int] = defaultdict(int)
    rows = licence_rows(connection, of_others(licences, only) & (licences.c.kind == "participant"))
    of_licence: dict[bytes, bytes] = {row["id"]: row["agreement_id"] for row in rows}
    for licence, number in bought_now(connection, rows, today).items():
        bought[of_licence[licence]] += number
    return bought, of_licence


def _seats_used(connection: Connection, of_licence: Mapping[bytes, bytes]) -> tuple[dict[bytes, int], set[bytes]]:
    """(seats held per agreement, the organisations that were counted: of those, what is not told is none)."""
    used: dict[bytes, int] = defaultdict(int)
    counted = set()
    for row in connection.execute(select(counts)):
        counted.add(row.tenant)
        if row.what == SEATS and row.licence_id in of_licence:
            used[of_licence[row.licence_id]] += row.number
    return used, counted


def _row(
    one: Any, agreed: list[_Agreed], billed: list[ListedInvoice], today: date, waiting: tuple[bytes, ...],
    is_suspended: bool,
) -> OrganisationRow:
    main = _main(agreed)
    going = [each for each in agreed if each.state in (RUNNING, ENDING)]
    counted = [each.used for each in going if each.used is not None]
    open_of = [(each.receivable.open_on(today), _is_late(each, today)) for each in billed]
    return OrganisationRow(
        one.id, one.code, one.name, one.place, main.row.number if main is not None else "",
        main.row.package if main is not None else "", main.state if main is not None else NONE,
        sum(each.bought for each in going), sum(counted) if counted else None,
        sum(cents for cents, _ in open_of), sum(cents for cents, late in open_of if late),
        main.terms.next_day() if main is not None else None,
        main.terms.next_date() if main is not None else Text("No agreement yet"), len(waiting), is_suspended,
        main.row.id if main is not None else b"", next(iter(waiting), None))


def _main(agreed: list[_Agreed]) -> _Agreed | None:
    """The agreement that one means: the one that runs, else the one to come, else the last."""
    in_order = (RUNNING, ENDING, UPCOMING, ENDED)
    return min(agreed, key=lambda each: in_order.index(each.state), default=None)


def _is_late(kept: ListedInvoice, today: date) -> bool:
    return invoice_state(kept.profile.payment, kept.receivable, kept.dunning, today) in LATE


def _late(billed: Mapping[bytes, list[ListedInvoice]], today: date) -> Iterable[LateInvoice]:
    """The longest over its day first."""
    found = [
        LateInvoice(organisation, kept.receivable.number, kept.receivable.due, (today - kept.receivable.due).days,
                    kept.receivable.open_on(today))
        for organisation, invoices in billed.items() for kept in invoices
        if isinstance(kept.receivable.due, date) and _is_late(kept, today)]
    return sorted(found, key=lambda one: -one.days)


def _reminding(agreed: Mapping[bytes, list[_Agreed]]) -> Iterable[Reminding]:
    """The most urgent first, then the nearest."""
    found = [
        Reminding(organisation, each.row.package, reminder)
        for organisation, made in agreed.items() for each in made if each.state in (RUNNING, ENDING)
        for reminder in reminders(each.terms.to_come(), each.terms.today)
        if reminder.entry.kind in ASKED_OF_A_LICENSOR]
    return sorted(found, key=lambda one: (-one.reminder.urgency, one.reminder.days_left))
